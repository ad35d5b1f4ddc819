// Where do the weights of the objective come from? The feasibility study of PHYSICS.md §1-2 (models/SOURCES.md).
#include "sim/stride/weights.h"

#include <cmath>
#include <numbers>
#include <string>

namespace psoas {
namespace {

using Index = std::size_t;
constexpr double degree = std::numbers::pi / 180.0;

constexpr Weights emergent_weights = {.motion = 1.0,
                                      .moments = 1.0,
                                      .accelerations = 0.3,
                                      .force = 0.0,
                                      .force_rate = 0.4,
                                      .duration = 0.02,
                                      .height = 1.0};
constexpr Weights tracked_weights = {.motion = 1.0,
                                     .moments = 1.0,
                                     .accelerations = 0.3,
                                     .force = 0.3,
                                     .force_rate = 0.0,
                                     .duration = 0.02,
                                     .height = 0.0};

/// What a scenario's runner keeps of the own stride, in the order of Hypothesis; the cost is zero there.
constexpr Weights kept_weights[] = {
    // motion, moments, accelerations, force, force rate, duration, height
    {1.0, 1.0, 0.3, 0.03, 0.4, 0.02, 1.0},  // own stride
    {0.1, 5.0, 0.3, 0.0, 0.4, 0.05, 0.0},   // torque programme
    {10.0, 1.0, 0.3, 0.0, 0.0, 0.02, 0.0},  // joint springs
    {0.1, 1.0, 0.3, 0.3, 0.4, 0.05, 1.0}};  // path of the centre of mass
/// Joint angles ten times as dear as usual stay within half a degree; moments only choose among what angles leave open.
constexpr Weights held_weights = {10.0, 1.0, 0.3, 0.0, 0.0, 0.02, 0.0};

// Units: the distance from the target that costs 1.
constexpr double limb_unit = 8 * degree, trunk_unit = 5 * degree, loose_unit = 15 * degree;  // [rad]
constexpr double place_unit = 0.03;                                                          // pelvis tx, ty, tz [m]
constexpr double own_height_unit = 0.01;                                        // pelvis ty in a scenario [m]
constexpr double turn_unit = 300.0, shift_unit = 50.0;                          // accelerations [rad/s², m/s²]
constexpr double force_unit_x = 0.08, force_unit_y = 0.2, force_unit_z = 0.08;  // [BW]
constexpr double rate_unit_vertical = 50.0, rate_unit_horizontal = 25.0;        // [BW/s]
constexpr double duration_unit = 0.02;                                          // [s]
constexpr double held_duration_unit = 0.001;                                    // where it must stay [s]
constexpr double ceiling_unit = 10.0;      // above what muscles can make; assumption [N·m]
constexpr double range_unit = 5 * degree;  // outside the soft range [rad]

}  // namespace

Weights baseline_weights(const StrideOptions& options) {
  Weights w = options.force == ForceModel::tracked ? tracked_weights : emergent_weights;
  w.moments *= options.moment_weight;
  return w;
}

Weights adaptation_weights(const AdaptationOptions& adaptation) {
  Weights w =
      adaptation.response == Response::none ? held_weights : kept_weights[static_cast<Index>(adaptation.hypothesis)];
  w.motion *= adaptation.motion, w.moments *= adaptation.moments, w.force *= adaptation.force;
  w.height *= adaptation.height, w.duration *= adaptation.cadence;
  return w;
}

StrideProblem empty_problem(const Runner& runner, const std::vector<Ground>& ground, const StrideOptions& options,
                            double speed, const Eigen::Vector3d& up, const Weights& w) {
  const int nq = runner.nq(), feet = static_cast<int>(ground.size()), N = feet * options.nodes;
  StrideProblem p;
  p.runner = &runner;
  p.base = base_parameters(runner);
  p.ground = ground;
  p.nodes = N;
  p.speed = speed;
  p.lift = Runner::gravity * (up - Eigen::Vector3d::UnitY());
  p.force_unit = runner.body_weight();
  p.moment_unit = 0.25 * runner.body_weight();

  const auto mean_over = [N](double weight, double components) { return std::sqrt(weight / (components * N)); };
  p.q_scale.setConstant(nq, mean_over(w.motion, nq) / limb_unit);
  p.qdd_scale.setConstant(nq, mean_over(w.accelerations, nq) / turn_unit);
  p.qdd_scale.head<3>().setConstant(mean_over(w.accelerations, nq) / shift_unit);
  p.tau_scale.setZero(nq);
  for (int i = 0; i < nq; ++i) {
    const std::string& name = runner.links[static_cast<Index>(i)].name;
    const bool trunk = i < 9, fine = name.starts_with("hip_rotation") || name.starts_with("subtalar");
    if (trunk || fine) p.q_scale[i] = mean_over(w.motion, nq) / trunk_unit;
    if (name.starts_with("shoulder") || name.starts_with("toe")) p.q_scale[i] = mean_over(w.motion, nq) / loose_unit;
    if (i >= 9) p.tau_scale[i] = mean_over(w.moments, nq - 6) / runner.torque_scale[static_cast<Index>(i)];
  }
  p.q_scale.head<3>().setConstant(mean_over(w.motion, nq) / place_unit);
  p.q_scale[1] = mean_over(w.height, nq) / place_unit;
  p.tau_scale.segment<3>(6).setConstant(mean_over(w.moments, nq - 6));
  const double BW = runner.body_weight();
  p.force_scale = mean_over(w.force, 3) / BW * Eigen::Vector3d(1 / force_unit_x, 1 / force_unit_y, 1 / force_unit_z);
  p.rate_scale = mean_over(w.force_rate, 6) / BW *
                 Eigen::Vector3d(1 / rate_unit_horizontal, 1 / rate_unit_vertical, 1 / rate_unit_horizontal);
  p.duration_scale = std::sqrt(w.duration) / (feet * duration_unit);
  p.ceiling_scale = mean_over(1.0, 1.0) / ceiling_unit;
  p.range_scale = mean_over(1.0, 1.0) / range_unit;

  p.q_target.setZero(nq, N), p.qdd_target.setZero(nq, N), p.tau_target.setZero(nq, N);
  p.force_target.setZero(3 * feet, N), p.rate_target.setZero(3 * feet, N);
  return p;
}

void hold_own_height(StrideProblem& problem) { problem.q_scale[1] *= place_unit / own_height_unit; }

void hold_duration(double step_duration, StrideProblem& problem) {
  problem.duration_target = problem.feet() * step_duration;
  problem.duration_scale = 1.0 / (problem.feet() * held_duration_unit);
}

}  // namespace psoas
