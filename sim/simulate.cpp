// What are the steps from a scenario to its loads?
#include "sim/simulate.h"

#include <cmath>
#include <memory>

#include "models/upper_body.h"
#include "sim/assumptions.h"
#include "sim/cycle.h"
#include "sim/landing_outcome.h"
#include "sim/lumbar/loads.h"
#include "sim/sharing/capacity.h"
#include "sim/sharing/given_change.h"
#include "sim/sharing/leg_capacity.h"
#include "sim/simulate_task.h"
#include "sim/stride/stride.h"
#include "sim/within_strength.h"

namespace psoas {

struct Baseline {
  BaselineStride stride;
  Spine spine;
  LumbarCapacity usual;  ///< of a default core, in the postures of the stride
};

struct Workspace {
  StrideWorkspace stride;
  std::unique_ptr<SharingWorkspace, void (*)(SharingWorkspace*)> sharing{new_sharing_workspace(),
                                                                         delete_sharing_workspace};
};

std::shared_ptr<Workspace> make_workspace() { return std::make_shared<Workspace>(); }

Scenario baseline_of(const Scenario& scenario) {
  Scenario baseline;
  baseline.runner = scenario.runner;
  // What years, discs, belt and leg length change, they change about the same runner's own stride.
  const RunnerOptions usual;
  baseline.runner.age = usual.age, baseline.runner.disc_degeneration = usual.disc_degeneration;
  baseline.runner.belt_stiffness = usual.belt_stiffness, baseline.runner.belt_pressure = usual.belt_pressure;
  baseline.runner.leg_length_difference = usual.leg_length_difference;
  baseline.task.kind = scenario.task.kind;
  if (scenario.task.kind == TaskKind::still) return baseline;  // nothing else is shared
  baseline.gait.speed = scenario.gait.speed, baseline.gait.slope = scenario.gait.slope;
  baseline.gait.cadence_change = scenario.gait.cadence_change;
  baseline.gait.foot_strike_change = scenario.gait.foot_strike_change;
  baseline.stride = scenario.stride;
  return baseline;
}

std::shared_ptr<const Baseline> solve_baseline(const Models& models, const Scenario& scenario, Workspace& work) {
  const Scenario s = baseline_of(scenario);
  auto baseline = std::make_shared<Baseline>();
  baseline->spine = build_spine(*models.spine, s.runner);
  if (s.task.kind == TaskKind::still) {  // a static task stands on no stride
    baseline->stride.solution.status = Status::converged;
    return baseline;
  }
  const Runner runner = build_runner(*models.runner, s.runner, s.shoe);
  const Strength whole = muscle_strength(baseline->spine, {});
  const auto capacity = [&](const Eigen::MatrixXd& q) { return lumbar_capacity(runner, baseline->spine, whole, q); };
  const ReferenceStride level = build_reference(*models.reference, runner, s.gait.speed);
  baseline->stride = solve_baseline_stride(runner, level, s.shoe, s.surface,
                                           capacity(baseline_postures(runner, level, s.stride.nodes)), s.stride,
                                           work.stride, s.gait.cadence_change, s.gait.foot_strike_change);
  if (s.gait.slope != 0.0) {
    const ReferenceStride rising = build_reference(*models.reference, runner, s.gait.speed, std::atan(s.gait.slope));
    baseline->stride = solve_baseline_on_slope(
        baseline->stride, rising, capacity(baseline_postures(runner, rising, s.stride.nodes)), work.stride);
  }
  if (baseline->stride.solution.status == Status::converged)  // shoes change nothing above the foot
    baseline->usual = capacity(baseline->stride.solution.q);
  return baseline;
}

Status baseline_status(const Baseline& baseline) { return baseline.stride.solution.status; }

namespace {

/// Mean activation of every muscle over the runner's own stride with a default core, shared as the scenario shares:
/// where a core tires. Empty when none does.
struct Usage {
  Eigen::VectorXd mean;
  Status status = Status::converged;
  std::string reason;
};
Usage usage_of(const Runner& runner, const Baseline& baseline, const Scenario& scenario, SharingWorkspace& work) {
  Usage usage;
  if (scenario.core.fatigue == 0.0) return usage;
  SharingOptions sharing = scenario.sharing;
  sharing.reserve = false;
  const StrideSolution own = frames_to_share(runner, baseline.stride.solution, {}, sharing);
  const SharedLoad load = share_load(runner, baseline.spine, own, {}, {}, sharing, work);
  usage.status = load.status, usage.reason = "sharing the runner's own stride: " + load.reason;
  const Eigen::VectorXd one_side = load.activation.rowwise().mean();
  usage.mean = one_side;  // the other step is the mirror image
  for (std::size_t i = 0; i < baseline.spine.muscles.size(); ++i)
    usage.mean[static_cast<Eigen::Index>(i)] =
        0.5 * (one_side[static_cast<Eigen::Index>(i)] + one_side[baseline.spine.muscles[i].mirror]);
  return usage;
}

}  // namespace

Outcome simulate(const Models& models, const Scenario& scenario, const Baseline& baseline, Workspace& work) {
  Spine spine = build_spine(*models.spine, scenario.runner, scenario.muscle);
  Runner runner = build_runner(*models.runner, scenario.runner, scenario.shoe);
  hold_upper_body(*models.runner, scenario.runner, scenario.posture, runner, spine);
  if (scenario.task.kind == TaskKind::still) return simulate_task(runner, spine, scenario, *work.sharing);
  Outcome outcome;
  outcome.cycle = empty_cycle(runner.nq(), static_cast<int>(spine.muscles.size()));
  outcome.summary = empty_summary();
  const auto failed = [&](Status status, const std::string& reason) {
    outcome.status = status;
    outcome.reason = reason;
    return outcome;
  };
  const StrideSolution& own = baseline.stride.solution;
  outcome.quality.iterations = own.iterations;
  outcome.quality.constraint_violation = own.constraint_violation;
  if (own.status != Status::converged)
    return failed(Status::baseline_failed, "the stride of this body and speed was not found: " + own.reason);

  // The stride: this runner's own way of running, on this ground, in this posture, with this core.
  StrideChange change;
  change.shoe = scenario.shoe, change.surface = scenario.surface, change.adaptation = scenario.adaptation;
  change.movement = movement_of(scenario.posture, scenario.gait, own);
  tense_shoulders(own, scenario.posture.shoulder_tension, runner);
  const Usage used = usage_of(runner, baseline, scenario, *work.sharing);
  if (used.status != Status::converged) return failed(used.status, used.reason);
  const Eigen::VectorXd& usage = used.mean;
  const bool moves = scenario.core.movement == CoreMovement::predicted;  // else posture alone shapes the capacity
  const Eigen::MatrixXd postures = scenario_postures(baseline.stride, change);
  change.usual = baseline.usual;
  change.capacity = lumbar_capacity(
      runner, spine, moves ? muscle_strength(spine, scenario.core, usage) : muscle_strength(baseline.spine, {}),
      postures);
  change.leg_capacity = leg_capacity(runner, spine, own);
  change.leg_length_difference = scenario.runner.leg_length_difference;
  change.given = given_change(runner, baseline.spine, spine, postures);
  const StrideSolution first = solve_scenario_stride(baseline.stride, runner, change, work.stride);
  outcome.quality.iterations = first.iterations;
  outcome.quality.constraint_violation = first.constraint_violation;
  outcome.quality.mesh_error = first.mesh_error;
  if (first.status != Status::converged) return failed(first.status, first.reason);

  // Who makes the moments? A movement that the muscles cannot make is changed until they can.
  const StrideWithinStrength within = run_within_strength(baseline.stride, runner, spine, scenario.core, usage,
                                                          scenario.sharing, first, change, work.stride, *work.sharing);
  const StrideSolution& stride = within.stride;
  outcome.quality.iterations = stride.iterations;
  outcome.quality.constraint_violation = stride.constraint_violation;
  outcome.quality.mesh_error = stride.mesh_error;
  outcome.quality.avoided_moment = within.avoided_moment;
  const int joints = runner.nq() - 3;  // all but the translations
  const Eigen::MatrixXd from = stride.one_step ? own.q : whole_stride(runner, own).q;
  outcome.quality.anchor_distance = (stride.q - from).bottomRows(joints).norm() /
                                    std::sqrt(static_cast<double>(joints) * static_cast<double>(stride.q.cols()));

  // What does that do to the discs?
  const SharedLoad& load = within.load;
  outcome.quality.largest_slack = load.largest_slack;
  outcome.quality.largest_leg_slack = load.largest_leg_slack;
  if (load.status != Status::converged) return failed(load.status, load.reason);
  const LumbarLoads lumbar = lumbar_loads(runner, spine, within.smooth, load);

  outcome.status = Status::converged;
  outcome.stride_duration = 2.0 * stride.step_duration;
  outcome.cycle = gait_cycle(runner, spine, stride, load, lumbar);
  outcome.summary = summarise(runner, spine, stride, load, lumbar);
  if (scenario.impact.simulate) add_landing(runner, stride, *models.landing, scenario.impact, outcome);
  if (scenario.sharing.spread) {
    const auto frames = [&](const SharingOptions& options) {
      return frames_to_share(runner, stride, scenario.core, options);
    };
    outcome.spread = spread_of(runner, spine, frames, scenario.core, usage, scenario.sharing, *work.sharing);
  }
  return outcome;
}

std::vector<std::string> coordinate_names(const Models& models) {
  std::vector<std::string> names;
  for (const Link& link : build_runner(*models.runner, {}, {}).links) names.push_back(link.name);
  return names;
}

std::vector<std::string> muscle_names(const Models& models) {
  std::vector<std::string> names;
  for (const Muscle& muscle : build_spine(*models.spine, {}).muscles) names.push_back(muscle.name);
  return names;
}

}  // namespace psoas
