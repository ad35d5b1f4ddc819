// Do the indices come out as the theory has them? The Ishigami function through the real design code, and sums whose
// shares are known in closed form.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "analysis/statistics/json_report.h"
#include "analysis/statistics/sensitivity_tables.h"
#include "sim/core/input_error.h"
#include "tests/statistics/made_up_sweep.h"

namespace psoas {
namespace {

using made_up::File;
using made_up::not_solved;
using made_up::with_load;
using testing::HasSubstr;

constexpr char compression[] = "peak_compression[L5-S1]";

const char ishigami_keys[] =
    "'gait.speed_m_s' = { from = 3, to = 4 }\n'core.strength' = { from = 0.5, to = 1.5 }\n"
    "'posture.trunk_lean_deg' = { from = 5, to = 15 }\n";

/// sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1, each x uniform in -π ... π [Ishigami 1990]. Keys are scaled to that range.
double ishigami(const Scenario& s) {
  constexpr double pi = std::numbers::pi;
  const double x1 = 2 * pi * (s.gait.speed - 3.5), x2 = 2 * pi * (s.core.strength - 1.0);
  const double x3 = 2 * pi * (s.posture.trunk_lean * 180 / pi - 10) / 10;
  return std::sin(x1) + 7 * std::pow(std::sin(x2), 2) + 0.1 * std::pow(x3, 4) * std::sin(x1);
}

std::string saltelli(int samples, bool second_order) {
  return "[sweep]\ndesign = 'saltelli'\nseed = 3\nsamples = " + std::to_string(samples) +
         (second_order ? "\nsecond_order = true\n" : "\n") + ishigami_keys;
}

const SensitivityRow& row(const SensitivityTable& table, const std::string& factor) {
  for (const SensitivityRow& r : table.rows)
    if (r.factor == factor) return r;
  throw std::runtime_error("no row " + factor);
}

// V1 = (1 + b π⁴/5)²/2, V2 = a²/8, V13 = b² π⁸ (1/18 - 1/50), a = 7, b = 0.1: shares 0.3139, 0.4424, 0 and 0.2437
// [Sobol 1993]. The error of 4096 blocks of an even sequence is a few thousandths; 0.02 is 1/16 of the smallest share.
TEST(Sobol, IndicesOfTheIshigamiFunctionAreTheAnalyticOnes) {
  const File file;
  made_up::write_sweep(file, saltelli(4096, true),
                       [](const Scenario& s, std::size_t) { return with_load(ishigami(s)); });
  const Sensitivity all = sensitivity(Results(file), compression, {.resamples = 200, .seed = 1, .confidence = 0.95});
  ASSERT_EQ(all.tables.size(), 2u);
  const double first[] = {0.3139, 0.4424, 0.0}, total[] = {0.5576, 0.4424, 0.2437};
  const char* keys[] = {"gait.speed_m_s", "core.strength", "posture.trunk_lean_deg"};
  for (int f = 0; f < 3; ++f) {
    const SensitivityRow& r = row(all.tables[0], keys[f]);
    EXPECT_NEAR(r.cells[0].value, first[f], 0.02) << keys[f];
    EXPECT_NEAR(r.cells[1].value, total[f], 0.02) << keys[f];
    EXPECT_TRUE(r.cells[0].holds(first[f])) << r.cells[0].low << " to " << r.cells[0].high;
    EXPECT_TRUE(r.cells[1].holds(total[f])) << r.cells[1].low << " to " << r.cells[1].high;
  }
  EXPECT_NEAR(row(all.tables[1], "gait.speed_m_s x posture.trunk_lean_deg").cells[0].value, 0.2437, 0.03);
  EXPECT_NEAR(row(all.tables[1], "gait.speed_m_s x core.strength").cells[0].value, 0.0, 0.03);
}

TEST(Sobol, BlocksWithAnUnsolvedScenarioAreDroppedWholeAndCounted) {
  const File file;
  const auto some_fail = [](const Scenario& s, std::size_t i) {
    return i % 50 == 7 ? not_solved() : with_load(ishigami(s));
  };
  made_up::write_sweep(file, saltelli(2048, false), some_fail);
  const Sensitivity all = sensitivity(Results(file), compression, {.resamples = 50, .seed = 1, .confidence = 0.95});
  // 10240 scenarios; 205 of them fail, each in a block of its own for 50 is a multiple of 5
  EXPECT_EQ(all.tables[0].used, 10240u - 5 * 205);
  EXPECT_THAT(json_of(all), HasSubstr("205 blocks with an unsolved scenario are dropped whole"));
  EXPECT_THAT(json_of(all), HasSubstr("205 iteration_limit"));
  EXPECT_NEAR(row(all.tables[0], "core.strength").cells[1].value, 0.4424, 0.04);
}

TEST(Sobol, TheSameSeedGivesTheSameIntervals) {
  const File file;
  made_up::write_sweep(file, saltelli(64, false),
                       [](const Scenario& s, std::size_t) { return with_load(ishigami(s)); });
  const Results results(file);
  const auto with_seed = [&](std::uint64_t seed) {
    return json_of(sensitivity(results, compression, {100, seed, 0.95}));
  };
  EXPECT_EQ(with_seed(5), with_seed(5));
  EXPECT_NE(with_seed(5), with_seed(6));
}

// The interval's promise: about 95 of 100 hold the truth. Even points make them too wide, so more may, not fewer.
TEST(Sobol, IntervalsHoldTheTruthAsOftenAsTheySay) {
  int held = 0;
  constexpr int trials = 20;
  for (int seed = 1; seed <= trials; ++seed) {
    const File file;
    std::string study = saltelli(128, false);
    study.replace(study.find("seed = 3"), 8, "seed = " + std::to_string(seed));
    made_up::write_sweep(file, study, [](const Scenario& s, std::size_t) { return with_load(ishigami(s)); });
    const Sensitivity all = sensitivity(Results(file), compression, {.resamples = 200, .seed = 1, .confidence = 0.95});
    held += row(all.tables[0], "core.strength").cells[1].holds(0.4424);
  }
  EXPECT_GE(held, 16);  // P(X < 16 | 0.95 of 20) < 0.003
}

// y = 1000 u1 + 500 u2 u3: elementary effects over the whole range are 1000, and 500 times the other's level.
TEST(Morris, EffectsOfAStraightLineAreItsSlopeAndInteractionsScatter) {
  const File file;
  const std::string study = std::string("[sweep]\ndesign = 'morris'\nsamples = 40\nlevels = 4\n") + ishigami_keys;
  made_up::write_sweep(file, study, [](const Scenario& s, std::size_t) {
    const double lean = (s.posture.trunk_lean * 180 / std::numbers::pi - 5) / 10;
    return with_load(1000 * (s.gait.speed - 3) + 500 * (s.core.strength - 0.5) * lean);
  });
  const Sensitivity all = sensitivity(Results(file), compression, {.resamples = 100, .seed = 1, .confidence = 0.95});
  const SensitivityRow &speed = row(all.tables[0], "gait.speed_m_s"), &strength = row(all.tables[0], "core.strength");
  EXPECT_EQ(all.tables[0].rows.front().factor, "gait.speed_m_s") << "most important first";
  EXPECT_NEAR(speed.cells[0].value, 1000, 1e-6);
  EXPECT_NEAR(speed.cells[2].value, 0, 1e-6);
  // Four levels 0, 1/3, 2/3, 1, equally likely: mean 1/2, standard deviation √5/6; 40 paths: ± 3 standard errors.
  EXPECT_NEAR(strength.cells[1].value, 250, 3 * 500 * std::sqrt(5.0) / 6 / std::sqrt(40));
  EXPECT_NEAR(strength.cells[2].value, 500 * std::sqrt(5.0) / 6, 60);
}

TEST(Morris, AnUnsolvedScenarioCostsOnlyTheEffectsThatTouchIt) {
  const File file;
  const std::string study = std::string("[sweep]\ndesign = 'morris'\nsamples = 10\n") + ishigami_keys;
  made_up::write_sweep(file, study, [](const Scenario& s, std::size_t i) {
    return i == 1 ? not_solved() : with_load(1000 * (s.gait.speed - 3));
  });
  const Sensitivity all = sensitivity(Results(file), compression, {.resamples = 20, .seed = 1, .confidence = 0.95});
  EXPECT_THAT(json_of(all), HasSubstr("28 elementary effects; 2 that touch an unsolved scenario are left out"));
  EXPECT_NEAR(row(all.tables[0], "gait.speed_m_s").cells[0].value, 1000, 1e-6);
}

// 0, 1 x 0, 1, 2 with y = 2a + b + a b: means by a are 1, 4; by b 1, 2.5, 4; variance 2.25 + 1.5 + of the rest 1/6.
TEST(Grid, SharesOfAWholeGridAreExact) {
  const File file;
  made_up::write_sweep(file, "[sweep]\n'gait.speed_m_s' = [3, 4]\n'core.strength' = [0.5, 1, 1.5]\n",
                       [](const Scenario& s, std::size_t) {
                         const double a = s.gait.speed - 3, b = 2 * s.core.strength - 1;
                         return with_load(2 * a + b + a * b);
                       });
  const Sensitivity all = sensitivity(Results(file), compression, {});
  const double variance = 2.25 + 1.5 + 1.0 / 6;
  EXPECT_NEAR(row(all.tables[0], "gait.speed_m_s").cells[0].value, 2.25 / variance, 1e-9);
  EXPECT_NEAR(row(all.tables[0], "gait.speed_m_s").cells[1].value, (2.25 + 1.0 / 6) / variance, 1e-9);
  EXPECT_NEAR(row(all.tables[0], "core.strength").cells[0].value, 1.5 / variance, 1e-9);
  EXPECT_NEAR(row(all.tables[0], "gait.speed_m_s").cells[3].value, 3, 1e-9) << "mean of 2, 3, 4 over partners";
}

TEST(Regression, AnyRandomDesignGetsSlopesWithIntervals) {
  const File file;
  const std::string study =
      std::string("[sweep]\ndesign = 'lhs'\nsamples = 200\n'surface.kind' = ['track', 'grass']\n") + ishigami_keys;
  made_up::write_sweep(file, study, [](const Scenario& s, std::size_t i) {
    if (i == 3) return not_solved();
    const double noise = 40 * std::sin(1e4 * static_cast<double>(i) * 0.618);
    return with_load(1000 + 200 * s.gait.speed - 100 * s.core.strength + (s.surface.kind == "grass" ? 50 : 0) + noise);
  });
  const Sensitivity all = sensitivity(Results(file), compression, {});
  EXPECT_EQ(all.method, "regression");
  EXPECT_EQ(all.tables[0].used, 199u);
  const SensitivityRow &speed = row(all.tables[0], "gait.speed_m_s"), &strength = row(all.tables[0], "core.strength");
  EXPECT_TRUE(speed.cells[1].holds(200)) << speed.cells[1].low << " to " << speed.cells[1].high;
  EXPECT_TRUE(strength.cells[1].holds(-100));
  EXPECT_GT(speed.cells[0].low, 0.7);  // 200 / sqrt(12) of a deviation of about 75
  EXPECT_LT(strength.cells[0].high, 0.0);
  EXPECT_TRUE(row(all.tables[0], "posture.trunk_lean_deg").cells[1].holds(0));
  EXPECT_NEAR(std::abs(row(all.tables[0], "surface.kind").cells[1].value), 50, 20);
  EXPECT_THAT(json_of(all), HasSubstr("not Sobol's indices"));
}

TEST(Sensitivity, OfCrossedDesignsIsToldForEachCopy) {
  const File file;
  made_up::write_sweep(file, saltelli(256, false) + "cross = { 'shoe.kind' = ['standard', 'maximal'] }\n",
                       [](const Scenario& s, std::size_t) {
                         return with_load(s.shoe.kind == "standard" ? s.gait.speed : s.core.strength);
                       });
  const Sensitivity all = sensitivity(Results(file), compression, {.resamples = 20, .seed = 1, .confidence = 0.95});
  ASSERT_EQ(all.tables.size(), 2u);
  EXPECT_EQ(all.tables[0].copy, "shoe standard");
  EXPECT_NEAR(row(all.tables[0], "gait.speed_m_s").cells[1].value, 1, 0.1);
  EXPECT_NEAR(row(all.tables[1], "gait.speed_m_s").cells[1].value, 0, 1e-9);
}

TEST(Sensitivity, RefusesDesignsThatTellNothingOfSingleFactors) {
  const File file;
  made_up::write_sweep(file, "[sweep]\ndesign = 'zip'\n'gait.speed_m_s' = [3, 4]\n'core.strength' = [0.5, 1]\n",
                       [](const Scenario&, std::size_t) { return with_load(1); });
  EXPECT_THROW(sensitivity(Results(file), compression, {}), InputError);
}

}  // namespace
}  // namespace psoas
