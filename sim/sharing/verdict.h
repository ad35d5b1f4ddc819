// Is a stride well shared? What the muscles leave undone, as a status and in words.
#pragma once

#include <Eigen/Core>
#include <array>
#include <string_view>

#include "sim/sharing/frame.h"
#include "sim/sharing/share.h"

namespace psoas {

/// Coordinates of the runner in the order of the balance rows below the levels.
inline constexpr std::array<std::string_view, leg_row_count> leg_row_names = {
    "hip_flexion_r",  "hip_adduction_r", "hip_rotation_r", "hip_flexion_l",        "hip_adduction_l",
    "hip_rotation_l", "knee_flexion_r",  "knee_flexion_l", "ankle_dorsiflexion_r", "ankle_dorsiflexion_l"};

/// Says what stays unbalanced: over the limit it is the outcome, over the warning it is told beside it.
/// @param stability    demanded stiffness, 0 for none [N·m/rad]
/// @param spine_slack  of the rows that had to be balanced: 18 levels, or 3 of the lumbar joint
void judge(const Eigen::MatrixXd& spine_slack, double stability, SharedLoad& load);

}  // namespace psoas
