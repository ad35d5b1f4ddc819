// How does the sole push back? Tissue and midsole in series under each point, hysteresis, and regularised friction.
#pragma once

#include <cmath>

#include "sim/core/dual.h"
#include "sim/core/lanes.h"
#include "sim/core/vec3.h"

namespace psoas {

/// Constants of one point of the pad.
struct Pad {
  double stiffness;    ///< k of the midsole under this point [N/m]
  double tissue;       ///< A of the tissue's F = A p² [N/m²]
  double dissipation;  ///< χ [s/m]
  double friction;     ///< μ [-]
};

/// Length over which contact sets in: the depth at which a point without load would begin to feel the ground [m].
/// Numerical, kept below the millimetres by which real soles are uneven.
inline constexpr double onset = 0.002;
/// Sliding speed at which friction reaches 71 % of μ F_n. Smaller values gave spurious minima (PHYSICS.md §3) [m/s].
inline constexpr double slip_speed = 0.4;
/// Width over which the damped force is kept from pulling [-].
inline constexpr double no_pull = 0.1;

/// Force of the ground on a point of the sole, world axes [N].
///   midsole and tissue in series: p = F/k + √(F/A)  =>  F_e = (k²/4)(√(1/A + 4p/k) - 1/√A)²
///   hysteresis:                   F_n = F_e · softplus(1 + χ ṗ)                        [Hunt & Crossley 1975, kept
///   from pulling] friction:                     F_t = -μ F_n v_t / √(v_t² + v_s²)
/// @param p      depth of the point below the (deflected) ground [m], negative in the air
/// @param p_dot  its rate [m/s]
/// @param v_x, v_z  sliding velocity [m/s]
template <class T>
Vec3<T> pad_force(const Pad& pad, const T& p, const T& p_dot, const T& v_x, const T& v_z) {
  using std::sqrt;
  const double k = pad.stiffness;
  const T depth = softplus(p, onset);
  const T root = sqrt(T(1.0 / pad.tissue) + T(4.0 / k) * depth) - T(1.0 / std::sqrt(pad.tissue));
  const T F_e = T(0.25 * k * k) * root * root;
  const T F_n = F_e * softplus(T(1.0) + T(pad.dissipation) * p_dot, no_pull);
  const T F_t = T(-pad.friction) * F_n / sqrt(v_x * v_x + v_z * v_z + T(slip_speed * slip_speed));
  return {F_t * v_x, F_n, F_t * v_z};
}

}  // namespace psoas
