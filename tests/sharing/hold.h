// A runner who holds still: the demand that gravity alone makes on the trunk, computed body by body from the runner's
// links.
#pragma once

#include <Eigen/Geometry>
#include <numbers>
#include <vector>

#include "models/models.h"
#include "sim/sharing/share.h"

namespace psoas::held {

/// Runner and spine of the tables, 70 kg unless said otherwise.
struct Body {
  Runner runner;
  Spine spine;
};
inline Body body(const RunnerOptions& options = {}) {
  const Models models = read_models(std::filesystem::path(PSOAS_SOURCE_DIR) / "models");
  return {build_runner(*models.runner, options, ShoeOptions{}), build_spine(*models.spine, options)};
}

/// Where each link stands in the world.
inline std::vector<Eigen::Isometry3d> places(const Runner& runner, const Eigen::VectorXd& q) {
  std::vector<Eigen::Isometry3d> X_W(runner.links.size(), Eigen::Isometry3d::Identity());
  for (std::size_t i = 0; i < runner.links.size(); ++i) {
    const Link& link = runner.links[i];
    if (link.parent >= 0) X_W[i] = X_W[static_cast<std::size_t>(link.parent)];
    X_W[i].translate(link.offset);
    const double value = q[static_cast<Eigen::Index>(i)];
    if (link.slide)
      X_W[i].translate(value * link.axis);
    else
      X_W[i].rotate(Eigen::AngleAxisd(value, link.axis));
  }
  return X_W;
}

/// One frame: posture q, hips and legs without load, the trunk carried against gravity through its joint.
/// `push` [N, world] is added at the trunk's centre of mass, e.g. to make it lean sideways.
inline StrideSolution still(const Runner& runner, const Eigen::VectorXd& q, const Eigen::Vector3d& push = {0, 0, 0}) {
  const std::vector<Eigen::Isometry3d> X_W = places(runner, q);
  const std::size_t trunk = static_cast<std::size_t>(runner.trunk), pelvis = static_cast<std::size_t>(runner.pelvis);
  const Eigen::Vector3d joint = X_W[trunk].translation();
  Eigen::Vector3d force = -push, moment = -(X_W[trunk] * runner.links[trunk].com - joint).cross(push);
  std::vector<bool> above(runner.links.size(), false);
  for (std::size_t i = trunk; i < runner.links.size(); ++i) {
    const Link& link = runner.links[i];
    above[i] = i == trunk || (link.parent >= 0 && above[static_cast<std::size_t>(link.parent)]);
    if (!above[i]) continue;
    const Eigen::Vector3d lift(0.0, link.mass * Runner::gravity, 0.0);
    force += lift;
    moment += (X_W[i] * link.com - joint).cross(lift);
  }
  const Eigen::Matrix3d R_PW = X_W[pelvis].linear().transpose();
  StrideSolution stride;
  stride.status = Status::converged;
  stride.q = q;
  stride.qd = stride.tau = Eigen::MatrixXd::Zero(runner.nq(), 1);
  stride.trunk.push_back({X_W[pelvis].inverse() * joint, R_PW * force, R_PW * moment,
                          R_PW * Eigen::Vector3d(0.0, Runner::gravity, 0.0), Eigen::Vector3d::Zero(),
                          Eigen::Vector3d::Zero()});
  return stride;
}

/// A frame that is neither symmetric nor still: bent, turned, with loaded legs and a moving trunk.
inline StrideSolution busy(const Runner& runner) {
  Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
  const auto set = [&](Eigen::VectorXd& v, const char* name, double value) { v[runner.index(name)] = value; };
  set(q, "pelvis_tilt", -0.15);
  set(q, "lumbar_extension", -0.12);
  set(q, "lumbar_bending", 0.06);
  set(q, "lumbar_rotation", -0.1);
  set(q, "hip_flexion_r", 0.5);
  set(q, "hip_adduction_r", -0.05);
  set(q, "knee_flexion_r", 0.6);
  set(q, "knee_flexion_l", 1.2);
  set(q, "ankle_dorsiflexion_r", 0.2);
  StrideSolution stride = still(runner, q, {20.0, 0.0, -30.0});
  Eigen::VectorXd tau = Eigen::VectorXd::Zero(runner.nq());
  set(tau, "hip_flexion_r", -60.0);
  set(tau, "hip_adduction_r", -40.0);
  set(tau, "hip_flexion_l", 30.0);
  set(tau, "knee_flexion_r", -80.0);
  set(tau, "ankle_dorsiflexion_r", -90.0);
  stride.tau = tau;
  stride.trunk[0].omega = {0.3, 1.5, -0.4};
  stride.trunk[0].alpha = {3.0, -9.0, 5.0};
  return stride;
}

/// Someone who sways: `frames` of one step, whose mirror image is the other; nothing moves, gravity, pushes and legs
/// change. Bends, turns and one-sided loads go with sin and cos of the phase, all else with twice the phase.
inline StrideSolution swaying(const Runner& runner, int frames, double step_duration = 0.36) {
  StrideSolution step;
  step.status = Status::converged;
  step.step_duration = step_duration;
  step.q.resize(runner.nq(), frames);
  step.qd.setZero(runner.nq(), frames);
  step.tau.setZero(runner.nq(), frames);
  for (int k = 0; k < frames; ++k) {
    const double phase = std::numbers::pi * k / frames;
    const double across = std::sin(phase), side = std::cos(phase), twice = std::cos(2.0 * phase);
    Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
    q[runner.index("pelvis_tilt")] = -0.2 + 0.05 * twice;
    q[runner.index("lumbar_extension")] = -0.1 + 0.05 * twice;
    q[runner.index("lumbar_bending")] = 0.08 * across;
    q[runner.index("lumbar_rotation")] = 0.1 * side;
    q[runner.index("hip_flexion_r")] = 0.2 + 0.4 * side;
    q[runner.index("hip_flexion_l")] = 0.2 - 0.4 * side;
    const StrideSolution one = still(runner, q, {30.0 * twice, 0.0, 60.0 * across});
    step.q.col(k) = q;
    step.trunk.push_back(one.trunk[0]);
    step.tau(runner.index("hip_flexion_r"), k) = -40.0 * side;
    step.tau(runner.index("hip_flexion_l"), k) = 40.0 * side;
  }
  return step;
}

struct Workspace {
  SharingWorkspace* work = new_sharing_workspace();
  Workspace() = default;
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace() { delete_sharing_workspace(work); }
};

inline SharedLoad share(const Body& body, const StrideSolution& stride, const CoreOptions& core = {},
                        const SharingOptions& options = {}) {
  Workspace workspace;
  return share_load(body.runner, body.spine, stride, core, {}, options, *workspace.work);
}
inline CoreOptions strength(double factor) {
  CoreOptions core;
  core.strength = factor;
  return core;
}
inline SharingOptions without_floor() {
  SharingOptions options;
  options.force_floor = 0.0;
  return options;
}

/// The same frame seen in a mirror.
inline StrideSolution mirrored(const Runner& runner, const StrideSolution& stride) {
  StrideSolution other = stride;
  for (int i = 0; i < runner.nq(); ++i) {
    const std::size_t s = static_cast<std::size_t>(i);
    other.q.row(runner.mirror[s]) = runner.mirror_sign[s] * stride.q.row(i);
    other.tau.row(runner.mirror[s]) = runner.mirror_sign[s] * stride.tau.row(i);
  }
  const Eigen::Vector3d place(1, 1, -1), turn(-1, -1, 1);
  for (TrunkDemand& t : other.trunk)
    t = {t.joint.cwiseProduct(place),          t.force.cwiseProduct(place), t.moment.cwiseProduct(turn),
         t.specific_force.cwiseProduct(place), t.omega.cwiseProduct(turn),  t.alpha.cwiseProduct(turn)};
  return other;
}

}  // namespace psoas::held
