// Is a number with a unit what a person means by it?
#include "scenarios/units.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/keys.h"
#include "tests/scenarios/study_text.h"

namespace psoas {
namespace {

using testing::ElementsAre;

double si(const std::string& text) {
  const auto quantity = parse_quantity(text);
  return quantity->number * find_unit(quantity->unit)->si;
}

// Factors from the definitions of the units, written down a second time; 4 ulp for the products.
TEST(Units, TextBecomesSi) {
  EXPECT_DOUBLE_EQ(si("12 km/h"), 12000.0 / 3600.0);
  EXPECT_DOUBLE_EQ(si("14 deg"), 14 * 3.14159265358979323846 / 180);
  EXPECT_DOUBLE_EQ(si("14°"), si("14 degrees"));
  EXPECT_DOUBLE_EQ(si("90 kN/m"), 90000);
  EXPECT_DOUBLE_EQ(si("90 N/mm"), 90000);
  EXPECT_DOUBLE_EQ(si("70 kg"), 70);
  EXPECT_DOUBLE_EQ(si("175cm"), 1.75);
  EXPECT_DOUBLE_EQ(si("9.81 m/s"), 9.81);
  EXPECT_DOUBLE_EQ(si("80 %"), 0.8);
  EXPECT_DOUBLE_EQ(si("5 kPa"), 5000);
  EXPECT_DOUBLE_EQ(si("-1.5e1 mm"), -0.015);
}

TEST(Units, FactorsMayBeJoinedInAnyWay) {
  for (const char* text : {"N s/m", "N·s/m", "Ns/m", "N*s/m", " N s/m "})
    EXPECT_EQ(find_unit(text), find_unit("N s/m")) << text;
  EXPECT_EQ(find_unit("N·m"), find_unit("Nm"));
  EXPECT_NE(find_unit("N·m"), nullptr);
  EXPECT_EQ(find_unit("furlong"), nullptr);
  EXPECT_EQ(find_unit(""), nullptr);
}

TEST(Units, WhatIsNoNumberIsRefused) {
  for (const char* text : {"", "kg", "nan kg", "inf", "--3 kg", "+-3 kg", "1e999 kg", ". kg"})
    EXPECT_FALSE(parse_quantity(text)) << text;
  EXPECT_EQ(parse_quantity("1,75 m")->unit, ",75 m");  // a decimal comma is no number: no table knows such a unit
}

TEST(Units, TheNearestUnitIsOfTheSameDimensionWhateverItsCase) {
  EXPECT_EQ(nearest_unit("KM/H", "speed"), "km/h");
  EXPECT_EQ(nearest_unit("kmh", "speed"), "km/h");
  EXPECT_EQ(nearest_unit("kn/m", "stiffness"), "kN/m");
  EXPECT_EQ(nearest_unit("parsec", "mass"), "");
  EXPECT_THAT(units_of("speed"), ElementsAre("m/s", "km/h", "mph"));
}

TEST(Units, EveryKeyHasAUnitOfTheTable) {
  for (const Key& key : keys()) {
    if (key.is_text()) continue;
    EXPECT_NE(find_unit(key.unit), nullptr) << key.name;
  }
}

TEST(Units, AStudyMayUseAnyUnitOfTheDimension) {
  EXPECT_DOUBLE_EQ(study_of("gait.speed = '12 km/h'").base.gait.speed, 3.33333333333);  // 12 digits
  EXPECT_DOUBLE_EQ(study_of("runner.height = '175 cm'").base.runner.height, 1.75);
  EXPECT_DOUBLE_EQ(study_of("shoe.heel_stiffness_kN_m = '61 N/mm'").base.shoe.heel_stiffness, 61000);
  EXPECT_DOUBLE_EQ(study_of("core.strength = '80 %'").base.core.strength, 0.8);
  EXPECT_DOUBLE_EQ(study_of("core.strength = '0.8'").base.core.strength, 0.8);
}

TEST(Units, RoundingMakesComputedAndTypedNumbersEqual) {
  EXPECT_NE(0.1 * 3, 0.3);
  EXPECT_EQ(rounded(0.1 * 3), 0.3);
  EXPECT_EQ(rounded(-1234567.0), -1234567.0);
}

}  // namespace
}  // namespace psoas
