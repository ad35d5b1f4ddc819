// How is one scenario's part of a field had from an outcome? Private to the schema_*.cpp. What did not converge has no
// loads: NaN.
#pragma once

#include <algorithm>
#include <limits>
#include <numbers>

#include "scenarios/results/schema.h"
#include "sim/core/check.h"

namespace psoas {

std::span<const Field> scenario_fields();  ///< which scenario, how it ended, and numbers for ranking
std::span<const Field> curve_fields();     ///< curves over the gait cycle
std::span<const Field> landing_fields();   ///< numbers and curves of the first tenth of a second after touch-down

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double degree = std::numbers::pi / 180.0;  ///< [rad]

/// Eigen keeps columns (time) together, so a matrix is already in the file's order: gait_cycle, then rows.
inline void copy(const Eigen::MatrixXd& matrix, std::span<double> out) {
  if (matrix.size() == 0) {
    std::fill(out.begin(), out.end(), nan);
    return;
  }
  CHECK(static_cast<std::size_t>(matrix.size()) == out.size());
  std::copy_n(matrix.data(), out.size(), out.begin());
}

}  // namespace psoas
