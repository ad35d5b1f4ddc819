// Which way, how far, and when is it enough?
#include "sim/stride/solver.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"

namespace psoas {
namespace {

/// x + alpha * step, step in the order of assemble().
void advance(const StrideUnknowns& x, const Eigen::VectorXd& step, double alpha, StrideUnknowns& out) {
  const Eigen::Index size = x.control.size();
  out.control = x.control, out.period = x.period;
  Eigen::Map<Eigen::VectorXd>(out.control.data(), size) += alpha * step.head(size);
  out.duration = x.duration + alpha * step[size];
}

/// Largest move of a coordinate (rows of ground elements do not count) [rad, m].
double largest_move(const StrideUnknowns& x, int coordinates, const Eigen::VectorXd& step) {
  const Eigen::Map<const Eigen::MatrixXd> moves(step.data(), x.control.rows(), x.control.cols());
  return moves.topRows(coordinates).cwiseAbs().maxCoeff();
}

/// A full step that moves no coordinate farther hardly changes the curvature: the next may use the same factors [rad,
/// m].
constexpr double small_move = 3e-4;
/// And go on with them as long as each step promises less than this part of what the one before did [-].
constexpr double shrinking = 0.3;
/// Their penalty has stopped growing, so that their last step must promise less than usual to be as near to the end
/// [-].
constexpr double closer = 0.1;

/// A cost below this is nothing: an anchored stride that nothing pulls away costs exactly 0 [-].
constexpr double least_cost = 1e-6;

double merit(double cost, const Eigen::MatrixXd& lambda, const Eigen::MatrixXd& r, double rho) {
  return 0.5 * cost + lambda.cwiseProduct(r).sum() + 0.5 * rho * r.squaredNorm();
}

}  // namespace

SolverWorkspace::SolverWorkspace(const Runner& runner, int nodes, int nodes_per_block, int feet)
    : evaluation(runner, feet), H(nodes / nodes_per_block, nodes_per_block * (runner.nq() + feet), nodes_per_block) {
  CHECK(nodes % nodes_per_block == 0);
}

SolverResult solve(const StrideProblem& problem, const SolverOptions& options, StrideUnknowns& x,
                   SolverWorkspace& work) {
  SolverResult result;
  const auto finish = [&](Status status, std::string reason) {
    result.status = status;
    result.reason = std::move(reason);
    return result;
  };
  double rho = options.rho, next_rho = rho;  // of the factors, and of the next
  int reused = 0;                            // steps by the factors of a step before
  bool may_reuse =
      options.reuse && options.rho >= 1.0;  // from a good guess, and until a step by old factors falls short
  double last_predicted = 0.0;
  CHECK(x.control.rows() == problem.rows() && x.control.cols() == problem.nodes && x.period == problem.period());
  work.lambda.setZero(problem.constraints(), problem.nodes);

  for (int iteration = 0; iteration < options.iteration_limit; ++iteration) {
    // Where we are: values, residuals, merit.
    evaluate_derivatives(problem, x, work.evaluation, work.values, work.jacobians);
    residuals(problem, work.values, work.r);
    result.cost = cost(problem, x, work.evaluation.states, work.values);
    result.violation = work.r.cwiseAbs().maxCoeff();
    result.iterations = iteration;
    const double total = result.cost.total();
    if (!std::isfinite(total) || !std::isfinite(result.violation))
      return finish(Status::numerical_failure, "a value is not finite");

    // Which way: one Gauss-Newton step, close to the end with the factors of a step before.
    if (reused > 0) {
      gradient(problem, x, work.evaluation.states, work.values, work.jacobians, work.lambda, work.r, rho, work.assembly,
               work.g);
    } else {
      rho = next_rho;
      assemble(problem, x, work.evaluation.states, work.values, work.jacobians, work.lambda, work.r, rho, work.assembly,
               work.H, work.g);
      if (!work.H.factor()) return finish(Status::numerical_failure, "the normal equations are not positive definite");
    }
    const double here = merit(total, work.lambda, work.r, rho);
    work.step = -work.g;
    work.H.solve(work.step);
    const double slope = work.g.dot(work.step);  // of the merit along the step; the predicted decrease is half of it
    const double predicted = -0.5 * slope;
    const double move = largest_move(x, problem.runner->nq(), work.step);
    if (!std::isfinite(predicted) || !std::isfinite(move))
      return finish(Status::numerical_failure, "the step is not finite");

    // Good enough?
    const double enough = options.decrease_tolerance * std::max(total, least_cost);
    const bool flat = predicted < (reused > 0 ? closer : 1.0) * enough && move < options.step_tolerance;
    if (flat && result.violation < options.violation_tolerance) {
      if (reused > 0) {  // a last short step, if it keeps to the physics as well
        advance(x, work.step, 1.0, work.trial);
        evaluate(problem, work.trial, 0.0, work.evaluation, work.trial_values);
        residuals(problem, work.trial_values, work.trial_r);
        const double violation = work.trial_r.cwiseAbs().maxCoeff();
        if (violation < options.violation_tolerance) {
          result.cost = cost(problem, work.trial, work.evaluation.states, work.trial_values);
          result.violation = violation;
          std::swap(x, work.trial);
        }
      }
      return finish(Status::converged, "");
    }

    // How far: Armijo with quadratic interpolation.
    double alpha = std::min(1.0, options.step_cap / move);
    bool accepted = false;
    for (int trial = 0; trial < 12 && !accepted; ++trial) {
      advance(x, work.step, alpha, work.trial);
      evaluate(problem, work.trial, 0.0, work.evaluation, work.trial_values);
      residuals(problem, work.trial_values, work.trial_r);
      const double there = merit(cost(problem, work.trial, work.evaluation.states, work.trial_values).total(),
                                 work.lambda, work.trial_r, rho);
      accepted = std::isfinite(there) && there <= here + 1e-4 * alpha * slope + 1e-14 * std::abs(here);
      if (!accepted) {
        const double quadratic =
            std::isfinite(there) ? -0.5 * slope * alpha * alpha / (there - here - slope * alpha) : 0.0;
        alpha = std::clamp(quadratic, 0.1 * alpha, 0.5 * alpha);
      }
    }
    if (options.record)
      options.record->push_back({iteration, total, result.violation, predicted, move, accepted ? alpha : 0.0, rho});
    if (!accepted && reused > 0) {  // old factors may point the wrong way: new ones
      reused = 0, may_reuse = false;
      continue;
    }
    if (!accepted && predicted > enough)
      return finish(Status::line_search_failed,
                    fmt::format("no step decreased the merit function; largest residual {:.1e}", result.violation));
    if (accepted) std::swap(x, work.trial);

    // Minimised well enough for these multipliers: move the multipliers.
    if (predicted < 0.02 * total) {
      work.lambda += rho * (accepted ? work.trial_r : work.r);
      next_rho = std::min(3.0 * rho, options.rho_limit);
    }
    const bool whole = accepted && alpha == 1.0;
    if (reused > 0 && !whole) may_reuse = false;
    // The first step by old factors follows new multipliers: what it promises compares with nothing.
    const bool shrinks = reused < 2 || predicted < shrinking * last_predicted;
    reused = may_reuse && whole && move < small_move && shrinks ? reused + 1 : 0;
    last_predicted = predicted;
  }
  return finish(Status::iteration_limit, fmt::format("no convergence in {} iterations; largest residual {:.1e}",
                                                     options.iteration_limit, result.violation));
}

}  // namespace psoas
