// What does the table [sweep] of a study vary, and how?
#include "scenarios/sweep_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "scenarios/sweep_axis.h"

namespace psoas {
namespace {

bool contains(const std::vector<const Key*>& list, const Key* key) {
  return std::find(list.begin(), list.end(), key) != list.end();
}

/// The design by its name, grid when there is none; nothing after a problem.
std::optional<Design> read_design(const std::vector<Entry>& entries, Reader& reader) {
  const auto entry = std::find_if(entries.begin(), entries.end(), [](const Entry& e) { return e.path == "design"; });
  if (entry == entries.end()) return Design::grid;
  const std::vector<std::pair<std::string, Design>> designs = {{"grid", Design::grid},
                                                               {"zip", Design::zip},
                                                               {"list", Design::list},
                                                               {"lhs", Design::lhs},
                                                               {"sobol", Design::sobol}};
  const auto* text = entry->node->as_string();
  std::vector<std::string> known;
  for (const auto& [name, design] : designs) {
    if (text && text->get() == name) return design;
    known.push_back(name);
  }
  reader.problems.add(entry->at_value, text
                                           ? fmt::format("unknown design '{}'{}", text->get(), hint(text->get(), known))
                                           : fmt::format("design needs one of \"{}\"", fmt::join(known, "\", \"")));
  return {};
}

/// One [[sweep.case]].
std::vector<Setting> read_case(const toml::node& node, const Place& place, const std::vector<const Key*>& pinned,
                               Reader& reader) {
  std::vector<Setting> settings;
  if (!node.is_table()) {
    reader.problems.add(place, fmt::format("a case is a table, found {}", kind_of(node)));
    return settings;
  }
  std::vector<const Key*> seen;
  for (const Entry& part : flatten_sweep(entries_of(*node.as_table(), "", place))) {
    const Key* key = read_key(part, reader);
    if (!key || contains(pinned, key)) continue;
    if (contains(seen, key)) reader.problems.add(part.at_name, fmt::format("{} is set twice in one case", key->name));
    seen.push_back(key);
    const std::optional<Value> value = read_value(*key, part.path, *part.node, part.at_value, reader);
    if (value) settings.push_back({key, *value});
  }
  return settings;
}

void read_cases(const Entry& entry, const std::vector<const Key*>& pinned, Sweep& sweep, Reader& reader) {
  const toml::array* array = entry.node->as_array();
  if (!array || array->empty()) {
    reader.problems.add(entry.at_value, "case needs tables, each headed [[sweep.case]]");
    return;
  }
  for (const toml::node& node : *array)
    sweep.cases.push_back(read_case(node, place_of(node, entry.at_value), pinned, reader));
}

/// The plan as a whole: is it empty, too large, do a zip's lists match?
void check_plan(const Sweep& sweep, const Place& at_sweep, const std::vector<Entry>& axis_entries, Reader& reader) {
  if (sweep.design == Design::list) {
    const bool varies = std::any_of(sweep.cases.begin(), sweep.cases.end(), [](const auto& c) { return !c.empty(); });
    if (sweep.cases.empty())
      reader.problems.add(at_sweep, "design = \"list\" needs at least one [[sweep.case]]");
    else if (!varies)
      reader.problems.add(at_sweep, "no case sets a key, so nothing varies");
    return;
  }
  if (sweep.axes.empty())
    reader.problems.add(at_sweep, "[sweep] names no key to vary, so the plan would be empty");
  else if (is_sampled(sweep.design) && sweep.samples == 0)
    reader.problems.add(
        at_sweep, fmt::format("design = \"{}\" needs samples = N", sweep.design == Design::lhs ? "lhs" : "sobol"));

  double count = 1.0;  // a double cannot overflow before it is too large
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    const Axis &first = sweep.axes.front(), &axis = sweep.axes[i];
    if (sweep.design == Design::grid) count *= static_cast<double>(axis.values.size());
    if (sweep.design == Design::zip && axis.values.size() != first.values.size())
      reader.problems.add(axis_entries[i].at_value,
                          fmt::format("zip needs lists of equal length: {} has {}, {} has {}", first.key->name,
                                      first.values.size(), axis.key->name, axis.values.size()));
  }
  if (count > static_cast<double>(plan_limit))
    reader.problems.add(at_sweep,
                        fmt::format("the plan has {:.0f} scenarios, at most {} are allowed", count, plan_limit));
}

}  // namespace

std::vector<Entry> flatten_sweep(const std::vector<Entry>& entries) {
  const std::vector<std::string> tables = table_names();
  std::vector<Entry> flat;
  for (const Entry& entry : entries) {
    if (!entry.node->is_table() || std::find(tables.begin(), tables.end(), entry.path) == tables.end()) {
      flat.push_back(entry);
      continue;
    }
    for (const Entry& child : entries_of(*entry.node->as_table(), entry.path + ".", entry.at_value))
      flat.push_back(child);
  }
  // Keys of one table may stand between those of others.
  std::stable_sort(flat.begin(), flat.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.at_name.line, a.at_name.column) < std::pair(b.at_name.line, b.at_name.column);
  });
  return flat;
}

Sweep read_sweep(const std::vector<Entry>& entries, const Place& at_sweep, const std::vector<const Key*>& pinned,
                 Reader& reader) {
  // First the design: what else may stand here follows from it.
  const std::size_t before = reader.problems.count();
  Sweep sweep;
  const std::optional<Design> design = read_design(entries, reader);
  if (!design) return sweep;
  sweep.design = *design;
  const bool sampled = is_sampled(sweep.design);

  // Then each entry.
  std::vector<Entry> axis_entries;
  for (const Entry& entry : entries) {
    const std::string& name = entry.path;
    if (name == "design") continue;
    if ((name == "samples" || name == "seed") && !sampled) {
      reader.problems.add(entry.at_name, fmt::format("{} belongs to design = \"lhs\" or \"sobol\"", name));
    } else if (name == "samples") {
      sweep.samples = read_count(entry, 1, static_cast<std::int64_t>(plan_limit), reader);
    } else if (name == "seed") {
      sweep.seed = read_count(entry, 0, INT64_MAX, reader);
    } else if (name == "case" && sweep.design != Design::list) {
      reader.problems.add(entry.at_name, "[[sweep.case]] belongs to design = \"list\"");
    } else if (name == "case") {
      read_cases(entry, pinned, sweep, reader);
    } else if (name.find('.') == std::string::npos) {
      const std::vector<std::string> known = {"design", "samples", "seed", "case", "table.key"};
      reader.problems.add(entry.at_name, fmt::format("unknown key '{}' in [sweep]{}", name, hint(name, known)));
    } else if (const std::optional<Axis> axis = read_axis(entry, sweep.design, pinned, reader)) {
      for (const Axis& earlier : sweep.axes)
        if (earlier.key == axis->key)
          reader.problems.add(entry.at_name, fmt::format("{} is swept twice", axis->key->name));
      sweep.axes.push_back(*axis);
      axis_entries.push_back(entry);
    }
  }
  if (reader.problems.count() > before) return sweep;

  // Last the whole. When --set holds every key that varied, one scenario is left.
  const bool some_case = std::any_of(sweep.cases.begin(), sweep.cases.end(), [](const auto& c) { return !c.empty(); });
  const bool some_pinned =
      std::any_of(entries.begin(), entries.end(), [&](const Entry& e) { return contains(pinned, find_key(e.path)); }) ||
      (sweep.design == Design::list && !sweep.cases.empty() && !pinned.empty());
  if (some_pinned && sweep.axes.empty() && !some_case) return Sweep{};
  check_plan(sweep, at_sweep, axis_entries, reader);
  return sweep;
}

}  // namespace psoas
