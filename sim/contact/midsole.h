// What does a piece of midsole answer to being pressed and let go? A foam's curve and its hysteresis.
#pragma once

#include <cmath>

#include "models/shoe.h"

namespace psoas {

/// Constants of one zone, or of one point's share of it.
///   elastic:     F_e = K x (1 + w y / (1 - y)),  y = x/b: skeleton and densification, after the gas law of closed
///                cells p₀ε/(1 - ε - R) [Verdejo 2004]; w = 1 is that law alone
///   hysteresis:  F = F_e (1 + h s(ẋ)),  s = ẋ/√(ẋ² + v₀²): a cycle faster than v₀ gives back the share
///                (1 - h)/(1 + h) whatever the curve and the speed. Foams and heel pads lose nearly the same share at
///                all speeds [Fuss 2025; Bennett 1990]; Kelvin-Voigt and Hunt-Crossley dampers do not.
struct Midsole {
  double stiffness = 0.0;   ///< K: slope of the elastic curve where it begins [N/m]
  double depth = 0.0;       ///< b: compression at which the foam is flat [m]
  double stiffening = 0.0;  ///< w [-], above 0, at most 1
  double loss = 0.0;        ///< h [-]
};

/// Speed of compression at which hysteresis is felt with 71 % of its strength. Real foams relax too, so that a slow
/// press loses less; half of a running step's slowest compressions (0.1 m/s). Smaller values make forces jump between
/// nodes of the stride where the sole turns from being pressed to being let go [m/s].
inline constexpr double turning_speed = 0.05;

/// Speed of the drop in which a stated energy return is exact: 8.5 kg from 50 mm, the usual test of heels. A slower one
/// gets back a little more: 1 to 2 % of the energy at 0.3 m/s [m/s].
inline constexpr double stated_at = 1.0;

/// h of a material that gives back this share of the energy of a mass that lands on it at stated_at.
double loss_of(double energy_return);

/// s(v): a sign that turns smoothly, -1 to 1.
template <class T>
T smooth_sign(const T& v) {
  using std::sqrt;
  return v / sqrt(v * v + T(turning_speed * turning_speed));
}

/// F_e at compression 0 <= x < b [N].
inline double elastic_force(const Midsole& m, double x) {
  const double y = x / m.depth;
  return m.stiffness * x * (1.0 + m.stiffening * y / (1.0 - y));
}
/// F at compression x and its rate [N].
inline double midsole_force(const Midsole& m, double x, double x_dot) {
  return elastic_force(m, x) * (1.0 + m.loss * smooth_sign(x_dot));
}
/// Compression at which the elastic force is F [m].
double compression_under(const Midsole& m, double force);

/// A zone of this shoe, worn as it is.
Midsole midsole(const ShoeOptions& shoe, Zone zone);

}  // namespace psoas
