// Products with moment arms, eight muscles at a time.
#include "sim/sharing/arm_panels.h"

#include <array>

#include "sim/core/check.h"

namespace psoas {

void ArmPanels::set(const Eigen::Ref<const Eigen::MatrixXd>& R) {
  CHECK(R.rows() <= reserve_rows);
  m_ = R.rows(), n_ = R.cols();
  arm_.clear(), row_.clear();
  begin_.assign(1, 0);
  const ReserveRows nothing = ReserveRows::Zero();
  for (Eigen::Index first = 0; first < n_; first += lane_count) {
    // Columns beyond the last are nothing.
    std::array<const double*, lane_count> c;
    for (Eigen::Index i = 0; i < lane_count; ++i)
      c[static_cast<std::size_t>(i)] = first + i < n_ ? R.col(first + i).data() : nothing.data();
    for (Eigen::Index r = 0; r < m_; ++r) {
      Lanes arm;
      for (int i = 0; i < lane_count; ++i) arm.set(i, c[static_cast<std::size_t>(i)][r]);
      if (all_equal(arm, 0.0)) continue;
      arm_.push_back(arm);
      row_.push_back(static_cast<unsigned char>(r));
    }
    begin_.push_back(arm_.size());
  }
}

void ArmPanels::turn(const ReserveRows& x, double* y) const {
  for (std::size_t panel = 0; panel + 1 < begin_.size(); ++panel, y += lane_count) {
    // Two sums: one would wait for itself.
    Lanes even(0.0), odd(0.0);
    std::size_t k = begin_[panel];
    const std::size_t end = begin_[panel + 1];
    for (; k + 1 < end; k += 2) even += arm_[k] * Lanes(x[row_[k]]), odd += arm_[k + 1] * Lanes(x[row_[k + 1]]);
    if (k < end) even += arm_[k] * Lanes(x[row_[k]]);
    store(even + odd, y);
  }
}

ReserveRows ArmPanels::pull(const double* F) const {
  std::array<Lanes, reserve_rows> sum;
  sum.fill(Lanes(0.0));
  for (std::size_t panel = 0; panel + 1 < begin_.size(); ++panel, F += lane_count) {
    const Lanes force = load(F);
    for (std::size_t k = begin_[panel]; k < begin_[panel + 1]; ++k) sum[row_[k]] += arm_[k] * force;
  }
  ReserveRows moment;
  for (int r = 0; r < reserve_rows; ++r) moment[r] = total(sum[static_cast<std::size_t>(r)]);
  return moment;
}

}  // namespace psoas
