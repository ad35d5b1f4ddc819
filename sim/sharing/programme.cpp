// Semismooth Newton in the multipliers of the sharing programme; the derivation stands in programme.h.
#include "sim/sharing/programme.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"

namespace psoas {
namespace {

using Scratch = ShareSolution::Scratch;

// Levenberg term for rows without slack, where a frame may leave no muscle free to move them: falls with the residual,
// so it does not change the answer, only the path to it. Relative to the mean diagonal of the Hessian [-].
constexpr double regularisation = 1e-3;

// A step is taken whole when the slope along it has fallen to this part; otherwise its length is refined. Where most
// muscles stand at their bounds and slack is dear, the dual function is all but polyhedral: a loose search (0.2) stops
// before its kinks and comes back to them, a tight one needs half the steps.
constexpr double slope_decrease = 0.01;
constexpr int line_search_steps = 30;
constexpr double longest_step = 64.0;

double clip(double wish, double lo, double hi) { return wish < lo ? lo : (wish > hi ? hi : wish); }

/// What a muscle would do if it had no bounds, and how fast that answers to its pull R_i'λ.
struct Wish {
  double force, answer;
};
struct Quadratic {
  static constexpr bool constant_answer = true;
  const ShareProgramme& programme;
  const Scratch& scratch;
  Wish operator()(Eigen::Index i, double pull) const { return {scratch.gain[i] * pull, scratch.gain[i]}; }
};
/// 3 c F²/F_max + 2 ε c F = pull. Below zero the root goes on as a straight line: only its sign matters there.
struct Cubic {
  static constexpr bool constant_answer = false;
  const ShareProgramme& programme;
  const Scratch& scratch;
  Wish operator()(Eigen::Index i, double pull) const {
    const double gain = scratch.gain[i], F_max = programme.cubic[i];
    if (F_max == 0.0) return {gain * pull, gain};
    if (pull <= 0.0) return {gain / cubic_blend * pull, gain / cubic_blend};
    const double root = std::sqrt(cubic_blend * cubic_blend + 6.0 * gain * pull / F_max);
    return {F_max * (root - cubic_blend) / 3.0, gain / root};
  }
};

void size_once(Eigen::Index rows, Eigen::Index nm, ShareSolution& solution) {
  CHECK(rows <= most_rows);
  Scratch& scratch = solution.scratch;
  // Rows come and go at the end: what is known of the others stays a good start.
  const Eigen::Index known = solution.multiplier.size();
  solution.multiplier.conservativeResize(rows);
  if (known < rows) solution.multiplier.tail(rows - known).setZero();
  if (solution.force.size() == nm && scratch.columns.cols() == nm && scratch.columns.rows() == rows) return;
  solution.force.setZero(nm);
  scratch.gain.setZero(nm);
  scratch.pull.setZero(nm);
  scratch.slope.setZero(nm);
  scratch.columns.setZero(rows, nm);
  scratch.active.assign(static_cast<std::size_t>(nm), 0);
}

/// Every muscle's own decision for given λ: the force that costs least beside what λ pays for its moments.
template <class Law>
void decide_forces(const Law& wish, ShareSolution& solution) {
  for (Eigen::Index i = 0; i < solution.force.size(); ++i)
    solution.force[i] = clip(wish(i, wish.scratch.pull[i]).force, wish.programme.lo[i], wish.programme.hi[i]);
}

/// Is the muscle off its bounds? Then it answers to λ.
template <class Law>
bool is_free(const Law& law, Eigen::Index i, Wish& wish) {
  wish = law(i, law.scratch.pull[i]);
  return wish.force > law.programme.lo[i] && wish.force < law.programme.hi[i];
}

/// Σ dF/dpull R_i R_i' over the free muscles, from nothing. Lower triangle.
template <class Law>
void assemble_hessian(const MomentArms& R, const Law& law, bool all_free, Scratch& scratch) {
  Eigen::Index count = 0;
  for (Eigen::Index i = 0; i < R.cols(); ++i) {
    Wish wish{0.0, scratch.gain[i]};
    const bool free = all_free || is_free(law, i, wish);
    scratch.active[static_cast<std::size_t>(i)] = free;
    if (free) scratch.columns.col(count++) = std::sqrt(wish.answer) * R.col(i);
  }
  scratch.hessian.setZero(R.rows(), R.rows());
  scratch.hessian.selfadjointView<Eigen::Lower>().rankUpdate(scratch.columns.leftCols(count));
}

/// The same after a step. Where answers are constant, only muscles that came off or onto a bound change it, one rank
/// each.
template <class Law>
void update_hessian(const MomentArms& R, const Law& law, Scratch& scratch) {
  if constexpr (!Law::constant_answer) {
    assemble_hessian(R, law, false, scratch);
  } else {
    for (Eigen::Index i = 0; i < R.cols(); ++i) {
      unsigned char& active = scratch.active[static_cast<std::size_t>(i)];
      Wish wish{};
      const bool free = is_free(law, i, wish);
      if (free == static_cast<bool>(active)) continue;
      active = free;
      const double gain = free ? wish.answer : -wish.answer;
      for (Eigen::Index j = 0; j < R.rows(); ++j)  // columns are short and sparse: skip the empty rows
        if (R(j, i) != 0.0) scratch.hessian.col(j).noalias() += (gain * R(j, i)) * R.col(i);
    }
  }
}

/// Slope of the dual function at λ + t dλ, and its curvature there.
struct Slope {
  double value, curvature;
};
template <class Law>
Slope slope_at(double t, const Law& law, double linear, double quadratic) {
  const Scratch& scratch = law.scratch;
  double value = linear + t * quadratic, curvature = quadratic;
  for (Eigen::Index i = 0; i < scratch.pull.size(); ++i) {
    const double slope = scratch.slope[i];
    const Wish wish = law(i, scratch.pull[i] + t * slope);
    const double force = clip(wish.force, law.programme.lo[i], law.programme.hi[i]);
    value += slope * force;
    curvature += force == wish.force ? wish.answer * slope * slope : 0.0;
  }
  return {value, curvature};
}

/// Length of the step along dλ where the dual function stops falling: Newton inside a bracket on its monotone slope.
template <class Law>
double step_length(const Law& law, double start, double linear, double quadratic) {
  double below = 0.0, above = longest_step, t = 1.0;
  for (int k = 0; k < line_search_steps; ++k) {
    const Slope slope = slope_at(t, law, linear, quadratic);
    if (std::abs(slope.value) <= slope_decrease * std::abs(start)) break;
    (slope.value < 0.0 ? below : above) = t;
    const double newton = t - slope.value / slope.curvature;
    t = newton > below && newton < above ? newton : 0.5 * (below + above);
  }
  return t;
}

template <class Law>
void newton(const MomentArms& R, const Law& law, Start start, ShareSolution& solution,
            const ShareTolerance& tolerance) {
  const ShareProgramme& programme = law.programme;
  Scratch& scratch = solution.scratch;
  const BalanceVector slack_gain = 0.5 * programme.slack_scale.cwiseAbs2();

  // Cold: λ as if no muscle had a bound. Warm: λ of the frame before.
  if (start == Start::cold) {
    assemble_hessian(R, law, true, scratch);
    scratch.hessian.diagonal() += slack_gain;
    scratch.hessian.diagonal().array() += 1e-9 * scratch.hessian.diagonal().mean();
    scratch.factor.compute(scratch.hessian);
    solution.multiplier = scratch.factor.solve(programme.demand);
  }
  scratch.pull.noalias() = R.transpose() * solution.multiplier;
  assemble_hessian(R, law, false, scratch);

  solution.iterations = 0;
  for (;; ++solution.iterations) {
    // Where are we: what do the muscles make for this λ, and what is missing?
    decide_forces(law, solution);
    solution.slack = slack_gain.cwiseProduct(solution.multiplier);
    BalanceVector gradient = solution.slack - programme.demand;
    gradient.noalias() += R * solution.force;
    solution.residual = gradient.cwiseAbs().maxCoeff();
    solution.solved = solution.residual <= tolerance.residual;
    if (solution.solved || solution.iterations == tolerance.iterations || !std::isfinite(solution.residual)) break;

    // Newton direction. With slack on every row the Hessian is positive definite by itself.
    BalanceMatrix shifted = scratch.hessian;
    shifted.diagonal() += slack_gain;
    const double shift = regularisation * std::min(1.0, solution.residual) * shifted.diagonal().mean();
    for (Eigen::Index j = 0; j < R.rows(); ++j)
      if (slack_gain[j] == 0.0) shifted(j, j) += shift;
    scratch.factor.compute(shifted);
    if (scratch.factor.info() != Eigen::Success) break;
    const BalanceVector step = scratch.factor.solve(-gradient);
    scratch.slope.noalias() = R.transpose() * step;

    // How far along it?
    const double linear = step.dot(solution.slack - programme.demand);
    const double quadratic = step.dot(slack_gain.cwiseProduct(step));
    const double length = step_length(law, step.dot(gradient), linear, quadratic);
    solution.multiplier += length * step;
    scratch.pull += length * scratch.slope;
    update_hessian(R, law, scratch);
  }
}

}  // namespace

void solve_programme(const MomentArms& R, const ShareProgramme& programme, Start start, ShareSolution& solution,
                     const ShareTolerance& tolerance) {
  const Eigen::Index nm = R.cols();
  CHECK(programme.cost.size() == nm && programme.lo.size() == nm && programme.hi.size() == nm);
  CHECK(programme.demand.size() == R.rows() && programme.slack_scale.size() == R.rows());
  size_once(R.rows(), nm, solution);
  solution.scratch.gain = (2.0 * programme.cost.array()).inverse();
  if (programme.cubic.size() == 0) {
    newton(R, Quadratic{programme, solution.scratch}, start, solution, tolerance);
  } else {
    CHECK(programme.cubic.size() == nm);
    newton(R, Cubic{programme, solution.scratch}, start, solution, tolerance);
  }

  // What the muscles leave unbalanced is reported from the forces themselves: balance then holds to rounding.
  solution.slack = programme.demand;
  solution.slack.noalias() -= R * solution.force;
}

double optimality_error(const MomentArms& R, const ShareProgramme& programme, const ShareSolution& solution) {
  const BalanceVector balance = R * solution.force + solution.slack - programme.demand;
  const BalanceVector slack =
      solution.slack - 0.5 * programme.slack_scale.cwiseAbs2().cwiseProduct(solution.multiplier);
  double error = std::max(balance.cwiseAbs().maxCoeff(), slack.cwiseAbs().maxCoeff());
  for (Eigen::Index i = 0; i < R.cols(); ++i) {
    const double pull = R.col(i).dot(solution.multiplier);
    const Wish wish = programme.cubic.size() == 0 ? Quadratic{programme, solution.scratch}(i, pull)
                                                  : Cubic{programme, solution.scratch}(i, pull);
    error = std::max(error, std::abs(solution.force[i] - clip(wish.force, programme.lo[i], programme.hi[i])));
  }
  return error;
}

}  // namespace psoas
