// Does an engine that shares no line with ours find the same torques? Simbody on the same tree at random states.
#include <gtest/gtest.h>

#ifdef PSOAS_HAS_SIMBODY

#include <iostream>

#include "tests/dynamics/states.h"
#include "tests/simbody/tree.h"

namespace psoas {
namespace {

/// Asked about our runner, and about one with joints that ours has not.
struct Simbody : testing::TestWithParam<bool> {
  Runner runner = GetParam() ? odd_runner() : test_runner({.mass = 66.0, .height = 1.71, .sex = Sex::female});
  SimbodyTree tree{runner};
  std::mt19937 random{3};
  static constexpr int states = 100;
  static constexpr double tolerance = 1e-9;  // relative; both engines carry rounding of some hundred eps
};

INSTANTIATE_TEST_SUITE_P(OursAndOdd, Simbody, testing::Bool());

TEST_P(Simbody, FindsTheSameTorques) {
  double worst = 0.0;
  for (int trial = 0; trial < states; ++trial) {
    const State state = random_state(runner, random);
    const Eigen::VectorXd ours = torques(runner, state);
    Eigen::VectorXd theirs;
    tree.inverse_dynamics(state.q, state.qd, state.qdd, theirs);
    ASSERT_EQ(theirs.size(), ours.size());
    worst = std::max(worst, (ours - theirs).cwiseAbs().maxCoeff() / theirs.cwiseAbs().maxCoeff());
    for (Eigen::Index i = 0; i < ours.size(); ++i) {
      EXPECT_NEAR(ours[i], theirs[i], tolerance * theirs.cwiseAbs().maxCoeff())
          << runner.links[static_cast<std::size_t>(i)].name;
    }
  }
  std::cout << "largest difference of torques over " << states << " states, relative: " << worst << "\n";
}

TEST_P(Simbody, FindsTheSameMassMatrix) {
  DynamicsData<double> data(runner);
  for (int trial = 0; trial < states; ++trial) {
    const State state = random_state(runner, random);
    load(state, data);
    inverse_dynamics_derivatives(runner, data);
    const Eigen::MatrixXd theirs = tree.mass_matrix(state.q);
    EXPECT_LT((matrix_of(data, data.dtau_dqdd) - theirs).cwiseAbs().maxCoeff(), tolerance * theirs.maxCoeff());
  }
}

// The stride subtracts Jᵀ F of a force under the foot; Simbody takes the force itself.
TEST_P(Simbody, FindsTheSameTorquesUnderAForceOnTheFoot) {
  DynamicsData<double> data(runner);
  for (int trial = 0; trial < states; ++trial) {
    const State state = random_state(runner, random);
    const std::size_t side = static_cast<std::size_t>(trial) % 2;
    const PadPoint& point = runner.sole[static_cast<std::size_t>(trial) % runner.sole.size()];
    const int foot = side == 0 ? point.link : runner.mirror[static_cast<std::size_t>(point.link)];
    const Eigen::Vector3d place = point.position;
    const Eigen::Vector3d force = 1500.0 * Eigen::Vector3d::Random();
    load(state, data);
    inverse_dynamics(runner, data);
    const Vec3<double> p = world_point(data, foot, place), F = Vec3<double>::from(force);
    EXPECT_LT((Eigen::Vector3d(p.x, p.y, p.z) - tree.point(state.q, foot, place)).norm(), 1e-12);
    const Spatial<double> wrench{cross(p, F), F};
    Eigen::VectorXd ours = vector_of(data.tau), theirs;
    for (int k = foot; k >= 0; k = runner.links[static_cast<std::size_t>(k)].parent)
      ours[k] -= dot(data.S[static_cast<std::size_t>(k)], wrench);
    tree.inverse_dynamics_pushed(state.q, state.qd, state.qdd, foot, place, force, theirs);
    EXPECT_LT((ours - theirs).cwiseAbs().maxCoeff(), tolerance * theirs.cwiseAbs().maxCoeff());
  }
}

// Fourth-order differences of Simbody's torques, step 1e-3: truncation about 1e-12, rounding eps/h times some hundred.
TEST_P(Simbody, ChangesItsTorquesAsOurDerivativesSay) {
  DynamicsData<double> data(runner);
  for (int trial = 0; trial < 5; ++trial) {
    const State state = random_state(runner, random);
    load(state, data);
    inverse_dynamics_derivatives(runner, data);
    const auto column = [&](int j, Eigen::VectorXd State::*member, double h) -> Eigen::VectorXd {
      const auto at = [&](double step) {
        State there = state;
        (there.*member)[j] += step;
        Eigen::VectorXd tau;
        tree.inverse_dynamics(there.q, there.qd, there.qdd, tau);
        return tau;
      };
      return (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h);
    };
    const double scale = vector_of(data.tau).norm();
    for (int j = 0; j < runner.nq(); ++j) {
      EXPECT_LT((matrix_of(data, data.dtau_dq).col(j) - column(j, &State::q, 1e-3)).norm(), 1e-8 * scale);
      EXPECT_LT((matrix_of(data, data.dtau_dqd).col(j) - column(j, &State::qd, 1.0)).norm(), 1e-9 * scale);
    }
  }
}

}  // namespace
}  // namespace psoas

#else

TEST(Simbody, FindsTheSameTorques) {
  GTEST_SKIP()
      << "Simbody was not found when this was configured (Debian: libsimbody-dev): no independent engine to ask";
}

#endif
