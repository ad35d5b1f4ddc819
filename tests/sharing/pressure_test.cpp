// Who pays for abdominal pressure, and does it balance what it makes?
#include <gtest/gtest.h>

#include "sim/sharing/demand.h"
#include "sim/sharing/strength.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

CoreOptions pressed(double pressure, PressureRule rule = PressureRule::held) {
  CoreOptions core;
  core.abdominal_pressure = pressure;
  core.pressure = rule;
  return core;
}

/// Sum of force over a group, all frames [N].
double force_of(const held::Body& body, const SharedLoad& load, CoreGroup group) {
  double sum = 0.0;
  for (std::size_t i = 0; i < body.spine.muscles.size(); ++i)
    if (body.spine.muscles[i].part == group) sum += load.force.row(static_cast<Eigen::Index>(i)).sum();
  return sum;
}

/// Tension round the trunk that the wall makes, both sides together [N].
Eigen::VectorXd wall_tension(const held::Body& body, const SharedLoad& load) {
  Eigen::VectorXd tension = Eigen::VectorXd::Zero(load.force.cols());
  for (std::size_t i = 0; i < body.spine.muscles.size(); ++i)
    tension += body.spine.muscles[i].hoop * load.force.row(static_cast<Eigen::Index>(i)).transpose();
  return tension;
}

/// What is left of each level row when muscles, passive tissue, pressure and slack have made it [N·m].
double unbalanced(const held::Body& body, const StrideSolution& stride, const SharedLoad& load) {
  SpinePose pose;
  MuscleGeometry geometry;
  double largest = 0.0;
  for (Eigen::Index k = 0; k < stride.q.cols(); ++k) {
    spine_pose(body.runner, body.spine, stride.q.col(k), pose);
    muscle_geometry(body.runner, body.spine, pose, geometry);
    const Eigen::VectorXd made = (geometry.moment_arm * load.force.col(k)).head<level_axis_count>() +
                                 passive_moment(body.spine, pose) +
                                 pressure_moment(body.spine, pose, load.pressure[k]) + load.slack.col(k);
    largest = std::max(largest, (made - load.level_moment.col(k)).cwiseAbs().maxCoeff());
  }
  return largest;
}

TEST(Pressure, HeldPressureIsPaidByTheWall) {
  const held::Body body = held::body();
  const StrideSolution stride = held::swaying(body.runner, 6);
  const SharedLoad none = held::share(body, stride), some = held::share(body, stride, pressed(5000.0));
  ASSERT_EQ(some.status, Status::converged) << some.reason;
  for (Eigen::Index k = 0; k < 6; ++k) EXPECT_NEAR(some.pressure[k], 5000.0, 1e-6);
  EXPECT_EQ(none.pressure.cwiseAbs().maxCoeff(), 0.0);
  EXPECT_GT(force_of(body, some, CoreGroup::transversus), force_of(body, none, CoreGroup::transversus) + 100.0);
  // [Laplace]: each side of a wall of height h carries p r h. Slack of the wall (0.3 N·m costs 1) lets little be
  // missed.
  const double needed = 2.0 * 5000.0 * body.spine.wall_radius * body.spine.wall_height;
  EXPECT_GT(wall_tension(body, some).minCoeff(), 0.97 * needed);
  EXPECT_LT(wall_tension(body, none).minCoeff(), 0.9 * needed);  // it did not come by itself
}

TEST(Pressure, ObliquesPayForAWeakTransversus) {
  const held::Body body = held::body();
  const StrideSolution stride = held::swaying(body.runner, 6);
  CoreOptions core = pressed(5000.0);
  const SharedLoad strong = held::share(body, stride, core);
  core.transversus = 0.1;
  const SharedLoad weak = held::share(body, stride, core);
  ASSERT_EQ(weak.status, Status::converged) << weak.reason;
  EXPECT_GT(force_of(body, weak, CoreGroup::obliques), 1.05 * force_of(body, strong, CoreGroup::obliques));
  EXPECT_LT(force_of(body, weak, CoreGroup::transversus), 0.5 * force_of(body, strong, CoreGroup::transversus));
}

// Weak everywhere, the wall cannot hold what it is told to: that is an outcome, not a load.
TEST(Pressure, ThatTheWallCannotHoldIsAStatus) {
  const held::Body body = held::body();
  CoreOptions core = pressed(15000.0);
  core.transversus = core.obliques = 0.05;
  const SharedLoad load = held::share(body, held::swaying(body.runner, 6), core);
  EXPECT_EQ(load.status, Status::sharing_infeasible);
  EXPECT_GT(load.unheld_pressure.maxCoeff(), 5000.0);
  EXPECT_NE(load.reason.find("of 15.0 kPa"), std::string::npos) << load.reason;
  core.pressure = PressureRule::recruited;  // asked for no more than pays, the same wall holds what it makes
  const SharedLoad recruited = held::share(body, held::swaying(body.runner, 6), core);
  EXPECT_EQ(recruited.status, Status::converged) << recruited.reason;
  EXPECT_LT(recruited.pressure.maxCoeff(), 8000.0);
}

/// Effort of a frame with default strengths, slack included.
double effort(const held::Body& body, const SharedLoad& load) {
  return (muscle_strength(body.spine, {}).weight.transpose() * load.activation.cwiseAbs2()).sum() +
         (load.slack.squaredNorm() + load.leg_slack.squaredNorm()) / 9.0;
}

TEST(Pressure, RecruitedIsTheHeldPressureThatCostsLeast) {
  const held::Body body = held::body();
  Eigen::VectorXd q = Eigen::VectorXd::Zero(body.runner.nq());
  const StrideSolution still = held::still(body.runner, q, {-80.0, 0.0, 0.0});
  const SharedLoad best = held::share(body, still, pressed(20000.0, PressureRule::recruited));
  ASSERT_GT(best.pressure[0], 1000.0);
  ASSERT_LT(best.pressure[0], 19000.0);
  for (const double part : {0.0, 0.5, 0.8, 1.2, 1.5})
    EXPECT_GT(effort(body, held::share(body, still, pressed(part * best.pressure[0]))), effort(body, best)) << part;
}

TEST(Pressure, RecruitedPressureStaysBelowTheMostAndIsNoneWhereItDoesNotPay) {
  held::Body body = held::body();
  const StrideSolution stride = held::swaying(body.runner, 6);
  const SharedLoad load = held::share(body, stride, pressed(6000.0, PressureRule::recruited));
  ASSERT_EQ(load.status, Status::converged) << load.reason;
  EXPECT_LE(load.pressure.maxCoeff(), 6000.0 * (1.0 + 1e-12));
  EXPECT_GE(load.pressure.minCoeff(), 0.0);
  EXPECT_GT(load.pressure.maxCoeff(), 1000.0);
  body.spine.pressure_point.x() = -0.2;  // behind the spine it would flex a back that must extend
  const SharedLoad behind = held::share(body, stride, pressed(6000.0, PressureRule::recruited));
  ASSERT_EQ(behind.status, Status::converged) << behind.reason;
  EXPECT_LT(behind.pressure.maxCoeff(), 1e-6);
}

TEST(Pressure, BalanceClosesWithItsMoment) {
  const held::Body body = held::body();
  const StrideSolution stride = held::swaying(body.runner, 6);
  for (const PressureRule rule : {PressureRule::held, PressureRule::recruited}) {
    const SharedLoad load = held::share(body, stride, pressed(5000.0, rule));
    EXPECT_LT(unbalanced(body, stride, load), 1e-6);
  }
}

TEST(Pressure, IsAlikeInTheMirror) {
  const held::Body body = held::body();
  const StrideSolution stride = held::busy(body.runner);
  for (const PressureRule rule : {PressureRule::held, PressureRule::recruited}) {
    const SharedLoad here = held::share(body, stride, pressed(5000.0, rule)),
                     there = held::share(body, held::mirrored(body.runner, stride), pressed(5000.0, rule));
    for (std::size_t i = 0; i < body.spine.muscles.size(); ++i)
      EXPECT_NEAR(here.force(static_cast<Eigen::Index>(i), 0), there.force(body.spine.muscles[i].mirror, 0), 1e-4)
          << body.spine.muscles[i].name;
    EXPECT_NEAR(here.pressure[0], there.pressure[0], 1e-2);
  }
}

}  // namespace
}  // namespace psoas
