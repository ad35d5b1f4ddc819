// One body for the tests of the stride: its tables, its baseline, and what two strides differ by.
#pragma once

#include <numbers>

#include "models/models.h"
#include "sim/sharing/capacity.h"
#include "sim/stride/stride.h"

namespace psoas::strides {

inline constexpr double degree = std::numbers::pi / 180.0;

struct Body {
  Models models = read_models(models_folder());
  Runner runner = build_runner(*models.runner, {}, {});
  Spine spine = build_spine(*models.spine, {});

  ReferenceStride reference(double speed, double slope = 0.0) const {
    return build_reference(*models.reference, runner, speed, slope);
  }
  BaselineStride baseline(double speed, const StrideOptions& options, StrideWorkspace& work, double slope = 0.0) const {
    const auto capacity = [&](const ReferenceStride& measured) {
      return lumbar_capacity(runner, spine, muscle_strength(spine, {}),
                             baseline_postures(runner, measured, options.nodes));
    };
    const ReferenceStride measured = reference(speed);
    const BaselineStride level = solve_baseline_stride(runner, measured, {}, {}, capacity(measured), options, work);
    if (slope == 0.0) return level;
    const ReferenceStride rising = reference(speed, slope);
    return solve_baseline_on_slope(level, rising, capacity(rising), work);
  }
};

inline StrideOptions with_nodes(int nodes, ForceModel force = ForceModel::tracked) {
  StrideOptions options;
  options.nodes = nodes, options.force = force;
  return options;
}

/// As the stride's own solver sizes it: force-rate rows reach three nodes, all others two.
inline SolverWorkspace workspace(const StrideProblem& problem) {
  return SolverWorkspace(*problem.runner, problem.nodes, problem.rate_scale.any() ? 3 : 2, problem.feet());
}

/// Changes that together touch everything a scenario may change.
inline StrideChange lean_on_soft_shoes() {
  StrideChange change;
  change.movement.lean = 8 * degree, change.shoe.heel_stiffness = 60e3;
  return change;
}
inline StrideChange soft_ground() {
  StrideChange change;
  change.surface.stiffness = 100e3, change.surface.damping = 500.0, change.surface.moving_mass = 3.0;
  return change;
}
/// The same change with every muscle of the core this strong.
inline StrideChange with_core(const BaselineStride& own, double strength, StrideChange change = {}) {
  for (const Eigen::Matrix3d& C : own.lumbar_capacity) {
    change.usual.push_back(C / own.capacity_unit);
    change.capacity.push_back(strength * strength * C / own.capacity_unit);
  }
  return change;
}
inline StrideChange weak_core_and_hollow_back(const BaselineStride& own) {
  StrideChange change;
  change.movement.pelvic_tilt = 5 * degree, change.movement.lean = -4 * degree;
  return with_core(own, 0.6, change);
}

/// Largest difference of a rotation between two motions of the same mesh [deg].
inline double largest_turn(const Eigen::MatrixXd& q, const Eigen::MatrixXd& other) {
  return (q - other).bottomRows(q.rows() - 3).cwiseAbs().maxCoeff() / degree;
}

}  // namespace psoas::strides
