// Do the figures of the core compare each scenario with the default under the same assumption, and say what is missing?
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>

#include "analysis/core_changes.h"
#include "analysis/figures.h"
#include "sim/core/input_error.h"
#include "tests/analysis/made_up_results.h"

namespace psoas {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

class CoreFigures : public testing::Test {
 protected:
  void SetUp() override {
    folder = fs::temp_directory_path() / ("psoas-core-figures-" + std::to_string(getpid()) +
                                          testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder);
    made_up::write_core(folder / "core.h5");
  }
  void TearDown() override { fs::remove_all(folder); }

  Figure figure(CoreView view) const {
    const Results results(folder / "core.h5");
    return figure_core(results, read_summaries(results), core_compression, view, Format::svg);
  }
  fs::path folder;
};

TEST_F(CoreFigures, CompareWithTheDefaultUnderTheSameAssumption) {
  const Results results(folder / "core.h5");
  const CoreChanges changes = core_changes(results, read_summaries(results), core_compression);
  EXPECT_THAT(changes.movements, ElementsAre("predicted", "held"));
  ASSERT_EQ(changes.groups.size(), 2u);
  const CoreGroupChanges& multifidus = changes.groups[0];
  EXPECT_EQ(multifidus.label, "multifidus");
  ASSERT_EQ(multifidus.changes.size(), 6u);

  // Predicted: 400 N x (strength - 1), 10 % more with each assumption; what the assumption does to the default, 50 N
  // each, is no part of the change.
  const double widest = 1 + 0.1 * static_cast<double>(assumptions().size() - 1);
  const CoreChange& half = multifidus.changes[1];
  EXPECT_EQ(half.strength, 0.5);
  EXPECT_EQ(half.movement, 0u);
  for (Eigen::Index level = 0; level < level_count; ++level) {
    EXPECT_NEAR(half.as_set[level], -200, 1e-3);
    EXPECT_NEAR(half.low[level], -200 * widest, 1e-3);
    EXPECT_NEAR(half.high[level], -200, 1e-3);
  }
  const CoreChange& strong_held = multifidus.changes[5];
  EXPECT_EQ(strong_held.strength, 1.5);
  EXPECT_EQ(strong_held.movement, 1u);
  EXPECT_NEAR(strong_held.low[0], -50 * widest, 1e-3);
  EXPECT_NEAR(strong_held.high[0], -50, 1e-3);
  EXPECT_NEAR(changes.reference[1][0], 2500, 1e-3);
  EXPECT_EQ(changes.elsewhere, 0u);
  EXPECT_THAT(changes.at_ends, ElementsAre("as_set", std::string(assumptions().back().name)));
}

TEST_F(CoreFigures, LeaveOutWhatIsNotSolvedAndNameIt) {
  const Results results(folder / "core.h5");
  const CoreChanges changes = core_changes(results, read_summaries(results), core_compression);
  EXPECT_FALSE(changes.groups[1].changes[0].solved);
  EXPECT_TRUE(changes.groups[1].changes[1].solved);
  EXPECT_THAT(changes.cannot, ElementsAre(Pair(std::string(assumptions()[made_up::cannot_assumption].name), 1)));
  for (const CoreView view : {CoreView::levels, CoreView::strengths}) {
    const Figure drawn = figure(view);
    EXPECT_THAT(drawn.note, HasSubstr("Not solved and left out: rectus 5 % predicted (sharing_infeasible)."));
    EXPECT_THAT(drawn.note, HasSubstr("dear slack 1×"));
    EXPECT_THAT(drawn.note, HasSubstr("not protection"));
  }
  EXPECT_THAT(figure(CoreView::levels).script, HasSubstr("predicted: not solved"));
  EXPECT_THAT(figure(CoreView::strengths).note, HasSubstr("× at the foot"));
  EXPECT_THAT(figure(CoreView::strengths).data, HasSubstr("5 NaN NaN NaN 0\n100 0 0 0 1\n"));
}

TEST_F(CoreFigures, ShowHalfTheStrengthOrTheNearestBelow) {
  const Figure drawn = figure(CoreView::levels);
  EXPECT_THAT(drawn.data, HasSubstr("# core.multifidus predicted\n# strength 0.5 "));
  EXPECT_THAT(drawn.script, HasSubstr("\"rectus (5 %)\""));
  EXPECT_THAT(drawn.data, HasSubstr("0.19 -200 -420 -200 \"L5-S1\"\n"));
  // Each way of sharing on its own: stable, the eleventh, makes twice the change of the first.
  EXPECT_EQ(assumptions()[10].name, "stable");
  EXPECT_THAT(drawn.data, HasSubstr("\n-400 0.19 1 stable\n"));
}

TEST_F(CoreFigures, HaveNoBandsWithoutTheSpreadAndSaySo) {
  made_up::write_core(folder / "core.h5", false);
  const Figure drawn = figure(CoreView::levels);
  EXPECT_THAT(drawn.note, HasSubstr("No bands: swept without sharing.spread"));
  EXPECT_THAT(drawn.data, HasSubstr("0.19 -200 -200 -200 \"L5-S1\"\n"));
}

TEST_F(CoreFigures, NeedAVariedStrength) {
  made_up::write(folder / "results.h5");
  const Results results(folder / "results.h5");
  EXPECT_THROW(figure_core(results, read_summaries(results), core_compression, CoreView::levels, Format::svg),
               InputError);
}

// Reserve of scenario i: 1.5 + i / 10; the default is 0, or 5 under the held movement.
TEST_F(CoreFigures, ReserveOverStrengthHasTheDefaultInItsPlace) {
  const Results results(folder / "core.h5");
  const Figure drawn = figure_core_reserve(results, read_summaries(results), Format::svg);
  EXPECT_THAT(drawn.data, HasSubstr("(times) | solved\n25 1.6 1\n50 1.7 1\n100 1.5 1\n150 1.8 1\n"));
  EXPECT_THAT(drawn.data, HasSubstr("(times) | solved\n25 2.1 1\n50 2.2 1\n100 2 1\n150 2.3 1\n"));
  EXPECT_THAT(drawn.data, HasSubstr("(times) | solved\n5 NaN 0\n100 1.5 1\n"));
  EXPECT_THAT(drawn.note, HasSubstr("Not solved and left out: rectus 5 % predicted (sharing_infeasible)."));
}

// Reserve of level l in scenario i: 1 + l / 2 + i / 10.
TEST_F(CoreFigures, ReserveIsThatOfTheScenarioOrTheMedianOfAll) {
  made_up::write(folder / "results.h5");
  const Results results(folder / "results.h5");
  const Summaries all = read_summaries(results);
  const Figure one = figure_reserve(results, all, {3, 5}, "", Format::svg);
  EXPECT_THAT(one.data, HasSubstr("# scenario 5\n"));
  EXPECT_THAT(one.data,
              HasSubstr("# L4-L5\n# gait cycle (%) | median | 10 % | 90 % of strength reserve (times)\n0 1.8 "));
  EXPECT_THAT(one.note, HasSubstr("Shaded: scenario 3"));
  EXPECT_THAT(one.note, HasSubstr("reserves above 10 count as 10"));
  // 17 solved of 0 ... 17 without 7: the median is scenario 9, 10 % lies at 1.6, 90 % at 15.4 of 0 1 2 ... 17.
  const Figure many = figure_reserve(results, all, {}, "", Format::svg);
  EXPECT_THAT(
      many.data,
      HasSubstr("# L5-S1\n# gait cycle (%) | median | 10 % | 90 % of strength reserve (times)\n0 1.9 1.16 2.54\n"));
  EXPECT_THAT(many.script, HasSubstr("17 scenarios: median"));
}

}  // namespace
}  // namespace psoas
