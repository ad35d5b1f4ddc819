// What do muscles really have to make of the moments a chain of rigid segments asks for? The part below the filter's
// cut-off.
#pragma once

#include "models/runner.h"
#include "sim/stride/solution.h"

namespace psoas {

/// The stride with its joint moments and the trunk's demand low-passed: a zero-lag Butterworth of fourth order (second
/// order there and back), |H(f)| = 1 / (1 + (f/f_c)⁴), over the whole periodic stride, both steps. Postures and ground
/// force stay as they are. All demands pass the same filter, so that forces and moments stay in balance with each other
/// [Bisseling & Hof 2006].
/// @param cutoff  f_c [Hz]; 0 returns the stride unchanged
StrideSolution low_pass(const Runner& runner, const StrideSolution& stride, double cutoff);

}  // namespace psoas
