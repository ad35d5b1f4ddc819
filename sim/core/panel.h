// How are a few rows multiplied with themselves as fast as the registers allow? All heavy sums of the stride's linear
// systems are Σ_q P(q, i) P(q, j) over rows q of a row-major panel P: rows of a Jacobian, or rows of a Cholesky factor.
#pragma once

#include <cstddef>

#include "sim/core/lanes.h"

namespace psoas {

/// Widths of panels are multiples of this, so that no column needs special care.
constexpr int padded(int columns) { return (columns + lane_count - 1) / lane_count * lane_count; }

/// Eight columns i, and V times eight columns j, of sums over rows.
template <int V>
struct Tile {
  Lanes at[lane_count][V];  ///< [i - first i][(j - first j) / 8]
};

/// Σ_q P(q, i) P(q, j) over the first `rows` rows; 8 V accumulators stay in registers.
/// @param stride  of the panel's rows
template <int V>
inline Tile<V> column_products(const double* panel, std::ptrdiff_t stride, int rows, std::ptrdiff_t i,
                               std::ptrdiff_t j) {
  Tile<V> sum;
#pragma GCC unroll 8
  for (int r = 0; r < lane_count; ++r)
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) sum.at[r][v] = Lanes(0.0);
  const double *a = panel + i, *b = panel + j;
  for (int q = 0; q < rows; ++q, a += stride, b += stride) {
    Lanes row[V];
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) row[v] = load(b + lane_count * v);
#pragma GCC unroll 8
    for (int r = 0; r < lane_count; ++r) {
      const Lanes factor(a[r] -
                         Lanes::Register{});  // x - 0 is x for every x; x + 0 is not for -0, and costs an addition
#pragma GCC unroll 3
      for (int v = 0; v < V; ++v) sum.at[r][v] += factor * row[v];
    }
  }
  return sum;
}

}  // namespace psoas
