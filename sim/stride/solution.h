// What does a solved stride hold? One step at the knots; the other step is its mirror image.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

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
  double step_duration = 0.0;         ///< T [s]
  double cost = 0.0;                  ///< value of the objective at the end
  bool one_step = true;             ///< the columns are one step, whose mirror image is the other; else a whole stride
  Eigen::MatrixXd control;          ///< (nq + 1) x N control points; the last row is the surface variable s
  Eigen::MatrixXd q, qd, qdd, tau;  ///< nq x N at the knots, right foot on the ground; tau: of toes and tense
                                    ///< shoulders without what they give by themselves
  Eigen::MatrixXd force;            ///< 3 x N ground force on the right foot, world frame [N]
  Eigen::VectorXd deflection;       ///< N: of the ground under the foot, downward [m]
  Eigen::MatrixXd pressure_centre;  ///< 3 x N world point where the force acts [m]; NaN in flight
  Eigen::MatrixXd centre_of_mass;   ///< 3 x N [m]
  std::vector<TrunkDemand> trunk;   ///< N
};

}  // namespace psoas
