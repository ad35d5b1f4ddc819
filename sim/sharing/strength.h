// How strong is each muscle of this core, and what does a newton of it cost?
#pragma once

#include <Eigen/Core>

#include "models/options.h"
#include "models/spine.h"

namespace psoas {

/// Muscles whose average sets the unit of effort: the set that the price of slack was chosen with. A fixed count, not
/// this spine's own, so that cutting a fascicle into halves changes nothing at all.
inline constexpr double average_over = 282.0;

struct Strength {
  Eigen::VectorXd reference;  ///< nm: F_max, along the fibres [N]
  Eigen::VectorXd F_max;      ///< nm: the same with age, muscle.*, this core's strengths, imbalance and fatigue [N]
  Eigen::VectorXd weight;     ///< nm: w = reference / average reference, a muscle's size [-]
};

/// Share of its default strength that a muscle has in this core, fatigue left out [-].
double core_factor(const Muscle& muscle, const CoreOptions& core);

/// Strength is force per size, so w keeps the reference: a weaker core is not a smaller one.
/// @param usage  nm: mean activation of each muscle over the runner's own stride; empty: no fatigue is counted. The
///               muscle of the core that is used most loses core.fatigue of its strength, the others in proportion.
Strength muscle_strength(const Spine& spine, const CoreOptions& core, const Eigen::VectorXd& usage = {});

}  // namespace psoas
