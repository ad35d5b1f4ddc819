// Which values does a key of [sweep] take between { and }?
#include "scenarios/sweep_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "scenarios/distribution.h"
#include "scenarios/sweep_axis.h"

namespace psoas {
namespace {

/// The ways to write what is between the braces, and the parts of each.
struct Form {
  std::string name;  ///< behind distribution =; "" for the plain range of grid, zip and oat
  std::vector<std::string> needed, allowed;
};

std::vector<Form> distributions() {
  return {
      {"uniform", {"from", "to"}, {"scale"}},     {"log-uniform", {"from", "to"}, {}},
      {"normal", {"mean", "sd"}, {"from", "to"}}, {"truncated-normal", {"mean", "sd", "from", "to"}, {}},
      {"categorical", {"values"}, {"weights"}},
  };
}

/// What stands between the braces.
struct Parts {
  std::optional<Value> from, to, mean;
  std::optional<double> deviation;
  Place at_from, at_deviation, at_weights;
  std::size_t steps = 0;
  bool has_weights = false;
};

/// Which form is this? By its distribution; without one by what is there. Nothing after a problem.
std::optional<Form> form_of(const toml::table& table, const Entry& entry, std::optional<Design> design,
                            Reader& reader) {
  const toml::node* node = table.get("distribution");
  if (!design || !about(*design).random) {
    const bool oat = design == Design::oat;
    if (design && !node && !table.contains("values"))
      return oat ? Form{"", {"from", "to"}, {"steps", "scale"}} : Form{"", {"from", "to", "steps"}, {"scale"}};
    if (design) {
      reader.problems.add(entry.at_value, fmt::format("a distribution belongs to a random design: {}",
                                                      design_names(&DesignInfo::random)));
      return {};
    }
    return Form{"", {}, {"from", "to", "steps", "scale", "distribution", "mean", "sd", "values", "weights"}};
  }
  if (!node) return distributions()[table.contains("values") ? 4 : 0];
  const auto* text = node->as_string();
  std::vector<std::string> names;
  for (const Form& form : distributions()) {
    if (text && (text->get() == form.name)) return form;
    names.push_back(form.name);
  }
  reader.problems.add(place_of(*node, entry.at_value),
                      text ? fmt::format("unknown distribution '{}'{}", text->get(), hint(text->get(), names))
                           : fmt::format("distribution needs one of \"{}\"", fmt::join(names, "\", \"")));
  return {};
}

/// A standard deviation: a difference, so that the range of the key does not hold it.
std::optional<double> read_deviation(const Key& key, const Entry& entry, const toml::node& node, const Place& place,
                                     Reader& reader) {
  const std::string name = fmt::format("sd of {}", key.name);
  Key difference = key;
  difference.name = name;
  difference.min = 0.0;
  difference.max = 1e9;
  difference.step = 0.0;
  const auto value = read_value(difference, entry.path == key.name ? name : entry.path, node, place, reader);
  if (!value) return {};
  if (std::get<double>(*value) > 0) return std::get<double>(*value);
  reader.problems.add(place, fmt::format("{} must be above 0", name));
  return {};
}

void read_weights(const Entry& part, Axis& axis, Parts& parts, Reader& reader) {
  parts.at_weights = part.at_value;
  parts.has_weights = true;
  const toml::array* array = part.node->as_array();
  if (!array) reader.problems.add(part.at_value, fmt::format("weights needs a list, found {}", kind_of(*part.node)));
  for (std::size_t i = 0; array && i < array->size(); ++i) {
    const auto weight = (*array)[i].value<double>();
    if (weight && std::isfinite(*weight) && *weight > 0) {
      axis.weights.push_back(*weight);
    } else {
      reader.problems.add(place_of((*array)[i], part.at_value), "a weight is a number above 0");
    }
  }
}

void read_part(const Entry& part, const Entry& entry, std::optional<Design> design, Axis& axis, Parts& parts,
               Reader& reader) {
  const Key& key = *axis.key;
  if (part.path == "from") {
    parts.from = read_value(key, entry.path, *part.node, part.at_value, reader);
    parts.at_from = part.at_value;
  } else if (part.path == "to") {
    parts.to = read_value(key, entry.path, *part.node, part.at_value, reader);
  } else if (part.path == "mean") {
    parts.mean = read_value(key, entry.path, *part.node, part.at_value, reader);
  } else if (part.path == "sd") {
    parts.at_deviation = part.at_value;
    parts.deviation = read_deviation(key, entry, *part.node, part.at_value, reader);
  } else if (part.path == "steps") {
    parts.steps = read_count(part, 1, static_cast<std::int64_t>(plan_limit), reader);
  } else if (part.path == "weights") {
    read_weights(part, axis, parts, reader);
  } else if (part.path == "values") {
    Entry list = part;
    list.path = entry.path;
    if (part.node->is_array())
      read_list(*part.node->as_array(), list, design, axis, reader);
    else
      reader.problems.add(part.at_value, fmt::format("values needs a list, found {}", kind_of(*part.node)));
  } else if (part.path == "scale") {
    const auto* text = part.node->as_string();
    if (text && text->get() == "log") axis.spread = Spread::log;
    if (!text || (text->get() != "lin" && text->get() != "log"))
      reader.problems.add(part.at_value, "scale needs \"lin\" or \"log\"");
  }
}

/// Reads each part of the form, and tells of those that are missing, unknown or of another form.
Parts read_parts(const toml::table& table, const Entry& entry, const Form& form, std::optional<Design> design,
                 Axis& axis, Reader& reader) {
  Parts parts;
  std::vector<std::string> known = form.needed;
  known.insert(known.end(), form.allowed.begin(), form.allowed.end());
  for (const Entry& part : entries_of(table, "", entry.at_value)) {
    if (part.path == "distribution") continue;
    if (std::find(known.begin(), known.end(), part.path) != known.end()) {
      read_part(part, entry, design, axis, parts, reader);
    } else if (part.path == "steps") {
      reader.problems.add(part.at_name,
                          form.name == "uniform"
                              ? fmt::format("steps belongs to grid, zip and oat; {} takes samples = N for the sweep",
                                            about(*design).name)
                              : fmt::format("steps does not go with distribution = \"{}\"", form.name));
    } else {
      std::string owners;
      for (const Form& other : distributions())
        for (const auto* list : {&other.needed, &other.allowed})
          if (std::find(list->begin(), list->end(), part.path) != list->end())
            owners += fmt::format("{}\"{}\"", owners.empty() ? "" : ", ", other.name);
      reader.problems.add(part.at_name,
                          owners.empty()
                              ? fmt::format("unknown part '{}' of a range{}", part.path, hint(part.path, known))
                              : fmt::format("{} belongs to distribution = {}", part.path, owners));
    }
  }
  for (const std::string& name : form.needed)
    if (!table.contains(name))
      reader.problems.add(entry.at_value,
                          form.name.empty() || form.name == "uniform"
                              ? fmt::format("the range of {} has no {}", axis.key->name, name)
                              : fmt::format("the {} distribution of {} has no {}", form.name, axis.key->name, name));
  return parts;
}

/// The two ends together.
void check_ends(const Axis& axis, const Parts& parts, Reader& reader) {
  const std::string_view name = axis.key->name;
  const Place& place = parts.from ? parts.at_from : parts.at_deviation;
  if (axis.from > axis.to)
    reader.problems.add(place, fmt::format("{}: from {} is above to {}", name, axis.from, axis.to));
  else if (axis.from == axis.to && parts.steps != 1)
    reader.problems.add(place, fmt::format("{}: from and to are both {}, so nothing varies", name, axis.from));
  else if (axis.spread == Spread::log && axis.from <= 0)
    reader.problems.add(place, fmt::format("{}: a log scale needs from above 0, found {}", name, axis.from));
  else if (axis.key->step > 0 && std::ceil(axis.from / axis.key->step) > std::floor(axis.to / axis.key->step))
    reader.problems.add(place, fmt::format("{}: there is no multiple of {} between {} and {}", name, axis.key->step,
                                           axis.from, axis.to));
  else if (axis.spread == Spread::normal && share_inside(axis) < 1e-3)
    reader.problems.add(place, fmt::format("{}: only {:.1g} of this normal distribution lies between {} and {}", name,
                                           share_inside(axis), axis.from, axis.to));
}

/// For grid, zip and oat the range is a list of values in the end.
void list_values(const Entry& entry, std::size_t steps, Axis& axis, Reader& reader) {
  const Key& key = *axis.key;
  for (std::size_t step = 0; step < steps; ++step) {
    const double t = steps == 1 ? 0.0 : static_cast<double>(step) / static_cast<double>(steps - 1);
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

void read_range(const toml::table& table, const Entry& entry, std::optional<Design> design, Axis& axis,
                Reader& reader) {
  // 1. What is it?
  const std::size_t before = reader.problems.count();
  const Key& key = *axis.key;
  const std::optional<Form> form = form_of(table, entry, design, reader);
  if (!form) return;
  if (key.is_text() && form->name != "categorical" && !table.contains("values")) {
    reader.problems.add(entry.at_value, fmt::format("{} takes words: give a list, e.g. [\"{}\"]", key.name,
                                                    fmt::join(choices(key, reader.catalogue), "\", \"")));
    return;
  }
  if (design == Design::morris && form->name.ends_with("normal")) {
    reader.problems.add(entry.at_value, fmt::format("{}: morris steps through a range or a list; it needs from and to "
                                                    "without a normal distribution",
                                                    key.name));
    return;
  }

  // 2. Its parts
  Parts parts = read_parts(table, entry, *form, design, axis, reader);
  if (reader.problems.count() > before || !design) return;

  // 3. The parts together
  if (form->name == "categorical") {
    if (parts.has_weights && axis.weights.size() != axis.values.size())
      reader.problems.add(parts.at_weights, fmt::format("{} has {} values and {} weights", key.name, axis.values.size(),
                                                        axis.weights.size()));
    const double sum = std::accumulate(axis.weights.begin(), axis.weights.end(), 0.0);
    for (double& weight : axis.weights) weight /= sum;
    return;
  }
  axis.from = parts.from ? std::get<double>(*parts.from) : key.min;
  axis.to = parts.to ? std::get<double>(*parts.to) : key.max;
  if (form->name == "log-uniform") axis.spread = Spread::log;
  if (form->name.ends_with("normal")) {
    axis.spread = Spread::normal;
    axis.mean = std::get<double>(*parts.mean);
    axis.deviation = *parts.deviation;
  }
  if (design == Design::oat && !table.contains("steps")) parts.steps = 2;
  check_ends(axis, parts, reader);
  if (reader.problems.count() == before && !about(*design).random) list_values(entry, parts.steps, axis, reader);
}

}  // namespace psoas
