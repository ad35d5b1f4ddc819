// Does the runner as a whole obey Newton? Momentum, spin and free flight.
#include <gtest/gtest.h>

#include <Eigen/Cholesky>

#include "tests/physics/kinematics.h"

namespace psoas {
namespace {

struct Momentum : testing::Test {
  Runner runner = test_runner({.mass = 81.0, .height = 1.86});
  std::mt19937 random{23};
  static constexpr int states = 20;
  Eigen::Vector3d weight() const { return {0.0, -runner.body_weight(), 0.0}; }
};

// The three slides of the pelvis carry the force on the whole runner: d(momentum)/dt - weight.
TEST_F(Momentum, RootForceIsTheRateOfMomentumLessTheWeight) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = random_state(runner, random);
    const Eigen::Vector3d force = torques(runner, state).head<3>();
    const auto momentum = [&](double t) -> Eigen::Vector3d { return body_sums(runner, state.after(t)).momentum; };
    const Eigen::Vector3d rate = slope_at_zero(momentum, 1e-4);
    EXPECT_LT((force - (rate - weight())).norm(), 1e-8 * force.norm());
  }
}

// And the first link's wrench about the world origin is d(spin)/dt - c × weight, torque components included.
TEST_F(Momentum, RootMomentIsTheRateOfSpinLessTheMomentOfWeight) {
  for (int trial = 0; trial < states; ++trial) {
    const State state = random_state(runner, random);
    const auto spin = [&](double t) -> Eigen::Vector3d { return body_sums(runner, state.after(t)).spin; };
    const Eigen::Vector3d rate = slope_at_zero(spin, 1e-4);
    const Eigen::Vector3d c = body_sums(runner, state).moment / runner.mass;
    const Eigen::Vector3d moment = rate - c.cross(weight());

    // What the root's six coordinates show of it: along each axis, about the pelvis.
    const Eigen::VectorXd tau = torques(runner, state);
    const auto pose = link_poses(runner, state.q);
    const Eigen::Vector3d p = pose[5].translation(), about_pelvis = moment - p.cross(Eigen::Vector3d(tau.head<3>()));
    for (Eigen::Index i = 3; i < 6; ++i) {
      const auto link = static_cast<std::size_t>(i);
      const Eigen::Vector3d axis = pose[link].linear() * runner.links[link].axis;
      EXPECT_NEAR(tau[i], axis.dot(about_pelvis), 1e-8 * (moment.norm() + tau.norm())) << runner.links[link].name;
    }
  }
}

// Falling with whatever movement, the pelvis accelerating so that nothing pushes on the root: the centre of mass falls
// with g and the spin about it stays.
TEST_F(Momentum, InFlightTheCentreOfMassFallsFreely) {
  for (int trial = 0; trial < states; ++trial) {
    State state = random_state(runner, random);
    const Eigen::MatrixXd M = mass_matrix(runner, state.q);
    const Eigen::VectorXd needed = torques(runner, state);
    state.qdd.head<6>() -= M.topLeftCorner<6, 6>().llt().solve(needed.head<6>());
    ASSERT_LT(torques(runner, state).head<6>().norm(), 1e-9 * needed.norm());
    const auto velocity = [&](double t) -> Eigen::Vector3d {
      return body_sums(runner, state.after(t)).momentum / runner.mass;
    };
    EXPECT_LT((slope_at_zero(velocity, 1e-4) - Eigen::Vector3d(0.0, -Runner::gravity, 0.0)).norm(), 1e-7);
    const auto spin_about_centre = [&](double t) -> Eigen::Vector3d {
      const BodySums sum = body_sums(runner, state.after(t));
      return sum.spin - (sum.moment / sum.mass).cross(sum.momentum);
    };
    const Eigen::Vector3d rate = slope_at_zero(spin_about_centre, 1e-4);
    EXPECT_LT(rate.norm(), 1e-7 * needed.norm());
  }
}

// A limp body thrown into the air, integrated for 0.2 s by Runge-Kutta: energy and spin stay, the centre of mass draws
// a parabola. 400 steps of h = 0.5 ms leave (rate h)⁴ ~ 1e-9 with joints at up to 10 rad/s.
TEST_F(Momentum, ALimpBodyKeepsItsEnergyAndSpin) {
  State state = random_state(runner, random);
  const auto acceleration = [&](const Eigen::VectorXd& q, const Eigen::VectorXd& qd) -> Eigen::VectorXd {
    return mass_matrix(runner, q).llt().solve(-bias(runner, {q, qd, qd}));
  };
  const auto spin_about_centre = [](const BodySums& sum) -> Eigen::Vector3d {
    return sum.spin - (sum.moment / sum.mass).cross(sum.momentum);
  };
  const BodySums before = body_sums(runner, state);
  const double h = 5e-4, time = 0.2;
  Eigen::VectorXd &q = state.q, &v = state.qd;
  for (int step = 0; step < 400; ++step) {
    const Eigen::VectorXd v1 = v, a1 = acceleration(q, v1);
    const Eigen::VectorXd v2 = v + 0.5 * h * a1, a2 = acceleration(q + 0.5 * h * v1, v2);
    const Eigen::VectorXd v3 = v + 0.5 * h * a2, a3 = acceleration(q + 0.5 * h * v2, v3);
    const Eigen::VectorXd v4 = v + h * a3, a4 = acceleration(q + h * v3, v4);
    q += h / 6.0 * (v1 + 2.0 * v2 + 2.0 * v3 + v4);
    v += h / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4);
  }
  const BodySums after = body_sums(runner, state);
  EXPECT_NEAR(after.kinetic_energy + after.potential_energy, before.kinetic_energy + before.potential_energy,
              1e-6 * before.kinetic_energy);
  EXPECT_LT((spin_about_centre(after) - spin_about_centre(before)).norm(), 1e-6 * spin_about_centre(before).norm());
  const Eigen::Vector3d g(0.0, -Runner::gravity, 0.0);
  const Eigen::Vector3d landed = (before.moment + time * before.momentum) / runner.mass + 0.5 * time * time * g;
  EXPECT_LT((after.moment / runner.mass - landed).norm(), 1e-7);
}

}  // namespace
}  // namespace psoas
