// How do the keys of [sweep] hang together? Correlations, crossed keys, formulas and conditions. For the study reader
// only.
#pragma once

#include <vector>

#include "scenarios/sweep_table.h"

namespace psoas {

/// correlation = [["runner.mass_kg", "runner.height_m", 0.6], ...] into sweep.correlation and its factor; pairs that
/// are not named are independent. Call when all axes are known.
void read_correlation(const Entry& entry, const std::vector<const Key*>& pinned, Sweep& sweep, Reader& reader);

/// Keys that cross = { ... } names with their lists, under their full names. Nothing when it is no table.
std::vector<Entry> cross_entries(const Entry& entry);

/// cross = { "core.movement" = ["predicted", "held"] } into sweep.cross. Call when all other keys are known.
void read_cross(const Entry& entry, const std::vector<const Key*>& pinned, Sweep& sweep, Reader& reader);

/// skip = "condition", or a list of them.
void read_skip(const Entry& entry, Sweep& sweep, Reader& reader);

/// Is this "shoe.mass_kg" = { formula = "..." }?
bool is_formula(const Entry& entry);
void read_formula(const Entry& entry, const std::vector<const Key*>& pinned, SweepTable& table, Reader& reader);

/// Do formulas read only what is known before them, and set only keys that nothing else varies?
void check_formulas(const SweepTable& table, Reader& reader);

}  // namespace psoas
