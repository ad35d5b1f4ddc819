// Does a runner run as the muscles can, and only then otherwise than wished?
#include "sim/within_strength.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/simulate.h"
#include "tests/stride/body.h"

namespace psoas {
namespace {

using Eigen::Vector3d;

/// A stride of three nodes with this lumbar moment at all of them.
StrideSolution steady(const Runner& runner, const Vector3d& moment) {
  StrideSolution stride;
  stride.q.setZero(runner.nq(), 3), stride.tau.setZero(runner.nq(), 3);
  for (Eigen::Index k = 0; k < 3; ++k) stride.tau.col(k).segment<3>(6) = moment;
  return stride;
}

// One level leaves 15 N·m of 15 and 20: extension has to fall by the 10 that are too many.
TEST(Ceilings, LowerTheMomentByWhatIsTooMuch) {
  const strides::Body body;
  Eigen::MatrixXd slack = Eigen::MatrixXd::Zero(18, 3);
  slack(15, 1) = 15.0, slack(0, 2) = 4.9;
  const auto ceilings = ceilings_of(body.runner, steady(body.runner, {60, 7, -8}), {}, slack, 5.0);
  ASSERT_EQ(ceilings.size(), 3u);
  EXPECT_TRUE(ceilings[0].empty());
  EXPECT_TRUE(ceilings[2].empty());
  ASSERT_EQ(ceilings[1].size(), 1u);
  EXPECT_EQ(ceilings[1][0].direction, Vector3d::UnitX());
  EXPECT_NEAR(ceilings[1][0].most, 50.0, 1e-12);
}

// What several levels leave together falls level by level as the trunk's moment does.
TEST(Ceilings, CountEveryLevelOnce) {
  const strides::Body body;
  Eigen::MatrixXd slack = Eigen::MatrixXd::Zero(18, 3);
  for (int level = 0; level < 6; ++level) slack(3 * level + 2, 0) = -12.0;
  const auto ceilings = ceilings_of(body.runner, steady(body.runner, {60, 7, -30}), {}, slack, 5.0);
  ASSERT_EQ(ceilings[0].size(), 1u);
  EXPECT_EQ(ceilings[0][0].direction, -Vector3d::UnitZ());
  EXPECT_NEAR(ceilings[0][0].most, 30.0 - 7.0, 1e-12);
}

// The second of two steps mirrors the first: bending and rotation change sides.
TEST(Ceilings, OfTheOtherStepAreMirrored) {
  const strides::Body body;
  Eigen::MatrixXd slack = Eigen::MatrixXd::Zero(18, 6);
  slack.col(4).segment<3>(12) << 6.0, 2.0, -3.0;
  const auto ceilings = ceilings_of(body.runner, steady(body.runner, {60, 7, -8}), {}, slack, 5.0);
  ASSERT_EQ(ceilings[1].size(), 1u);
  EXPECT_LT((ceilings[1][0].direction - Vector3d(6, -2, 3) / 7.0).norm(), 1e-12);
}

// Neighbours are asked for as much. Before the first node of a step is the mirror image of its last; of two steps it is
// the last itself, and the second step's frames are mirrored into the first's nodes.
TEST(Ceilings, ReachRoundTheStride) {
  const strides::Body body;
  const Vector3d missed(6.0, 2.0, -3.0), mirrored(6.0, -2.0, 3.0);
  const StrideSolution step = steady(body.runner, {60, 7, -8});
  Eigen::MatrixXd slack = Eigen::MatrixXd::Zero(18, 3);
  slack.col(0).head<3>() = missed;
  const auto of_step = ceilings_of(body.runner, step, {}, slack, 5.0, 1);
  for (const std::size_t k : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
    ASSERT_EQ(of_step[k].size(), 1u) << k;
    EXPECT_LT((of_step[k][0].direction - (k == 2 ? mirrored : missed) / 7.0).norm(), 1e-12) << k;
  }
  Eigen::MatrixXd both = Eigen::MatrixXd::Zero(18, 6);
  both.col(0).head<3>() = missed;
  const auto of_both = ceilings_of(body.runner, step, {}, both, 5.0, 1);
  ASSERT_EQ(of_both[2].size(), 1u);  // frame 5, the node before the first in the mirror
  EXPECT_LT((of_both[2][0].direction - mirrored / 7.0).norm(), 1e-12);
  StrideSolution whole = step;
  whole.one_step = false;
  const auto of_whole = ceilings_of(body.runner, whole, {}, slack, 5.0, 1);
  ASSERT_EQ(of_whole[2].size(), 1u);
  EXPECT_LT((of_whole[2][0].direction - missed / 7.0).norm(), 1e-12);

  // Farther than the stride is long: every node once, and no other memory.
  for (const auto& at : ceilings_of(body.runner, whole, {}, slack, 5.0, 1000)) EXPECT_EQ(at.size(), 1u);
}

// They count the moments that muscles make beyond what joints give.
TEST(Ceilings, AreOfTheMomentsLessWhatIsGiven) {
  const strides::Body body;
  Eigen::MatrixXd slack = Eigen::MatrixXd::Zero(18, 3);
  slack(15, 1) = 15.0;
  const GivenChange given = [](Eigen::Index node, const GivenVector&, Given& out) {
    out = Given{};
    out.moment[0] = 4.0 * static_cast<double>(node);
  };
  const auto ceilings = ceilings_of(body.runner, steady(body.runner, {60, 7, -8}), given, slack, 5.0);
  EXPECT_NEAR(ceilings[1][0].most, 46.0, 1e-12);
}

// Levels that are short in opposite ways are not helped by any moment of the trunk.
TEST(Ceilings, AreNoneWhereLevelsOpposeEachOther) {
  const strides::Body body;
  Eigen::MatrixXd slack = Eigen::MatrixXd::Zero(18, 3);
  slack(0, 0) = 9.0, slack(15, 0) = -9.0;
  for (const auto& at : ceilings_of(body.runner, steady(body.runner, {60, 7, -8}), {}, slack, 5.0))
    EXPECT_TRUE(at.empty());
}

/// A heavy woman, fast, bent forward and tired: with full strength she just makes her own movement.
struct WeakRunner : testing::Test {
  Models models = read_models(models_folder());
  std::shared_ptr<Workspace> work = make_workspace();
  Scenario scenario = [] {
    Scenario s;
    s.runner.sex = Sex::female, s.runner.mass = 80.0, s.runner.height = 1.66;
    s.gait.speed = 4.4, s.posture.trunk_lean = 10.0 * strides::degree;
    s.core.fatigue = 0.1, s.core.engagement = 0.05;
    s.stride.nodes = 30, s.sharing.reserve = false;
    return s;
  }();
  Outcome solve(double strength, CoreMovement movement = CoreMovement::predicted) {
    scenario.core.strength = strength, scenario.core.movement = movement;
    const std::shared_ptr<const Baseline> baseline = solve_baseline(models, scenario, *work);
    return simulate(models, scenario, *baseline, *work);
  }
};

TEST_F(WeakRunner, WhoIsStrongEnoughAvoidsNothing) {
  const Outcome strong = solve(1.0);
  ASSERT_EQ(strong.status, Status::converged) << strong.reason;
  EXPECT_EQ(strong.quality.avoided_moment, 0.0);
  EXPECT_LE(strong.quality.largest_slack, spared_slack);
}

TEST_F(WeakRunner, RunsSoThatTheMusclesCanMakeTheMoments) {
  const Outcome held = solve(0.6, CoreMovement::held), free = solve(0.6);
  EXPECT_EQ(held.status, Status::sharing_infeasible);
  EXPECT_EQ(held.quality.avoided_moment, 0.0);
  ASSERT_EQ(free.status, Status::converged) << free.reason;
  EXPECT_GT(free.quality.avoided_moment, 2.0);
  EXPECT_LE(free.quality.largest_slack, spared_slack + near_spared);
  EXPECT_LT(free.quality.constraint_violation, 1e-4);
}

// Where avoiding begins, and all the way down, the load has no step: second differences over the load.
TEST_F(WeakRunner, AvoidsWithoutAStep) {
  std::vector<double> load;
  bool avoids = false;
  for (double strength = 1.0; strength > 0.49; strength -= 0.025) {
    const Outcome o = solve(strength);
    ASSERT_EQ(o.status, Status::converged) << strength << ": " << o.reason;
    EXPECT_TRUE(!avoids || o.quality.avoided_moment > 0.0) << strength;
    avoids = o.quality.avoided_moment > 0.0;
    load.push_back(o.summary.peak_compression[0]);
    if (const std::size_t n = load.size(); n > 2) {
      EXPECT_LT(std::abs(load[n - 1] - 2 * load[n - 2] + load[n - 3]) / load[n - 2], 0.015) << strength;
    }
  }
  EXPECT_TRUE(avoids);
}

TEST_F(WeakRunner, IsAStatusWhereNoMovementHelps) {
  scenario.runner.mass = 92.0, scenario.gait.speed = 4.6, scenario.core.fatigue = 0.2;
  const Outcome o = solve(0.7);
  EXPECT_EQ(o.status, Status::sharing_infeasible);
  EXPECT_NE(o.reason.find("the limit is 10 N·m"), std::string::npos) << o.reason;
  EXPECT_GT(o.quality.avoided_moment, 10.0);
}

}  // namespace
}  // namespace psoas
