// Does a verdict follow from its numbers, and from nothing else?
#include "analysis/statistics/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/input_error.h"
#include "tests/statistics/made_up_sweep.h"

namespace psoas {
namespace {

using made_up::File;
using made_up::with_load;
using testing::HasSubstr;
using testing::StartsWith;

/// A difference on a first value of 1000: mean, half its interval, numerical error, means under other assumptions.
Difference made(double mean, double half, double numerical, std::vector<double> assumed, Doubt doubt = Doubt::none) {
  Difference d;
  d.runners = 10;
  d.first = 1000;
  d.other = 1000 + mean;
  d.mean = {mean, mean - half, mean + half};
  d.numerical = numerical;
  for (double a : assumed) d.assumed.emplace_back("made up", a);
  d.doubt = doubt;
  return d;
}
Verdict verdict_of(const Difference& d) { return judge(d, 0.03).verdict; }

TEST(Verdict, ABandOnOneSideOfZeroIsFirm) {
  const Judged larger = judge(made(80, 10, 5, {60, 120}), 0.03);
  EXPECT_EQ(larger.verdict, Verdict::larger);
  EXPECT_TRUE(larger.firm);
  EXPECT_DOUBLE_EQ(larger.low, 55);
  EXPECT_DOUBLE_EQ(larger.high, 125);
  EXPECT_DOUBLE_EQ(larger.low_share, 0.055);
  EXPECT_EQ(verdict_of(made(-80, 10, 5, {-60})), Verdict::smaller);
  // An assumption within the numerical error of zero: the same verdict, but not firm
  const Judged barely = judge(made(80, 10, 5, {3}, Doubt::none), 0.03);
  EXPECT_EQ(barely.verdict, Verdict::larger);
  EXPECT_FALSE(barely.firm);
  EXPECT_EQ(verdict_of(made(80, 10, 5, {-3}, Doubt::assumptions)), Verdict::larger) << "turned within numerics";
}

TEST(Verdict, AssumptionsThatDisagreeDecideNothing) {
  EXPECT_EQ(verdict_of(made(80, 10, 5, {-60}, Doubt::assumptions)), Verdict::depends);
  EXPECT_EQ(verdict_of(made(1, 10, 5, {-60, 70}, Doubt::chance)), Verdict::depends) << "before chance";
  EXPECT_EQ(verdict_of(made(20, 4, 40, {-200}, Doubt::numerics)), Verdict::depends)
      << "one sees much, the study nothing";
  EXPECT_EQ(verdict_of(made(20, 4, 40, {-60}, Doubt::numerics)), Verdict::unclear) << "60 is below 40 + 30";
}

TEST(Verdict, WhatChanceOrNumericsMayHaveMadeIsUnclear) {
  EXPECT_EQ(verdict_of(made(25, 40, 1, {}, Doubt::chance)), Verdict::unclear);
  EXPECT_EQ(verdict_of(made(25, 4, 40, {}, Doubt::numerics)), Verdict::unclear);
  EXPECT_EQ(verdict_of(made(25, 20, 1, {}, Doubt::many_tests)), Verdict::unclear);
}

TEST(Verdict, NoChangeNeedsTheWholeBandToBeSmall) {
  EXPECT_EQ(verdict_of(made(10, 2, 5, {20, -8})), Verdict::no_change) << "sure, but not worth speaking of";
  EXPECT_EQ(verdict_of(made(2, 5, 5, {}, Doubt::chance)), Verdict::no_change);
  EXPECT_EQ(verdict_of(made(10, 2, 5, {26})), Verdict::larger) << "26 + 5 is beyond 30";
  EXPECT_EQ(judge(made(10, 2, 5, {20}), 0.02).verdict, Verdict::larger) << "another idea of what matters";
}

TEST(Verdict, FewRunnersSayNothing) {
  Difference d = made(80, NAN, 5, {}, Doubt::too_few);
  EXPECT_EQ(verdict_of(d), Verdict::too_few);
  EXPECT_TRUE(std::isfinite(judge(d, 0.03).low));
}

TEST(Verdict, ASentenceComparesItWithTheClaim) {
  const auto said = [](double mean, std::vector<double> assumed, Claimed claimed) {
    return sentence(judge(made(mean, 1, 1, std::move(assumed)), 0.03), claimed, 0.03);
  };
  EXPECT_EQ(said(80, {60, 70}, Claimed::larger), "The model agrees, under all 2 other assumptions too.");
  EXPECT_EQ(said(80, {60}, Claimed::smaller), "The model says the opposite, under the other assumption too.");
  EXPECT_EQ(said(-80, {}, Claimed::smaller), "The model agrees; no other assumption was tried.");
  EXPECT_THAT(said(80, {0.5}, Claimed::larger), HasSubstr("within the numerical error"));
  EXPECT_THAT(said(80, {}, Claimed::nothing), StartsWith("The model says larger"));
  EXPECT_THAT(said(5, {}, Claimed::larger), StartsWith("The model does not agree: it finds no change"));
  EXPECT_THAT(said(5, {}, Claimed::larger), HasSubstr("less than 3 %"));
  EXPECT_THAT(said(80, {-80}, Claimed::larger), HasSubstr("accepted assumptions give different answers"));
}

constexpr char crossed[] =
    "[sweep]\ndesign = 'monte_carlo'\nsamples = 20\nseed = 4\n"
    "cross = { 'core.strength' = [1, 0.7], 'core.movement' = ['predicted', 'held'], 'core.stability_N_m_rad' = [0, 10] "
    "}\n'runner.mass_kg' = { from = 50, to = 90 }\n";

Lesson weakness() {
  Lesson lesson;
  lesson.factor = "core.strength";
  lesson.from = "1";
  lesson.to = "0.7";
  lesson.outputs = {{"peak_compression[L5-S1]", Claimed::larger}, {"cost_of_transport", Claimed::nothing}};
  lesson.assumptions = {"core.movement", "core.stability_N_m_rad"};
  return lesson;
}

/// Weakness takes 300 N where the movement answers, and adds `held` where it does not and `stable` more where the spine
/// has to be stable.
LessonAnswer answered(double held, double stable) {
  const File file;
  made_up::write_sweep(file, crossed, [&](const Scenario& s, std::size_t) {
    double weak = s.core.movement == CoreMovement::held ? held : -300;
    if (s.core.stability > 0) weak += stable;
    return with_load(40 * s.runner.mass + (s.core.strength < 1 ? weak : 0));
  });
  return answer(Results(file), weakness());
}

TEST(LessonAnswer, TriesEveryCombinationOfItsAssumptions) {
  const LessonAnswer found = answered(-100, 50);
  const Difference& d = found.comparison.differences[0];
  EXPECT_NEAR(d.mean.value, -300, 1e-9) << "the first value of each assumption counts";
  ASSERT_EQ(d.assumed.size(), 3u);
  EXPECT_EQ(d.assumed[0].first, "core stability 10");
  EXPECT_NEAR(d.assumed[0].second, -250, 1e-9);
  EXPECT_EQ(d.assumed[2].first, "held, core stability 10");
  EXPECT_NEAR(d.assumed[2].second, -50, 1e-9);
  EXPECT_EQ(found.judged[0].verdict, Verdict::smaller);
  EXPECT_NEAR(found.body_weights[0], -300 / (70 * 9.80665), 0.03) << "the mean over runners of 50 to 90 kg";
  EXPECT_TRUE(std::isnan(found.body_weights[1])) << "a cost is no force";
  EXPECT_TRUE(found.comparison.averaged.empty());
}

TEST(LessonAnswer, TurnsWithTheNumbers) {
  EXPECT_EQ(answered(-100, 50).judged[0].verdict, Verdict::smaller);
  EXPECT_EQ(answered(200, 50).judged[0].verdict, Verdict::depends);
  EXPECT_EQ(answered(-100, 50).judged[1].verdict, Verdict::no_change) << "cost is the same throughout";
}

TEST(LessonAnswer, OfAFileWithoutItsFactorIsAnError) {
  const File file;
  made_up::write_sweep(file, "[sweep]\n'runner.mass_kg' = [50, 60]\n",
                       [](const Scenario& s, std::size_t) { return with_load(s.runner.mass); });
  EXPECT_THROW(answer(Results(file), weakness()), InputError);
}

}  // namespace
}  // namespace psoas
