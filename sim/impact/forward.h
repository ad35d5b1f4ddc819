// Where does a body go when its joint moments are given? Forward dynamics with a foot on the ground, stepped by a
// linearly implicit method that stays stable however stiff pad, ground, flesh and joints are. Generic over the scalar:
// double for one body, Lanes for eight at once.
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

  // Of the state at the beginning of the last step.
  DynamicsData<T> dynamics;  ///< after step() of its second stage; after observe() of the state
  FootForce<T> contact;

  // Scratch.
  std::vector<std::vector<int>> ancestors;  ///< of each row, nearest first: the ground element is everyone's
  std::vector<int> chain;                   ///< rows that move the foot against the ground
  std::vector<Spatial<T>> axis;             ///< of the chain's rows
  std::array<std::size_t, 2> reach;         ///< how many of them move the foot, and the toes
  /// Of foot and toes: symmetric parts of the contact's derivatives.
  std::array<std::array<std::array<T, 6>, 6>, 2> by_place, by_rate;
  std::vector<T> matrix;  ///< M - γh D - γ²h² K, then its factors
  std::vector<T> k1, k2, k1_place, k2_place, right, shift;
};

/// Links and contact force at the present state: data.dynamics and data.contact.
template <class T>
void observe(const Runner& runner, const Ground& ground, ForwardData<T>& data);

/// One step of length h [s] by ROS2 [Verwer 1999] with γ = 1 - 1/√2: second order whatever matrix stands for the
/// Jacobian, L-stable where it is exact. Here it holds the stiff parts, symmetric: pad, ground, joints and flesh.
/// @param now, next  what acts at the beginning and at the end of the step
template <class T>
void step(const Runner& runner, const Ground& ground, const Drive<T>& now, const Drive<T>& next, double h,
          ForwardData<T>& data);

/// The least mass that moves with the ground: keeps its equation of motion regular [kg]. Numerical; at 100 m/s² it asks
/// for 1 N.
inline constexpr double least_ground_mass = 0.01;

}  // namespace psoas
