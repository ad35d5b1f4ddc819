// What of a landing goes into an outcome?
#pragma once

#include "models/landing.h"
#include "models/runner.h"
#include "sim/simulate.h"
#include "sim/stride/solution.h"

namespace psoas {

/// Simulates the landings of a solved stride, the left one only where it is not the right one's mirror image, and adds
/// their numbers, and the right one's curves and spread, to the outcome, whose contact times must be there already. A
/// foot that never lands leaves them as they are: NaN.
void add_landing(const Runner& runner, const StrideSolution& stride, const LandingTables& tables,
                 const ImpactOptions& options, Outcome& outcome);

}  // namespace psoas
