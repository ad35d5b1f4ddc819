// How does a list of control points become a motion? A uniform cubic B-spline whose mirror image is the next step.
#pragma once

#include <Eigen/Core>

#include "models/runner.h"

namespace psoas {

/// Unknowns of a stride: (nq + 1) x N control points (last row: the ground element's s = force over body weight), and
/// T.
struct StrideUnknowns {
  Eigen::MatrixXd control;
  double duration = 0.0;  ///< of one step, T [s]
};

/// Spline weights of the control points c_{k-1}, c_k, c_{k+1} (c_{k+2}) at one place of interval k.
/// At a knot: q = (c₋ + 4c + c₊)/6, v = (c₊ - c₋)/2h, a = (c₊ - 2c + c₋)/h²: exact for the C² cubic spline.
struct SplineWeights {
  Eigen::Vector4d position, velocity, acceleration;  ///< velocity times h, acceleration times h²
};
SplineWeights spline_weights(double u);  ///< u in [0, 1): 0 is knot k, towards knot k+1

/// Control point k for any k from -N to 2N-1: the step before and the step after are mirror images, c_{k±N} = Z c_k.
Eigen::VectorXd control_point(const Runner& runner, const Eigen::MatrixXd& control, int k);

/// Z on one column: swaps the limbs and flips what a mirror flips; the ground element's row stays.
void mirror_into(const Runner& runner, const Eigen::Ref<const Eigen::VectorXd>& c, Eigen::Ref<Eigen::VectorXd> out);

/// States of all N knots or of the points at fraction u of each interval. (nq + 1) x N each; speed is added to the
/// velocity of pelvis tx.
struct StrideStates {
  Eigen::MatrixXd q, qd, qdd;
};
void stride_states(const Runner& runner, const StrideUnknowns& x, double speed, double u, StrideStates& out);

/// Control points whose spline passes through the given values at the knots (periodic through the mirror). @param
/// values (nq + 1) x N
Eigen::MatrixXd interpolating_control(const Runner& runner, const Eigen::MatrixXd& values);

}  // namespace psoas
