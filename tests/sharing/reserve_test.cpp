// Does the strength reserve of a frame say what strength really changes, on the spine's own geometry?
#include "sim/sharing/reserve.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/sharing/demand.h"
#include "sim/sharing/strength.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

struct Frame {
  Eigen::MatrixXd R;
  Eigen::VectorXd lo, hi, demand, allowance;
};

/// A runner who holds still, leaning forward and to the side, `push` [N] at the trunk; legs without load; no floor.
Frame held_frame(const held::Body& body, double lean, double strength_of_core, const Eigen::Vector3d& push) {
  Eigen::VectorXd q = Eigen::VectorXd::Zero(body.runner.nq());
  q[body.runner.index("pelvis_tilt")] = -lean;
  q[body.runner.index("lumbar_bending")] = 0.1 * lean;
  const StrideSolution stride = held::still(body.runner, q, push);
  SpinePose pose;
  MuscleGeometry geometry;
  spine_pose(body.runner, body.spine, q, pose);
  muscle_geometry(body.runner, body.spine, pose, geometry);
  const std::array<LevelWrench, level_count> wrench = level_wrenches(body.spine, pose, stride.trunk[0]);
  Frame frame;
  frame.R = geometry.moment_arm;
  frame.demand.setZero(frame.R.rows());
  for (int level = 0; level < level_count; ++level)
    frame.demand.segment<3>(3 * level) = pose.axes[level].transpose() * wrench[level].moment;
  frame.hi = muscle_strength(body.spine, held::strength(strength_of_core)).F_max;
  frame.lo.setZero(frame.hi.size());
  reserve_allowance(Eigen::VectorXd::Zero(frame.R.rows()), frame.allowance);
  return frame;
}

FrameReserve reserve(const Frame& frame) {
  ReserveWorkspace work;
  FrameReserve answer;
  frame_reserve(frame.R, frame.lo, frame.hi, frame.demand, frame.allowance, Start::cold, work, answer);
  return answer;
}

const Eigen::Vector3d push(-40.0, 0.0, 25.0);

TEST(StrengthReserve, GrowsInProportionToStrengthAndAllowance) {
  const held::Body body = held::body();
  Frame frame = held_frame(body, 0.6, 1.0, push);
  const double once = reserve(frame).reserve[0];
  ASSERT_LT(once, 5.0);  // twice is below the cap
  frame.hi *= 2.0;
  frame.allowance *= 2.0;
  EXPECT_NEAR(reserve(frame).reserve[0], 2.0 * once, 1e-9);
}

TEST(StrengthReserve, AWeakerCoreHasLessOfItAtEveryLevel) {
  const held::Body body = held::body();
  FrameReserve weaker = reserve(held_frame(body, 0.6, 0.5, push));
  for (const double strength : {0.7, 1.0, 1.5}) {
    const FrameReserve stronger = reserve(held_frame(body, 0.6, strength, push));
    EXPECT_GT(stronger.reserve[0], 1.1 * weaker.reserve[0]);
    for (std::size_t i = 1; i < reserve_count; ++i)
      EXPECT_TRUE(stronger.reserve[i] > weaker.reserve[i] || (weaker.capped[i] && stronger.capped[i])) << i;
    weaker = stronger;
  }
}

TEST(StrengthReserve, WhatIsWorthSomethingPullsWithAllItsStrength) {
  const held::Body body = held::body();
  const Frame frame = held_frame(body, 0.6, 1.0, push);
  const FrameReserve answer = reserve(frame);
  const std::vector<int> limiting = limiting_muscles(answer.worth.col(0));
  ASSERT_GT(limiting.size(), 3U);
  for (std::size_t i = 1; i < limiting.size(); ++i)
    EXPECT_GE(answer.worth(limiting[i - 1], 0), answer.worth(limiting[i], 0));
  // Nothing is held and nothing must pull, so strength and allowance carry all of α: Σ hi dα/dhi + Σ e |λ| = α.
  EXPECT_NEAR(answer.worth.col(0).sum() + frame.allowance.dot(answer.give_way.col(0).cwiseAbs()), answer.reserve[0],
              1e-9);
}

TEST(StrengthReserve, TheMirroredFrameHasTheSameReserve) {
  const held::Body body = held::body();
  const Frame right = held_frame(body, 0.6, 1.0, push);
  Frame left = right;  // level axes z, x, y: extension stays, bending and rotation turn their sign; no leg is loaded
  for (int row = 0; row < level_axis_count; ++row)
    if (row % 3 != 0) left.demand[row] = -right.demand[row];
  for (Eigen::Index i = 0; i < left.R.cols(); ++i) {
    const Eigen::Index other = body.spine.muscles[static_cast<std::size_t>(i)].mirror;
    for (int row = 0; row < level_axis_count; ++row) left.R(row, i) = (row % 3 == 0 ? 1.0 : -1.0) * right.R(row, other);
    for (int row = level_axis_count; row < left.R.rows(); ++row) left.R(row, i) = right.R(row, other);
  }
  for (std::size_t w = 0; w < reserve_count; ++w)
    EXPECT_NEAR(reserve(left).reserve[w], reserve(right).reserve[w], 1e-9) << w;
}

TEST(StrengthReserve, CuttingAFascicleInHalvesChangesNothing) {
  const held::Body body = held::body();
  const Frame whole = held_frame(body, 0.6, 1.0, push);
  Frame cut = whole;
  Eigen::Index k = 0, n = whole.hi.size();
  reserve(whole).worth.col(0).maxCoeff(&k);
  cut.R.conservativeResize(Eigen::NoChange, n + 1);
  cut.R.col(n) = whole.R.col(k);
  cut.lo.conservativeResize(n + 1);
  cut.hi.conservativeResize(n + 1);
  cut.lo[n] = 0.0;
  cut.hi[n] = cut.hi[k] = 0.5 * whole.hi[k];
  for (std::size_t w = 0; w < reserve_count; ++w)
    EXPECT_NEAR(reserve(cut).reserve[w], reserve(whole).reserve[w], 1e-9) << w;
}

TEST(StrengthReserve, AFrameAfterOthersHasTheReserveItHasAlone) {
  const held::Body body = held::body();
  ReserveWorkspace work;
  FrameReserve answer;
  for (int k = 0; k < 12; ++k) {
    const Frame frame = held_frame(body, 0.1 * k, 1.0, push * std::cos(k));
    frame_reserve(frame.R, frame.lo, frame.hi, frame.demand, frame.allowance, k == 0 ? Start::cold : Start::warm, work,
                  answer);
    const FrameReserve alone = reserve(frame);
    for (std::size_t w = 0; w < reserve_count; ++w) {
      EXPECT_EQ(answer.status[w], alone.status[w]) << k << " " << w;
      if (alone.status[w] == ReserveStatus::solved) {
        EXPECT_NEAR(answer.reserve[w], alone.reserve[w], 1e-9) << k << w;
      }
    }
  }
}

TEST(StrengthReserve, ADemandBeyondTheMusclesIsBelowOneAndOneThatIsHeldIsInfeasible) {
  const held::Body body = held::body();
  Frame frame = held_frame(body, 0.6, 1.0, push);
  frame.demand.segment<3>(0) *= 50.0;
  const FrameReserve answer = reserve(frame);
  EXPECT_EQ(answer.status[0], ReserveStatus::solved);
  EXPECT_LT(answer.reserve[0], 1.0);
  EXPECT_EQ(answer.status[6], ReserveStatus::infeasible);  // T12-L1 grows while L5-S1 is held
  EXPECT_TRUE(std::isnan(answer.reserve[6]));

  StrengthReserve stride = empty_reserve(frame.hi.size(), 2);
  record_frame(answer, 0, stride);
  EXPECT_EQ(stride.least(6), 0.0);  // the worst frame of all is not the one to leave out
  EXPECT_EQ(stride.unsolved[6], 0);
  const FrameReserve fine = reserve(held_frame(body, 0.6, 1.0, push));
  record_frame(fine, 1, stride);
  EXPECT_EQ(stride.least_frame[0], 0);
  EXPECT_EQ(stride.least(6), 0.0);
  EXPECT_EQ(stride.reserve(6, 1), fine.reserve[6]);
  EXPECT_EQ(stride.worth(limiting_muscles(answer.worth.col(0))[0], 0), answer.worth.col(0).maxCoeff());
}

// The allowance of a leg's row is what sharing left there, so a calf that is too weak does not make the core
// infeasible.
TEST(StrengthReserve, WhatTheLegsLackIsNotTheCoresWeakness) {
  const held::Body body = held::body();
  Frame frame = held_frame(body, 0.6, 1.0, push);
  Eigen::VectorXd slack = Eigen::VectorXd::Zero(frame.R.rows());
  frame.demand[26] = -2000.0;  // right ankle
  EXPECT_EQ(reserve(frame).status[0], ReserveStatus::infeasible);
  slack[26] = -1990.0;
  reserve_allowance(slack, frame.allowance);
  EXPECT_EQ(reserve(frame).status[0], ReserveStatus::solved);
}

}  // namespace
}  // namespace psoas
