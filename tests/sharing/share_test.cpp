// Does load sharing balance what the stride asks, treat both sides alike, and say what it cannot balance?
#include "sim/sharing/share.h"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>

#include "sim/muscle/geometry.h"
#include "sim/sharing/capacity.h"
#include "sim/sharing/demand.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

TEST(ShareLoad, MusclesPassiveMomentsPressureAndSlackMakeTheDemand) {
  const held::Body body = held::body();
  const StrideSolution stride = held::busy(body.runner);
  CoreOptions core;
  core.abdominal_pressure = 3000.0;
  const SharedLoad load = held::share(body, stride, core);
  ASSERT_EQ(load.status, Status::converged) << load.reason;

  SpinePose pose;
  MuscleGeometry geometry;
  spine_pose(body.runner, body.spine, stride.q.col(0), pose);
  muscle_geometry(body.runner, body.spine, pose, geometry);
  const Eigen::VectorXd muscles = geometry.moment_arm * load.force.col(0);
  const Eigen::VectorXd made = muscles.head(18) + passive_moment(body.spine, pose) +
                               pressure_moment(body.spine, pose, core.abdominal_pressure) + load.slack.col(0);
  EXPECT_LT((made - load.level_moment.col(0)).cwiseAbs().maxCoeff(), 1e-6);
  EXPECT_NEAR(muscles[18] + load.leg_slack(0, 0), -60.0, 1e-6);  // hip flexion, right
  EXPECT_NEAR(muscles[24] + load.leg_slack(6, 0), -80.0, 1e-6);  // knee, right
  EXPECT_NEAR(muscles[26] + load.leg_slack(8, 0), -90.0, 1e-6);  // ankle, right
  EXPECT_GE(load.activation.minCoeff(), 0.0);
  EXPECT_LE(load.activation.maxCoeff(), 1.0 + 1e-12);
}

TEST(ShareLoad, TheMirroredFrameIsSharedByTheMirroredMuscles) {
  const held::Body body = held::body();
  const StrideSolution stride = held::busy(body.runner);
  const SharedLoad here = held::share(body, stride), there = held::share(body, held::mirrored(body.runner, stride));
  double largest = 0.0;
  for (Eigen::Index i = 0; i < here.force.rows(); ++i) {
    const int other = body.spine.muscles[static_cast<std::size_t>(i)].mirror;
    largest = std::max(largest, std::abs(here.force(i, 0) - there.force(other, 0)));
  }
  EXPECT_LT(largest, 1e-4);  // what a residual of 1e-6 N·m may do to one force; measured 2e-13 N
}

TEST(ShareLoad, CuttingAFascicleInHalvesChangesNoOtherForce) {
  held::Body body = held::body();
  const StrideSolution stride = held::busy(body.runner);
  const SharedLoad whole = held::share(body, stride);
  Eigen::Index k = 0;
  whole.force.col(0).head(200).maxCoeff(&k);
  const std::size_t cut = static_cast<std::size_t>(k);
  body.spine.muscles[cut].F_max *= 0.5;
  body.spine.muscles.push_back(body.spine.muscles[cut]);
  const SharedLoad halves = held::share(body, stride);
  const Eigen::Index nm = whole.force.rows();
  Eigen::VectorXd together = halves.force.col(0).head(nm);
  together[k] += halves.force(nm, 0);
  // The programmes are the same; each stops within 1e-6 N·m of balance, usually far below as the last Newton step is
  // exact.
  EXPECT_LT((together - whole.force.col(0)).cwiseAbs().maxCoeff(), 1e-8);
}

TEST(ShareLoad, AWorkspaceKeepsNothingOfEarlierScenarios) {
  const held::Body body = held::body();
  const StrideSolution stride = held::busy(body.runner);
  const StrideSolution other = held::still(body.runner, Eigen::VectorXd::Zero(body.runner.nq()));
  held::Workspace used;
  share_load(body.runner, body.spine, other, held::strength(0.7), {}, {}, *used.work);
  const SharedLoad a = share_load(body.runner, body.spine, stride, {}, {}, {}, *used.work);
  const SharedLoad b = held::share(body, stride);
  EXPECT_EQ((a.force.array() != b.force.array()).count(), 0);
}

// The optimum is unique, so where a frame's solve starts must not show: each frame alone gives what it gives in a row.
TEST(ShareLoad, AFrameIsSharedAlikeAloneAndAfterAnother) {
  const held::Body body = held::body();
  const StrideSolution first = held::still(body.runner, Eigen::VectorXd::Zero(body.runner.nq()));
  const StrideSolution second = held::busy(body.runner);
  StrideSolution both = first;
  both.q.conservativeResize(Eigen::NoChange, 2);
  both.tau.conservativeResize(Eigen::NoChange, 2);
  both.qd.setZero(both.q.rows(), 2);
  both.q.col(1) = second.q;
  both.tau.col(1) = second.tau;
  both.trunk.push_back(second.trunk[0]);
  const SharedLoad row = held::share(body, both), alone = held::share(body, second);
  EXPECT_LT((row.force.col(1) - alone.force).cwiseAbs().maxCoeff(), 1e-4);  // what 1e-6 N·m may do to one force
  EXPECT_LT((row.slack.col(1) - alone.slack).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(ShareLoad, WhatTheLegsLackIsSaidButDoesNotFail) {
  const held::Body body = held::body();
  StrideSolution stride = held::still(body.runner, Eigen::VectorXd::Zero(body.runner.nq()));
  stride.tau(body.runner.index("ankle_dorsiflexion_r"), 0) = -2000.0;  // more than any calf has
  const SharedLoad load = held::share(body, stride);
  EXPECT_EQ(load.status, Status::converged);
  EXPECT_GT(load.largest_leg_slack, 1000.0);
  EXPECT_NE(load.warning.find("ankle_dorsiflexion_r"), std::string::npos) << load.warning;
}

TEST(ShareLoad, TheFloorIsInNewtonsOfTheReferenceMuscle) {
  const held::Body body = held::body();
  const StrideSolution stride = held::still(body.runner, Eigen::VectorXd::Zero(body.runner.nq()));
  for (const double strength : {0.5, 1.0, 1.5}) {
    const SharedLoad load = held::share(body, stride, held::strength(strength));
    for (std::size_t i = 0; i < body.spine.muscles.size(); ++i) {
      const Muscle& muscle = body.spine.muscles[i];
      EXPECT_GE(load.force(static_cast<Eigen::Index>(i), 0), 0.01 * muscle.F_max - 1e-9);
    }
  }
}

TEST(ShareLoad, WhatMusclesCannotBalanceIsAStatusWithTheLevelNamed) {
  const held::Body body = held::body();
  StrideSolution stride = held::still(body.runner, Eigen::VectorXd::Zero(body.runner.nq()));
  stride.trunk[0].moment.z() += 600.0;  // more extension than anyone has
  const SharedLoad load = held::share(body, stride);
  EXPECT_EQ(load.status, Status::sharing_infeasible);
  EXPECT_GT(load.largest_slack, level_slack_limit);
  EXPECT_NE(load.reason.find("knot 1 of 1"), std::string::npos) << load.reason;
  EXPECT_NE(load.reason.find("extension"), std::string::npos) << load.reason;
}

TEST(ShareLoad, NotANumberIsAStatus) {
  const held::Body body = held::body();
  StrideSolution stride = held::still(body.runner, Eigen::VectorXd::Zero(body.runner.nq()));
  stride.trunk[0].force.x() = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(held::share(body, stride).status, Status::numerical_failure);
}

// The sum of F_max²/w r r' has no direction in which the core is helpless, and no side that is favoured.
TEST(LumbarCapacity, IsPositiveDefiniteAndSymmetricBetweenTheSides) {
  const held::Body body = held::body();
  const Eigen::Matrix3d C = lumbar_capacity(body.runner, body.spine, muscle_strength(body.spine, {}),
                                            Eigen::VectorXd::Zero(body.runner.nq()))[0];
  EXPECT_GT(C.eigenvalues().real().minCoeff(), 0.0);
  EXPECT_NEAR(C(0, 1), 0.0, 1e-9 * C(0, 0));
  EXPECT_NEAR(C(0, 2), 0.0, 1e-9 * C(0, 0));
}

}  // namespace
}  // namespace psoas
