// What does a study's outcome look like? Publication figures of a results file, drawn by gnuplot.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/gnuplot.h"

namespace psoas {

struct PlotOptions {
  std::filesystem::path results;  ///< results.h5
  std::string kind = "factors";   ///< one of plot_kinds()
  std::string format = "svg";     ///< svg | pdf | png | term
  std::filesystem::path output;   ///< the figure's file; empty: <kind>.<format> beside the results
  std::vector<int> scenarios;  ///< of the kind `cycle`; empty: nearest to the baseline, lowest and highest L5/S1 peak.
                               ///< Of the kind `reserve`; empty: median and spread of all
  std::vector<std::string> quantities;  ///< outputs to draw, where a kind draws any; empty: its own
  std::string by;                       ///< varied key whose values are told apart
  std::vector<std::string> factors;     ///< of the kind `map`: two varied keys
  bool force = false;                   ///< overwrite the figure, its script and its data
};

/// A kind of figure, and which of the options above it heeds.
struct PlotKind {
  std::string name, meaning;
  bool quantity = false, by = false;
};
const std::vector<PlotKind>& plot_kinds();

/// Draws one figure and prints its path on stdout. Unsolved scenarios are left out, and the figure says how many.
/// @return exit code 0
/// @throws InputError for an unknown kind or format, a scenario that is not there, a file that exists without `force`,
/// or nothing to
///         draw; FileError when a file cannot be read or written; MissingTool without gnuplot.
int plot(const PlotOptions& options);

/// Draws a figure made for a format, which the file's name says. @throws as plot()
void draw_to(const std::filesystem::path& output, bool force, const std::function<Figure(Format)>& make);

}  // namespace psoas
