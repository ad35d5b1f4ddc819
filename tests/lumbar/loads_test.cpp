// Do compression and shear have the right sign and size for someone who holds still?
#include "sim/lumbar/loads.h"

#include <gtest/gtest.h>

#include <numbers>

#include "tests/sharing/hold.h"

namespace psoas {
namespace {

struct Held {
  SharedLoad load;
  LumbarLoads loads;
};
Held hold(const held::Body& body, const StrideSolution& stride, const CoreOptions& core = {},
          const SharingOptions& options = {}) {
  SharedLoad load = held::share(body, stride, core, options);
  EXPECT_EQ(load.status, Status::converged) << load.reason;
  LumbarLoads loads = lumbar_loads(body.runner, body.spine, stride, load);
  return {std::move(load), std::move(loads)};
}

Eigen::VectorXd upright(const Runner& runner) { return Eigen::VectorXd::Zero(runner.nq()); }

/// Pelvis and trunk tilted as one until nothing has to be held at L5-S1: the weight above stands over it.
Eigen::VectorXd balanced_upright(const held::Body& body) {
  Eigen::VectorXd q = upright(body.runner);
  double& tilt = q[body.runner.index("pelvis_tilt")];
  double low = -0.5, high = 0.5;
  for (int k = 0; k < 50; ++k) {
    tilt = 0.5 * (low + high);
    const SharedLoad load = held::share(body, held::still(body.runner, q));
    (load.level_moment(0, 0) > 0.0 ? low : high) = tilt;  // too far forward: backs must hold, tilt back
  }
  return q;
}

/// Loads of the bare spine: the same frame without any muscle force.
LumbarLoads without_muscles(const held::Body& body, const StrideSolution& stride) {
  SharedLoad load = held::share(body, stride);
  load.muscle_pull.setZero();
  return lumbar_loads(body.runner, body.spine, stride, load);
}

// A weight above a disc that slopes down to the front: W cos(tilt) presses, W sin(tilt) slides forward.
TEST(LumbarLoads, AWeightOnAnInclinedDiscPressesAndSlidesForward) {
  const held::Body body = held::body();
  const StrideSolution stride = held::still(body.runner, upright(body.runner));
  const LumbarLoads loads = without_muscles(body, stride);
  const double weight = stride.trunk[0].force.y(), tilt = body.spine.levels[0].disc_tilt;
  ASSERT_GT(tilt, 0.3);  // L5/S1 slopes to the front
  EXPECT_NEAR(loads.compression(0, 0), weight * std::cos(tilt), 1e-9);
  EXPECT_NEAR(loads.shear_anterior(0, 0), weight * std::sin(tilt), 1e-9);
  EXPECT_GT(loads.shear_anterior(0, 0), 0.0);
  EXPECT_NEAR(loads.shear_lateral(0, 0), 0.0, 1e-9);
  for (int level = 1; level < level_count; ++level)  // less and less stands above
    EXPECT_LT(std::hypot(loads.compression(level, 0), loads.shear_anterior(level, 0)),
              std::hypot(loads.compression(level - 1, 0), loads.shear_anterior(level - 1, 0)));
}

// Someone pushes the trunk to its right: what is above would slide to the right, and the lower vertebra holds it.
TEST(LumbarLoads, APushToTheRightSlidesToTheRight) {
  const held::Body body = held::body();
  const StrideSolution stride = held::still(body.runner, upright(body.runner), {0.0, 0.0, 50.0});
  EXPECT_NEAR(without_muscles(body, stride).shear_lateral(0, 0), 50.0, 1e-9);
}

TEST(LumbarLoads, AMirroredFrameHasEqualCompressionAndOppositeLateralShear) {
  const held::Body body = held::body();
  Eigen::VectorXd q = upright(body.runner);
  q[body.runner.index("lumbar_bending")] = 0.15;
  q[body.runner.index("lumbar_rotation")] = 0.1;
  const StrideSolution stride = held::still(body.runner, q);
  const Held here = hold(body, stride), there = hold(body, held::mirrored(body.runner, stride));
  EXPECT_LT((here.loads.compression - there.loads.compression).cwiseAbs().maxCoeff(), 1e-3);
  EXPECT_LT((here.loads.shear_anterior - there.loads.shear_anterior).cwiseAbs().maxCoeff(), 1e-3);
  EXPECT_LT((here.loads.shear_lateral + there.loads.shear_lateral).cwiseAbs().maxCoeff(), 1e-3);
}

// All that presses L5/S1 is weight, muscle and nothing else: compression exceeds the weight by what muscles pull down.
TEST(LumbarLoads, MusclesOnlyAddToWhatTheWeightPresses) {
  const held::Body body = held::body();
  const StrideSolution stride = held::still(body.runner, upright(body.runner));
  const Held held = hold(body, stride);
  const LumbarLoads bare = without_muscles(body, stride);
  EXPECT_GT((held.loads.compression - bare.compression).minCoeff(), 0.0);
}

// The order of magnitude that standing has by every account: between the weight above and one body weight and a half.
TEST(LumbarLoads, StandingUprightLoadsL5S1ByAboutABodyWeight) {
  const held::Body body = held::body();
  const StrideSolution stride = held::still(body.runner, balanced_upright(body));
  const Held with_floor = hold(body, stride);
  const Held without = hold(body, stride, {}, held::without_floor());
  std::printf("balanced at a tilt of %.1f deg, weight above L5-S1 %.0f N\n",
              stride.q(body.runner.index("pelvis_tilt"), 0) * 180.0 / std::numbers::pi, stride.trunk[0].force.norm());
  EXPECT_GT(without.loads.compression(0, 0), 0.3 * body.runner.body_weight());
  EXPECT_LT(with_floor.loads.compression(0, 0), 1.5 * body.runner.body_weight());
  EXPECT_LT(without.loads.compression(0, 0), with_floor.loads.compression(0, 0));
}

TEST(LumbarLoads, LeaningForwardFromBalanceLoadsTheSpineMore) {
  const held::Body body = held::body();
  const Eigen::VectorXd balanced = balanced_upright(body);
  double before = 0.0;
  for (int degrees = 0; degrees <= 30; degrees += 5) {
    const double lean = degrees * std::numbers::pi / 180.0;
    Eigen::VectorXd q = balanced;
    q[body.runner.index("pelvis_tilt")] -= lean;
    const StrideSolution stride = held::still(body.runner, q);
    const double with_floor = hold(body, stride).loads.compression(0, 0);
    const double compression = hold(body, stride, {}, held::without_floor()).loads.compression(0, 0);
    std::printf("lean %2d deg: L5-S1 compression %6.1f N without, %6.1f N with a 1 %% floor\n", degrees, compression,
                with_floor);
    EXPECT_GT(compression, before) << "lean " << degrees;
    EXPECT_GT(with_floor, compression);
    before = compression;
  }
  EXPECT_GT(before, 1.2 * body.runner.body_weight());
}

// With the movement held, the same moment needs about the same forces however strong the muscles are [PHYSICS 4]:
// strength must not look like protection. The small change left comes from psoas, which is not scaled, and from the
// floor's share.
TEST(LumbarLoads, StrengthHardlyChangesTheLoadOfAGivenPosture) {
  const held::Body body = held::body();
  Eigen::VectorXd q = upright(body.runner);
  q[body.runner.index("pelvis_tilt")] = -0.35;
  const StrideSolution stride = held::still(body.runner, q);
  const double normal = hold(body, stride).loads.compression(0, 0);
  const double strong = hold(body, stride, held::strength(1.5)).loads.compression(0, 0);
  std::printf("core 1.5 times as strong: compression %+.1f %%\n", 100.0 * (strong / normal - 1.0));
  EXPECT_NEAR(strong / normal, 1.0, 0.05);
}

TEST(LumbarLoads, AbdominalPressureRelievesALeaningSpine) {
  const held::Body body = held::body();
  Eigen::VectorXd q = upright(body.runner);
  q[body.runner.index("pelvis_tilt")] = -0.5;
  const StrideSolution stride = held::still(body.runner, q);
  const double without = hold(body, stride).loads.compression(0, 0);
  CoreOptions pressed;
  pressed.abdominal_pressure = 5000.0;
  const double with = hold(body, stride, pressed).loads.compression(0, 0);
  EXPECT_LT(with, without);
  EXPECT_GT(with, 0.6 * without);
}

}  // namespace
}  // namespace psoas
