// Do the torques know only what physics lets them know? Mirror, similarity, and that places and speeds are relative.
#include <gtest/gtest.h>

#include "tests/dynamics/states.h"

namespace psoas {
namespace {

struct Symmetry : testing::Test {
  Runner runner = test_runner();
  std::mt19937 random{5};
  static constexpr int states = 20;

  Eigen::VectorXd mirrored(const Eigen::VectorXd& x) const {
    Eigen::VectorXd y(x.size());
    for (std::size_t i = 0; i < runner.links.size(); ++i)
      y[runner.mirror[i]] = runner.mirror_sign[i] * x[static_cast<Eigen::Index>(i)];
    return y;
  }
  static double difference(const Eigen::VectorXd& a, const Eigen::VectorXd& b) { return (a - b).norm() / b.norm(); }
};

TEST_F(Symmetry, TheMirrorImageNeedsTheMirroredTorques) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = random_state(runner, random);
    const State image{mirrored(state.q), mirrored(state.qd), mirrored(state.qdd)};
    EXPECT_LT(difference(torques(runner, image), mirrored(torques(runner, state))), 1e-12);
  }
}

TEST_F(Symmetry, TwiceTheMassNeedsTwiceTheTorque) {
  const Runner one = test_runner({.mass = 45.0, .height = 1.7}, {.mass = 0.2});
  const Runner two = test_runner({.mass = 90.0, .height = 1.7}, {.mass = 0.4});
  for (int trial = 0; trial < states; ++trial) {
    const State state = random_state(one, random);
    EXPECT_LT(difference(torques(two, state), 2.0 * torques(one, state)), 1e-12);
  }
}

// Dynamic similarity [Alexander & Jayes 1983]: a body λ times as long, moving alike in times √λ as long, needs the same
// forces and λ times the moments.
TEST_F(Symmetry, ALongerBodyMovingAlikeNeedsTheSameForces) {
  const double lambda = 1.2;
  const Runner small = test_runner({.mass = 70.0, .height = 1.6}),
               tall = test_runner({.mass = 70.0, .height = 1.6 * lambda});
  for (int trial = 0; trial < states; ++trial) {
    State state = random_state(small, random);
    Eigen::VectorXd expected = torques(small, state);
    state.qd /= std::sqrt(lambda), state.qdd /= lambda;
    for (Eigen::Index i = 0; i < state.q.size(); ++i) {
      if (small.links[static_cast<std::size_t>(i)].slide) {
        state.q[i] *= lambda, state.qd[i] *= lambda, state.qdd[i] *= lambda;
      } else {
        expected[i] *= lambda;
      }
    }
    EXPECT_LT(difference(torques(tall, state), expected), 1e-12);
  }
}

TEST_F(Symmetry, PlaceAndSteadySpeedOfTheRunnerDoNotMatter) {
  for (int trial = 0; trial < states; ++trial) {
    State state = random_state(runner, random);
    const Eigen::VectorXd expected = torques(runner, state);
    state.q.head<3>() += Eigen::Vector3d(12.0, -3.0, 5.0);
    state.qd.head<3>() += Eigen::Vector3d(3.5, 1.0, -2.0);
    // Wrenches are taken at the world origin: 13 m away the arm costs two digits.
    EXPECT_LT(difference(torques(runner, state), expected), 1e-12);
  }
}

// Einstein's lift: falling with g is weightlessness.
TEST_F(Symmetry, FallingFreelyAsOneNeedsNoTorque) {
  State state = random_state(runner, random);
  state.qd.tail(state.qd.size() - 3).setZero();
  state.qdd.setZero();
  state.qdd[1] = -Runner::gravity;
  EXPECT_LT(torques(runner, state).norm(), 1e-11 * runner.body_weight());
}

}  // namespace
}  // namespace psoas
