// Which scenarios does a study make? Number i of the plan, computed when asked for: no list is ever held.
#pragma once

#include <string>
#include <vector>

#include "scenarios/study.h"

namespace psoas {

/// Number of scenarios; 1 for a study without [sweep].
std::size_t size(const Study& study);

/// Scenario i of the plan, 0 <= i < size(study). The order is fixed: the last key of a grid is fastest, samples and
/// cases count up.
Scenario scenario(const Study& study, std::size_t i);

/// The keys that vary, in the order of the file: the coordinates of results.h5.
std::vector<const Key*> varied_keys(const Study& study);

/// The value of each varied key in scenario i, in the key's unit, in the order of varied_keys(). A key that a case of a
/// `list` leaves out has the value the scenario resolves to.
std::vector<Value> varied_values(const Study& study, std::size_t i);

/// The value at a fraction t of 0 to 1 of the way from axis.from to axis.to, straight or in equal ratios; never beyond
/// the ends.
double between(const Axis& axis, double t);

}  // namespace psoas
