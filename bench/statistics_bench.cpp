// What does a question to a large results file cost? Budget: 5 s for sensitivity and tornado of 10^5 scenarios, and
// memory that does not grow with what is not asked for (largest resident size: /usr/bin/time -v, less that of making
// it).
#include <benchmark/benchmark.h>

#include <cmath>

#include "analysis/statistics/compare.h"
#include "analysis/statistics/sensitivity_tables.h"
#include "analysis/statistics/trends.h"
#include "tests/statistics/made_up_sweep.h"

namespace psoas {
namespace {

constexpr char keys[] =
    "'gait.speed_m_s' = { from = 3, to = 4 }\n'core.strength' = { from = 0.5, to = 1.5 }\n"
    "'posture.trunk_lean_deg' = { from = 5, to = 15 }\n'runner.mass_kg' = { from = 50, to = 90 }\n"
    "'runner.height_m' = { from = 1.6, to = 1.9 }\n'shoe.mass_kg' = { from = 0.15, to = 0.35 }\n"
    "'core.multifidus' = { from = 0.5, to = 1.5 }\n'core.psoas' = { from = 0.5, to = 1.5 }\n";

Outcome outcome(const Scenario& s, std::size_t i) {
  if (i % 97 == 5) return made_up::not_solved();
  const double noise = std::fmod(static_cast<double>(i) * 0.6180339887498949, 1.0);
  return made_up::with_load(30 * s.runner.mass + 200 * s.gait.speed * s.core.strength + 500 * s.posture.trunk_lean +
                            (s.shoe.kind == "maximal" ? 5 : 0) + noise);
}

/// 10^5 scenarios each; made once, gone with the program.
const std::filesystem::path& file_of(const std::string& design) {
  static made_up::File saltelli("saltelli"), sobol("sobol"), grid("grid");
  static const bool made = [] {
    made_up::write_sweep(saltelli, std::string("[sweep]\ndesign = 'saltelli'\nsamples = 10000\n") + keys, outcome);
    made_up::write_sweep(sobol,
                         std::string("[sweep]\ndesign = 'sobol'\nsamples = 50000\ncross = { 'shoe.kind' = ['standard', "
                                     "'maximal'] }\n") +
                             keys,
                         outcome);
    made_up::write_sweep(
        grid,
        "[sweep]\n'gait.speed_m_s' = { from = 3, to = 4, steps = 18 }\n'core.strength' = { from = 0.5, to "
        "= 1.5, steps = 18 }\n'runner.mass_kg' = { from = 50, to = 90, steps = 18 }\n"
        "'posture.trunk_lean_deg' = { from = 5, to = 15, steps = 17 }\n",
        outcome);
    return true;
  }();
  (void)made;
  return design == "saltelli" ? saltelli : design == "sobol" ? sobol : grid;
}

void sensitivity_of(benchmark::State& state, const std::string& design) {
  const std::filesystem::path& file = file_of(design);
  for (auto _ : state) benchmark::DoNotOptimize(sensitivity(Results(file), "peak_compression[L5-S1]", {}));
}
BENCHMARK_CAPTURE(sensitivity_of, saltelli, "saltelli")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sensitivity_of, sobol_and_regression, "sobol")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sensitivity_of, grid, "grid")->Unit(benchmark::kMillisecond);

void tornado_of(benchmark::State& state, const std::string& design) {
  const std::filesystem::path& file = file_of(design);
  for (auto _ : state) benchmark::DoNotOptimize(trends(Results(file), "peak_compression[L5-S1]"));
}
BENCHMARK_CAPTURE(tornado_of, sobol_and_regression, "sobol")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(tornado_of, grid, "grid")->Unit(benchmark::kMillisecond);

void comparison(benchmark::State& state) {
  CompareOptions options;
  options.words = {"standard", "maximal"};
  const std::filesystem::path& file = file_of("sobol");
  for (auto _ : state) benchmark::DoNotOptimize(compare(Results(file), options));
}
BENCHMARK(comparison)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace psoas
