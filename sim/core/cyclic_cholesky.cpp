// How is the ring eliminated block by block?
#include "sim/core/cyclic_cholesky.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/panel.h"

namespace psoas {
namespace {

using Offset = std::ptrdiff_t;

/// A view of panel memory.
struct View {
  double* data;
  Offset stride;
  double* row(Offset i) const { return data + i * stride; }
  double& operator()(Offset i, Offset j) const { return data[i * stride + j]; }
};

/// Upper triangular R with RᵀR = A in place, A 8 x 8. @return false when A is not positive definite
bool factor_tile(double (&A)[lane_count][lane_count], double (&inverse)[lane_count]) {
  for (int r = 0; r < lane_count; ++r) {
    if (!(A[r][r] > 0.0)) return false;
    A[r][r] = std::sqrt(A[r][r]);
    inverse[r] = 1.0 / A[r][r];
    for (int c = r + 1; c < lane_count; ++c) A[r][c] *= inverse[r];
    for (int s = r + 1; s < lane_count; ++s)
      for (int c = s; c < lane_count; ++c) A[s][c] -= A[r][s] * A[r][c];
  }
  return true;
}

/// Columns j ... j + 8V - 1 of eight rows from `first` on: subtract what the rows above contribute, then solve with the
/// tile R.
template <int V>
void eliminate_tile(const View& P, Offset first, Offset j, const double (&R)[lane_count][lane_count],
                    const double (&inverse)[lane_count]) {
  Tile<V> tile = column_products<V>(P.data, P.stride, static_cast<int>(first), first, j);
#pragma GCC unroll 8
  for (int r = 0; r < lane_count; ++r) {
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) {
      Lanes x = load(P.row(first + r) + j + lane_count * v) - tile.at[r][v];
#pragma GCC unroll 8
      for (int q = 0; q < r; ++q) x -= Lanes(R[q][r]) * tile.at[q][v];
      tile.at[r][v] = Lanes(inverse[r]) * x;
      store(tile.at[r][v], P.row(first + r) + j + lane_count * v);
    }
  }
}

/// [A | B] -> [R | R⁻ᵀ B] with RᵀR = A, for the first `rows` rows of a panel `width` wide.
bool factor_panel(const View& P, Offset rows, Offset width) {
  double R[lane_count][lane_count], inverse[lane_count];
  for (Offset first = 0; first < rows; first += lane_count) {
    const Tile<1> above = column_products<1>(P.data, P.stride, static_cast<int>(first), first, first);
    for (int r = 0; r < lane_count; ++r)
      for (int c = 0; c < lane_count; ++c) R[r][c] = P(first + r, first + c) - above.at[r][0][c];
    if (!factor_tile(R, inverse)) return false;
    for (int r = 0; r < lane_count; ++r) std::copy_n(R[r], lane_count, P.row(first + r) + first);
    Offset j = first + lane_count;
    for (; j + 3 * lane_count <= width; j += 3 * lane_count) eliminate_tile<3>(P, first, j, R, inverse);
    for (; j < width; j += lane_count) eliminate_tile<1>(P, first, j, R, inverse);
  }
  return true;
}

template <int V>
void subtract_tile(const View& P, Offset rows, Offset i, Offset j, double* target, Offset stride) {
  const Tile<V> tile = column_products<V>(P.data, P.stride, static_cast<int>(rows), i, j);
#pragma GCC unroll 8
  for (int r = 0; r < lane_count; ++r)
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) {
      double* at = target + r * stride + lane_count * v;
      store(load(at) - tile.at[r][v], at);
    }
}

/// target(i, j) -= Σ_q P(q, i) P(q, j) for columns j in [from, to) of eight columns i.
void subtract_products(const View& P, Offset rows, Offset i, Offset from, Offset to, double* target, Offset stride) {
  Offset j = from;
  for (; j + 3 * lane_count <= to; j += 3 * lane_count) subtract_tile<3>(P, rows, i, j, target + (j - from), stride);
  for (; j < to; j += lane_count) subtract_tile<1>(P, rows, i, j, target + (j - from), stride);
}

void axpy(double a, const double* x, double* y, Offset count) {
  for (Offset i = 0; i < count; ++i) y[i] -= a * x[i];
}

}  // namespace

CyclicCholesky::CyclicCholesky(int blocks, int block_size) : n_(block_size), p_(padded(block_size)) {
  CHECK(blocks >= 3);  // with fewer, the ring's closing block would fall on a neighbour's place
  const auto m = static_cast<std::size_t>(blocks);
  const auto square = Eigen::MatrixXd::Zero(n_, n_);
  D.assign(m, square), E.assign(m - 1, square), F = square;
  t.assign(m, Eigen::VectorXd::Zero(n_));
  panels_.assign(m - 1, Panel::Zero(p_, 3 * p_ + lane_count));
  border_.setZero(p_ + lane_count, p_ + lane_count);
  y_.setZero(blocks * p_ + lane_count);
}

void CyclicCholesky::set_zero() {
  for (auto& block : D) block.setZero();
  for (auto& block : E) block.setZero();
  for (auto& column : t) column.setZero();
  F.setZero();
  corner = 0.0;
}

void CyclicCholesky::fill_panels() {
  // Row q of a panel: what block i's unknown q couples to, in its own block (upper triangle), the next block, the
  // border.
  const std::size_t last = D.size() - 1;
  const Offset n = n_, p = p_;
  for (std::size_t i = 0; i < last; ++i) {
    const View P{panels_[i].data(), panels_[i].outerStride()};
    for (Offset q = 0; q < p; ++q) {
      double* row = P.row(q);
      std::fill(row + q, row + P.stride, 0.0);
      if (q >= n) {
        row[q] = 1.0;
        continue;
      }
      std::copy_n(&D[i](q, q), n - q, row + q);
      std::copy_n(&E[i](0, q), n, row + (i + 1 < last ? p : 2 * p));  // the last but one is coupled to the border only
      if (i == 0)
        for (Offset c = 0; c < n; ++c) row[2 * p + c] = F(q, c);
      row[3 * p] = t[i][q];
    }
  }
  border_.setIdentity();
  for (Offset q = 0; q < n; ++q) {
    std::copy_n(&D[last](q, q), n - q, &border_(q, q));
    border_(q, p) = t[last][q];
  }
  border_(p, p) = corner;
}

bool CyclicCholesky::factor() {
  fill_panels();
  const std::size_t last = D.size() - 1;
  const Offset p = p_, width = 3 * p + lane_count;
  for (std::size_t i = 0; i < last; ++i) {
    const View P{panels_[i].data(), panels_[i].outerStride()};
    if (!factor_panel(P, p, width)) return false;
    // What is eliminated here is subtracted from the next block, its coupling to the border, and the border.
    if (i + 1 < last) {
      Panel& next = panels_[i + 1];
      for (Offset c = 0; c < p; c += lane_count) {
        subtract_products(P, p, p + c, p + c, 2 * p, &next(c, c), next.outerStride());
        subtract_products(P, p, p + c, 2 * p, width, &next(c, 2 * p), next.outerStride());
      }
    }
    for (Offset c = 0; c < p + lane_count; c += lane_count)
      subtract_products(P, p, 2 * p + c, 2 * p + c, width, &border_(c, c), border_.outerStride());
  }
  return factor_panel({border_.data(), border_.outerStride()}, p + lane_count, p + lane_count);
}

void CyclicCholesky::solve(Eigen::Ref<Eigen::VectorXd> x) {
  const auto last = static_cast<Offset>(D.size()) - 1;
  const Offset n = n_, p = p_;
  // Into padded places; the shared unknown follows the last block.
  y_.setZero();
  for (Offset i = 0; i <= last; ++i) y_.segment(i * p, n) = x.segment(i * n, n);
  y_[(last + 1) * p] = x[x.size() - 1];
  double* border = &y_[last * p];

  // Forward: each unknown, once known, is subtracted from all that it couples to. The next block's places follow its
  // own.
  for (Offset i = 0; i < last; ++i) {
    const Panel& P = panels_[static_cast<std::size_t>(i)];
    const Offset reach = i + 1 < last ? 2 * p : p;
    double* b = &y_[i * p];
    for (Offset q = 0; q < p; ++q) {
      const double* row = &P(q, 0);
      b[q] /= row[q];
      axpy(b[q], row + q + 1, b + q + 1, reach - q - 1);
      axpy(b[q], row + 2 * p, border, p + lane_count);
    }
  }
  for (Offset q = 0; q < p + lane_count; ++q) {
    border[q] /= border_(q, q);
    axpy(border[q], &border_(q, 0) + q + 1, border + q + 1, p + lane_count - q - 1);
  }

  // Backward.
  const auto row_times = [](const double* row, const double* at, Offset count) {
    return Eigen::Map<const Eigen::VectorXd>(row, count).dot(Eigen::Map<const Eigen::VectorXd>(at, count));
  };
  for (Offset q = p + lane_count; q-- > 0;)
    border[q] = (border[q] - row_times(&border_(q, 0) + q + 1, border + q + 1, p + lane_count - q - 1)) / border_(q, q);
  for (Offset i = last; i-- > 0;) {
    const Panel& P = panels_[static_cast<std::size_t>(i)];
    const Offset reach = i + 1 < last ? 2 * p : p;
    double* b = &y_[i * p];
    for (Offset q = p; q-- > 0;) {
      const double* row = &P(q, 0);
      b[q] =
          (b[q] - row_times(row + q + 1, b + q + 1, reach - q - 1) - row_times(row + 2 * p, border, p + lane_count)) /
          row[q];
    }
  }
  for (Offset i = 0; i <= last; ++i) x.segment(i * n, n) = y_.segment(i * p, n);
  x[x.size() - 1] = y_[(last + 1) * p];
}

}  // namespace psoas
