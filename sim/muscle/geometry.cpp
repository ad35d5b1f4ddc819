// How long is each muscle, what does it turn, and what does it pull on? Straight lines between path points.
// A stretched line from a to b pulls along its own direction u, so all it does to any body is the line (u, a × u). A
// hinge that moves b against a by the share s feels  -dl/dq = -s axis · (a × u - J × u):  exact virtual work [An 1984],
// and the same line, summed over the segments that cross a level, is the pull on all above that level.
#include "sim/muscle/geometry.h"

#include <algorithm>

namespace psoas {

namespace {

// Where a body stands in the tree: bodies above the pelvis, and joints below it.
constexpr std::array<int, body_count> spine_place = {0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0};
constexpr std::array<int, body_count> leg_place = {0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 1, 2, 3};
constexpr int hip_row = level_axis_count, knee_row = 24, ankle_row = 26;

// A force along a line: the force and its moment about the origin of P.
struct Line {
  Eigen::Vector3d force = Eigen::Vector3d::Zero(), moment = Eigen::Vector3d::Zero();
  void add(double share, const Eigen::Vector3d& f, const Eigen::Vector3d& m) {
    force += share * f;
    moment += share * m;
  }
  Eigen::Vector3d moment_about(const Eigen::Vector3d& p) const { return moment - p.cross(force); }
};

// A path point in P, and how far each joint below the pelvis carries it along: 0 not, 1 fully.
struct Placed {
  Eigen::Vector3d p;
  int spine, side;
  double hip, knee, ankle;
};

Placed place(const PathPoint& point, const SpinePose& pose) {
  const int body = static_cast<int>(point.body);
  const int leg = leg_place[body];
  const int side = body >= static_cast<int>(Body::thigh_l);
  Placed placed{pose.X_PB[body] * point.position,
                spine_place[body],
                side,
                leg >= 1 ? 1.0 : 0.0,
                leg >= 2 ? 1.0 : 0.0,
                leg >= 3 ? 1.0 : 0.0};
  if (point.follow > 0.0) {
    // The patella: turned about the knee from where the straight knee would have it.
    const SpinePose::Leg& bent = pose.leg[side];
    const Eigen::AngleAxisd turn(point.follow * bent.knee_angle, bent.knee_axis);
    placed.p = bent.knee + turn * (placed.p - bent.knee);
    placed.knee = point.follow;
  }
  return placed;
}

}  // namespace

void muscle_geometry(const Runner&, const Spine& spine, const SpinePose& pose, MuscleGeometry& geometry) {
  const int nm = static_cast<int>(spine.muscles.size());
  if (geometry.length.size() != nm) {
    geometry.length.resize(nm);
    geometry.moment_arm.resize(balance_count, nm);
    geometry.level_pull.resize(level_axis_count, nm);
  }
  for (int i = 0; i < nm; ++i) {
    const std::vector<PathPoint>& path = spine.muscles[i].path;
    std::array<Line, level_count> above;  // pull on all above each level
    Line hip, knee, ankle;                // pull on all beyond each joint of the leg
    int low = level_count, high = 0, side = -1;
    double length = 0.0;

    // Walk along the path; each segment pulls on whatever its two ends do not share.
    Placed a = place(path.front(), pose);
    for (std::size_t k = 1; k < path.size(); ++k) {
      const Placed b = place(path[k], pose);
      const Eigen::Vector3d d = b.p - a.p;
      const double l = d.norm();
      const Eigen::Vector3d u = d / l;
      const Eigen::Vector3d m = a.p.cross(u);
      length += l;
      if (a.spine != b.spine) {
        const double sign = b.spine > a.spine ? -1.0 : 1.0;
        const int from = std::min(a.spine, b.spine), to = std::max(a.spine, b.spine);
        for (int level = from; level < to; ++level) above[level].add(sign, u, m);
        low = std::min(low, from), high = std::max(high, to);
      }
      if (a.hip > 0.0 || b.hip > 0.0) {
        side = b.hip > 0.0 ? b.side : a.side;
        hip.add(a.hip - b.hip, u, m);
        knee.add(a.knee - b.knee, u, m);
        ankle.add(a.ankle - b.ankle, u, m);
      }
      a = b;
    }
    geometry.length[i] = length;

    // Project on the axes.
    auto arm = geometry.moment_arm.col(i).head<balance_count>();
    auto pull = geometry.level_pull.col(i).head<level_axis_count>();
    arm.setZero(), pull.setZero();
    for (int level = low; level < high; ++level) {
      arm.segment<3>(3 * level) = pose.axes[level].transpose() * above[level].moment_about(pose.joint[level]);
      pull.segment<3>(3 * level) = above[level].force;
    }
    if (side >= 0) {
      const SpinePose::Leg& leg = pose.leg[side];
      arm.segment<3>(hip_row + 3 * side) = leg.hip_axes.transpose() * hip.moment_about(leg.hip);
      arm[knee_row + side] = leg.knee_axis.dot(knee.moment_about(leg.knee));
      arm[ankle_row + side] = leg.ankle_axis.dot(ankle.moment_about(leg.ankle));
    }
  }
}

}  // namespace psoas
