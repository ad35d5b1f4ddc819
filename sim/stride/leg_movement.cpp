// How does a leg answer what is asked of it? Hip, knee and ankle put the foot where it should be; ankle and toes turn
// it.
#include "sim/stride/leg_movement.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "sim/core/check.h"

namespace psoas {
namespace {

using Eigen::Index;
using Eigen::Vector2d;
using Eigen::Vector3d;
using Eigen::VectorXd;
constexpr double degree = std::numbers::pi / 180.0;
constexpr int tilt = 3;  // of the pelvis
const std::array<const char*, 2> hips = {"hip_flexion_r", "hip_flexion_l"};

const Link& link(const Runner& runner, int i) { return runner.links[static_cast<std::size_t>(i)]; }

/// From 0 at u = 0 to 1 at u = 1, flat to the second derivative at both ends.
double ramp(double u) {
  u = std::clamp(u, 0.0, 1.0);
  return u * u * u * (10.0 + u * (6.0 * u - 15.0));
}

/// The larger of x and 0, but smooth.
double positive_part(double x, double soft) {
  return std::max(x, 0.0) + soft * std::log1p(std::exp(-std::abs(x) / soft));
}

/// The ankle goes forward under the hip by `ahead` and up by `lift`, as far as the leg reaches; the sole keeps its
/// attitude. Seen from the side: hip, knee and ankle turn about z, adduction and rotation are small.
void reach(const Runner& runner, int hip, double ahead, double lift, VectorXd& q) {
  const int knee = hip + 3, ankle = hip + 4;
  CHECK(link(runner, knee).axis.z() < 0.0 && link(runner, ankle).parent == knee);
  const Vector2d thigh = link(runner, knee).offset.head<2>(), shank = link(runner, ankle).offset.head<2>();
  const double a = thigh.norm(), b = shank.norm();
  const double straight =
      std::atan2(shank.y(), shank.x()) - std::atan2(thigh.y(), thigh.x());  // knee of a straight leg
  const double bend = q[knee] - straight;
  const auto length_at = [&](double angle) { return std::sqrt(a * a + b * b + 2.0 * a * b * std::cos(angle)); };
  const auto before_line = [&](double angle) { return std::atan2(b * std::sin(angle), a + b * std::cos(angle)); };
  const double own = length_at(bend);
  const double turn = q[tilt] + q[hip] + std::atan2(thigh.y(), thigh.x()) - before_line(bend);  // of hip to ankle
  const Vector2d wanted = own * Vector2d(std::cos(turn), std::sin(turn)) + Vector2d(ahead, lift);

  // A leg grows as it is asked to, until softly no more: 10° short of straight.
  constexpr double least_bend = 10.0 * degree, soft = 0.002;  // [rad, m]
  const double longest = length_at(least_bend);
  const double length = own + positive_part(longest - own, soft) - positive_part(longest - wanted.norm(), soft);
  const double new_bend = std::acos(std::clamp((length * length - a * a - b * b) / (2.0 * a * b), -1.0, 1.0));

  const double opened = new_bend - bend;
  const double swung = std::remainder(std::atan2(wanted.y(), wanted.x()) - turn, 2.0 * std::numbers::pi) +
                       before_line(new_bend) - before_line(bend);
  q[knee] += opened, q[hip] += swung, q[ankle] += opened - swung;
}

/// Middle of the right heel's points and of the ball's, in the frame of the foot.
struct Sole {
  Vector3d heel = Vector3d::Zero(), ball = Vector3d::Zero();
};
Sole sole_of(const Runner& runner) {
  Sole sole;
  double heels = 0.0, balls = 0.0;
  for (const PadPoint& point : runner.sole) {
    if (point.link != runner.foot[0]) continue;
    if (point.zone == Zone::heel) sole.heel += point.position, heels += 1.0;
    if (point.zone == Zone::forefoot) sole.ball += point.position, balls += 1.0;
  }
  CHECK(heels > 0.0 && balls > 0.0);
  sole.heel /= heels, sole.ball /= balls;
  return sole;
}

/// How far the lower of heel and ball is below the ankle when the sole is turned by `angle` from the ground [m].
double depth(const Runner& runner, const Sole& sole, double angle) {
  const Vector3d& ankle = link(runner, runner.foot[0]).offset;  // of the subtalar joint from the ankle
  const Vector2d heel = (ankle + sole.heel).head<2>(), ball = (ankle + sole.ball).head<2>();
  const double turned = angle - std::atan2(ball.y() - heel.y(), ball.x() - heel.x());
  const auto below = [&](const Vector2d& p) { return -(p.x() * std::sin(turned) + p.y() * std::cos(turned)); };
  constexpr double soft = 0.003;  // [m]: the sole is round where heel and ball meet the ground together
  return below(heel) + positive_part(below(ball) - below(heel), soft);
}

/// How far the ankle goes forward when the sole rolls on the ground, without slipping, from one angle to another [m].
double rolled(const Runner& runner, const Sole& sole, double from, double to) {
  constexpr int parts = 16;
  double sum = 0.0;
  for (int i = 0; i < parts; ++i) sum += depth(runner, sole, from + (to - from) * (i + 0.5) / parts);
  return -(to - from) * sum / parts;
}

/// The sole turns by `more`, toes up: it rolls on its lowest point, which stays as high, and the whole foot goes ahead
/// by `ahead`. Toes that would point into the ground bend.
void turn_sole(const Runner& runner, const Sole& sole, std::size_t side, double more, double ahead, VectorXd& q) {
  const double own = sole_angle(runner, q, Eigen::Matrix3d::Identity(), side);
  reach(runner, runner.index(hips[side]), ahead + rolled(runner, sole, own, own + more),
        depth(runner, sole, own + more) - depth(runner, sole, own), q);
  q[link(runner, runner.foot[side]).parent] += more;
  constexpr double soft = 3.0 * degree;
  q[runner.toes[side]] += positive_part(-(own + more), soft) - positive_part(-own, soft);
}

/// How much nearer to under the hip the right foot is set down when its sole is turned by `more` at touch-down [m]. The
/// ankle touches down where it does by itself, for what rolls on the ball has farther to roll back; and nearer where
/// the leg, nearly straight, would have to grow to reach the ground with a flat sole.
double nearer_by(const Runner& runner, const Sole& sole, const Stance& stance, double more, const Eigen::MatrixXd& q) {
  const VectorXd now = q.col(static_cast<Index>(stance.begin * static_cast<double>(q.cols())));
  const double own = sole_angle(runner, now, Eigen::Matrix3d::Identity(), 0);
  const double grows = depth(runner, sole, own) - depth(runner, sole, own + more);
  constexpr double soft = 0.002;  // [m]
  const int hip = runner.index(hips[0]), knee = hip + 3;
  const double thigh = now[tilt] + now[hip], shank = thigh - now[knee];
  const Vector2d leg = Eigen::Rotation2Dd(thigh) * link(runner, knee).offset.head<2>() +
                       Eigen::Rotation2Dd(shank) * link(runner, knee + 1).offset.head<2>();  // hip to ankle
  return rolled(runner, sole, own, own + more) +
         (positive_part(grows, soft) - positive_part(0.0, soft)) * -leg.y() / std::max(leg.x(), 0.1);
}

}  // namespace

Stance stance_of(const Runner& runner, const StrideSolution& own) {
  const auto F = own.force.row(1);
  const double threshold = 0.03 * runner.body_weight();
  Index first = 0, last = F.size() - 1;
  while (first < last && F[first] <= threshold) ++first;
  while (last > first && F[last] <= threshold) --last;
  const auto crossing = [&](Index outside, Index inside) {  // the straight line between two knots meets the threshold
    if (outside < 0 || outside >= F.size()) return static_cast<double>(inside);
    return static_cast<double>(outside) +
           static_cast<double>(inside - outside) * (threshold - F[outside]) / (F[inside] - F[outside]);
  };
  const auto n = static_cast<double>(F.size());
  return {crossing(first - 1, first) / n, crossing(last + 1, last) / n};
}

double sole_angle(const Runner& runner, const VectorXd& q, const Eigen::Matrix3d& axes, std::size_t side) {
  const Sole sole = sole_of(runner);
  Vector3d along = sole.ball - sole.heel;
  if (side == 1) along.z() *= -1.0;
  for (int i = runner.foot[side]; i >= 0; i = link(runner, i).parent)
    if (!link(runner, i).slide) along = Eigen::AngleAxisd(q[i], link(runner, i).axis) * along;
  return std::atan2(axes.col(1).dot(along), axes.col(0).dot(along));
}

double strike_window(const Stance& stance, double after) {
  // The sole comes down as the own does: from 0.06 of a step before touch-down to 0.27 of the stance it returns.
  constexpr double begun = -0.4, turned = -0.06, flat = 0.27;  // [steps, steps, of the stance]
  const double end = flat * (stance.end - stance.begin);
  const auto shape = [&](double t) { return ramp((t - begun) / (turned - begun)) * ramp((end - t) / (end - turned)); };
  return shape(after) / shape(0.0);
}

double after_touch_down(const Stance& stance, Index k, Index n, std::size_t side) {
  const double t = static_cast<double>(k) / static_cast<double>(n) + static_cast<double>(side) - stance.begin;
  return t - 2.0 * std::round(0.5 * t);
}

void move_legs(const Runner& runner, const StrideSolution& own, double overstride, double pronation, double foot_strike,
               Eigen::MatrixXd& q) {
  constexpr double reaching = 0.4;  // of a step before touch-down: the foot begins to reach ahead
  constexpr double rolling = 0.4;   // of the stance, at its begin and at its end: the foot rolls in and out
  const Stance stance = stance_of(runner, own);
  const Sole sole = sole_of(runner);
  const double nearer = foot_strike == 0.0 ? 0.0 : nearer_by(runner, sole, stance, foot_strike, q);
  for (Index k = 0; k < q.cols(); ++k) {
    VectorXd now = q.col(k);
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
      const double after = after_touch_down(stance, k, q.cols(), side);
      const double share = after / (stance.end - stance.begin);
      const double ahead = overstride * (after < 0.0 ? ramp(1.0 + after / reaching) : ramp(1.0 - share));
      if (ahead != 0.0) reach(runner, runner.index(hips[side]), ahead, 0.0, now);
      const double more = foot_strike * strike_window(stance, after);
      const double back = nearer * (after < 0.0 ? strike_window(stance, after) : ramp(1.0 - share));
      if (more != 0.0 || back != 0.0) turn_sole(runner, sole, side, more, -back, now);
      const double everted = ramp(share / rolling) * ramp((1.0 - share) / rolling);
      now[runner.foot[side]] -= pronation * everted;
    }
    q.col(k) = now;
  }
}

}  // namespace psoas
