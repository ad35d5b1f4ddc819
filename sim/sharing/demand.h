// What must pass through each lumbar level? Force and moment on all above it, by Newton-Euler of the stride's rigid
// trunk.
#pragma once

#include <Eigen/Core>
#include <array>

#include "models/runner.h"
#include "models/spine.h"
#include "sim/muscle/geometry.h"
#include "sim/muscle/stiffness.h"
#include "sim/stride/solution.h"

namespace psoas {

/// Force on all above one level, and its moment about the level's centre, in the pelvis frame P.
struct LevelWrench {
  Eigen::Vector3d force;   ///< [N]
  Eigen::Vector3d moment;  ///< [N·m]
};

/// The stride's wrench at its one lumbar joint, moved to the six levels. The slices of trunk below a level, part of the
/// stride's trunk mass, are taken off: they move with the rigid trunk, so their accelerations follow from the demand.
/// Left out: the slices' own rotational inertia, 0.01-0.02 kg m² each [Christophy 2012]: at 40 rad/s² of trunk twist
/// 0.4-0.8 N·m for each slice between L5-S1 and the level.
std::array<LevelWrench, level_count> level_wrenches(const Spine& spine, const SpinePose& pose,
                                                    const TrunkDemand& trunk);

/// Force of abdominal pressure on the thorax, in P: the diaphragm is lifted along the thorax's y axis [N].
/// The tension of the abdominal wall that holds the pressure is a row of the sharing programme (frame.h).
Eigen::Vector3d pressure_force(const Spine& spine, const SpinePose& pose, double pressure);

/// Moment of that force about each level's axes: 18 rows [N·m].
Eigen::Matrix<double, level_axis_count, 1> pressure_moment(const Spine& spine, const SpinePose& pose, double pressure);

/// What passive parts give about each level's axes: discs and ligaments, and of a support belt its pressure and its
/// couple between pelvis and thorax, which resists flexion and side bending at every level alike: 18 rows [N·m].
Eigen::Matrix<double, level_axis_count, 1> given_moment(const Spine& spine, const SpinePose& pose);

/// What stands on the spine, for its stiffness: the slices of trunk and the thorax with all that it carries (head, arms
/// where q has them) as forces m (g - a) at their centres of mass, and what they alone press on each disc. Forces add
/// up to those of level_wrenches(); moments as well while nothing spins.
/// @param q       nq
/// @param wrench  of level_wrenches()
/// @param lift    other force on the thorax, as of abdominal pressure: relieves the discs, adds no stiffness [N]
SpineLoads spine_loads(const Runner& runner, const Spine& spine, const SpinePose& pose,
                       const Eigen::Ref<const Eigen::VectorXd>& q, const TrunkDemand& trunk,
                       const std::array<LevelWrench, level_count>& wrench, const Eigen::Vector3d& lift);

}  // namespace psoas
