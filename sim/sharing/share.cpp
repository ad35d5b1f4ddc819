// From a solved stride to muscle forces: frame by frame, posture, muscle geometry, what must be balanced, and the
// programme.
//
//   each level and axis:  Σ r_i F_i + s = net moment on all above - passive moment - moment of abdominal pressure
//   hips, knees, ankles:  Σ r_i F_i + s = joint moment of the stride (passive moments of the legs are left out)
//
// Enforcing all 18 level rows matters: three net lumbar equations alone leave moments of 7-22 N·m unbalanced between
// levels.
#include "sim/sharing/share.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/muscle/geometry.h"
#include "sim/sharing/demand.h"
#include "sim/sharing/programme.h"
#include "sim/sharing/strength.h"

namespace psoas {

struct SharingWorkspace {
  SpinePose pose;
  MuscleGeometry geometry;
  ShareProgramme programme;
  ShareSolution solution;
};

SharingWorkspace* new_sharing_workspace() { return new SharingWorkspace; }
void delete_sharing_workspace(SharingWorkspace* work) { delete work; }

namespace {

constexpr int leg_row_count = balance_count - level_axis_count;
constexpr const char* level_axis_names[] = {"extension", "bending", "rotation"};

/// Coordinates of the runner in the order of the balance rows below the levels.
constexpr const char* leg_row_names[leg_row_count] = {
    "hip_flexion_r",  "hip_adduction_r", "hip_rotation_r", "hip_flexion_l",        "hip_adduction_l",
    "hip_rotation_l", "knee_flexion_r",  "knee_flexion_l", "ankle_dorsiflexion_r", "ankle_dorsiflexion_l"};

std::array<int, leg_row_count> leg_coordinates(const Runner& runner) {
  std::array<int, leg_row_count> coordinate{};
  for (std::size_t j = 0; j < coordinate.size(); ++j) coordinate[j] = runner.index(leg_row_names[j]);
  return coordinate;
}

void size_load(Eigen::Index nm, Eigen::Index frames, SharedLoad& load) {
  load.force.setZero(nm, frames);
  load.activation.setZero(nm, frames);
  load.slack.setZero(level_axis_count, frames);
  load.level_moment.setZero(level_axis_count, frames);
  load.reserve.setZero(leg_row_count, frames);
  load.level_force.setZero(level_axis_count, frames);
  load.muscle_pull.setZero(level_axis_count, frames);
}

/// What does not change from frame to frame: bounds, effort and the price of slack.
void set_limits(const Strength& strength, const SharingOptions& options, ShareProgramme& programme) {
  const Eigen::Index nm = strength.F_max.size();
  programme.slack_scale.setConstant(options.level_slack);
  programme.cost = strength.weight.cwiseQuotient(strength.F_max.cwiseAbs2());
  programme.hi = strength.F_max;
  // The floor is in newtons of the reference muscle: a weaker core must not relieve its own spine by co-contracting
  // less.
  programme.lo.resize(nm);
  for (Eigen::Index i = 0; i < nm; ++i)
    programme.lo[i] = std::min(options.force_floor * strength.reference[i], strength.F_max[i]);
}

/// Where the largest entry stands.
struct Largest {
  Eigen::Index row = 0, frame = 0;
  double value = 0.0;
};
Largest largest_of(const Eigen::MatrixXd& matrix) {
  Largest largest;
  for (Eigen::Index k = 0; k < matrix.cols(); ++k)
    for (Eigen::Index j = 0; j < matrix.rows(); ++j)
      if (std::abs(matrix(j, k)) > largest.value) largest = {j, k, std::abs(matrix(j, k))};
  return largest;
}

/// Says what stays unbalanced: over the limit it is the outcome, over the warning it is told beside it.
void judge(SharedLoad& load) {
  const Largest slack = largest_of(load.slack), reserve = largest_of(load.reserve);
  const Eigen::Index frames = load.slack.cols();
  load.largest_slack = slack.value;
  load.largest_reserve = reserve.value;
  load.status = slack.value > level_slack_limit ? Status::sharing_infeasible : Status::converged;
  const auto say = [&](const Largest& largest, const std::string& moment) {
    return fmt::format("at knot {} of {} the muscles leave {:.1f} N·m of {} unbalanced", largest.frame + 1, frames,
                       largest.value, moment);
  };
  const std::string level = fmt::format("the {} moment at {}", level_axis_names[slack.row % 3],
                                        level_names[static_cast<std::size_t>(slack.row / 3)]);
  if (load.status == Status::sharing_infeasible)
    load.reason = fmt::format("{}; the limit is {:.0f} N·m", say(slack, level), level_slack_limit);
  else if (slack.value > level_slack_warning)
    load.warning = say(slack, level);
  if (reserve.value > leg_reserve_warning)
    load.warning += (load.warning.empty() ? "" : "; ") + say(reserve, leg_row_names[reserve.row]);
}

}  // namespace

SharedLoad share_load(const Runner& runner, const Spine& spine, const StrideSolution& stride, double core_strength,
                      const SharingOptions& options, SharingWorkspace& work) {
  const Eigen::Index nm = static_cast<Eigen::Index>(spine.muscles.size()), frames = stride.q.cols();
  CHECK(static_cast<Eigen::Index>(stride.trunk.size()) == frames && stride.tau.cols() == frames);
  SharedLoad load;
  size_load(nm, frames, load);
  const Strength strength = muscle_strength(spine, core_strength);
  const std::array<int, leg_row_count> leg = leg_coordinates(runner);
  set_limits(strength, options, work.programme);

  for (Eigen::Index k = 0; k < frames; ++k) {
    // Where is everything?
    spine_pose(runner, spine, stride.q.col(k), work.pose);
    muscle_geometry(runner, spine, work.pose, work.geometry);

    // What must the muscles balance?
    const std::array<LevelWrench, level_count> wrench = level_wrenches(spine, work.pose, stride.trunk[k]);
    for (int level = 0; level < level_count; ++level) {
      load.level_force.col(k).segment<3>(3 * level) = wrench[level].force;
      load.level_moment.col(k).segment<3>(3 * level) = work.pose.axes[level].transpose() * wrench[level].moment;
    }
    work.programme.demand.head<level_axis_count>() = load.level_moment.col(k) - passive_moment(spine, work.pose) -
                                                     pressure_moment(spine, work.pose, options.abdominal_pressure);
    for (int j = 0; j < leg_row_count; ++j) work.programme.demand[level_axis_count + j] = stride.tau(leg[j], k);

    // Who balances it? Warm from the frame before; the first is cold, so no earlier scenario leaves a trace.
    const MomentArms R(work.geometry.moment_arm.data(), balance_count, nm);
    solve_programme(R, work.programme, k == 0 ? Start::cold : Start::warm, work.solution);
    load.iterations += work.solution.iterations;
    if (!work.solution.solved) {
      load.status = Status::numerical_failure;
      load.reason = fmt::format("load sharing did not converge at knot {} of {}: {:.1e} N·m left", k + 1, frames,
                                work.solution.residual);
      return load;
    }
    load.force.col(k) = work.solution.force;
    load.activation.col(k) = work.solution.force.cwiseQuotient(strength.F_max);
    load.slack.col(k) = work.solution.slack.head<level_axis_count>();
    load.reserve.col(k) = work.solution.slack.tail<leg_row_count>();
    load.muscle_pull.col(k).noalias() = work.geometry.level_pull * work.solution.force;
    const Eigen::Vector3d pressure = pressure_force(spine, work.pose, options.abdominal_pressure);
    for (int level = 0; level < level_count; ++level) load.muscle_pull.col(k).segment<3>(3 * level) += pressure;
  }
  judge(load);
  return load;
}

}  // namespace psoas
