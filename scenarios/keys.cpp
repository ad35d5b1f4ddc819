// What can a person set? The tables of keys put together, and what follows from them.
#include "scenarios/keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "scenarios/key_makers.h"
#include "scenarios/units.h"
#include "sim/core/check.h"
#include "sim/core/sha256.h"

namespace psoas {

std::string Key::suffix() const {
  if (unit.empty() || unit == "1") return "";
  std::string text = "_" + std::string(unit);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ' ' || c == '/'; }, '_');
  return text;
}

std::string Key::stem() const { return std::string(name.substr(0, name.size() - suffix().size())); }

std::span<const Key> keys() {
  static const std::vector<Key> all = [] {
    std::vector<Key> keys;
    for (const auto& table :
         {runner_keys(), gait_keys(), surface_keys(), shoe_keys(), posture_keys(), muscle_keys(), task_keys(),
          core_keys(), adaptation_keys(), stride_keys(), sharing_keys(), impact_keys()})
      keys.insert(keys.end(), table.begin(), table.end());
    return keys;
  }();
  return all;
}

const Key* find_key(std::string_view name_or_stem) {
  for (const Key& key : keys())
    if (key.name == name_or_stem || key.stem() == name_or_stem) return &key;
  return nullptr;
}

bool only_for_runs(const Key& key) {
  const std::string_view table_name = key.table();
  return table_name == "gait" || table_name == "surface" || table_name == "adaptation" || table_name == "stride" ||
         table_name == "impact" || (table_name == "shoe" && key.name != "shoe.mass_kg") ||
         key.name == "posture.trunk_lean_deg" || key.name == "posture.lean_from" ||
         key.name == "posture.pelvic_drop_deg" || key.name == "posture.arm_swing" ||
         key.stem() == "posture.shoulder_tension" || key.name == "runner.leg_length_difference_mm" ||
         key.name == "sharing.filter_Hz";
}

std::vector<std::string> table_names() {
  std::vector<std::string> names;
  for (const Key& key : keys())
    if (names.empty() || names.back() != key.table()) names.emplace_back(key.table());
  return names;
}

std::vector<std::string> choices(const Key& key, const Catalogue& catalogue) {
  if (key.name == "surface.kind") return catalogue.surface_names();
  if (key.name == "shoe.kind") return catalogue.shoe_names();
  CHECK(!key.words.empty());
  return {key.words.begin(), key.words.end()};
}

Scenario resolve(std::span<const Setting> settings, const Catalogue& catalogue) {
  Scenario scenario;
  const auto apply = [&](const Setting& setting) {
    const Key& key = *setting.key;
    if (key.is_text()) {
      key.set_text(scenario, std::get<std::string>(setting.value));
    } else {
      key.set(scenario, std::get<double>(setting.value) * find_unit(key.unit)->si);
    }
  };
  // Words first, so that the kinds are known; then the rows they name; then all that stands beside them.
  for (const Setting& setting : settings)
    if (setting.key->is_text()) apply(setting);
  const SurfaceOptions* surface = catalogue.surface(scenario.surface.kind);
  const ShoeOptions* shoe = catalogue.shoe(scenario.shoe.kind);
  CHECK(surface && shoe);
  scenario.surface = *surface;
  scenario.shoe = *shoe;
  for (const Setting& setting : settings) apply(setting);
  return scenario;
}

Value value_of(const Key& key, const Scenario& scenario) {
  if (key.is_text()) return key.get_text(scenario);
  return rounded(key.get(scenario) / find_unit(key.unit)->si);
}

std::string to_text(const Value& value) {
  if (const double* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return std::get<std::string>(value);
}

std::string udunit(const Key& key) {
  if (key.unit == "deg/s") return "degree/s";
  return key.unit == "deg" ? "degree" : std::string(key.unit);
}

std::string scenario_id(const Scenario& scenario) {
  Sha256 hash;
  for (const Key& key : keys()) {
    char digits[32];
    if (!key.is_text()) std::snprintf(digits, sizeof digits, "%.17g", key.get(scenario) + 0.0);  // -0 is 0
    hash.add(key.name);
    hash.add("=");
    hash.add(key.is_text() ? key.get_text(scenario) : std::string(digits));
    hash.add("\n");
  }
  return hash.hex().substr(0, 16);
}

}  // namespace psoas
