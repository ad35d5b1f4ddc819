// What does the ground do to a foot, and how does that change when the foot moves?
#pragma once

#include <array>
#include <vector>

#include "models/runner.h"
#include "sim/contact/pad.h"
#include "sim/dynamics/dynamics.h"

namespace psoas {

/// The right foot on the ground: pads under foot and toes, and the ground element below them all.
struct Ground {
  std::vector<Pad> pads;                                     ///< one for each point of Runner::sole
  std::vector<Eigen::Vector3d> positions;                    ///< in the frame of the body that carries it [m]
  std::vector<std::size_t> body;                             ///< of each point: 0 foot, 1 toes
  std::array<int, 2> link{-1, -1};                           ///< foot, toes
  std::vector<int> chain;                                    ///< links from the root to the toes
  double stiffness = 0.0, damping = 0.0, moving_mass = 0.0;  ///< of the ground element [N/m, N·s/m, kg]
};

Ground build_ground(const Runner& runner, const ShoeOptions& shoe, const SurfaceOptions& surface);

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
  T moment_of_pressure_x, moment_of_pressure_z;  ///< Σ F_n x, Σ F_n z: centre of pressure times vertical force [N·m]
};

/// @param deflection, rate  of the ground element, downward positive [m, m/s]
template <class T>
void foot_force(const Ground& ground, const DynamicsData<T>& data, const T& deflection, const T& rate,
                FootForce<T>& out);

/// The same with derivatives.
template <class T>
void foot_force_derivatives(const Ground& ground, const DynamicsData<T>& data, const T& deflection, const T& rate,
                            FootForce<T>& out);

}  // namespace psoas
