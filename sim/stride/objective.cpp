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
    for (Eigen::Index i = 0; i < nq; ++i)
      sum.motion += std::pow(place_scale(problem, i, k) * (states.q(i, k) - problem.q_target(i, k)), 2);
    sum.accelerations +=
        problem.qdd_scale.cwiseProduct(states.qdd.col(k).head(nq) - problem.qdd_target.col(k)).squaredNorm();
    sum.moments += lumbar_rows(problem, values, k).squaredNorm();
    for (const MomentCeiling& ceiling : ceilings(problem, k))
      sum.ceiling += std::pow(problem.ceiling_scale * above(ceiling, values, k), 2);
    for (Eigen::Index i = 9; i < nq; ++i)
      sum.moments += std::pow(moment_scale(problem, i, k) * moment_row(problem, states, values, i, k), 2);
    for (Eigen::Index f = 0; f < 3 * problem.feet(); f += 3) {
      const auto F = values.force.middleRows<3>(f);
      sum.force += problem.force_scale.cwiseProduct(F.col(k) - problem.force_target.col(k).segment<3>(f)).squaredNorm();
      if (k + 1 == problem.nodes) continue;
      const Eigen::Vector3d rate = (F.col(k + 1) - F.col(k)) / h - problem.rate_target.col(k).segment<3>(f);
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
  r.resize(problem.constraints(), problem.nodes);
  r.topRows(6) = values.tau.topRows(6);
  r.bottomRows(problem.feet()) = values.ground;
  for (int i = 0; i < 6; ++i) r.row(i) *= constraint_unit(problem, i);
}

}  // namespace psoas
