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
  Eigen::MatrixXd force;         ///< nm x frames [N]
  Eigen::MatrixXd activation;    ///< nm x frames: force / (strength x F_max) [-]
  Eigen::MatrixXd slack;         ///< 18 x frames: unbalanced moment, rows (z, x, y) of each level, L5-S1 first [N·m]
  Eigen::MatrixXd level_moment;  ///< 18 x frames: net moment demanded, same rows [N·m]
  Eigen::MatrixXd reserve;  ///< 10 x frames: moment of hips, knees, ankles that no muscle makes, rows of balance [N·m]
  Eigen::MatrixXd level_force;   ///< 18 x frames: net force on all above each level, in P, rows (x, y, z) [N]
  Eigen::MatrixXd muscle_pull;   ///< 18 x frames: what muscles and abdominal pressure give of it, same rows [N]
  double largest_slack = 0.0;    ///< over the levels [N·m]
  double largest_reserve = 0.0;  ///< over the legs [N·m]
  std::string warning;  ///< plain sentences when converged with a slack or reserve above its warning, else empty
  int iterations = 0;   ///< over all frames
};

/// Compression and shear of every level and frame, in each disc's own plane.
struct LumbarLoads {
  Eigen::MatrixXd compression, shear_anterior, shear_lateral;  ///< level_count x frames [N]
};

/// A frame with more unbalanced level moment than the limit is infeasible; above the warning it is said. Both are
/// assumptions of the project, like the slack's own price: small beside the 50-100 N·m of a running step. What the legs
/// lack is said but never fails a scenario: it reaches the spine only through psoas, and leg moments are 100-250 N·m.
inline constexpr double level_slack_limit = 10.0, level_slack_warning = 5.0, leg_reserve_warning = 10.0;  // [N·m]

struct SharingWorkspace;
SharingWorkspace* new_sharing_workspace();
void delete_sharing_workspace(SharingWorkspace*);

/// Capacity matrix of the lumbar joint of the stride: C = Φ' R (F_max²/w) R' Φ over the core's muscles in neutral
/// posture at strength 1, rows (extension z, bending x, rotation y) [N² m²]; Φ shares the joint's angles among the
/// levels. Were muscles unbounded and only the lumbar joint balanced, the sharing programme would cost τ' C⁻¹ τ; at
/// another strength, τ' C⁻¹ τ / strength².
Eigen::Matrix3d lumbar_capacity(const Runner& runner, const Spine& spine);

/// @param strength  core.strength
SharedLoad share_load(const Runner& runner, const Spine& spine, const StrideSolution& stride, double strength,
                      const SharingOptions& options, SharingWorkspace& work);

}  // namespace psoas
