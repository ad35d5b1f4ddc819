// Are the analytic derivatives of inverse dynamics those of inverse dynamics? Against differences at random states.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/dynamics/states.h"

namespace psoas {
namespace {

/// Of our runner, and of one with joints that ours has not.
struct Derivatives : testing::TestWithParam<bool> {
  Runner runner = GetParam() ? odd_runner() : test_runner({.mass = 62.0, .height = 1.68, .sex = Sex::female});
  std::mt19937 random{2024};
  DynamicsData<double> data{runner};
  static constexpr int states = 20;

  Eigen::Index n() const { return runner.nq(); }
  State differentiated() {
    const State state = random_state(runner, random);
    load(state, data);
    inverse_dynamics_derivatives(runner, data);
    return state;
  }
  static double relative(const Eigen::VectorXd& a, const Eigen::VectorXd& b, double scale) {
    return (a - b).cwiseAbs().maxCoeff() / scale;
  }
};

INSTANTIATE_TEST_SUITE_P(OursAndOdd, Derivatives, testing::Bool());

// Three ways of counting: wrenches about the world origin, composites of whole subtrees, and each link in its own axes.
TEST_P(Derivatives, TorquesAreTheSameByAllThreeWays) {
  for (int trial = 0; trial < states; ++trial) {
    const Eigen::VectorXd tau = torques(runner, differentiated());
    EXPECT_LT(relative(vector_of(data.tau), tau, tau.norm()), 1e-14);
    data.tau.assign(data.tau.size(), 0.0);
    data.turn.assign(data.turn.size(), {0.0, 0.0});
    turn_and_torques(runner, data);
    EXPECT_LT(relative(vector_of(data.tau), tau, tau.norm()), 1e-14);
  }
}

// The simulation of a landing asks for these alone.
TEST_P(Derivatives, TorquesAndMassesAloneAreTheSame) {
  for (int trial = 0; trial < states; ++trial) {
    differentiated();
    const Eigen::VectorXd tau = vector_of(data.tau);
    const Eigen::MatrixXd M = matrix_of(data, data.dtau_dqdd);
    for (auto* numbers : {&data.tau, &data.dtau_dqdd}) std::fill(numbers->begin(), numbers->end(), 0.0);
    torques_and_masses(runner, data);
    EXPECT_LT(relative(vector_of(data.tau), tau, tau.norm()), 1e-14);
    EXPECT_LT((matrix_of(data, data.dtau_dqdd) - M).cwiseAbs().maxCoeff(), 1e-14 * M.norm());
  }
}

// Fourth-order central difference, step 1e-3 rad: truncation h⁴/30 τ⁽⁵⁾ is about 1e-12 τ, as an angle enters by sines
// and cosines of at most some multiples; rounding is eps τ/h = 2e-13 τ. The bound leaves two decades for both.
TEST_P(Derivatives, ByPositionMatchCentralDifferences) {
  const double h = 1e-3;
  for (int trial = 0; trial < states; ++trial) {
    const State state = differentiated();
    const Eigen::MatrixXd by_q = matrix_of(data, data.dtau_dq);
    const double scale = torques(runner, state).norm();
    for (Eigen::Index j = 0; j < n(); ++j) {
      const auto moved = [&](double step) {
        State there = state;
        there.q[j] += step;
        return torques(runner, there);
      };
      const Eigen::VectorXd slope = (8.0 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12.0 * h);
      EXPECT_LT(relative(by_q.col(j), slope, scale), 1e-10) << runner.links[static_cast<std::size_t>(j)].name;
    }
  }
}

// Torque is a quadratic function of velocity: the central difference is exact for any step, here 1 rad/s; only
// rounding.
TEST_P(Derivatives, ByVelocityMatchCentralDifferences) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = differentiated();
    const Eigen::MatrixXd by_qd = matrix_of(data, data.dtau_dqd);
    const double scale = torques(runner, state).norm();
    for (Eigen::Index j = 0; j < n(); ++j) {
      State up = state, down = state;
      up.qd[j] += 1.0, down.qd[j] -= 1.0;
      const Eigen::VectorXd slope = 0.5 * (torques(runner, up) - torques(runner, down));
      EXPECT_LT(relative(by_qd.col(j), slope, scale), 1e-13) << runner.links[static_cast<std::size_t>(j)].name;
    }
  }
}

// Torque is a linear function of acceleration: the difference is exact; only rounding.
TEST_P(Derivatives, ByAccelerationAreTheMassMatrix) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = differentiated();
    const Eigen::MatrixXd M = mass_matrix(runner, state.q), by_qdd = matrix_of(data, data.dtau_dqdd);
    EXPECT_LT((by_qdd - M).cwiseAbs().maxCoeff(), 1e-12 * M.cwiseAbs().maxCoeff());
  }
}

TEST_P(Derivatives, LeaveNothingBehindForTheNextState) {
  const State first = random_state(runner, random), second = random_state(runner, random);
  DynamicsData<double> fresh(runner);
  load(second, fresh);
  inverse_dynamics_derivatives(runner, fresh);
  load(first, data), inverse_dynamics_derivatives(runner, data);
  load(second, data), inverse_dynamics(runner, data);
  load(first, data), turn_and_torques(runner, data);
  load(second, data), inverse_dynamics_derivatives(runner, data);
  EXPECT_EQ(data.tau, fresh.tau);
  EXPECT_EQ(data.dtau_dq, fresh.dtau_dq);
  EXPECT_EQ(data.dtau_dqd, fresh.dtau_dqd);
  EXPECT_EQ(data.dtau_dqdd, fresh.dtau_dqdd);
}

TEST_P(Derivatives, VanishBetweenLimbs) {
  differentiated();
  const Eigen::MatrixXd M = matrix_of(data, data.dtau_dqdd);
  const int right = runner.index("knee_flexion_r"), left = runner.index("knee_flexion_l"),
            arm = runner.index("shoulder_flexion_r"), lumbar = runner.index("lumbar_extension");
  for (const auto& [i, j] : {std::pair{right, left}, {right, arm}, {right, lumbar}, {arm, left}}) {
    EXPECT_EQ(M(i, j), 0.0);  // a limb feels another only through the body they share
  }
  EXPECT_NE(M(right, runner.pelvis), 0.0);
}

}  // namespace
}  // namespace psoas
