// In which order is a changed stride tried?
#pragma once

#include <functional>

#include "sim/stride/stride.h"

namespace psoas {

/// What takes more iterations than this is better taken in parts.
inline constexpr int usual_iterations = 60;

/// The problem with this fraction of the change, 1 being the whole; and where its solver starts.
using ProblemAt = std::function<StrideProblem(double fraction)>;
using StartAt = std::function<StrideUnknowns(const StrideProblem&, double fraction)>;

/// Solves problem_at(1) from start(problem, 1) at once; else along a path of growing change, whose steps halve where
/// they fail; last with a softer penalty.
/// @param x  out: the solution's unknowns
StrideSolution solve_along(const ProblemAt& problem_at, const StartAt& start, const StrideOptions& options,
                           StrideWorkspace& work, StrideUnknowns& x);

}  // namespace psoas
