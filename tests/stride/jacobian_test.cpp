// Are the pieces of the linear system right one by one? Each row's Jacobian against differences, and the cyclic
// Gauss-Newton matrix against J'J written out densely.
#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <random>
#include <tuple>
#include <vector>

#include "tests/stride/body.h"

namespace psoas {
namespace {

constexpr int nodes = 12;

/// A baseline problem of few nodes on soft ground, every kind of row switched on; as a whole stride on a slope, each
/// foot on tilted ground of its own.
StrideProblem rough_problem(const strides::Body& body, ForceModel force, Period period) {
  SurfaceOptions soft;
  soft.stiffness = 80e3, soft.damping = 300.0, soft.moving_mass = 2.0;
  const ReferenceStride reference = body.reference(3.3);
  const LumbarCapacity capacity = lumbar_capacity(body.runner, body.spine, muscle_strength(body.spine, {}),
                                                  baseline_postures(body.runner, reference, nodes));
  StrideProblem problem = baseline_problem(body.runner, reference, build_ground(body.runner, {}, soft), capacity,
                                           strides::with_nodes(nodes, force));
  for (Eigen::Index i = 0; i < problem.tau_target.size(); ++i)
    problem.tau_target.data()[i] = std::sin(1.0 + static_cast<double>(i));
  problem.rate_target.setConstant(1e3);
  problem.qdd_target.setConstant(3.0);
  problem.spring.setZero(body.runner.nq(), nodes);
  for (const char* name : {"hip_flexion_r", "knee_flexion_r", "hip_adduction_l"})
    problem.spring.row(body.runner.index(name)).setConstant(300.0);
  if (period == Period::step) return problem;
  problem.lift = Runner::gravity * Eigen::Vector3d(0.08, -0.005, -0.05);
  problem.ground.push_back(build_ground(body.runner, {}, soft, Side::left));
  set_footing({0.01, 0.06, -0.04, {0.3, 0.1}}, problem.ground[0]);
  set_footing({-0.02, -0.05, 0.07, {1.8, -0.1}}, problem.ground[1]);
  problem.force_target = problem.force_target.replicate(2, 1).eval();
  problem.rate_target = problem.rate_target.replicate(2, 1).eval();
  return problem;
}

StrideUnknowns shaken(const StrideProblem& problem, const strides::Body& body, unsigned seed) {
  StrideProblem step = problem;
  step.ground.resize(1);
  EvaluationData one(*problem.runner, 1);
  StrideUnknowns x = first_guess(step, body.reference(3.3), one);
  if (problem.period() == Period::stride) {  // half as many control points in each step, and both feet well down
    x = both_steps(*problem.runner, {x.control(Eigen::all, Eigen::seqN(0, nodes / 2, 2)), x.duration});
    x.control.row(1).array() -= 0.04;
  }
  std::mt19937 engine(seed);
  std::uniform_real_distribution<double> shake(-0.02, 0.02);
  for (Eigen::Index i = 0; i < x.control.size(); ++i) x.control.data()[i] += shake(engine);
  return x;
}

double& unknown(StrideUnknowns& x, Eigen::Index i) { return i < x.control.size() ? x.control.data()[i] : x.duration; }

/// Change of f's vector with every unknown, by differences of fourth order.
template <class F>
Eigen::MatrixXd differences(StrideUnknowns x, F f) {
  Eigen::MatrixXd J(f(x).size(), x.control.size() + 1);
  for (Eigen::Index i = 0; i < J.cols(); ++i) {
    const double here = unknown(x, i), step = 3e-5;
    const auto at = [&](double distance) -> Eigen::VectorXd { return unknown(x, i) = here + distance * step, f(x); };
    J.col(i) = (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * step);
    unknown(x, i) = here;
  }
  return J;
}

struct RowsOfTheStride : testing::TestWithParam<std::tuple<ForceModel, Period>> {
  strides::Body body;
  StrideProblem problem = rough_problem(body, std::get<0>(GetParam()), std::get<1>(GetParam()));
  SolverWorkspace work = strides::workspace(problem);
  StrideUnknowns x = shaken(problem, body, 5);
  int nq = body.runner.nq(), nv = problem.rows();
  RowMap map{problem};
};

// evaluate_derivatives: every row of every node by the control points that it sees, and by T.
TEST_P(RowsOfTheStride, JacobianOfEachRowMatchesDifferences) {
  evaluate_derivatives(problem, x, work.evaluation, work.values, work.jacobians);
  // All rows of all nodes in the order of RowMap, in their own units.
  const auto rows = [&](const StrideUnknowns& at) {
    evaluate(problem, at, 0.0, work.evaluation, work.trial_values);
    const NodeValues& v = work.trial_values;
    Eigen::MatrixXd all(map.count, nodes);
    all << v.tau.bottomRows(nq - 6), v.force, v.tau.topRows(6), v.ground;
    return Eigen::VectorXd(all.reshaped());
  };
  const Eigen::MatrixXd expected = differences(x, rows);
  // One scale for a row of all nodes: in flight a force is too small to be compared with itself.
  const auto scale = [&](int row) {
    return expected(Eigen::seqN(row, nodes, map.count), Eigen::all).cwiseAbs().maxCoeff();
  };
  Eigen::VectorXd c(nv);
  for (int k = 0; k < nodes; ++k) {
    // Node k's rows written out over all unknowns; neighbours beyond the ends are mirror images.
    Eigen::MatrixXd J = Eigen::MatrixXd::Zero(map.count, expected.cols());
    const RowMatrix& local = work.jacobians[static_cast<std::size_t>(k)];
    for (int a = -1; a <= 1; ++a) {
      const int node = (k + a + nodes) % nodes;
      for (int j = 0; j < nv; ++j) {
        Eigen::VectorXd unit = Eigen::VectorXd::Unit(nv, j);
        if (problem.period() == Period::step && (k + a < 0 || k + a >= nodes))
          mirror_into(body.runner, unit, c), unit = c;
        J.col(node * nv + j) += local.middleCols((a + 1) * nv, nv) * unit;
      }
    }
    J.rightCols<1>() = local.rightCols<1>();
    for (int row = 0; row < map.count; ++row) {
      const auto want = expected.row(k * map.count + row);
      // Fourth-order truncation and rounding (1e-16 of a force of 1e4 N over 1e-4) stay below 1e-7 of the row's largest
      // entry.
      EXPECT_LT((J.row(row) - want).cwiseAbs().maxCoeff(), 1e-7 * scale(row)) << "node " << k << " row " << row;
    }
  }
}

/// All scaled rows of objective and constraints, written from the problem's definition without regard to speed.
Eigen::VectorXd scaled_rows(const StrideProblem& p, const StrideUnknowns& x, SolverWorkspace& work, double rho) {
  evaluate(p, x, 0.0, work.evaluation, work.trial_values);
  residuals(p, work.trial_values, work.trial_r);
  const NodeValues& v = work.trial_values;
  const StrideStates& s = work.evaluation.states;
  const int nq = p.runner->nq();
  std::vector<double> rows;
  for (int k = 0; k < nodes; ++k) {
    for (int i = 0; i < nq; ++i) {
      const bool spring = p.spring(i, k) > 0.0;
      if (!spring) rows.push_back(p.q_scale[i] * (s.q(i, k) - p.q_target(i, k)));
      rows.push_back(p.qdd_scale[i] * (s.qdd(i, k) - p.qdd_target(i, k)));
      const Range& range = p.runner->range[static_cast<std::size_t>(i)];
      if (i >= 6) rows.push_back(p.range_scale * (s.q(i, k) - std::clamp(s.q(i, k), range.low, range.high)));
      if (i >= 9)
        rows.push_back((spring ? 10.0 : 1.0) * p.tau_scale[i] *
                       (v.tau(i, k) - p.tau_target(i, k) + p.spring(i, k) * (s.q(i, k) - p.q_target(i, k))));
    }
    const Eigen::Vector3d effort = p.lumbar_effort[static_cast<std::size_t>(k)] * v.tau.col(k).segment<3>(6);
    for (int i = 0; i < 3; ++i) rows.push_back(p.tau_scale[6 + i] * (effort[i] - p.tau_target(6 + i, k)));
    for (int i = 0; i < 3 * p.feet(); ++i) {
      rows.push_back(p.force_scale[i % 3] * (v.force(i, k) - p.force_target(i, k)));
      if (k + 1 < nodes)
        rows.push_back(p.rate_scale[i % 3] *
                       ((v.force(i, k + 1) - v.force(i, k)) * nodes / x.duration - p.rate_target(i, k)));
    }
    for (int i = 0; i < p.constraints(); ++i) rows.push_back(std::sqrt(rho) * work.trial_r(i, k));
  }
  rows.push_back(p.duration_scale * (x.duration - p.duration_target));
  return Eigen::Map<const Eigen::VectorXd>(rows.data(), static_cast<Eigen::Index>(rows.size()));
}

/// The lower triangle of the ring written out.
Eigen::MatrixXd dense(const CyclicCholesky& H) {
  const int n = H.block_size(), m = H.blocks();
  Eigen::MatrixXd out = Eigen::MatrixXd::Zero(n * m + 1, n * m + 1);
  for (int b = 0; b < m; ++b) {
    const auto i = static_cast<std::size_t>(b);
    out.block(b * n, b * n, n, n) = H.D[i];
    if (b + 1 < m) out.block((b + 1) * n, b * n, n, n) = H.E[i];
    out.block(n * m, b * n, 1, n) = H.t[i].transpose();
  }
  out.block((m - 1) * n, 0, n, n) = H.F.transpose();
  out(n * m, n * m) = H.corner;
  const Eigen::MatrixXd lower = out.triangularView<Eigen::Lower>();
  return lower.selfadjointView<Eigen::Lower>();
}

TEST_P(RowsOfTheStride, CyclicGaussNewtonMatrixIsThatOfTheDenseRowsAndPositiveDefinite) {
  const double rho = 0.7;
  evaluate_derivatives(problem, x, work.evaluation, work.values, work.jacobians);
  residuals(problem, work.values, work.r);
  assemble(problem, x, work.evaluation.states, work.values, work.jacobians,
           Eigen::MatrixXd::Zero(problem.constraints(), nodes), work.r, rho, work.assembly, work.H, work.g);
  const Eigen::MatrixXd H = dense(work.H);
  const Eigen::VectorXd g = work.g;

  const Eigen::VectorXd rows = scaled_rows(problem, x, work, rho);
  const double sum =
      cost(problem, x, work.evaluation.states, work.trial_values).total() + rho * work.trial_r.squaredNorm();
  EXPECT_NEAR(rows.squaredNorm(), sum, 1e-12 * sum);
  const Eigen::MatrixXd J =
      differences(x, [&](const StrideUnknowns& at) { return scaled_rows(problem, at, work, rho); });
  const Eigen::MatrixXd expected = J.transpose() * J;
  // Rows are right to 1e-7 of their largest entry, so is their product; its entries are compared on the scale of its
  // diagonal.
  const Eigen::VectorXd scale = expected.diagonal().cwiseSqrt().cwiseMax(1e-3);
  const Eigen::MatrixXd error = (H - expected).cwiseQuotient(scale * scale.transpose());
  Eigen::Index i = 0, j = 0;
  EXPECT_LT(error.cwiseAbs().maxCoeff(&i, &j), 1e-6)
      << "unknowns " << i << " and " << j << ": " << H(i, j) << ", should be " << expected(i, j);
  EXPECT_LT((g - J.transpose() * rows).norm(), 1e-6 * g.norm());
  EXPECT_EQ(Eigen::LLT<Eigen::MatrixXd>(H).info(), Eigen::Success);

  // And the ring solver solves that dense system: the step is the Gauss-Newton step of the dense rows.
  Eigen::VectorXd step = -g;
  ASSERT_TRUE(work.H.factor());
  work.H.solve(step);
  EXPECT_LT((H * step + g).norm(), 1e-8 * g.norm());
}
INSTANTIATE_TEST_SUITE_P(BothForceModelsAndPeriods, RowsOfTheStride,
                         testing::Combine(testing::Values(ForceModel::emergent, ForceModel::tracked),
                                          testing::Values(Period::step, Period::stride)));

}  // namespace
}  // namespace psoas
