// How do two steps come from one? Side by side, the second as the mirror image of the first.
#include "sim/stride/solution.h"

#include <cmath>

#include "sim/core/check.h"
#include "sim/stride/transcription.h"

namespace psoas {
namespace {

// In a mirror, true vectors flip z; moments and turning flip x and y.
const Eigen::Vector3d flip_vector(1.0, 1.0, -1.0), flip_axial(-1.0, -1.0, 1.0);

Eigen::MatrixXd mirrored_coordinates(const Runner& runner, const Eigen::MatrixXd& step) {
  Eigen::MatrixXd both(step.rows(), 2 * step.cols());
  for (Eigen::Index k = 0; k < step.cols(); ++k) {
    both.col(k) = step.col(k);
    mirror_into(runner, step.col(k), both.col(step.cols() + k));
  }
  return both;
}

/// The right foot's vectors in the first step, the left foot's in the second; `rest` for the foot in the air.
Eigen::MatrixXd both_feet(const Eigen::MatrixXd& right, double rest) {
  const Eigen::Index n = right.cols();
  Eigen::MatrixXd both = Eigen::MatrixXd::Constant(6, 2 * n, rest);
  both.topLeftCorner(3, n) = right;
  both.bottomRightCorner(3, n) = flip_vector.asDiagonal() * right;
  return both;
}

}  // namespace

StrideSolution whole_stride(const Runner& runner, const StrideSolution& step) {
  CHECK(step.one_step);
  StrideSolution whole = step;
  whole.one_step = false;
  if (step.control.size() > 0) whole.control = both_steps(runner, {step.control, step.step_duration}).control;
  for (Eigen::MatrixXd StrideSolution::*rows :
       {&StrideSolution::q, &StrideSolution::qd, &StrideSolution::qdd, &StrideSolution::tau})
    whole.*rows = mirrored_coordinates(runner, step.*rows);
  if (step.force.size() > 0) whole.force = both_feet(step.force, 0.0);
  if (step.pressure_centre.size() > 0) whole.pressure_centre = both_feet(step.pressure_centre, std::nan(""));
  if (step.deflection.size() > 0) {
    whole.deflection = Eigen::MatrixXd::Zero(2, 2 * step.deflection.cols());
    whole.deflection.row(0).head(step.deflection.cols()) = step.deflection;
    whole.deflection.row(1).tail(step.deflection.cols()) = step.deflection;
  }
  const Eigen::Index n = step.centre_of_mass.cols();
  whole.centre_of_mass.resize(step.centre_of_mass.rows(), 2 * n);
  if (n > 0) whole.centre_of_mass << step.centre_of_mass, flip_vector.asDiagonal() * step.centre_of_mass;
  for (const TrunkDemand& t : step.trunk)
    whole.trunk.push_back({t.joint.cwiseProduct(flip_vector), t.force.cwiseProduct(flip_vector),
                           t.moment.cwiseProduct(flip_axial), t.specific_force.cwiseProduct(flip_vector),
                           t.omega.cwiseProduct(flip_axial), t.alpha.cwiseProduct(flip_axial)});
  return whole;
}

}  // namespace psoas
