// What does the table [sweep] of a study vary, and how? For the study reader only.
#pragma once

#include <vector>

#include "scenarios/document.h"
#include "scenarios/study.h"

namespace psoas {

/// Entries of [sweep] with every key under its full name: posture.trunk_lean_deg without quotes makes nested tables.
std::vector<Entry> flatten_sweep(const std::vector<Entry>& entries);

/// What [sweep] says, and where: for what can only be checked with the rest of the study at hand.
struct SweepTable {
  Sweep sweep;
  std::vector<Place> at_axes, at_formulas;  ///< of each axis and formula
  Place at_skip;
};

/// Checks and reads [sweep]; what is wrong goes to reader.problems.
/// @param entries  flattened, in the order of the file
/// @param pinned   keys that --set holds fixed: left out; when nothing else varies the design is `single`
SweepTable read_sweep(const std::vector<Entry>& entries, const Place& at_sweep, const std::vector<const Key*>& pinned,
                      Reader& reader);

}  // namespace psoas
