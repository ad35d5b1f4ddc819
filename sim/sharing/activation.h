// What does it cost a muscle to change its activation? The one term that ties the frames of a stride together.
//
//   effort + Σ over frames of w (τ Δa/h)²,     Δa from frame to frame, h apart, around the whole periodic stride
//
// An activation that jumps by all of a muscle within τ costs as much as one held at full strength. Sharing stays
// convex; it is solved by sweeps over the frames, each against its neighbours as they stand [Gauss-Seidel], until none
// moves.
#pragma once

#include <Eigen/Core>

#include "models/spine.h"
#include "sim/stride/solution.h"

namespace psoas {

/// Sweeps end when no activation moves by more, or after so many.
inline constexpr double settled_activation = 1e-4;
inline constexpr int most_sweeps = 2000;

/// κ = (τ/h)²: weight of a change between neighbouring frames over that of activation itself [-]; 0 for a single frame.
double change_weight(const StrideSolution& stride, double time_constant);

/// a_mean of frame k: what its neighbours have, each muscle's own or, across the seam between mirrored steps, that of
/// the other side. Frame by frame the effort becomes w (1 + 2κ) (a - 2κ/(1 + 2κ) a_mean)² and a constant.
void neighbours_mean(const Spine& spine, bool one_step, const Eigen::MatrixXd& activation, Eigen::Index k,
                     Eigen::VectorXd& a_mean);

}  // namespace psoas
