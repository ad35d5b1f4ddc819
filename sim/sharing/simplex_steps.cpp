// Which variable leaves the basis and which one takes its place? The dual method that meets the bounds, and the primal
// one that climbs.
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/sharing/simplex_basis.h"

namespace psoas::simplex {
namespace {

constexpr int pivots_between_factorisations = 50;
// Steps in a row that gain nothing before the least index decides [Bland 1977], which cannot cycle.
constexpr int idle_steps_allowed = 60;
// A move of a basic variable that is nothing, as a part of what its tolerance allows [-].
constexpr double negligible = 0.01;

/// How far the variable of each row is over its high bound (> 0) or under its low one (< 0).
ReserveRows excess(const Place& place) {
  const ReserveSolution::Scratch& work = place.work;
  return (work.basic - work.basic_high).cwiseMax(0.0) + (work.basic - work.basic_low).cwiseMin(0.0);
}

/// The row furthest out of its bounds, measured along the dual's own edges; or the least variable's; -1 if none is.
int leaving_row(Place& place, const ReserveRows& out, bool least_index) {
  place.set_steep();
  const ReserveRows far = out.cwiseAbs2().cwiseQuotient(place.work.steep);
  constexpr double enough = moment_tolerance * moment_tolerance;
  int leaving = -1;
  for (int r = 0; r < place.m; ++r)
    if (far[r] > (leaving < 0 || least_index ? enough : far[leaving]) &&
        (!least_index || leaving < 0 || place.basic_variable(r) < place.basic_variable(leaving)))
      leaving = r;
  return leaving;
}

constexpr double no_breakpoint = std::numeric_limits<double>::infinity();

/// The steps along the leaving row at which reduced costs change sign; infinite for variables that do not bring it
/// nearer to its bound. Returns how much of `out` would be left were all the others at their other bound.
double find_breakpoints(Place& place, int row, double out) {
  ReserveSolution::Scratch& work = place.work;
  const Lanes side(out > 0.0 ? 1.0 : -1.0), least(negligible * moment_tolerance * std::sqrt(work.steep[row]));
  Lanes sum(0.0);
  for (int j = 0; j < place.padded; j += lane_count) {
    const Lanes entry = load(work.row.data() + j), reach = side * entry * load(work.way.data() + j),
                brings = reach - least;
    const Lanes step = abs(load(work.cost.data() + j)) / abs(entry), near = where_positive(brings, reach, Lanes(0.0));
    store(where_positive(brings, step, Lanes(no_breakpoint)), work.breakpoint.data() + j);
    store(near, work.reach.data() + j);
    sum += near;
  }
  return std::abs(out) - total(sum);
}

/// The variable with the next breakpoint, the first of equals; its breakpoint then counts no more.
int next_breakpoint(Place& place, double& step) {
  Eigen::VectorXd& breakpoint = place.work.breakpoint;
  Lanes least = load(breakpoint.data());
  for (int j = lane_count; j < place.padded; j += lane_count) least = lesser(load(breakpoint.data() + j), least);
  step = no_breakpoint;
  for (int lane = 0; lane < lane_count; ++lane) step = std::min(step, least[lane]);
  if (!(step < no_breakpoint)) return -1;
  int first = 0;
  while (!any_equal(load(breakpoint.data() + first), step)) first += lane_count;
  while (breakpoint[first] != step) ++first;
  breakpoint[first] = no_breakpoint;
  return first;
}

void move_to_other_bound(Place& place, int j) {
  const double change = place.at_high(j) ? -place.width(j) : place.width(j);
  place.set_side(j, !place.at_high(j));
  place.add_column(j, -change, place.work.moment);
}

/// Passes breakpoints as long as that still brings the leaving variable nearer to its bound; those passed go to their
/// other bound. Returns the one that enters the basis; -1 if there is none.
int entering_variable(Place& place, double out, bool least_index, double& step) {
  ReserveSolution::Scratch& work = place.work;
  double left = std::abs(out), next = 0.0;
  bool moved = false;
  int entering = -1;
  for (int j = next_breakpoint(place, next); j >= 0; j = next_breakpoint(place, next)) {
    if (entering >= 0) {  // the one before is passed
      if (!moved) work.moment.setZero();
      moved = true;
      move_to_other_bound(place, entering);
    }
    entering = j;
    step = next;
    left -= work.reach[entering];
    if (left <= 0.0 || least_index) break;
  }
  if (moved) work.basic += place.through_inverse(work.moment);
  return entering;
}

/// The variable whose range promises most of α, or the least one that promises any; -1 if none does.
int rising_variable(const Place& place, bool least_index) {
  int rising = -1;
  double most = cost_tolerance;
  for (int j = 0; j <= place.alpha; ++j) {
    const double promise = (place.at_high(j) ? -1.0 : 1.0) * place.work.cost[j] * place.width(j);
    if (!(promise > most) || place.in_basis(j)) continue;
    rising = j;
    if (least_index) break;
    most = promise;
  }
  return rising;
}

/// Row of the basis that is first at a bound when `entering` moves, and how far that is; -1: it reaches its own first.
int blocking_row(Place& place, int entering, double sign, double& step) {
  ReserveSolution::Scratch& work = place.work;
  place.set_steep();
  step = place.width(entering);
  int row = -1;
  for (int r = 0; r < place.m; ++r) {
    const double rate = sign * work.direction[r];
    const double least = negligible * moment_tolerance * std::sqrt(work.steep[r]);
    if (std::abs(rate) * place.width(entering) <= least) continue;
    const int j = place.basic_variable(r);
    const double room = rate > 0.0 ? work.basic[r] - work.low[j] : work.high[j] - work.basic[r];
    const double length = std::max(0.0, room) / std::abs(rate);
    if (length > step || (length == step && row >= 0 && j > place.basic_variable(row))) continue;
    if (length < step || row >= 0) step = length, row = r;
  }
  return row;
}

}  // namespace

ReserveStatus meet_bounds(Place& place, int most, int& pivots) {
  ReserveSolution::Scratch& work = place.work;
  const auto begin_anew = [&] {
    place.factorise();
    place.evaluate(true);
  };
  place.set_prices(true);
  begin_anew();
  for (int idle = 0; pivots < most;) {
    // 1. Which variable is out of its bounds?
    const bool fresh = work.since_factorised == 0, least_index = idle > idle_steps_allowed;
    const ReserveRows excesses = excess(place);
    const int row = leaving_row(place, excesses, least_index);
    if (row < 0) return ReserveStatus::solved;
    // 2. Which one takes its place? None, if all others at their best still leave it outside.
    const double out = excesses[row];
    place.set_row(row);
    const bool enough = find_breakpoints(place, row, out) <= moment_tolerance * std::sqrt(work.steep[row]);
    if (!enough && fresh) return ReserveStatus::infeasible;
    double step = 0.0;
    const int entering = enough ? entering_variable(place, out, least_index, step) : -1;
    // 3. They change places, unless the inverse has lost too much.
    if (entering >= 0) place.set_direction(entering);
    if (entering < 0 || (!fresh && place.drifted(row, entering))) {
      begin_anew();
      continue;
    }
    place.pivot(row, entering, out > 0.0, out > 0.0 ? step : -step);
    ++pivots;
    idle = step * std::abs(out) > cost_tolerance ? 0 : idle + 1;
    if (work.since_factorised >= pivots_between_factorisations) begin_anew();
  }
  return ReserveStatus::not_solved;
}

ReserveStatus climb(Place& place, int most, int& pivots) {
  constexpr double cost_lost_allowed = 1e-10;
  ReserveSolution::Scratch& work = place.work;
  const auto begin_anew = [&] {
    place.factorise();
    place.evaluate(false);
  };
  place.set_prices(false);
  if (!(place.evaluate(false) < cost_lost_allowed)) begin_anew();
  bool exact = true;  // values and costs are of this basis, not carried along
  for (int idle = 0; pivots < most;) {
    // 1. Which variable would raise α by leaving its bound?
    const bool least_index = idle > idle_steps_allowed;
    const int entering = rising_variable(place, least_index);
    if (entering < 0 && exact) return ReserveStatus::solved;
    if (entering < 0) {
      begin_anew();
      exact = true;
      continue;
    }
    // 2. How far may it go?
    place.set_direction(entering);
    const double sign = place.at_high(entering) ? -1.0 : 1.0;
    double step = 0.0;
    const int row = blocking_row(place, entering, sign, step);
    idle = step * std::abs(work.cost[entering]) > cost_tolerance ? 0 : idle + 1;
    ++pivots;
    exact = false;
    // 3. To its own other bound, or into the basis for the one that stops it.
    if (row < 0) {
      place.set_side(entering, !place.at_high(entering));
      work.basic -= sign * step * work.direction;
      continue;
    }
    place.set_row(row);
    if (work.since_factorised > 0 && place.drifted(row, entering)) {
      begin_anew();
      continue;
    }
    place.pivot(row, entering, sign * work.direction[row] < 0.0, -work.cost[entering] / work.row[entering]);
    if (work.since_factorised >= pivots_between_factorisations) begin_anew();
  }
  return ReserveStatus::not_solved;
}

}  // namespace psoas::simplex
