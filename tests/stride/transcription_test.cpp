// Is the list of control points really a motion? Exact for cubics, consistent in time, and whole across the mirror.
#include "sim/stride/transcription.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "models/models.h"

namespace psoas {
namespace {

Runner default_runner() {
  const Models models = read_models(models_folder());
  return build_runner(*models.runner, {}, {});
}

StrideUnknowns random_unknowns(const Runner& runner, int nodes, unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<double> normal;
  StrideUnknowns x{Eigen::MatrixXd(runner.nq() + 1, nodes), 0.36};
  for (Eigen::Index i = 0; i < x.control.size(); ++i) x.control.data()[i] = normal(engine);
  return x;
}

TEST(Transcription, WeightsAtAKnotAreThoseOfTheFormulation) {
  const SplineWeights w = spline_weights(0.0);
  EXPECT_TRUE(w.position.isApprox(Eigen::Vector4d(1, 4, 1, 0) / 6.0, 1e-15));
  EXPECT_TRUE(w.velocity.isApprox(Eigen::Vector4d(-1, 0, 1, 0) / 2.0, 1e-15));
  EXPECT_TRUE(w.acceleration.isApprox(Eigen::Vector4d(1, -2, 1, 0), 1e-15));
}

// A spline of degree 3 is every cubic: its control points are the cubic's polar form at three neighbouring knots,
//   c_k = p0 + p1 k h + p2 (k² - 1/3) h² + p3 (k³ - k) h³.
TEST(Transcription, PositionVelocityAndAccelerationAreExactForACubic) {
  const Runner runner = default_runner();
  constexpr int nodes = 12;
  StrideUnknowns x{Eigen::MatrixXd(runner.nq() + 1, nodes), 0.36};
  const double h = x.duration / nodes, speed = 3.0;
  const auto p0 = [](int i) { return 0.3 - 0.1 * i; };
  const auto p1 = [](int i) { return 1.0 + 0.2 * i; };
  const auto p2 = [](int i) { return -5.0 + i; };
  const auto p3 = [](int i) { return 20.0 - 3.0 * i; };
  for (int i = 0; i <= runner.nq(); ++i) {
    for (int k = 0; k < nodes; ++k) {
      const double k2 = k * k - 1.0 / 3.0, k3 = k * k * k - k;
      x.control(i, k) = p0(i) + p1(i) * k * h + p2(i) * k2 * h * h + p3(i) * k3 * h * h * h;
    }
  }
  StrideStates states;
  for (const double u : {0.0, 0.25, 0.5, 0.9}) {
    stride_states(runner, x, speed, u, states);
    for (int k = 1; k + 2 < nodes; ++k) {  // the others see the mirror, which no cubic obeys
      const double t = (k + u) * h;
      for (int i = 0; i <= runner.nq(); ++i) {
        const double extra = i == 0 ? speed : 0.0;
        EXPECT_NEAR(states.q(i, k), p0(i) + t * (p1(i) + t * (p2(i) + t * p3(i))), 1e-12);
        EXPECT_NEAR(states.qd(i, k), extra + p1(i) + t * (2 * p2(i) + t * 3 * p3(i)), 1e-11);  // rounding over h
        EXPECT_NEAR(states.qdd(i, k), 2 * p2(i) + t * 6 * p3(i), 1e-9);                        // rounding over h²
      }
    }
  }
}

TEST(Transcription, VelocityIsTheRateOfPositionAndAccelerationThatOfVelocity) {
  const Runner runner = default_runner();
  const StrideUnknowns x = random_unknowns(runner, 12, 3);
  const double h = x.duration / 12, du = 1e-4, speed = 2.0;
  StrideStates before, here, after;
  for (const double u : {0.2, 0.5, 0.8}) {
    stride_states(runner, x, speed, u - du, before);
    stride_states(runner, x, speed, u, here);
    stride_states(runner, x, speed, u + du, after);
    Eigen::MatrixXd v = (after.q - before.q) / (2 * du * h);
    v.row(0).array() += speed;  // tx is relative to speed times time
    const Eigen::MatrixXd a = (after.qd - before.qd) / (2 * du * h);
    // Central differences of a cubic are off by its third derivative (below 20/h³ here) times (du h)²/6.
    EXPECT_LT((v - here.qd).cwiseAbs().maxCoeff(), 20 * du * du / 6 / h);
    EXPECT_LT((a - here.qdd).cwiseAbs().maxCoeff(), 1e-10 / (du * h * h));  // exact for a quadratic but for rounding
  }
}

TEST(Transcription, AMirrorTwiceIsTheSameMotion) {
  const Runner runner = default_runner();
  const StrideUnknowns x = random_unknowns(runner, 6, 4);
  Eigen::VectorXd once(runner.nq() + 1), twice(runner.nq() + 1);
  mirror_into(runner, x.control.col(0), once);
  mirror_into(runner, once, twice);
  EXPECT_GT((once - x.control.col(0)).norm(), 0.1);
  EXPECT_EQ(twice, x.control.col(0));
}

TEST(Transcription, TheStepBeforeAndTheStepAfterAreMirrorImages) {
  const Runner runner = default_runner();
  constexpr int nodes = 12;
  const StrideUnknowns x = random_unknowns(runner, nodes, 5);
  Eigen::VectorXd mirrored(runner.nq() + 1);
  for (int k = 0; k < nodes; ++k) {
    mirror_into(runner, x.control.col(k), mirrored);
    EXPECT_EQ(control_point(runner, x, k), x.control.col(k));
    EXPECT_EQ(control_point(runner, x, k + nodes), mirrored);
    EXPECT_EQ(control_point(runner, x, k - nodes), mirrored);
  }
}

TEST(Transcription, TheEndOfAStepIsTheMirroredStartOfIt) {
  const Runner runner = default_runner();
  constexpr int nodes = 12;
  const StrideUnknowns x = random_unknowns(runner, nodes, 6);
  const double h = x.duration / nodes, almost = 1e-9;
  StrideStates start, end;
  stride_states(runner, x, 0.0, 0.0, start);
  stride_states(runner, x, 0.0, 1.0 - almost, end);
  Eigen::VectorXd expected(runner.nq() + 1);
  // One derivative further times the little time that is missing: below 10 / h^(order + 1) * almost * h.
  mirror_into(runner, start.q.col(0), expected);
  EXPECT_LT((end.q.col(nodes - 1) - expected).cwiseAbs().maxCoeff(), 10 * almost);
  mirror_into(runner, start.qd.col(0), expected);
  EXPECT_LT((end.qd.col(nodes - 1) - expected).cwiseAbs().maxCoeff(), 10 * almost / h);
  mirror_into(runner, start.qdd.col(0), expected);
  EXPECT_LT((end.qdd.col(nodes - 1) - expected).cwiseAbs().maxCoeff(), 20 * almost / (h * h));
}

TEST(Transcription, AnInterpolatingSplinePassesThroughItsValues) {
  const Runner runner = default_runner();
  const Eigen::MatrixXd values = random_unknowns(runner, 24, 7).control;
  const StrideUnknowns x{interpolating_control(runner, values, Period::step), 0.36};
  StrideStates states;
  stride_states(runner, x, 3.5, 0.0, states);
  EXPECT_LT((states.q - values).cwiseAbs().maxCoeff(), 1e-13);
}

}  // namespace
}  // namespace psoas
