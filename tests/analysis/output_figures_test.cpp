// Do the figures of any output show the file's numbers, keep one colour for one thing, and refuse what they cannot
// draw?
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <sstream>

#include "analysis/figures.h"
#include "analysis/parts.h"
#include "analysis/plot.h"
#include "sim/core/input_error.h"
#include "tests/analysis/made_up_results.h"

namespace psoas {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class OutputFigures : public testing::Test {
 protected:
  void SetUp() override {
    path = fs::temp_directory_path() / ("psoas-figures-" + std::to_string(getpid()) + ".h5");
    made_up::write(path);
  }
  void TearDown() override { fs::remove(path); }
  fs::path path;
};

/// The line of a block of data that begins with these words.
std::string line_of(const std::string& data, const std::string& block, const std::string& start) {
  std::istringstream lines(data.substr(data.find("# " + block + "\n")));
  for (std::string line; std::getline(lines, line) && !(line.empty() && lines.peek() == '\n');)
    if (line.starts_with(start + " ")) return line;
  return "none";
}

TEST_F(OutputFigures, WaveformsAreMediansOfTheSolvedOfEachPart) {
  const Figure figure =
      figure_waveforms(Results(path), {"lumbar_compression[L5-S1]"}, "posture.trunk_lean_deg", Format::svg);
  // At 25 % sin² is 1. Lean 0: median 2050 N of the eight solved, as in plot_test.cpp
  EXPECT_THAT(line_of(figure.data, "lumbar_compression[L5-S1] part 0", "25"), testing::StartsWith("25 2.05 "));
  EXPECT_THAT(figure.note, HasSubstr("17 scenarios. 1 of 18 scenarios left out: 1 iteration_limit."));
  EXPECT_THROW(figure_waveforms(Results(path), {"peak_compression[L5-S1]"}, "", Format::svg), InputError);
}

TEST_F(OutputFigures, HeatMapHasEveryLevelAtEveryPercent) {
  const Figure figure = figure_heatmap(Results(path), "", "", Format::svg);
  // 100 N less at each level up; median peak of all 17 at L5/S1: by hand 2350 N at lean 14 and 0 together
  std::vector<double> peaks;
  for (int i = 0; i < made_up::count; ++i)
    if (i != made_up::unsolved) peaks.push_back(made_up::peak(i, 2) / 1000);
  EXPECT_THAT(line_of(figure.data, "part 0", "25 2"),
              testing::StartsWith(fmt::format("25 2 {:.4g}", quantile(peaks, 0.5))));
}

TEST_F(OutputFigures, MapCountsWhatIsSolvedInEachCell) {
  const Figure figure =
      figure_map(Results(path), "", {"posture.trunk_lean_deg", "shoe.heel_stiffness_kN_m"}, Format::svg);
  const double mean = 0.5 * (made_up::peak(1, 0) + made_up::peak(4, 0)) / 1000;  // scenarios 1, 4 and the unsolved 7
  EXPECT_EQ(line_of(figure.data, "cells", "0 1"), fmt::format("0 1 {:.5g} 2 3", mean));
  // Unasked: the two factors that move the peak most, lean by 560 N and the shoe by 55 N
  EXPECT_THAT(figure_map(Results(path), "", {}, Format::svg).data,
              HasSubstr("# trunk lean (°) | shoe heel stiffness (kN/m)"));
}

TEST_F(OutputFigures, TornadoIsSortedAndNamesItsEnds) {
  const Figure figure = figure_tornado(Results(path), "", Format::svg);
  EXPECT_THAT(line_of(figure.data, "bars", "0"), HasSubstr("\"trunk lean (°) [0]\""));
  EXPECT_THAT(line_of(figure.data, "bars", "0"), HasSubstr(" 0.56 "));
  EXPECT_THAT(figure.script, HasSubstr("set label \"14\""));  // beside the end of the bar
  EXPECT_THAT(line_of(figure.data, "bars", "1"), HasSubstr("shoe heel stiffness"));
}

TEST_F(OutputFigures, ParetoFrontHoldsWhatNoneBettersInBoth) {
  const Results results(path);
  const Summaries all = read_summaries(results);
  // Shear is -0.2 of compression: lower in one is higher in the other, so all 17 are on the front; two of them have the
  // numbers of another and stand for both.
  const Figure all_of_them = figure_pareto(
      results, all, {"peak_compression[L5-S1]", "min(lumbar_shear_anterior[L5-S1])"}, "surface.kind", Format::svg);
  EXPECT_THAT(all_of_them.note, HasSubstr("the 15 scenarios of which none is lower in both"));
  const Figure one =
      figure_pareto(results, all, {"peak_compression[L5-S1]", "peak_compression[L4-L5]"}, "", Format::svg);
  EXPECT_THAT(one.note, HasSubstr("the 1 scenarios"));
}

TEST_F(OutputFigures, AWordKeepsItsColourInEveryFigure) {
  const Results results(path);
  const std::vector<Part> all = parts_of(results, "surface.kind", {0, 3, 6, 9}),
                          few = parts_of(results, "surface.kind", {8, 17});
  ASSERT_EQ(all.size(), 3u);
  ASSERT_EQ(few.size(), 1u);
  EXPECT_EQ(few[0].hue(), all[2].hue());
}

TEST_F(OutputFigures, AnOptionThatAKindDoesNotHeedIsRefused) {
  const auto message = [&](const PlotOptions& asked) -> std::string {
    try {
      plot(asked);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  PlotOptions options;
  options.results = path;
  options.format = "term";
  options.quantities = {"cost_of_transport"};
  EXPECT_THAT(message(options), HasSubstr("the kind factors draws its own outputs"));
  options.kind = "tornado";
  options.by = "surface.kind";
  EXPECT_THAT(message(options), HasSubstr("knows no --by"));
  options.quantities.clear();
  options.kind = "profile";
  options.by = "surface.knid";
  EXPECT_THAT(message(options), HasSubstr("did you mean 'surface.kind'?"));
}

}  // namespace
}  // namespace psoas
