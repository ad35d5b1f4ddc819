// What values does one key of [sweep] take?
#include "scenarios/sweep_axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/sweep_range.h"

namespace psoas {
namespace {

/// Where byte `at` of a text stands in the file, when the text is written there letter by letter on one line.
Place inside(const toml::node& node, const Place& place, const std::string& text, std::size_t at) {
  const auto characters = [](std::string_view part) {
    return static_cast<int>(
        std::count_if(part.begin(), part.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  };
  const toml::source_region& region = node.source();
  if (place.line == 0 || region.begin.line != region.end.line) return place;
  const int around = static_cast<int>(region.end.column) - static_cast<int>(region.begin.column) - characters(text);
  if (around != 2 && around != 6) return place;  // escaped letters: no telling where
  return {place.file, place.line, place.column + around / 2 + characters(std::string_view(text).substr(0, at))};
}

}  // namespace

std::size_t read_count(const Entry& entry, std::int64_t least, std::int64_t most, Reader& reader) {
  const toml::value<std::int64_t>* number = entry.node->as_integer();
  if (number && number->get() >= least && number->get() <= most) return static_cast<std::size_t>(number->get());
  const auto fraction = entry.node->value<double>();
  const std::string found = fraction ? fmt::format("{}", *fraction) : kind_of(*entry.node);
  reader.problems.add(entry.at_value,
                      fmt::format("{} needs a whole number from {} to {}, found {}", entry.path, least, most, found));
  return static_cast<std::size_t>(least);
}

void read_list(const toml::array& array, const Entry& entry, std::optional<Design> design, Axis& axis, Reader& reader) {
  if (array.empty())
    reader.problems.add(entry.at_value, fmt::format("{} has an empty list: the plan would be empty", axis.key->name));
  for (const toml::node& node : array) {
    const Place place = place_of(node, entry.at_value);
    const std::optional<Value> value = read_value(*axis.key, entry.path, node, place, reader);
    if (!value) continue;
    // In a grid a second 7 would run the same scenarios again; in a zip it stands beside another partner.
    if (design && design != Design::zip &&
        std::find(axis.values.begin(), axis.values.end(), *value) != axis.values.end())
      reader.problems.add(place, fmt::format("{} has {} twice", axis.key->name, to_text(*value)));
    axis.values.push_back(*value);
  }
  if (design && about(*design).random && axis.values.size() == 1)
    reader.problems.add(entry.at_value, fmt::format("{} has one value only, so nothing varies: move it out of [sweep]",
                                                    axis.key->name));
}

std::optional<Axis> read_axis(const Entry& entry, std::optional<Design> design, const std::vector<const Key*>& pinned,
                              Reader& reader) {
  Axis axis;
  axis.key = read_key(entry, reader);
  if (!axis.key || std::find(pinned.begin(), pinned.end(), axis.key) != pinned.end()) return {};
  const toml::array* list = entry.node->as_array();
  const toml::table* range = entry.node->as_table();
  const bool random = design && about(*design).random;
  if (design == Design::list) {
    reader.problems.add(
        entry.at_name, fmt::format("design = \"list\" takes [[sweep.case]] tables; move {} into them", axis.key->name));
  } else if (list) {
    read_list(*list, entry, design, axis, reader);
  } else if (range) {
    read_range(*range, entry, design, axis, reader);
  } else {
    const std::string_view parts = random ? "" : design == Design::oat ? "" : ", steps = ...";
    reader.problems.add(entry.at_value, fmt::format("{} needs a list [ ... ] or a range {{ from = ..., to = ...{} }}, "
                                                    "found {}",
                                                    axis.key->name, parts, kind_of(*entry.node)));
  }
  if (random && axis.weights.empty())
    axis.weights.assign(axis.values.size(), 1.0 / static_cast<double>(axis.values.size()));
  return axis;
}

std::optional<Expression> read_expression(const std::string& what, const toml::node& node, const Place& place,
                                          Expression::Type type, Reader& reader) {
  const auto* text = node.as_string();
  if (!text) {
    reader.problems.add(place, fmt::format("{} needs text, found {}", what, kind_of(node)));
    return {};
  }
  try {
    return Expression::parse(text->get(), type, reader.catalogue);
  } catch (const ExpressionError& error) {
    reader.problems.add(inside(node, place, text->get(), error.at), fmt::format("{}: {}", what, error.message));
    return {};
  }
}

}  // namespace psoas
