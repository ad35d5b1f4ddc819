// Where is every body, and how does it move? Momentum and height from textbook kinematics, apart from the product's.
#pragma once

#include <Eigen/Geometry>

#include "tests/dynamics/states.h"
#include "tests/models/posture.h"

namespace psoas {

/// Sums over all bodies, world axes.
struct BodySums {
  double mass = 0.0, potential_energy = 0.0, kinetic_energy = 0.0;  ///< [kg, J, J]
  Eigen::Vector3d moment = Eigen::Vector3d::Zero();                 ///< Σ m c [kg m]
  Eigen::Vector3d momentum = Eigen::Vector3d::Zero();               ///< Σ m ċ [kg m/s]
  Eigen::Vector3d spin = Eigen::Vector3d::Zero();                   ///< about O: Σ c × m ċ + I ω [kg m²/s]
};

/// Each body's ω and ċ as sums over the joints that carry it: axis × lever times rate.
inline BodySums body_sums(const Runner& runner, const State& state) {
  const auto pose = link_poses(runner, state.q);
  BodySums sum;
  for (std::size_t i = 0; i < runner.links.size(); ++i) {
    const Link& body = runner.links[i];
    if (body.mass == 0.0) continue;
    const Eigen::Vector3d c = pose[i] * body.com;
    Eigen::Vector3d omega = Eigen::Vector3d::Zero(), velocity = Eigen::Vector3d::Zero();
    for (int k = static_cast<int>(i); k >= 0; k = runner.links[static_cast<std::size_t>(k)].parent) {
      const Link& joint = runner.links[static_cast<std::size_t>(k)];
      const Eigen::Isometry3d& X = pose[static_cast<std::size_t>(k)];
      // An axis is the same in the link's own frame: it does not turn about itself.
      const Eigen::Vector3d axis = X.linear() * joint.axis;
      if (joint.slide) {
        velocity += state.qd[k] * axis;
      } else {
        omega += state.qd[k] * axis;
        velocity += state.qd[k] * axis.cross(c - X.translation());
      }
    }
    const Eigen::Matrix3d I = pose[i].linear() * body.inertia * pose[i].linear().transpose();
    sum.mass += body.mass;
    sum.moment += body.mass * c;
    sum.momentum += body.mass * velocity;
    sum.spin += body.mass * c.cross(velocity) + I * omega;
    sum.potential_energy += body.mass * Runner::gravity * c.y();
    sum.kinetic_energy += 0.5 * body.mass * velocity.squaredNorm() + 0.5 * omega.dot(I * omega);
  }
  return sum;
}

/// Slope of f at 0 by a fourth-order central difference: error h⁴/30 f⁽⁵⁾ and eps f/h.
template <class F>
auto slope_at_zero(F f, double h) -> decltype(f(h)) {
  return (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h);
}

}  // namespace psoas
