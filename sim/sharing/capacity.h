// How large a lumbar moment is cheap for this core in this posture? Lets core strength reach the stride.
#pragma once

#include "models/runner.h"
#include "models/spine.h"
#include "sim/sharing/strength.h"
#include "sim/stride/stride.h"

namespace psoas {

/// C = Φ' R (F²/w) R' Φ of the core's muscles at every posture, rows (extension z, bending x, rotation y) [N² m²]; Φ
/// shares the lumbar joint's angles among the levels, F is what a muscle has at its length there, held still. Were
/// muscles unbounded and only the lumbar joint balanced, the sharing programme would cost τ' C⁻¹ τ. A stride repeats
/// itself in the mirror, so a one-sided core counts as the mean of both sides.
/// @param q  nq x postures
LumbarCapacity lumbar_capacity(const Runner& runner, const Spine& spine, const Strength& strength,
                               const Eigen::Ref<const Eigen::MatrixXd>& q);

}  // namespace psoas
