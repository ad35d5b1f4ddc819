// The inverse of the basis, what follows from it, and the one way in which it changes.
#include "sim/sharing/simplex_basis.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace psoas::simplex {
namespace {

constexpr double pivot_tolerance = 1e-8;  // a column is dependent below this part of its length [-]
constexpr double drift_tolerance = 1e-7;  // between a pivot in its row and in its column [-]
constexpr double golden_section = 0.61803398874989485;

}  // namespace

void Place::set_bounds() {
  work.low.head(alpha + 1) << programme.lo, -programme.allowance, 0.0;
  work.high.head(alpha + 1) << programme.hi, programme.allowance, programme.cap;
  work.growing.head(m) = programme.growing;
}

void Place::set_prices(bool perturbed) {
  work.price.setZero();
  if (perturbed) {
    for (int j = 0; j < alpha; ++j) {
      if (width(j) <= 0.0) continue;
      const double turn = golden_section * (j + 1), part = 0.5 + (turn - std::floor(turn));
      work.price[j] = -perturbation * part / width(j);
    }
  }
  work.price[alpha] = 1.0;
}

void Place::cold_basis() {
  for (int r = 0; r < m; ++r) basis.variable[static_cast<std::size_t>(r)] = n + r;
  std::fill(basis.at_high.begin(), basis.at_high.end(), 0);
  Eigen::Index row = 0;
  if (programme.growing.cwiseAbs().maxCoeff(&row) > 0.0) basis.variable[static_cast<std::size_t>(row)] = alpha;
}

void Place::add_column(int j, double times, ReserveRows& moment) const {
  if (j < n)
    work.arms.each_arm(j, [&](int row, double arm) { moment[row] += times * arm; });
  else if (j < alpha)
    moment[j - n] += times;
  else
    moment -= times * work.growing;
}

ReserveRows Place::through_inverse(const ReserveRows& moment) const {
  ReserveRows basic = ReserveRows::Zero();
  for (int r = 0; r < m; ++r) basic += moment[r] * work.inverse.col(r);
  return basic;
}

void Place::set_direction(int j) {
  if (j < n) {
    ReserveRows direction = ReserveRows::Zero();
    work.arms.each_arm(j, [&](int row, double arm) { direction += arm * work.inverse.col(row); });
    work.direction = direction;
  } else if (j < alpha) {
    work.direction = work.inverse.col(j - n);
  } else {
    work.direction = -through_inverse(work.growing);
  }
}

void Place::set_row(int row) {
  work.column = work.inverse.row(row).transpose();
  work.arms.turn(work.column, work.row.data());
  work.row.segment(n, m) = work.column.head(m);
  work.row[alpha] = -inner(work.growing.data(), work.column.data());
}

void Place::set_steep() {
  ReserveRows steep = ReserveRows::Zero();
  for (int j = 0; j < m; ++j) steep += work.inverse.col(j).cwiseAbs2();
  work.steep = steep;
}

void Place::replace(int row, int j) {
  const double pivot = work.direction[row];
  work.direction[row] -= 1.0;
  const ReserveRows direction = work.direction;
  for (int column = 0; column < m; ++column) {
    const double old = work.inverse(row, column);
    if (old != 0.0) work.inverse.col(column) -= (old / pivot) * direction;
  }
  set_basic(row, j);
}

void Place::factorise() {
  const auto is_slack = [this](int j) { return j >= n && j < alpha; };
  std::fill(work.in_basis.begin(), work.in_basis.end(), 0);
  work.wanted.assign(basis.variable.begin(), basis.variable.end());
  for (const int j : work.wanted) set_in_basis(j, is_slack(j));
  work.inverse.setZero();
  for (int r = 0; r < m; ++r) {
    work.inverse(r, r) = 1.0;
    set_basic(r, n + r);
  }
  // 1 where a slack stands that is not wanted, 0 elsewhere
  ReserveRows free = ReserveRows::Zero();
  for (int r = 0; r < m; ++r) free[r] = in_basis(n + r) ? 0.0 : 1.0;
  for (const int j : work.wanted) {
    if (is_slack(j)) continue;
    set_direction(j);
    Eigen::Index best = 0;
    const double largest = free.cwiseProduct(work.direction.cwiseAbs()).maxCoeff(&best);
    double length = 0.0;  // squared
    if (j < n)
      work.arms.each_arm(j, [&](int, double arm) { length += arm * arm; });
    else
      length = inner(work.growing.data(), work.growing.data());
    if (!(largest > pivot_tolerance * std::sqrt(length))) continue;
    replace(static_cast<int>(best), j);
    free[best] = 0.0;
    set_in_basis(j, true);
  }
  for (int r = 0; r < m; ++r) set_in_basis(basic_variable(r), true);
  work.since_factorised = 0;
}

double Place::evaluate(bool choose_sides) {
  // Prices through the basis are the multipliers of the rows; what a variable costs beyond them is its reduced cost.
  for (int r = 0; r < m; ++r) work.column[r] = work.price[basic_variable(r)];
  for (int j = 0; j < m; ++j) work.moment[j] = inner(work.inverse.col(j).data(), work.column.data());
  work.arms.turn(work.moment, work.row.data());
  work.row.segment(n, m) = work.moment.head(m);
  work.row[alpha] = -inner(work.growing.data(), work.moment.data());
  work.row.tail(padded - alpha - 1).setZero();
  work.cost = work.price - work.row;
  double lost = 0.0;
  for (int r = 0; r < m; ++r) {
    const int j = basic_variable(r);
    lost = std::max(lost, std::abs(work.cost[j] * width(j)));
    work.cost[j] = 0.0;
  }
  // Without branches: the signs of so many costs cannot be foreseen.
  const double least = choose_sides ? cost_tolerance : std::numeric_limits<double>::infinity();
  for (int j = 0; j <= alpha; ++j) {
    const double low = work.low[j], high = work.high[j], worth = work.cost[j] * (high - low);
    const bool is_high = (worth > least) | ((worth >= -least) & at_high(j));
    basis.at_high[static_cast<std::size_t>(j)] = is_high;
    work.value[j] = is_high ? high : low;
    work.way[j] = is_high ? low - high : high - low;
  }
  for (int r = 0; r < m; ++r) work.value[basic_variable(r)] = work.way[basic_variable(r)] = 0.0;
  // The basis makes what the others leave of the demand.
  work.moment = work.value[alpha] * work.growing - work.arms.pull(work.value.data());
  work.moment.head(m) += programme.held - work.value.segment(n, m);
  work.basic = through_inverse(work.moment);
  return lost;
}

bool Place::drifted(int row, int entering) const {
  return !(std::abs(work.direction[row] - work.row[entering]) <= drift_tolerance * std::abs(work.row[entering]));
}

void Place::pivot(int row, int entering, bool leaves_to_high, double step) {
  const int leaving = basic_variable(row);
  const double change = (work.basic[row] - bound(leaving, leaves_to_high)) / work.direction[row];
  work.basic -= change * work.direction;
  work.basic[row] = bound(entering, at_high(entering)) + change;
  work.cost += step * work.row;
  work.cost[entering] = 0.0;
  work.cost[leaving] = step;
  set_side(leaving, leaves_to_high);
  set_in_basis(leaving, false);
  set_in_basis(entering, true);
  work.way[entering] = 0.0;
  replace(row, entering);
  ++work.since_factorised;
}

}  // namespace psoas::simplex
