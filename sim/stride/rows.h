// Which small pieces do the cost and its linear system share? How single rows are scaled.
#pragma once

#include <algorithm>
#include <span>

#include "sim/stride/evaluate.h"

namespace psoas {

/// How far a coordinate is outside its range [rad]; 0 inside.
inline double excess(const Range& range, double q) {
  return q > range.high ? q - range.high : (q < range.low ? q - range.low : 0.0);
}

/// Lumbar moments of node k as the objective counts them: through the effort matrix, where the limbs' are only scaled.
inline Eigen::Vector3d lumbar_rows(const StrideProblem& problem, const NodeValues& values, Eigen::Index k) {
  return problem.tau_scale.segment<3>(6).cwiseProduct(problem.lumbar_effort[static_cast<std::size_t>(k)] *
                                                          values.tau.col(k).segment<3>(6) -
                                                      problem.tau_target.col(k).segment<3>(6));
}

/// Scale of constraint i: forces over body weight, moments over a quarter metre of it, ground elements as they are.
inline double constraint_unit(const StrideProblem& problem, int i) {
  return i < 3 ? 1.0 / problem.force_unit : (i < 6 ? 1.0 / problem.moment_unit : 1.0);
}

/// Ceilings of node k.
inline std::span<const MomentCeiling> ceilings(const StrideProblem& problem, Eigen::Index k) {
  if (problem.ceiling.empty()) return {};
  return problem.ceiling[static_cast<std::size_t>(k)];
}
/// How far the lumbar moment of node k is above a ceiling; 0 below it [N·m].
inline double above(const MomentCeiling& ceiling, const NodeValues& values, Eigen::Index k) {
  return std::max(0.0, ceiling.direction.dot(values.tau.col(k).segment<3>(6)) - ceiling.most);
}

/// How much dearer than a moment it is for a joint that answers as a spring to break its law.
inline constexpr double spring_law = 10.0;

/// Is coordinate i a spring at node k?
inline bool springs(const StrideProblem& problem, Eigen::Index i, Eigen::Index k) {
  return problem.spring.size() > 0 && problem.spring(i, k) > 0.0;
}
/// What a newton metre of coordinate i >= 9 counts at node k [1/(N·m)].
inline double moment_scale(const StrideProblem& problem, Eigen::Index i, Eigen::Index k) {
  const double dear = problem.dearness.size() > 0 ? problem.dearness(i, k) : 1.0;
  return (springs(problem, i, k) ? spring_law : 1.0) * dear * problem.tau_scale[i];
}
inline double place_scale(const StrideProblem& problem, Eigen::Index i, Eigen::Index k) {
  if (springs(problem, i, k)) return 0.0;
  return problem.place_worth.size() > 0 ? problem.place_worth(i, k) * problem.q_scale[i] : problem.q_scale[i];
}

/// How far the moment of coordinate i >= 9 is from what is wanted at node k, where joints may answer as springs [N·m].
inline double moment_row(const StrideProblem& problem, const StrideStates& states, const NodeValues& values,
                         Eigen::Index i, Eigen::Index k) {
  const double off = values.tau(i, k) - problem.tau_target(i, k);
  if (problem.spring.size() == 0) return off;
  return off + problem.spring(i, k) * (states.q(i, k) - problem.q_target(i, k));
}

}  // namespace psoas
