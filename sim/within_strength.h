// What does a runner do whose muscles cannot make the moments of the stride? Run so that they need not.
#pragma once

#include "models/options.h"
#include "sim/sharing/share.h"
#include "sim/stride/stride.h"

namespace psoas {

/// The stride as it is shared: filtered, for rigid segments ring at touch-down and flesh does not; both steps where
/// muscles differ left and right.
StrideSolution frames_to_share(const Runner& runner, const StrideSolution& stride, const CoreOptions& core,
                               const SharingOptions& options);

/// A stride, the muscles that make it, and what it was changed for.
struct StrideWithinStrength {
  StrideSolution stride;
  StrideSolution smooth;  ///< as shared
  SharedLoad load;
  double avoided_moment = 0.0;  ///< largest change of a frame's lumbar moment by the ceilings [N·m]
};

/// Ceilings for the frames in which the muscles leave more than `allowed` of a level unbalanced. What they leave, s,
/// points out of the set of moments that they can make, and its plane bounds that set: a lumbar moment lower by δ
/// lowers every level's demand by δ, so that s·δ = |s|² (1 - allowed/max|s|) takes the largest part of s to `allowed`
/// (at most twice what is too much; none where levels miss moments of opposite signs).
/// @param slack  18 x frames of the stride, or of both steps of a stride of which one was solved [N·m]
/// @param around  nodes on either side that are asked for as much: what muscles must make is filtered
/// @return one list for each node of the stride
std::vector<std::vector<MomentCeiling>> ceilings_of(const Runner& runner, const StrideSolution& stride,
                                                    const GivenChange& given, const Eigen::MatrixXd& slack,
                                                    double allowed, int around = 0);

/// What muscles may leave of a level before the runner moves otherwise, and how near to it another round is not worth
/// its time; together below the limit at which a stride counts as not shared. Assumptions of the project [N·m].
inline constexpr double spared_slack = 8.0, near_spared = 1.0;
static_assert(spared_slack + near_spared < level_slack_limit);

/// Shares a solved stride; while muscles leave more than spared_slack, puts ceilings on the lumbar moments and solves
/// it again. Cutting planes, as in Benders' decomposition: the stride is the master problem, the sharing the one that
/// cuts. The movement is left alone where it is no choice (core.movement = held, adaptation.response = none) and where
/// not all levels must balance.
/// @param change  that the stride was solved with; its ceilings are added to
StrideWithinStrength run_within_strength(const BaselineStride& baseline, const Runner& runner, const Spine& spine,
                                         const CoreOptions& core, const Eigen::VectorXd& usage,
                                         const SharingOptions& options, const StrideSolution& first,
                                         StrideChange& change, StrideWorkspace& stride_work,
                                         SharingWorkspace& sharing_work);

}  // namespace psoas
