// How strong is the trunk? The largest moment that muscles and passive tissue make about one axis in one posture, as a
// person strapped in at the pelvis shows on a dynamometer.
#pragma once

#include <Eigen/Core>

#include "models/spine.h"

namespace psoas {

/// Largest isometric moments on the thorax about the pelvis's axes [N·m], the same at all six levels, every level in
/// balance about all its axes; what hips and legs do is free. NaN where no forces balance the passive moments.
struct TrunkStrength {
  double extension = 0.0, flexion = 0.0, bend_right = 0.0, bend_left = 0.0, turn_left = 0.0, turn_right = 0.0;
};

/// A linear programme for each direction (simplex.h). Fibres pull as their length allows; gravity is left out, as a
/// dynamometer weighs the trunk first.
/// @param q          nq: posture of the stride's coordinates
/// @param strength   nm: each muscle's strength over its default, ≥ 0 [-]
/// @param allowance  moment that each axis of a level may leave unbalanced, as in reserve.h [N·m]
TrunkStrength trunk_strength(const Runner& runner, const Spine& spine, const Eigen::Ref<const Eigen::VectorXd>& q,
                             const Eigen::Ref<const Eigen::VectorXd>& strength, double allowance = 0.0);

}  // namespace psoas
