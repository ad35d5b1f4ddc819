// Do the numbers depend on the vector instructions? The same scenarios at each level that this build has and this
// machine can run, field by field.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "scenarios/results/reader.h"
#include "sim/core/simd_level.h"
#include "tests/cli/shell.h"

namespace psoas {
namespace {

using testing::HasSubstr;

// Levels round otherwise (v2 has no fused multiply-add), and an iteration amplifies that; where it stops it has
// converged to far less than its own tolerance. Largest difference of a field, over the field's largest value.
constexpr double tolerance_of_doubles = 1e-8, tolerance_of_floats = 1e-6;

Ran run_at(std::string_view level, const std::string& arguments) {
  return Started("env " + std::string(simd::variable) + "=" + std::string(level) + " " + psoas_command(arguments))
      .wait();
}

bool is_built(std::string_view level) {
  return std::filesystem::exists(std::filesystem::path(PSOAS_PROGRAM).parent_path() / "libexec" /
                                 ("psoas-" + std::string(level)));
}
/// Levels that this build has and this machine can run, the least first.
std::vector<std::string_view> that_run() {
  std::vector<std::string_view> there;
  for (const std::string_view level : simd::programs)
    if (is_built(level) && simd::machine_has(level)) there.push_back(level);
  return there;
}
constexpr char too_few[] = "this build has no two levels that this machine can run (PSOAS_LEVELS)";

constexpr char varied_study[] = R"(title = "Levels"
[sweep]
design = "sobol"
samples = 16
seed = 5
"gait.speed_m_s" = { from = 2.5, to = 4.5 }
"runner.mass_kg" = { from = 50, to = 90 }
"posture.trunk_lean_deg" = { from = 2, to = 12 }
"shoe.heel_stiffness_kN_m" = { from = 50, to = 200 }
"core.strength" = { from = 0.6, to = 1.4 }
"core.stability_N_m_rad" = [0, 10]
)";

/// Every number of two files of the same study: the largest difference over the field's largest value, by field.
void expect_alike(const Results& a, const Results& b, const std::string& where) {
  ASSERT_EQ(a.variables(), b.variables()) << where;
  int compared = 0;
  for (const std::string& name : a.variables()) {
    if (name == "solve_time") continue;
    if (a.is_text(name)) {
      EXPECT_EQ(a.texts(name), b.texts(name)) << where << name;
      continue;
    }
    const std::vector<double> x = a.numbers(name), y = b.numbers(name);
    ASSERT_EQ(x.size(), y.size()) << where << name;
    // What is left of an equation is a difference of numbers of size 1: its own size says nothing.
    double largest = name == "constraint_violation" ? 1.0 : 0.0, difference = 0.0;
    bool exact_as_floats = true;
    for (std::size_t i = 0; i < x.size(); ++i) {
      ASSERT_EQ(std::isnan(x[i]), std::isnan(y[i])) << where << name << " at " << i;
      if (std::isnan(x[i])) continue;
      exact_as_floats = exact_as_floats && x[i] == static_cast<double>(static_cast<float>(x[i]));
      largest = std::max(largest, std::abs(x[i]));
      difference = std::max(difference, std::abs(x[i] - y[i]));
    }
    EXPECT_LE(difference, (exact_as_floats ? tolerance_of_floats : tolerance_of_doubles) * largest) << where << name;
    ::testing::Test::RecordProperty(where + name, fmt::format("{:.1e}", largest > 0.0 ? difference / largest : 0.0));
    ++compared;
  }
  EXPECT_GT(compared, 40) << where;
}

TEST(Levels, GiveTheSameNumbersToAStatedTolerance) {
  const std::vector<std::string_view> there = that_run();
  if (there.size() < 2) GTEST_SKIP() << too_few;
  const fake::Folder folder;
  const std::string study = write_study(folder, varied_study);
  const auto results = [&](std::string_view level) { return (folder / std::string(level) / "results.h5"); };
  for (const std::string_view level : there) {
    const Ran ran = run_at(level, "sweep " + study + " -q -j 2 -o " + (folder / std::string(level)).string());
    ASSERT_EQ(ran.code, 0) << level << ran.err;
    EXPECT_EQ(Results(results(level)).attribute("simd_level"), simd::described(level));
  }
  for (const std::string_view level : there)
    if (level != there.back())
      expect_alike(Results(results(there.back())), Results(results(level)), std::string(level) + "_");
}

TEST(Levels, TheProgramSaysWhichOneRuns) {
  const std::vector<std::string_view> there = that_run();
  for (const std::string_view level : there) {
    for (const char* command : {"--version", "info"})
      EXPECT_THAT(run_at(level, command).out, HasSubstr(simd::described(level))) << command;
  }
  EXPECT_THAT(psoas_run("--version").out, HasSubstr(simd::described(there.empty() ? simd::built_for : there.back())));
}

TEST(Levels, OneThatIsUnknownOrNotBuiltIsRefused) {
  for (const char* level : {"avx9", "v1", "V3"}) {
    const Ran ran = run_at(level, "keys");
    EXPECT_EQ(ran.code, 2) << level;
    EXPECT_EQ(ran.out, "") << level;
    EXPECT_THAT(ran.err, HasSubstr("PSOAS_SIMD=" + std::string(level) + ": this psoas is built for")) << level;
  }
  for (const std::string_view level : simd::programs) {
    if (is_built(level) && !simd::machine_has(level)) {
      EXPECT_THAT(run_at(level, "keys").err, HasSubstr("this machine cannot run that"));
    }
  }
}

// Shards of one sweep come out the same whatever made them: so not from two levels.
TEST(Levels, ASweepDoesNotGoOnAtAnother) {
  const std::vector<std::string_view> there = that_run();
  if (there.size() < 2) GTEST_SKIP() << too_few;
  const fake::Folder folder;
  const std::string sweep =
      "sweep " + write_study(folder, small_study) + " -q --outputs summary -o " + (folder / "r").string();
  ASSERT_EQ(run_at(there.back(), sweep + " --shard 1/2").code, 0);
  const Ran other = run_at(there.front(), sweep + " --shard 2/2");
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err,
              HasSubstr("SIMD level was " + simd::described(there.back()) + ", is " + simd::described(there.front())));
  EXPECT_EQ(run_at(there.back(), sweep + " --shard 2/2").code, 0);
}

}  // namespace
}  // namespace psoas
