// Does the table of keys tell the truth about Scenario, and does a scenario have one name?
#include "scenarios/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "scenarios/units.h"
#include "tests/scenarios/study_text.h"

namespace psoas {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Another value than `key` has in `scenario`, inside its range.
Setting changed(const Key& key, const Scenario& scenario) {
  if (key.is_text()) {
    for (const std::string& word : choices(key, test_catalogue()))
      if (Value(word) != value_of(key, scenario)) return {&key, word};
  }
  const Value low = key.min, high = key.max;
  return {&key, value_of(key, scenario) == low ? high : low};
}

TEST(Keys, NamesAreTableWordAndUnit) {
  std::set<std::string> stems;
  for (const Key& key : keys()) {
    EXPECT_TRUE(key.name.ends_with(key.suffix())) << key.name;
    EXPECT_TRUE(stems.insert(key.stem()).second) << key.name;
    EXPECT_EQ(find_key(key.name), &key);
    EXPECT_EQ(find_key(key.stem()), &key);
    EXPECT_FALSE(key.meaning.empty()) << key.name;
    EXPECT_FALSE(key.source.empty()) << key.name;
  }
  EXPECT_EQ(find_key("gait.speed")->suffix(), "_m_s");
  EXPECT_EQ(find_key("gait.speed_km_h"), nullptr);
  EXPECT_THAT(table_names(), ElementsAre("runner", "gait", "surface", "shoe", "posture", "muscle", "task", "core",
                                         "adaptation", "stride", "sharing", "impact"));
}

TEST(Keys, DefaultsAreInRange) {
  for (const Key& key : keys()) {
    if (key.is_text()) {
      EXPECT_THAT(choices(key, test_catalogue()), testing::Contains(to_text(value_of(key, Scenario{})))) << key.name;
    } else {
      const double value = std::get<double>(value_of(key, Scenario{}));
      EXPECT_GE(value, key.min) << key.name;
      EXPECT_LE(value, key.max) << key.name;
    }
  }
}

TEST(Keys, WhatIsSetIsRead) {
  for (const Key& key : keys()) {
    const Setting setting = changed(key, Scenario{});
    EXPECT_EQ(value_of(key, resolve(std::vector{setting}, test_catalogue())), setting.value) << key.name;
  }
}

// Two keys on one member, or a key on none, would show here.
TEST(Keys, EachNumberMovesNoOtherKey) {
  for (const Key& key : keys()) {
    if (key.name.ends_with(".kind")) continue;  // a kind moves the keys beside it: KindSetsItsRow
    const Scenario scenario = resolve(std::vector{changed(key, Scenario{})}, test_catalogue());
    for (const Key& other : keys())
      EXPECT_EQ(value_of(other, scenario) == value_of(other, Scenario{}), &other != &key)
          << key.name << " " << other.name;
  }
}

TEST(Keys, NumbersAreKeptInSi) {
  const Scenario scenario =
      study_of("posture.trunk_lean_deg = 14\nsurface.damping_kN_s_m = 0.5\ncore.abdominal_pressure_kPa = 5").base;
  EXPECT_DOUBLE_EQ(scenario.posture.trunk_lean, 14 * 3.14159265358979323846 / 180);
  EXPECT_DOUBLE_EQ(scenario.surface.damping, 500);
  EXPECT_DOUBLE_EQ(scenario.core.abdominal_pressure, 5000);
}

TEST(Catalogue, EveryRowIsInTheRangeOfItsKeys) {
  for (const char* name : {"surface.kind", "shoe.kind"}) {
    for (const std::string& kind : choices(*find_key(name), test_catalogue())) {
      const Scenario scenario = resolve(std::vector{Setting{find_key(name), kind}}, test_catalogue());
      for (const Key& key : keys()) {
        if (key.is_text()) continue;
        EXPECT_GE(std::get<double>(value_of(key, scenario)), key.min) << kind << " " << key.name;
        EXPECT_LE(std::get<double>(value_of(key, scenario)), key.max) << kind << " " << key.name;
      }
    }
  }
}

// The baseline of every runner has default ground and shoe: the study without a word about them must mean the same.
TEST(Catalogue, DefaultKindsHaveTheValuesOfTheDefaultOptions) {
  EXPECT_EQ(scenario_id(resolve({}, test_catalogue())), scenario_id(Scenario{}));
}

TEST(Catalogue, EveryRowSaysWhatItRestsOn) {
  for (const SurfaceKind& kind : test_catalogue().surfaces) {
    EXPECT_TRUE(kind.basis == "assumption" || kind.basis == "derived, rough") << kind.options.kind;
    EXPECT_GT(kind.source.size(), 20u) << kind.options.kind;
  }
  for (const ShoeKind& kind : test_catalogue().shoes) {
    EXPECT_TRUE(kind.basis == "assumption" || kind.basis == "derived, rough") << kind.options.kind;
    EXPECT_GT(kind.source.size(), 20u) << kind.options.kind;
  }
}

TEST(ScenarioId, IsStable) {
  // Resume and merge compare ids between machines and versions: a change here is a change of the results format.
  EXPECT_EQ(scenario_id(Scenario{}), "1ddb1fc13fcb8f65");
}

TEST(ScenarioId, ChangesWithEveryKeyAndOnlyWithValues) {
  std::set<std::string> ids = {scenario_id(Scenario{})};
  for (const Key& key : keys()) {
    const Scenario scenario = resolve(std::vector{changed(key, Scenario{})}, test_catalogue());
    EXPECT_TRUE(ids.insert(scenario_id(scenario)).second) << key.name;
  }
  EXPECT_EQ(scenario_id(study_of("gait.speed = '12.6 km/h'").base), scenario_id(study_of("gait.speed_m_s = 3.5").base));
  EXPECT_EQ(scenario_id(study_of("posture.lordosis_deg = -0.0").base),
            scenario_id(study_of("posture.lordosis_deg = 0").base));
}

TEST(KeysTable, ShowsEveryKeyAndEveryKind) {
  const std::string text = keys_table(test_catalogue());
  for (const Key& key : keys()) EXPECT_THAT(text, HasSubstr(std::string(key.name) + " "));
  for (const std::string& kind : test_catalogue().surface_names()) EXPECT_THAT(text, HasSubstr("\n" + kind + " "));
  for (const std::string& kind : test_catalogue().shoe_names()) EXPECT_THAT(text, HasSubstr("\n" + kind + " "));
  EXPECT_THAT(text, testing::ContainsRegex("surface.stiffness_kN_m +kN/m +20 to 100000 +20000 "));
}

TEST(Keys, UnitsAreKnown) {
  for (const Key& key : keys()) {
    EXPECT_TRUE(key.is_text() || find_unit(key.unit)) << key.name << " in " << key.unit;
  }
}

TEST(Keys, UnitsOfResultsAreThoseOfUdunits) {
  EXPECT_EQ(udunit(*find_key("posture.trunk_lean")), "degree");
  EXPECT_EQ(udunit(*find_key("sharing.level_slack")), "N m");
  EXPECT_EQ(udunit(*find_key("core.strength")), "1");
  EXPECT_EQ(udunit(*find_key("shoe.kind")), "");
}

}  // namespace
}  // namespace psoas
