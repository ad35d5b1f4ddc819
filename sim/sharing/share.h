// Which muscles make the joint moments? One convex programme per frame over lumbar levels, hips, knees and ankles.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "models/options.h"
#include "models/spine.h"
#include "sim/core/status.h"
#include "sim/sharing/options.h"
#include "sim/sharing/reserve.h"
#include "sim/stride/solution.h"

namespace psoas {

/// Muscle forces and spine geometry of every frame: of one step (right foot on the ground), or of a whole stride where
/// the two steps differ.
struct SharedLoad {
  Status status = Status::not_run;  ///< converged, or sharing_infeasible
  std::string reason;
  Eigen::MatrixXd force;         ///< nm x frames: along the tendon, passive fibres included [N]
  Eigen::MatrixXd activation;    ///< nm x frames: active force over what full activation would give there [-]
  Eigen::MatrixXd slack;         ///< 18 x frames: unbalanced moment, rows (z, x, y) of each level, L5-S1 first [N·m]
  Eigen::MatrixXd level_moment;  ///< 18 x frames: net moment demanded, same rows [N·m]
  Eigen::MatrixXd leg_slack;     ///< 10 x frames: moment of hips, knees, ankles that no muscle makes, rows of balance
                                 ///< [N·m]
  Eigen::MatrixXd level_force;   ///< 18 x frames: net force on all above each level, in P, rows (x, y, z) [N]
  Eigen::MatrixXd muscle_pull;   ///< 18 x frames: what muscles give of it, same rows [N]
  Eigen::MatrixXd lift;          ///< 3 x frames: what abdominal pressure gives of it at every level, in P [N]
  Eigen::VectorXd pressure;      ///< frames: abdominal pressure above quiet standing [Pa]
  Eigen::VectorXd unheld_pressure;  ///< frames: part of it that the abdominal wall is too weak to hold [Pa]
  Eigen::VectorXd least_stiffness;  ///< frames: of the spine against its softest nudge; below 0 it would buckle without
                                    ///< reflexes [N·m/rad]
  StrengthReserve reserve;          ///< NaN where options.reserve is off
  double largest_slack = 0.0;       ///< over the rows that had to be balanced on the spine [N·m]
  double largest_leg_slack = 0.0;   ///< over the legs [N·m]
  std::string warning;              ///< plain sentences when converged with a slack above its warning, else empty
  int iterations = 0;               ///< over all frames and passes
};

/// A frame with more unbalanced level moment than the limit is infeasible; above the warning it is said. Both are
/// assumptions of the project, like the slack's own price: small beside the 50-100 N·m of a running step. What the legs
/// lack is said but never fails a scenario: it reaches the spine only through psoas, and leg moments are 100-250 N·m.
inline constexpr double level_slack_limit = 10.0, level_slack_warning = 5.0, leg_slack_warning = 10.0;  // [N·m]

struct SharingWorkspace;
SharingWorkspace* new_sharing_workspace();
void delete_sharing_workspace(SharingWorkspace*);

/// @param usage  mean activation of each muscle over the runner's own stride, for core.fatigue; empty: no fatigue
SharedLoad share_load(const Runner& runner, const Spine& spine, const StrideSolution& stride, const CoreOptions& core,
                      const Eigen::VectorXd& usage, const SharingOptions& options, SharingWorkspace& work);

}  // namespace psoas
