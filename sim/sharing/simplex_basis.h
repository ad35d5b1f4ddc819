// Where does the simplex method stand? One programme on its way: bounds, basis, its inverse, prices; inside of
// simplex.cpp.
#pragma once

#include "sim/sharing/simplex.h"

namespace psoas::simplex {

// A basic variable is within its bounds when a change of the demand of this size would put it there [N·m].
inline constexpr double moment_tolerance = 1e-9;
// A reduced cost is zero when the variable's whole range changes α by less than this [-].
inline constexpr double cost_tolerance = 1e-12;

/// Prices of the perturbed programme beside α's 1. Of most forces the reserve needs to know only that they exist:
/// nothing chooses among them, and steps without length would go round for ever. So each force and slack costs this
/// much of α over its range, times .5 to 1.5 [-].
inline constexpr double perturbation = 1e-5;

/// The arguments under short names and what both methods share. Variables: n forces, m slacks, α.
struct Place {
  const ReserveProgramme& programme;
  ReserveBasis& basis;
  ReserveSolution::Scratch& work;
  const int n = static_cast<int>(work.arms.muscles()), m = static_cast<int>(work.arms.rows()), alpha = n + m;
  const int padded = static_cast<int>(work.cost.size());

  double width(int j) const { return work.high[j] - work.low[j]; }
  bool at_high(int j) const { return basis.at_high[static_cast<std::size_t>(j)] != 0; }
  bool in_basis(int j) const { return work.in_basis[static_cast<std::size_t>(j)] != 0; }
  void set_in_basis(int j, bool in) { work.in_basis[static_cast<std::size_t>(j)] = in; }
  /// Variable j, outside the basis, stands at its high or low bound.
  void set_side(int j, bool high) {
    basis.at_high[static_cast<std::size_t>(j)] = high;
    work.way[j] = high ? -width(j) : width(j);
  }
  int basic_variable(int row) const { return basis.variable[static_cast<std::size_t>(row)]; }
  double bound(int j, bool high) const { return high ? work.high[j] : work.low[j]; }
  void set_basic(int row, int j) {
    basis.variable[static_cast<std::size_t>(row)] = j;
    work.basic_low[row] = work.low[j], work.basic_high[row] = work.high[j];
  }

  void set_bounds();
  void set_prices(bool perturbed);

  /// All slacks, then α in the place of the slack whose row grows most.
  void cold_basis();

  /// The inverse from nothing: beginning with all slacks, each variable of the basis takes the free row where it is
  /// largest. One that depends on those before it stays outside, and a slack takes its place.
  void factorise();

  /// Reduced costs, then the values of the basis. `choose_sides`: first every variable outside the basis goes to the
  /// bound that its reduced cost asks for. Returns the largest reduced cost found inside the basis, over the variable's
  /// range: what the inverse has lost [-].
  double evaluate(bool choose_sides);

  /// moment += times the column of variable j.
  void add_column(int j, double times, ReserveRows& moment) const;

  /// work.direction = inverse of the basis times the column of variable j.
  void set_direction(int j);

  /// Inverse of the basis times a moment.
  ReserveRows through_inverse(const ReserveRows& moment) const;

  /// work.row = row of the inverse times the columns of all variables.
  void set_row(int row);

  /// work.steep = squared length of each row of the inverse: how far a change of the demand moves its variable.
  void set_steep();

  /// Row and column of the coming pivot disagree: the inverse is to be made anew.
  bool drifted(int row, int entering) const;

  /// `entering` takes the row along work.direction; what was there goes to its high or low bound. `step` is the change
  /// of all reduced costs along work.row.
  void pivot(int row, int entering, bool leaves_to_high, double step);

 private:
  void replace(int row, int j);
};

/// Dual simplex with perturbed prices: from any basis to one within its bounds, all but the best.
ReserveStatus meet_bounds(Place& place, int most, int& pivots);

/// Primal simplex with true prices: along bases within their bounds to the best; mostly there is nothing left to do.
ReserveStatus climb(Place& place, int most, int& pivots);

}  // namespace psoas::simplex
