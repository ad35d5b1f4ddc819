// Under which assumptions about muscles and flesh is a landing simulated, and for how long?
#pragma once

#include <array>
#include <string_view>

namespace psoas {

/// One way to see joints and flesh: factors of the scenario's own.
struct LandingAssumption {
  std::string_view name, meaning;
  bool slow_moments;          ///< joints are driven by the stride's moments below slow_moment_cutoff
  double impedance;           ///< of joints [-]
  double frequency, damping;  ///< of wobbling masses [-]
};
inline constexpr std::array<LandingAssumption, 8> landing_assumptions = {{
    {"as_set", "the scenario itself", false, 1.0, 1.0, 1.0},
    {"slow_moments", "the stride's joint moments below 20 Hz only: muscles do not jump at touch-down as they do", true,
     1.0, 1.0, 1.0},
    {"limp_joints", "joints do not resist leaving the predicted path", false, 0.0, 1.0, 1.0},
    {"stiff_joints", "joints three times as stiff", false, 3.0, 1.0, 1.0},
    {"rigid_segments", "flesh fixed to the bones: a hundred times the frequency", false, 1.0, 100.0, 1.0},
    {"loose_flesh", "wobbling masses at 0.7 of their frequency", false, 1.0, 0.7, 1.0},
    {"tight_flesh", "wobbling masses at 1.4 times their frequency", false, 1.0, 1.4, 1.0},
    {"ringing_flesh", "wobbling masses with half their damping", false, 1.0, 1.0, 0.5},
}};

/// The cut-off below which the sharing, too, asks muscles to make the moments (sharing.filter_Hz) [Hz].
inline constexpr double slow_moment_cutoff = 20.0;
inline constexpr double landing_step = 1e-3;      ///< of the simulation [s]
inline constexpr double landing_lead = 0.015;     ///< begins before touch-down on the predicted path [s]
inline constexpr int landing_first = -10;         ///< first instant kept, from touch-down [ms]
inline constexpr int landing_points = 111;        ///< instants kept, 1 ms apart
inline constexpr double landing_duration = 0.12;  ///< simulated [s]

}  // namespace psoas
