// At once, in parts, more softly.
#include "sim/stride/along.h"

#include <algorithm>

namespace psoas {

StrideSolution solve_along(const ProblemAt& problem_at, const StartAt& start, const StrideOptions& options,
                           StrideWorkspace& work, StrideUnknowns& x) {
  const StrideProblem problem = problem_at(1.0);
  SolverWorkspace& solver = work.solver(problem);
  SolverOptions how;
  int spent = 0;
  const auto attempt = [&](const StrideProblem& p, double rho, int limit, StrideUnknowns& from) {
    how.rho = rho, how.iteration_limit = std::min(limit, options.iteration_limit);
    SolverResult result = solve(p, how, from, solver);
    spent += result.iterations;
    result.iterations = spent;
    return result;
  };

  // At once.
  x = start(problem, 1.0);
  SolverResult result = attempt(problem, 1.0, usual_iterations, x);
  if (result.status == Status::converged) return describe_stride(problem, x, result, solver.evaluation);

  // In parts.
  double done = 0.0;
  for (double step = 0.25; done < 1.0 && step > 0.03;) {
    const double next = std::min(1.0, done + step);
    const StrideProblem part = problem_at(next);
    StrideUnknowns trial = done == 0.0 ? start(part, next) : x;
    result = attempt(part, 1.0, usual_iterations, trial);
    if (result.status != Status::converged) {
      step *= 0.5;
      continue;
    }
    x = trial, done = next;
  }
  if (done < 1.0) {
    x = start(problem, 1.0);
    result = attempt(problem, 0.1, options.iteration_limit, x);
  }
  return describe_stride(problem, x, result, solver.evaluation);
}

}  // namespace psoas
