// Is a solved stride a possible one? Forces carry the body, nothing is gained or lost over a stride.
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <tuple>
#include <vector>

#include "sim/contact/foot.h"
#include "tests/stride/body.h"

namespace psoas {
namespace {

/// At one knot: ground force and its moment about the centre of mass, and the angular momentum about it.
struct Balance {
  Eigen::Vector3d force, moment, angular_momentum;
};

Eigen::Vector3d vector(const Vec3<double>& v) { return {v.x, v.y, v.z}; }

std::vector<Balance> balance(const BaselineStride& own) {
  const Runner& runner = own.runner;
  const auto N = static_cast<int>(own.x.control.cols());
  StrideStates states;
  stride_states(runner, own.x, own.reference.speed, 0.0, states);
  DynamicsData<double> data(runner);
  FootForce<double> contact;
  std::vector<Balance> all;
  for (int k = 0; k < N; ++k) {
    for (int i = 0; i < runner.nq(); ++i) {
      const auto j = static_cast<std::size_t>(i);
      data.q[j] = states.q(i, k), data.qd[j] = states.qd(i, k), data.qdd[j] = states.qdd(i, k);
    }
    inverse_dynamics(runner, data);
    const double per_s = runner.body_weight() / own.ground.stiffness;
    foot_force(own.ground, data, per_s * states.q(runner.nq(), k), per_s * states.qd(runner.nq(), k), contact);
    // Momentum of all links about the world origin, moved to the centre of mass.
    const Mechanics m = mechanics(runner, data);
    Eigen::Vector3d about_origin = Eigen::Vector3d::Zero();
    for (std::size_t i = 0; i < data.v.size(); ++i) about_origin += vector((data.inertia[i] * data.v[i]).angular);
    const Eigen::Vector3d F = vector(contact.wrench.linear);
    all.push_back({F, vector(contact.wrench.angular) - m.centre_of_mass.cross(F),
                   about_origin - m.centre_of_mass.cross(m.momentum)});
  }
  return all;
}

struct Speeds : testing::TestWithParam<std::tuple<double, ForceModel>> {};

TEST_P(Speeds, BaselineConvergesAndItsForcesCarryTheBody) {
  const auto [speed, force] = GetParam();
  const strides::Body body;
  StrideWorkspace work;
  const BaselineStride own = body.baseline(speed, strides::with_nodes(60, force), work);
  const StrideSolution& s = own.solution;
  ASSERT_EQ(s.status, Status::converged) << s.reason;
  EXPECT_TRUE(s.reason.empty());
  EXPECT_LT(s.constraint_violation, 1e-4);
  EXPECT_LT(s.mesh_error, 0.03);  // PHYSICS asks for it at the default mesh

  // What falls must be carried; over one step neither speed forward nor turning is won or lost. The knots integrate
  // smooth periodic functions; what remains is the mesh's error and 1e-4 of residual.
  const double BW = body.runner.body_weight(), h = s.step_duration / 60;
  Eigen::Vector3d impulse = Eigen::Vector3d::Zero(), turn = Eigen::Vector3d::Zero();
  const std::vector<Balance> knots = balance(own);
  for (const Balance& b : knots) impulse += h * b.force, turn += h * b.moment;
  EXPECT_NEAR(impulse.y() / (BW * s.step_duration), 1.0, 1e-3);
  EXPECT_NEAR(impulse.x() / BW, 0.0, 1e-4);
  // The next step is the mirror image: sagittal momentum is periodic, lateral and axial momentum change sign.
  const Eigen::Vector3d start = knots.front().angular_momentum;
  const double unit = BW * s.step_duration;  // times a lever [m]
  EXPECT_NEAR(turn.z() / unit, 0.0, 1e-3);
  EXPECT_NEAR((turn.x() + 2 * start.x()) / unit, 0.0, 1e-3);
  EXPECT_NEAR((turn.y() + 2 * start.y()) / unit, 0.0, 1e-3);

  // The ground only pushes; and where measured force is near, the step begins in flight.
  EXPECT_GT(s.force.row(1).minCoeff(), -1e-6 * BW);
  EXPECT_GT(s.force.row(1).maxCoeff(), 1.5 * BW);
  if (force == ForceModel::tracked) {
    EXPECT_LT(s.force(1, 0), 0.02 * BW);
  }
}
INSTANTIATE_TEST_SUITE_P(BothForceModels, Speeds,
                         testing::Combine(testing::Values(2.5, 3.5, 4.5),
                                          testing::Values(ForceModel::tracked, ForceModel::emergent)));

// In contact and flight alike, what the ground's moment about the centre of mass sums to is won in angular momentum.
TEST(BaselineStride, AngularMomentumChangesByTheMomentOfTheGroundForce) {
  const strides::Body body;
  StrideWorkspace work;
  constexpr int nodes = 180;  // light toes on stiff pads need a finer mesh than the rest: 5.8 % off at 120, 2.9 at 180
  const BaselineStride own = body.baseline(3.5, strides::with_nodes(nodes), work);
  ASSERT_EQ(own.solution.status, Status::converged);
  const std::vector<Balance> knots = balance(own);
  const double h = own.solution.step_duration / nodes;
  double largest = 0.0, moment = 0.0;
  for (std::size_t k = 1; k + 1 < knots.size(); ++k) {
    const Eigen::Vector3d won = knots[k + 1].angular_momentum - knots[k - 1].angular_momentum;
    const Eigen::Vector3d given = h / 3 * (knots[k - 1].moment + 4 * knots[k].moment + knots[k + 1].moment);
    largest = std::max(largest, (won - given).norm() / (2 * h));
    moment = std::max(moment, knots[k].moment.norm());
  }
  // Between the knots the physics holds to the mesh's error, and Simpson's rule to its own.
  EXPECT_LT(largest, 0.05 * moment) << "of " << moment << " N·m";
}

}  // namespace
}  // namespace psoas
