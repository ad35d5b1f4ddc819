// Which scenarios does a study make? Number i of the plan, computed when asked for: no list is ever held.
#pragma once

#include <string>
#include <vector>

#include "scenarios/study.h"

namespace psoas {

/// Number of points of a design with all that it is crossed with, before any is skipped; 1 without [sweep].
std::size_t design_size(const Sweep& sweep);

/// Number of scenarios: points that are not skipped.
std::size_t size(const Study& study);

/// Scenario i of the plan, 0 <= i < size(study). The order is fixed: the last key of a grid is fastest, samples and
/// cases count up; crossed keys are slowest, so that each copy of a design stands together.
Scenario scenario(const Study& study, std::size_t i);

/// Scenario of a point of the design, 0 <= point < design_size(study.sweep), skipped or not.
Scenario scenario_at(const Study& study, std::size_t point);

/// What a point is in its sample, for designs whose scenarios belong together.
///   saltelli  A: 0; A with key k of B: k + 1; B with key k of A (second_order): axes + k + 1; B: the last
///   morris    step 0 ... axes of the path
///   oat       sample 0 is the study itself; sample k + 1 counts the values of key k
struct Role {
  std::size_t sample = 0;
  std::size_t part = 0;
  std::size_t copy = 0;  ///< of the design: which combination of the crossed values, the last key fastest
};
Role role(const Study& study, std::size_t i);

/// The keys that vary, in the order of the file, then those crossed with them, those with a formula last: the
/// coordinates of results.h5.
std::vector<const Key*> varied_keys(const Study& study);

/// The value of each varied key in scenario i, in the key's unit, in the order of varied_keys(). A key that a case of a
/// `list` leaves out has the value the scenario resolves to.
std::vector<Value> varied_values(const Study& study, std::size_t i);

}  // namespace psoas
