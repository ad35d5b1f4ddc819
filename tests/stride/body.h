// One body for the tests of the stride: its tables, its baseline, and what two strides differ by.
#pragma once

#include <numbers>

#include "models/models.h"
#include "sim/sharing/share.h"
#include "sim/stride/stride.h"

namespace psoas::strides {

inline constexpr double degree = std::numbers::pi / 180.0;

struct Body {
  Models models = read_models(models_folder());
  Runner runner = build_runner(*models.runner, {}, {});
  Eigen::Matrix3d core_capacity = lumbar_capacity(runner, build_spine(*models.spine, {}));

  ReferenceStride reference(double speed) const { return build_reference(*models.reference, runner, speed); }
  BaselineStride baseline(double speed, const StrideOptions& options, StrideWorkspace& work) const {
    return solve_baseline_stride(runner, reference(speed), {}, {}, core_capacity, options, work);
  }
};

inline StrideOptions with_nodes(int nodes, ForceModel force = ForceModel::tracked) {
  StrideOptions options;
  options.nodes = nodes, options.force = force;
  return options;
}

/// As the stride's own solver sizes it: force-rate rows reach three nodes, all others two.
inline SolverWorkspace workspace(const StrideProblem& problem) {
  return SolverWorkspace(*problem.runner, problem.nodes, problem.rate_scale.any() ? 3 : 2);
}

/// Changes that together touch everything a scenario may change.
inline StrideChange lean_on_soft_shoes() {
  StrideChange change;
  change.lean = 8 * degree, change.shoe.stiffness = 60e3;
  return change;
}
inline StrideChange soft_ground() {
  StrideChange change;
  change.surface.stiffness = 100e3, change.surface.damping = 500.0, change.surface.moving_mass = 3.0;
  return change;
}
inline StrideChange weak_core_and_hollow_back() {
  StrideChange change;
  change.strength = 0.6, change.lordosis = 5 * degree, change.lean = -4 * degree;
  return change;
}

/// Largest difference of a rotation between two motions of the same mesh [deg].
inline double largest_turn(const Eigen::MatrixXd& q, const Eigen::MatrixXd& other) {
  return (q - other).bottomRows(q.rows() - 3).cwiseAbs().maxCoeff() / degree;
}

}  // namespace psoas::strides
