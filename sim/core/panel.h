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

/// Columns i and Lanes of columns j whose sums stay in registers together: all 8 x 3 of a tile in the 32 registers of
/// AVX-512; in the 16 of AVX2 and SSE2 eight registers of sums.
constexpr int columns_at_once = Lanes::count == 1 ? lane_count : lane_count / Lanes::count;
template <int V>
constexpr int lanes_at_once = Lanes::count == 1 ? V : 1;

/// Σ_q P(q, i) P(q, j) over the first `rows` rows.
/// @param stride  of the panel's rows
template <int V>
inline Tile<V> column_products(const double* panel, std::ptrdiff_t stride, int rows, std::ptrdiff_t i,
                               std::ptrdiff_t j) {
  constexpr int R = columns_at_once, W = lanes_at_once<V>;
  Tile<V> tile;
  for (int v = 0; v < V; v += W)
    for (int r = 0; r < lane_count; r += R) {
      Lanes sum[R][W];
#pragma GCC unroll 8
      for (int s = 0; s < R; ++s)
#pragma GCC unroll 3
        for (int w = 0; w < W; ++w) sum[s][w] = Lanes(0.0);
      const double *a = panel + i + r, *b = panel + j + lane_count * v;
      for (int q = 0; q < rows; ++q, a += stride, b += stride) {
        Lanes row[W];
#pragma GCC unroll 3
        for (int w = 0; w < W; ++w) row[w] = load(b + lane_count * w);
#pragma GCC unroll 8
        for (int s = 0; s < R; ++s) {
          const Lanes factor(a[s]);
#pragma GCC unroll 3
          for (int w = 0; w < W; ++w) sum[s][w] += factor * row[w];
        }
      }
#pragma GCC unroll 8
      for (int s = 0; s < R; ++s)
#pragma GCC unroll 3
        for (int w = 0; w < W; ++w) tile.at[r + s][v + w] = sum[s][w];
    }
  return tile;
}

}  // namespace psoas
