// What does the table [sweep] of a study vary, and how?
#include "scenarios/sweep_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "scenarios/sweep_axis.h"
#include "scenarios/sweep_links.h"

namespace psoas {
namespace {

bool contains(const std::vector<const Key*>& list, const Key* key) {
  return std::find(list.begin(), list.end(), key) != list.end();
}

/// The design by its name, grid when there is none; nothing after a problem.
std::optional<Design> read_design(const std::vector<Entry>& entries, Reader& reader) {
  const auto entry = std::find_if(entries.begin(), entries.end(), [](const Entry& e) { return e.path == "design"; });
  if (entry == entries.end()) return Design::grid;
  const auto* text = entry->node->as_string();
  std::vector<std::string> known;
  for (const DesignInfo& info : designs()) {
    if (text && text->get() == info.name) return info.design;
    known.emplace_back(info.name);
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

/// What stands beside the keys.
struct Option {
  std::string_view name;
  bool (*belongs)(Design);
  std::string owners;  ///< those for which belongs() holds, for a message
};
std::vector<Option> options() {
  return {
      {"samples", [](Design d) { return about(d).random; }, "a random design: " + design_names(&DesignInfo::random)},
      {"seed", [](Design d) { return about(d).random; }, "a random design: " + design_names(&DesignInfo::random)},
      {"case", [](Design d) { return d == Design::list; }, "design = \"list\""},
      {"cross", [](Design) { return true; }, "any design"},
      {"skip", [](Design d) { return about(d).skips; }, "one of " + design_names(&DesignInfo::skips)},
      {"correlation", [](Design d) { return about(d).correlates; }, "one of " + design_names(&DesignInfo::correlates)},
      {"second_order", [](Design d) { return d == Design::saltelli; }, "design = \"saltelli\""},
      {"levels", [](Design d) { return d == Design::morris; }, "design = \"morris\""},
  };
}

/// One of them, but `correlation` and `cross`, which need to know all axes.
void read_option(const Entry& entry, const std::vector<const Key*>& pinned, Sweep& sweep, Reader& reader) {
  if (entry.path == "samples") {
    sweep.samples = read_count(entry, 1, static_cast<std::int64_t>(plan_limit), reader);
  } else if (entry.path == "seed") {
    sweep.seed = read_count(entry, 0, INT64_MAX, reader);
  } else if (entry.path == "case") {
    read_cases(entry, pinned, sweep, reader);
  } else if (entry.path == "skip") {
    read_skip(entry, sweep, reader);
  } else if (entry.path == "levels") {
    sweep.levels = static_cast<int>(read_count(entry, 2, 1000, reader));
    if (sweep.levels % 2 != 0)
      reader.problems.add(entry.at_value, fmt::format("levels needs an even number, found {}", sweep.levels));
  } else if (entry.path == "second_order") {
    const auto* flag = entry.node->as_boolean();
    sweep.second_order = flag && flag->get();
    if (!flag)
      reader.problems.add(entry.at_value,
                          fmt::format("second_order needs true or false, found {}", kind_of(*entry.node)));
  }
}

/// The plan as a whole: is it empty, too large, do a zip's lists match?
void check_plan(const SweepTable& table, const Place& at_sweep, Reader& reader) {
  const Sweep& sweep = table.sweep;
  const DesignInfo& design = about(sweep.design);
  double copies = 1.0;
  for (const Axis& axis : sweep.cross) copies *= static_cast<double>(axis.values.size());
  const auto tell_size = [&](double count) {
    if (count > static_cast<double>(plan_limit))
      reader.problems.add(at_sweep,
                          fmt::format("the plan has {:.0f} scenarios, at most {} are allowed", count, plan_limit));
  };
  if (sweep.design == Design::list) {
    const bool varies = std::any_of(sweep.cases.begin(), sweep.cases.end(), [](const auto& c) { return !c.empty(); });
    if (sweep.cases.empty())
      reader.problems.add(at_sweep, "design = \"list\" needs at least one [[sweep.case]]");
    else if (!varies)
      reader.problems.add(at_sweep, "no case sets a key, so nothing varies");
    tell_size(copies * static_cast<double>(sweep.cases.size()));
    return;
  }
  if (sweep.axes.empty())
    reader.problems.add(at_sweep, "[sweep] names no key to vary, so the plan would be empty");
  else if (design.random && sweep.samples == 0)
    reader.problems.add(at_sweep, fmt::format("design = \"{}\" needs samples = N", design.name));

  double count = copies * (design.random ? static_cast<double>(sweep.samples) : 1.0);  // a double does not overflow
  const auto axes = static_cast<double>(sweep.axes.size());
  if (sweep.design == Design::saltelli) count *= sweep.second_order ? 2 * axes + 2 : axes + 2;
  if (sweep.design == Design::morris) count *= axes + 1;
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    const Axis &first = sweep.axes.front(), &axis = sweep.axes[i];
    if (sweep.design == Design::grid) count *= static_cast<double>(axis.values.size());
    if (sweep.design == Design::zip && axis.values.size() != first.values.size())
      reader.problems.add(table.at_axes[i],
                          fmt::format("zip needs lists of equal length: {} has {}, {} has {}", first.key->name,
                                      first.values.size(), axis.key->name, axis.values.size()));
  }
  tell_size(count);
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

SweepTable read_sweep(const std::vector<Entry>& entries, const Place& at_sweep, const std::vector<const Key*>& pinned,
                      Reader& reader) {
  // 1. The design: what else may stand here follows from it. When it is misspelt the rest is looked at all the same.
  const std::size_t before = reader.problems.count();
  SweepTable table;
  Sweep& sweep = table.sweep;
  const std::optional<Design> design = read_design(entries, reader);
  if (design) sweep.design = *design;

  // 2. Each entry; how keys are correlated and crossed last, when all of them are known
  const std::vector<Option> all_options = options();
  const Entry *correlation = nullptr, *cross = nullptr;
  for (const Entry& entry : entries) {
    const std::string& name = entry.path;
    if (name == "design") continue;
    const auto option =
        std::find_if(all_options.begin(), all_options.end(), [&](const Option& o) { return o.name == name; });
    if (option != all_options.end()) {
      const std::string shown = name == "case" ? "[[sweep.case]]" : name;
      if (design && !option->belongs(*design))
        reader.problems.add(entry.at_name, fmt::format("{} belongs to {}", shown, option->owners));
      else if (name == "correlation")
        correlation = &entry;
      else if (name == "cross")
        cross = &entry;
      else
        read_option(entry, pinned, sweep, reader);
      if (name == "skip") table.at_skip = entry.at_value;
    } else if (name.find('.') == std::string::npos) {
      std::vector<std::string> known = {"design"};
      for (const Option& o : all_options) known.emplace_back(o.name);
      known.emplace_back("table.key");
      reader.problems.add(entry.at_name, fmt::format("unknown key '{}' in [sweep]{}", name, hint(name, known)));
    } else if (is_formula(entry)) {
      read_formula(entry, pinned, table, reader);
    } else if (const std::optional<Axis> axis = read_axis(entry, design, pinned, reader)) {
      for (const Axis& earlier : sweep.axes)
        if (earlier.key == axis->key)
          reader.problems.add(entry.at_name, fmt::format("{} is swept twice", axis->key->name));
      sweep.axes.push_back(*axis);
      table.at_axes.push_back(entry.at_value);
    }
  }
  if (correlation && design) read_correlation(*correlation, pinned, sweep, reader);
  if (cross) read_cross(*cross, pinned, sweep, reader);
  if (!design || reader.problems.count() > before) return table;

  // 3. The whole. When --set holds every key that varied, one scenario is left.
  const bool some_case = std::any_of(sweep.cases.begin(), sweep.cases.end(), [](const auto& c) { return !c.empty(); });
  const bool some_pinned =
      std::any_of(entries.begin(), entries.end(), [&](const Entry& e) { return contains(pinned, find_key(e.path)); }) ||
      (sweep.design == Design::list && !sweep.cases.empty() && !pinned.empty());
  if (some_pinned && sweep.axes.empty() && !some_case) {
    // Formulas still hold: what they read is now fixed. What the design was crossed with still varies.
    Sweep held;
    held.formulas = std::move(sweep.formulas);
    if (!sweep.cross.empty()) {
      held.design = Design::grid;
      held.axes = std::move(sweep.cross);
      held.skip = std::move(sweep.skip);
    }
    sweep = std::move(held);
    return table;
  }
  check_plan(table, at_sweep, reader);
  check_formulas(table, reader);
  return table;
}

}  // namespace psoas
