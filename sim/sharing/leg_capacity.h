// How dear are the moments of the legs for muscles of this strength? Lets weak legs reach the stride.
#pragma once

#include "models/runner.h"
#include "models/spine.h"
#include "sim/stride/solution.h"

namespace psoas {

/// For each coordinate of hip, knee and ankle: C = Σ r² F²/w over the muscles that turn the joint the way its own
/// moment does, over the same with every muscle at its default strength. F is what a muscle has at its length in the
/// own stride, held still; w its size. An effort is then τ²/C, as of the lumbar joint (capacity.h), each joint for
/// itself. Where the own moment changes sign, one set of muscles fades into the other. Core strengths do not count
/// here.
/// @return nq x nodes, 1 for all other coordinates; empty when every muscle has its default strength
Eigen::MatrixXd leg_capacity(const Runner& runner, const Spine& spine, const StrideSolution& own);

}  // namespace psoas
