// Does a sweep give the same bytes on any thread and in any order, and does it keep what it has when things go wrong?
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include "scenarios/baselines.h"
#include "scenarios/results/reader.h"
#include "scenarios/results/shard_file.h"
#include "sim/core/input_error.h"
#include "tests/results/fake.h"
#include "tests/results/same.h"

namespace psoas {
namespace {

using testing::HasSubstr;

SweepSummary run(const SweepPlan& plan, const Simulator& simulator, SweepOptions options) {
  return sweep(plan, simulator, fake::axes(), fake::attributes(), options);
}

TEST(Sweep, GivesTheSameBytesOnAnyNumberOfThreadsAndInAnyOrder) {
  const fake::Folder folder;
  const SweepPlan plan = fake::plan(2);
  std::vector<std::string> files;
  for (const auto& [jobs, seed] : {std::pair{1, 0u}, {2, 0u}, {3, 5u}, {2, 9u}}) {
    const std::string name = std::to_string(files.size());
    const auto simulator = fake::simulator(std::make_shared<fake::Calls>(), true);
    run(plan, simulator, {.folder = folder / name, .jobs = jobs, .batch = 7, .order_seed = seed});
    files.push_back(fake::bytes(folder / (name + "/results.h5")));
    EXPECT_GT(files.back().size(), 100'000u);
    expect_same_results(folder / (name + "/results.h5"), folder / "0/results.h5");
    const auto [a, b] =
        std::mismatch(files.back().begin(), files.back().end(), files.front().begin(), files.front().end());
    EXPECT_TRUE(files.back() == files.front())
        << jobs << " threads, order " << seed << ", first different at byte " << a - files.back().begin() << " of "
        << files.back().size() << " and " << files.front().size();
  }
}

TEST(Sweep, WritesTheSameNumbersWhateverTheSizeOfItsShards) {
  const fake::Folder folder;
  const SweepPlan plan = fake::plan(2);
  run(plan, fake::simulator(), {.folder = folder / "a", .batch = 4});
  run(plan, fake::simulator(), {.folder = folder / "b", .batch = 100});
  const Results a(folder / "a/results.h5"), b(folder / "b/results.h5");
  for (const std::string& name : a.variables()) {
    if (a.is_text(name)) {
      EXPECT_EQ(a.texts(name), b.texts(name)) << name;
      continue;
    }
    const std::vector<double> x = a.numbers(name), y = b.numbers(name);
    EXPECT_EQ(std::memcmp(x.data(), y.data(), x.size() * sizeof(double)), 0) << name;
  }
}

TEST(Sweep, SolvesASharedBaselineOnceAndEveryScenarioOnce) {
  const fake::Folder folder;
  const auto calls = std::make_shared<fake::Calls>();
  const SweepSummary summary = run(fake::plan(3), fake::simulator(calls), {.folder = folder.path(), .jobs = 2});
  EXPECT_EQ(calls->baselines, 3);
  EXPECT_EQ(calls->scenarios, 45);
  EXPECT_LE(calls->workspaces, 2);
  EXPECT_EQ(summary.baselines, 3u);
}

TEST(Sweep, SolvesABaselineForEachBody) {
  const fake::Folder folder;
  SweepPlan plan = fake::plan(1);
  plan.scenario = [](std::size_t i) {
    Scenario s;
    s.runner.mass = 50.0 + static_cast<double>(i);
    return s;
  };
  const auto calls = std::make_shared<fake::Calls>();
  const SweepSummary summary = run(plan, fake::simulator(calls), {.folder = folder.path(), .jobs = 2});
  EXPECT_EQ(calls->baselines, 15);
  EXPECT_EQ(summary.baselines, 15u);
  // fake::outcome shows when a scenario was given another body's baseline
  const Eigen::MatrixXd peak = Results(summary.results).table("peak_compression");
  for (std::size_t i = 0; i < 15; ++i) EXPECT_EQ(peak(static_cast<Eigen::Index>(i), 0), fake::load(plan.scenario(i)));
}

TEST(Sweep, CountsHowScenariosEndedAndLeavesNoShards) {
  const fake::Folder folder;
  const SweepSummary summary = run(fake::plan(2), fake::simulator(), {.folder = folder.path()});
  EXPECT_EQ(summary.count(Status::converged), 28u);
  EXPECT_EQ(summary.count(Status::iteration_limit), 2u);
  EXPECT_FALSE(summary.stopped);
  EXPECT_EQ(Results(summary.results).scenario_count(), 30u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(Sweep, ReportsItsProgressInOrder) {
  const fake::Folder folder;
  std::vector<std::size_t> done;
  Progress last;
  run(fake::plan(2), fake::simulator(), {.folder = folder.path(), .jobs = 2, .progress = [&](const Progress& progress) {
                                           if (progress.done > 0) done.push_back(progress.done);
                                           last = progress;
                                         }});
  ASSERT_EQ(done.size(), 30u);
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
  EXPECT_EQ(last.failed, 2u);
  EXPECT_EQ(last.scenarios, 30u);
}

TEST(Sweep, KeepsBaselinesInBoundedMemoryWithoutChangingABit) {
  // Two rounds over more bodies than are kept: all that were dropped are solved again.
  SweepPlan plan = fake::plan(1);
  plan.size = 2 * (kept_baselines + 20);
  plan.scenario = [](std::size_t i) {
    Scenario s;
    s.runner.mass = 50.0 + static_cast<double>(i % (kept_baselines + 20));
    s.posture.trunk_lean = i < kept_baselines + 20 ? 0.1 : 0.2;
    return s;
  };
  const fake::Folder folder;
  const SweepSummary summary = run(plan, fake::simulator(), {.folder = folder.path(), .jobs = 1});
  EXPECT_EQ(summary.baselines, plan.size);
  const Eigen::MatrixXd peak = Results(summary.results).table("peak_compression");
  for (std::size_t i = 0; i < plan.size; ++i)
    EXPECT_EQ(peak(static_cast<Eigen::Index>(i), 0), fake::load(plan.scenario(i)));
}

TEST(Sweep, HoldsWhatIsAskedFor) {
  const fake::Folder folder;
  for (const Outputs outputs : {Outputs::summary, Outputs::waveforms, Outputs::muscles}) {
    const std::string name(outputs_names[static_cast<std::size_t>(outputs)]);
    const Results results(run(fake::plan(1), fake::simulator(), {.folder = folder / name, .outputs = outputs}).results);
    EXPECT_TRUE(results.has("peak_compression"));
    EXPECT_EQ(results.has("lumbar_compression"), outputs >= Outputs::waveforms) << name;
    EXPECT_EQ(results.has("muscle_force"), outputs == Outputs::muscles) << name;
    if (outputs == Outputs::summary) {
      try {
        results.curve("lumbar_compression", 0);
        FAIL();
      } catch (const FileError& error) {
        EXPECT_THAT(error.what(), HasSubstr("holds no lumbar_compression; a sweep with --outputs waveforms"));
      }
    }
  }
  EXPECT_THROW(parse_outputs("everything"), InputError);
}

TEST(Sweep, RefusesAFileForAFolder) {
  const fake::Folder folder;
  std::ofstream(folder / "x") << "a file";
  EXPECT_THROW(run(fake::plan(1), fake::simulator(), {.folder = folder / "x"}), InputError);
  EXPECT_THROW(run(fake::plan(1), fake::simulator(), {.folder = "/proc/nowhere"}), FileError);
}

TEST(Sweep, PassesOnWhatASimulationThrows) {
  const fake::Folder folder;
  Simulator simulator = fake::simulator();
  simulator.simulate = [](const Scenario&, const void*, void*) -> Outcome { throw std::runtime_error("thrown"); };
  EXPECT_THROW(run(fake::plan(1), simulator, {.folder = folder.path(), .jobs = 2}), std::runtime_error);
}

/// For its lifetime no file of this process may grow beyond a size: a full disk, as a process sees it.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(std::size_t bytes) {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST(Sweep, SaysSoWhenAShardDoesNotFitOnTheDisk) {
  const fake::Folder folder;
  const FileSizeLimit limit(10'000);
  try {
    run(fake::plan(2), fake::simulator(), {.folder = folder.path(), .jobs = 2, .batch = 5});
    FAIL();
  } catch (const FileError& error) {
    EXPECT_THAT(error.what(), HasSubstr("File too large"));
    EXPECT_THAT(error.what(), HasSubstr("0 finished shards"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "results.h5"));
}

TEST(Sweep, KeepsItsShardsWhenTheJoinedFileDoesNotFitOnTheDisk) {
  const fake::Folder folder;
  const SweepPlan plan = fake::plan(4);
  {
    const FileSizeLimit limit(600'000);  // each shard fits, all six together do not
    try {
      run(plan, fake::simulator(), {.folder = folder.path(), .batch = 10});
      FAIL();
    } catch (const FileError& error) {
      EXPECT_THAT(error.what(), HasSubstr("6 finished shards are kept"));
    }
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "results.h5"));
  EXPECT_FALSE(std::filesystem::exists(folder / "results.h5.part"));
  const auto shards = fake::shards(folder.path());
  ASSERT_EQ(shards.size(), 6u);
  EXPECT_EQ(ShardFile(shards.back()).scenarios().front(), 50);
  // The next sweep of the same process goes on: nothing is run again.
  const auto calls = std::make_shared<fake::Calls>();
  EXPECT_EQ(run(plan, fake::simulator(calls), {.folder = folder.path()}).before, 60u);
  EXPECT_EQ(calls->scenarios, 0);
  EXPECT_EQ(Results(folder / "results.h5").scenario_count(), 60u);
}

}  // namespace
}  // namespace psoas
