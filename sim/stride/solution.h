// What does a solved stride hold? One step at the knots, whose mirror image is the other, or both.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "models/runner.h"
#include "sim/contact/foot.h"
#include "sim/core/status.h"

namespace psoas {

/// What the trunk (with head and arms) asks of everything below it at one instant, in the pelvis frame P.
struct TrunkDemand {
  Eigen::Vector3d joint;           ///< p_PJ: the lumbar joint of the stride model [m]
  Eigen::Vector3d force;           ///< total force on the trunk through the joint, by Newton: Σ m (a - g) [N]
  Eigen::Vector3d moment;          ///< total moment on the trunk about J, by Euler [N·m]
  Eigen::Vector3d specific_force;  ///< a_J - g: what a mass fixed to the trunk at J feels [m/s²]
  Eigen::Vector3d omega;           ///< angular velocity of the trunk [rad/s]
  Eigen::Vector3d alpha;           ///< angular acceleration of the trunk [rad/s²]
};

struct StrideSolution {
  Status status = Status::not_run;
  std::string reason;
  int iterations = 0;
  double constraint_violation = 0.0;  ///< max |r| at the knots, scaled [-]
  double mesh_error = 0.0;            ///< rms |r| between the knots, scaled [-]
  double step_duration = 0.0;         ///< T; of a whole stride the mean of both steps [s]
  double cost = 0.0;                  ///< value of the objective at the end
  bool one_step = true;  ///< the columns are one step, whose mirror image is the other; else a whole stride
  Eigen::Vector3d up =
      Eigen::Vector3d::UnitY();     ///< the true vertical in the ground's axes, which all else is given in
  std::vector<Ground> ground;       ///< under the right foot, and the left one of a whole stride, as it was solved on
  Eigen::MatrixXd control;          ///< (nq + feet) x N control points; the last rows are the ground elements' s
  Eigen::MatrixXd q, qd, qdd, tau;  ///< nq x N at the knots, right foot's step first; tau: of toes and tense
                                    ///< shoulders without what they give by themselves
  Eigen::MatrixXd force;       ///< 3 x N ground force on the right foot; of a whole stride 6 x N, right and left [N]
  Eigen::MatrixXd deflection;  ///< feet x N: of the ground under the foot, downward [m]
  Eigen::MatrixXd pressure_centre;  ///< the same rows: point where the force acts [m]; NaN in flight
  Eigen::MatrixXd centre_of_mass;   ///< 3 x N [m]
  std::vector<TrunkDemand> trunk;   ///< N

  /// What the columns span [s].
  double duration() const { return (one_step ? 1.0 : 2.0) * step_duration; }
};

/// Both steps of a stride of which one was solved: the second is the mirrored first.
StrideSolution whole_stride(const Runner& runner, const StrideSolution& step);

}  // namespace psoas
