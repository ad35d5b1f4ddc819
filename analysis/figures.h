// Which figures are there? Each takes what was read and gives a script and its data; plot.cpp chooses, gnuplot.cpp
// draws.
#pragma once

#include <vector>

#include "analysis/gnuplot.h"
#include "analysis/summaries.h"

namespace psoas {

/// A number of every scenario, and how it is printed.
struct Quantity {
  std::string_view title;                       ///< "Peak L5/S1 compression"
  std::string_view axis;                        ///< "compression"
  const Eigen::MatrixXd Summaries::*per_level;  ///< scenario x level [N]
};
inline constexpr Quantity peak_compression{"Peak L5/S1 compression", "compression", &Summaries::peak_compression};
inline constexpr Quantity peak_shear{"Peak L5/S1 anterior–posterior shear, magnitude", "shear",
                                     &Summaries::peak_shear_anterior};

/// A quantity at L5/S1 against each varied factor: one panel a factor, every scenario a dot, median and 10-90 % of each
/// value.
/// @throws InputError when nothing was varied or nothing solved
Figure figure_factors(const Summaries& all, const Quantity& quantity, Format format);

/// Peak compression and shear at each level, from T12/L1 down to L5/S1: every scenario a dot, median and 10-90 %.
Figure figure_levels(const Summaries& all, Format format);

/// L5/S1 compression, anterior and lateral shear, and ground force over the gait cycle, one colour a scenario.
/// @param scenarios  solved, at most as many as colour::series; left_out: who is missing and why, "" for nobody
Figure figure_cycle(const Results& results, const Summaries& all, const std::vector<std::size_t>& scenarios,
                    const std::string& left_out, Format format);

/// The scenarios figure_cycle shows unasked: nearest to the runner's own way of running, least and largest peak L5/S1
/// compression.
std::vector<std::size_t> telling_scenarios(const Results& results, const Summaries& all);

/// Column of L5/S1 in the tables of Summaries.
Eigen::Index lowest_level(const Summaries& all);

}  // namespace psoas
