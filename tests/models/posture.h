// Where is every link in a posture? A plain forward kinematics for tests, written apart from the product's.
#pragma once

#include <Eigen/Geometry>
#include <limits>
#include <vector>

#include "models/runner.h"

namespace psoas {

/// X_WL of every link: maps a point of the link frame into the world.
inline std::vector<Eigen::Isometry3d> link_poses(const Runner& runner, const Eigen::VectorXd& q) {
  std::vector<Eigen::Isometry3d> pose;
  for (std::size_t i = 0; i < runner.links.size(); ++i) {
    const Link& link = runner.links[i];
    Eigen::Isometry3d X = link.parent < 0 ? Eigen::Isometry3d::Identity() : pose[static_cast<std::size_t>(link.parent)];
    X.translate(link.offset);
    const double value = q(static_cast<Eigen::Index>(i));
    if (link.slide) {
      X.translate(value * link.axis);
    } else {
      X.rotate(Eigen::AngleAxisd(value, link.axis));
    }
    pose.push_back(X);
  }
  return pose;
}

/// World position of each sole point; side 0 is right, 1 left.
inline std::vector<Eigen::Vector3d> sole_points(const Runner& runner, const Eigen::VectorXd& q, int side) {
  const auto pose = link_poses(runner, q);
  std::vector<Eigen::Vector3d> points;
  for (const PadPoint& point : runner.sole) {
    Eigen::Vector3d p = point.position;
    if (side == 1) p.z() = -p.z();
    const int link = side == 0 ? point.link : runner.mirror[static_cast<std::size_t>(point.link)];
    points.push_back(pose[static_cast<std::size_t>(link)] * p);
  }
  return points;
}

inline double lowest(const std::vector<Eigen::Vector3d>& points) {
  double y = std::numeric_limits<double>::infinity();
  for (const Eigen::Vector3d& p : points) y = std::min(y, p.y());
  return y;
}

}  // namespace psoas
