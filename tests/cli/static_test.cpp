// Does the program speak of a static task as of a posture, and say why one cannot be held?
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/shell.h"

namespace psoas {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(StaticTask, IsShownWithoutAStride) {
  const fake::Folder folder;
  const std::string study = write_study(folder, "[task]\nkind = 'static'\nflexion_deg = 36");
  const Ran ran = psoas_run("run " + study);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("converged"));
  EXPECT_THAT(ran.out, HasSubstr("thorax 36.0 deg forward"));
  for (const char* word : {"steps/min", "impulse", "iterations", "nan", "-0 "})
    EXPECT_THAT(ran.out, Not(HasSubstr(word)));
}

TEST(StaticTask, ThatNobodyCanHoldIsAResultWithAReason) {
  const fake::Folder folder;
  const std::string study = write_study(folder, "[task]\nkind = 'static'\nreach_m = 0.8");
  const Ran ran = psoas_run("run " + study);
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.out, HasSubstr("posture_impossible, the hands should be 0.80 m ahead of the shoulders"));
}

TEST(StaticTask, KeysThatWouldNotCountAreRefused) {
  const fake::Folder folder;
  const Ran ran = psoas_run("check " + write_study(folder, "[task]\nflexion_deg = 36"));
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("task.flexion_deg does nothing while task.kind is"));
}

TEST(StaticTask, TheLadderRuns) {
  const fake::Folder folder;
  const Ran ran = psoas_run("sweep " + scenario_file("ladder.toml") + " --output " + (folder / "ladder").string());
  EXPECT_EQ(ran.code, 3) << ran.err;  // the stoop asks 0.1 N·m too much of the muscles
  EXPECT_THAT(ran.out, HasSubstr("1 of 10 scenarios left out: 1 sharing_infeasible"));
  EXPECT_TRUE(std::filesystem::exists(folder / "ladder/results.h5"));
  EXPECT_THAT(ran.out, Not(HasSubstr("nan")));
  const Ran plot = psoas_run("plot " + (folder / "ladder/results.h5").string() + " cycle --format term");
  EXPECT_EQ(plot.code, 2);
  EXPECT_THAT(plot.err, HasSubstr("is a static task, which has no gait cycle"));
}

}  // namespace
}  // namespace psoas
