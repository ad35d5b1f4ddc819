// The inverse of the basis, what follows from it, and the one way in which it changes.
#include "sim/sharing/simplex_basis.h"

#include <algorithm>
#include <cmath>

namespace psoas::simplex {
namespace {

constexpr double pivot_tolerance = 1e-8;  // a column is dependent below this part of its length [-]
constexpr double drift_tolerance = 1e-7;  // between a pivot in its row and in its column [-]
constexpr double golden_section = 0.61803398874989485;

}  // namespace

void Place::set_bounds() {
  work.low << programme.lo, -programme.allowance, 0.0;
  work.high << programme.hi, programme.allowance, programme.cap;
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

void Place::set_direction(int j) {
  if (j < n)
    work.direction.noalias() = work.inverse * R.col(j);
  else if (j < alpha)
    work.direction = work.inverse.col(j - n);
  else
    work.direction.noalias() = work.inverse * -programme.growing;
}

void Place::set_row(int row) {
  work.column = work.inverse.row(row).transpose();
  work.row.head(n).noalias() = work.arms * work.column;
  work.row.segment(n, m) = work.column;
  work.row[alpha] = -programme.growing.dot(work.column);
}

void Place::set_steep() {
  work.steep = work.inverse.col(0).cwiseAbs2();
  for (int j = 1; j < m; ++j) work.steep += work.inverse.col(j).cwiseAbs2();
}

void Place::replace(int row, int j) {
  work.old_row = work.inverse.row(row).transpose() / work.direction[row];
  work.direction[row] -= 1.0;
  work.inverse.noalias() -= work.direction * work.old_row.transpose();
  basis.variable[static_cast<std::size_t>(row)] = j;
}

void Place::factorise() {
  const auto is_slack = [this](int j) { return j >= n && j < alpha; };
  std::fill(work.in_basis.begin(), work.in_basis.end(), 0);
  work.wanted.assign(basis.variable.begin(), basis.variable.end());
  for (const int j : work.wanted) set_in_basis(j, is_slack(j));
  work.inverse.setIdentity();
  for (int r = 0; r < m; ++r) basis.variable[static_cast<std::size_t>(r)] = n + r;
  for (const int j : work.wanted) {
    if (is_slack(j)) continue;
    set_direction(j);
    int best = -1;
    for (int r = 0; r < m; ++r) {
      const bool free = basic_variable(r) == n + r && !in_basis(n + r);
      if (free && (best < 0 || std::abs(work.direction[r]) > std::abs(work.direction[best]))) best = r;
    }
    const double length = j < n ? R.col(j).norm() : programme.growing.norm();
    if (best < 0 || !(std::abs(work.direction[best]) > pivot_tolerance * length)) continue;
    replace(best, j);
    set_in_basis(j, true);
  }
  for (int r = 0; r < m; ++r) set_in_basis(basic_variable(r), true);
  work.since_factorised = 0;
}

double Place::evaluate(bool choose_sides) {
  // Prices through the basis are the multipliers of the rows; what a variable costs beyond them is its reduced cost.
  for (int r = 0; r < m; ++r) work.column[r] = work.price[basic_variable(r)];
  work.moment.noalias() = work.inverse.transpose() * work.column;
  work.cost = work.price;
  work.cost.head(n).noalias() -= work.arms * work.moment;
  work.cost.segment(n, m) -= work.moment;
  work.cost[alpha] += programme.growing.dot(work.moment);
  double lost = 0.0;
  for (int j = 0; j <= alpha; ++j) {
    const double worth = work.cost[j] * width(j);
    if (in_basis(j)) {
      lost = std::max(lost, std::abs(worth));
      work.cost[j] = work.value[j] = work.way[j] = 0.0;
      continue;
    }
    set_side(j, choose_sides && std::abs(worth) > cost_tolerance ? worth > 0.0 : at_high(j));
    work.value[j] = bound(j, at_high(j));
  }
  // The basis makes what the others leave of the demand.
  work.moment = programme.held - work.value.segment(n, m) + work.value[alpha] * programme.growing;
  work.moment.noalias() -= R * work.value.head(n);
  work.basic.noalias() = work.inverse * work.moment;
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
