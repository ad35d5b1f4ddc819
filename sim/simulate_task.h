// The path of a static task: a posture in place of the stride, then the same sharing and the same discs.
#pragma once

#include "sim/sharing/share.h"
#include "sim/simulate.h"

namespace psoas {

/// One static task, from posture to loads. In the cycle every column is the posture; peak and mean are the load itself,
/// what needs a stride or time is NaN. Nothing is filtered.
Outcome simulate_task(const Runner& runner, const Spine& spine, const Scenario& scenario, SharingWorkspace& work);

}  // namespace psoas
