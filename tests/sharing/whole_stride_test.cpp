// Is a stride of two shared steps one shared step and its mirror image, and what does a one-sided core change?
#include <gtest/gtest.h>

#include "sim/lumbar/loads.h"
#include "sim/sharing/filter.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

CoreOptions one_sided(double imbalance) {
  CoreOptions core;
  core.imbalance = imbalance;
  return core;
}

/// Largest difference between forces of frames `k` of one and `l` of the other, the other seen in a mirror [N].
double mirrored_difference(const Spine& spine, const SharedLoad& a, Eigen::Index k, const SharedLoad& b,
                           Eigen::Index l) {
  double largest = 0.0;
  for (std::size_t i = 0; i < spine.muscles.size(); ++i)
    largest =
        std::max(largest, std::abs(a.force(static_cast<Eigen::Index>(i), k) - b.force(spine.muscles[i].mirror, l)));
  return largest;
}

struct WholeStride : testing::Test {
  static constexpr Eigen::Index n = 8;
  held::Body body = held::body();
  StrideSolution step = held::swaying(body.runner, n), whole = whole_stride(body.runner, step);
};

TEST_F(WholeStride, OfASymmetricCoreIsAStepAndItsMirrorImage) {
  const SharedLoad one = held::share(body, step), both = held::share(body, whole);
  const LumbarLoads there = lumbar_loads(body.runner, body.spine, whole, both);
  const LumbarLoads here = lumbar_loads(body.runner, body.spine, step, one);
  ASSERT_EQ(both.force.cols(), 2 * n);
  for (Eigen::Index k = 0; k < n; ++k) {
    EXPECT_LT((both.force.col(k) - one.force.col(k)).cwiseAbs().maxCoeff(), 1e-4);
    EXPECT_LT(mirrored_difference(body.spine, both, n + k, one, k), 1e-4);
    EXPECT_LT((there.compression.col(n + k) - here.compression.col(k)).cwiseAbs().maxCoeff(), 1e-3);
    EXPECT_LT((there.shear_lateral.col(n + k) + here.shear_lateral.col(k)).cwiseAbs().maxCoeff(), 1e-3);
  }
}

TEST_F(WholeStride, OfAOneSidedCoreHasTwoStepsThatSwapWithTheSide) {
  const SharedLoad right = held::share(body, whole, one_sided(0.3)), left = held::share(body, whole, one_sided(-0.3));
  ASSERT_EQ(right.status, Status::converged) << right.reason;
  double steps = 0.0;
  for (Eigen::Index k = 0; k < n; ++k) {
    steps = std::max(steps, mirrored_difference(body.spine, right, n + k, right, k));
    EXPECT_LT(mirrored_difference(body.spine, right, n + k, left, k), 1e-4);
    EXPECT_LT(mirrored_difference(body.spine, right, k, left, n + k), 1e-4);
  }
  EXPECT_GT(steps, 10.0);
}

}  // namespace
}  // namespace psoas
