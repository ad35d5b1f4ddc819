// What values does one key of [sweep] take? For the study reader only.
#pragma once

#include <optional>
#include <vector>

#include "scenarios/document.h"
#include "scenarios/study.h"

namespace psoas {

/// A whole number from `least` to `most`; wrong: a problem, and `least`.
std::size_t read_count(const Entry& entry, std::int64_t least, std::int64_t most, Reader& reader);

/// [0.6, 0.8, 1.0] into axis.values: in a random design choices of equal probability, unless they have weights already.
void read_list(const toml::array& array, const Entry& entry, std::optional<Design> design, Axis& axis, Reader& reader);

/// One key and its list or range; what is wrong goes to reader.problems. Nothing when the key is unknown or pinned.
/// @param design  nothing when it is misspelt: then only what is wrong in every design is told
std::optional<Axis> read_axis(const Entry& entry, std::optional<Design> design, const std::vector<const Key*>& pinned,
                              Reader& reader);

/// One of text between quotes: a condition, or the number that a key shall be. Wrong: a problem with the place inside
/// the text, and nothing.
/// @param what  for messages: "skip", "the formula of shoe.mass_kg"
std::optional<Expression> read_expression(const std::string& what, const toml::node& node, const Place& place,
                                          Expression::Type type, Reader& reader);

}  // namespace psoas
