// What do all scenarios of a results file say, in short? Peaks at each level, the factors that were varied, and who did
// not solve.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "analysis/statistics/factors.h"
#include "scenarios/results/reader.h"

namespace psoas {

/// Everything is over all scenarios of the file; `solved` says which of them have numbers.
struct Summaries {
  std::vector<Status> status;
  std::vector<std::size_t> solved;      ///< indices of the converged scenarios, ascending
  std::vector<Factor> factors;          ///< in the study's order
  std::vector<std::string> levels;      ///< "L5-S1" ... "T12-L1", as in the file
  Eigen::MatrixXd peak_compression;     ///< scenario x level [N]
  Eigen::MatrixXd peak_shear_anterior;  ///< scenario x level [N], largest magnitude
  double body_weight = 0.0;             ///< [N]; 0 when the runner's mass is varied

  std::size_t count() const { return status.size(); }
  /// "5 of 144 scenarios left out: 3 iteration_limit, 2 sharing_infeasible." or "" when all are solved.
  std::string left_out() const;
  /// What must be read beside the numbers: who was left out, and that a weak core's low load is no protection.
  std::string notes() const;
};

/// @throws FileError when the file lacks a variable
Summaries read_summaries(const Results& results);

inline constexpr double standard_gravity = 9.80665;  ///< [m/s²], for body weights on axes

}  // namespace psoas
