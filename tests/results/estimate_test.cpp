// Does a sweep cost what was said before? Within 20 %: on the disk for every choice of outputs, and in time.
#include "scenarios/estimate.h"

#include <gtest/gtest.h>

#include "tests/results/fake.h"

namespace psoas {
namespace {

TEST(Estimate, OfTheDiskHoldsForEveryChoiceOfOutputs) {
  // Parameters and numbers that differ as those of real scenarios do, so that nothing compresses by repetition
  const SweepPlan plan = fake::plan(40);
  for (const Outputs outputs : {Outputs::summary, Outputs::waveforms, Outputs::muscles}) {
    const fake::Folder folder;
    SweepOptions options{.folder = folder.path(), .jobs = 2, .outputs = outputs};
    const Estimate cost = estimate(plan, fake::simulator(), fake::axes(), fake::attributes(), options);
    EXPECT_EQ(cost.tried, 64u);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    std::uintmax_t shards = 0;
    options.progress = [&](const Progress& progress) {
      if (progress.done < progress.scenarios) return;
      for (const auto& shard : fake::shards(folder.path())) shards += std::filesystem::file_size(shard);
    };
    const SweepSummary summary = sweep(plan, fake::simulator(), fake::axes(), fake::attributes(), options);
    const auto results = static_cast<double>(std::filesystem::file_size(summary.results));
    EXPECT_NEAR(cost.disk, results, 0.2 * results) << outputs_names[static_cast<std::size_t>(outputs)];
    // The last shard is written before the last progress, or it is nearly all
    const double all = results + static_cast<double>(shards);
    EXPECT_NEAR(cost.largest_disk, all, 0.2 * all) << outputs_names[static_cast<std::size_t>(outputs)];
  }
}

TEST(Estimate, OfTimeCountsScenariosAndTheirBaselines) {
  Simulator simulator = fake::simulator();
  const auto nap = [](int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); };
  simulator.clock = [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  };
  const auto solve = simulator.solve_baseline;
  simulator.solve_baseline = [=](const Scenario& s, void* work) {
    nap(60);
    return solve(s, work);
  };
  const auto run = simulator.simulate;
  simulator.simulate = [=](const Scenario& s, const void* baseline, void* work) {
    nap(6);
    return run(s, baseline, work);
  };
  // 300 scenarios of 6 ms and 20 baselines of 60 ms on two threads
  const fake::Folder folder;
  const SweepOptions options{.folder = folder.path(), .jobs = 2, .outputs = Outputs::summary};
  const Estimate cost = estimate(fake::plan(20), simulator, fake::axes(), fake::attributes(), options);
  EXPECT_NEAR(cost.time, 300 * 0.0062 / 2 + 20 * 0.060 / 2, 0.4);  // naps oversleep a little
}

}  // namespace
}  // namespace psoas
