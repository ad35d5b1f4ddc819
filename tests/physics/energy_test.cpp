// Does the runner keep the books of energy? Mass matrix, power, gravity and work, at random states.
#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "tests/physics/kinematics.h"

namespace psoas {
namespace {

struct Energy : testing::Test {
  Runner runner = test_runner();
  std::mt19937 random{11};
  static constexpr int states = 20;
  State any() { return random_state(runner, random); }
};

TEST_F(Energy, MassMatrixIsSymmetricAndPositiveDefinite) {
  for (int trial = 0; trial < states; ++trial) {
    const Eigen::MatrixXd M = mass_matrix(runner, any().q);
    EXPECT_LT((M - M.transpose()).norm(), 1e-13 * M.norm());  // rounding of one difference of torques
    const Eigen::VectorXd eigenvalues = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(M).eigenvalues();
    EXPECT_GT(eigenvalues.minCoeff(), 5e-4);  // [kg m²]: toes about their own joint have 1.2e-3
  }
}

TEST_F(Energy, KineticEnergyIsHalfOfVelocityMassVelocity) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = any();
    const double half = 0.5 * state.qd.dot(mass_matrix(runner, state.q) * state.qd);
    EXPECT_NEAR(body_sums(runner, state).kinetic_energy, half, 1e-12 * half);
    EXPECT_NEAR(mechanics_of(runner, state).kinetic_energy, half, 1e-12 * half);
  }
}

TEST_F(Energy, MechanicsAreSumsOverTheBodies) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = any();
    const BodySums sum = body_sums(runner, state);
    const Mechanics found = mechanics_of(runner, state);
    EXPECT_NEAR(sum.mass, runner.mass, 1e-12 * runner.mass);
    EXPECT_LT((found.centre_of_mass - sum.moment / sum.mass).norm(), 1e-14);
    EXPECT_LT((found.momentum - sum.momentum).norm(), 1e-13 * sum.momentum.norm());
    EXPECT_NEAR(found.potential_energy, sum.potential_energy, 1e-12 * runner.body_weight());
  }
}

// dE/dt = τ·q̇ along any motion: nothing is lost and nothing comes from nowhere. Difference over ±2e-4 s of a motion
// with rates up to 10 /s: truncation (10 h)⁴/30 < 1e-12 and rounding eps/h ~ 1e-12, both of E.
TEST_F(Energy, PowerOfTheTorquesIsTheGainOfEnergy) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = any();
    const double power = torques(runner, state).dot(state.qd);
    const auto energy = [&](double t) {
      const BodySums sum = body_sums(runner, state.after(t));
      return sum.kinetic_energy + sum.potential_energy;
    };
    EXPECT_NEAR(slope_at_zero(energy, 1e-4), power, 1e-9 * torques(runner, state).norm() * state.qd.norm());
  }
}

// v'Cv = ½ v'Ṁv: velocity torques do only the work that the change of M along the motion asks for.
TEST_F(Energy, CoriolisTorquesWorkAsTheMassMatrixChanges) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = any();
    const State still{state.q, Eigen::VectorXd::Zero(state.q.size()), Eigen::VectorXd::Zero(state.q.size())};
    const double work = state.qd.dot(bias(runner, state) - bias(runner, still));
    const auto twice_energy = [&](double t) -> double {
      return state.qd.dot(mass_matrix(runner, state.q + t * state.qd) * state.qd);
    };
    const double scale = twice_energy(0.0) * state.qd.norm();
    EXPECT_NEAR(work, 0.5 * slope_at_zero(twice_energy, 1e-4), 1e-10 * scale);
  }
}

TEST_F(Energy, GravityTorqueIsTheSlopeOfPotentialEnergy) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = any();
    const Eigen::VectorXd zero = Eigen::VectorXd::Zero(state.q.size());
    const Eigen::VectorXd gravity = torques(runner, {state.q, zero, zero});
    for (Eigen::Index j = 0; j < state.q.size(); ++j) {
      const auto height = [&](double step) {
        return body_sums(runner, {state.q + step * Eigen::VectorXd::Unit(state.q.size(), j), zero, zero})
            .potential_energy;
      };
      EXPECT_NEAR(gravity[j], slope_at_zero(height, 1e-3),
                  1e-9 * runner.body_weight());  // eps PE/h = 2e-13 × 700 J / 1
    }
  }
}

// A force on a sole point works through the motion of that point: the torque that holds it is -Jᵀ F, J by differences
// of textbook kinematics; this is how contact enters the stride.
TEST_F(Energy, AForceOnTheFootWorksThroughTheMotionOfItsPoint) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = any();
    DynamicsData<double> data(runner);
    load(state, data);
    inverse_dynamics(runner, data);
    const std::size_t point = static_cast<std::size_t>(trial) % runner.sole.size();
    const Vec3<double> p = world_point(data, runner.sole[point].link, runner.sole[point].position);
    const Eigen::Vector3d same = sole_points(runner, state.q, 0)[point];
    EXPECT_LT((Eigen::Vector3d(p.x, p.y, p.z) - same).norm(), 1e-14);
    const Vec3<double> F{-150.0, 1600.0, 90.0};
    const Spatial<double> wrench{cross(p, F), F};
    for (int j = 0; j < runner.nq(); ++j) {
      const auto at = [&](double step) -> Eigen::Vector3d {
        return sole_points(runner, state.q + step * Eigen::VectorXd::Unit(state.q.size(), j), 0)[point];
      };
      const Eigen::Vector3d J = slope_at_zero(at, 1e-3);
      bool carries = false;
      for (int k = runner.sole[point].link; k >= 0; k = runner.links[static_cast<std::size_t>(k)].parent)
        carries |= k == j;
      const double generalised = carries ? dot(data.S[static_cast<std::size_t>(j)], wrench) : 0.0;
      EXPECT_NEAR(generalised, J.dot(Eigen::Vector3d(F.x, F.y, F.z)), 1e-8)
          << runner.links[static_cast<std::size_t>(j)].name;
    }
  }
}

// Forward dynamics M qdd = τ - h, then back.
TEST_F(Energy, InverseUndoesForward) {
  for (int trial = 0; trial < states; ++trial) {
    State state = any();
    Eigen::VectorXd tau = 100.0 * Eigen::VectorXd::Random(state.q.size());
    const Eigen::MatrixXd M = mass_matrix(runner, state.q);
    state.qdd = M.llt().solve(tau - bias(runner, state));
    // The condition number of M, about 1e5, stands between a rounding error and its effect.
    EXPECT_LT((torques(runner, state) - tau).norm(), 1e-9 * tau.norm());
  }
}

}  // namespace
}  // namespace psoas
