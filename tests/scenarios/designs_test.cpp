// Do the random designs, distributions, links and conditions of a sweep have the properties they are named after?
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Core>
#include <chrono>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "scenarios/check.h"
#include "scenarios/design.h"
#include "scenarios/distribution.h"
#include "scenarios/plan.h"
#include "scenarios/sampling.h"
#include "scenarios/study_plan.h"
#include "tests/scenarios/study_text.h"

namespace psoas {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// scenarios x varied keys; words are NaN.
Eigen::MatrixXd table(const Study& study) {
  Eigen::MatrixXd all(size(study), varied_keys(study).size());
  for (std::size_t i = 0; i < size(study); ++i) {
    const std::vector<Value> values = varied_values(study, i);
    for (std::size_t k = 0; k < values.size(); ++k) {
      const double* number = std::get_if<double>(&values[k]);
      all(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k)) = number ? *number : NAN;
    }
  }
  return all;
}
double deviation(const Eigen::VectorXd& x) {
  return std::sqrt((x.array() - x.mean()).square().sum() / static_cast<double>(x.size() - 1));
}
double correlation(const Eigen::VectorXd& x, const Eigen::VectorXd& y) {
  return ((x.array() - x.mean()) * (y.array() - y.mean())).sum() / static_cast<double>(x.size() - 1) /
         (deviation(x) * deviation(y));
}
Study random_study(const std::string& design, int samples, const std::string& keys) {
  return study_of("[sweep]\ndesign = '" + design + "'\nsamples = " + std::to_string(samples) + "\n" + keys);
}

TEST(OneAtATime, MovesEachKeyAloneAwayFromTheStudy) {
  const Study study = study_of(
      "[core]\nstrength = 0.9\n[sweep]\ndesign = 'oat'\ncore.strength = [0.5, 0.9, 1.3]\nsurface.kind = ['grass']\n"
      "'gait.speed_m_s' = { from = 3, to = 4 }");
  // 0.9 is the study's own: it is the first scenario and no other. A range without steps is its two ends.
  EXPECT_THAT(rows(study), ElementsAre("0.9 asphalt 3.5", "0.5 asphalt 3.5", "1.3 asphalt 3.5", "0.9 grass 3.5",
                                       "0.9 asphalt 3", "0.9 asphalt 4"));
  EXPECT_EQ(role(study, 0).sample, 0u);
  EXPECT_EQ(role(study, 2).sample, 1u);
  EXPECT_EQ(role(study, 2).part, 1u);
  EXPECT_EQ(role(study, 5).sample, 3u);
}

// Words in a random design: each choice gets its share of any sequence that fills the space evenly.
TEST(Choices, HaveEqualProbabilityOrTheirWeights) {
  for (const std::string design : {"lhs", "sobol"}) {
    const Study study = random_study(design, 256,
                                     "surface.kind = ['track', 'grass']\ncore.strength = [0.5, 1, 1.5, 2]\n"
                                     "shoe.kind = { values = ['super', 'minimal'], weights = [1, 3] }");
    std::map<std::string, int> met;
    for (std::size_t i = 0; i < size(study); ++i)
      for (const Value& value : varied_values(study, i)) ++met[to_text(value)];
    EXPECT_EQ(met["track"], 128) << design;
    EXPECT_EQ(met["grass"], 128) << design;
    EXPECT_EQ(met["0.5"], 64) << design;
    EXPECT_EQ(met["2"], 64) << design;
    EXPECT_EQ(met["super"], 64) << design;
    EXPECT_EQ(met["minimal"], 192) << design;
  }
}

// Standard errors of 10000 samples: of a mean σ/100, of a standard deviation σ/141; five of each.
TEST(MonteCarlo, HasTheMomentsOfItsDistributions) {
  const Study study =
      random_study("monte_carlo", 10000,
                   "runner.mass_kg = { distribution = 'normal', mean = '70 kg', sd = '6 kg' }\n"
                   "runner.height_m = { distribution = 'uniform', from = '150 cm', to = 1.9 }\n"
                   "shoe.heel_stiffness_kN_m = { distribution = 'log-uniform', from = 50, to = 200 }\n"
                   "core.strength = { distribution = 'truncated-normal', mean = 1, sd = 0.2, from = 1, to = 2 }");
  const Eigen::MatrixXd x = table(study);
  EXPECT_NEAR(x.col(0).mean(), 70, 0.3);
  EXPECT_NEAR(deviation(x.col(0)), 6, 0.21);
  EXPECT_NEAR(x.col(1).mean(), 1.7, 0.006);
  EXPECT_NEAR(deviation(x.col(1)), 0.4 / std::sqrt(12), 0.004);
  const Eigen::VectorXd logs = x.col(2).array().log();
  EXPECT_NEAR(logs.mean(), std::log(100.0), 0.02);
  EXPECT_NEAR(deviation(logs), std::log(4.0) / std::sqrt(12), 0.015);
  // Half of a normal distribution has the mean σ √(2/π) from its middle.
  EXPECT_GE(x.col(3).minCoeff(), 1.0);
  EXPECT_NEAR(x.col(3).mean(), 1 + 0.2 * std::sqrt(2 / std::numbers::pi), 0.006);
}

// Closed forms of the normal distribution, written down a second time.
TEST(Quantile, OfANormalDistributionIsThatOfTheTables) {
  Axis axis{.key = find_key("runner.mass_kg"), .values = {}, .weights = {}};
  axis.spread = Spread::normal;
  axis.from = -1e9, axis.to = 1e9, axis.mean = 70, axis.deviation = 10;
  for (const auto& [u, z] : {std::pair{0.5, 0.0}, {0.975, 1.959963984540054}, {0.0013498980316301, -3.0}})
    EXPECT_NEAR(std::get<double>(quantile(axis, u)), 70 + 10 * z, 1e-8) << u;
  axis.from = 60, axis.to = 90;
  EXPECT_EQ(std::get<double>(quantile(axis, 0)), 60);
  EXPECT_EQ(std::get<double>(quantile(axis, 1)), 90);
}

// Pearson's r of 10000 pairs has the standard error (1 - r²)/100; five of it, and less than one in a thousand for the
// ends that are cut off at 4 σ. Spearman's of a Gaussian copula is 6/π asin(r/2) whatever the distributions.
TEST(Copula, GivesTheCorrelationsThatAreAsked) {
  const std::string keys =
      "correlation = [['runner.mass_kg', 'runner.height_m', 0.6], ['core.strength', 'runner.mass_kg', -0.4]]\n"
      "runner.mass_kg = { distribution = 'normal', mean = 70, sd = 5 }\n"
      "runner.height_m = { distribution = 'normal', mean = 1.75, sd = 0.06 }\n"
      "gait.speed_m_s = { from = 3, to = 4 }\n"
      "core.strength = { from = 0.5, to = 1.5 }";
  for (const std::string design : {"monte_carlo", "lhs", "sobol"}) {
    const Eigen::MatrixXd x = table(random_study(design, 10000, keys));
    EXPECT_NEAR(correlation(x.col(0), x.col(1)), 0.6, 0.032) << design;
    // A uniform and a normal of one copula: r √(3/π) of the normal scores' correlation.
    EXPECT_NEAR(correlation(x.col(0), x.col(3)), -0.4 * std::sqrt(3 / std::numbers::pi), 0.045) << design;
    EXPECT_NEAR(correlation(x.col(1), x.col(3)), 0, 0.05) << design;
    EXPECT_NEAR(correlation(x.col(0), x.col(2)), 0, 0.05) << design;
    EXPECT_NEAR(x.col(3).mean(), 1.0, 0.015) << "the distribution of each key is untouched " << design;
    EXPECT_NEAR(deviation(x.col(3)), 1 / std::sqrt(12), 0.01) << design;
  }
}

// A_B(i) is A but for factor i, which is B's [Saltelli 2010]; and B_A(i) the other way round.
TEST(Saltelli, PointsOfASampleShareWhatTheyMust) {
  for (const bool second : {false, true}) {
    const Study study = random_study("saltelli", 32,
                                     std::string("second_order = ") + (second ? "true" : "false") +
                                         "\ncore.strength = { from = 0.5, to = 1.5 }\ngait.speed_m_s = { from = 3, to "
                                         "= 4 }\n'posture.lordosis_deg' = { "
                                         "from = -5, to = 5 }");
    const Eigen::MatrixXd x = table(study);
    const Eigen::Index axes = 3, parts = second ? 8 : 5;
    ASSERT_EQ(x.rows(), 32 * parts);
    for (Eigen::Index sample = 0; sample < 32; ++sample) {
      const auto a = x.row(sample * parts), b = x.row(sample * parts + parts - 1);
      EXPECT_TRUE((a.array() != b.array()).all());
      for (Eigen::Index part = 1; part + 1 < parts; ++part) {
        const auto mixed = x.row(sample * parts + part);
        const bool of_a = part <= axes;
        for (Eigen::Index k = 0; k < axes; ++k)
          EXPECT_EQ(mixed[k], ((k == (part - 1) % axes) == of_a) ? b[k] : a[k]) << sample << " " << part << " " << k;
        EXPECT_EQ(role(study, static_cast<std::size_t>(sample * parts + part)).part, static_cast<std::size_t>(part));
        EXPECT_EQ(role(study, static_cast<std::size_t>(sample * parts + part)).sample,
                  static_cast<std::size_t>(sample));
      }
    }
  }
}

// Sobol's first-order and total indices of f = x1 + 2 x2 x3 (x uniform in -1 ... 1): the variances are 1/3 and 4/9, so
// S1 = 3/7, S2 = S3 = 0, T1 = 3/7, T2 = T3 = 4/7. With 1024 samples of a Sobol sequence the estimators are within 0.03.
TEST(Saltelli, GivesTheIndicesOfAKnownFunction) {
  const std::string range = " = { from = 0.5, to = 1.5 }\n";
  const Study study = random_study(
      "saltelli", 1024,
      "core.strength" + range + "surface.friction" + range + "'posture.lordosis_deg' = { from = -1, to = 1 }");
  const Eigen::MatrixXd x = table(study);
  const auto f = [&](Eigen::Index i) { return 2 * (x(i, 0) - 1) + 2 * (2 * (x(i, 1) - 1)) * x(i, 2); };
  const Eigen::Index axes = 3, parts = 5, n = 1024;
  double mean = 0, square = 0;
  Eigen::Vector3d first = Eigen::Vector3d::Zero(), total = Eigen::Vector3d::Zero();
  for (Eigen::Index s = 0; s < n; ++s) {
    const double a = f(s * parts), b = f(s * parts + parts - 1);
    mean += a + b, square += a * a + b * b;
    for (Eigen::Index k = 0; k < axes; ++k) {
      const double ab = f(s * parts + 1 + k);
      first[k] += b * (ab - a);
      total[k] += 0.5 * (a - ab) * (a - ab);
    }
  }
  const double variance = square / (2 * n) - mean / (2 * n) * mean / (2 * n);
  EXPECT_NEAR(variance, 7.0 / 9, 0.01);
  const Eigen::Vector3d s1 = first / n / variance, t = total / n / variance;
  EXPECT_NEAR(s1[0], 3.0 / 7, 0.03);
  EXPECT_NEAR(s1[1], 0, 0.03);
  EXPECT_NEAR(s1[2], 0, 0.03);
  EXPECT_NEAR(t[0], 3.0 / 7, 0.03);
  EXPECT_NEAR(t[1], 4.0 / 7, 0.03);
  EXPECT_NEAR(t[2], 4.0 / 7, 0.03);
}

// A path moves every key once, by half of the levels, and stays on the grid [Morris 1991].
TEST(Morris, EachStepMovesOneKeyAndEachKeyOnce) {
  const Study study =
      random_study("morris", 50,
                   "levels = 4\ncore.strength = { from = 0.5, to = 2 }\ngait.speed_m_s = { from = 3, to = "
                   "6 }\nsurface.friction = { from = 0.4, to = 0.7 }\n");
  const Eigen::MatrixXd x = table(study);
  ASSERT_EQ(x.rows(), 50 * 4);
  const Eigen::Vector3d span(1.5, 3, 0.3), low(0.5, 3, 0.4);
  std::set<std::vector<int>> orders;
  int up = 0;
  for (Eigen::Index path = 0; path < 50; ++path) {
    std::vector<int> order;
    for (Eigen::Index step = 0; step < 4; ++step) {
      const Eigen::Vector3d u = (x.row(path * 4 + step).transpose() - low).cwiseQuotient(span);
      for (Eigen::Index k = 0; k < 3; ++k) EXPECT_NEAR(u[k] * 3, std::round(u[k] * 3), 1e-9) << "off the grid";
      if (step == 0) continue;
      const Eigen::Vector3d change = u - (x.row(path * 4 + step - 1).transpose() - low).cwiseQuotient(span);
      Eigen::Index moved = 0;
      EXPECT_NEAR(change.cwiseAbs().maxCoeff(&moved), 2.0 / 3, 1e-9);
      EXPECT_NEAR(change.cwiseAbs().sum(), 2.0 / 3, 1e-9) << "one key at a time";
      order.push_back(static_cast<int>(moved));
      up += change[moved] > 0;
    }
    EXPECT_EQ(std::set<int>(order.begin(), order.end()).size(), 3u);
    orders.insert(order);
  }
  EXPECT_EQ(orders.size(), 6u) << "every order of three keys within 50 paths";
  EXPECT_NEAR(up, 75, 30) << "five standard deviations of 150 fair coins";
}

TEST(Morris, StepsThroughChoicesToo) {
  const Study study = random_study("morris", 20, "surface.kind = ['track', 'grass', 'sand']\ncore.strength = [1, 2]");
  for (std::size_t path = 0; path < 20; ++path) {
    EXPECT_NE(row(study, 3 * path), row(study, 3 * path + 1));
    EXPECT_NE(row(study, 3 * path + 1), row(study, 3 * path + 2));
  }
}

TEST(Skip, LeavesOutWhatMakesNoSense) {
  const Study study = study_of(
      "[sweep]\nskip = [\"surface.kind == 'sand' and shoe.kind == 'super'\", 'gait.speed_m_s > 5']\n"
      "surface.kind = ['track', 'sand']\nshoe.kind = ['super', 'minimal']\n'gait.speed_m_s' = [4, 6]");
  EXPECT_THAT(rows(study), ElementsAre("track super 4", "track minimal 4", "sand minimal 4"));
  EXPECT_EQ(size(study), 3u);
  EXPECT_EQ(design_size(study.sweep), 8u);
  EXPECT_THAT(plan_text(study), HasSubstr("plan   3 scenarios (grid; 5 of 8 points skipped)"));
}

// The kind of a surface sets its stiffness: a condition on what nobody wrote down must hold all the same.
TEST(Skip, SeesResolvedValues) {
  const Study study = study_of("[sweep]\nskip = 'surface.stiffness_kN_m < 100'\nsurface.kind = ['concrete', 'sand']");
  EXPECT_THAT(rows(study), ElementsAre("concrete"));
}

// Any shard finds its own points: the kept ones in order, counted by hand.
TEST(Skip, KeptPointsAreFoundByTheirNumber) {
  const Study study = study_of(
      "[sweep]\nskip = 'posture.trunk_lean_deg > 3 and posture.trunk_lean_deg < 18'\n'posture.trunk_lean_deg' = { from "
      "= "
      "0, to = 20, steps = 2001 }");
  std::vector<double> expected;
  for (int i = 0; i <= 2000; ++i)
    if (i <= 300 || i >= 1800) expected.push_back(i / 100.0);
  ASSERT_EQ(size(study), expected.size());
  for (std::size_t i = expected.size(); i-- > 0;)
    EXPECT_EQ(std::get<double>(varied_values(study, i)[0]), expected[i]) << i;
}

TEST(Formula, FollowsOtherKeysInEveryDesign) {
  const std::string formulas =
      "'shoe.mass_kg' = { formula = '0.1 + 0.002 * shoe.heel_stiffness_kN_m' }\n"
      "'shoe.heel_energy_return' = { formula = \"if(surface.kind == 'grass', 1, 2 * shoe.mass_kg)\" }";
  const Study study =
      study_of("[sweep]\n'shoe.heel_stiffness_kN_m' = [50, 100]\nsurface.kind = ['grass', 'track']\n" + formulas);
  EXPECT_THAT(rows(study), ElementsAre("50 grass 0.2 1", "50 track 0.2 0.4", "100 grass 0.3 1", "100 track 0.3 0.6"));
  const Study alone =
      study_of("[sweep]\n'shoe.heel_stiffness_kN_m' = [50, 100]\n" + formulas, {"shoe.heel_stiffness_kN_m=75"});
  EXPECT_EQ(alone.sweep.design, Design::single);
  EXPECT_DOUBLE_EQ(scenario(alone, 0).shoe.mass, 0.25);
  EXPECT_DOUBLE_EQ(
      scenario(study_of("[sweep]\n'shoe.heel_stiffness_kN_m' = [50]\n" + formulas, {"shoe.mass_kg=0.3"}), 0).shoe.mass,
      0.3);
}

// The same on every machine and in every version, or published studies change: made with this code.
TEST(RandomDesigns, AreTheSamePointsForEver) {
  const std::string keys =
      "seed = 4\ncore.strength = { from = 0.5, to = 1.5 }\nrunner.mass_kg = { distribution = 'normal', mean = 70, sd = "
      "8 }";
  EXPECT_EQ(row(random_study("monte_carlo", 9, keys), 8), "0.573476072052 72.5613499478");
  EXPECT_EQ(row(random_study("saltelli", 9, keys), 33), "1.48911865836 66.5202888419");
  EXPECT_EQ(row(random_study(
                    "morris", 9,
                    "seed = 4\ncore.strength = { from = 0.5, to = 1.5 }\nsurface.friction = { from = 0.4, to = 0.7 }"),
                17),
            "1.16666666667 0.5");
}

// 10 000 points in less than a second, skip and formulas included; and no point needs those before it.
TEST(RandomDesigns, ArePlannedInNoTime) {
  const auto start = std::chrono::steady_clock::now();
  for (const std::string design : {"lhs", "sobol", "monte_carlo", "saltelli", "morris"}) {
    const bool skips = design == "lhs" || design == "sobol" || design == "monte_carlo";
    const Study study = random_study(design, skips ? 10000 : 2500,
                                     std::string(skips ? "skip = 'gait.speed_m_s > 5'\n" : "") +
                                         "core.strength = { from = 0.5, to = 1.5 }\ngait.speed_m_s = { from = 3, to = "
                                         "6 }\n'shoe.mass_kg' = { formula = "
                                         "'0.1 * core.strength' }");
    EXPECT_GT(size(study), 6000u) << design;
  }
  const double five = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  EXPECT_LT(five, 5.0) << "budget: one second each";
}

TEST(DesignAttributes, SayHowScenariosBelongTogether) {
  const auto text = [](const Study& study, const std::string& name) -> std::string {
    for (const auto& [key, value] : design_attributes(study)) {
      if (key != name) continue;
      if (const int* number = std::get_if<int>(&value)) return std::to_string(*number);
      return std::get<std::string>(value);
    }
    return "none";
  };
  const std::string keys = "core.strength = { from = 0.5, to = 1.5 }\n'gait.speed_m_s' = { from = 3, to = 4 }";
  const Study study = random_study("saltelli", 8, keys);
  EXPECT_EQ(text(study, "design"), "saltelli");
  EXPECT_EQ(text(study, "design_factors"), "core.strength gait.speed_m_s");
  EXPECT_EQ(text(study, "design_samples"), "8");
  EXPECT_EQ(text(study, "design_second_order"), "0");
  EXPECT_THAT(text(study, "design_layout"), HasSubstr("Of each 4 scenarios in a row"));
  EXPECT_EQ(text(random_study("morris", 8, keys), "design_levels"), "4");
  EXPECT_EQ(text(study_of(""), "design"), "single");
  EXPECT_EQ(text(study_of("[sweep]\nskip = 'core.strength == 1'\ncore.strength = [0.5, 1]"), "design_skipped"), "1");
}

TEST(Designs, AreAllInTheirTable) {
  std::set<std::string_view> names;
  for (const DesignInfo& info : designs()) {
    EXPECT_TRUE(names.insert(info.name).second);
    EXPECT_EQ(&about(info.design), &info);
    EXPECT_FALSE(info.meaning.empty());
  }
  EXPECT_EQ(names.size(), 9u);
}

}  // namespace
}  // namespace psoas
