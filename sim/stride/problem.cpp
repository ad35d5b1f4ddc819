// What are the weights of the objective, and where do they come from? The feasibility study of PHYSICS.md §1-2
// (models/SOURCES.md).
#include <Eigen/Cholesky>
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/core/check.h"
#include "sim/stride/stride.h"

namespace psoas {
namespace {

using Index = std::size_t;
constexpr double degree = std::numbers::pi / 180.0;

/// Weights of the terms; each term is a mean over nodes and components of squared distances over their units.
struct Weights {
  double motion, moments, accelerations, force, force_rate, duration;
  double height;  ///< of the pelvis
};
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

Weights adaptation_weights(const AdaptationOptions& adaptation) {
  Weights w =
      adaptation.response == Response::none ? held_weights : kept_weights[static_cast<Index>(adaptation.hypothesis)];
  w.motion *= adaptation.motion, w.moments *= adaptation.moments, w.force *= adaptation.force;
  w.height *= adaptation.height, w.duration *= adaptation.cadence;
  return w;
}

// Units: the distance from the target that costs 1.
constexpr double limb_unit = 8 * degree, trunk_unit = 5 * degree, loose_unit = 15 * degree;  // [rad]
constexpr double place_unit = 0.03;                                                          // pelvis tx, ty, tz [m]
constexpr double own_height_unit = 0.01;                                        // pelvis ty in a scenario [m]
constexpr double turn_unit = 300.0, shift_unit = 50.0;                          // accelerations [rad/s², m/s²]
constexpr double force_unit_x = 0.08, force_unit_y = 0.2, force_unit_z = 0.08;  // [BW]
constexpr double rate_unit_vertical = 50.0, rate_unit_horizontal = 25.0;        // [BW/s]
constexpr double duration_unit = 0.02;                                          // [s]
constexpr double held_duration_unit = 0.001;                                    // where it must stay [s]
constexpr double range_unit = 5 * degree;                                       // outside the soft range [rad]

/// Everything that does not depend on a target.
StrideProblem empty_problem(const Runner& runner, const Ground& ground, const StrideOptions& options, double speed,
                            const Weights& w) {
  const int nq = runner.nq(), N = options.nodes;
  StrideProblem p;
  p.runner = &runner;
  p.ground = ground;
  p.nodes = N;
  p.speed = speed;
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
  p.duration_scale = std::sqrt(w.duration) / duration_unit;
  p.range_scale = mean_over(1.0, 1.0) / range_unit;

  p.q_target.setZero(nq, N), p.qdd_target.setZero(nq, N), p.tau_target.setZero(nq, N);
  p.force_target.setZero(3, N), p.rate_target.setZero(3, N);
  return p;
}

Weights weights(const StrideOptions& options) {
  Weights w = options.force == ForceModel::tracked ? tracked_weights : emergent_weights;
  w.moments *= options.moment_weight;
  return w;
}

/// L⁻¹ with C = L Lᵀ: |L⁻¹ τ|² = τᵀ C⁻¹ τ.
Eigen::Matrix3d effort_of(const Eigen::Matrix3d& capacity) {
  const Eigen::LLT<Eigen::Matrix3d> llt(capacity);
  CHECK(llt.info() == Eigen::Success);
  return llt.matrixL().solve(Eigen::Matrix3d::Identity());
}

/// Part of the gait cycle at a node. Node 0 is in the middle of the flight before right contact.
double phase_of(const ReferenceStride& reference, int k, int nodes) {
  return -0.5 * (0.5 - reference.duty_factor) + 0.5 * k / nodes;
}

/// How much dearer than a moment it is for such a joint to break its spring's law.
constexpr double spring_law = 10.0;

/// The joints of the leg on the ground as springs: K of the own stride's moments over its angles, by least squares over
/// the nodes that carry at least half the body; 0 where a joint does not act like a spring.
Eigen::MatrixXd own_springs(const Runner& runner, const StrideSolution& own) {
  Eigen::MatrixXd K = Eigen::MatrixXd::Zero(own.q.rows(), own.q.cols());
  for (const char* name : {"hip_flexion_r", "knee_flexion_r", "ankle_dorsiflexion_r"}) {
    const int i = runner.index(name);
    double n = 0.0, q = 0.0, tau = 0.0, qq = 0.0, q_tau = 0.0;
    for (Eigen::Index k = 0; k < own.q.cols(); ++k) {
      if (own.force(1, k) < 0.5 * runner.body_weight()) continue;
      n += 1.0, q += own.q(i, k), tau += own.tau(i, k);
      qq += own.q(i, k) * own.q(i, k), q_tau += own.q(i, k) * own.tau(i, k);
    }
    const double slope = (q_tau - q * tau / n) / (qq - q * q / n);
    K.row(i).setConstant(std::max(0.0, -slope));
  }
  return K;
}

}  // namespace

Eigen::MatrixXd baseline_postures(const Runner& runner, const ReferenceStride& reference, int nodes) {
  Eigen::MatrixXd q(runner.nq(), nodes);
  for (int k = 0; k < nodes; ++k) q.col(k) = reference.q(phase_of(reference, k, nodes));
  return q;
}

Eigen::MatrixXd scenario_postures(const BaselineStride& baseline, const StrideChange& change) {
  return asked_stride(baseline.runner, baseline.solution, change.movement, 1.0).q;
}

void hold_duration(double duration, StrideProblem& problem) {
  problem.duration_target = duration;
  problem.duration_scale = 1.0 / held_duration_unit;
}

StrideProblem baseline_problem(const Runner& runner, const ReferenceStride& reference, const Ground& ground,
                               const LumbarCapacity& lumbar_capacity, const StrideOptions& options) {
  StrideProblem p = empty_problem(runner, ground, options, reference.speed, weights(options));
  for (const Eigen::Matrix3d& C : lumbar_capacity) p.lumbar_effort.push_back(effort_of(C));
  p.q_target = baseline_postures(runner, reference, p.nodes);
  p.duration_target = reference.step_duration;
  for (int k = 0; k < p.nodes; ++k)
    p.force_target.col(k) = runner.body_weight() * reference.force(phase_of(reference, k, p.nodes));
  return p;
}

StrideProblem scenario_problem(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                               double fraction) {
  // Contact between the baseline's and the scenario's: stiffness in the logarithm, compliance of the ground linearly.
  const Ground target = build_ground(runner, change.shoe, change.surface);
  Ground ground = target;
  const auto linear = [fraction](double from, double to) { return from + fraction * (to - from); };
  for (Index i = 0; i < ground.pads.size(); ++i)
    ground.pads[i] = between(baseline.ground.pads[i], target.pads[i], fraction);
  ground.stiffness = 1.0 / linear(1.0 / baseline.ground.stiffness, 1.0 / target.stiffness);
  ground.damping = linear(baseline.ground.damping, target.damping);
  ground.moving_mass = linear(baseline.ground.moving_mass, target.moving_mass);

  Weights w = adaptation_weights(change.adaptation);
  w.moments *= baseline.options.moment_weight;
  if (baseline.options.force == ForceModel::tracked) w.force_rate = 0.0;
  StrideProblem p = empty_problem(runner, ground, baseline.options, baseline.reference.speed, w);
  p.q_scale[1] *= place_unit / own_height_unit;
  // The attitude of pelvis and trunk is what a scenario asks for, not what a hypothesis leaves to the runner.
  if (w.motion < 1.0) p.q_scale.segment<6>(3) /= std::sqrt(w.motion);

  // The anchor: the baseline's own stride, changed as asked.
  const StrideSolution& own = baseline.solution;
  const StrideSolution asked = asked_stride(baseline.runner, own, change.movement, fraction);
  p.q_target = asked.q;
  p.q_target.row(1).array() += raised(baseline.runner, runner);  // a thicker sole lifts the runner
  p.qdd_target = asked.qdd;
  p.tau_target = asked.tau;
  if (change.adaptation.response == Response::predicted && change.adaptation.hypothesis == Hypothesis::joint_springs) {
    p.spring = own_springs(runner, own);
    for (int i = 9; i < runner.nq(); ++i) {
      if (p.spring(i, 0) == 0.0) continue;
      p.tau_scale[i] *= spring_law;
      p.q_scale[i] = 0.0;
    }
  }
  p.force_target = own.force;
  const double h = own.step_duration / p.nodes;
  p.rate_target.leftCols(p.nodes - 1) = (own.force.rightCols(p.nodes - 1) - own.force.leftCols(p.nodes - 1)) / h;
  p.duration_target = own.step_duration;
  if (baseline.cadence_held) hold_duration(own.step_duration, p);

  // Core: effort is τᵀ C⁻¹ τ and C grows with strength². Adding the change of effort to the anchor's own curvature,
  //   ½ (τ-τ₀)ᵀ C₀⁻¹ (τ-τ₀) + ½ τᵀ (C⁻¹ - C₀⁻¹) τ = ½ |C^{-½} τ - C^{½} C₀⁻¹ τ₀|² + constant,
  // stays convex for every C. With L Lᵀ = C the row is L⁻¹ τ, its target Lᵀ C₀⁻¹ τ₀.
  const LumbarCapacity& usual = change.usual.empty() ? baseline.lumbar_capacity : change.usual;
  const LumbarCapacity& mine = change.capacity.empty() ? usual : change.capacity;
  const double unit = change.usual.empty() ? 1.0 : baseline.capacity_unit;
  CHECK(static_cast<int>(usual.size()) == p.nodes && static_cast<int>(mine.size()) == p.nodes);
  for (int k = 0; k < p.nodes; ++k) {
    const Eigen::Matrix3d C0 = unit * usual[static_cast<Index>(k)];
    const Eigen::Matrix3d C = C0 + fraction * (unit * mine[static_cast<Index>(k)] - C0);
    p.lumbar_effort.push_back(effort_of(C));
    const Eigen::Vector3d pull = C0.llt().solve(own.tau.col(k).segment<3>(6));
    p.tau_target.col(k).segment<3>(6) = p.lumbar_effort.back() * (C * pull);
  }
  return p;
}

}  // namespace psoas
