// What values does one key of [sweep] take?
#include "scenarios/sweep_axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/plan.h"

namespace psoas {
namespace {

/// [0.6, 0.8, 1.0]
void read_list(const toml::array& array, const Entry& entry, Design design, Axis& axis, Reader& reader) {
  if (array.empty())
    reader.problems.add(entry.at_value, fmt::format("{} has an empty list: the plan would be empty", axis.key->name));
  for (const toml::node& node : array) {
    const Place place = place_of(node, entry.at_value);
    const std::optional<Value> value = read_value(*axis.key, entry.path, node, place, reader);
    if (!value) continue;
    // In a grid a second 7 would run the same scenarios again; in a zip it stands beside another partner.
    if (design == Design::grid && std::find(axis.values.begin(), axis.values.end(), *value) != axis.values.end())
      reader.problems.add(place, fmt::format("{} has {} twice", axis.key->name, to_text(*value)));
    axis.values.push_back(*value);
  }
}

/// What stands between the braces of a range.
struct Range {
  std::optional<Value> from, to;
  Place at_from;
  std::size_t steps = 0;
};

/// Reads each part, and tells of those that are missing or unknown.
Range read_parts(const toml::table& table, const Entry& entry, Design design, Axis& axis, Reader& reader) {
  const Key& key = *axis.key;
  Range range;
  std::vector<std::string> known = {"from", "to", "scale"};
  if (!is_sampled(design)) known.insert(known.begin() + 2, "steps");
  for (const Entry& part : entries_of(table, "", entry.at_value)) {
    if (part.path == "from") {
      range.from = read_value(key, entry.path, *part.node, part.at_value, reader);
      range.at_from = part.at_value;
    } else if (part.path == "to") {
      range.to = read_value(key, entry.path, *part.node, part.at_value, reader);
    } else if (part.path == "steps" && is_sampled(design)) {
      reader.problems.add(part.at_name, "steps belongs to grid and zip; lhs and sobol take samples = N for the sweep");
    } else if (part.path == "steps") {
      range.steps = read_count(part, 1, static_cast<std::int64_t>(plan_limit), reader);
    } else if (part.path == "scale") {
      const auto* text = part.node->as_string();
      axis.log = text && text->get() == "log";
      if (!text || (text->get() != "lin" && text->get() != "log"))
        reader.problems.add(part.at_value, "scale needs \"lin\" or \"log\"");
    } else {
      reader.problems.add(part.at_name,
                          fmt::format("unknown part '{}' of a range{}", part.path, hint(part.path, known)));
    }
  }
  for (const std::string& name : known) {
    if (name != "scale" && !table.contains(name))
      reader.problems.add(entry.at_value, fmt::format("the range of {} has no {}", key.name, name));
  }
  return range;
}

/// { from = 40, to = 200, steps = 9, scale = "log" }
void read_range(const toml::table& table, const Entry& entry, Design design, Axis& axis, Reader& reader) {
  const std::size_t before = reader.problems.count();
  const Key& key = *axis.key;
  if (key.is_text()) {
    reader.problems.add(entry.at_value, fmt::format("{} takes words: give a list, e.g. [\"{}\"]", key.name,
                                                    fmt::join(choices(key, reader.catalogue), "\", \"")));
    return;
  }
  const Range range = read_parts(table, entry, design, axis, reader);
  if (!range.from || !range.to) return;

  // The two ends together.
  axis.from = std::get<double>(*range.from);
  axis.to = std::get<double>(*range.to);
  if (axis.from > axis.to)
    reader.problems.add(range.at_from, fmt::format("{}: from {} is above to {}", key.name, axis.from, axis.to));
  else if (axis.from == axis.to && range.steps != 1)
    reader.problems.add(range.at_from,
                        fmt::format("{}: from and to are both {}, so nothing varies", key.name, axis.from));
  else if (axis.log && axis.from <= 0)
    reader.problems.add(range.at_from,
                        fmt::format("{}: a log scale needs from above 0, found {}", key.name, axis.from));
  if (reader.problems.count() > before || is_sampled(design)) return;

  // For a grid or zip the range is a list of values in the end.
  for (std::size_t step = 0; step < range.steps; ++step) {
    const double t = range.steps == 1 ? 0.0 : static_cast<double>(step) / static_cast<double>(range.steps - 1);
    const double value = between(axis, t);
    if (key.step > 0 && std::remainder(value, key.step) != 0) {
      reader.problems.add(entry.at_value, fmt::format("{}: value {} of the range is {}, needs a multiple of {}",
                                                      key.name, step + 1, value, key.step));
      return;
    }
    axis.values.push_back(value);
  }
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

std::optional<Axis> read_axis(const Entry& entry, Design design, const std::vector<const Key*>& pinned,
                              Reader& reader) {
  Axis axis;
  axis.key = read_key(entry, reader);
  if (!axis.key || std::find(pinned.begin(), pinned.end(), axis.key) != pinned.end()) return {};
  const toml::array* list = entry.node->as_array();
  const toml::table* range = entry.node->as_table();
  if (design == Design::list) {
    reader.problems.add(
        entry.at_name, fmt::format("design = \"list\" takes [[sweep.case]] tables; move {} into them", axis.key->name));
  } else if (is_sampled(design) && !range) {
    reader.problems.add(
        entry.at_value,
        fmt::format("{}: lhs and sobol sample a range; write {{ from = ..., to = ... }}", axis.key->name));
  } else if (list) {
    read_list(*list, entry, design, axis, reader);
  } else if (range) {
    read_range(*range, entry, design, axis, reader);
  } else {
    reader.problems.add(
        entry.at_value,
        fmt::format("{} needs a list [ ... ] or a range {{ from = ..., to = ..., steps = ... }}, found {}",
                    axis.key->name, kind_of(*entry.node)));
  }
  return axis;
}

}  // namespace psoas
