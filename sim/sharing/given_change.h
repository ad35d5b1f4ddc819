// What do the joints of this runner give by themselves beyond those of the usual one? For the stride to feel.
#pragma once

#include "models/runner.h"
#include "models/spine.h"
#include "sim/stride/given.h"

namespace psoas {

/// Passive moments of `spine` less those of `usual`: muscles that are tight or stiff of age, discs that are stiff or
/// held at other angles by an arched back, and a belt with its pressure. About each posture a muscle's path shortens by
/// its moment arms there times the joint angles, so that all moments have one potential; the sharing (frame.h) takes
/// the true path of the same fibres.
/// @param q  nq x postures, one for each node
/// @return empty when nothing differs
GivenChange given_change(const Runner& runner, const Spine& usual, const Spine& spine,
                         const Eigen::Ref<const Eigen::MatrixXd>& q);

}  // namespace psoas
