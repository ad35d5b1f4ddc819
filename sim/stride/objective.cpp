// How do the rows of all nodes add up to a cost?
#include "sim/stride/objective.h"

#include <cmath>

#include "sim/stride/rows.h"

namespace psoas {

using Index = std::size_t;

CostTerms cost(const StrideProblem& problem, const StrideUnknowns& x, const StrideStates& states,
               const NodeValues& values) {
  const Eigen::Index nq = problem.runner->nq();
  const double h = x.duration / problem.nodes;
  CostTerms sum;
  for (Eigen::Index k = 0; k < problem.nodes; ++k) {
    sum.motion += problem.q_scale.cwiseProduct(states.q.col(k).head(nq) - problem.q_target.col(k)).squaredNorm();
    sum.accelerations +=
        problem.qdd_scale.cwiseProduct(states.qdd.col(k).head(nq) - problem.qdd_target.col(k)).squaredNorm();
    sum.moments += lumbar_rows(problem, values, k).squaredNorm();
    for (Eigen::Index i = 9; i < nq; ++i)
      sum.moments += std::pow(moment_scale(problem, i, k) * moment_row(problem, states, values, i, k), 2);
    sum.force += problem.force_scale.cwiseProduct(values.force.col(k) - problem.force_target.col(k)).squaredNorm();
    if (k + 1 < problem.nodes) {
      const Eigen::Vector3d rate = (values.force.col(k + 1) - values.force.col(k)) / h - problem.rate_target.col(k);
      sum.force_rate += problem.rate_scale.cwiseProduct(rate).squaredNorm();
    }
    for (Eigen::Index i = 6; i < nq; ++i)
      sum.range +=
          std::pow(problem.range_scale * excess(problem.runner->range[static_cast<Index>(i)], states.q(i, k)), 2);
  }
  sum.duration = std::pow(problem.duration_scale * (x.duration - problem.duration_target), 2);
  return sum;
}

void residuals(const StrideProblem& problem, const NodeValues& values, Eigen::MatrixXd& r) {
  r.resize(7, problem.nodes);
  r.topRows(6) = values.tau.topRows(6);
  r.row(6) = values.ground.transpose();
  for (int i = 0; i < 7; ++i) r.row(i) *= constraint_unit(problem, i);
}

}  // namespace psoas
