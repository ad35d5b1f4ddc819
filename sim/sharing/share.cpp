// From a solved stride to muscle forces: frame by frame, posture, muscle geometry, what must be balanced, and the
// programme.
//
//   each level and axis:  Σ r_i F_i + s = net moment on all above - passive moment - moment of abdominal pressure
//   hips, knees, ankles:  Σ r_i F_i + s = joint moment of the stride (ligaments of the legs are left out)
//
// Enforcing all 18 level rows matters: three net lumbar equations alone leave moments of 7-22 N·m unbalanced between
// levels.
#include "sim/sharing/share.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/core/check.h"
#include "sim/sharing/activation.h"
#include "sim/sharing/demand.h"
#include "sim/sharing/frame.h"
#include "sim/sharing/stability.h"
#include "sim/sharing/verdict.h"

namespace psoas {

struct SharingWorkspace {
  Frame frame;
  FrameProgramme programme;
  ShareSolution solution, legs;
  StabilityWorkspace stability;
  ReserveWorkspace reserve;
  FrameReserve frame_reserve;
  Eigen::MatrixXd arms;                              // of the reserve: balance rows and the wall's
  Eigen::VectorXd least;                             // nm: least force of each muscle, before a rule fixes any [N]
  Eigen::VectorXd lo, hi, demand, slack, allowance;  // of the reserve
};

SharingWorkspace* new_sharing_workspace() { return new SharingWorkspace; }
void delete_sharing_workspace(SharingWorkspace* work) { delete work; }

namespace {

using Eigen::Index;

/// What the wall may miss in a strength reserve, radius times tension [N·m].
constexpr double wall_allowance = 0.1;

/// A muscle with less of its reference strength is not there, and has no activation [-].
constexpr double absent = 1e-5;

std::array<int, leg_row_count> leg_coordinates(const Runner& runner) {
  std::array<int, leg_row_count> coordinate{};
  for (std::size_t j = 0; j < coordinate.size(); ++j) coordinate[j] = runner.index(std::string(leg_row_names[j]));
  return coordinate;
}

void size_load(Index nm, Index frames, SharedLoad& load) {
  load.force.setZero(nm, frames);
  load.activation.setZero(nm, frames);
  load.slack.setZero(level_axis_count, frames);
  load.level_moment.setZero(level_axis_count, frames);
  load.leg_slack.setZero(leg_row_count, frames);
  load.level_force.setZero(level_axis_count, frames);
  load.muscle_pull.setZero(level_axis_count, frames);
  load.lift.setZero(3, frames);
  load.pressure.setZero(frames);
  load.unheld_pressure.setZero(frames);
  load.least_stiffness.setZero(frames);
  load.reserve = empty_reserve(nm + 1, frames);
}

/// One call of share_load(): what does not change from frame to frame.
struct Sharing {
  const Runner& runner;
  const Spine& spine;
  const StrideSolution& stride;
  const CoreOptions& core;
  const SharingOptions& options;
  Strength strength;
  std::array<int, leg_row_count> leg;
};

/// Fibres that neither resist nor weaken, whatever the posture.
void isometric_fibres(const Spine& spine, FibreState& fibres) {
  const Index nm = static_cast<Index>(spine.muscles.size());
  fibres.available.resize(nm);
  fibres.passive.setZero(nm);
  for (Index i = 0; i < nm; ++i) fibres.available[i] = std::cos(spine.muscles[static_cast<std::size_t>(i)].pennation);
}

/// Where is everything, and what must muscles and pressure make there?
void set_frame(const Sharing& s, Index k, SharingWorkspace& work, SharedLoad& load) {
  Frame& frame = work.frame;
  spine_pose(s.runner, s.spine, s.stride.q.col(k), frame.pose);
  muscle_geometry(s.runner, s.spine, frame.pose, frame.geometry);
  if (s.options.fibres == Fibres::full)
    fibre_state(s.spine, frame.geometry, balance_rates(s.runner, s.spine, s.stride.qd.col(k)), frame.fibres);
  else
    isometric_fibres(s.spine, frame.fibres);

  const std::array<LevelWrench, level_count> wrench =
      level_wrenches(s.spine, frame.pose, s.stride.trunk[static_cast<std::size_t>(k)]);
  for (std::size_t level = 0; level < level_count; ++level) {
    const Index row = 3 * static_cast<Index>(level);
    load.level_force.col(k).segment<3>(row) = wrench[level].force;
    load.level_moment.col(k).segment<3>(row) = frame.pose.axes[level].transpose() * wrench[level].moment;
  }
  frame.demand.head<level_axis_count>() = load.level_moment.col(k) - given_moment(s.spine, frame.pose);
  for (std::size_t j = 0; j < leg_row_count; ++j)
    frame.demand[level_axis_count + static_cast<Index>(j)] = s.stride.tau(s.leg[j], k);

  // Pressure relieves the discs, which then are softer: as much as it may be.
  const Eigen::Vector3d lift = pressure_force(s.spine, frame.pose, s.core.abdominal_pressure);
  const SpineLoads loads = spine_loads(s.runner, s.spine, frame.pose, s.stride.q.col(k),
                                       s.stride.trunk[static_cast<std::size_t>(k)], wrench, lift);
  stiffness_terms(s.spine, frame.pose, frame.geometry, loads, {}, work.stability.terms);
}

/// Reads forces, what is unbalanced and what pulls off the solved programme of one frame.
void read_off(const Sharing& s, Index k, const SharingWorkspace& work, Eigen::MatrixXd& spine_slack, SharedLoad& load) {
  const Frame& frame = work.frame;
  const FrameProgramme& p = work.programme;
  const Index nm = p.capability.size();
  const Eigen::VectorXd active = work.solution.force.head(nm) + p.usual;
  load.force.col(k) = active + p.passive;
  load.activation.col(k) =
      (p.capability.array() > absent * s.strength.reference.array()).select(active.cwiseQuotient(p.capability), 0.0);
  const Index spine_rows = p.balance_rows - leg_row_count;
  spine_slack.col(k) = work.solution.slack.head(spine_rows);
  load.leg_slack.col(k) = work.solution.slack.segment(spine_rows, leg_row_count);
  load.muscle_pull.col(k).noalias() = frame.geometry.level_pull * load.force.col(k);
  if (p.pressure >= 0) {
    load.pressure[k] = work.solution.force[p.pressure] / s.spine.pressure_area;
    const double r = s.spine.wall_radius, unheld = work.solution.slack[p.balance_rows];  // r times tension [N·m]
    load.unheld_pressure[k] = std::max(0.0, unheld / (2.0 * r * r * s.spine.wall_height));
    load.lift.col(k) = pressure_force(s.spine, frame.pose, load.pressure[k]);
  }
  load.slack.col(k) = (frame.demand - frame.geometry.moment_arm * load.force.col(k)).head<level_axis_count>() -
                      pressure_moment(s.spine, frame.pose, load.pressure[k]);
}

/// The frame's programme by itself, before psoas is fixed and cuts are added.
void pose(const Sharing& s, SharingWorkspace& work) {
  pose_programme(s.spine, work.frame, s.strength, s.core, s.options, work.programme);
  work.least = work.programme.programme.lo.head(work.programme.capability.size()) + work.programme.passive;
}

/// The programme of one frame, solved. Warm from the frame before; a scenario's first frame is cold, so no earlier one
/// leaves a trace.
bool share_frame(const Sharing& s, Index k, Start start, SharingWorkspace& work, SharedLoad& load) {
  pose(s, work);
  if (s.options.psoas == PsoasRule::hip_first) fix_psoas(s.spine, work.programme, work.legs);
  const FrameProgramme& p = work.programme;
  const Index nm = p.capability.size();
  if (start == Start::cold) work.stability.nudges.clear();
  if (s.core.stability > 0.0) seed_cuts(s.core.stability, work.frame, work.stability, work.programme);
  for (int round = 0; round < most_rounds; ++round) {
    solve_programme(MomentArms(p.R.data(), p.R.rows(), p.R.cols()), p.programme, start, work.solution);
    load.iterations += work.solution.iterations;
    if (!work.solution.solved) break;
    const Eigen::VectorXd F = work.solution.force.head(nm) + p.usual + p.passive;
    const double demanded = round + 1 < most_rounds ? s.core.stability : 0.0;
    if (!soften_none(demanded, work.frame, F, work.stability, work.programme, load.least_stiffness[k])) break;
    start = Start::warm;
  }
  if (work.solution.solved) {
    keep_active_cuts(work.solution.multiplier, p, work.stability);
    return true;
  }
  load.status = Status::numerical_failure;
  load.reason = fmt::format("load sharing did not converge at knot {} of {}: {:.1e} N·m left", k + 1, s.stride.q.cols(),
                            work.solution.residual);
  return false;
}

/// How much more could the core make in frame k, which was posed without regard to its neighbours?
void set_reserve(const Sharing& s, Index k, SharingWorkspace& work, SharedLoad& load) {
  const FrameProgramme& p = work.programme;
  const Index nm = p.capability.size();
  // The moments, and below them the wall, which must go on holding the frame's pressure; its last column is what it has
  // beyond need.
  const double r = s.spine.wall_radius, tension = 2.0 * r * s.spine.wall_height * load.pressure[k];
  if (k == 0) {
    work.arms.setZero(balance_count + 1, nm + 1);
    for (Index i = 0; i < nm; ++i) work.arms(balance_count, i) = r * s.spine.muscles[static_cast<std::size_t>(i)].hoop;
    work.arms(balance_count, nm) = -1.0;
    for (Eigen::VectorXd* bound : {&work.lo, &work.hi}) bound->setZero(nm + 1);
    for (Eigen::VectorXd* rows : {&work.demand, &work.slack}) rows->setZero(balance_count + 1);
  }
  work.arms.topLeftCorner(balance_count, nm) = work.frame.geometry.moment_arm;
  work.lo.head(nm) = work.least;
  work.hi.head(nm) = p.capability + p.passive;
  work.hi[nm] = 1e6;
  work.demand.head(balance_count) = work.frame.demand;
  work.demand.head<level_axis_count>() -= pressure_moment(s.spine, work.frame.pose, load.pressure[k]);
  work.demand[balance_count] = r * tension;
  work.slack.head(balance_count) << load.slack.col(k), load.leg_slack.col(k);
  reserve_allowance(work.slack, work.allowance);
  work.allowance[balance_count] = wall_allowance + 2.0 * r * r * s.spine.wall_height * load.unheld_pressure[k];
  frame_reserve(work.arms, work.lo, work.hi, work.demand, work.allowance, k == 0 ? Start::cold : Start::warm,
                work.reserve, work.frame_reserve);
  record_frame(work.frame_reserve, k, load.reserve);
}

}  // namespace

SharedLoad share_load(const Runner& runner, const Spine& spine, const StrideSolution& stride, const CoreOptions& core,
                      const Eigen::VectorXd& usage, const SharingOptions& options, SharingWorkspace& work) {
  const Index nm = static_cast<Index>(spine.muscles.size()), frames = stride.q.cols();
  CHECK(static_cast<Index>(stride.trunk.size()) == frames && stride.tau.cols() == frames);
  const Sharing s{runner, spine, stride, core, options, muscle_strength(spine, core, usage), leg_coordinates(runner)};
  SharedLoad load;
  size_load(nm, frames, load);
  Eigen::MatrixXd spine_slack(options.equilibrium == Equilibrium::levels ? level_axis_count : 3, frames);

  // Frames stand alone, unless changes of activation cost something: then sweeps over the stride until nothing moves.
  const double kappa = change_weight(stride, options.activation_time);
  if (kappa > 0.0 && options.exponent != 2) {
    load.status = Status::sharing_infeasible;
    load.reason = "changes of activation have a price only where the exponent of effort is 2";
    return load;
  }
  std::vector<BalanceVector> multiplier(kappa > 0.0 ? static_cast<std::size_t>(frames) : 0);
  for (int sweep = 0; sweep < (kappa > 0.0 ? most_sweeps : 1); ++sweep) {
    const Eigen::MatrixXd before = load.activation;
    for (Index k = 0; k < frames; ++k) {
      set_frame(s, k, work, load);
      work.frame.change_weight = sweep > 0 ? kappa : 0.0;
      if (sweep > 0) neighbours_mean(spine, stride.one_step, load.activation, k, work.frame.a_mean);
      if (sweep > 0) work.solution.multiplier = multiplier[static_cast<std::size_t>(k)];
      if (!share_frame(s, k, sweep == 0 && k == 0 ? Start::cold : Start::warm, work, load)) return load;
      read_off(s, k, work, spine_slack, load);
      if (kappa > 0.0) multiplier[static_cast<std::size_t>(k)] = work.solution.multiplier;
      if (options.reserve && kappa == 0.0) set_reserve(s, k, work, load);
    }
    if (sweep > 0 && (load.activation - before).cwiseAbs().maxCoeff() < settled_activation) break;
    if (sweep + 1 == most_sweeps) {
      load.status = Status::numerical_failure;
      load.reason = fmt::format("activations did not settle in {} sweeps over the stride", most_sweeps);
      return load;
    }
  }
  for (Index k = 0; options.reserve && kappa > 0.0 && k < frames; ++k) {
    set_frame(s, k, work, load);
    work.frame.change_weight = 0.0;
    pose(s, work);
    set_reserve(s, k, work, load);
  }
  judge(spine_slack, core.stability, load);
  return load;
}

}  // namespace psoas
