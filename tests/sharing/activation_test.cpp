// What does it do to a stride when changes of activation cost something?
#include "sim/sharing/activation.h"

#include <gtest/gtest.h>

#include "sim/sharing/filter.h"
#include "sim/sharing/strength.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

SharingOptions slow(double time) {
  SharingOptions options;
  options.activation_time = time;
  options.reserve = false;
  return options;
}

/// Change of each activation from frame k - 1 to k, around the stride.
Eigen::MatrixXd changes(const Spine& spine, bool one_step, const Eigen::MatrixXd& a) {
  Eigen::MatrixXd change(a.rows(), a.cols());
  change.rightCols(a.cols() - 1) = a.rightCols(a.cols() - 1) - a.leftCols(a.cols() - 1);
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    const Eigen::Index before = one_step ? spine.muscles[static_cast<std::size_t>(i)].mirror : i;
    change(i, 0) = a(i, 0) - a(before, a.cols() - 1);
  }
  return change;
}

/// Effort of a stride as activation.h states it, slack included, for a default core.
double effort(const Spine& spine, const StrideSolution& stride, const SharedLoad& load, double time) {
  const Eigen::VectorXd w = muscle_strength(spine, {}).weight;
  const auto weighted = [&](const Eigen::MatrixXd& a) { return (w.transpose() * a.cwiseAbs2()).sum(); };
  return weighted(load.activation) + (load.slack.squaredNorm() + load.leg_slack.squaredNorm()) / 9.0 +
         change_weight(stride, time) * weighted(changes(spine, stride.one_step, load.activation));
}

TEST(ActivationTime, TheLongerTheSmallerTheLargestChange) {
  const held::Body body = held::body();
  const StrideSolution stride = held::swaying(body.runner, 16);
  double before = 2.0;
  for (const double time : {0.0, 0.01, 0.02, 0.05}) {
    const SharedLoad load = held::share(body, stride, {}, slow(time));
    ASSERT_EQ(load.status, Status::converged) << load.reason;
    const double largest = changes(body.spine, true, load.activation).cwiseAbs().maxCoeff();
    EXPECT_LT(largest, before) << time;
    before = largest;
  }
}

TEST(ActivationTime, NoTimeIsThePlainAnswer) {
  const held::Body body = held::body();
  const StrideSolution stride = held::swaying(body.runner, 8);
  const SharedLoad plain = held::share(body, stride, {}, slow(0.0)), quick = held::share(body, stride, {}, slow(1e-6));
  EXPECT_LT((plain.activation - quick.activation).cwiseAbs().maxCoeff(), 1e-6);
}

// The answer beats the plain one, and any other, under its own objective: sweeps ended where it is least.
TEST(ActivationTime, TheAnswerCostsLessThanAnyOther) {
  const held::Body body = held::body();
  const StrideSolution stride = held::swaying(body.runner, 16);
  const SharedLoad plain = held::share(body, stride, {}, slow(0.0));
  for (const double time : {0.01, 0.02, 0.05}) {
    const SharedLoad smooth = held::share(body, stride, {}, slow(time));
    const double least = effort(body.spine, stride, smooth, time);
    EXPECT_LT(least, effort(body.spine, stride, plain, time)) << time;
    for (const double other : {0.8 * time, 1.25 * time})
      EXPECT_LT(least, effort(body.spine, stride, held::share(body, stride, {}, slow(other)), time) * (1.0 + 1e-4))
          << time << " against " << other;
  }
}

/// The whole stride begun `by` frames later.
StrideSolution rotated(const StrideSolution& whole, Eigen::Index by) {
  StrideSolution out = whole;
  const Eigen::Index n = whole.q.cols();
  for (Eigen::Index k = 0; k < n; ++k) {
    const Eigen::Index from = (k + by) % n;
    out.q.col(k) = whole.q.col(from);
    out.qd.col(k) = whole.qd.col(from);
    out.tau.col(k) = whole.tau.col(from);
    out.trunk[static_cast<std::size_t>(k)] = whole.trunk[static_cast<std::size_t>(from)];
  }
  return out;
}

// Where a stride is said to begin, and in which order frames are swept, must not show.
TEST(ActivationTime, ThereIsNoSeam) {
  const held::Body body = held::body();
  const StrideSolution step = held::swaying(body.runner, 12), whole = whole_stride(body.runner, step);
  for (const double time : {0.02, 0.05}) {
    const SharedLoad one = held::share(body, step, {}, slow(time)), both = held::share(body, whole, {}, slow(time)),
                     later = held::share(body, rotated(whole, 5), {}, slow(time));
    double step_seam = 0.0, stride_seam = 0.0;
    for (Eigen::Index k = 0; k < 24; ++k) {
      stride_seam =
          std::max(stride_seam, (later.activation.col(k) - both.activation.col((k + 5) % 24)).cwiseAbs().maxCoeff());
      for (Eigen::Index i = 0; i < one.activation.rows(); ++i) {
        const Eigen::Index own = k < 12 ? i : body.spine.muscles[static_cast<std::size_t>(i)].mirror;
        step_seam = std::max(step_seam, std::abs(both.activation(i, k) - one.activation(own, k % 12)));
      }
    }
    std::printf("τ %.0f ms: activation differs by %.4f at the step's seam, %.4f at the stride's\n", 1e3 * time,
                step_seam, stride_seam);
    EXPECT_LT(step_seam, 0.02) << time;
    EXPECT_LT(stride_seam, 0.02) << time;
  }
}

}  // namespace
}  // namespace psoas
