// Does this build on this machine compute what it should? One scenario with a known answer.
#pragma once

#include "models/models.h"

namespace psoas {

/// The default scenario's largest compression of L5/S1 and mean of the cycle, by this version of the model. A change of
/// the model changes them: `psoas doctor` prints the new ones, tests/analysis/doctor_test.cpp holds that they are true.
inline constexpr double known_peak_compression = 2767.947;  ///< [N]
inline constexpr double known_step_frequency = 2.83741;     ///< [1/s]

/// The instructions of the build that they were made with.
inline constexpr char known_built_for[] = "AVX-512";

/// Builds with other instructions round otherwise, and a stride that is iterated until it is good enough ends elsewhere
/// within that. Measured between builds for AVX-512 and for plain x86-64: see bench/README.md.
inline constexpr double self_check_tolerance = 1e-3;  ///< of the value [-]

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
