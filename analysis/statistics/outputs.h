// Which number of each scenario is meant? Every output of a results file by its name and index, and what is worked out
// of them:
//   peak_compression[L5-S1]            a variable of the file, its other dimensions by their labels
//   max(lumbar_compression[L5-S1])     of a curve: max, min, mean or range over the gait cycle
//   load_impulse_per_km[L5-S1]         what one kilometre does to the spine: load per stride times strides per km
//   steps_per_km
//   peak_compression_BW[L5-S1]         any force, impulse, rate or moment over body weight: _BW behind its name
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "analysis/statistics/factors.h"
#include "scenarios/results/reader.h"

namespace psoas {

/// A name that has been understood.
struct OutputName {
  std::string text;                ///< as a person types it, spelled out
  std::string variable;            ///< of the file, or one that is worked out
  std::string reduction;           ///< "max", "min", "mean", "range" of a curve; "" for a number
  std::vector<std::size_t> index;  ///< place along each dimension but scenario and gait_cycle
  bool body_weights = false;
  bool curve = false;  ///< over the gait cycle, not reduced
  std::string unit;    ///< UDUNITS as in the file: "N", "N s-1"; "BW", "BW s"
  std::string label;   ///< "L5/S1 peak compression"
};

/// @throws InputError when it is none, naming what there is
OutputName find_output(const Results& results, const std::string& text);

/// The numbers of an output, one a scenario; NaN where the scenario is not solved or has none.
struct Output {
  OutputName name;
  std::vector<double> value;
};
/// @throws InputError for a curve that is not reduced, FileError when the file lacks what it needs
Output read_output(const Results& results, const std::string& text);

/// Curves of an output over the gait cycle of some scenarios in a row: points x count, in body weights if so named.
Eigen::MatrixXd read_curves(const Results& results, const OutputName& name, std::size_t first, std::size_t count);

/// How a unit is printed, and what a number in the file's unit is multiplied by for that: "N" is shown in kN.
struct Shown {
  double factor = 1.0;
  std::string unit;                                        ///< "kN", "kN/s", "J/(kg·m)", "body weights", "" for none
  std::string with(double value, int decimals = 2) const;  ///< "2.74 kN"
};
/// @param in_newtons  tables show whole newtons, figures kN
Shown shown(const std::string& udunit, bool in_newtons = false);

/// "L5/S1 peak compression (kN)"
std::string axis_label(const OutputName& name);

/// Scenarios that have a number, ascending; and of those that have none, how many ended how.
struct Usable {
  std::vector<std::size_t> solved;
  std::string left_out;  ///< "5 of 144 scenarios left out: 3 iteration_limit, 2 without this number." or ""
};
Usable usable(const Results& results, const std::vector<double>& value);

}  // namespace psoas
