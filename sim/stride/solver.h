// How is a stride found? Gauss-Newton on an augmented Lagrangian [Nocedal 2006, ch. 10 and 17], one cyclic Cholesky
// factorisation a step.
#pragma once

#include "sim/core/status.h"
#include "sim/stride/objective.h"
#include "sim/stride/options.h"

namespace psoas {

/// How the iteration went, one line each; empty unless asked for.
struct IterationRecord {
  int iteration;
  double cost, violation, predicted, step, alpha, rho;
};

struct SolverOptions {
  int iteration_limit = 150;
  double rho = 1.0;  ///< first penalty; 0.1 from a rough guess, 1 from a good one
  double rho_limit = 30.0;
  double violation_tolerance = 1e-4;  ///< on max |r|
  double decrease_tolerance = 1e-5;   ///< predicted decrease of the merit over the cost
  double step_tolerance = 0.02;       ///< largest step [rad, m]
  double step_cap = 0.3;              ///< no coordinate moves farther in one step [rad, m]
  bool reuse = true;                  ///< small steps near the end take the factors of the step before
  std::vector<IterationRecord>* record = nullptr;
};

struct SolverResult {
  Status status = Status::not_run;
  std::string reason;
  int iterations = 0;
  double violation = 0.0;
  CostTerms cost;
};

/// Scratch of one thread; sized for nodes and block size by its constructor.
struct SolverWorkspace {
  SolverWorkspace(const Runner& runner, int nodes, int nodes_per_block, int feet = 1);
  EvaluationData evaluation;
  NodeValues values, trial_values;
  NodeJacobians jacobians;
  AssemblyScratch assembly;
  CyclicCholesky H;
  Eigen::MatrixXd lambda, r, trial_r;
  Eigen::VectorXd g, step;
  StrideUnknowns trial;
};

/// Improves x in place. @return converged only when all tolerances are met
SolverResult solve(const StrideProblem& problem, const SolverOptions& options, StrideUnknowns& x,
                   SolverWorkspace& work);

}  // namespace psoas
