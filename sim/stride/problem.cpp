// What is a stride drawn to? The targets of a baseline, of one on a slope, and of a scenario anchored to either.
#include <Eigen/Cholesky>
#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/contact/uneven.h"
#include "sim/core/check.h"
#include "sim/stride/stride.h"
#include "sim/stride/weights.h"

namespace psoas {
namespace {

using Index = std::size_t;

/// The true vertical in the axes of ground that rises forward and to the right by these angles.
Eigen::Vector3d up_on(double slope, double cross_slope) {
  return {std::sin(slope), std::cos(slope) * std::cos(cross_slope), std::cos(slope) * std::sin(cross_slope)};
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

/// Over ground that rises to the right the body keeps upright and the feet give way.
void stand_upright(const Runner& runner, double cross_slope, Eigen::MatrixXd& q) {
  q.row(4).array() += cross_slope;  // pelvic list
  for (const int foot : runner.foot)
    q.row(foot).array() -= cross_slope / runner.links[static_cast<Index>(foot)].axis.x();
}

/// The joints of the leg on the ground as springs: K of the own step's moments over its angles, by least squares over
/// the nodes that carry at least half the body; 0 where a joint does not act like a spring.
/// @param own     one step
/// @param period  a whole stride has the same springs in the left leg's step
Eigen::MatrixXd own_springs(const Runner& runner, const StrideSolution& own, Period period) {
  const Eigen::Index nodes = own.q.cols(), steps = period == Period::step ? 1 : 2;
  Eigen::MatrixXd K = Eigen::MatrixXd::Zero(own.q.rows(), steps * nodes);
  for (const char* name : {"hip_flexion_r", "knee_flexion_r", "ankle_dorsiflexion_r"}) {
    const int i = runner.index(name);
    double n = 0.0, q = 0.0, tau = 0.0, qq = 0.0, q_tau = 0.0;
    for (Eigen::Index k = 0; k < own.q.cols(); ++k) {
      if (own.force(1, k) < 0.5 * runner.body_weight()) continue;
      n += 1.0, q += own.q(i, k), tau += own.tau(i, k);
      qq += own.q(i, k) * own.q(i, k), q_tau += own.q(i, k) * own.tau(i, k);
    }
    const double slope = (q_tau - q * tau / n) / (qq - q * q / n);
    K.row(i).head(nodes).setConstant(std::max(0.0, -slope));
    if (period == Period::stride) K.row(runner.mirror[static_cast<Index>(i)]).tail(nodes) = K.row(i).head(nodes);
  }
  return K;
}

/// Rates of force that a stride has whose force is the target.
void anchor_rates(const StrideSolution& own, StrideProblem& p) {
  const double h = own.duration() / p.nodes;
  p.rate_target.leftCols(p.nodes - 1) =
      (p.force_target.rightCols(p.nodes - 1) - p.force_target.leftCols(p.nodes - 1)) / h;
}

/// The same for the step that mirrors this one: bending and rotation change sign.
LumbarCapacity both_steps(const LumbarCapacity& step) {
  const Eigen::DiagonalMatrix<double, 3> flip(1.0, -1.0, -1.0);
  LumbarCapacity both = step;
  for (const Eigen::Matrix3d& C : step) both.push_back(flip * C * flip);
  return both;
}

/// The ground under one foot, on the way from the baseline's to the scenario's: pads as between() has them, compliance
/// and unevenness linearly.
Ground ground_between(const Ground& from, Ground ground, const Footing& footing, double fraction) {
  const auto linear = [fraction](double a, double b) { return a + fraction * (b - a); };
  for (Index i = 0; i < ground.pads.size(); ++i) ground.pads[i] = between(from.pads[i], ground.pads[i], fraction);
  ground.stiffness = 1.0 / linear(1.0 / from.stiffness, 1.0 / ground.stiffness);
  ground.damping = linear(from.damping, ground.damping);
  ground.moving_mass = linear(from.moving_mass, ground.moving_mass);
  set_footing(
      {fraction * footing.height, fraction * footing.rise_forward, fraction * footing.rise_right, footing.place},
      ground);
  return ground;
}

/// Where a foot stands on the ground: the mean of where its force acts, weighed by the force.
/// @param rows  of the foot's vectors in force and pressure_centre
Eigen::Vector2d place_of_foot(const StrideSolution& own, double speed, Eigen::Index rows) {
  const double h = own.duration() / static_cast<double>(own.q.cols());
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  double weight = 0.0;
  for (Eigen::Index k = 0; k < own.q.cols(); ++k) {
    const Eigen::Vector3d p = own.pressure_centre.col(k).segment<3>(rows);
    const double F = own.force(rows + 1, k);
    if (!p.allFinite()) continue;
    sum += F * (p + Eigen::Vector3d(speed * h * static_cast<double>(k), 0.0, 0.0)), weight += F;
  }
  return Eigen::Vector2d(sum.x(), sum.z()) / std::max(weight, 1.0);
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

StrideProblem baseline_problem(const Runner& runner, const ReferenceStride& reference, const Ground& ground,
                               const LumbarCapacity& lumbar_capacity, const StrideOptions& options) {
  CHECK(reference.slope == 0.0);
  StrideProblem p =
      empty_problem(runner, {ground}, options, reference.speed, up_on(0.0, 0.0), baseline_weights(options));
  for (const Eigen::Matrix3d& C : lumbar_capacity) p.lumbar_effort.push_back(effort_of(C));
  p.q_target = baseline_postures(runner, reference, p.nodes);
  p.duration_target = reference.step_duration;
  for (int k = 0; k < p.nodes; ++k)
    p.force_target.col(k) = runner.body_weight() * reference.force(phase_of(reference, k, p.nodes));
  return p;
}

StrideProblem slope_problem(const BaselineStride& level, const ReferenceStride& reference,
                            const LumbarCapacity& lumbar_capacity, double fraction) {
  const StrideSolution& own = level.solution;
  const double slope = fraction * reference.slope;
  StrideProblem p = empty_problem(level.runner, {level.ground}, level.options, reference.speed, up_on(slope, 0.0),
                                  baseline_weights(level.options));
  p.q_target = own.q + fraction * (baseline_postures(level.runner, reference, p.nodes) -
                                   baseline_postures(level.runner, level.reference, p.nodes));
  p.qdd_target = own.qdd;
  p.force_target = Eigen::AngleAxisd(-slope, Eigen::Vector3d::UnitZ()).toRotationMatrix() * own.force;  // still upright
  anchor_rates(own, p);
  p.duration_target = own.duration();
  if (level.cadence_held) hold_duration(own.step_duration, p);
  p.tau_target = own.tau;
  for (int k = 0; k < p.nodes; ++k) {
    p.lumbar_effort.push_back(effort_of(lumbar_capacity[static_cast<Index>(k)]));
    p.tau_target.col(k).segment<3>(6) = p.lumbar_effort.back() * own.tau.col(k).segment<3>(6);
  }
  return p;
}

StrideProblem scenario_problem(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                               double fraction) {
  // One step where left and right are alike, both where they are not.
  const bool both =
      sides_differ(change.surface) || change.leg_length_difference != 0.0 || baseline.options.steps == Steps::both;
  const StrideSolution two = both ? whole_stride(baseline.runner, baseline.solution) : StrideSolution{};
  const StrideSolution& own = both ? two : baseline.solution;
  const double speed = baseline.reference.speed;

  // Contact between the baseline's and the scenario's.
  std::array<Footing, 2> footing = footings(change.surface);
  footing[0].height += 0.5 * change.leg_length_difference, footing[1].height -= 0.5 * change.leg_length_difference;
  std::vector<Ground> ground;
  for (const Side side : {Side::right, Side::left}) {
    if (side == Side::left && !both) continue;
    const Index f = side == Side::right ? 0 : 1;
    if (both) footing[f].place = place_of_foot(own, speed, 3 * static_cast<Eigen::Index>(f));
    ground.push_back(
        ground_between(baseline.ground, build_ground(runner, change.shoe, change.surface, side), footing[f], fraction));
  }

  Weights w = adaptation_weights(change.adaptation);
  w.moments *= baseline.options.moment_weight;
  if (baseline.options.force == ForceModel::tracked) w.force_rate = 0.0;
  const Eigen::Vector3d up = up_on(baseline.reference.slope, fraction * change.surface.cross_slope);
  StrideProblem p = empty_problem(runner, ground, baseline.options, speed, up, w);
  hold_own_height(p);
  // The attitude of pelvis and trunk is what a scenario asks for, not what a hypothesis leaves to the runner.
  if (w.motion < 1.0) p.q_scale.segment<6>(3) /= std::sqrt(w.motion);

  // The anchor: the baseline's own stride, changed as asked, as much higher as the sole is thicker, its force about the
  // true vertical.
  const StrideSolution asked_step = asked_stride(baseline.runner, baseline.solution, change.movement, fraction);
  const StrideSolution asked = both ? whole_stride(baseline.runner, asked_step) : asked_step;
  p.q_target = asked.q;
  stand_upright(baseline.runner, fraction * change.surface.cross_slope, p.q_target);
  p.q_target.row(1).array() += raised(baseline.runner, runner);
  p.qdd_target = asked.qdd;
  p.tau_target = asked.tau;
  if (change.adaptation.response == Response::predicted && change.adaptation.hypothesis == Hypothesis::joint_springs) {
    p.spring = own_springs(runner, baseline.solution, p.period());
  }
  p.force_target = own.force;
  const Eigen::AngleAxisd upright(fraction * change.surface.cross_slope, Eigen::Vector3d::UnitX());
  for (int f = 0; f < 3 * p.feet(); f += 3)
    p.force_target.middleRows(f, 3) = upright.toRotationMatrix() * own.force.middleRows(f, 3);
  anchor_rates(own, p);
  p.duration_target = own.duration();
  if (baseline.cadence_held) hold_duration(own.step_duration, p);

  // Core: effort is τᵀ C⁻¹ τ and C grows with strength². Adding the change of effort to the anchor's own curvature,
  //   ½ (τ-τ₀)ᵀ C₀⁻¹ (τ-τ₀) + ½ τᵀ (C⁻¹ - C₀⁻¹) τ = ½ |C^{-½} τ - C^{½} C₀⁻¹ τ₀|² + constant,
  // stays convex for every C. With L Lᵀ = C the row is L⁻¹ τ, its target Lᵀ C₀⁻¹ τ₀.
  const LumbarCapacity& usual_step = change.usual.empty() ? baseline.lumbar_capacity : change.usual;
  const bool answers = change.adaptation.response == Response::predicted;  // else the movement is no choice
  const LumbarCapacity& my_step = answers && !change.capacity.empty() ? change.capacity : usual_step;
  const LumbarCapacity usual = both ? both_steps(usual_step) : usual_step, mine = both ? both_steps(my_step) : my_step;
  const double unit = change.usual.empty() ? 1.0 : baseline.capacity_unit;
  CHECK(static_cast<int>(usual.size()) == p.nodes && static_cast<int>(mine.size()) == p.nodes);
  for (int k = 0; k < p.nodes; ++k) {
    const Eigen::Matrix3d C0 = unit * usual[static_cast<Index>(k)];
    const Eigen::Matrix3d C = C0 + fraction * (unit * mine[static_cast<Index>(k)] - C0);
    p.lumbar_effort.push_back(effort_of(C));
    const Eigen::Vector3d pull = C0.llt().solve(own.tau.col(k).segment<3>(6));
    p.tau_target.col(k).segment<3>(6) = p.lumbar_effort.back() * (C * pull);
  }
  // Legs: the same, joint by joint. With C = c C₀ the row is √c⁻¹ (τ - c τ₀) over the usual scale.
  if (answers && change.leg_capacity.size() > 0) {
    p.dearness.setOnes(runner.nq(), p.nodes);
    for (Eigen::Index i = 9; i < runner.nq(); ++i) {
      for (Eigen::Index k = 0; k < p.nodes; ++k) {
        if (p.spring.size() > 0 && p.spring(i, k) > 0.0) continue;  // a spring's law is no effort
        const bool mirrored = k >= change.leg_capacity.cols();
        const Eigen::Index row = mirrored ? runner.mirror[static_cast<Index>(i)] : i,
                           node = mirrored ? k - change.leg_capacity.cols() : k;
        const double c = 1.0 + fraction * (change.leg_capacity(row, node) - 1.0);
        p.dearness(i, k) = 1.0 / std::sqrt(c);
        p.tau_target(i, k) *= c;
      }
    }
  }
  p.given = both ? both_steps(runner, change.given, baseline.solution.q.cols()) : change.given;
  p.given_share = fraction;
  p.ceiling = change.ceiling;
  return p;
}

}  // namespace psoas
