// Does a load depend on how strong muscles are, or only on how strong they are beside each other?
//
// With effort Σ w a² and a price of slack that follows strength, strength s of every muscle divides all costs by s²:
// the same forces are best. What strength changes on a stride is then due to muscles at their bounds, and to muscles
// beside the core (hips, psoas) that do not change.
#include <gtest/gtest.h>

#include "sim/lumbar/loads.h"
#include "sim/sharing/capacity.h"
#include "sim/sharing/filter.h"
#include "sim/stride/stride.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

/// Every muscle counts as core, legs and psoas too.
held::Body all_core() {
  held::Body body = held::body();
  for (Muscle& muscle : body.spine.muscles) muscle.part = CoreGroup::quadratus;
  return body;
}

TEST(UniformStrength, ChangesNoForceAndNoLoadWhileNoMuscleIsAtItsBound) {
  const held::Body body = all_core();
  const StrideSolution stride = held::swaying(body.runner, 8);
  for (const double floor : {0.0, 0.01}) {  // the floor is in newtons of the reference muscle
    SharingOptions options;
    options.force_floor = floor;
    const SharedLoad usual = held::share(body, stride, {}, options);
    const LumbarLoads loads = lumbar_loads(body.runner, body.spine, stride, usual);
    ASSERT_LT(usual.activation.maxCoeff(), 0.79);
    for (const double s : {0.8, 1.5, 2.0}) {
      const SharedLoad other = held::share(body, stride, held::strength(s), options);
      ASSERT_LT(other.activation.maxCoeff(), 1.0);
      EXPECT_LT((other.force - usual.force).cwiseAbs().maxCoeff(), 1e-9 * usual.force.maxCoeff()) << s;
      EXPECT_LT((other.slack - usual.slack).cwiseAbs().maxCoeff(), 1e-8) << s;
      EXPECT_LT((s * other.activation - usual.activation).cwiseAbs().maxCoeff(), 1e-9) << s;
      const LumbarLoads there = lumbar_loads(body.runner, body.spine, stride, other);
      EXPECT_LT((there.compression - loads.compression).cwiseAbs().maxCoeff(), 1e-9 * loads.compression.maxCoeff());
      EXPECT_LT((there.shear_anterior - loads.shear_anterior).cwiseAbs().maxCoeff(), 1e-6);
    }
  }
}

TEST(UniformStrength, TheReserveGrowsWithIt) {
  const held::Body body = held::body();
  const StrideSolution stride = held::still(body.runner, held::swaying(body.runner, 4).q.col(1), {60.0, 0.0, 60.0});
  double before = 0.0;
  for (const double s : {0.4, 0.7, 1.0, 1.5}) {
    const double reserve = held::share(body, stride, held::strength(s)).reserve.least(0);
    EXPECT_GT(reserve, 1.1 * before) << s;
    before = reserve;
  }
}

struct Stride : testing::Test {
  held::Body body = held::body();
  StrideSolution stride = [&] {
    const Models models = read_models(std::filesystem::path(PSOAS_SOURCE_DIR) / "models");
    const ReferenceStride reference = build_reference(*models.reference, body.runner, 3.5);
    const LumbarCapacity capacity = lumbar_capacity(body.runner, body.spine, muscle_strength(body.spine, {}),
                                                    baseline_postures(body.runner, reference, StrideOptions{}.nodes));
    StrideWorkspace work;
    return low_pass(body.runner, solve_baseline_stride(body.runner, reference, {}, {}, capacity, {}, work).solution,
                    20.0);
  }();
  double peak(const Spine& spine, double strength, SharingOptions options) {
    options.reserve = false;
    const held::Body other{body.runner, spine};
    const SharedLoad load = held::share(other, stride, held::strength(strength), options);
    EXPECT_EQ(load.status, Status::converged);
    return lumbar_loads(body.runner, spine, stride, load).compression.row(0).maxCoeff();
  }
};

// The same stride held, L5-S1 peak against core.strength 1. As muscles are: -6.1 % at 0.5, -2.7 % at 0.7, +5.1 % at
// 1.5. With bounds ten times as high and all costs as they were: -0.4, -0.3 and +0.4 %, what is left being hips and
// psoas, which core.strength leaves alone; with those scaled too: 0.
TEST_F(Stride, WhatStrengthChangesIsSaturation) {
  SharingOptions bounded;
  bounded.fibres = Fibres::isometric;  // passive force would grow with F_max
  SharingOptions unbounded = bounded;
  unbounded.level_slack *= 10.0;
  unbounded.force_floor /= 10.0;
  Spine strong = body.spine;
  for (Muscle& muscle : strong.muscles) muscle.F_max *= 10.0;
  const double usual = peak(body.spine, 1.0, bounded), free = peak(strong, 1.0, unbounded);
  EXPECT_LT(peak(body.spine, 0.5, bounded), 0.97 * usual);
  EXPECT_NEAR(peak(strong, 0.5, unbounded), free, 0.01 * free);
  EXPECT_NEAR(peak(strong, 1.5, unbounded), free, 0.01 * free);
  Spine all = strong;
  for (Muscle& muscle : all.muscles) muscle.part = CoreGroup::quadratus;
  EXPECT_NEAR(peak(all, 0.5, unbounded), free, 1e-6 * free);
  EXPECT_NEAR(peak(all, 1.5, unbounded), free, 1e-6 * free);
}

}  // namespace
}  // namespace psoas
