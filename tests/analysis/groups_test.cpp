// Are scenarios grouped and summarised as the figures and the table claim?
#include "analysis/groups.h"

#include <gtest/gtest.h>

#include <numeric>

namespace psoas {
namespace {

std::vector<std::size_t> first(std::size_t n) {
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

TEST(Quantile, IsTheClosedFormOfEvenlySpacedValues) {
  // Of 0, 1, ... n-1 in any order the p-quantile of type 7 is p (n - 1).
  std::vector<double> values{3, 0, 4, 1, 2};
  for (double p : {0.0, 0.1, 0.25, 0.5, 0.9, 1.0}) EXPECT_DOUBLE_EQ(quantile(values, p), 4 * p);
}

TEST(Quantile, OfOneValueIsThatValue) { EXPECT_EQ(quantile({7.5}, 0.1), 7.5); }

TEST(Groups, HoldEverySolvedScenarioOnceAndNoOther) {
  Factor factor{.name = "x", .label = "x", .unit = "", .words = {}, .value = {2, 1, 2, 1, 3, 1}};
  const std::vector<std::size_t> solved{0, 1, 2, 4, 5};  // 3 did not solve
  const std::vector<Group> groups = groups_by(factor, solved);
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].at, 1);
  EXPECT_EQ(groups[0].members, (std::vector<std::size_t>{1, 5}));
  EXPECT_EQ(groups[1].members, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(groups[2].members, (std::vector<std::size_t>{4}));
}

TEST(Groups, OfARandomDesignAreTenthsInRankOrder) {
  Factor factor{.name = "x", .label = "x", .unit = "", .words = {}, .value = {}};
  for (int i = 0; i < 100; ++i) factor.value.push_back((i * 37) % 100);  // a permutation of 0..99
  const std::vector<Group> groups = groups_by(factor, first(100));
  ASSERT_EQ(groups.size(), 10U);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    EXPECT_EQ(groups[g].members.size(), 10U);
    EXPECT_DOUBLE_EQ(groups[g].at, 10.0 * static_cast<double>(g) + 4.5);  // median of 10g .. 10g+9
  }
}

TEST(PlainName, SaysWhatTheKeyMeansWithoutItsUnit) {
  EXPECT_EQ(plain_name("shoe.heel_stiffness_kN_m"), "shoe heel stiffness");
  EXPECT_EQ(plain_name("posture.trunk_lean_deg"), "trunk lean");
  EXPECT_EQ(plain_name("surface.kind"), "surface");
  EXPECT_EQ(plain_name("core.strength"), "core strength");
  EXPECT_EQ(plain_name("gait.speed_m_s"), "speed");
  EXPECT_EQ(plain_name("future.key_of_another_version"), "future key of another version");
}

}  // namespace
}  // namespace psoas
