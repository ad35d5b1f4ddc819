// How far can a demand grow before bounded forces can no longer meet it? The linear programme of strength reserve.
//
//   maximise α     subject to     R F + s = held + α growing,   lo ≤ F ≤ hi,   |s_j| ≤ allowance_j,   0 ≤ α ≤ cap
//
// Its dual reads like the limit analysis of a frame of beams: λ is a virtual turn of the joints in which the growing
// demand does work 1, and over all such turns α is the least of what the muscles can do at most, beside the work of
// what is held. So λ at the optimum is how the spine would give way, max(λ'R_i, 0) = dα/dhi_i what one more newton of
// muscle i is worth, and any λ whatever proves that the reserve is no larger than its bound.
//
// Every variable has two finite bounds, so each basis becomes dual feasible by putting every variable outside it at the
// bound that the sign of its reduced cost asks for: the dual simplex method needs no first phase, and starts as well
// from the basis of another frame. Long steps pass a breakpoint by moving a variable to its other bound [Maros 2003];
// the steepest row is found exactly [Forrest & Goldfarb 1992], as the inverse of so small a basis is at hand.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "sim/sharing/arm_panels.h"
#include "sim/sharing/programme.h"

namespace psoas {

/// What one programme is given, beside R (m x n, m up to reserve_rows) [m]. All numbers finite.
struct ReserveProgramme {
  Eigen::VectorXd held;       ///< m: moment demanded that does not grow [N·m]
  Eigen::VectorXd growing;    ///< m: moment demanded that is multiplied by α [N·m]
  Eigen::VectorXd allowance;  ///< m: moment that may stay unbalanced, ≥ 0 [N·m]
  Eigen::VectorXd lo, hi;     ///< n: lo ≤ hi [N]
  double cap = 10.0;          ///< α that is as good as without limit: a demand of nearly nothing can grow for ever [-]
};

enum class ReserveStatus {
  solved,      ///< reserve is the optimum, or the cap
  infeasible,  ///< no α in [0, cap] can be met; below 1 but solved means that the demand itself (α = 1) is too much
  not_solved   ///< a number is not finite, or the pivots ran out
};

/// Which variables are in the basis, and at which bound the others stand: where the next programme of the same size may
/// start. Variables: n forces, m slacks, α.
struct ReserveBasis {
  std::vector<int> variable;           ///< m: of each row
  std::vector<unsigned char> at_high;  ///< n + m + 1
};

/// What it answers, and the scratch it needs. Sized by the first call, reused after; one per thread.
struct ReserveSolution {
  ReserveStatus status = ReserveStatus::not_solved;
  double reserve = 0.0;      ///< α; NaN unless solved [-]
  bool capped = false;       ///< the reserve is the cap: nothing limits it below
  Eigen::VectorXd force;     ///< n: F at the optimum [N]; not unique, a vertex among what may be many
  Eigen::VectorXd slack;     ///< m: s [N·m]
  Eigen::VectorXd give_way;  ///< m: λ, the virtual turn in which the muscles give way [1/(N·m)]
  Eigen::VectorXd gain;      ///< n: dα/dhi ≥ 0; 0 for every muscle that is not at hi [1/N]
  double residual = 0.0;     ///< largest |R F + s - held - α growing| [N·m]
  int pivots = 0;

  struct Scratch {
    // Of all variables, and nothing to fill the last register.
    Eigen::VectorXd low, high;          // bounds
    Eigen::VectorXd value;              // of the basic ones only after a solve
    Eigen::VectorXd price;              // 1 for α
    Eigen::VectorXd cost;               // reduced: 0 in the basis
    Eigen::VectorXd way;                // to the other bound; 0 in the basis
    Eigen::VectorXd reach, breakpoint;  // of a dual step
    Eigen::VectorXd row;                // of the leaving variable
    // Of all rows, and nothing for those that are not used.
    Eigen::Matrix<double, reserve_rows, reserve_rows> inverse;  // of the basis; row r belongs to variable[r]
    ReserveRows basic, basic_low, basic_high;                   // values of the basis and their bounds
    ReserveRows growing, steep, column, direction, moment, old_row;
    ArmPanels arms;  // R
    std::vector<unsigned char> in_basis;
    std::vector<int> wanted;
    int since_factorised = 0;
  } scratch;
};

/// Solves one programme. Pure: equal arguments (the basis included, when warm) give equal bits. Never allocates after
/// the first call of a size.
void solve_reserve(const Eigen::Ref<const Eigen::MatrixXd>& R, const ReserveProgramme& programme, Start start,
                   ReserveBasis& basis, ReserveSolution& solution);

/// The same for another programme with the R of the call before, and the same solution: saves a copy of R.
void solve_reserve_again(const ReserveProgramme& programme, Start start, ReserveBasis& basis,
                         ReserveSolution& solution);

/// Least upper bound on α that the turn λ proves (weak duality), scaled so that growing'λ = 1:
///   Σ_i max(hi_i λ'R_i, lo_i λ'R_i) + Σ_j allowance_j |λ_j| - held'λ.
double reserve_bound(const Eigen::Ref<const Eigen::MatrixXd>& R, const ReserveProgramme& programme,
                     const Eigen::VectorXd& give_way);

}  // namespace psoas
