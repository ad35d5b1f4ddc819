// From a baseline to a scenario: where it starts, how it is solved, and solved again.
#include "sim/stride/stride.h"

#include <algorithm>

#include "sim/stride/along.h"

namespace psoas {
namespace {

/// Control points that one superblock holds: force-rate rows reach three nodes, all others two.
int nodes_per_block(const StrideProblem& problem) { return problem.rate_scale.any() ? 3 : 2; }

}  // namespace

SolverWorkspace& StrideWorkspace::solver(const StrideProblem& problem) {
  const int per_block = nodes_per_block(problem);
  if (!solver_ || nodes_ != problem.nodes || per_block_ != per_block || feet_ != problem.feet()) {
    solver_ = std::make_unique<SolverWorkspace>(*problem.runner, problem.nodes, per_block, problem.feet());
    nodes_ = problem.nodes, per_block_ = per_block, feet_ = problem.feet();
  }
  return *solver_;
}

StrideUnknowns scenario_start(const BaselineStride& baseline, const StrideProblem& problem) {
  StrideUnknowns x = problem.period() == Period::step ? baseline.x : both_steps(baseline.runner, baseline.x);
  x.control.row(1).array() += raised(baseline.runner, *problem.runner);
  for (int f = 0; f < problem.feet(); ++f) {
    const double softer = problem.force_unit / problem.ground[static_cast<std::size_t>(f)].stiffness -
                          problem.force_unit / baseline.ground.stiffness;
    x.control.row(1) -= softer * x.control.row(baseline.runner.nq() + f);
  }
  return x;
}

StrideSolution solve_scenario_stride(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                                     StrideWorkspace& work) {
  StrideUnknowns x;
  return solve_along([&](double fraction) { return scenario_problem(baseline, runner, change, fraction); },
                     [&](const StrideProblem& problem, double) { return scenario_start(baseline, problem); },
                     baseline.options, work, x);
}

StrideSolution solve_below_ceilings(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                                    const StrideSolution& from, StrideWorkspace& work) {
  const StrideProblem problem = scenario_problem(baseline, runner, change, 1.0);
  StrideUnknowns x{from.control, from.duration(), problem.period()};
  SolverOptions how;
  how.rho = 1.0, how.iteration_limit = std::min(usual_iterations, baseline.options.iteration_limit);
  SolverResult result = solve(problem, how, x, work.solver(problem));
  result.iterations += from.iterations;
  return describe_stride(problem, x, result, work.solver(problem).evaluation);
}

}  // namespace psoas
