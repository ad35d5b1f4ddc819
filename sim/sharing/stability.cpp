// Cuts of one frame: see stability.h.
#include "sim/sharing/stability.h"

namespace psoas {
namespace {

void add(double stiffness, const Frame& frame, const LevelVector& nudge, StabilityWorkspace& work,
         FrameProgramme& programme) {
  stability_cut(work.terms, frame.geometry, nudge, work.cut);
  add_cut({work.cut.per_newton, stiffness + stiffness_margin - work.cut.constant}, programme);
}

}  // namespace

void seed_cuts(double stiffness, const Frame& frame, StabilityWorkspace& work, FrameProgramme& programme) {
  for (const LevelVector& nudge : work.nudges) add(stiffness, frame, nudge, work, programme);
}

bool soften_none(double stiffness, const Frame& frame, const Eigen::Ref<const Eigen::VectorXd>& F,
                 StabilityWorkspace& work, FrameProgramme& programme, double& least) {
  const Modes soft = modes(spine_stiffness(work.terms, frame.geometry, F));
  least = soft.stiffness[0];
  if (stiffness <= 0.0) return false;
  bool added = false;
  for (Eigen::Index j = 0; j < level_axis_count; ++j) {
    if (soft.stiffness[j] >= stiffness - stiffness_tolerance || work.nudges.size() == most_cuts) break;
    work.nudges.push_back(soft.nudge.col(j));
    add(stiffness, frame, work.nudges.back(), work, programme);
    added = true;
  }
  return added;
}

void keep_active_cuts(const BalanceVector& multiplier, const FrameProgramme& programme, StabilityWorkspace& work) {
  const Eigen::Index first = programme.R.rows() - static_cast<Eigen::Index>(work.nudges.size());
  std::vector<LevelVector> kept;
  for (std::size_t c = 0; c < work.nudges.size(); ++c)
    if (multiplier[first + static_cast<Eigen::Index>(c)] > 1e-6) kept.push_back(work.nudges[c]);
  work.nudges = kept;
}

}  // namespace psoas
