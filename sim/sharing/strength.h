// How strong is each muscle, and what does a newton of it cost? Shared by the sharing programme and the capacity
// matrix.
#pragma once

#include <Eigen/Core>

#include "models/spine.h"

namespace psoas {

/// Muscles whose average sets the unit of effort: the set that the price of slack was chosen with. A fixed count, not
/// this spine's own, so that cutting a fascicle into halves changes nothing at all.
inline constexpr double average_over = 282.0;

struct Strength {
  Eigen::VectorXd reference;  ///< nm: F_max cos(pennation), along the tendon [N]
  Eigen::VectorXd F_max;      ///< nm: the same, of the core times core.strength [N]
  Eigen::VectorXd weight;     ///< nm: w = reference / average reference, a muscle's size [-]
};

/// Isometric strength at optimal length: force-length and force-velocity are left out, as the spine's table holds no
/// fibre lengths. Strength is force per size, so w keeps the reference: a weaker core is not a smaller one.
Strength muscle_strength(const Spine& spine, double core_strength);

}  // namespace psoas
