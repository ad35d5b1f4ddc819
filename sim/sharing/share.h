// Which muscles make the joint moments? One convex programme per frame over lumbar levels, hips, knees and ankles.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "models/spine.h"
#include "sim/core/status.h"
#include "sim/sharing/options.h"
#include "sim/stride/solution.h"

namespace psoas {

/// Muscle forces and spine geometry of every frame of one step (right foot on the ground).
struct SharedLoad {
  Status status = Status::not_run;  ///< converged, or sharing_infeasible
  std::string reason;
  Eigen::MatrixXd force;            ///< nm x frames [N]
  Eigen::MatrixXd activation;       ///< nm x frames: force / (strength x F_max) [-]
  Eigen::MatrixXd slack;            ///< 18 x frames: unbalanced moment, rows (z, x, y) of each level, L5-S1 first [N·m]
  Eigen::MatrixXd level_moment;     ///< 18 x frames: net moment demanded, same rows [N·m]
  double largest_slack = 0.0;       ///< [N·m]
  int iterations = 0;               ///< over all frames
};

/// Compression and shear of every level and frame, in each disc's own plane.
struct LumbarLoads {
  Eigen::MatrixXd compression, shear_anterior, shear_lateral;  ///< level_count x frames [N]
};

struct SharingWorkspace;
SharingWorkspace* new_sharing_workspace();
void delete_sharing_workspace(SharingWorkspace*);

/// Effort matrix of the lumbar joint of the stride: C = Φ' R F_max² R' Φ over the core's muscles at neutral posture and strength 1,
/// rows (extension z, bending x, rotation y) [N² m²]. The unbounded sharing problem costs τ' C⁻¹ τ.
Eigen::Matrix3d lumbar_capacity(const Spine& spine);

/// @param strength  core.strength
SharedLoad share_load(const Runner& runner, const Spine& spine, const StrideSolution& stride, double strength,
                      const SharingOptions& options, SharingWorkspace& work);

}  // namespace psoas
