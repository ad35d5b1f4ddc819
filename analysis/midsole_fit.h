// Which foam answers as the test did? Least squares of the midsole's law, with how sure each number is.
#pragma once

#include <string>

#include "analysis/press_test.h"
#include "sim/contact/midsole.h"

namespace psoas {

/// A number and half the width of its 95 % interval.
struct Estimate {
  double value = 0.0, half_width = 0.0;
};

/// The law F = K x (1 + w y/(1 - y)) (1 ± h) that fits best. Intervals come from the Jacobian at the optimum and the
/// residuals; because neighbouring residuals are alike where the law's shape is not quite the foam's, the samples count
/// as n (1 - ρ)/(1 + ρ), ρ their correlation with the next.
struct MidsoleFit {
  Midsole law;
  Estimate stiffness;      ///< K [N/m]
  Estimate depth;          ///< b [m]
  Estimate stiffening;     ///< w [-]
  Estimate energy_return;  ///< (1 - h)/(1 + h) [-]
  Estimate secant;  ///< elastic force over compression at the test's peak force, averaged press and release [N/m]
  bool depth_held = false;           ///< the test did not press far enough to tell b: it is the one given
  bool stiffening_held = false;      ///< and w neither
  double measured_return = 0.0;      ///< by the areas under the measured curves [-]
  double peak = 0.0, deepest = 0.0;  ///< of the test [N, m]
  double rms = 0.0;                  ///< of the residuals over the peak force [-]
  double largest = 0.0;              ///< residual over the peak force [-]
  double within = 0.0;               ///< share of the samples within 3 % of the peak force [-]
  double r2 = 0.0;
  std::string warning;  ///< "" or what to know
};

/// Residuals count from 2 % before the deepest compression: there the press turns, and the force with it.
inline constexpr double turn_left_out = 0.02;

/// @param depth  b to hold when the test cannot tell it [m]
MidsoleFit fit_midsole(const PressTest& test, double depth);

}  // namespace psoas
