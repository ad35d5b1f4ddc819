// Is every point of a plan possible, and which are left out? What can only be known when the whole study is read.
// For the study reader only.
#pragma once

#include "scenarios/sweep_table.h"

namespace psoas {

/// Lays the sweep into a study whose fixed settings, catalogue and base are known: takes the values of the study itself
/// out of a one-at-a-time design, computes every formula and every condition once, and notes what `skip` leaves.
/// What is wrong goes to `problems`: a formula out of its key's range (its first point), a `skip` that leaves nothing.
void settle(SweepTable table, Study& study, Problems& problems);

}  // namespace psoas
