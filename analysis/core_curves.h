// What does a panel of the core's figures hold? Its data and the command that draws them: the change at every level for
// one strength, or at one level over all strengths.
#pragma once

#include <string>

#include "analysis/core_changes.h"
#include "analysis/figures.h"

namespace psoas::core_panels {

/// The strength whose change is shown at every level, or the nearest below 1.
constexpr double weakened = 0.5;

/// The strength that a group's panel of levels shows: the nearest to `weakened` that weakens.
double shown_strength(const CoreGroupChanges& group);
/// Data of a group's panel of levels: one block a movement.
std::string level_blocks(const CoreGroupChanges& group, const CoreChanges& all, const Summaries& summaries);
/// Data of a group's panel of strengths at L5/S1: one block a movement, the default in its place; no number where a
/// scenario is not solved, so that no line is drawn through it.
std::string strength_blocks(const CoreGroupChanges& group, const CoreChanges& all, Eigen::Index level);
/// Are there numbers of this group and movement, at this strength or (NaN) at any?
bool any_solved(const CoreGroupChanges& group, std::size_t movement, double strength);
/// Is "the spine must be stable" among the assumptions?
bool has_stable(const CoreChanges& all);
/// The command that draws a group's panel of levels.
std::string level_curves(const CoreGroupChanges& group, const CoreChanges& all, Format format);
/// The command that draws a group's panel of strengths.
/// @param lowest  end of the axis of changes, where a cross stands for what is not solved
std::string strength_curves(const CoreGroupChanges& group, const CoreChanges& all, double lowest, Format format);

}  // namespace psoas::core_panels
