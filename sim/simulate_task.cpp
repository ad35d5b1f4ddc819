// How does a held posture become an outcome? Balance, muscles, discs; then the arrays of a stride with one value for
// all times.
#include "sim/simulate_task.h"

#include <algorithm>
#include <limits>

#include "sim/assumptions.h"
#include "sim/cycle.h"
#include "sim/lumbar/loads.h"
#include "sim/task/task.h"

namespace psoas {
namespace {

Eigen::MatrixXd held(const Eigen::MatrixXd& column) { return column.col(0).replicate(1, cycle_points); }

/// Right foot above left.
Eigen::MatrixXd both_feet(const std::array<Eigen::Vector3d, 2>& foot) {
  Eigen::VectorXd rows(6);
  rows << foot[0], foot[1];
  return held(rows);
}

/// Every column is the posture.
Cycle held_cycle(const Spine& spine, const TaskSolution& task, const SharedLoad& load, const LumbarLoads& lumbar) {
  Cycle cycle;
  cycle.joint_angle = held(task.instant.q);
  cycle.joint_moment = held(task.instant.tau);
  cycle.ground_force = both_feet(task.floor_force);
  cycle.centre_of_pressure = both_feet(task.pressure_centre);
  cycle.muscle_force = held(load.force);
  cycle.muscle_activation = held(load.activation);
  cycle.compression = held(lumbar.compression);
  cycle.shear_anterior = held(lumbar.shear_anterior);
  cycle.shear_lateral = held(lumbar.shear_lateral);
  cycle.compression_weight = held(lumbar.compression_weight);
  cycle.compression_muscle = held(lumbar.compression_muscle);
  cycle.compression_pressure = held(lumbar.compression_pressure);
  cycle.disc_pressure = held(lumbar.disc_pressure);
  cycle.facet_force = held(lumbar.facet_force);
  cycle.strength_reserve = held(load.reserve.reserve);
  cycle.stiffness = held(load.least_stiffness.transpose());
  cycle.abdominal_pressure = held(load.pressure.transpose().array() + spine.belt_pressure);
  cycle.level_moment = held(load.level_moment);
  return cycle;
}

/// Peak and mean are the load itself; what needs a stride or time is NaN.
Summary summary_of(const Spine& spine, const TaskSolution& task, const SharedLoad& load, const LumbarLoads& lumbar) {
  Summary s = empty_summary();
  summarise_loads(spine, load, lumbar, s);
  s.peak_vertical_force = std::max(task.floor_force[0].y(), task.floor_force[1].y());
  s.trunk_lean = mean_lean(task.instant) + 0.0;  // no negative zero
  s.peak_lumbar_moment = task.instant.tau(6, 0);
  return s;
}

}  // namespace

Outcome simulate_task(const Runner& runner, const Spine& spine, const Scenario& scenario, SharingWorkspace& work) {
  Outcome outcome;
  outcome.cycle = empty_cycle(runner.nq(), static_cast<int>(spine.muscles.size()));
  outcome.summary = empty_summary();
  const auto failed = [&](Status status, const std::string& reason) {
    outcome.status = status;
    outcome.reason = reason;
    return outcome;
  };

  // 1. The posture, in balance with gravity, load, floor and seat
  const TaskSolution task = solve_task(runner, scenario.posture, scenario.task);
  const Runner& body = task.posture.body;
  if (task.instant.status != Status::converged) return failed(task.instant.status, task.instant.reason);
  outcome.quality.constraint_violation = task.instant.constraint_violation;

  // 2. Who makes the moments; a tired core is tired where a fresh one works in this very task
  Eigen::VectorXd usage;
  if (scenario.core.fatigue > 0.0) {
    SharingOptions sharing = scenario.sharing;
    sharing.reserve = false;
    const SharedLoad fresh = share_load(body, spine, task.instant, {}, {}, sharing, work);
    if (fresh.status != Status::converged) return failed(fresh.status, "with a fresh core: " + fresh.reason);
    usage = fresh.activation.col(0);
  }
  const SharedLoad load = share_load(body, spine, task.instant, scenario.core, usage, scenario.sharing, work);
  outcome.quality.largest_slack = load.largest_slack;
  outcome.quality.largest_leg_slack = load.largest_leg_slack;
  if (load.status != Status::converged) return failed(load.status, load.reason);

  // 3. What that does to the discs
  const LumbarLoads lumbar = lumbar_loads(body, spine, task.instant, load);
  if (scenario.sharing.spread)
    outcome.spread = spread_of(
        body, spine, [&](const SharingOptions&) { return task.instant; }, scenario.core, usage, scenario.sharing, work);
  outcome.status = Status::converged;
  outcome.stride_duration = std::numeric_limits<double>::quiet_NaN();
  outcome.cycle = held_cycle(spine, task, load, lumbar);
  outcome.summary = summary_of(spine, task, load, lumbar);
  return outcome;
}

}  // namespace psoas
