// One programme from its arguments to a proven answer; the method stands in simplex.h.
#include "sim/sharing/simplex.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/core/check.h"
#include "sim/sharing/simplex_basis.h"

namespace psoas {
namespace {

// Moment that the answer may leave unbalanced, over the largest demand [-].
constexpr double balance_tolerance = 1e-11;

using Scratch = ReserveSolution::Scratch;

void size_once(Eigen::Index n, Eigen::Index m, ReserveBasis& basis, ReserveSolution& solution) {
  const std::size_t all = static_cast<std::size_t>(n + m + 1);
  basis.variable.resize(static_cast<std::size_t>(m));
  basis.at_high.resize(all, 0);
  if (solution.force.size() == n && solution.slack.size() == m) return;
  Scratch& work = solution.scratch;
  solution.force.setZero(n);
  solution.gain.setZero(n);
  solution.slack.setZero(m);
  solution.give_way.setZero(m);
  const Eigen::Index registers = (n + m + lane_count) / lane_count;
  for (Eigen::VectorXd* v : {&work.low, &work.high, &work.value, &work.price, &work.cost, &work.row, &work.way,
                             &work.reach, &work.breakpoint})
    v->setZero(registers * lane_count);
  for (ReserveRows* v : {&work.basic, &work.basic_low, &work.basic_high, &work.growing, &work.steep, &work.column,
                         &work.direction, &work.moment, &work.old_row})
    v->setZero();
  work.inverse.setZero();
  work.in_basis.assign(all, 0);
  work.wanted.reserve(static_cast<std::size_t>(m));
}

/// Forces, slacks and duals from the basis, and what they leave of the demand.
void take_answer(const ReserveProgramme& programme, const ReserveBasis& basis, ReserveSolution& solution) {
  Scratch& work = solution.scratch;
  const Eigen::Index n = work.arms.muscles(), m = work.arms.rows();
  for (Eigen::Index r = 0; r < m; ++r) work.value[basis.variable[static_cast<std::size_t>(r)]] = work.basic[r];
  solution.force = work.value.head(n);
  solution.slack = work.value.segment(n, m);
  solution.give_way = work.cost.segment(n, m);
  solution.gain = work.cost.head(n).cwiseMax(0.0);
  work.moment = -work.arms.pull(work.value.data());
  work.moment.head(m) += programme.held + work.value[n + m] * programme.growing - solution.slack;
  solution.residual = work.moment.allFinite() ? work.moment.cwiseAbs().maxCoeff()  //
                                              : std::numeric_limits<double>::infinity();
}

}  // namespace

void solve_reserve(const Eigen::Ref<const Eigen::MatrixXd>& R, const ReserveProgramme& programme, Start start,
                   ReserveBasis& basis, ReserveSolution& solution) {
  solution.scratch.arms.set(R);
  solve_reserve_again(programme, start, basis, solution);
}

void solve_reserve_again(const ReserveProgramme& programme, Start start, ReserveBasis& basis,
                         ReserveSolution& solution) {
  const Eigen::Index n = solution.scratch.arms.muscles(), m = solution.scratch.arms.rows();
  CHECK(m > 0 && programme.lo.size() == n && programme.hi.size() == n && programme.held.size() == m &&
        programme.growing.size() == m && programme.allowance.size() == m);
  const bool has_basis = basis.variable.size() == static_cast<std::size_t>(m) &&
                         basis.at_high.size() == static_cast<std::size_t>(n + m + 1);
  CHECK(start == Start::cold || has_basis);
  CHECK(!(programme.lo.array() > programme.hi.array()).any() && !(programme.allowance.array() < 0.0).any());
  size_once(n, m, basis, solution);
  simplex::Place place{programme, basis, solution.scratch};
  place.set_bounds();
  if (start == Start::cold) place.cold_basis();

  // An answer that does not balance comes from an inverse that has lost too much: once more from where it ended.
  const double demand =
      1.0 + programme.held.cwiseAbs().maxCoeff() + programme.cap * programme.growing.cwiseAbs().maxCoeff();
  const int most = 100 * place.m + 10 * place.n;
  solution.pivots = 0;
  for (int round = 0; round < 3; ++round) {
    solution.status = simplex::meet_bounds(place, most, solution.pivots);
    if (solution.status == ReserveStatus::solved) solution.status = simplex::climb(place, most, solution.pivots);
    take_answer(programme, basis, solution);
    if (solution.status != ReserveStatus::solved || solution.residual < balance_tolerance * demand) break;
  }
  const bool finite = (programme.lo + programme.hi).allFinite() && std::isfinite(solution.residual);
  if (!finite || (solution.status == ReserveStatus::solved && !(solution.residual < balance_tolerance * demand)))
    solution.status = ReserveStatus::not_solved;

  const bool solved = solution.status == ReserveStatus::solved;
  const double alpha = solution.scratch.value[place.alpha];
  solution.reserve = solved ? std::clamp(alpha, 0.0, programme.cap) : std::numeric_limits<double>::quiet_NaN();
  solution.capped = solved && alpha >= programme.cap;
  if (!solved) solution.gain.setZero();
}

double reserve_bound(const Eigen::Ref<const Eigen::MatrixXd>& R, const ReserveProgramme& programme,
                     const Eigen::VectorXd& give_way) {
  const double work = programme.growing.dot(give_way);
  double bound = programme.allowance.dot(give_way.cwiseAbs()) - programme.held.dot(give_way);
  for (Eigen::Index i = 0; i < R.cols(); ++i) {
    const double pull = R.col(i).dot(give_way);
    bound += pull * (pull > 0.0 ? programme.hi[i] : programme.lo[i]);
  }
  return work > 0.0 ? bound / work : std::numeric_limits<double>::infinity();
}

}  // namespace psoas
