// How does this person run, and how on another shoe, ground, posture or core? A baseline near measured motion, then a
// scenario anchored to it.
#pragma once

#include <Eigen/Core>
#include <memory>

#include "models/reference.h"
#include "models/runner.h"
#include "sim/stride/options.h"
#include "sim/stride/problem.h"
#include "sim/stride/solution.h"
#include "sim/stride/solver.h"
#include "sim/stride/transcription.h"

namespace psoas {

/// The runner's own way of running at this speed: what scenarios are anchored to. Constant once solved.
struct BaselineStride {
  Runner runner;
  ReferenceStride reference;
  Ground ground;
  StrideUnknowns x;
  StrideSolution solution;
  Eigen::Matrix3d lumbar_capacity;  ///< C of strength 1, scaled so that its extension entry is the stride's torque
                                    ///< scale squared [N² m²]
  StrideOptions options;
};

/// What a scenario changes about the runner's own stride.
struct StrideChange {
  ShoeOptions shoe;
  SurfaceOptions surface;
  double lean = 0.0;  ///< added forward lean of the trunk [rad]
  double lordosis =
      0.0;  ///< added lumbar extension, the pelvis tilting forward by as much, thorax and thighs held [rad]
  double strength = 1.0;  ///< of the core
};

/// Scratch of one thread; sized on first use, kept between scenarios of equal size.
class StrideWorkspace {
 public:
  SolverWorkspace& solver(const Runner& runner, int nodes, int nodes_per_block);

 private:
  std::unique_ptr<SolverWorkspace> solver_;
  int nodes_ = 0, per_block_ = 0;
};

/// Objective of the baseline: measured motion, small joint moments, smooth force.
StrideProblem baseline_problem(const Runner& runner, const ReferenceStride& reference, const Ground& ground,
                               const Eigen::Matrix3d& lumbar_capacity, const StrideOptions& options);
/// Objective of a scenario: the baseline's own motion, moments, force and step time, changed by what the scenario asks.
/// @param fraction  0 is the baseline itself, 1 the scenario; between, stiffnesses change in the logarithm, the rest
/// linearly
StrideProblem scenario_problem(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                               double fraction);

/// Measured motion as a start: pelvis at the height where the mean vertical force is body weight.
StrideUnknowns first_guess(const StrideProblem& problem, const ReferenceStride& reference, EvaluationData& data);

BaselineStride solve_baseline_stride(const Runner& runner, const ReferenceStride& reference, const ShoeOptions& shoe,
                                     const SurfaceOptions& surface, const Eigen::Matrix3d& core_capacity,
                                     const StrideOptions& options, StrideWorkspace& work);

/// Tries in order: from the baseline with ρ = 1; with ρ = 0.1; along a four-step path of growing change. Then fails
/// honestly.
StrideSolution solve_scenario_stride(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                                     StrideWorkspace& work);

/// Everything the rest of the house needs to know about a solved stride.
StrideSolution describe_stride(const StrideProblem& problem, const StrideUnknowns& x, const SolverResult& result,
                               EvaluationData& data);

}  // namespace psoas
