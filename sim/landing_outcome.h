// What of a landing goes into an outcome?
#pragma once

#include "models/landing.h"
#include "models/runner.h"
#include "sim/contact/foot.h"
#include "sim/simulate.h"
#include "sim/stride/solution.h"

namespace psoas {

/// Simulates the landing of a solved stride and adds its curves, numbers and spread to the outcome, whose contact time
/// must be there already. A foot that never lands leaves them as they are: NaN.
void add_landing(const Runner& runner, const StrideSolution& stride, const Ground& ground, const LandingTables& tables,
                 const ImpactOptions& options, Outcome& outcome);

}  // namespace psoas
