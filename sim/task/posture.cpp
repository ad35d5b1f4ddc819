// How does a posture come from flexion, bend, twist, knees and hands? Trunk first, then arms, then legs, then balance.
#include "sim/task/posture.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "sim/core/check.h"
#include "sim/dynamics/dynamics.h"

namespace psoas {
namespace {

using Index = std::size_t;
constexpr double degree = std::numbers::pi / 180.0;
constexpr std::array<const char*, 2> sides = {"_r", "_l"};

/// Coordinates that a posture sets, by their place in q.
struct Coordinates {
  explicit Coordinates(const Runner& runner) {
    for (Index side = 0; side < 2; ++side) {
      const std::string end = sides[side];
      shoulder[side] = runner.index("shoulder_flexion" + end), hip[side] = runner.index("hip_flexion" + end);
      knee[side] = runner.index("knee_flexion" + end), ankle[side] = runner.index("ankle_dorsiflexion" + end);
    }
  }
  static constexpr int height = 1, tilt = 3, extension = 6, bending = 7, rotation = 8;
  std::array<int, 2> shoulder{}, hip{}, knee{}, ankle{};
};

Eigen::Vector3d eigen(const Vec3<double>& v) { return {v.x, v.y, v.z}; }

void place(const Runner& runner, const Eigen::VectorXd& q, DynamicsData<double>& data) {
  for (Eigen::Index i = 0; i < q.size(); ++i) {
    const auto j = static_cast<Index>(i);
    data.q[j] = q[i], data.qd[j] = 0.0, data.qdd[j] = 0.0;
  }
  inverse_dynamics(runner, data);
}

/// Pelvis and lumbar spine share what the thorax turns through; pelvic_tilt tilts the pelvis under a thorax that stays.
void set_trunk(const PostureOptions& posture, const TaskOptions& task, Eigen::VectorXd& q) {
  double lumbar = lumbar_flexion(task.flexion, task.rate < 0.0);
  if (task.support == Support::seat) lumbar += seat_roll_deg * degree;
  lumbar -= posture.pelvic_tilt;
  q[Coordinates::tilt] = lumbar - task.flexion;
  q[Coordinates::extension] = -lumbar;
  q[Coordinates::bending] = task.side_bend;
  q[Coordinates::rotation] = task.twist;
}

/// The shank leans by `sink` (forward is negative), the knee is bent, the foot is flat: hips and ankles follow.
void set_legs(const Coordinates& at, double sink, double knee, Eigen::VectorXd& q) {
  for (Index side = 0; side < 2; ++side) {
    q[at.hip[side]] = sink + knee - q[Coordinates::tilt];
    q[at.knee[side]] = knee;
    q[at.ankle[side]] = -sink;
  }
}

/// Stretches each arm to a hand that is `reach` ahead of the shoulder and as low as a straight arm lets it. The
/// shoulder's hinge follows as far as it can; the centre of mass stands where the straight arm has it.
void set_arms(const Coordinates& at, const TaskOptions& task, DynamicsData<double>& data, Posture& p) {
  const double length = arm_length * p.body.height;
  const double drop = std::sqrt(std::max(0.0, length * length - task.reach * task.reach));
  const Eigen::Vector3d ahead(std::cos(task.twist), 0.0, -std::sin(task.twist));
  const Eigen::Vector3d to_hand = task.reach * ahead - drop * Eigen::Vector3d::UnitY();
  const double raised = std::atan2(task.reach, drop);
  for (Index side = 0; side < 2; ++side)
    p.q[at.shoulder[side]] = raised - p.q[Coordinates::tilt] - p.q[Coordinates::extension];
  place(p.body, p.q, data);
  for (Index side = 0; side < 2; ++side) {
    const auto arm = static_cast<Index>(at.shoulder[side]);
    const Vec3<double> local = transposed(data.R[arm], Vec3<double>::from(to_hand));
    p.hand[side] = eigen(local);
    p.body.links[arm].com = arm_centre * p.hand[side];
  }
}

/// Where are body and load together?
Eigen::Vector3d centre_of_all(const Posture& p, const Coordinates& at, double load, const DynamicsData<double>& data) {
  const Eigen::Vector3d body = mechanics(p.body, data).centre_of_mass;
  const Eigen::Vector3d hands =
      0.5 * (eigen(world_point(data, at.shoulder[0], p.hand[0])) + eigen(world_point(data, at.shoulder[1], p.hand[1])));
  return (p.body.mass * body + load * hands) / (p.body.mass + load);
}

/// Lean of the shanks that brings the centre of all above the balance point. Shanks and thighs turn about the ankles as
/// one, all else is carried along, so the distance is C + A cos σ + B sin σ: three postures tell it exactly.
/// NaN when no lean does it.
double balancing_lean(Posture& p, const Coordinates& at, const TaskOptions& task, DynamicsData<double>& data) {
  const auto distance = [&](double lean) {
    set_legs(at, lean, task.knee_flexion, p.q);
    place(p.body, p.q, data);
    return centre_of_all(p, at, task.load, data).x() - data.origin[static_cast<Index>(at.ankle[0])].x;
  };
  const double half_pi = 0.5 * std::numbers::pi;
  const double at_0 = distance(0.0), at_90 = distance(half_pi), at_180 = distance(2.0 * half_pi);
  const double C = 0.5 * (at_0 + at_180), A = at_0 - C, B = at_90 - C;
  const double cosine = (balance_point - C) / std::hypot(A, B);
  if (std::abs(cosine) > 1.0) return std::nan("");
  const double phase = std::atan2(B, A), turn = std::acos(cosine);
  const double one = std::remainder(phase + turn, 4.0 * half_pi), other = std::remainder(phase - turn, 4.0 * half_pi);
  return std::abs(one) < std::abs(other) ? one : other;
}

/// The first of trunk and legs that is beyond its range, in words.
std::string beyond_range(const Posture& p, const Coordinates& at) {
  std::vector<int> joints = {Coordinates::extension, Coordinates::bending, Coordinates::rotation};
  for (Index side = 0; side < 2; ++side) {
    joints.push_back(at.hip[side]);
    joints.push_back(at.knee[side]);
    joints.push_back(at.ankle[side]);
  }
  for (const int i : joints) {
    const Range& range = p.body.range[static_cast<Index>(i)];
    if (p.q[i] < range.low || p.q[i] > range.high)
      return fmt::format("{} would be {:.0f} deg, and goes from {:.0f} to {:.0f}",
                         p.body.links[static_cast<Index>(i)].name, p.q[i] / degree, range.low / degree,
                         range.high / degree);
  }
  return "";
}

/// The posture without its rates.
Posture hold(const Runner& runner, const PostureOptions& posture, const TaskOptions& task) {
  const Coordinates at(runner);
  Posture p;
  p.body = runner;
  p.q.setZero(runner.nq()), p.qd.setZero(runner.nq());
  DynamicsData<double> data(runner);

  // 1. Trunk and arms
  if (task.reach > arm_length * runner.height) {
    p.impossible = fmt::format("the hands should be {:.2f} m ahead of the shoulders, and the arms are {:.2f} m long",
                               task.reach, arm_length * runner.height);
    return p;
  }
  set_trunk(posture, task, p.q);
  set_arms(at, task, data, p);

  // 2. Legs: seated at right angles, standing so that all is balanced
  const double right_angle = 90.0 * degree;
  const double lean = task.support == Support::seat ? 0.0 : balancing_lean(p, at, task, data);
  if (std::isnan(lean)) {
    p.impossible = "no lean of the legs brings body and load above the feet";
    return p;
  }
  set_legs(at, lean, task.support == Support::seat ? right_angle : task.knee_flexion, p.q);
  p.impossible = beyond_range(p, at);

  // 3. On the floor: the lowest point of the soles at y = 0
  place(p.body, p.q, data);
  double lowest = 0.0;
  for (Index i = 0; i < runner.sole.size(); ++i) {
    const double y = world_point(data, runner.sole[i].link, runner.sole[i].position).y;
    lowest = i == 0 ? y : std::min(lowest, y);
  }
  p.q[Coordinates::height] -= lowest;
  place(p.body, p.q, data);
  p.centre_of_mass = centre_of_all(p, at, task.load, data);
  for (Index side = 0; side < 2; ++side) {
    p.stand[side].setZero();
    for (const PadPoint& point : runner.sole) {
      const Eigen::Vector3d mirrored(point.position.x(), point.position.y(), -point.position.z());
      const int link = side == 0 ? point.link : runner.mirror[static_cast<Index>(point.link)];
      p.stand[side] += eigen(world_point(data, link, side == 0 ? point.position : mirrored));
    }
    p.stand[side] /= static_cast<double>(runner.sole.size());
    p.stand[side].x() = p.centre_of_mass.x(), p.stand[side].y() = 0.0;
  }
  return p;
}

}  // namespace

double lumbar_flexion(double thorax_flexion, bool rising) {
  // The two published shares r / (1 + r) lie in the middle of their ranges, 15° and 105°; a straight line joins them.
  const double low = rising ? 2.86 / 3.86 : 2.51 / 3.51, high = rising ? 1.23 / 2.23 : 1.34 / 2.34;
  const double slope = (high - low) / (90.0 * degree), at_zero = low - 15.0 * degree * slope;
  return thorax_flexion * (at_zero + slope * std::max(thorax_flexion, 0.0));
}

Posture find_posture(const Runner& runner, const PostureOptions& posture, const TaskOptions& task) {
  CHECK(task.kind == TaskKind::still);
  Posture p = hold(runner, posture, task);
  if (!p.impossible.empty() || task.rate == 0.0) return p;

  // How fast does each joint turn? Neighbouring postures on the way, central differences.
  constexpr double h = 1e-4;  // [rad]: errors of 1e-8 by truncation, 1e-12 by rounding
  TaskOptions before = task, after = task;
  before.flexion -= h, after.flexion += h;
  const Posture a = hold(runner, posture, before), b = hold(runner, posture, after);
  if (a.q.size() == b.q.size()) p.qd = (b.q - a.q) * (task.rate / (2.0 * h));
  return p;
}

}  // namespace psoas
