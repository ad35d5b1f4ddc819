// What does a scenario ask of the movement? Changes of the runner's own stride: the whole body then answers them.
#pragma once

#include "models/options.h"
#include "models/runner.h"
#include "sim/stride/solution.h"

namespace psoas {

/// What is asked, beside the runner's own; the default asks for nothing. Angles are over the whole stride unless a time
/// is named.
struct Movement {
  double lean = 0.0;  ///< added forward lean of the thorax [rad]
  LeanOrigin lean_from = LeanOrigin::waist;
  double pelvic_tilt = 0.0;  ///< forward, under a thorax and thighs that keep their attitude [rad]
  double pelvic_drop = 0.0;  ///< of the swing side at mid-stance, thorax and thighs keeping their attitude [rad]
  double arm_swing = 1.0;    ///< about the arms' mean, over the own [-]
  double overstride = 0.0;   ///< of the foot at touch-down, ahead, over the own [m]
  double pronation = 0.0;    ///< eversion of the standing foot [rad]
};

/// The movement that these options ask of a runner whose own stride this is.
Movement movement_of(const PostureOptions& posture, const GaitOptions& gait, const StrideSolution& own);

/// The stride that a scenario's solver stays near: the own one (one step) with q changed as asked, qdd by the changes'
/// second derivatives, and the moments of arms that swing wider by as much; all other moments are the own, so that the
/// runner pays for what the movement makes of them. Nothing asked: no bit changes.
/// @param fraction  of what is asked, on the way from the own stride
StrideSolution asked_stride(const Runner& runner, const StrideSolution& own, const Movement& movement, double fraction);

/// Shoulders resist leaving the mean angle of the own stride [N·m/rad].
void tense_shoulders(const StrideSolution& own, double tension, Runner& runner);

/// Mean forward lean of the trunk from neutral standing, from the true vertical, over the stride [rad].
double mean_lean(const StrideSolution& stride);

}  // namespace psoas
