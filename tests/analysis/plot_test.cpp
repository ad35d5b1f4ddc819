// Does a figure show the file's numbers, say what it leaves out, and refuse what it cannot draw?
#include "analysis/plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "analysis/axis.h"
#include "analysis/effects.h"
#include "analysis/figures.h"
#include "sim/core/input_error.h"
#include "tests/analysis/made_up_results.h"

namespace psoas {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A folder of its own with a made-up results file in it.
class Plot : public testing::Test {
 protected:
  void SetUp() override {
    folder = fs::temp_directory_path() / ("psoas-plot-test-" + std::to_string(getpid()) +
                                          testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder);
    options.results = folder / "results.h5";
    made_up::write(options.results);
    made_up::write_core(folder / "core.h5");
  }
  void TearDown() override { fs::remove_all(folder); }

  fs::path folder;
  PlotOptions options;
};

TEST_F(Plot, DrawsEveryKindInEveryFileFormatAndKeepsScriptAndData) {
  const std::pair<const char*, const char*> formats[] = {{"svg", "<?xml"}, {"pdf", "%PDF"}, {"png", "\x89PNG"}};
  for (const PlotKind& each : plot_kinds()) {
    const std::string& kind = each.name;
    for (const auto& [format, magic] : formats) {
      SCOPED_TRACE(kind + " as " + format);
      options.kind = kind;
      options.results = folder / (kind.starts_with("core") ? "core.h5" : "results.h5");
      options.format = format;
      options.force = true;
      ASSERT_EQ(plot(options), 0);
      EXPECT_EQ(read(folder / (kind + "." + format)).substr(0, 4), std::string(magic).substr(0, 4));
      EXPECT_THAT(read(folder / (kind + ".gp")), HasSubstr("not medical advice"));
      EXPECT_THAT(read(folder / (kind + ".dat")), testing::ContainsRegex("\\((kN|N|times|share)\\)"));  // what is drawn
    }
  }
}

TEST_F(Plot, DrawsOnATerminalAndLeavesNoFile) {
  options.format = "term";
  testing::internal::CaptureStdout();
  EXPECT_EQ(plot(options), 0);
  fflush(stdout);
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("Peak L5/S1 compression"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 2);  // as before
}

TEST_F(Plot, SaysHowManyScenariosAreLeftOutAndWhy) {
  ASSERT_EQ(plot(options), 0);
  EXPECT_THAT(read(folder / "factors.svg"), HasSubstr("1 of 18 scenarios left out: 1 iteration_limit."));
}

TEST_F(Plot, OverwritesOnlyWhenForced) {
  ASSERT_EQ(plot(options), 0);
  std::ofstream(folder / "factors.gp", std::ios::app) << "# edited by hand\n";
  EXPECT_THROW(plot(options), InputError);
  EXPECT_THAT(read(folder / "factors.gp"), HasSubstr("edited by hand"));
  options.force = true;
  EXPECT_EQ(plot(options), 0);
  EXPECT_THAT(read(folder / "factors.gp"), Not(HasSubstr("edited by hand")));
}

TEST_F(Plot, ASecondFormatNeedsNoForceUnlessScriptOrDataWereChangedByHand) {
  ASSERT_EQ(plot(options), 0);
  options.format = "pdf";
  EXPECT_EQ(plot(options), 0) << "script and data are as they were drawn";
  std::ofstream(folder / "factors.dat", std::ios::app) << "# edited by hand\n";
  options.format = "png";
  EXPECT_THROW(plot(options), InputError);
  EXPECT_THAT(read(folder / "factors.dat"), HasSubstr("edited by hand"));
  options.force = true;
  EXPECT_EQ(plot(options), 0);
}

TEST_F(Plot, RefusesUnknownKindFormatAndScenarioByNamingWhatThereIs) {
  const auto message = [&](PlotOptions asked) -> std::string {
    try {
      plot(asked);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  PlotOptions asked = options;
  asked.kind = "pie";
  EXPECT_THAT(message(asked), HasSubstr("factors, factors-shear, levels, cycle, waveforms, heatmap"));
  asked = options;
  asked.format = "jpg";
  EXPECT_THAT(message(asked), HasSubstr("svg, pdf, png and term"));
  asked = options;
  asked.kind = "cycle";
  asked.scenarios = {18};
  EXPECT_THAT(message(asked), HasSubstr("0 to 17"));
  asked.scenarios = {made_up::unsolved};
  EXPECT_THAT(message(asked), HasSubstr("Scenario 7 left out: iteration_limit"));
  asked.scenarios = {0, 1, 2, 3, 4, 5};
  EXPECT_THAT(message(asked), HasSubstr("a figure tells 5 apart"));
}

TEST_F(Plot, IsAFileErrorWithoutResults) {
  options.results = folder / "nothing.h5";
  EXPECT_THROW(plot(options), FileError);
}

TEST_F(Plot, SaysWhatToInstallWithoutGnuplotAndKeepsTheScript) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", folder.c_str(), 1);
  std::string said;
  try {
    plot(options);
  } catch (const MissingTool& error) {
    said = error.what();
  }
  setenv("PATH", path.c_str(), 1);
  EXPECT_THAT(said, HasSubstr("apt-get install gnuplot-nox"));
  EXPECT_TRUE(fs::exists(folder / "factors.gp"));
}

TEST_F(Plot, ShowsTheMediansOfTheFile) {
  // Lean 0: all 9 scenarios but the unsolved 7th; peak = 2000 + 10 surface + shoe / 2, surfaces 0 1 2, shoes 50 90 160:
  // 2025 2035 2045 2055 (2065 unsolved) 2045 2080 2090 2100 -> sorted 2025 2035 2045 2045 2055 2080 2090 2100 -> median
  // 2050.
  const Figure figure = figure_factors(read_summaries(Results(options.results)), peak_compression, Format::svg);
  const std::size_t block = figure.data.find("# groups of posture.trunk_lean_deg");
  ASSERT_NE(block, std::string::npos);
  std::istringstream lines(figure.data.substr(block));
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  double lean = -1, low = 0, median = 0;
  lines >> lean >> low >> median;
  EXPECT_EQ(lean, 0);
  EXPECT_NEAR(median, 2.050, 5e-5);  // printed to five digits
}

TEST_F(Plot, TellsTheBaselineTheLeastAndTheLargest) {
  const Results results(options.results);
  const Summaries all = read_summaries(results);
  // Made up: distance from the baseline is least at 4; the peak is least at lean 0, concrete, 50 kN/m and largest at
  // the other end.
  EXPECT_EQ(telling_scenarios(results, all), (std::vector<std::size_t>{4, 0, 17}));
}

TEST_F(Plot, TableGivesEachValueOfEachFactorInNewtonsAndBodyWeights) {
  const std::string table = effects_table(Results(options.results));
  EXPECT_THAT(table, HasSubstr("trunk lean (°)"));
  EXPECT_THAT(table, HasSubstr("shoe heel stiffness (kN/m)"));
  EXPECT_THAT(table, testing::ContainsRegex("  0 +8 +2050 +2.99 +410 "));  // 2050 N over 70 kg x 9.80665 m/s2
  EXPECT_THAT(table, HasSubstr("1 of 18 scenarios left out: 1 iteration_limit."));
}

TEST(Quote, LeavesNothingThatGnuplotWouldRunOrEnd) { EXPECT_EQ(quote("a\"b`c\\d\ne"), "\"a\\\"b'c\\\\d\\ne\""); }

TEST(Wrapped, BreaksAtBlanksAndCountsLettersNotBytes) {
  EXPECT_EQ(wrapped("aa bb cc", 5), "aa bb\ncc");
  EXPECT_EQ(wrapped("°° °° cc", 5), "°° °°\ncc");
  EXPECT_EQ(wrapped("longerthanthewidth a", 5), "longerthanthewidth\na");
}

TEST(Axis, MarksStandAtRoundSteps) {
  EXPECT_DOUBLE_EQ(round_step({0, 100}, 5), 20);
  EXPECT_DOUBLE_EQ(round_step({2.0, 2.7}, 4), 0.2);
  EXPECT_DOUBLE_EQ(round_step({0, 0.043}, 4), 0.01);
}

TEST(Axis, ALogarithmicAxisHasMarksAtOneTwoAndFive) {
  EXPECT_THAT(log_axis_script("x", {40, 240}), HasSubstr("(\"50\" 50, \"100\" 100, \"200\" 200)"));
  EXPECT_THAT(log_axis_script("x", {75, 20000}), HasSubstr("\"100\" 100, \"\" 200 1, \"\" 500 1, \"1000\" 1000"));
}

TEST(Axis, ARangeHoldsItsValuesEvenWhenAllAreEqual) {
  const Extent one = range_of({3.0, 3.0}, 0.05, 0.05);
  EXPECT_LT(one.low, 3.0);
  EXPECT_GT(one.high, 3.0);
  const Extent none = range_of({NAN}, 0.05, 0.05);
  EXPECT_LT(none.low, none.high);
}

}  // namespace
}  // namespace psoas
