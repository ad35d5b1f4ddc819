// How does a leg answer what is asked of it? Each at its own time of the stride: from late swing into stance.
#pragma once

#include "models/runner.h"
#include "sim/stride/solution.h"

namespace psoas {

/// When the right foot stands on the ground, in steps from the first knot.
struct Stance {
  double begin = 0.0, end = 0.0;
};
Stance stance_of(const Runner& runner, const StrideSolution& own);

/// Angle of the sole, from heel to ball, to the ground: 0 in standing, toes up positive; as seen from the side [rad].
/// @param q     nq [rad or m]
/// @param axes  of the ground: columns forward along it, its normal, right
/// @param side  0 right, 1 left
double sole_angle(const Runner& runner, const Eigen::VectorXd& q, const Eigen::Matrix3d& axes, std::size_t side);

/// When a foot is set down otherwise: 0 in early swing, 1 at touch-down, 0 again when the foot is flat [-].
/// @param after  touch-down, in steps: -1 to 1
double strike_window(const Stance& stance, double after);

/// Steps since the touch-down of a leg at node k of n, -1 to 1. @param side  0 right, 1 left
double after_touch_down(const Stance& stance, Eigen::Index k, Eigen::Index n, std::size_t side);

/// What is asked of the legs: the left one does half a stride later what the right one does.
/// @param own          whose right foot's stance it is timed by
/// @param overstride, pronation  as in Movement
/// @param foot_strike  of the sole's angle to the ground at touch-down, toes up, in addition [rad]
/// @param q            nq x nodes of one step [rad or m], changed
void move_legs(const Runner& runner, const StrideSolution& own, double overstride, double pronation, double foot_strike,
               Eigen::MatrixXd& q);

}  // namespace psoas
