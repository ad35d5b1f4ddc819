// How are muscles made to keep the spine from buckling? Soft directions of a frame become rows of its programme, until
// none is softer than demanded.
//
// Stiffness is linear in the forces (sim/muscle/stiffness.h), so "stiff enough against the nudge v" is one row. Which v
// matter is not known before: solve, look for the softest, add a row, solve again [Kelley 1960].
#pragma once

#include <vector>

#include "sim/muscle/stiffness.h"
#include "sim/sharing/demand.h"
#include "sim/sharing/frame.h"

namespace psoas {

/// Kept from frame to frame of one scenario: neighbouring frames are soft in like directions.
struct StabilityWorkspace {
  StiffnessTerms terms;
  StabilityCut cut;
  std::vector<LevelVector> nudges;  ///< that the rows after the wall stand for
};

inline constexpr std::size_t most_cuts = 18;
inline constexpr int most_rounds = 40;
/// Rows ask for this much more than is demanded, so that most frames need one solve; demanded stiffness less the
/// tolerance counts as reached [N·m/rad].
inline constexpr double stiffness_margin = 2.0, stiffness_tolerance = 0.1;

/// Adds a row for every nudge kept from the frame before.
void seed_cuts(double stiffness, const Frame& frame, StabilityWorkspace& work, FrameProgramme& programme);

/// The softest stiffness under total forces F [N·m/rad]; adds a row for every nudge that is softer than demanded.
/// @return whether rows were added
bool soften_none(double stiffness, const Frame& frame, const Eigen::Ref<const Eigen::VectorXd>& F,
                 StabilityWorkspace& work, FrameProgramme& programme, double& least);

/// Forgets nudges whose row did nothing. @param multiplier  of the programme's rows
void keep_active_cuts(const BalanceVector& multiplier, const FrameProgramme& programme, StabilityWorkspace& work);

}  // namespace psoas
