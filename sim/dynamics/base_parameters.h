// Which numbers of the masses do joint moments depend on? Fewer than ten a link: what lies on a hinge's axis does not
// feel the hinge, so it may as well be fixed to the parent [Khalil & Kleinfinger 1987, minimum inertial parameters].
#pragma once

#include <Eigen/Core>
#include <vector>

#include "models/runner.h"

namespace psoas {

/// One link with its masses about its origin, in its own axes, and how its joint works.
struct BaseLink {
  // As of Link.
  int parent = -1;
  bool slide = false;
  Eigen::Vector3d axis, p_PL;
  int axis_kind = 0;        ///< hinge_kind(axis)
  bool has_offset = false;  ///< p_PL is not 0

  // What of the recursion it needs.
  bool needs_A = false;      ///< a mass or a child's origin feels how its axes turn: Motion::A; of hinges
  bool has_moments = false;  ///< any h or J
  bool flat = false;         ///< h_z = J_zz = 0

  // What is left of its masses.
  double mass = 0.0;                            ///< [kg]
  Eigen::Vector3d h = Eigen::Vector3d::Zero();  ///< Σ m r [kg m]
  Eigen::Matrix3d J = Eigen::Matrix3d::Zero();  ///< Σ m r rᵀ [kg m²]
};

/// Constant after base_parameters(); in the order of the runner's links. Of its own: no runner need live beside it.
struct BaseParameters {
  std::vector<BaseLink> links;
};

/// Every joint moment and force is the same as with the runner's own masses; what joints carry otherwise is not.
BaseParameters base_parameters(const Runner& runner);

}  // namespace psoas
