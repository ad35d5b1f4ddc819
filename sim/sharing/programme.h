// How are some 30 moments made by some 280 muscles, each pulling only and none harder than it can? The convex programme
// of one frame.
//
//   minimise  Σ_i c_i F_i² + Σ_j (s_j / s0_j)²     subject to  R F + s = b,   lo ≤ F ≤ hi,
//
// c_i = w_i / F_max,i². It is solved in its multipliers λ, one a row, instead of its forces: for given λ every muscle
// decides alone, F_i = clip(R_i'λ / 2c_i), s_j = λ_j s0_j²/2, and λ must make R F + s = b. That is the gradient of a
// convex, piecewise quadratic function of λ, so Newton's method with the Hessian of the muscles off their bounds ends
// after finitely many steps [Qi 1993]; a line search along the exact derivative makes it converge from any start.
//
// With the exponent 3 a muscle costs c_i F_i² (F_i/F_max,i + ε) instead; F_i(λ) is then a clipped root, all else stays.
#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <vector>

#include "sim/muscle/geometry.h"

namespace psoas {

inline constexpr int most_rows = 48;  ///< that a programme may have; kept without a heap
using BalanceVector = Eigen::Matrix<double, Eigen::Dynamic, 1, Eigen::ColMajor, most_rows, 1>;  ///< one entry a row
using BalanceMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor, most_rows, most_rows>;
using MomentArms = Eigen::Map<const Eigen::MatrixXd>;  ///< rows x muscles [m]

/// What the programme of one frame is given, beside R.
struct ShareProgramme {
  BalanceVector demand;       ///< b: moment that muscles must make about each row [N·m]
  BalanceVector slack_scale;  ///< s0 > 0: unbalanced moment that costs 1; 0: the row must be met exactly [N·m]
  Eigen::VectorXd cost;       ///< c, nm: effort of a squared newton, > 0 [1/N²]
  Eigen::VectorXd lo, hi;     ///< nm: 0 ≤ lo ≤ hi [N]
  Eigen::VectorXd cubic;  ///< empty: exponent 2 for all; else nm: F_max of the muscles with exponent 3, 0 for exponent
                          ///< 2 [N]
};

/// ε: the share of exponent 2 in exponent 3, without which a silent muscle would answer to λ infinitely fast [-].
inline constexpr double cubic_blend = 1e-3;

/// What it answers, and the scratch it needs. Sized by the first call, reused after; one per thread.
struct ShareSolution {
  Eigen::VectorXd force;     ///< nm [N]
  BalanceVector slack;       ///< s = b - R F: what the muscles leave unbalanced [N·m]
  BalanceVector multiplier;  ///< λ: marginal effort of one more N·m of each row [1/(N·m)]; start of the next warm solve
  double residual = 0.0;     ///< largest |R F + s - b| when s is taken from λ [N·m]
  int iterations = 0;        ///< Newton steps
  bool solved = false;       ///< residual below the tolerance

  struct Scratch {
    Eigen::VectorXd gain, pull, slope;  // 1/2c; R'λ; R'dλ
    Eigen::MatrixXd columns;            // active columns of R, times the square root of dF/dpull
    std::vector<unsigned char> active;  // strictly between its bounds
    BalanceMatrix hessian;
    Eigen::LLT<BalanceMatrix> factor;
  } scratch;
};

struct ShareTolerance {
  double residual = 1e-6;  ///< [N·m]
  int iterations = 100;
};

enum class Start { cold, warm };  ///< warm: from solution.multiplier

/// Solves one frame. Pure: equal arguments (λ included, when warm) give equal bits. Never allocates after the first
/// call of a size. Not solved only when rows without slack ask for what the bounds do not allow, or when a number is
/// not finite.
void solve_programme(const MomentArms& R, const ShareProgramme& programme, Start start, ShareSolution& solution,
                     const ShareTolerance& tolerance = {});

/// Largest violation of the conditions that make F the unique optimum [Karush 1939], each as a moment or a
/// force: balance R F + s = b [N·m]; slack s = λ s0²/2 [N·m]; bounds and F = clip(R'λ/2c) [N].
double optimality_error(const MomentArms& R, const ShareProgramme& programme, const ShareSolution& solution);

}  // namespace psoas
