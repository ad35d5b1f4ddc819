// How does a list of control points become a motion? A uniform cubic B-spline that closes upon itself: after a whole
// stride, or after a step whose mirror image is the next step.
#pragma once

#include <Eigen/Core>

#include "models/runner.h"

namespace psoas {

/// What do the control points stand for? A step, c_{k+N} = Z c_k with Z the mirror, or a whole stride, c_{k+N} = c_k.
enum class Period { step, stride };

/// Unknowns: N control points and the time they take. A control point is nq coordinates and s = force over body weight
/// of the ground element under the foot that a step stands on, or under the right and the left foot of a whole stride.
struct StrideUnknowns {
  Eigen::MatrixXd control;  ///< (nq + 1) x N, or (nq + 2) x N of a whole stride
  double duration = 0.0;    ///< T of one step, or of the whole stride [s]
  Period period = Period::step;
};

/// Spline weights of the control points c_{k-1}, c_k, c_{k+1} (c_{k+2}) at one place of interval k.
/// At a knot: q = (c₋ + 4c + c₊)/6, v = (c₊ - c₋)/2h, a = (c₊ - 2c + c₋)/h²: exact for the C² cubic spline.
struct SplineWeights {
  Eigen::Vector4d position, velocity, acceleration;  ///< velocity times h, acceleration times h²
};
SplineWeights spline_weights(double u);  ///< u in [0, 1): 0 is knot k, towards knot k+1

/// Control point k for any k from -N to 2N-1.
Eigen::VectorXd control_point(const Runner& runner, const StrideUnknowns& x, int k);

/// Z on one column: swaps the limbs and flips what a mirror flips. One ground element stays, two change places.
void mirror_into(const Runner& runner, const Eigen::Ref<const Eigen::VectorXd>& c, Eigen::Ref<Eigen::VectorXd> out);

/// The step followed by its mirror image, as a whole stride; each foot's ground element rests in the other's step.
StrideUnknowns both_steps(const Runner& runner, const StrideUnknowns& step);

/// States of all N knots or of the points at fraction u of each interval; rows as in control. Speed is added to the
/// velocity of pelvis tx.
struct StrideStates {
  Eigen::MatrixXd q, qd, qdd;
};
void stride_states(const Runner& runner, const StrideUnknowns& x, double speed, double u, StrideStates& out);

/// Control points whose spline passes through the given values at the knots. @param values  rows as in control, x N
Eigen::MatrixXd interpolating_control(const Runner& runner, const Eigen::MatrixXd& values, Period period);

}  // namespace psoas
