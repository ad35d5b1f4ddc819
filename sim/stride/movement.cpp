// How does each request become joint angles? Trunk and pelvis first, then arms, then the legs (leg_movement.cpp).
#include "sim/stride/movement.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "sim/core/check.h"
#include "sim/stride/leg_movement.h"
#include "sim/stride/transcription.h"

namespace psoas {
namespace {

using Eigen::Index;
using Eigen::Matrix3d;
using Eigen::VectorXd;
constexpr int tilt = 3, list = 4, lumbar = 6;  // first of pelvis and of lumbar joint, and the pelvis's list
const std::array<const char*, 2> hips = {"hip_flexion_r", "hip_flexion_l"};
const std::array<const char*, 2> shoulders = {"shoulder_flexion_r", "shoulder_flexion_l"};

const Link& link(const Runner& runner, int i) { return runner.links[static_cast<std::size_t>(i)]; }

/// Turn of a ball joint of three hinges z, x, y from link `first` on; of a left limb x and y are mirrored.
Matrix3d ball(const Runner& runner, const VectorXd& q, int first) {
  Matrix3d R = Matrix3d::Identity();
  for (int i = first; i < first + 3; ++i) R *= Eigen::AngleAxisd(q[i], link(runner, i).axis).toRotationMatrix();
  return R;
}

/// Its three angles for a given turn.
void set_ball(const Runner& runner, const Matrix3d& R, int first, VectorXd& q) {
  q[first] = std::atan2(-R(0, 1), R(1, 1));
  q[first + 1] = link(runner, first + 1).axis.x() * std::asin(std::clamp(R(2, 1), -1.0, 1.0));
  q[first + 2] = link(runner, first + 2).axis.y() * std::atan2(-R(2, 0), R(2, 2));
}

/// The pelvis turns; what hangs on these of its ball joints keeps its attitude.
void turn_pelvis(const Runner& runner, double forward, double drop, std::span<const int> joints, VectorXd& q) {
  const Matrix3d before = ball(runner, q, tilt);
  q[tilt] -= forward, q[list] -= drop;
  const Matrix3d back = ball(runner, q, tilt).transpose() * before;
  for (const int first : joints) set_ball(runner, back * ball(runner, q, first), first, q);
}

/// Arms swing about the mean of both by `more` of their own swing in addition; `rows` are theirs.
void swing(const Runner& runner, double more, Eigen::MatrixXd& rows) {
  const int right = runner.index(shoulders[0]), left = runner.index(shoulders[1]);
  const double mean = 0.5 * (rows.row(right).mean() + rows.row(left).mean());
  for (const int i : {right, left}) rows.row(i).array() += more * (rows.row(i).array() - mean);
}

}  // namespace

Movement movement_of(const PostureOptions& posture, const GaitOptions& gait, const StrideSolution& own) {
  Movement m;
  m.lean = posture.trunk_lean - mean_lean(own), m.lean_from = posture.lean_from;
  m.pelvic_tilt = posture.pelvic_tilt, m.pelvic_drop = posture.pelvic_drop, m.arm_swing = posture.arm_swing;
  m.overstride = gait.overstride, m.pronation = gait.pronation;
  return m;
}

StrideSolution asked_stride(const Runner& runner, const StrideSolution& own, const Movement& movement,
                            double fraction) {
  CHECK(own.one_step);
  StrideSolution asked = own;
  const auto part = [fraction](double whole) { return fraction * whole; };

  // Where lean comes from: the lumbar joint; the pelvis with the trunk, over thighs that stay; or all above the ankles.
  const double lean = part(movement.lean);
  const std::array<int, 3> joints = {lumbar, runner.index(hips[0]), runner.index(hips[1])};
  if (movement.lean_from == LeanOrigin::waist) asked.q.row(lumbar).array() -= lean;
  if (movement.lean_from == LeanOrigin::ankles) {
    asked.q.row(tilt).array() -= lean;
    for (const char* ankle : {"ankle_dorsiflexion_r", "ankle_dorsiflexion_l"})
      asked.q.row(runner.index(ankle)).array() += lean;
  }

  // What changes through the stride, its accelerations with it. Drop is largest at mid-stance, and as large the other
  // way half a stride later.
  Eigen::MatrixXd q = asked.q;
  const Stance stance = stance_of(runner, own);
  for (Index k = 0; k < q.cols(); ++k) {
    const double t = static_cast<double>(k) / static_cast<double>(q.cols()) - 0.5 * (stance.begin + stance.end);
    VectorXd now = q.col(k);
    if (movement.lean_from == LeanOrigin::hips) turn_pelvis(runner, lean, 0.0, std::span(joints).last(2), now);
    if (movement.pelvic_tilt != 0.0 || movement.pelvic_drop != 0.0)
      turn_pelvis(runner, part(movement.pelvic_tilt), part(movement.pelvic_drop) * std::cos(std::numbers::pi * t),
                  joints, now);
    q.col(k) = now;
  }
  if (movement.arm_swing != 1.0) {
    swing(runner, part(movement.arm_swing - 1.0), q);
    swing(runner, part(movement.arm_swing - 1.0), asked.tau);
  }
  if (movement.overstride != 0.0 || movement.pronation != 0.0)
    move_legs(runner, own, part(movement.overstride), part(movement.pronation), 0.0, q);
  if (q == asked.q) return asked;
  Eigen::MatrixXd change = Eigen::MatrixXd::Zero(q.rows() + 1, q.cols());  // the ground's row rests
  change.topRows(q.rows()) = q - asked.q;
  StrideStates states;
  stride_states(runner, {interpolating_control(runner, change, Period::step), own.step_duration}, 0.0, 0.0, states);
  asked.q = q, asked.qdd += states.qdd.topRows(q.rows());
  return asked;
}

void tense_shoulders(const StrideSolution& own, double tension, Runner& runner) {
  if (tension == 0.0) return;
  double mean = 0.0;
  for (const char* shoulder : shoulders) mean += 0.5 * own.q.row(runner.index(shoulder)).mean();
  for (const char* shoulder : shoulders) {
    const auto i = static_cast<std::size_t>(runner.index(shoulder));
    runner.stiffness[i] = tension, runner.rest[i] = mean;
    runner.sprung.push_back(static_cast<int>(i));
  }
}

double mean_lean(const StrideSolution& stride) {
  return -(stride.q.row(3) + stride.q.row(6)).mean() - std::atan2(stride.up.x(), stride.up.y());
}

}  // namespace psoas
