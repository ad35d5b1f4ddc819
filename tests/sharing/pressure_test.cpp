// Who pays for abdominal pressure, and does it balance what it makes?
#include <gtest/gtest.h>

#include "sim/sharing/demand.h"
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

TEST(Pressure, RecruitedPressureStaysBelowTheMostAndIsNoneWhereItDoesNotPay) {
  const held::Body body = held::body();
  const StrideSolution stride = held::swaying(body.runner, 6);
  const SharedLoad load = held::share(body, stride, pressed(6000.0, PressureRule::recruited));
  ASSERT_EQ(load.status, Status::converged) << load.reason;
  EXPECT_LE(load.pressure.maxCoeff(), 6000.0 * (1.0 + 1e-12));
  EXPECT_GE(load.pressure.minCoeff(), 0.0);
  // Bending backward the abdomen works: pressure, which extends, would only burden it.
  Eigen::VectorXd q = Eigen::VectorXd::Zero(body.runner.nq());
  q[body.runner.index("pelvis_tilt")] = 0.3;
  const SharedLoad backward =
      held::share(body, held::still(body.runner, q, {-80.0, 0.0, 0.0}), pressed(6000.0, PressureRule::recruited));
  ASSERT_EQ(backward.status, Status::converged) << backward.reason;
  const double idle = backward.pressure.maxCoeff(), most = 6000.0;
  // What the wall's idle tension (floor, obliques that flex) makes costs nothing, so 0 is not exact.
  std::cout << backward.level_moment.col(0).transpose() << "\n";
  RecordProperty("pressure_backward_Pa", std::to_string(idle));
  std::printf("recruited pressure: swaying %.0f..%.0f Pa, bent backward %.0f Pa\n", load.pressure.minCoeff(),
              load.pressure.maxCoeff(), idle);
  EXPECT_LT(idle, 0.05 * most);
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
