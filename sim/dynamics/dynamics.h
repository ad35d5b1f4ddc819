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
#include "sim/core/vec3.h"

namespace psoas {

/// Coriolis operator of a set of particles: B s = (tr(D) s - Dᵀ s ; s × p) acts on the angular part s of a motion only.
template <class T>
struct Coriolis {
  Mat3<T> D;  ///< Σ m r ṙᵀ
  Vec3<T> p;  ///< momentum Σ m ṙ
  Coriolis& operator+=(const Coriolis& o) { return D += o.D, p += o.p, *this; }
};

/// Scratch and results of one state (or eight). One per thread, sized once by its constructor.
template <class T>
struct DynamicsData {
  explicit DynamicsData(const Runner& runner);

  std::vector<T> q, qd, qdd;  ///< inputs, nq
  std::vector<T> tau;         ///< nq: M qdd + h (contact not included)

  std::vector<Mat3<T>> R;              ///< R_WL: link axes in the world
  std::vector<Vec3<T>> origin;         ///< p_WL [m]
  std::vector<Spatial<T>> S, v, a, f;  ///< per link; f without contact. After inverse_dynamics f is the subtree's f_C
  std::vector<Spatial<T>> psi_d, psi_dd;
  std::vector<Inertia<T>> inertia;  ///< about O, world axes; the subtree's I_C after inverse_dynamics_derivatives
  std::vector<Coriolis<T>> coriolis;

  /// nq x nq, row-major: d tau_i / d q_j at [i * nq + j], and so on. dtau_dqdd is the mass matrix M.
  std::vector<T> dtau_dq, dtau_dqd, dtau_dqdd;
};

/// Positions, velocities, accelerations and forces of all links, then tau = M qdd + h by recursion from the leaves.
template <class T>
void inverse_dynamics(const Runner& runner, DynamicsData<T>& data);

/// tau and its derivatives by q, qd, qdd. Gravity included, contact not (see contact/foot.h).
template <class T>
void inverse_dynamics_derivatives(const Runner& runner, DynamicsData<T>& data);

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
