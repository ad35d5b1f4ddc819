// Is a whole stride two steps, each the other's mirror image where the ground is, and is a slope turned gravity?
#include <gtest/gtest.h>

#include <cmath>

#include "sim/contact/uneven.h"
#include "tests/stride/body.h"

namespace psoas {
namespace {

struct WholeStrideSolved : testing::Test {
  strides::Body body;
  StrideWorkspace work;
  BaselineStride own(Steps steps, double slope = 0.0) {
    StrideOptions options = strides::with_nodes(60);
    options.steps = steps;
    BaselineStride baseline = body.baseline(3.5, options, work, slope);
    EXPECT_EQ(baseline.solution.status, Status::converged) << baseline.solution.reason;
    return baseline;
  }
  StrideSolution solve(const BaselineStride& baseline, const StrideChange& change) {
    StrideSolution solution = solve_scenario_stride(baseline, body.runner, change, work);
    EXPECT_EQ(solution.status, Status::converged) << solution.reason;
    return solution;
  }
};

/// The stride seen in a mirror: the left step first.
StrideSolution mirrored(const Runner& runner, const StrideSolution& s) {
  StrideSolution out = s;
  const Eigen::Index n = s.q.cols() / 2;
  for (Eigen::Index k = 0; k < 2 * n; ++k) {
    const Eigen::Index from = (k + n) % (2 * n);
    mirror_into(runner, s.q.col(from), out.q.col(k));
    mirror_into(runner, s.tau.col(from), out.tau.col(k));
    out.force.col(k) << s.force.col(from).tail<3>(), s.force.col(from).head<3>();
    out.force(2, k) *= -1.0, out.force(5, k) *= -1.0;
  }
  return out;
}

/// Both steps solved apart find the mirrored step again. The solver's tolerances are 1e-4 of residual and 1e-5 of the
/// cost.
TEST_F(WholeStrideSolved, OfAlikeSidesIsTheMirroredStep) {
  for (const StrideChange& change : {strides::lean_on_soft_shoes(), strides::soft_ground()}) {
    const StrideSolution step = solve(own(Steps::as_needed), change), both = solve(own(Steps::both), change);
    ASSERT_TRUE(step.one_step);
    ASSERT_FALSE(both.one_step);
    const StrideSolution expected = whole_stride(body.runner, step);
    ASSERT_EQ(both.q.cols(), expected.q.cols());
    EXPECT_LT(strides::largest_turn(both.q, expected.q), 0.05);
    const double BW = body.runner.body_weight();
    EXPECT_LT((both.force - expected.force).cwiseAbs().maxCoeff(), 0.005 * BW);
    EXPECT_LT((both.tau - expected.tau).cwiseAbs().maxCoeff(),
              0.003 * BW);  // [m] of lever
    EXPECT_NEAR(both.step_duration, step.step_duration, 1e-4);
    EXPECT_NEAR(both.cost, step.cost, 0.01 * step.cost);
    for (std::size_t k = 0; k < both.trunk.size(); ++k)
      EXPECT_LT((both.trunk[k].moment - expected.trunk[k].moment).norm(), 0.003 * BW);
  }
}

TEST_F(WholeStrideSolved, OnMirroredGroundIsTheMirrorImage) {
  const BaselineStride baseline = own(Steps::as_needed);
  StrideChange right, left;
  right.surface.cross_slope = 3 * strides::degree, left.surface.cross_slope = -3 * strides::degree;
  const StrideSolution a = solve(baseline, right), b = solve(baseline, left);
  const StrideSolution image = mirrored(body.runner, b);
  EXPECT_LT(strides::largest_turn(a.q, image.q), 0.05);
  EXPECT_LT((a.force - image.force).cwiseAbs().maxCoeff(), 0.005 * body.runner.body_weight());
  // And the two steps are not alike.
  const Eigen::Index n = a.q.cols() / 2;
  EXPECT_GT(strides::largest_turn(a.q.leftCols(n), mirrored(body.runner, a).q.leftCols(n)), 1.0);
}

TEST_F(WholeStrideSolved, OnUnevenGroundEndsWhereItBegan) {
  const BaselineStride baseline = own(Steps::as_needed);
  StrideChange uneven;
  uneven.surface.unevenness = 0.015, uneven.surface.unevenness_tilt = 3 * strides::degree;
  for (const int seed : {1, 2, 3, 7}) {
    uneven.surface.seed = seed;
    const StrideSolution s = solve(baseline, uneven);
    const double BW = body.runner.body_weight(), h = s.duration() / static_cast<double>(s.q.cols());
    EXPECT_LT(s.mesh_error, 0.035) << seed;
    // What falls must be carried, by both feet together.
    const Eigen::Vector3d impulse = h * (s.force.topRows<3>() + s.force.bottomRows<3>()).rowwise().sum();
    EXPECT_NEAR(impulse.y() / (BW * s.duration()), 1.0, 1e-3);
    EXPECT_NEAR(impulse.x() / (BW * s.duration()), 0.0, 1e-3);
    EXPECT_NEAR(impulse.z() / (BW * s.duration()), 0.0, 1e-3);
    // A footing is under one foot for one contact, and no plane that a swinging foot could strike.
    const Eigen::Index n = s.q.cols() / 2;
    EXPECT_LT(s.force.topRightCorner(3, n).cwiseAbs().maxCoeff(), 1e-3 * BW);
    EXPECT_LT(s.force.bottomLeftCorner(3, n).cwiseAbs().maxCoeff(), 1e-3 * BW);
    for (const Eigen::Index f : {0, 1})
      EXPECT_LT(h * static_cast<double>((s.force.row(3 * f + 1).array() > 0.02 * BW).count()), 0.3) << seed;
  }
}

TEST(Footings, RepeatScaleAndEndAtTheHeightWhereTheyBegan) {
  SurfaceOptions surface;
  EXPECT_FALSE(sides_differ(surface));
  surface.unevenness = 0.01, surface.unevenness_tilt = 0.05;
  EXPECT_TRUE(sides_differ(surface));
  double most = 0.0, tilt = 0.0, mean = 0.0;
  for (surface.seed = 1; surface.seed <= 1000; ++surface.seed) {
    const auto a = footings(surface), same = footings(surface);
    EXPECT_EQ(a[0].height + a[1].height, 0.0);
    EXPECT_EQ(a[0].height, same[0].height);
    most = std::max(most, std::abs(a[0].height)), tilt = std::max(tilt, std::abs(a[1].rise_right));
    mean += a[0].rise_forward / 1000;
    SurfaceOptions twice = surface;
    twice.unevenness *= 2.0;
    EXPECT_DOUBLE_EQ(footings(twice)[0].height, 2.0 * a[0].height);
  }
  EXPECT_LE(most, 0.01);
  EXPECT_GT(most, 0.009);  // 1000 draws of a triangle within ± 1
  EXPECT_LE(tilt, 0.05);
  EXPECT_NEAR(mean, 0.0, 0.004);  // 0.05/√3 over √1000 is 0.0009
}

/// Work of a motion over its period: by the joints, what toe joints give included, and by the ground on the feet [J].
struct Work {
  double joints = 0.0, ground = 0.0;
};
Work work_of(const BaselineStride& own) {
  const Runner& runner = own.runner;
  const StrideSolution& s = own.solution;
  const Eigen::Index N = s.q.cols();
  const double h = s.duration() / static_cast<double>(N);
  StrideStates states;
  stride_states(runner, own.x, own.reference.speed, 0.0, states);
  DynamicsData<double> data(runner);
  FootForce<double> contact;
  Work work;
  for (Eigen::Index k = 0; k < N; ++k) {
    for (Eigen::Index i = 0; i < runner.nq(); ++i) {
      const auto j = static_cast<std::size_t>(i);
      data.q[j] = s.q(i, k), data.qd[j] = s.qd(i, k), data.qdd[j] = s.qdd(i, k);
    }
    inverse_dynamics(runner, data);
    const double per_s = runner.body_weight() / own.ground.stiffness;
    foot_force(own.ground, data, per_s * states.q(runner.nq(), k), per_s * states.qd(runner.nq(), k), contact);
    for (const std::size_t b : {std::size_t{0}, std::size_t{1}})
      work.ground += h * dot(data.v[static_cast<std::size_t>(own.ground.link[b])], contact.on[b].wrench);
    work.joints += h * s.tau.col(k).dot(s.qd.col(k));
    for (const int i : runner.toes) {
      const auto j = static_cast<std::size_t>(i);
      work.joints -= h * s.qd(i, k) * (runner.stiffness[j] * s.q(i, k) + runner.damping[j] * s.qd(i, k));
    }
  }
  return work;
}

// Energy: what joints and ground do over a step lifts the body, m g sin(slope) V T. The knots integrate a smooth
// periodic motion; what remains is the residual at the root, up to 1e-4 BW, times its 3.5 m/s.
TEST_F(WholeStrideSolved, ASlopeCostsTheHeightThatIsGained) {
  double joints_level = 0.0;
  for (const double grade : {0.0, 0.06, -0.06}) {
    const double slope = std::atan(grade);
    const BaselineStride baseline = own(Steps::as_needed, slope);
    const StrideSolution& s = baseline.solution;
    const double gained = body.runner.body_weight() * std::sin(slope) * 3.5 * s.step_duration;
    const Work done = work_of(baseline);
    EXPECT_NEAR(done.joints + done.ground, gained, 0.5) << "grade " << grade;
    if (grade == 0.0) joints_level = done.joints;
    EXPECT_NEAR(done.joints - joints_level, gained, 0.15 * std::abs(gained)) << "pads lose much the same on a slope";
    // The ground carries the body along the true vertical.
    const double h = s.duration() / static_cast<double>(s.q.cols());
    const Eigen::Vector3d mean = h * s.force.rowwise().sum() / s.duration() / body.runner.body_weight();
    EXPECT_NEAR(mean.x(), std::sin(slope), 2e-3);
    EXPECT_NEAR(mean.y(), std::cos(slope), 2e-3);
  }
}

// Standing still on a slope is leaning on level ground: the joints of a body turned as a whole feel the same.
TEST_F(WholeStrideSolved, TurnedGravityIsATurnedBody) {
  StrideProblem level = baseline_problem(body.runner, body.reference(3.5), build_ground(body.runner, {}, {}),
                                         LumbarCapacity(12, Eigen::Matrix3d::Identity()), strides::with_nodes(12));
  level.speed = 0.0;
  StrideProblem slope = level;
  const double angle = 0.1;
  slope.lift = Runner::gravity * (Eigen::Vector3d(std::sin(angle), std::cos(angle), 0.0) - Eigen::Vector3d::UnitY());
  // The same posture at all knots of a symmetric body, far above the ground.
  Eigen::VectorXd q = body.reference(3.5).q(0.1);
  Eigen::VectorXd image(q.size());
  mirror_into(body.runner, q, image);
  StrideUnknowns x{Eigen::MatrixXd::Zero(body.runner.nq() + 1, 12), 0.36};
  x.control.topRows(q.size()) = (0.5 * (q + image)).replicate(1, 12);
  x.control.row(1).setConstant(2.0);
  StrideUnknowns turned = x;
  turned.control.row(3).array() += angle;  // backward, as the vertical leans forward
  EvaluationData data(body.runner, 1);
  NodeValues on_slope, on_level;
  evaluate(slope, x, 0.0, data, on_slope);
  evaluate(level, turned, 0.0, data, on_level);
  const Eigen::Index joints = body.runner.nq() - 6;
  EXPECT_LT((on_slope.tau - on_level.tau).bottomRows(joints).cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_GT(on_level.tau.bottomRows(joints).cwiseAbs().maxCoeff(), 5.0);
}

}  // namespace
}  // namespace psoas
