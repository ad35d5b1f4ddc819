// Which factors does an output depend on? Each design answers with what it was made for: Sobol's indices from Saltelli
// pairs, elementary effects from Morris paths, an exact decomposition from a whole grid, a regression on ranks from any
// other random design.
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/estimate.h"
#include "analysis/statistics/factors.h"

namespace psoas {

/// Scenarios of one sample, their outputs in a row; those with all of them solved.
struct Blocks {
  Eigen::MatrixXd output;          ///< block x scenario of the block
  std::vector<std::size_t> first;  ///< scenario that each begins with
  std::size_t dropped = 0;         ///< blocks with an unsolved scenario, or cut off by --limit
};
/// @param from, to  scenarios of one copy of the design
/// @param whole     leave out blocks in which a number is missing
Blocks blocks_of(const std::vector<double>& output, std::size_t from, std::size_t to, std::size_t size, bool whole);

struct SobolIndices {
  std::vector<Estimated> first, total;  ///< per factor: share of the variance of the output [-]
  std::vector<Estimated> second;        ///< of pairs (0,1), (0,2), ..., (1,2), ...: their interaction alone; or empty
  double mean = 0.0, deviation = 0.0;   ///< of the output
};
/// First order: (b) of table 2 of [Saltelli 2010]; total: its (f), which is [Jansen 1999]; second: [Saltelli 2002].
/// @param blocks  A, A with each factor of B, (B with each factor of A,) B, as scenarios/plan.h orders them
SobolIndices sobol_indices(const Eigen::MatrixXd& blocks, std::size_t factors, bool second_order,
                           const Resampling& how);

/// Elementary effects: change of the output over the share of a factor's range that it was moved [Morris 1991].
struct Screening {
  Estimated mu_star;             ///< mean of magnitudes [Campolongo 2007]: how much it matters
  double mu = 0.0, sigma = 0.0;  ///< mean and standard deviation: sigma is large where the effect depends on others
  std::size_t effects = 0, lost = 0;  ///< elementary effects that count; those that touch an unsolved scenario
};
/// @param factors  the moved ones, over all scenarios of the file
std::vector<Screening> morris_effects(const Blocks& paths, const std::vector<Factor>& factors, int levels,
                                      const Resampling& how);

/// Variance of a whole grid, every value equally likely: exact, for nothing is drawn.
struct GridShares {
  std::vector<double> first, total;  ///< per factor [-]
  std::vector<std::size_t> alone;    ///< scenarios with no solved partner that differs in this factor only
};
GridShares grid_shares(const std::vector<double>& output, const std::vector<std::size_t>& solved,
                       const std::vector<Factor>& factors);

}  // namespace psoas
