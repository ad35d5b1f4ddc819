// See summaries.h.
#include "analysis/summaries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/keys.h"

namespace psoas {
namespace {

/// A unit as people print it: the key's own, or what the file says where this version has no such key.
std::string printed_unit(const Results& results, const std::string& name) {
  const Key* known = find_key(name);
  const std::string unit = known != nullptr ? std::string(known->unit) : results.attribute(name, "units");
  if (unit == "1") return "";
  if (unit == "deg" || unit == "degree") return "°";
  return unit;
}

Factor read_factor(const Results& results, const std::string& name) {
  Factor factor;
  factor.name = name;
  factor.unit = printed_unit(results, name);
  factor.label = plain_name(name);
  if (!factor.unit.empty()) factor.label += " (" + factor.unit + ")";
  if (!results.is_text(name)) {
    factor.value = results.numbers(name);
    return factor;
  }
  for (const std::string& word : results.texts(name)) {
    const auto at = std::find(factor.words.begin(), factor.words.end(), word);
    factor.value.push_back(static_cast<double>(at - factor.words.begin()));
    if (at == factor.words.end()) factor.words.push_back(word);
  }
  return factor;
}

}  // namespace

std::string plain_name(const std::string& key) {
  // Without the unit: a key of this version knows its own; of another version's key all is printed.
  const Key* known = find_key(key);
  std::string name = known != nullptr ? known->stem() : key;
  // The table's name says nothing before "trunk lean" and everything before "stiffness"; ".kind" says nothing after
  // "shoe".
  for (const char* table : {"posture.", "gait.", "runner."}) {
    if (name.starts_with(table)) name.erase(0, std::string(table).size());
  }
  if (name.ends_with(".kind")) name.resize(name.size() - 5);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '_'; }, ' ');
  return name;
}

std::string Factor::text(std::size_t scenario) const {
  const std::string plain = label.substr(0, label.find(" ("));
  if (is_words()) return plain + " " + words[static_cast<std::size_t>(value[scenario])];
  return fmt::format("{} {:.3g}{}{}", plain, value[scenario], unit.empty() || unit == "°" || unit == "%" ? "" : " ",
                     unit);
}

std::string Summaries::left_out() const {
  if (solved.size() == count()) return "";
  std::array<int, status_count> with{};
  for (Status s : status) ++with[static_cast<std::size_t>(s)];
  std::string text = fmt::format("{} of {} scenarios left out:", count() - solved.size(), count());
  const char* separator = " ";
  for (int s = 1; s < status_count; ++s) {
    if (with[static_cast<std::size_t>(s)] == 0) continue;
    text += fmt::format("{}{} {}", separator, with[static_cast<std::size_t>(s)], name(static_cast<Status>(s)));
    separator = ", ";
  }
  return text + ".";
}

std::string Summaries::notes() const {
  std::string text = left_out();
  const auto core = [](const Factor& factor) { return factor.name.starts_with("core."); };
  if (std::any_of(factors.begin(), factors.end(), core))
    text += std::string(text.empty() ? "" : " ") +
            "A lower load of a weaker core is not protection: the runner spares it; its least_reserve is lower too.";
  return text;
}

Summaries read_summaries(const Results& results) {
  Summaries all;
  all.status = results.status();
  for (std::size_t i = 0; i < all.status.size(); ++i) {
    if (all.status[i] == Status::converged) all.solved.push_back(i);
  }
  for (const std::string& name : results.varied()) all.factors.push_back(read_factor(results, name));
  all.levels = results.texts("level");
  all.peak_compression = results.table("peak_compression");
  all.peak_shear_anterior = results.table("peak_shear_anterior");
  const std::vector<double> mass = results.numbers("runner.mass_kg");  // [kg]
  const auto [least, most] = std::minmax_element(mass.begin(), mass.end());
  if (!mass.empty() && *least == *most) all.body_weight = *least * standard_gravity;
  return all;
}

}  // namespace psoas
