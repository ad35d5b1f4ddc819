// Which values does a key of [sweep] take between { and }? Ranges and distributions. For the study reader only.
#pragma once

#include <optional>

#include "scenarios/document.h"
#include "scenarios/study.h"

namespace psoas {

/// Reads { from = ..., to = ..., ... } or { distribution = ..., ... } into the axis, whose key is known.
/// @param design  nothing when it is misspelt: then only what is wrong in every design is told
void read_range(const toml::table& table, const Entry& entry, std::optional<Design> design, Axis& axis, Reader& reader);

}  // namespace psoas
