// Which joint moments does a motion need, and how do they change with the motion?
// Recursive Newton-Euler in world axes [Featherstone 2008, ch. 5] and its analytic derivatives [Singh 2022], generic
// over the scalar: double for one state, Lanes for eight collocation nodes at once.
//
// Letters: S_i motion axis of coordinate i, v a spatial velocity and acceleration (a carries -g), f force of a link,
// I_C B_C f_C composite (subtree) inertia, Coriolis operator and force, ψ̇ = v_parent × S, ψ̈ = a_parent × S + v_parent ×
// ψ̇.
#pragma once

#include <vector>

#include "models/runner.h"
#include "sim/core/lane_functions.h"
#include "sim/core/vec3.h"

namespace psoas {

/// Coriolis operator of a set of particles: B s = (tr(D) s - Dᵀ s ; s × p) acts on the angular part s of a motion only.
template <class T>
struct Coriolis {
  Mat3<T> D;  ///< Σ m r ṙᵀ
  Vec3<T> p;  ///< momentum Σ m ṙ
  Coriolis& operator+=(const Coriolis& o) { return D += o.D, p += o.p, *this; }
};

struct BaseParameters;

/// How a link moves, in its own axes: ω, ω̇, the acceleration of its origin less that of gravity, and how that grows
/// with the place, A = [ω̇]× + [ω]×[ω]× [rad/s, rad/s², m/s², 1/s²].
template <class T>
struct Motion {
  Vec3<T> omega, omega_d, a;
  Mat3<T> A;  ///< of the last link that needs it
};
/// What it takes, in its own axes about its own origin [N·m, N].
template <class T>
struct Load {
  Vec3<T> moment, force;
};

/// Scratch and results of one state (or eight). One per thread, sized once by its constructor; it serves every runner
/// with the same joints, whatever the lengths and masses.
template <class T>
struct DynamicsData {
  explicit DynamicsData(const Runner& runner);

  std::vector<T> q, qd, qdd;  ///< inputs, nq
  std::vector<T> tau;         ///< nq: M qdd + h (contact not included)

  // Of each link, in world axes.
  std::vector<Mat3<T>> R;        ///< R_WL: link axes in the world
  std::vector<Vec3<T>> origin;   ///< p_WL [m]
  std::vector<Spatial<T>> S, v;  ///< axis of its coordinate, velocity
  std::vector<Spatial<T>> a;     ///< acceleration less that of gravity; not after joint_torques
  std::vector<Spatial<T>>
      f;  ///< what the subtree takes, f_C, contact not included; of links with mass; not after joint_torques

  /// nq x nq, row-major: d tau_i / d q_j at [i * nq + j], and so on. dtau_dqdd is the mass matrix M.
  std::vector<T> dtau_dq, dtau_dqd, dtau_dqdd;

  // Scratch.
  std::vector<char> upright;      ///< only slides lead to the link: its axes stay those of the world
  std::vector<char> branches;     ///< the link has a child that does not follow it
  std::vector<SinCos<T>> turn;    ///< of q
  std::vector<Motion<T>> motion;  ///< of links that branch
  std::vector<Load<T>> load;      ///< of links that branch or have base masses
  std::vector<Spatial<T>> two_psi_d, psi_dd;
  std::vector<Inertia<T>> inertia;    ///< about O, world axes; after inverse_dynamics_derivatives of the subtree, I_C
  std::vector<Coriolis<T>> coriolis;  ///< after inverse_dynamics_derivatives of the subtree, B_C
};

/// Positions and velocities of all links: R, origin, S, v and turn.
template <class T>
void forward_kinematics(const Runner& runner, DynamicsData<T>& data);

/// Positions, velocities, accelerations and forces of all links, then tau = M qdd + h by recursion from the leaves.
template <class T>
void inverse_dynamics(const Runner& runner, DynamicsData<T>& data);

/// tau alone, each link in its own axes, in a third of the time: nothing of the world's axes is touched.
/// @param data  turn as forward_kinematics or set_turns leave it
template <class T>
void joint_torques(const BaseParameters& base, DynamicsData<T>& data);

/// tau and its derivatives by q, qd, qdd. Gravity included, contact not (see contact/foot.h).
template <class T>
void inverse_dynamics_derivatives(const Runner& runner, DynamicsData<T>& data);

/// tau and its derivative by qdd alone, the mass matrix.
template <class T>
void torques_and_masses(const Runner& runner, DynamicsData<T>& data);

/// World position [m] of a point fixed to a link.
template <class T>
Vec3<T> world_point(const DynamicsData<T>& data, int link, const Eigen::Vector3d& p_L) {
  const auto l = static_cast<std::size_t>(link);
  return data.origin[l] + data.R[l] * Vec3<T>::from(p_L);
}

/// Centre of mass of the whole runner, and kinetic and potential energy [m, J, J]; valid after inverse_dynamics.
struct Mechanics {
  Eigen::Vector3d centre_of_mass;
  Eigen::Vector3d momentum;  ///< [kg m/s]
  double kinetic_energy = 0.0, potential_energy = 0.0;
};
Mechanics mechanics(const Runner& runner, const DynamicsData<double>& data);

}  // namespace psoas
