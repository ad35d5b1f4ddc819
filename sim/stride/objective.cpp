// How do the rows of all nodes add up to a cost, a gradient and a ring of blocks?
#include "sim/stride/objective.h"

#include <cmath>

namespace psoas {
namespace {

using Index = std::size_t;

/// How far a coordinate is outside its range [rad]; 0 inside.
double excess(const Range& range, double q) {
  return q > range.high ? q - range.high : (q < range.low ? q - range.low : 0.0);
}

/// Scaled joint-moment rows of one node: plain for the limbs, through the effort matrix for the lumbar joint.
Eigen::VectorXd moment_rows(const StrideProblem& problem, const NodeValues& values, Eigen::Index k) {
  const Eigen::Index n = values.tau.rows() - 6;
  Eigen::VectorXd rows =
      problem.tau_scale.tail(n).cwiseProduct(values.tau.col(k).tail(n) - problem.tau_target.col(k).tail(n));
  rows.head<3>() = problem.tau_scale.segment<3>(6).cwiseProduct(
      problem.lumbar_effort * values.tau.col(k).segment<3>(6) - problem.tau_target.col(k).segment<3>(6));
  return rows;
}

Eigen::VectorXd constraint_units(const StrideProblem& problem) {
  Eigen::VectorXd unit(7);
  unit << Eigen::Vector3d::Constant(1.0 / problem.force_unit), Eigen::Vector3d::Constant(1.0 / problem.moment_unit),
      1.0;
  return unit;
}

/// Mirrors the columns of one neighbour's block: the neighbour is Z c, so ∂/∂c = (∂/∂(Zc)) Z.
void mirror_columns(const Runner& runner, RowMatrix& J, Eigen::Index first) {
  const Eigen::Index nq = runner.nq();
  const RowMatrix block = J.middleCols(first, nq);
  for (Eigen::Index i = 0; i < nq; ++i)
    J.col(first + runner.mirror[static_cast<Index>(i)]) = runner.mirror_sign[static_cast<Index>(i)] * block.col(i);
}

/// Where node pairs live in the cyclic block matrix.
struct Ring {
  CyclicCholesky& H;
  int nodes, nv, per_block;
  /// Adds a block coupling nodes a and b (rows a, columns b); both triangles of the diagonal blocks may be given.
  template <class Block>
  void add(int a, int b, const Block& block) {
    const int last = H.blocks() - 1;
    const int A = a / per_block, B = b / per_block;
    const int i = (a % per_block) * nv, j = (b % per_block) * nv;
    if (A == B)
      H.D[static_cast<Index>(A)].block(i, j, nv, nv) += block;
    else if (A == B + 1)
      H.E[static_cast<Index>(B)].block(i, j, nv, nv) += block;
    else if (A == 0 && B == last)
      H.F.block(i, j, nv, nv) += block;
  }
  auto border(int a) { return H.t[static_cast<Index>(a / per_block)].segment((a % per_block) * nv, nv); }
  double& diagonal(int a, int i, int b, int j, double& ignored) {
    const int last = H.blocks() - 1;
    const int A = a / per_block, B = b / per_block;
    const int r = (a % per_block) * nv + i, c = (b % per_block) * nv + j;
    if (A == B) return H.D[static_cast<Index>(A)](r, c);
    if (A == B + 1) return H.E[static_cast<Index>(B)](r, c);
    if (A == 0 && B == last) return H.F(r, c);
    return ignored;
  }
};

}  // namespace

CostTerms cost(const StrideProblem& problem, const StrideUnknowns& x, const StrideStates& states,
               const NodeValues& values) {
  const Eigen::Index nq = problem.runner->nq();
  const double h = x.duration / problem.nodes;
  CostTerms sum;
  for (Eigen::Index k = 0; k < problem.nodes; ++k) {
    sum.motion += problem.q_scale.cwiseProduct(states.q.col(k).head(nq) - problem.q_target.col(k)).squaredNorm();
    sum.accelerations += problem.qdd_scale.cwiseProduct(states.qdd.col(k).head(nq)).squaredNorm();
    sum.moments += moment_rows(problem, values, k).squaredNorm();
    sum.force += problem.force_scale.cwiseProduct(values.force.col(k) - problem.force_target.col(k)).squaredNorm();
    if (k + 1 < problem.nodes) {
      const Eigen::Vector3d rate = (values.force.col(k + 1) - values.force.col(k)) / h - problem.rate_target.col(k);
      sum.force_rate += problem.rate_scale.cwiseProduct(rate).squaredNorm();
    }
    for (Eigen::Index i = 6; i < nq; ++i)
      sum.range +=
          std::pow(problem.range_scale * excess(problem.runner->range[static_cast<Index>(i)], states.q(i, k)), 2);
  }
  sum.duration = std::pow(problem.duration_scale * (x.duration - problem.duration_target), 2);
  return sum;
}

void residuals(const StrideProblem& problem, const NodeValues& values, Eigen::MatrixXd& r) {
  r.resize(7, problem.nodes);
  r.topRows(6) = values.tau.topRows(6);
  r.row(6) = values.ground.transpose();
  r = constraint_units(problem).asDiagonal() * r;
}

void assemble(const StrideProblem& problem, const StrideUnknowns& x, const StrideStates& states,
              const NodeValues& values, NodeJacobians& jacobians, const Eigen::MatrixXd& lambda,
              const Eigen::MatrixXd& r, double rho, AssemblyScratch& scratch, CyclicCholesky& H, Eigen::VectorXd& g) {
  const Runner& runner = *problem.runner;
  const int N = problem.nodes, nq = runner.nq(), nv = nq + 1, nj = nq - 6;
  const double T = x.duration, h = T / N, root_rho = std::sqrt(rho);
  const RowMap map(nq);
  const Eigen::VectorXd unit = constraint_units(problem);
  const bool with_force = problem.force_scale.any(), with_rate = problem.rate_scale.any();
  H.set_zero();
  g.setZero(N * nv + 1);
  Ring ring{H, N, nv, H.block_size() / nv};
  const auto wrapped = [N](int k) { return (k + N) % N; };

  // The step before node 0 and the step after node N-1 are mirror images: turn their columns into those of the nodes
  // they mirror.
  mirror_columns(runner, jacobians[0], 0);
  mirror_columns(runner, jacobians[static_cast<Index>(N - 1)], 2 * nv);

  double ignored = 0.0;
  for (int k = 0; k < N; ++k) {
    const RowMatrix& J = jacobians[static_cast<Index>(k)];
    const int node[3] = {wrapped(k - 1), k, wrapped(k + 1)};

    // Dense rows: joint moments, ground force, and the constraints weighed by √ρ with value (λ + ρr)/√ρ.
    scratch.rows = J;
    scratch.value.resize(map.count);
    scratch.rows.topRows(3) = problem.lumbar_effort * J.topRows(3);
    for (int i = 0; i < nj; ++i) scratch.rows.row(i) *= problem.tau_scale[6 + i];
    scratch.value.head(nj) = moment_rows(problem, values, k);
    for (int i = 0; i < 3; ++i) scratch.rows.row(map.force + i) *= problem.force_scale[i];
    scratch.value.segment<3>(map.force) =
        problem.force_scale.cwiseProduct(values.force.col(k) - problem.force_target.col(k));
    for (int i = 0; i < 7; ++i) scratch.rows.row(map.root + i) *= root_rho * unit[i];
    scratch.value.tail<7>() = (lambda.col(k) + rho * r.col(k)) / root_rho;
    if (!with_force) {  // move the constraints up: rows of zeros need not be multiplied
      for (int i = 0; i < 7; ++i) {
        scratch.rows.row(map.force + i) = scratch.rows.row(map.root + i).eval();
        scratch.value[map.force + i] = scratch.value[map.root + i];
      }
    }
    const int used = with_force ? map.count : map.count - 3;
    const auto rows = scratch.rows.topRows(used);
    scratch.G.noalias() = rows.transpose() * rows;
    scratch.column.noalias() = rows.transpose() * scratch.value.head(used);
    for (int a = 0; a < 3; ++a) {
      for (int b = 0; b < 3; ++b) ring.add(node[a], node[b], scratch.G.block(a * nv, b * nv, nv, nv));
      ring.border(node[a]) += scratch.G.block(a * nv, 3 * nv, nv, 1);
      g.segment(node[a] * nv, nv) += scratch.column.segment(a * nv, nv);
    }
    H.corner += scratch.G(3 * nv, 3 * nv);
    g[N * nv] += scratch.column[3 * nv];

    // Rows of a single coordinate: its place (and range) and its acceleration.
    for (int i = 0; i < nq; ++i) {
      const double sign_before = k == 0 ? runner.mirror_sign[static_cast<Index>(i)] : 1.0;
      const double sign_after = k == N - 1 ? runner.mirror_sign[static_cast<Index>(i)] : 1.0;
      const int mirror = runner.mirror[static_cast<Index>(i)];
      const int at[3] = {k == 0 ? mirror : i, i, k == N - 1 ? mirror : i};
      const double sign[3] = {sign_before, 1.0, sign_after};
      const auto add_row = [&](const double(&weight)[3], double by_T, double value) {
        for (int a = 0; a < 3; ++a) {
          const double w_a = weight[a] * sign[a];
          for (int b = 0; b < 3; ++b)
            ring.diagonal(node[a], at[a], node[b], at[b], ignored) += w_a * weight[b] * sign[b];
          ring.border(node[a])[at[a]] += w_a * by_T;
          g[node[a] * nv + at[a]] += w_a * value;
        }
        H.corner += by_T * by_T;
        g[N * nv] += by_T * value;
      };
      const double w = problem.q_scale[i];
      if (w > 0.0) add_row({w / 6.0, 4.0 * w / 6.0, w / 6.0}, 0.0, w * (states.q(i, k) - problem.q_target(i, k)));
      const double outside = i < 6 ? 0.0 : excess(runner.range[static_cast<Index>(i)], states.q(i, k));
      const double wr = problem.range_scale;
      if (outside != 0.0) add_row({wr / 6.0, 4.0 * wr / 6.0, wr / 6.0}, 0.0, wr * outside);
      const double wa = problem.qdd_scale[i] / (h * h), a_k = problem.qdd_scale[i] * states.qdd(i, k);
      if (wa > 0.0) add_row({wa, -2.0 * wa, wa}, -2.0 * a_k / T, a_k);
    }
  }

  // Force-rate rows couple a node to the next: columns c_{k-1} ... c_{k+2}, then T.
  if (with_rate) {
    const int force = map.force;
    scratch.rate.resize(3, 4 * nv + 1);
    for (int k = 0; k + 1 < N; ++k) {
      const RowMatrix &J0 = jacobians[static_cast<Index>(k)], &J1 = jacobians[static_cast<Index>(k + 1)];
      const int node[4] = {wrapped(k - 1), k, k + 1, wrapped(k + 2)};
      const Eigen::Vector3d change = (values.force.col(k + 1) - values.force.col(k)) / h;
      scratch.rate.setZero();
      scratch.rate.middleCols(nv, 3 * nv) += J1.block(force, 0, 3, 3 * nv) / h;
      scratch.rate.leftCols(3 * nv) -= J0.block(force, 0, 3, 3 * nv) / h;
      scratch.rate.col(4 * nv) = (J1.block(force, 3 * nv, 3, 1) - J0.block(force, 3 * nv, 3, 1)) / h - change / T;
      scratch.rate = problem.rate_scale.asDiagonal() * scratch.rate;
      const Eigen::Vector3d value = problem.rate_scale.cwiseProduct(change - problem.rate_target.col(k));
      if (scratch.rate.isZero(0.0)) continue;
      scratch.G.noalias() = scratch.rate.transpose() * scratch.rate;
      scratch.column.noalias() = scratch.rate.transpose() * value;
      for (int a = 0; a < 4; ++a) {
        for (int b = 0; b < 4; ++b) ring.add(node[a], node[b], scratch.G.block(a * nv, b * nv, nv, nv));
        ring.border(node[a]) += scratch.G.block(a * nv, 4 * nv, nv, 1);
        g.segment(node[a] * nv, nv) += scratch.column.segment(a * nv, nv);
      }
      H.corner += scratch.G(4 * nv, 4 * nv);
      g[N * nv] += scratch.column[4 * nv];
    }
  }

  const double d = problem.duration_scale;
  H.corner += d * d;
  g[N * nv] += d * d * (T - problem.duration_target);
  // The ground element in flight has no other curvature than its own constraint; a whisper keeps D positive definite.
  for (auto& D : H.D) D.diagonal().array() += 1e-10;
}

}  // namespace psoas
