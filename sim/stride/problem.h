// What is a stride asked to do? The optimal control problem of one step that mirrors itself, or of a whole stride: what
// it should stay near, and what that is worth.
//
//   minimise  Σ over nodes of squared, scaled distances (motion, joint moments, accelerations, ground force, its rate,
//   step time) such that no hand of God holds the pelvis: the six root forces vanish, and the ground element obeys
//   Newton
#pragma once

#include <Eigen/Core>
#include <vector>

#include "models/runner.h"
#include "sim/contact/foot.h"
#include "sim/dynamics/base_parameters.h"
#include "sim/stride/given.h"
#include "sim/stride/transcription.h"

namespace psoas {

/// A lumbar moment that the muscles cannot make: direction · moment may hardly exceed `most`.
struct MomentCeiling {
  Eigen::Vector3d direction;  ///< unit vector in (extension, bending, rotation), as the lumbar coordinates [-]
  double most = 0.0;          ///< [N·m]
};

/// Constant during a solve. Columns are nodes; one node is a knot of the spline, h = T/N apart; node 0 is in
/// mid-flight before the right foot's contact. Each scale multiplies a difference before it is squared; 0 switches a
/// term off.
struct StrideProblem {
  const Runner* runner = nullptr;
  BaseParameters base;         ///< of runner
  std::vector<Ground> ground;  ///< under the right foot alone, of one step; under right and left, of a whole stride
  int nodes = 0;               ///< N
  double speed = 0.0;          ///< V, along the ground [m/s]
  Eigen::Vector3d lift = Eigen::Vector3d::Zero();  ///< what the ground's slope adds to g along y: g (up - y) [m/s²]

  int feet() const { return static_cast<int>(ground.size()); }
  int rows() const { return runner->nq() + feet(); }  ///< of a control point
  int constraints() const { return 6 + feet(); }      ///< of a node
  Period period() const { return feet() == 1 ? Period::step : Period::stride; }

  Eigen::MatrixXd q_target;    ///< nq x N
  Eigen::VectorXd q_scale;     ///< nq
  Eigen::MatrixXd tau_target;  ///< nq x N; for the three lumbar coordinates in the units of tau_scale times effort
  Eigen::VectorXd tau_scale;   ///< nq; the three lumbar ones multiply the rows of lumbar_effort
  std::vector<Eigen::Matrix3d> lumbar_effort;  ///< N, lower triangular: effort rows = lumbar_effort · (lumbar moments)
                                               ///< [-]; tau_target already so mapped
  /// nq x N: joints of coordinates 9 ... that answer as springs, K of τ = τ_target - K (q - q_target) [N·m/rad]; empty:
  /// none does. Where K > 0 the law is dear (rows.h) and the joint's place is free
  Eigen::MatrixXd spring;
  Eigen::MatrixXd place_worth;  ///< nq x N: times q_scale, where a posture is asked for; empty: 1 [-]
  Eigen::MatrixXd dearness;     ///< nq x N: times tau_scale, where a joint's muscles are weak or strong; empty: 1 [-]
  std::vector<std::vector<MomentCeiling>> ceiling;  ///< N lists, of the lumbar moments less what is given; empty: none
  GivenChange given;             ///< what joints give by themselves beyond the baseline's; empty: nothing
  double given_share = 1.0;      ///< how much of it, on the way from the baseline [-]
  Eigen::MatrixXd qdd_target;    ///< nq x N
  Eigen::VectorXd qdd_scale;     ///< nq
  Eigen::MatrixXd force_target;  ///< 3 for each foot x N [N]
  Eigen::Vector3d force_scale;
  Eigen::MatrixXd rate_target;  ///< 3 for each foot x N: F_{k+1} - F_k over h [N/s]
  Eigen::Vector3d rate_scale;
  double duration_target = 0.0;  ///< T [s]
  double duration_scale = 0.0;
  double range_scale = 0.0;    ///< of leaving a coordinate's range
  double ceiling_scale = 0.0;  ///< of a lumbar moment above a ceiling

  // Scales of the constraints: body weight, and a quarter metre of it.
  double force_unit = 1.0, moment_unit = 1.0;
};

}  // namespace psoas
