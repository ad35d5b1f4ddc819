// Does a comparison find what is there, and keep silent about what is not?
#include "analysis/statistics/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/input_error.h"
#include "tests/statistics/made_up_sweep.h"

namespace psoas {
namespace {

using made_up::File;
using made_up::not_solved;
using made_up::with_load;

const char population[] =
    "[sweep]\ndesign = 'monte_carlo'\nsamples = 100\nseed = 4\n"
    "cross = { 'shoe.kind' = ['standard', 'minimal', 'maximal'] }\n"
    "'runner.mass_kg' = { from = 50, to = 90 }\n'core.strength' = { from = 0.8, to = 1.2 }\n";

/// Between -1 and 1, another one for every scenario.
double noise(std::size_t i) { return 2 * std::fmod(static_cast<double>(i * i + 17 * i) * 0.6180339887498949, 1.0) - 1; }

Comparison compared(const std::filesystem::path& file, std::vector<std::string> words, double numerical = 0.0) {
  CompareOptions options;
  options.words = std::move(words);
  options.outputs = {"peak_compression[L5-S1]"};
  options.numerical_error = numerical;
  return compare(Results(file), options);
}

// The runners differ by 1200 N, the shoes by 20 ± 10: only pairs can tell.
TEST(Compare, FindsADifferenceWithinRunnersThatIsSmallBesideThoseBetweenThem) {
  const File file;
  made_up::write_sweep(file, population, [](const Scenario& s, std::size_t i) {
    return with_load(30 * s.runner.mass + (s.shoe.kind == "minimal" ? 20 : 0) + 10 * noise(i));
  });
  const Difference minimal = compared(file, {"standard", "minimal"}).differences[0];
  EXPECT_EQ(minimal.runners, 100u);
  EXPECT_EQ(minimal.doubt, Doubt::none);
  EXPECT_TRUE(minimal.mean.holds(20)) << minimal.mean.low << " to " << minimal.mean.high;
  EXPECT_GT(minimal.larger, 0.9);
  EXPECT_LT(minimal.detectable, 5);
  const Difference maximal = compared(file, {"standard", "maximal"}).differences[0];
  EXPECT_EQ(maximal.doubt, Doubt::chance);
  EXPECT_TRUE(maximal.mean.holds(0));
}

TEST(Compare, RunnersWithoutOneOfTheTwoAreCountedAndLeftOut) {
  const File file;
  made_up::write_sweep(file, population, [](const Scenario& s, std::size_t i) {
    if (i == 3 || i == 5 || i == 105) return not_solved();  // runners 3 and 5 in standard, 5 in minimal
    return with_load(s.runner.mass + (s.shoe.kind == "minimal" ? 1 : 0) + 0.1 * noise(i));
  });
  const Difference d = compared(file, {"standard", "minimal"}).differences[0];
  EXPECT_EQ(d.runners, 98u);
  EXPECT_EQ(d.left_out, 2u);
  EXPECT_NEAR(d.mean.value, 1, 0.05);
}

// A clear difference of 0.2 % is no finding when the numerics move each number by 1 %.
TEST(Compare, ADifferenceBelowTheNumericalErrorIsNoFinding) {
  const File file;
  made_up::write_sweep(file, population, [](const Scenario& s, std::size_t i) {
    return with_load(2000 + (s.shoe.kind == "minimal" ? 4 : 0) + noise(i));
  });
  EXPECT_EQ(compared(file, {"standard", "minimal"}).differences[0].doubt, Doubt::none);
  const Difference d = compared(file, {"standard", "minimal"}, 0.01).differences[0];
  EXPECT_EQ(d.doubt, Doubt::numerics);
  EXPECT_NEAR(d.numerical, 20, 0.1);
}

// With knots crossed in the file, the error of the difference itself is measured: 3 N here.
TEST(Compare, MeasuresTheNumericalErrorWhereTheFileHasTwoNumbersOfKnots) {
  const File file;
  std::string study = population;
  study.replace(study.find("cross = { 'shoe.kind'"), 21, "cross = { 'stride.nodes' = [60, 120], 'shoe.kind'");
  made_up::write_sweep(file, study, [](const Scenario& s, std::size_t i) {
    const bool minimal = s.shoe.kind == "minimal";
    return with_load(2000 + (minimal ? 5 : 0) + (minimal && s.stride.nodes == 60 ? 3 : 0) + 0.1 * noise(i));
  });
  const Comparison all = compared(file, {"standard", "minimal"});
  EXPECT_TRUE(all.knots_in_file);
  EXPECT_EQ(all.differences[0].runners, 100u);
  EXPECT_NEAR(all.differences[0].mean.value, 5, 0.1) << "the finer one counts";
  EXPECT_NEAR(all.differences[0].numerical, 3, 0.1);
}

TEST(Compare, ASignThatTurnsWithTheAssumptionsIsNoFinding) {
  const File file;
  const auto assumed = static_cast<Eigen::Index>(assumptions().size());
  const auto outcome = [&](double under_third) {
    return [=](const Scenario& s, std::size_t i) {
      const double own = s.shoe.kind == "minimal" ? 20.0 : 0.0, third = s.shoe.kind == "minimal" ? under_third : 0.0;
      Outcome o = with_load(2000 + own + noise(i));
      Eigen::MatrixXd peaks = Eigen::MatrixXd::Constant(level_count, assumed, 2000 + own);
      peaks.col(2).setConstant(2000 + third);
      o.spread = {peaks, peaks, peaks};
      return o;
    };
  };
  made_up::write_sweep(file, population, outcome(5));
  EXPECT_EQ(compared(file, {"standard", "minimal"}).differences[0].doubt, Doubt::none);
  made_up::write_sweep(file, population, outcome(-5));
  const Difference d = compared(file, {"standard", "minimal"}).differences[0];
  EXPECT_EQ(d.doubt, Doubt::assumptions);
  EXPECT_NEAR(d.assumed[2].second, -5, 1e-3);
}

// Hypotheses of adaptation are no sample to average over: the first one counts, and the others may cast doubt.
TEST(Compare, AHypothesisOfAdaptationThatTurnsTheSignIsADoubt) {
  const File file;
  std::string study = population;
  study.replace(study.find("cross = { "), 10, "cross = { 'adaptation.hypothesis' = ['own_stride', 'com_path'], ");
  const auto minimal_gives = [](double under_com_path) {
    return [=](const Scenario& s, std::size_t i) {
      const double effect = s.adaptation.hypothesis == Hypothesis::com_path ? under_com_path : 20.0;
      return with_load(2000 + (s.shoe.kind == "minimal" ? effect : 0) + noise(i));
    };
  };
  made_up::write_sweep(file, study, minimal_gives(10));
  const Comparison all = compared(file, {"standard", "minimal"});
  EXPECT_EQ(all.differences[0].doubt, Doubt::none);
  EXPECT_NEAR(all.differences[0].mean.value, 20, 0.5);
  EXPECT_EQ(all.fixed, std::vector<std::string>{"adaptation.hypothesis = own_stride"});
  made_up::write_sweep(file, study, minimal_gives(-10));
  EXPECT_EQ(compared(file, {"standard", "minimal"}).differences[0].doubt, Doubt::assumptions);
  CompareOptions options;
  options.words = {"standard", "minimal"};
  options.outputs = {"peak_compression[L5-S1]"};
  options.where = {"adaptation.hypothesis=com_path"};
  EXPECT_NEAR(compare(Results(file), options).differences[0].mean.value, -10, 0.5);
}

// Two surfaces for each runner and shoe do not make two runners.
TEST(Compare, ARunnerMetTwiceIsOneRunner) {
  const File file;
  std::string study = population;
  study.replace(study.find("cross = { "), 10, "cross = { 'surface.kind' = ['track', 'grass'], ");
  made_up::write_sweep(file, study, [](const Scenario& s, std::size_t i) {
    return with_load((s.surface.kind == "grass" ? 500 : 0) + (s.shoe.kind == "minimal" ? 20 : 0) + noise(i));
  });
  const Comparison all = compared(file, {"standard", "minimal"});
  EXPECT_EQ(all.differences[0].runners, 100u);
  EXPECT_EQ(all.averaged, std::vector<std::string>{"surface.kind"});
  EXPECT_NEAR(all.differences[0].mean.value, 20, 1);
}

// Without any effect, how often does anything come out as found? At most 5 in 100 of whole tables, whatever their size.
TEST(Compare, FalseFindingsAreAsRareAsTheyShouldBe) {
  int found = 0;
  constexpr int trials = 30;
  for (int trial = 0; trial < trials; ++trial) {
    const File file;
    std::string study = population;
    study.replace(study.find("samples = 100"), 13, "samples = 12");
    made_up::write_sweep(file, study, [trial](const Scenario& s, std::size_t i) {
      return with_load(20 * s.runner.mass + 10 * noise(i + 1000 * static_cast<std::size_t>(trial)));
    });
    for (const Difference& d : compared(file, {"standard", "minimal", "maximal"}).differences)
      if (d.doubt == Doubt::none) {
        ++found;
        break;
      }
  }
  EXPECT_LE(found, 5);  // P(X > 5 | 0.05 of 30) < 0.004
}

TEST(Compare, RefusesWhatIsNotThereByNamingWhatIs) {
  const File file;
  made_up::write_sweep(file, population, [](const Scenario&, std::size_t) { return with_load(1); });
  const auto refusal = [&](std::vector<std::string> words, const std::string& factor) -> std::string {
    CompareOptions options;
    options.words = std::move(words);
    options.factor = factor;
    try {
      compare(Results(file), options);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_THAT(refusal({"standard", "maximum"}, ""), testing::HasSubstr("did you mean 'maximal'?"));
  EXPECT_THAT(refusal({"standard"}, ""), testing::HasSubstr("at least two"));
  EXPECT_THAT(refusal({"a", "b"}, "shoe.knid"), testing::HasSubstr("did you mean 'shoe.kind'?"));
}

// Holm's own example of the procedure: sorted p times what is left, never decreasing.
TEST(Holm, MultipliesTheSmallestByAllAndNeverDecreases) {
  const std::vector<double> adjusted = holm({0.01, 0.04, 0.03, 0.005});
  const double expected[] = {0.03, 0.06, 0.06, 0.02};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(adjusted[i], expected[i], 1e-12);
}

}  // namespace
}  // namespace psoas
