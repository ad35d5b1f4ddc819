// What values does one key of [sweep] take? For the study reader only.
#pragma once

#include <optional>
#include <vector>

#include "scenarios/document.h"
#include "scenarios/study.h"

namespace psoas {

/// lhs and sobol: ranges are sampled, not listed.
inline bool is_sampled(Design design) { return design == Design::lhs || design == Design::sobol; }

/// A whole number from `least` to `most`; wrong: a problem, and `least`.
std::size_t read_count(const Entry& entry, std::int64_t least, std::int64_t most, Reader& reader);

/// One key and its list or range; what is wrong goes to reader.problems. Nothing when the key is unknown or pinned.
std::optional<Axis> read_axis(const Entry& entry, Design design, const std::vector<const Key*>& pinned, Reader& reader);

}  // namespace psoas
