// Where does a body go when its joint moments are given? Forward dynamics with a foot on the ground, stepped by a
// linearly implicit method that stays calm however stiff pad, ground, flesh and joints are, and however sharply the
// pad's hysteresis turns. Generic over the scalar: double for one body, Lanes for eight at once.
#pragma once

#include <array>
#include <vector>

#include "sim/contact/foot.h"
#include "sim/dynamics/dynamics.h"

namespace psoas {

/// What muscles and soft tissue do at one instant, nq each: moment τ - K (q - q_path) - B (q̇ - q̇_path).
/// Rows of the pelvis are zero: no hand holds it.
template <class T>
struct Drive {
  explicit Drive(std::size_t nq);
  std::vector<T> tau, q, qd, stiffness, damping;
};

/// State and scratch of one body (or eight). Index 0 of place and rate is the ground element's deflection, downward
/// positive [m]; coordinate i of the runner stands at 1 + i.
template <class T>
struct ForwardData {
  ForwardData(const Runner& runner, const Ground& ground);

  std::vector<T> place, rate;  ///< state, nq + 1

  std::array<double, 3> lift{};  ///< what the slope of the ground adds to g along y: g (up - y) [m/s²]

  DynamicsData<T> dynamics;  ///< of the state that observe() or step() looked at last
  FootForce<T> contact;      ///< after observe()

  // Scratch.
  std::vector<std::vector<int>> ancestors;  ///< of each row, nearest first: the ground element is everyone's
  std::vector<int> chain;                   ///< rows that move the foot against the ground
  std::vector<Spatial<T>> axis;             ///< of the chain's rows
  std::array<std::size_t, 2> reach;         ///< how many of them move the foot, and the toes
  /// Of foot and toes: the contact's wrench about O, and its slopes by a displacement and a velocity twist, symmetric.
  std::array<Spatial<T>, 2> wrench;
  std::array<std::array<std::array<T, 6>, 6>, 2> by_place, by_rate;
  /// M - h D - h² K, then its factors: of each row the diagonal, then the columns of its ancestors, nearest first.
  std::vector<T> matrix;
  std::vector<std::size_t> begin;  ///< of each row in it
  T* row(std::size_t k) { return matrix.data() + begin[k]; }
  const T* row(std::size_t k) const { return matrix.data() + begin[k]; }
  std::vector<T> free;  ///< forces without springs and dampers of the joints
  std::vector<T> right, gain, whole_place, whole_rate;
};

/// Links and contact force at the present state: data.dynamics and data.contact.
template <class T>
void observe(const Runner& runner, const Ground& ground, ForwardData<T>& data);

/// One step of length h [s]: the linearly implicit Euler method once with h and twice with h/2, extrapolated to second
/// order [Deuflhard 1987]. Dry friction and the pad's hysteresis enter its matrix by their secants, not their tangents:
/// then no step can throw a point back faster than it came, where a tangent method chatters.
/// @param middle, next  what acts in the middle and at the end of the step
template <class T>
void step(const Runner& runner, const Ground& ground, const Drive<T>& middle, const Drive<T>& next, double h,
          ForwardData<T>& data);

/// The least mass that moves with the ground: keeps its equation of motion regular [kg]. Numerical; at 100 m/s² it asks
/// for 1 N.
inline constexpr double least_ground_mass = 0.01;
/// Below this speed a point of the sole counts as standing, and its damping is taken at this speed [m/s]. Numerical.
inline constexpr double creeping = 1e-3;

}  // namespace psoas
