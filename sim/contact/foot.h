// What does the ground do to a foot, and how does that change when the foot moves?
#pragma once

#include <array>
#include <vector>

#include "models/runner.h"
#include "sim/contact/pad.h"
#include "sim/dynamics/dynamics.h"

namespace psoas {

/// Where one foot lands: how the ground there differs from the plane y = 0.
struct Footing {
  double height = 0.0;                              ///< of the ground at `place` [m]
  double rise_forward = 0.0, rise_right = 0.0;      ///< angles by which it rises [rad]
  Eigen::Vector2d place = Eigen::Vector2d::Zero();  ///< x, z about which it is tilted, where the foot stands [m]
};

/// One foot on the ground: pads under foot and toes, and the ground element below them all.
struct Ground {
  std::vector<Pad> pads;                                     ///< one for each point of Runner::sole
  std::vector<Eigen::Vector3d> positions;                    ///< in the frame of the body that carries it [m]
  std::vector<std::size_t> body;                             ///< of each point: 0 foot, 1 toes
  std::array<int, 2> link{-1, -1};                           ///< foot, toes
  std::vector<int> chain;                                    ///< links from the root to the toes
  double stiffness = 0.0, damping = 0.0, moving_mass = 0.0;  ///< of the ground element [N/m, N·s/m, kg]

  // Its plane: the ground element gives way along the normal.
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();  ///< columns: forward along the ground, normal, right
  double level = 0.0;                                  ///< of the plane along its normal, from the origin [m]
};

enum class Side { right, left };
Ground build_ground(const Runner& runner, const ShoeOptions& shoe, const SurfaceOptions& surface,
                    Side side = Side::right);
/// Puts the ground where the foot lands.
void set_footing(const Footing& footing, Ground& ground);

/// The ground's own axes as vectors.
template <class T>
struct GroundAxes {
  Vec3<T> forward, normal, right;
  explicit GroundAxes(const Ground& ground)
      : forward(Vec3<T>::from(ground.axes.col(0))),
        normal(Vec3<T>::from(ground.axes.col(1))),
        right(Vec3<T>::from(ground.axes.col(2))) {}
  /// From the ground's axes to the world's.
  Vec3<T> world(const Vec3<T>& u) const { return u.x * forward + u.y * normal + u.z * right; }
};

/// Force on one body, foot or toes, as a wrench about the world origin, and its derivatives.
/// A twist is (θ; δ): turn θ about the origin and shift δ. Rows and columns: angular x y z, linear x y z.
template <class T>
struct BodyForce {
  Spatial<T> wrench;                          ///< moment about O [N·m]; force [N]
  std::array<Spatial<T>, 6> by_displacement;  ///< when the foot is displaced by a unit twist, its velocity twist held
  std::array<Spatial<T>, 6> by_velocity;      ///< when its velocity twist changes by a unit
  Spatial<T> by_deflection, by_deflection_rate;  ///< of the ground element [per m, per m/s]
};

/// What the ground does to a foot: both bodies stand on the one ground element.
template <class T>
struct FootForce {
  std::array<BodyForce<T>, 2> on;                ///< foot, toes
  Spatial<T> wrench;                             ///< on both together
  T normal;                                      ///< force along the ground's normal [N]
  T moment_of_pressure_x, moment_of_pressure_z;  ///< Σ F_n x, Σ F_n z: centre of pressure times vertical force [N·m]
};

/// @param deflection, rate  how far the ground's plane is from the world origin, against its normal: deflection of the
/// ground element less the plane's own level [m, m/s]
template <class T>
void foot_force(const Ground& ground, const DynamicsData<T>& data, const T& deflection, const T& rate,
                FootForce<T>& out);

/// The same with derivatives.
template <class T>
void foot_force_derivatives(const Ground& ground, const DynamicsData<T>& data, const T& deflection, const T& rate,
                            FootForce<T>& out);

}  // namespace psoas
