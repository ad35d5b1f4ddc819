// Which figures are there? Each takes what was read and gives a script and its data; plot.cpp chooses, gnuplot.cpp
// draws.
#pragma once

#include <vector>

#include "analysis/core_changes.h"
#include "analysis/gnuplot.h"
#include "analysis/midsole_fit.h"
#include "analysis/statistics/compare.h"
#include "analysis/statistics/sensitivity_tables.h"
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

/// What a figure of the core shows of each group.
enum class CoreView {
  levels,     ///< the change at every level for one strength
  strengths,  ///< the change at L5/S1 for every strength
};

/// Change of a load against the default runner, one panel a group of core muscles; band: range over the assumptions of
/// the sharing.
/// @throws InputError when no strength of the core was varied, or nothing is solved to compare
Figure figure_core(const Results& results, const Summaries& all, const CoreLoad& load, CoreView view, Format format);

/// Least strength reserve of the stride over the strength of each group of core muscles.
/// @throws InputError when no strength of the core was varied, or the file has no reserve
Figure figure_core_reserve(const Results& results, const Summaries& all, Format format);

/// How much larger the moments could grow over the gait cycle, all levels together and each alone.
/// @param scenarios  solved, one colour each; empty: median and 10-90 % of all solved
/// @throws InputError when the file has no reserve
Figure figure_reserve(const Results& results, const Summaries& all, const std::vector<std::size_t>& scenarios,
                      const std::string& left_out, Format format);

/// A tested zone of a shoe: what was measured and the foam that answers alike.
struct FittedZone {
  std::string name;  ///< "heel"
  PressTest test;
  MidsoleFit fit;
};
/// Force over compression of each zone, measured and fitted: one panel a zone.
Figure figure_midsole(const std::vector<FittedZone>& zones, Format format);

// ---- Any output of the file (analysis/statistics/outputs.h says how it is named; "" is peak L5/S1 compression or the
// curve that the name of the figure suggests), `by` a varied key whose values have a colour each, "" for none.
/// Median and 10-90 % of curves over the gait cycle.
Figure figure_waveforms(const Results& results, const std::vector<std::string>& quantities, const std::string& by,
                        Format format);
/// A curve of every level over the gait cycle as colour: median of the scenarios.
Figure figure_heatmap(const Results& results, const std::string& quantity, const std::string& by, Format format);
/// Change of an output with each factor, the others held.
Figure figure_response(const Results& results, const std::string& quantity, Format format);
/// The same as one bar a factor, the longest on top.
Figure figure_tornado(const Results& results, const std::string& quantity, Format format);
/// Mean of an output at each pair of values of two factors; none given: those with the longest bars.
Figure figure_map(const Results& results, const std::string& quantity, const std::vector<std::string>& factors,
                  Format format);
/// Two outputs of every scenario against each other, and those that none betters in both.
Figure figure_pareto(const Results& results, const Summaries& all, const std::vector<std::string>& quantities,
                     const std::string& by, Format format);
/// A number of every level, lowest first.
Figure figure_profile(const Results& results, const std::string& quantity, const std::string& by, Format format);
Figure figure_spider(const Results& results, const std::string& quantity, const std::string& by, Format format);

/// Script of a palette for values from low to high: one hue, dark to light, or two about zero.
std::string palette_script(double low, double high);

/// What an output depends on: one bar a factor, the most important first, with intervals where there are any.
Figure figure_sensitivity(const Sensitivity& all, Format format);

/// Words of a factor against the first one: change of L5/S1 load, loading rate and cost in pairs, with intervals. The
/// filled ones are beaten by no other in both.
/// @throws InputError when fewer than two outputs were compared
Figure figure_tradeoff(const Comparison& all, Format format);

/// Pieces of script that shade when each foot stands on the ground, named in the first panel.
std::string stance_shading(const Eigen::VectorXd& right_vertical_kN, const Eigen::VectorXd& left_vertical_kN,
                           const std::vector<double>& percent);

/// What tells a scenario from the others: its varied parameters.
std::string describe(const Summaries& all, std::size_t scenario);

/// The scenarios figure_cycle shows unasked: nearest to the runner's own way of running, least and largest peak L5/S1
/// compression.
std::vector<std::size_t> telling_scenarios(const Results& results, const Summaries& all);

/// Column of L5/S1 in the tables of Summaries.
Eigen::Index lowest_level(const Summaries& all);

}  // namespace psoas
