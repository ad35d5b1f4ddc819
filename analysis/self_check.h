// Does this build on this machine compute what it should? One scenario with a known answer.
#pragma once

#include "models/models.h"

namespace psoas {

/// The default scenario's largest compression of L5/S1 and mean of the cycle, by this version of the model. A change of
/// the model changes them: `psoas doctor` prints the new ones, tests/analysis/doctor_test.cpp holds that they are true.
inline constexpr double known_peak_compression = 3091.0989933;  ///< [N]
inline constexpr double known_step_frequency = 2.8417203544;    ///< [1/s]

/// Builds with other instructions round otherwise. Between AVX-512 and plain x86-64 (SSE2) the summaries of the 144
/// scenarios of the demo differed by at most 2e-10 of their value; the rest is left for other compilers.
inline constexpr double self_check_tolerance = 1e-6;  ///< of the value [-]

struct SelfCheck {
  bool converged = false;
  double peak_compression = 0.0;  ///< of L5/S1 [N]
  double step_frequency = 0.0;    ///< [1/s]
  double time = 0.0;              ///< of the baseline and the scenario on one thread [s]
  bool right() const;
};

/// Solves the default scenario.
SelfCheck self_check(const Models& models);

}  // namespace psoas
