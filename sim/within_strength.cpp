// The rounds: share, cut, solve again.
#include "sim/within_strength.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/sharing/filter.h"

namespace psoas {
namespace {

using Eigen::Index;
using Eigen::Vector3d;

/// Rounds after which what is left is told.
constexpr int most_rounds = 5;

/// Lumbar moments of the solved stride less what the scenario gives, as ceilings count them: 3 x nodes.
Eigen::Matrix3Xd counted_moments(const Runner& runner, const StrideSolution& stride, const GivenChange& given) {
  Eigen::Matrix3Xd moment = stride.tau.middleRows<3>(6);
  if (!given) return moment;
  const GivenChange of_node = stride.one_step ? given : both_steps(runner, given, stride.q.cols() / 2);
  moment -= given_moments(runner, of_node, stride.q).topRows<3>();  // the lumbar ones come first
  return moment;
}

/// Levels whose misses add up to less than this part of the largest are against each other [-]; and where they nearly
/// are, a cut is at most so much longer than what is too much [-]. Assumptions of the project.
constexpr double opposed = 0.1, longest_cut = 2.0;

/// How much less of the lumbar moment, and which way, takes what a frame's levels miss to what is allowed?
struct Cut {
  Vector3d direction = Vector3d::Zero();
  double less = 0.0;  ///< [N·m]
};
Cut cut_of(const Eigen::Ref<const Eigen::VectorXd>& slack, double allowed) {
  const double most = slack.cwiseAbs().maxCoeff();
  if (most <= allowed) return {};
  Vector3d sum = Vector3d::Zero();
  for (Index level = 0; level < level_count; ++level) sum += slack.segment<3>(3 * level);
  const double length = sum.norm();
  if (length < opposed * most) return {};  // no moment of the whole trunk mends that
  return {sum / length, std::min(longest_cut, slack.squaredNorm() / (length * most)) * (most - allowed)};
}

/// Nodes on either side of a frame that its filtered moment hangs on: a quarter of the filter's period, in which some
/// 0.9 of its impulse response lies.
int nodes_around(const StrideSolution& stride, double cutoff) {
  if (cutoff == 0.0) return 0;
  return static_cast<int>(std::lround(0.25 / cutoff * static_cast<double>(stride.q.cols()) / stride.duration()));
}

/// The lumbar moments that were changed most.
double largest_change(const StrideSolution& from, const StrideSolution& to) {
  return (to.tau.middleRows<3>(6) - from.tau.middleRows<3>(6)).colwise().norm().maxCoeff();
}

}  // namespace

StrideSolution frames_to_share(const Runner& runner, const StrideSolution& stride, const CoreOptions& core,
                               const SharingOptions& options) {
  const StrideSolution filtered = low_pass(runner, stride, options.filter);
  return core.imbalance != 0.0 && filtered.one_step ? whole_stride(runner, filtered) : filtered;
}

std::vector<std::vector<MomentCeiling>> ceilings_of(const Runner& runner, const StrideSolution& stride,
                                                    const GivenChange& given, const Eigen::MatrixXd& slack,
                                                    double allowed, int around) {
  const Index nodes = stride.q.cols(), frames = slack.cols();
  CHECK(slack.rows() == level_axis_count && frames % nodes == 0 && around >= 0);
  const Index lap = std::min<Index>(around, frames / 2);  // farther away are the same frames again

  // 1. Every frame by itself
  std::vector<Cut> cuts;
  for (Index k = 0; k < frames; ++k) cuts.push_back(cut_of(slack.col(k), allowed));

  // 2. Around each, the largest; beyond one step is its mirror image, and the second of two steps mirrors the first
  const Vector3d flip(1.0, -1.0, -1.0);
  const Eigen::Matrix3Xd moment = counted_moments(runner, stride, given);
  std::vector<std::vector<MomentCeiling>> ceilings(static_cast<std::size_t>(nodes));
  for (Index k = 0; k < frames; ++k) {
    Cut largest;
    for (Index at = k - lap; at <= k + lap; ++at) {
      const Index wrapped = (at + frames) % frames;
      Cut cut = cuts[static_cast<std::size_t>(wrapped)];
      if (cut.less <= largest.less) continue;
      if (wrapped != at && stride.one_step && frames == nodes) cut.direction = flip.cwiseProduct(cut.direction);
      largest = cut;
    }
    if (largest.less == 0.0) continue;
    if (k >= nodes) largest.direction = flip.cwiseProduct(largest.direction);
    ceilings[static_cast<std::size_t>(k % nodes)].push_back(
        {largest.direction, largest.direction.dot(moment.col(k % nodes)) - largest.less});
  }
  return ceilings;
}

StrideWithinStrength run_within_strength(const BaselineStride& baseline, const Runner& runner, const Spine& spine,
                                         const CoreOptions& core, const Eigen::VectorXd& usage,
                                         const SharingOptions& options, const StrideSolution& first,
                                         StrideChange& change, StrideWorkspace& stride_work,
                                         SharingWorkspace& sharing_work) {
  StrideWithinStrength out;
  out.stride = first;
  const auto share = [&](const SharingOptions& how) {
    out.smooth = frames_to_share(runner, out.stride, core, options);
    out.load = share_load(runner, spine, out.smooth, core, usage, how, sharing_work);
  };
  share(options);
  const bool chooses = core.movement == CoreMovement::predicted && change.adaptation.response == Response::predicted;
  if (!chooses || options.equilibrium != Equilibrium::levels) return out;

  SharingOptions bare = options;
  bare.reserve = false;
  bool changed = false;
  for (int round = 0; round < most_rounds; ++round) {
    if (out.load.largest_slack <= spared_slack + (round > 0 ? near_spared : 0.0)) break;
    const auto cuts = ceilings_of(runner, out.stride, change.given, out.load.slack, spared_slack,
                                  nodes_around(out.stride, options.filter));
    change.ceiling.resize(cuts.size());
    for (std::size_t k = 0; k < cuts.size(); ++k)
      change.ceiling[k].insert(change.ceiling[k].end(), cuts[k].begin(), cuts[k].end());
    const StrideSolution next = solve_below_ceilings(baseline, runner, change, out.stride, stride_work);
    if (next.status != Status::converged) {
      if (out.load.status != Status::converged) out.load.reason += "; no stride was found that spares them";
      break;
    }
    out.stride = next, changed = true;
    share(bare);
  }
  if (changed) {
    out.avoided_moment = largest_change(first, out.stride);
    if (options.reserve) share(options);
  }
  return out;
}

}  // namespace psoas
