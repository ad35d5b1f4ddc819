// Seven linear programmes a frame: which moments grow in which, and what is kept of their answers.
#include "sim/sharing/reserve.h"

#include <algorithm>
#include <limits>

#include "sim/core/check.h"

namespace psoas {

void reserve_allowance(const Eigen::Ref<const Eigen::VectorXd>& slack, Eigen::VectorXd& allowance) {
  allowance = slack.cwiseAbs().cwiseMax(reserve_allowance_leg);
  allowance.head(level_axis_count).setConstant(reserve_allowance_level);
}

void frame_reserve(const Eigen::Ref<const Eigen::MatrixXd>& R, const Eigen::Ref<const Eigen::VectorXd>& lo,
                   const Eigen::Ref<const Eigen::VectorXd>& hi, const Eigen::Ref<const Eigen::VectorXd>& demand,
                   const Eigen::Ref<const Eigen::VectorXd>& allowance, Start start, ReserveWorkspace& work,
                   FrameReserve& reserve) {
  CHECK(R.rows() >= level_axis_count && demand.size() == R.rows());
  ReserveProgramme& programme = work.programme;
  programme.lo = lo;
  programme.hi = hi;
  programme.allowance = allowance;
  programme.growing.resize(R.rows());
  reserve.worth.resize(R.cols(), reserve_count);
  reserve.give_way.resize(R.rows(), reserve_count);
  reserve.pivots = 0;
  for (int which = 0; which < reserve_count; ++which) {
    // What grows: all level rows, or one level's.
    const int first = which == 0 ? 0 : 3 * (which - 1), rows = which == 0 ? level_axis_count : 3;
    programme.held = demand;
    programme.held.segment(first, rows).setZero();
    programme.growing.setZero();
    programme.growing.segment(first, rows) = demand.segment(first, rows);

    const std::size_t w = static_cast<std::size_t>(which);
    if (which == 0)
      solve_reserve(R, programme, start, work.basis[w], work.solution);
    else
      solve_reserve_again(programme, start, work.basis[w], work.solution);

    reserve.reserve[w] = work.solution.reserve;
    reserve.status[w] = work.solution.status;
    reserve.capped[w] = work.solution.capped;
    reserve.worth.col(which) = work.solution.gain.cwiseProduct(hi);
    reserve.give_way.col(which) = work.solution.give_way;
    reserve.pivots += work.solution.pivots;
  }
}

StrengthReserve empty_reserve(Eigen::Index nm, Eigen::Index frames) {
  StrengthReserve stride;
  stride.reserve.setConstant(reserve_count, frames, std::numeric_limits<double>::quiet_NaN());
  stride.worth.setZero(nm, reserve_count);
  stride.least_frame.fill(-1);
  return stride;
}

void record_frame(const FrameReserve& frame, Eigen::Index k, StrengthReserve& stride) {
  for (int which = 0; which < reserve_count; ++which) {
    const std::size_t w = static_cast<std::size_t>(which);
    if (frame.status[w] == ReserveStatus::not_solved) {
      ++stride.unsolved[w];
      continue;
    }
    stride.reserve(which, k) = frame.status[w] == ReserveStatus::infeasible ? 0.0 : frame.reserve[w];
    if (stride.least_frame[w] < 0 || stride.reserve(which, k) < stride.reserve(which, stride.least_frame[w])) {
      stride.least_frame[w] = static_cast<int>(k);
      stride.worth.col(which) = frame.worth.col(which);
    }
  }
}

double StrengthReserve::least(int which) const {
  const std::size_t w = static_cast<std::size_t>(which);
  const int k = least_frame[w];
  return k < 0 || unsolved[w] > 0 ? std::numeric_limits<double>::quiet_NaN() : reserve(which, k);
}

std::vector<int> limiting_muscles(const Eigen::Ref<const Eigen::VectorXd>& worth, double part) {
  std::vector<int> muscles;
  const double threshold = part * worth.sum();
  for (Eigen::Index i = 0; i < worth.size(); ++i)
    if (worth[i] > threshold) muscles.push_back(static_cast<int>(i));
  std::stable_sort(muscles.begin(), muscles.end(), [&](int a, int b) { return worth[a] > worth[b]; });
  return muscles;
}

}  // namespace psoas
