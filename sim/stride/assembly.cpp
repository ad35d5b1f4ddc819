// How do the rows of all nodes become a gradient and a ring of blocks? As products of small dense panels, one a node.
#include <algorithm>
#include <cmath>

#include "sim/core/panel.h"
#include "sim/stride/objective.h"
#include "sim/stride/rows.h"

namespace psoas {
namespace {

using Index = std::size_t;

/// Mirrors the columns of one neighbour's block: the neighbour is Z c, so ∂/∂c = (∂/∂(Zc)) Z.
void mirror_columns(const Runner& runner, RowMatrix& J, Eigen::Index first) {
  for (int i = 0; i < runner.nq(); ++i) {
    const int other = runner.mirror[static_cast<Index>(i)];
    if (other > i) J.col(first + i).swap(J.col(first + other));
  }
  for (int i = 0; i < runner.nq(); ++i)
    J.col(first + i) *= runner.mirror_sign[static_cast<Index>(runner.mirror[static_cast<Index>(i)])];
}

/// Where node pairs live in the cyclic block matrix.
struct Ring {
  CyclicCholesky& H;
  int nv, per_block;
  /// Adds the block of nodes a and b, its corner at (i, j) of a row-major matrix; H keeps one triangle. A panel sees
  /// its nodes in their order round the ring, so a stands before b but where the ring closes.
  void add(int a, int b, const RowMatrix& G, int i, int j) {
    const int A = a / per_block, B = b / per_block, row = (a % per_block) * nv, column = (b % per_block) * nv;
    const auto block = G.block(i, j, nv, nv);
    if (A == B)
      add_rows(H.D[static_cast<Index>(A)], row, column, G, i, j);
    else if (B == A + 1)
      add_rows(H.E[static_cast<Index>(A)], row, column, G, i, j);
    else
      H.F.block(column, row, nv, nv) += block.transpose();
  }
  auto border(int a) { return H.t[static_cast<Index>(a / per_block)].segment((a % per_block) * nv, nv); }

 private:
  /// Columns of a part of H are rows of the panels it lies in: both sides run along memory.
  void add_rows(CyclicCholesky::Block& part, int row, int column, const RowMatrix& G, int i, int j) const {
    for (int r = 0; r < nv; ++r) {
      double* to = &part(column, row + r);
      const double* from = &G(i + r, j);
      for (int c = 0; c < nv; ++c) to[c] += from[c];
    }
  }
};

/// A panel's columns: `slots` nodes in a row, then T and the value, padded to whole registers.
struct Columns {
  int slots, nv;
  int T() const { return slots * nv; }
  int value() const { return T() + 1; }
  int width() const { return padded(T() + 2); }
};

template <int V>
void store_products(const RowMatrix& panel, int rows, Eigen::Index i, Eigen::Index j, RowMatrix& G) {
  const Tile<V> tile = column_products<V>(panel.data(), panel.outerStride(), rows, i, j);
#pragma GCC unroll 8
  for (int r = 0; r < lane_count; ++r)
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) store(tile.at[r][v], &G(i + r, j + lane_count * v));
}

/// G(i, j) = Σ rows P(., i) P(., j) for j >= i; below the diagonal only what falls into the same register.
void multiply(const RowMatrix& panel, int rows, const Columns& columns, RowMatrix& G) {
  for (int i = 0; i < columns.width(); i += lane_count) {
    int j = i;
    for (; j + 3 * lane_count <= columns.width(); j += 3 * lane_count) store_products<3>(panel, rows, i, j, G);
    for (; j < columns.width(); j += lane_count) store_products<1>(panel, rows, i, j, G);
  }
}

/// The same for the column of values alone, the gradient.
void multiply_values(const RowMatrix& panel, int rows, const Columns& columns, RowMatrix& G) {
  for (int i = 0; i < columns.width(); i += lane_count) {
    Lanes sum(0.0);
    for (int q = 0; q < rows; ++q) sum += Lanes(panel(q, columns.value())) * load(&panel(q, i));
    for (int r = 0; r < lane_count; ++r) G(i + r, columns.value()) = sum[r];
  }
}

/// Hands the products of a panel that sees these nodes to H, of which only the lower triangle counts, and g.
void scatter(const RowMatrix& G, const Columns& columns, const int* nodes, Ring& ring) {
  const int nv = columns.nv;
  for (int a = 0; a < columns.slots; ++a) {
    const int i = a * nv;
    for (int b = a; b < columns.slots; ++b) ring.add(nodes[a], nodes[b], G, i, b * nv);
    ring.border(nodes[a]) += G.col(columns.T()).segment(i, nv);
  }
  ring.H.corner += G(columns.T(), columns.T());
}
void scatter_values(const RowMatrix& G, const Columns& columns, const int* nodes, Eigen::VectorXd& g) {
  const int nv = columns.nv;
  for (int a = 0; a < columns.slots; ++a) g.segment(nodes[a] * nv, nv) += G.col(columns.value()).segment(a * nv, nv);
  g[g.size() - 1] += G(columns.T(), columns.value());
}

/// One row of a node into the panel: `scale` times its Jacobian, and its value.
template <class Row>
void put_row(const Row& jacobian, double scale, double value, const Columns& columns, RowMatrix& panel, int at) {
  for (int slot = 0; slot < 3; ++slot)
    panel.row(at).segment(slot * columns.nv, columns.nv) = scale * jacobian.segment(slot * columns.nv, columns.nv);
  panel(at, columns.T()) = scale * jacobian[3 * columns.nv];
  panel(at, columns.value()) = value;
}

/// Adds `scale` times the derivative of coordinate i at node k to a row; beyond the ends stand mirror images.
void add_place(const StrideProblem& problem, int i, Eigen::Index k, double scale, const Columns& columns,
               RowMatrix& panel, int at) {
  const auto s = static_cast<Index>(i);
  const bool mirrors = problem.period() == Period::step, first = mirrors && k == 0,
             last = mirrors && k == problem.nodes - 1;
  const int mirror = problem.runner->mirror[s];
  const double flip = problem.runner->mirror_sign[s];
  panel(at, first ? mirror : i) += scale / 6.0 * (first ? flip : 1.0);
  panel(at, columns.nv + i) += scale * 4.0 / 6.0;
  panel(at, 2 * columns.nv + (last ? mirror : i)) += scale / 6.0 * (last ? flip : 1.0);
}

/// Dense rows of one node: joint moments, ground force, and the constraints weighed by √ρ with value (λ + ρr)/√ρ.
/// @return how many
int scale_rows(const StrideProblem& problem, const StrideStates& states, const NodeValues& values, const RowMatrix& J,
               const Eigen::Ref<const Eigen::VectorXd>& lambda, const Eigen::Ref<const Eigen::VectorXd>& r, double rho,
               Eigen::Index k, const Columns& columns, RowMatrix& panel) {
  const int nq = problem.runner->nq();
  const RowMap map(problem);
  int at = 0;
  const Eigen::Vector3d lumbar = lumbar_rows(problem, values, k);
  const Eigen::Matrix3d effort =
      problem.tau_scale.segment<3>(6).asDiagonal() * problem.lumbar_effort[static_cast<std::size_t>(k)];
  for (int i = 0; i < 3; ++i)
    put_row(effort(i, 0) * J.row(0) + effort(i, 1) * J.row(1) + effort(i, 2) * J.row(2), 1.0, lumbar[i], columns, panel,
            at++);
  for (const MomentCeiling& ceiling : ceilings(problem, k)) {
    const double over = above(ceiling, values, k);
    if (over == 0.0) continue;
    const Eigen::Vector3d& n = ceiling.direction;
    put_row(n[0] * J.row(0) + n[1] * J.row(1) + n[2] * J.row(2), problem.ceiling_scale, problem.ceiling_scale * over,
            columns, panel, at++);
  }
  for (int i = 9; i < nq; ++i) {
    const double scale = moment_scale(problem, i, k);
    put_row(J.row(i - 6), scale, scale * moment_row(problem, states, values, i, k), columns, panel, at);
    if (springs(problem, i, k)) add_place(problem, i, k, scale * problem.spring(i, k), columns, panel, at);
    ++at;
  }
  for (int i = 0; i < 3 * problem.feet(); ++i) {
    const double scale = problem.force_scale[i % 3];
    if (scale != 0.0)
      put_row(J.row(map.force + i), scale, scale * (values.force(i, k) - problem.force_target(i, k)), columns, panel,
              at++);
  }
  const double root_rho = std::sqrt(rho);
  for (int i = 0; i < problem.constraints(); ++i)
    put_row(J.row(map.root + i), root_rho * constraint_unit(problem, i), (lambda[i] + rho * r[i]) / root_rho, columns,
            panel, at++);
  return at;
}

/// Rows of a single coordinate of node k: its place, its range, its acceleration. They add to few places of G.
void add_coordinate_rows(const StrideProblem& problem, const StrideUnknowns& x, const StrideStates& states,
                         Eigen::Index k, const Columns& columns, RowMatrix& G) {
  const Runner& runner = *problem.runner;
  const double T = x.duration, h = T / problem.nodes;
  const int n = columns.nv;
  for (int i = 0; i < runner.nq(); ++i) {
    const auto s = static_cast<Index>(i);
    const double flip = runner.mirror_sign[s];
    const bool mirrors = problem.period() == Period::step, first = mirrors && k == 0,
               last = mirrors && k == problem.nodes - 1;
    const int at[3] = {first ? runner.mirror[s] : i, n + i, 2 * n + (last ? runner.mirror[s] : i)};
    const double sign[3] = {first ? flip : 1.0, 1.0, last ? flip : 1.0};

    // Place and range share their weights on the three control points; the acceleration, ∝ 1/T², has its own.
    const double place = std::pow(place_scale(problem, i, k), 2), off = states.q(i, k) - problem.q_target(i, k);
    const double outside = i < 6 ? 0.0 : excess(runner.range[s], states.q(i, k));
    const double range = outside != 0.0 ? problem.range_scale * problem.range_scale : 0.0;
    const double turn = problem.qdd_scale[i] / (h * h);
    const double qdd = problem.qdd_scale[i] * (states.qdd(i, k) - problem.qdd_target(i, k));
    const double by_T = -2.0 * problem.qdd_scale[i] * states.qdd(i, k) / T;
    constexpr double position[3] = {1.0 / 6.0, 4.0 / 6.0, 1.0 / 6.0}, acceleration[3] = {1.0, -2.0, 1.0};
    for (int a = 0; a < 3; ++a) {
      for (int b = a; b < 3; ++b)
        G(at[a], at[b]) +=
            sign[a] * sign[b] *
            ((place + range) * position[a] * position[b] + turn * turn * acceleration[a] * acceleration[b]);
      G(at[a], columns.T()) += sign[a] * turn * acceleration[a] * by_T;
      G(at[a], columns.value()) +=
          sign[a] * (position[a] * (place * off + range * outside) + turn * acceleration[a] * qdd);
    }
    G(columns.T(), columns.T()) += by_T * by_T;
    G(columns.T(), columns.value()) += by_T * qdd;
  }
}

/// Rows of the force's change from node k to the next. @return false when nothing depends on anything, as in flight
bool rate_rows(const StrideProblem& problem, const StrideUnknowns& x, const NodeValues& values,
               const NodeJacobians& jacobians, Eigen::Index k, const Columns& columns, RowMatrix& panel) {
  const int nv = columns.nv, force = RowMap(problem).force;
  const double h = x.duration / problem.nodes;
  const RowMatrix &J0 = jacobians[static_cast<Index>(k)], &J1 = jacobians[static_cast<Index>(k + 1)];
  bool any = false;
  for (int i = 0; i < 3 * problem.feet(); ++i) {
    const double scale = problem.rate_scale[i % 3] / h, change = values.force(i, k + 1) - values.force(i, k);
    auto row = panel.row(i);
    row.setZero();
    for (int slot = 0; slot < 3; ++slot) {
      row.segment(slot * nv, nv) -= scale * J0.row(force + i).segment(slot * nv, nv);
      row.segment((slot + 1) * nv, nv) += scale * J1.row(force + i).segment(slot * nv, nv);
    }
    row[columns.T()] = scale * (J1(force + i, 3 * nv) - J0(force + i, 3 * nv) - change / x.duration);
    any = any || !row.isZero(0.0);
    row[columns.value()] = problem.rate_scale[i % 3] * (change / h - problem.rate_target(i, k));
  }
  return any;
}

/// Sums of all nodes: g, and H where it is wanted.
/// @param ring  of H, empty; null: the gradient alone
void gather(const StrideProblem& problem, const StrideUnknowns& x, const StrideStates& states, const NodeValues& values,
            NodeJacobians& jacobians, const Eigen::MatrixXd& lambda, const Eigen::MatrixXd& r, double rho,
            AssemblyScratch& scratch, Ring* ring, Eigen::VectorXd& g) {
  const Runner& runner = *problem.runner;
  const int N = problem.nodes, nv = problem.rows();
  g.setZero(N * nv + 1);
  const auto hand_over = [&](const RowMatrix& panel, int rows, const Columns& columns, const int* nodes, RowMatrix& G,
                             auto add_single_rows) {
    if (ring)
      multiply(panel, rows, columns, G);
    else
      multiply_values(panel, rows, columns, G);
    add_single_rows(G);
    if (ring) scatter(G, columns, nodes, *ring);
    scatter_values(G, columns, nodes, g);
  };

  // The steps before node 0 and after node N-1 may be mirror images: turn their columns into those of the nodes they
  // mirror.
  if (problem.period() == Period::step) {
    mirror_columns(runner, jacobians[0], 0);
    mirror_columns(runner, jacobians[static_cast<Index>(N - 1)], 2 * nv);
  }

  const Columns three{.slots = 3, .nv = nv};
  Index most_ceilings = 0;
  for (const auto& ceiling : problem.ceiling) most_ceilings = std::max(most_ceilings, ceiling.size());
  scratch.rows.setZero(RowMap(problem).count + static_cast<int>(most_ceilings),
                       three.width());  // padding columns stay zero
  scratch.G.setZero(three.width(), three.width());
  for (int k = 0; k < N; ++k) {
    const int rows = scale_rows(problem, states, values, jacobians[static_cast<Index>(k)], lambda.col(k), r.col(k), rho,
                                k, three, scratch.rows);
    const int nodes[3] = {(k + N - 1) % N, k, (k + 1) % N};
    hand_over(scratch.rows, rows, three, nodes, scratch.G,
              [&](RowMatrix& G) { add_coordinate_rows(problem, x, states, k, three, G); });
  }

  // Force-rate rows couple a node to the next: columns c_{k-1} ... c_{k+2}, then T.
  if (problem.rate_scale.any()) {
    const Columns four{.slots = 4, .nv = nv};
    scratch.rate.setZero(3 * problem.feet(), four.width());
    scratch.G_of_rate.setZero(four.width(), four.width());
    for (int k = 0; k + 1 < N; ++k) {
      if (!rate_rows(problem, x, values, jacobians, k, four, scratch.rate)) continue;
      const int nodes[4] = {(k + N - 1) % N, k, k + 1, (k + 2) % N};
      hand_over(scratch.rate, 3 * problem.feet(), four, nodes, scratch.G_of_rate, [](RowMatrix&) {});
    }
  }
  g[N * nv] += problem.duration_scale * problem.duration_scale * (x.duration - problem.duration_target);
}

}  // namespace

void assemble(const StrideProblem& problem, const StrideUnknowns& x, const StrideStates& states,
              const NodeValues& values, NodeJacobians& jacobians, const Eigen::MatrixXd& lambda,
              const Eigen::MatrixXd& r, double rho, AssemblyScratch& scratch, CyclicCholesky& H, Eigen::VectorXd& g) {
  H.set_zero();
  Ring ring{H, problem.rows(), H.block_size() / problem.rows()};
  gather(problem, x, states, values, jacobians, lambda, r, rho, scratch, &ring, g);
  H.corner += problem.duration_scale * problem.duration_scale;
  // The ground element in flight has no other curvature than its own constraint; a whisper keeps D positive definite.
  for (auto& D : H.D) D.diagonal().array() += 1e-10;
}

void gradient(const StrideProblem& problem, const StrideUnknowns& x, const StrideStates& states,
              const NodeValues& values, NodeJacobians& jacobians, const Eigen::MatrixXd& lambda,
              const Eigen::MatrixXd& r, double rho, AssemblyScratch& scratch, Eigen::VectorXd& g) {
  gather(problem, x, states, values, jacobians, lambda, r, rho, scratch, nullptr, g);
}

}  // namespace psoas
