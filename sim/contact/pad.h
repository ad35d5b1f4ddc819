// How does the sole push back? Tissue and midsole in series under each point, each losing energy, and regularised
// friction.
#pragma once

#include <cmath>

#include "models/runner.h"
#include "sim/contact/midsole.h"
#include "sim/core/dual.h"
#include "sim/core/lanes.h"
#include "sim/core/vec3.h"

namespace psoas {

/// Constants of one point of the pad.
struct Pad {
  Midsole midsole;     ///< this point's share of its zone
  double tissue;       ///< A of the tissue's F = A q² (1 + h s) [N/m²]
  double tissue_loss;  ///< its h [-]
  double friction;     ///< μ [-]
};

/// The pad of one point of the sole.
Pad make_pad(const PadPoint& point, const ShoeOptions& shoe, double friction);

/// A pad on the way from one to another: stiffness in the logarithm, the rest linearly.
Pad between(const Pad& from, const Pad& to, double fraction);

/// Length over which contact sets in. The tissue's curve already begins flat: this only rounds its corner [m].
inline constexpr double onset = 0.0005;
/// Sliding speed at which friction reaches 71 % of μ F_n. Smaller values gave spurious minima (PHYSICS.md §3) [m/s].
inline constexpr double slip_speed = 0.4;

/// Force of tissue and midsole in series, and its slopes.
template <class T>
struct SeriesForce {
  T force;     ///< [N]
  T by_depth;  ///< [N/m]
  T by_sign;   ///< by s of smooth_sign() [N]
};

/// Both carry the same force and their compressions add to the depth:
///   (1 + h s) K x (1 + w y/(1 - y)) = (1 + h_t s) A q²,  x = b y,  p = x + q.
/// As a polynomial, G(y) = b y (1 - (1 - w) y) - a (p - b y)² (1 - y) with a = (1 + h_t s) A / ((1 + h s) K), G is
/// concave and rises through its one root in [0, 1]. From the root of the foam without densification, corrected once,
/// four steps of Halley's method leave at most 1e-7 of the force, for nearly every pad and depth 1e-14
/// (tests/contact/pad_test.cpp). Their number is fixed, so that bits do not depend on the neighbours in the lanes.
/// @param p  depth of the point, above 0 [m]
/// @param s  sign of its rate, -1 to 1
template <class T>
SeriesForce<T> series_force(const Pad& pad, const T& p, const T& s) {
  using std::sqrt;
  const Midsole& m = pad.midsole;
  const T one(1.0), b(m.depth), w(m.stiffening), u(1.0 - m.stiffening);
  const T c = one + T(m.loss) * s, c_tissue = one + T(pad.tissue_loss) * s;
  const T a = c_tissue * T(pad.tissue) / (c * T(m.stiffness));

  // Without densification x = p - q, a q² = x; then with the secant stiffness there.
  const T x_linear = p - (sqrt(one + T(4.0) * a * p) - one) / (T(2.0) * a);
  const T a_secant = a / (one + w / b * x_linear);
  const T x_secant = p - (sqrt(one + T(4.0) * a_secant * p) - one) / (T(2.0) * a_secant);
  T y = T(0.999) - positive_part(T(0.999) - x_secant / b);
  for (int step = 0; step < 4; ++step) {
    const T q = p - b * y, open = one - y, aq = a * q;
    const T g = b * y * (one - u * y) - aq * q * open;
    const T g1 = b * (one - T(2.0) * u * y) + aq * (T(2.0) * b * open + q);
    const T g2 = T(-2.0) * b * (u + a * b * open + T(2.0) * aq);
    y -= T(2.0) * g * g1 / (T(2.0) * g1 * g1 - g * g2);
  }

  // Slopes of the series: compliances add.
  const T q = p - b * y, open = one - y;
  const T k_tissue = T(2.0 * pad.tissue) * c_tissue * q;
  const T k_flat = c * T(m.stiffness) * (one - T(2.0) * u * y + u * y * y);  // times (1 - y)² the midsole's slope
  SeriesForce<T> out;
  out.force = T(0.5) * k_tissue * q;
  out.by_depth = k_tissue * k_flat / (k_tissue * open * open + k_flat);
  out.by_sign =
      out.by_depth * (out.force * open * open / k_flat * T(m.loss) / c + T(0.5 * pad.tissue_loss) * q / c_tissue);
  return out;
}

/// Normal force of series_force().
template <class T>
T normal_force(const Pad& pad, const T& p, const T& s) {
  return series_force(pad, p, s).force;
}
template <class T, int N>
Dual<T, N> normal_force(const Pad& pad, const Dual<T, N>& p, const Dual<T, N>& s) {
  const SeriesForce<T> law = series_force(pad, p.value, s.value);
  Dual<T, N> F;
  F.value = law.force;
  for (std::size_t i = 0; i < N; ++i) F.slope[i] = law.by_depth * p.slope[i] + law.by_sign * s.slope[i];
  return F;
}

/// Force of the ground on a point of the sole, world axes [N]: F_n of the series, F_t = -μ F_n v_t / √(v_t² + v_s²).
/// @param p      depth of the point below the (deflected) ground [m], negative in the air
/// @param p_dot  its rate [m/s]; both materials follow its sign, as they do when pressed and let go together
/// @param v_x, v_z  sliding velocity [m/s]
template <class T>
Vec3<T> pad_force(const Pad& pad, const T& p, const T& p_dot, const T& v_x, const T& v_z) {
  using std::sqrt;
  const T F_n = normal_force(pad, softplus(p, onset), smooth_sign(p_dot));
  const T F_t = T(-pad.friction) * F_n / sqrt(v_x * v_x + v_z * v_z + T(slip_speed * slip_speed));
  return {F_t * v_x, F_n, F_t * v_z};
}

}  // namespace psoas
