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

// A step is taken whole when the slope along it has fallen to this part; otherwise its length is refined.
constexpr double slope_decrease = 0.2;
constexpr int line_search_steps = 30;
constexpr double longest_step = 64.0;

double clip(double wish, double lo, double hi) { return wish < lo ? lo : (wish > hi ? hi : wish); }

void size_once(Eigen::Index nm, ShareSolution& solution) {
  if (solution.force.size() == nm && solution.scratch.columns.cols() == nm) return;
  Scratch& scratch = solution.scratch;
  solution.force.setZero(nm);
  solution.multiplier.setZero();
  scratch.gain.setZero(nm);
  scratch.pull.setZero(nm);
  scratch.slope.setZero(nm);
  scratch.columns.setZero(balance_count, nm);
  scratch.active.assign(static_cast<std::size_t>(nm), 0);
}

/// Every muscle's own decision for given λ: the force that costs least beside what λ pays for its moments.
void decide_forces(const ShareProgramme& programme, ShareSolution& solution) {
  const Scratch& scratch = solution.scratch;
  for (Eigen::Index i = 0; i < solution.force.size(); ++i)
    solution.force[i] = clip(scratch.gain[i] * scratch.pull[i], programme.lo[i], programme.hi[i]);
}

bool is_free(const ShareProgramme& programme, const Scratch& scratch, Eigen::Index i) {
  const double wish = scratch.gain[i] * scratch.pull[i];
  return wish > programme.lo[i] && wish < programme.hi[i];
}

/// Σ gain R_i R_i' over the free muscles, from nothing. Lower triangle.
void assemble_hessian(const MomentArms& R, const ShareProgramme& programme, bool all_free, Scratch& scratch) {
  Eigen::Index count = 0;
  for (Eigen::Index i = 0; i < R.cols(); ++i) {
    const bool free = all_free || is_free(programme, scratch, i);
    scratch.active[static_cast<std::size_t>(i)] = free;
    if (free) scratch.columns.col(count++) = std::sqrt(scratch.gain[i]) * R.col(i);
  }
  scratch.hessian.setZero();
  scratch.hessian.selfadjointView<Eigen::Lower>().rankUpdate(scratch.columns.leftCols(count));
}

/// The same after a step: only muscles that came off or onto a bound change it, one rank each.
void update_hessian(const MomentArms& R, const ShareProgramme& programme, Scratch& scratch) {
  for (Eigen::Index i = 0; i < R.cols(); ++i) {
    unsigned char& active = scratch.active[static_cast<std::size_t>(i)];
    const bool free = is_free(programme, scratch, i);
    if (free == static_cast<bool>(active)) continue;
    active = free;
    const double gain = free ? scratch.gain[i] : -scratch.gain[i];
    for (int j = 0; j < balance_count; ++j)  // columns are short and sparse: skip the empty rows
      if (R(j, i) != 0.0) scratch.hessian.col(j).noalias() += (gain * R(j, i)) * R.col(i);
  }
}

/// Slope of the dual function at λ + t dλ, and its curvature there.
struct Slope {
  double value, curvature;
};
Slope slope_at(double t, const ShareProgramme& programme, const Scratch& scratch, double linear, double quadratic) {
  double value = linear + t * quadratic, curvature = quadratic;
  for (Eigen::Index i = 0; i < scratch.pull.size(); ++i) {
    const double gain = scratch.gain[i], slope = scratch.slope[i];
    const double wish = gain * (scratch.pull[i] + t * slope);
    const double force = clip(wish, programme.lo[i], programme.hi[i]);
    value += slope * force;
    curvature += force == wish ? gain * slope * slope : 0.0;
  }
  return {value, curvature};
}

/// Length of the step along dλ where the dual function stops falling: Newton inside a bracket on its monotone slope.
double step_length(const ShareProgramme& programme, const Scratch& scratch, double start, double linear,
                   double quadratic) {
  double below = 0.0, above = longest_step, t = 1.0;
  for (int k = 0; k < line_search_steps; ++k) {
    const Slope slope = slope_at(t, programme, scratch, linear, quadratic);
    if (std::abs(slope.value) <= slope_decrease * std::abs(start)) break;
    (slope.value < 0.0 ? below : above) = t;
    const double newton = t - slope.value / slope.curvature;
    t = newton > below && newton < above ? newton : 0.5 * (below + above);
  }
  return t;
}

}  // namespace

void solve_programme(const MomentArms& R, const ShareProgramme& programme, Start start, ShareSolution& solution,
                     const ShareTolerance& tolerance) {
  const Eigen::Index nm = R.cols();
  CHECK(programme.cost.size() == nm && programme.lo.size() == nm && programme.hi.size() == nm);
  size_once(nm, solution);
  Scratch& scratch = solution.scratch;
  const BalanceVector slack_gain = 0.5 * programme.slack_scale.cwiseAbs2();
  scratch.gain = (2.0 * programme.cost.array()).inverse();

  // Cold: λ as if no muscle had a bound. Warm: λ of the frame before.
  if (start == Start::cold) {
    assemble_hessian(R, programme, true, scratch);
    scratch.hessian.diagonal() += slack_gain;
    scratch.hessian.diagonal().array() += 1e-9 * scratch.hessian.diagonal().mean();
    scratch.factor.compute(scratch.hessian);
    solution.multiplier = scratch.factor.solve(programme.demand);
  }
  scratch.pull.noalias() = R.transpose() * solution.multiplier;
  assemble_hessian(R, programme, false, scratch);

  solution.iterations = 0;
  for (;; ++solution.iterations) {
    // Where are we: what do the muscles make for this λ, and what is missing?
    decide_forces(programme, solution);
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
    for (int j = 0; j < balance_count; ++j)
      if (slack_gain[j] == 0.0) shifted(j, j) += shift;
    scratch.factor.compute(shifted);
    if (scratch.factor.info() != Eigen::Success) break;
    const BalanceVector step = scratch.factor.solve(-gradient);
    scratch.slope.noalias() = R.transpose() * step;

    // How far along it?
    const double linear = step.dot(solution.slack - programme.demand);
    const double quadratic = step.dot(slack_gain.cwiseProduct(step));
    const double length = step_length(programme, scratch, step.dot(gradient), linear, quadratic);
    solution.multiplier += length * step;
    scratch.pull += length * scratch.slope;
    update_hessian(R, programme, scratch);
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
    const double wish = R.col(i).dot(solution.multiplier) / (2.0 * programme.cost[i]);
    error = std::max(error, std::abs(solution.force[i] - clip(wish, programme.lo[i], programme.hi[i])));
  }
  return error;
}

}  // namespace psoas
