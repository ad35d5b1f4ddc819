// How does a solved stride become a gait cycle? Where one step was solved, its mirror image is the other; both are
// resampled from right contact on.
#pragma once

#include "sim/lumbar/loads.h"
#include "sim/simulate.h"
#include "sim/stride/movement.h"

namespace psoas {

/// Vertical force above which a foot is on the ground [N]; the threshold of the reference data [Fukuchi 2017].
inline constexpr double contact_threshold = 20.0;

/// The gait cycle of a solved stride, resampled linearly between the knots.
Cycle gait_cycle(const Runner& runner, const Spine& spine, const StrideSolution& stride, const SharedLoad& load,
                 const LumbarLoads& lumbar);

/// Numbers for ranking, from the knots themselves; loads are those of demands below sharing.filter_Hz, motion and
/// ground force are unfiltered.
Summary summarise(const Runner& runner, const Spine& spine, const StrideSolution& stride, const SharedLoad& load,
                  const LumbarLoads& lumbar);

/// The part of a summary that needs no stride: peaks and means of loads, reserve, activation and stiffness.
void summarise_loads(const Spine& spine, const SharedLoad& load, const LumbarLoads& lumbar, Summary& summary);

/// The same shapes filled with NaN, for scenarios that did not work out.
Cycle empty_cycle(int coordinates, int muscles);
Summary empty_summary();

}  // namespace psoas
