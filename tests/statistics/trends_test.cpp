// Is one factor's part told from the others'? Formulas with known parts, in every kind of design.
#include "analysis/statistics/trends.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/effects.h"
#include "sim/core/input_error.h"
#include "tests/statistics/made_up_sweep.h"

namespace psoas {
namespace {

using made_up::File;
using made_up::not_solved;
using made_up::with_load;
using testing::ContainsRegex;
using testing::HasSubstr;

constexpr char compression[] = "peak_compression[L5-S1]";

const Trend& of(const Trends& all, const std::string& name) {
  for (const Trend& t : all.each)
    if (t.factor.name == name) return t;
  throw std::runtime_error("no " + name);
}

// Strength is missing mostly where speed is high: means over what is solved would mix the two up, partners do not.
TEST(Trends, OfAGridAreDifferencesOfPartnersEvenWhereScenariosAreMissing) {
  const File file;
  made_up::write_sweep(file, "[sweep]\n'gait.speed_m_s' = [3, 3.5, 4]\n'core.strength' = [0.5, 1, 1.5]\n",
                       [](const Scenario& s, std::size_t) {
                         if (s.gait.speed > 3.4 && s.core.strength < 0.7) return not_solved();
                         return with_load(1000 * s.gait.speed + 100 * s.core.strength);
                       });
  const Trends all = trends(Results(file), compression);
  const Trend& strength = of(all, "core.strength");
  ASSERT_TRUE(strength.paired);
  EXPECT_EQ(strength.origin, 0.5);
  ASSERT_EQ(strength.points.size(), 3u);
  EXPECT_NEAR(strength.points[1].change, 50, 1e-9);
  EXPECT_NEAR(strength.points[2].change, 100, 1e-9);
  EXPECT_EQ(strength.points[2].count, 1u) << "pairs";
  EXPECT_EQ(strength.left_out, 4u);
  EXPECT_EQ(strength.upper.at, 1.5);
  EXPECT_NEAR(of(all, "gait.speed_m_s").reach(), 1000, 1e-9);
}

TEST(Trends, OfOneAtATimeAreChangesFromTheReference) {
  const File file;
  made_up::write_sweep(
      file, "[sweep]\ndesign = 'oat'\n'gait.speed_m_s' = [3, 4]\n'core.strength' = [0.5, 1.5]\n",
      [](const Scenario& s, std::size_t) { return with_load(1000 * s.gait.speed - 100 * s.core.strength); });
  const Trends all = trends(Results(file), compression);
  const Trend& speed = of(all, "gait.speed_m_s");
  EXPECT_EQ(speed.origin, 3.5);
  EXPECT_NEAR(speed.lower.change.value, -500, 1e-9);
  EXPECT_NEAR(speed.upper.change.value, 500, 1e-9);
  EXPECT_NEAR(of(all, "core.strength").lower.at, 1.5, 1e-9);
}

// Mass and height are drawn together: the slope of each is its own, and height has none.
TEST(Trends, OfARandomDesignAreSlopesThatCorrelationDoesNotMixUp) {
  const File file;
  made_up::write_sweep(
      file,
      "[sweep]\ndesign = 'monte_carlo'\nsamples = 400\ncorrelation = [['runner.mass_kg', 'runner.height_m', "
      "0.7], ['runner.sex', 'runner.mass_kg', 0.6]]\n'runner.mass_kg' = { from = 50, to = 90 }\n"
      "'runner.height_m' = { from = 1.5, to = 1.9 }\n'runner.sex' = ['female', 'male']\n"
      "cross = { 'shoe.kind' = ['standard', 'maximal'] }\n",
      [](const Scenario& s, std::size_t i) {
        if (i == 17) return not_solved();
        const double noise = 100 * std::fmod(static_cast<double>(i % 400) * 0.618034, 1.0);
        return with_load(30 * s.runner.mass + (s.runner.sex == Sex::male ? 200 : 0) + noise +
                         (s.shoe.kind == "maximal" ? 40 : 0));
      });
  const Trends all = trends(Results(file), compression);
  EXPECT_FALSE(all.paired);
  EXPECT_EQ(all.samples, 399u) << "a sample of which one copy is not solved is left out";
  EXPECT_TRUE(of(all, "runner.mass_kg").slope.holds(30));
  EXPECT_TRUE(of(all, "runner.height_m").slope.holds(0));
  EXPECT_NEAR(of(all, "runner.sex").reach(), 200, 25);
  const Trend& shoe = of(all, "shoe.kind");
  EXPECT_TRUE(shoe.paired);
  EXPECT_NEAR(shoe.reach(), 40, 1e-9);
  // The chance that two choices and a number are drawn together as asked: 0.6 of normal scores, three standard errors
  const Factor sex = read_factor(Results(file), "runner.sex"), mass = read_factor(Results(file), "runner.mass_kg");
  double men = 0, women = 0, heavy_men = 0, heavy_women = 0;
  for (std::size_t i = 0; i < 400; ++i) {
    const bool man = sex.words[static_cast<std::size_t>(sex.value[i])] == "male", heavy = mass.value[i] > 70;
    (man ? men : women) += 1;
    if (heavy) (man ? heavy_men : heavy_women) += 1;
  }
  // P(both above their median) = 1/4 + asin(0.6) / 2π = 0.352, so of men 70 % are heavy and of women 30 %
  EXPECT_NEAR(heavy_men / men, 0.705, 0.1);
  EXPECT_NEAR(heavy_women / women, 0.295, 0.1);
  // What the screen says of it
  const std::string table = effects_table(Results(file));
  EXPECT_THAT(table, ContainsRegex("  mass +[+](29|30)[.0-9]* N per kg"));
  EXPECT_THAT(table, ContainsRegex("  maximal +[+]40[.]0 N"));
  EXPECT_THAT(table, HasSubstr("399 samples, each the mean of 2 copies"));
}

TEST(Trends, CasesOfAListAreListedOneByOne) {
  const File file;
  made_up::write_sweep(
      file,
      "[sweep]\ndesign = 'list'\n[[sweep.case]]\n'core.strength' = 1\n[[sweep.case]]\n'core.strength' = 1\n"
      "'gait.speed_m_s' = 3\n[[sweep.case]]\n'core.strength' = 0.5\n",
      [](const Scenario& s, std::size_t i) { return i == 2 ? not_solved() : with_load(1000 * s.gait.speed); });
  EXPECT_THROW(trends(Results(file), compression), InputError);
  const std::string table = effects_table(Results(file));
  EXPECT_THAT(table, ContainsRegex("  0  as the study has it +1 +3500"));
  EXPECT_THAT(table, ContainsRegex("  1  speed 3 m/s +1 +3000"));
  EXPECT_THAT(table, ContainsRegex("  2  core strength 0.5 +0 +iteration_limit"));
}

}  // namespace
}  // namespace psoas
