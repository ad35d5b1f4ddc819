// Which level of vector instructions is chosen, and what is said when there is none?
#include "sim/core/simd_level.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace psoas::simd {
namespace {

using testing::HasSubstr;

constexpr std::array<std::string_view, 3> all = {"v2", "v3", "v4"};
bool up_to_v3(std::string_view level) { return level == "v2" || level == "v3"; }
bool nothing(std::string_view) { return false; }

TEST(SimdLevel, TheBestThatTheMachineCanIsTaken) {
  EXPECT_EQ(choose("", all, up_to_v3).level, "v3");
  EXPECT_EQ(choose("", std::span(all).first(1), up_to_v3).level, "v2");
  EXPECT_EQ(choose("", std::array<std::string_view, 2>{"v2", "v4"}, up_to_v3).level, "v2");
  EXPECT_EQ(choose("", std::span(programs).last(2), machine_has).level, "native");
}

TEST(SimdLevel, TheOneAskedForIsTakenThoughABetterOneIsThere) {
  const Choice choice = choose("v2", all, up_to_v3);
  EXPECT_EQ(choice.level, "v2");
  EXPECT_EQ(choice.problem, "");
}

TEST(SimdLevel, WhatCannotBeHasAReason) {
  EXPECT_THAT(choose("v4", all, up_to_v3).problem, HasSubstr("PSOAS_SIMD=v4: this machine cannot run that"));
  EXPECT_THAT(choose("avx9", all, up_to_v3).problem, HasSubstr("PSOAS_SIMD=avx9: this psoas is built for v2, v3, v4"));
  EXPECT_THAT(choose("v3", std::array<std::string_view, 1>{"native"}, up_to_v3).problem,
              HasSubstr("built for native alone"));
  EXPECT_THAT(choose("", all, nothing).problem, HasSubstr("none of the levels"));
  for (const char* asked : {"v4", "avx9"}) EXPECT_EQ(choose(asked, all, up_to_v3).level, "") << asked;
}

TEST(SimdLevel, AMachineThatHasALevelHasThoseBelow) {
  for (std::size_t i = 1; i < levels.size(); ++i)
    EXPECT_TRUE(!machine_has(levels[i].name) || machine_has(levels[i - 1].name)) << levels[i].name;
  EXPECT_FALSE(machine_has("v9"));
  EXPECT_TRUE(machine_has(built_for)) << "and yet this test runs";
}

// Rounding differs between levels; a test built for one must not be run against headers of another.
TEST(SimdLevel, TheCompilerUsesWhatTheNameSays) {
#if defined(__x86_64__)
  const std::string text = described(built_for);
#if defined(__AVX512F__)
  EXPECT_THAT(text, HasSubstr("AVX-512"));
#elif defined(__AVX2__)
  EXPECT_THAT(text, HasSubstr("AVX2"));
#elif defined(__AVX__)
  EXPECT_THAT(text, HasSubstr("AVX"));
#else
  EXPECT_THAT(text, HasSubstr("SSE"));
#endif
#endif
}

}  // namespace
}  // namespace psoas::simd
