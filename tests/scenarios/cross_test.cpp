// Does a crossed design run the whole design once with each value, and leave its points as they are?
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "scenarios/check.h"
#include "scenarios/design.h"
#include "scenarios/plan.h"
#include "scenarios/study_plan.h"
#include "tests/scenarios/study_text.h"

namespace psoas {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Each copy of the design stands together, so that what is computed from rows in a row (Morris, Saltelli) still is.
TEST(Cross, RunsTheWholeDesignWithEachValue) {
  const Study study = study_of(
      "[sweep]\ndesign = 'oat'\ncore.strength = [0.5, 1.3]\nsurface.kind = ['grass']\n"
      "cross = { 'core.movement' = ['predicted', 'held'], 'gait.speed' = ['3 m/s', '4 m/s'] }");
  ASSERT_EQ(size(study), 16u);
  EXPECT_EQ(row(study, 0), "1 asphalt predicted 3");
  EXPECT_EQ(row(study, 1), "0.5 asphalt predicted 3");
  EXPECT_EQ(row(study, 3), "1 grass predicted 3");
  EXPECT_EQ(row(study, 4), "1 asphalt predicted 4");
  EXPECT_EQ(row(study, 8), "1 asphalt held 3");
  EXPECT_EQ(row(study, 15), "1 grass held 4");
  EXPECT_EQ(scenario(study, 14).core.strength, 1.3);
  EXPECT_EQ(scenario(study, 14).core.movement, CoreMovement::held);
  EXPECT_EQ(scenario(study, 14).gait.speed, 4.0);
  for (std::size_t i = 0; i < 16; ++i) {
    EXPECT_EQ(role(study, i).copy, i / 4) << i;
    EXPECT_EQ(role(study, i).sample, role(study, i % 4).sample) << i;
    EXPECT_EQ(role(study, i).part, role(study, i % 4).part) << i;
  }
  EXPECT_THAT(plan_text(study), HasSubstr("core.movement"));
  EXPECT_THAT(plan_text(study), HasSubstr("predicted, held, crossed with the design"));
  EXPECT_THAT(plan_text(study),
              HasSubstr("16 scenarios (one at a time, crossed with core.movement, crossed with gait.speed_m_s)"));
}

// A crossed design is the design, copied: the same points whatever the design is.
TEST(Cross, LeavesThePointsOfEachDesignAsTheyAre) {
  const std::string range = "core.deep = { from = 0.5, to = 1 }\ncore.superficial = { from = 0.5, to = 1 }\n";
  const std::string list = "core.deep = [0.5, 1]\ncore.superficial = [0.6, 0.9]\n";
  const std::string cases = "[[sweep.case]]\ncore.deep = 0.5\n[[sweep.case]]\ncore.superficial = 0.6\n";
  for (const DesignInfo& info : designs()) {
    SCOPED_TRACE(info.name);
    const std::string head = "[sweep]\ndesign = '" + std::string(info.name) + "'\n";
    const std::string samples = info.random ? "samples = 4\n" : "";
    const std::string keys = info.random ? range : info.design == Design::list ? cases : list;
    const Study alone = study_of(head + samples + keys);
    const Study crossed = study_of(head + samples + "cross = { 'core.psoas' = [0.5, 1, 2] }\n" + keys);
    ASSERT_EQ(size(crossed), 3 * size(alone));
    const double psoas[] = {0.5, 1, 2};
    for (std::size_t i = 0; i < size(crossed); ++i) {
      Scenario expected = scenario(alone, i % size(alone));
      expected.core.psoas = psoas[i / size(alone)];
      EXPECT_EQ(scenario_id(scenario(crossed, i)), scenario_id(expected)) << i;
    }
  }
}

TEST(Cross, GoesWithSkipFormulasAndSets) {
  const std::string text =
      "[sweep]\ncore.deep = [0.5, 1]\ncross = { 'core.movement' = ['predicted', 'held'], 'core.psoas' = [1, 2] }\n"
      "skip = \"core.movement == 'held' and core.psoas == 2\"\n'core.rectus' = { formula = '0.5 * core.psoas' }";
  const Study study = study_of(text);
  EXPECT_THAT(rows(study), ElementsAre("0.5 predicted 1 0.5", "1 predicted 1 0.5", "0.5 predicted 2 1",
                                       "1 predicted 2 1", "0.5 held 1 0.5", "1 held 1 0.5"));
  // What --set holds varies no more; when it is all that the design varied, the crossed keys are left.
  EXPECT_THAT(rows(study_of(text, {"core.movement=held"})), ElementsAre("0.5 1 0.5", "1 1 0.5"));
  EXPECT_EQ(rows(study_of(text, {"core.deep=0.7"})).size(), 3u);
  EXPECT_EQ(rows(study_of("[sweep]\ncore.deep = [0.5, 1]", {"sweep.cross={ 'core.psoas' = [1, 2] }"})).size(), 4u);
}

TEST(Cross, IsTold) {
  const Study study = study_of("[sweep]\ndesign = 'oat'\ncore.deep = [0.5]\ncross = { 'core.psoas' = [1, 2, 0.5] }");
  std::map<std::string, std::string> told;
  for (const auto& [name, value] : design_attributes(study))
    told[name] = std::holds_alternative<std::string>(value) ? std::get<std::string>(value)
                                                            : std::to_string(std::get<int>(value));
  EXPECT_EQ(told["design_factors"], "core.deep");
  EXPECT_EQ(told["design_crossed"], "core.psoas");
  EXPECT_EQ(told["design_copies"], "3");
  EXPECT_THAT(told["design_layout"], HasSubstr("In each copy: Scenario 0 is the reference"));
}

}  // namespace
}  // namespace psoas
