// Where are the spine's levels and the muscles in this posture, and what does each muscle pull on?
#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <array>

#include "models/spine.h"

namespace psoas {

inline constexpr int body_count = 13;        ///< of enum Body
inline constexpr int level_axis_count = 18;  ///< (z extension, x bending, y rotation) of each level, L5-S1 first
inline constexpr int balance_count = 28;     ///< level axes; hip z x y right, left; knee right, left; ankle right, left

/// The pelvis, the six-level spine and the legs in the pelvis frame P.
struct SpinePose {
  std::array<Eigen::Isometry3d, body_count> X_PB;
  std::array<Eigen::Vector3d, level_count> joint;  ///< level centres [m]
  std::array<Eigen::Matrix3d, level_count> axes;   ///< columns: the level's z, x, y axes (extension, bending, rotation)
  std::array<Eigen::Matrix3d, level_count> disc;   ///< columns: forward, cranial normal, right of the disc's plane
  Eigen::Matrix<double, 3, level_count> angle;     ///< extension, bending, rotation of each level [rad]
  struct Leg {
    Eigen::Vector3d hip, knee, ankle;  ///< joint centres [m]
    Eigen::Matrix3d hip_axes;          ///< columns: z, x, y axes of the hip's links, as they stand
    Eigen::Vector3d knee_axis, ankle_axis;
    double knee_angle = 0.0;  ///< about knee_axis [rad]
  };
  std::array<Leg, 2> leg;  ///< right, left
};

/// Every muscle in one posture. Sized once, reused for all frames.
struct MuscleGeometry {
  Eigen::VectorXd length;      ///< nm [m]
  Eigen::MatrixXd moment_arm;  ///< balance_count x nm: -dl/dq of each balance row [m]
  Eigen::MatrixXd level_pull;  ///< 18 x nm: force of 1 N of muscle on all above each level, in P (x y z per level) [-]
};

/// Posture from the stride's coordinates q (nq): lumbar angles shared out by each level's fraction, besides the spine's
/// own arch; legs as in the runner's tree.
void spine_pose(const Runner& runner, const Spine& spine, const Eigen::Ref<const Eigen::VectorXd>& q, SpinePose& pose);

/// Lengths, moment arms and pulls. Moment arms are exact derivatives of length [An 1984]. Never allocates after the
/// first call.
void muscle_geometry(const Runner& runner, const Spine& spine, const SpinePose& pose, MuscleGeometry& geometry);

/// Passive moment of discs and ligaments about each level axis, opposing its angle: 18 rows [N·m].
Eigen::Matrix<double, level_axis_count, 1> passive_moment(const Spine& spine, const SpinePose& pose);

/// How fast that resistance grows with the angle: minus its slope, 18 rows [N·m/rad].
Eigen::Matrix<double, level_axis_count, 1> passive_stiffness(const Spine& spine, const SpinePose& pose);

}  // namespace psoas
