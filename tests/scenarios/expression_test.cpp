// Does a condition or formula mean what it says, and does a wrong one say where it is wrong?
#include "scenarios/expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/scenarios/study_text.h"

namespace psoas {
namespace {

using Type = Expression::Type;

const Scenario& runner() {
  static const Scenario scenario =
      study_of("runner.mass_kg = 80\ngait.speed_m_s = 4\nsurface.kind = 'grass'\nposture.trunk_lean_deg = 14").base;
  return scenario;
}
bool truth(const std::string& text) { return Expression::parse(text, Type::truth, test_catalogue()).truth(runner()); }
double number(const std::string& text) {
  return Expression::parse(text, Type::number, test_catalogue()).number(runner());
}
/// "7 message": the byte and what is wrong.
std::string wrong(const std::string& text, Type type = Type::truth) {
  try {
    Expression::parse(text, type, test_catalogue());
  } catch (const ExpressionError& error) {
    return std::to_string(error.at) + " " + error.message;
  }
  return "right";
}

TEST(Expression, ComputesAsAPersonWould) {
  EXPECT_EQ(number("1 + 2 * 3"), 7);
  EXPECT_EQ(number("(1 + 2) * 3"), 9);
  EXPECT_EQ(number("8 - 2 - 1"), 5);
  EXPECT_EQ(number("8 / 2 / 2"), 2);
  EXPECT_EQ(number("-2 * -.5e1"), 10);
  EXPECT_EQ(number("- (2 + 1)"), -3);
  EXPECT_EQ(number("min(3, max(1, 2)) + abs(-1) + sqrt(9)"), 6);
  EXPECT_EQ(number("exp(log(2))"), std::exp(std::log(2)));
  EXPECT_EQ(number("if(gait.speed_m_s > 3, 1, 2)"), 1);
  EXPECT_TRUE(std::isinf(number("1 / 0")));
}

TEST(Expression, KeysAreInTheUnitOfTheirName) {
  EXPECT_EQ(number("runner.mass_kg / 2"), 40);
  EXPECT_EQ(number("posture.trunk_lean_deg"), 14);  // kept in radians, and yet 14 to the last bit
  EXPECT_TRUE(truth("posture.trunk_lean_deg == 14"));
  EXPECT_EQ(number("shoe.mass_kg"), std::get<double>(value_of(*find_key("shoe.mass_kg"), Scenario{})));
}

TEST(Expression, NotBindsBeforeAndBeforeOr) {
  EXPECT_TRUE(truth("1 < 2 or 1 > 2 and 1 > 2"));
  EXPECT_FALSE(truth("(1 < 2 or 1 > 2) and 1 > 2"));
  EXPECT_TRUE(truth("not 1 > 2 and 1 < 2"));
  EXPECT_FALSE(truth("not (1 > 2 or 1 < 2)"));
  EXPECT_TRUE(truth("not not 1 < 2"));
  EXPECT_TRUE(truth("1 <= 1 && 1 >= 1 || 1 != 1"));
}

TEST(Expression, WordsAreEqualOrNot) {
  EXPECT_TRUE(truth("surface.kind == 'grass'"));
  EXPECT_TRUE(truth("\"grass\" == surface.kind and surface.kind != 'sand'"));
  EXPECT_FALSE(truth("surface.kind == 'sand'"));
}

// Every pair of values, against the machine's own operators: the parser may confuse < with <=, or left with right.
TEST(Expression, ComparesLikeTheMachine) {
  for (int a = -1; a <= 1; ++a) {
    for (int b = -1; b <= 1; ++b) {
      const auto is = [&](const char* sign) { return truth(std::to_string(a) + sign + std::to_string(b)); };
      EXPECT_EQ(is("<"), a < b);
      EXPECT_EQ(is("<="), a <= b);
      EXPECT_EQ(is(">"), a > b);
      EXPECT_EQ(is(">="), a >= b);
      EXPECT_EQ(is("=="), a == b);
      EXPECT_EQ(is("!="), a != b);
    }
  }
}

TEST(Expression, SaysWhereItIsWrong) {
  EXPECT_EQ(wrong("gait.speeed_m_s > 3"), "0 unknown key 'gait.speeed_m_s'; did you mean 'gait.speed_m_s'?");
  EXPECT_EQ(wrong("1 < 2 and gait.speed > 3"), "10 gait.speed needs its unit here: write gait.speed_m_s");
  EXPECT_EQ(wrong("surface.kind == 'gras'"), "16 unknown surface.kind 'gras'; did you mean 'grass'?");
  EXPECT_EQ(wrong("surface.kind == grass"), "16 unknown key 'grass'; a word stands between quotes: 'grass'");
  EXPECT_EQ(wrong("surface.kind > 'grass'"), "0 words have no order: '>' needs numbers");
  EXPECT_EQ(wrong("surface.kind == 3"), "16 a word cannot be compared with a number");
  EXPECT_EQ(wrong("'a' == 'a'"), "0 one side of a comparison must be a key");
  EXPECT_EQ(wrong("gait.speed_m_s = 3"), "15 a comparison for equality is written ==");
  EXPECT_EQ(wrong("2 < gait.speed_m_s < 3"), "19 one comparison at a time: join two with `and`");
  EXPECT_EQ(wrong("gait.speed_m_s"), "0 a condition is needed, this is a number");
  EXPECT_EQ(wrong("gait.speed_m_s > 3", Type::number), "0 a number is needed, this is a condition");
  EXPECT_EQ(wrong("(1 < 2"), "0 this parenthesis is never closed");
  EXPECT_EQ(wrong("1 < 2)"), "5 ')' is not expected here");
  EXPECT_EQ(wrong("1 < "), "4 a key or a number is missing at the end");
  EXPECT_EQ(wrong(""), "0 a key or a number is missing at the end");
  EXPECT_EQ(wrong("1 < 'a"), "4 this quote is never closed");
  EXPECT_EQ(wrong("3 kg < 2"), "2 'kg' is not expected here");
  EXPECT_EQ(wrong("3kg < 2"), "0 '3kg' is not a number; keys are in the unit of their name");
  EXPECT_EQ(wrong("1 < 2 or 3"), "9 a condition is needed here, this is a number");
  EXPECT_EQ(wrong("min(1) < 2"), "0 min takes 2 values");
  EXPECT_EQ(wrong("abs(1, 2) < 2"), "5 a ) is needed here: abs takes 1 value");
  EXPECT_EQ(wrong("§ < 2"), "0 a key or a number is needed before '§'");
  EXPECT_EQ(wrong(std::string(2000, '(')).substr(0, 3), "100");
  EXPECT_EQ(wrong("(1 < 2) == (2 < 3)"), "1 a condition cannot be compared; use `and`, `or`, `not`");
}

TEST(Expression, KnowsTheKeysItReads) {
  const auto keys = Expression::parse("gait.speed_m_s > 3 or surface.kind == 'sand' or gait.speed_m_s < 2", Type::truth,
                                      test_catalogue())
                        .keys();
  EXPECT_THAT(keys, testing::ElementsAre(find_key("gait.speed_m_s"), find_key("surface.kind")));
}

}  // namespace
}  // namespace psoas
