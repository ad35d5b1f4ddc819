// How is the ring eliminated block by block?
#include "sim/core/cyclic_cholesky.h"

#include <algorithm>
#include <cmath>
#include <utility>

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

/// Columns from ... to - 1 of the eight rows from `first` on.
void eliminate(const View& P, Offset first, Offset from, Offset to, const double (&R)[lane_count][lane_count],
               const double (&inverse)[lane_count]) {
  Offset j = from;
  for (; j + 3 * lane_count <= to; j += 3 * lane_count) eliminate_tile<3>(P, first, j, R, inverse);
  for (; j < to; j += lane_count) eliminate_tile<1>(P, first, j, R, inverse);
}

/// [A | 0 | B] -> [R | 0 | R⁻ᵀ B] with RᵀR = A, for the first `rows` rows of a panel `width` wide.
/// @param skip  {from, to} of eight rows: columns that are nothing in them and in all rows above
template <class Skip>
bool factor_panel(const View& P, Offset rows, Offset width, const Skip& skip) {
  double R[lane_count][lane_count], inverse[lane_count];
  for (Offset first = 0; first < rows; first += lane_count) {
    const Tile<1> above = column_products<1>(P.data, P.stride, static_cast<int>(first), first, first);
    for (int r = 0; r < lane_count; ++r)
      for (int c = 0; c < lane_count; ++c) R[r][c] = P(first + r, first + c) - above.at[r][0][c];
    if (!factor_tile(R, inverse)) return false;
    for (int r = 0; r < lane_count; ++r) std::copy_n(R[r], lane_count, P.row(first + r) + first);
    const auto [from, to] = skip(first);
    eliminate(P, first, first + lane_count, from, R, inverse);
    eliminate(P, first, to, width, R, inverse);
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
/// @param begin  of column j: the first row q in which it is anything
template <class Begin>
void subtract_products(const View& P, Offset rows, Offset i, Offset from, Offset to, const Begin& begin, double* target,
                       Offset stride) {
  for (Offset j = from; j < to;) {
    const Offset first = begin(j);
    const View below{P.row(first), P.stride};
    if (j + 3 * lane_count <= to)
      subtract_tile<3>(below, rows - first, i, j, target + (j - from), stride), j += 3 * lane_count;
    else
      subtract_tile<1>(below, rows - first, i, j, target + (j - from), stride), j += lane_count;
  }
}

void axpy(double a, const double* x, double* y, Offset count) {
  for (Offset i = 0; i < count; ++i) y[i] -= a * x[i];
}

}  // namespace

CyclicCholesky::CyclicCholesky(int blocks, int block_size, int groups)
    : n_(block_size),
      p_(padded(block_size)),
      panels_(static_cast<std::size_t>(blocks - 1), Panel::Zero(p_, 3 * p_ + lane_count)),
      border_(Panel::Zero(p_ + lane_count, p_ + lane_count)),
      F(&panels_[0](0, 2 * p_), n_, n_, Eigen::OuterStride<>(panels_[0].outerStride())),
      corner(border_(p_, p_)) {
  CHECK(blocks >= 3);  // with fewer, the ring's closing block would fall on a neighbour's place
  CHECK(block_size % groups == 0);
  y_.setZero(blocks * p_ + lane_count);
  for (int first = 0; first < p_; first += lane_count) {
    const int group = std::min(first + lane_count - 1, n_ - 1) * groups / n_;
    reach_.push_back(std::min(p_, padded((group + 1) * n_ / groups)));
  }
  // Row q of a panel: what block i's unknown q couples to, in its own block (upper triangle), the next block, the
  // border. The last but one is coupled to the border only.
  const int last = blocks - 1;
  for (int i = 0; i < blocks; ++i) {
    Panel& P = i < last ? panels_[static_cast<std::size_t>(i)] : border_;
    const Eigen::OuterStride<> stride(P.outerStride());
    D.emplace_back(P.data(), n_, n_, stride);
    if (i < last) E.emplace_back(P.data() + (i + 1 < last ? p_ : 2 * p_), n_, n_, stride);
    t.emplace_back(P.data() + (i < last ? 3 * p_ : p_), n_, Eigen::InnerStride<>(P.outerStride()));
  }
  set_zero();
}

void CyclicCholesky::set_zero() {
  for (Panel& P : panels_) P.setZero();
  border_.setIdentity();
  for (int q = 0; q < n_; ++q) border_(q, q) = 0.0;
  corner = 0.0;
  for (Panel& P : panels_)
    for (int q = n_; q < p_; ++q) P(q, q) = 1.0;
}

std::ptrdiff_t CyclicCholesky::uncoupled() const {
  for (Offset c = 0; c < p_; c += lane_count)
    for (Offset q = 0; q < n_; ++q)
      if (!all_equal(load(&panels_[0](q, 2 * p_ + c)), 0.0)) return c;
  return p_;
}

bool CyclicCholesky::factor() {
  const std::size_t last = D.size() - 1;
  const Offset before = uncoupled();
  const Offset p = p_, width = 3 * p + lane_count;
  const auto all = [](Offset) { return Offset{0}; };
  // Column c of the next block: the first row that reaches it.
  const auto begin = [&](Offset c) {
    Offset first = 0;
    while (reach_[static_cast<std::size_t>(first / lane_count)] <= c) first += lane_count;
    return first;
  };
  for (std::size_t i = 0; i < last; ++i) {
    const View P{panels_[i].data(), panels_[i].outerStride()};
    const bool has_next = i + 1 < last;
    const auto skip = [&](Offset first) {
      return has_next ? std::pair{p + reach_[static_cast<std::size_t>(first / lane_count)], 2 * p + before}
                      : std::pair{p, 2 * p};
    };
    if (!factor_panel(P, p, width, skip)) return false;
    // What is eliminated here is subtracted from the next block, its coupling to the border, and the border.
    if (has_next) {
      Panel& next = panels_[i + 1];
      for (Offset c = 0; c < p; c += lane_count) {
        const auto both = [&](Offset j) { return begin(j - p); };
        const auto first = [&](Offset) { return begin(c); };
        subtract_products(P, p, p + c, p + c, 2 * p, both, &next(c, c), next.outerStride());
        subtract_products(P, p, p + c, 2 * p + before, width, first, &next(c, 2 * p + before), next.outerStride());
      }
    }
    for (Offset c = has_next ? before : 0; c < p + lane_count; c += lane_count)
      subtract_products(P, p, 2 * p + c, 2 * p + c, width, all, &border_(c, c), border_.outerStride());
  }
  const auto nothing = [&](Offset) { return std::pair{p + lane_count, p + lane_count}; };
  return factor_panel({border_.data(), border_.outerStride()}, p + lane_count, p + lane_count, nothing);
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
