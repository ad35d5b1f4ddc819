// What happens in the first tenth of a second after touch-down? The stride's own state shortly before it, let go
// forwards in time at half a millisecond, with its predicted joint moments, the joints' stiffness about the predicted
// path, and flesh on the bones; at once under eight assumptions about the last two.
#pragma once

#include <Eigen/Core>
#include <array>
#include <string_view>

#include "models/landing.h"
#include "models/runner.h"
#include "sim/contact/foot.h"
#include "sim/impact/options.h"
#include "sim/stride/solution.h"

namespace psoas {

/// One way to see joints and flesh: factors of the scenario's own.
struct LandingAssumption {
  std::string_view name, meaning;
  double impedance, frequency, damping;  ///< of joints; of wobbling masses [-]
};
inline constexpr std::array<LandingAssumption, 8> landing_assumptions = {{
    {"as_set", "the scenario itself", 1.0, 1.0, 1.0},
    {"limp_joints", "joints do not resist leaving the predicted path", 0.0, 1.0, 1.0},
    {"stiff_joints", "joints three times as stiff", 3.0, 1.0, 1.0},
    {"rigid_segments", "flesh fixed to the bones (a hundred times the frequency)", 1.0, 100.0, 1.0},
    {"loose_flesh", "wobbling masses at 0.7 of their frequency", 1.0, 0.7, 1.0},
    {"tight_flesh", "wobbling masses at 1.4 times their frequency", 1.0, 1.4, 1.0},
    {"ringing_flesh", "wobbling masses with half their damping", 1.0, 1.0, 0.5},
    {"damped_flesh", "wobbling masses with twice their damping", 1.0, 1.0, 2.0},
}};

inline constexpr double landing_step = 0.5e-3;    ///< of the simulation [s]
inline constexpr double landing_lead = 0.015;     ///< begins before touch-down on the predicted path [s]
inline constexpr int landing_first = -10;         ///< first instant kept, from touch-down [ms]
inline constexpr int landing_points = 111;        ///< instants kept, 1 ms apart
inline constexpr double landing_duration = 0.12;  ///< simulated [s]

/// What was seen, at every step; columns are steps. Unfiltered.
struct LandingRecord {
  double step = landing_step;        ///< [s]
  double contact = 0.0;              ///< when the vertical force first exceeds touch_down_force, from the first column [s]
  Eigen::MatrixXd force;             ///< 3: ground force on the foot, world axes [N]
  Eigen::RowVectorXd tibia;          ///< acceleration of the shank at its accelerometer, along the shank, up [m/s²]
  Eigen::RowVectorXd pelvis;         ///< vertical acceleration of the pelvis at the lumbar joint, L5-S1 [m/s²]
  Eigen::RowVectorXd foot_velocity;  ///< vertical, of the foot's centre of mass [m/s]
  Eigen::RowVectorXd path_force;     ///< vertical force of the stride itself at the same instants [N]
};

/// Every assumption's record, as_set first.
struct LandingRun {
  bool landed = false;  ///< false: the stride's foot is on the ground from the start, or never
  std::array<LandingRecord, landing_assumptions.size()> records;
};

/// @param bones  the runner that made the stride
/// @param ground  under the foot: the stride's own, or another to see what contact alone changes
LandingRun simulate_landing(const Runner& bones, const StrideSolution& stride, const Ground& ground,
                            const LandingTables& tables, const ImpactOptions& options, double step = landing_step);

}  // namespace psoas
