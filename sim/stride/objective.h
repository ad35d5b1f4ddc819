// What does a stride cost, and which linear system improves it? Gauss-Newton on the squared rows, the constraints by
// augmented Lagrangian.
#pragma once

#include "sim/core/cyclic_cholesky.h"
#include "sim/stride/evaluate.h"

namespace psoas {

/// Objective by term, for those who want to know why. Sums of squared scaled rows [-].
struct CostTerms {
  double motion = 0.0, moments = 0.0, accelerations = 0.0, force = 0.0, force_rate = 0.0, range = 0.0, ceiling = 0.0,
         duration = 0.0;
  double total() const { return motion + moments + accelerations + force + force_rate + range + ceiling + duration; }
};

/// @param states  at the knots, as left in EvaluationData by evaluate()
CostTerms cost(const StrideProblem& problem, const StrideUnknowns& x, const StrideStates& states,
               const NodeValues& values);

/// Scaled constraint residuals, problem.constraints() x N: root forces over body weight (or a quarter metre of it), and
/// the ground element of each foot.
void residuals(const StrideProblem& problem, const NodeValues& values, Eigen::MatrixXd& r);

/// Scratch of assemble(), sized on first use. Columns of a panel: those of each node it sees, then T and the row's
/// value, padded to whole registers.
struct AssemblyScratch {
  RowMatrix rows, rate;  ///< scaled rows of one node, which see three nodes; force-rate rows of a pair, which see four
  RowMatrix G, G_of_rate;  ///< products of a panel's columns: H's blocks, and g in the value's column
};

/// Fills H = Σ J'J + ρ Jr'Jr and g = ½ d(cost)/dx + Jr'(λ + ρ r); order: nodes x problem.rows(), then T.
/// The step that solves H dx = -g minimises the linearised ½ cost + λ'r + ½ ρ |r|².
/// @param lambda, r  as residuals() gives them
/// @param jacobians  of nodes 0 and N-1: columns of a mirrored neighbour become those of the node it mirrors
void assemble(const StrideProblem& problem, const StrideUnknowns& x, const StrideStates& states,
              const NodeValues& values, NodeJacobians& jacobians, const Eigen::MatrixXd& lambda,
              const Eigen::MatrixXd& r, double rho, AssemblyScratch& scratch, CyclicCholesky& H, Eigen::VectorXd& g);

/// g alone, in a tenth of the time. The jacobians change as by assemble(): once for each evaluation, by one or the
/// other.
void gradient(const StrideProblem& problem, const StrideUnknowns& x, const StrideStates& states,
              const NodeValues& values, NodeJacobians& jacobians, const Eigen::MatrixXd& lambda,
              const Eigen::MatrixXd& r, double rho, AssemblyScratch& scratch, Eigen::VectorXd& g);

}  // namespace psoas
