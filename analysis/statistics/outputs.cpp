// Which number of each scenario is meant? See outputs.h.
#include "analysis/statistics/outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <regex>

#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double gravity = 9.80665;  // standard [m/s²]
constexpr std::string_view weights_suffix = "_BW";
const std::vector<std::string> reductions = {"max", "min", "mean", "range"};

/// Outputs that are worked out: name, the file's variable it has its dimensions from, unit.
struct Derived {
  std::string_view name, variable, unit;
};
constexpr Derived derived[] = {{"load_impulse_per_km", "load_impulse", "N s km-1"},
                               {"steps_per_km", "step_frequency", "km-1"}};

const Derived* find_derived(std::string_view name) {
  for (const Derived& d : derived)
    if (d.name == name) return &d;
  return nullptr;
}

/// Numbers over scenarios that a person may name.
std::vector<std::string> known_names(const Results& results) {
  std::vector<std::string> names;
  for (const std::string& variable : results.variables()) {
    const std::vector<std::string> dims = results.dimensions(variable);
    if (dims.empty() || dims.front() != "scenario" || variable == "scenario" || results.is_text(variable)) continue;
    names.push_back(variable);
  }
  for (const Derived& d : derived)
    if (results.has(std::string(d.variable))) names.emplace_back(d.name);
  return names;
}

/// Only of what is a force or made of one.
std::string weights_unit(const std::string& unit, const std::string& text) {
  if (unit != "N" && !unit.starts_with("N "))
    throw InputError(
        fmt::format("{}: only forces and what is made of them have a form in body weights, and this is in {}", text,
                    unit.empty() ? "words" : unit));
  return "BW" + unit.substr(1);
}

std::vector<std::string> split_labels(const std::string& inside) {
  std::vector<std::string> parts;
  std::string part;
  for (char c : inside + ",") {
    if (c != ',') {
      part += c;
      continue;
    }
    const auto from = part.find_first_not_of(' '), to = part.find_last_not_of(' ');
    parts.push_back(from == std::string::npos ? "" : part.substr(from, to - from + 1));
    part.clear();
  }
  return parts;
}

/// Place of a label along a dimension. L5/S1 may be written with a slash.
std::size_t place(const Results& results, const std::string& dimension, std::string label, const std::string& text) {
  if (dimension == "level" || dimension == "reserve") std::replace(label.begin(), label.end(), '/', '-');
  const std::vector<std::string> labels = results.texts(dimension);
  const auto found = std::find(labels.begin(), labels.end(), label);
  if (found != labels.end()) return static_cast<std::size_t>(found - labels.begin());
  const std::string near = nearest(label, labels);
  throw InputError(fmt::format("{}: no {} '{}'; {}", text, dimension, label,
                               near.empty() && labels.size() <= 30
                                   ? fmt::format("there are {}", fmt::join(labels, ", "))
                                   : fmt::format("did you mean '{}'?", near.empty() ? labels.front() : near)));
}

std::string words_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// "right foot", "up": a label of a dimension as people say it.
std::string spoken(const std::string& dimension, const std::string& label) {
  if (dimension == "foot") return label + " foot";
  if (dimension == "xyz") return label == "x" ? "forward" : label == "y" ? "up" : "to the right";
  return words_of(label);
}

}  // namespace

OutputName find_output(const Results& results, const std::string& text) {
  // 1. reduction( variable [ labels ] )
  static const std::regex form(R"(\s*(?:(\w+)\s*\(\s*)?([A-Za-z_][\w.]*)\s*(?:\[([^\]]*)\])?\s*(\))?\s*)");
  std::smatch match;
  if (!std::regex_match(text, match, form) || match[1].matched != match[4].matched)
    throw InputError(
        fmt::format("'{}' is no output: write for example peak_compression[L5-S1] or "
                    "max(lumbar_compression[L5-S1])",
                    text));
  OutputName name;
  name.reduction = match[1];
  name.variable = match[2];
  if (!name.reduction.empty() && std::find(reductions.begin(), reductions.end(), name.reduction) == reductions.end())
    throw InputError(fmt::format("{}: a curve has {}", text, fmt::join(reductions, ", ")));

  // 2. Which variable?
  const std::vector<std::string> known = known_names(results);
  const auto is_known = [&](const std::string& word) {
    return std::find(known.begin(), known.end(), word) != known.end();
  };
  if (!is_known(name.variable) && name.variable.ends_with(weights_suffix)) {
    name.body_weights = true;
    name.variable.resize(name.variable.size() - weights_suffix.size());
  }
  if (!is_known(name.variable)) {
    const std::string near = nearest(name.variable, known);
    std::vector<std::string> numbers;
    for (const std::string& word : known)
      if (results.attribute(find_derived(word) ? "scenario" : word, "parameter").empty()) numbers.push_back(word);
    throw InputError(fmt::format(
        "the file has no output '{}'; {}", name.variable,
        near.empty() ? fmt::format("it has {}", fmt::join(numbers, ", ")) : fmt::format("did you mean '{}'?", near)));
  }
  const Derived* made = find_derived(name.variable);
  const std::string source = made ? std::string(made->variable) : name.variable;
  name.unit = made ? std::string(made->unit) : results.attribute(source, "units");
  if (name.body_weights) name.unit = weights_unit(name.unit, text);

  // 3. Where along its dimensions?
  std::vector<std::string> dims = results.dimensions(source);
  const auto cycle = std::find(dims.begin(), dims.end(), "gait_cycle");
  const bool over_cycle = cycle != dims.end();
  if (over_cycle) dims.erase(cycle);
  dims.erase(dims.begin());
  if (!over_cycle && !name.reduction.empty())
    throw InputError(fmt::format("{}: {} is a number already, not a curve over the gait cycle", text, name.variable));
  name.curve = over_cycle && name.reduction.empty();
  const std::vector<std::string> labels = match[3].matched ? split_labels(match[3]) : std::vector<std::string>{};
  if (labels.size() != dims.size()) {
    std::string example = name.variable;
    for (std::size_t d = 0; d < dims.size(); ++d)
      example += (d == 0 ? "[" : ", ") + results.texts(dims[d]).front() + (d + 1 == dims.size() ? "]" : "");
    throw InputError(dims.empty() ? fmt::format("{}: {} has no index", text, name.variable)
                                  : fmt::format("{}: {} needs an index for {}, for example {}", text, name.variable,
                                                fmt::join(dims, " and "), example));
  }
  std::string index, levels, others;
  for (std::size_t d = 0; d < dims.size(); ++d) {
    name.index.push_back(place(results, dims[d], labels[d], text));
    std::string label = results.texts(dims[d])[name.index.back()];
    index += (d == 0 ? "" : ", ") + label;
    if (dims[d] == "level") {
      std::replace(label.begin(), label.end(), '-', '/');
      levels = label + " ";
    } else {
      others += (others.empty() ? ", " : " ") + spoken(dims[d], label);
    }
  }

  // 4. Its full name, and how it is called on an axis
  name.text = name.variable + (name.body_weights ? std::string(weights_suffix) : "");
  if (!index.empty()) name.text += "[" + index + "]";
  if (!name.reduction.empty()) name.text = name.reduction + "(" + name.text + ")";
  std::string plain = words_of(name.variable);
  if (!levels.empty() && plain.starts_with("lumbar ")) plain.erase(0, 7);
  name.label = levels + plain + others;
  if (levels.empty()) name.label[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name.label[0])));
  if (!name.reduction.empty()) name.label += ", " + name.reduction;
  return name;
}

Eigen::MatrixXd read_curves(const Results& results, const OutputName& name, std::size_t first, std::size_t count) {
  Eigen::MatrixXd curves = results.curves_at(name.variable, name.index, first, count);
  if (!name.body_weights) return curves;
  const std::vector<double> mass = results.numbers("runner.mass_kg");
  for (Eigen::Index i = 0; i < curves.cols(); ++i) curves.col(i) /= mass[first + static_cast<std::size_t>(i)] * gravity;
  return curves;
}

Output read_output(const Results& results, const std::string& text) {
  Output output{find_output(results, text), {}};
  const OutputName& name = output.name;
  if (name.curve)
    throw InputError(
        fmt::format("{} is a curve over the gait cycle; ask for max({}), or min, mean, range", text, name.text));
  // 1. A curve is reduced some scenarios at a time, so that memory does not grow with the file
  if (!name.reduction.empty()) {
    constexpr std::size_t at_once = 256;
    for (std::size_t first = 0; first < results.scenario_count(); first += at_once) {
      const Eigen::MatrixXd curves =
          read_curves(results, name, first, std::min(at_once, results.scenario_count() - first));
      for (const auto& curve : curves.colwise()) {
        const double high = curve.maxCoeff<Eigen::PropagateNaN>(), low = curve.minCoeff<Eigen::PropagateNaN>();
        output.value.push_back(name.reduction == "max"    ? high
                               : name.reduction == "min"  ? low
                               : name.reduction == "mean" ? curve.head(curve.size() - 1).mean()  // 100 % is 0 % again
                                                          : high - low);
      }
    }
  } else {
    const Derived* made = find_derived(name.variable);
    output.value = results.numbers_at(made ? std::string(made->variable) : name.variable, name.index);
    // 2. What a kilometre asks for: 1000 m over the length of a stride or a step
    if (made != nullptr) {
      const std::vector<double> speed = results.numbers("gait.speed_m_s"),
                                duration = results.numbers("stride_duration");
      for (std::size_t i = 0; i < speed.size(); ++i)
        output.value[i] *= name.variable == "steps_per_km" ? 1000 / speed[i] : 1000 / (speed[i] * duration[i]);
    }
    if (name.body_weights) {
      const std::vector<double> mass = results.numbers("runner.mass_kg");
      for (std::size_t i = 0; i < mass.size(); ++i) output.value[i] /= mass[i] * gravity;
    }
  }
  // 3. What is not solved has no number, whatever stands there
  const std::vector<Status> status = results.status();
  for (std::size_t i = 0; i < status.size(); ++i)
    if (status[i] != Status::converged || !std::isfinite(output.value[i])) output.value[i] = nan;
  return output;
}

Shown shown(const std::string& udunit, bool in_newtons) {
  const std::string kilo = in_newtons ? "" : "k";
  const double factor = in_newtons ? 1.0 : 1e-3;
  if (udunit == "N") return {factor, kilo + "N"};
  if (udunit == "N s") return {factor, kilo + "N·s"};
  if (udunit == "N s-1") return {1e-3, "kN/s"};
  if (udunit == "N s km-1") return {1e-3, "kN·s/km"};
  if (udunit == "N m") return {1.0, "N·m"};
  if (udunit == "N m rad-1") return {1.0, "N·m/rad"};
  if (udunit == "BW") return {1.0, "body weights"};
  if (udunit == "BW s") return {1.0, "body weights·s"};
  if (udunit == "BW s-1") return {1.0, "body weights/s"};
  if (udunit == "BW s km-1") return {1.0, "body weights·s/km"};
  if (udunit == "BW m") return {1.0, "body weights·m"};
  if (udunit == "m s-1") return {1.0, "m/s"};
  if (udunit == "m s-2") return {1.0, "m/s²"};
  if (udunit == "N m-1") return {1e-3, "kN/m"};
  if (udunit == "s-1") return {1.0, "1/s"};
  if (udunit == "km-1") return {1.0, "1/km"};
  if (udunit == "J kg-1 m-1") return {1.0, "J/(kg·m)"};
  if (udunit == "degree") return {1.0, "°"};
  if (udunit == "1" || udunit.empty()) return {1.0, ""};
  return {1.0, udunit};
}

std::string Shown::with(double value, int decimals) const {
  return fmt::format("{:.{}f}{}{}", factor * value, decimals, unit.empty() || unit == "°" ? "" : " ", unit);
}

std::string axis_label(const OutputName& name) {
  const Shown unit = shown(name.unit);
  return unit.unit.empty() ? name.label : name.label + " (" + unit.unit + ")";
}

Usable usable(const Results& results, const std::vector<double>& value) {
  Usable all;
  std::array<std::size_t, status_count> with{};
  const std::vector<Status> status = results.status();
  std::size_t without = 0;
  for (std::size_t i = 0; i < status.size(); ++i) {
    if (std::isfinite(value[i]))
      all.solved.push_back(i);
    else if (status[i] == Status::converged)
      ++without;
    else
      ++with[static_cast<std::size_t>(status[i])];
  }
  if (all.solved.size() == status.size()) return all;
  std::vector<std::string> counts;
  for (std::size_t s = 0; s < with.size(); ++s)
    if (with[s] > 0) counts.push_back(fmt::format("{} {}", with[s], name(static_cast<Status>(s))));
  if (without > 0) counts.push_back(fmt::format("{} without this number", without));
  all.left_out = fmt::format("{} of {} scenarios left out: {}.", status.size() - all.solved.size(), status.size(),
                             fmt::join(counts, ", "));
  return all;
}

}  // namespace psoas
