// What did a study vary? See factors.h.
#include "analysis/statistics/factors.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>

#include "scenarios/design.h"
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

std::vector<std::string> split(const std::string& text) {
  std::istringstream words(text);
  std::vector<std::string> all;
  for (std::string word; words >> word;) all.push_back(word);
  return all;
}

/// A whole number of the file's attributes, or what stands for none.
int number_of(const Results& results, const std::string& attribute, int none) {
  const std::string text = results.attribute(attribute);
  return text.empty() ? none : static_cast<int>(std::stod(text));
}

}  // namespace

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
  std::unordered_map<std::string, double> place;
  for (const std::string& word : results.texts(name)) {
    const auto [at, is_new] = place.try_emplace(word, static_cast<double>(factor.words.size()));
    if (is_new) factor.words.push_back(word);
    factor.value.push_back(at->second);
  }
  return factor;
}

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

std::string Factor::value_text(double at) const {
  return is_words() ? words[static_cast<std::size_t>(at)] : fmt::format("{:.4g}", at);
}

std::string Factor::text(std::size_t scenario) const {
  if (is_words()) return plain() + " " + words[static_cast<std::size_t>(value[scenario])];
  return fmt::format("{} {:.3g}{}{}", plain(), value[scenario], unit.empty() || unit == "°" || unit == "%" ? "" : " ",
                     unit);
}

bool StudyDesign::random() const {
  const auto all = designs();
  return std::any_of(all.begin(), all.end(), [&](const DesignInfo& info) { return info.name == name && info.random; });
}

std::size_t StudyDesign::block() const {
  if (name == "saltelli") return second_order ? 2 * axes.size() + 2 : axes.size() + 2;
  return name == "morris" ? axes.size() + 1 : 1;
}

StudyDesign read_design(const Results& results) {
  StudyDesign design;
  design.name = results.attribute("design");
  design.axes = split(results.attribute("design_factors"));
  design.crossed = split(results.attribute("design_crossed"));
  design.copies = static_cast<std::size_t>(number_of(results, "design_copies", 1));
  design.samples = static_cast<std::size_t>(number_of(results, "design_samples", 0));
  design.levels = number_of(results, "design_levels", 4);
  design.second_order = number_of(results, "design_second_order", 0) != 0;
  design.correlated = number_of(results, "design_correlated", 0) != 0;
  return design;
}

std::vector<std::string> factor_names(const Results& results) {
  const StudyDesign design = read_design(results);
  if (design.axes.empty()) return results.varied();
  std::vector<std::string> names = design.axes;
  names.insert(names.end(), design.crossed.begin(), design.crossed.end());
  return names;
}

}  // namespace psoas
