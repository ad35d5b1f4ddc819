// How are moment arms laid out so that a product with them is quick? Eight muscles at a time in the lanes of a
// register, without the rows that none of the eight turns: most muscles cross few levels, and those of the legs none.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "sim/core/lanes.h"

namespace psoas {

inline constexpr int reserve_rows = 32;  ///< most rows of a programme of strength reserve; unused ones are zero
using ReserveRows = Eigen::Matrix<double, reserve_rows, 1>;

/// a'b.
inline double inner(const double* a, const double* b) {
  static_assert(reserve_rows == 4 * lane_count);
  const Lanes first = load(a) * load(b), second = load(a + lane_count) * load(b + lane_count);
  const Lanes third = load(a + 2 * lane_count) * load(b + 2 * lane_count);
  return total((first + second) + (third + load(a + 3 * lane_count) * load(b + 3 * lane_count)));
}

/// R (m x n, m up to reserve_rows) [m].
class ArmPanels {
 public:
  /// Allocates only when R has more entries that are not zero than any before.
  void set(const Eigen::Ref<const Eigen::MatrixXd>& R);
  Eigen::Index rows() const { return m_; }
  Eigen::Index muscles() const { return n_; }

  /// y = R'x. @param y  room for n numbers, rounded up to lane_count: those beyond n become zero
  void turn(const ReserveRows& x, double* y) const;

  /// R F. @param F  n numbers, rounded up to lane_count, those beyond n finite
  ReserveRows pull(const double* F) const;

  /// f(row, arm) for all rows that the panel of muscle j turns.
  template <class F>
  void each_arm(int j, F f) const {
    const std::size_t panel = static_cast<std::size_t>(j / lane_count);
    for (std::size_t k = begin_[panel]; k < begin_[panel + 1]; ++k) f(row_[k], arm_[k][j % lane_count]);
  }

 private:
  Eigen::Index m_ = 0, n_ = 0;
  std::vector<Lanes> arm_;          // panel by panel, row by row
  std::vector<unsigned char> row_;  // of each
  std::vector<std::size_t> begin_;  // of each panel, and the end
};

}  // namespace psoas
