// How does this person run, and how on another shoe, ground, posture or core? A baseline near measured motion, then a
// scenario anchored to it.
#pragma once

#include <Eigen/Core>
#include <memory>
#include <vector>

#include "models/reference.h"
#include "models/runner.h"
#include "sim/stride/movement.h"
#include "sim/stride/options.h"
#include "sim/stride/problem.h"
#include "sim/stride/solution.h"
#include "sim/stride/solver.h"
#include "sim/stride/transcription.h"

namespace psoas {

/// How large a lumbar moment is cheap at each knot of a step: N matrices C, rows (extension, bending, rotation); an
/// effort is τ' C⁻¹ τ [N² m²]. Made by sim/sharing/capacity.h.
using LumbarCapacity = std::vector<Eigen::Matrix3d>;

/// The runner's own way of running at this speed: what scenarios are anchored to. Constant once solved.
struct BaselineStride {
  Runner runner;
  ReferenceStride reference;
  Ground ground;
  StrideUnknowns x;
  StrideSolution solution;
  LumbarCapacity lumbar_capacity;  ///< C of a default core, scaled so that its mean extension entry is the stride's
                                   ///< torque scale squared [N² m²]
  double capacity_unit = 1.0;      ///< that scale [-]
  bool cadence_held = false;       ///< scenarios keep the step time
  StrideOptions options;
};

/// What a scenario changes about the runner's own stride.
struct StrideChange {
  ShoeOptions shoe;
  SurfaceOptions surface;
  AdaptationOptions adaptation;
  Movement movement;
  LumbarCapacity usual, capacity;  ///< C of a default core in the baseline's postures, and of this core in this
                                   ///< scenario's; both empty: the core changes nothing [N² m²]
  Eigen::MatrixXd leg_capacity;    ///< nq x nodes, over default (sim/sharing/leg_capacity.h); empty: 1 [-]
  GivenChange given;               ///< what joints give by themselves beyond the baseline's
  std::vector<std::vector<MomentCeiling>> ceiling;  ///< at each node of the solved stride; empty: none
  double leg_length_difference = 0.0;  ///< the left foot finds the ground lower by this, as a shorter leg does [m]
};

/// Scratch of one thread; sized on first use, kept between scenarios of equal size.
class StrideWorkspace {
 public:
  SolverWorkspace& solver(const StrideProblem& problem);

 private:
  std::unique_ptr<SolverWorkspace> solver_;
  int nodes_ = 0, per_block_ = 0, feet_ = 0;
};

/// Postures that a baseline and a scenario are drawn to: nq x nodes, right foot on the ground.
Eigen::MatrixXd baseline_postures(const Runner& runner, const ReferenceStride& reference, int nodes);
Eigen::MatrixXd scenario_postures(const BaselineStride& baseline, const StrideChange& change);

/// Objective of the baseline: measured motion, small joint moments, smooth force.
StrideProblem baseline_problem(const Runner& runner, const ReferenceStride& reference, const Ground& ground,
                               const LumbarCapacity& lumbar_capacity, const StrideOptions& options);
/// Objective of the same runner's own stride on a slope: the stride on level ground with its legs as the slope wants
/// them (models/slope.h), and its moments, accelerations, step time and force rates, the last about the true vertical.
/// That runners keep these is an assumption; the ground force itself is not asked for.
/// @param reference  the measured motion on that slope
/// @param fraction  of the slope
StrideProblem slope_problem(const BaselineStride& level, const ReferenceStride& reference,
                            const LumbarCapacity& lumbar_capacity, double fraction);
/// Objective of a scenario: the baseline's own motion, moments, force and step time, changed by what the scenario asks.
/// One step where left and right are alike, else the whole stride.
/// @param fraction  0 is the baseline itself, 1 the scenario; between, stiffnesses change in the logarithm, the rest
/// linearly
StrideProblem scenario_problem(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                               double fraction);

/// Where a scenario's solver starts: the baseline, both its steps where the problem wants both, as much higher as the
/// sole is thicker, and sunk into the ground as far as its own force presses this ground, so that the foot is on it.
StrideUnknowns scenario_start(const BaselineStride& baseline, const StrideProblem& problem);

/// Measured motion as a start: pelvis at the height where the mean vertical force is body weight.
StrideUnknowns first_guess(const StrideProblem& problem, const ReferenceStride& reference, EvaluationData& data);

/// A changed cadence is a baseline of its own: the free one's step time over 1 + cadence_change is held, and the free
/// stride, rescaled to it, is what the runner stays near. It is the free baseline in the limit of no change.
/// @param capacity  C of a default core in baseline_postures()
/// @param cadence_change  of the step rate over the free one on level ground, with the feet as changed [-]; 0 leaves it
/// free
/// @param foot_strike_change  of the sole's angle at touch-down over the own one, toes up [rad]: another way of running
/// too, near the own moments, whose force emerges (but where measured force is tracked); 0 changes no bit
BaselineStride solve_baseline_stride(const Runner& runner, const ReferenceStride& reference, const ShoeOptions& shoe,
                                     const SurfaceOptions& surface, const LumbarCapacity& capacity,
                                     const StrideOptions& options, StrideWorkspace& work, double cadence_change = 0.0,
                                     double foot_strike_change = 0.0);

/// The baseline on a slope, from the one on level ground; tried like a scenario.
/// @param capacity  C of a default core in baseline_postures() of the reference on that slope
BaselineStride solve_baseline_on_slope(const BaselineStride& level, const ReferenceStride& reference,
                                       const LumbarCapacity& capacity, StrideWorkspace& work);

/// Tries in order: from the baseline at once; along a path of growing change, whose steps halve where they fail; with a
/// softer penalty. Then fails honestly.
StrideSolution solve_scenario_stride(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                                     StrideWorkspace& work);

/// The same from a scenario's solved stride, at once, when `change` has new ceilings.
StrideSolution solve_below_ceilings(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                                    const StrideSolution& from, StrideWorkspace& work);

/// Everything the rest of the house needs to know about a solved stride.
StrideSolution describe_stride(const StrideProblem& problem, const StrideUnknowns& x, const SolverResult& result,
                               EvaluationData& data);

}  // namespace psoas
