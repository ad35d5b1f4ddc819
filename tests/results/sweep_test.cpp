// Does a sweep give the same bytes on any thread and in any order, and does it keep what it has when things go wrong?
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cstdlib>

#include "scenarios/results/reader.h"
#include "sim/core/input_error.h"
#include "tests/results/fake.h"

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
    EXPECT_TRUE(files.back() == files.front()) << jobs << " threads, order " << seed;
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

TEST(Sweep, SolvesABaselineOfOneScenarioBesideIt) {
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
  EXPECT_EQ(summary.baselines, 0u);
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
  EXPECT_EQ(last.baselines_done, 2u);
}

TEST(Sweep, NeverOverwritesUnlessForced) {
  const fake::Folder folder;
  const SweepOptions options{.folder = folder.path()};
  run(fake::plan(1), fake::simulator(), options);
  const std::string before = fake::bytes(folder / "results.h5");
  EXPECT_THROW(run(fake::plan(2), fake::simulator(), options), InputError);
  EXPECT_TRUE(fake::bytes(folder / "results.h5") == before);
  SweepOptions force = options;
  force.force = true;
  EXPECT_EQ(run(fake::plan(2), fake::simulator(), force).total, 30u);
  EXPECT_EQ(Results(folder / "results.h5").scenario_count(), 30u);
}

TEST(Sweep, RefusesAFileForAFolder) {
  const fake::Folder folder;
  std::ofstream(folder / "x") << "a file";
  EXPECT_THROW(run(fake::plan(1), fake::simulator(), {.folder = folder / "x"}), InputError);
  EXPECT_THROW(run(fake::plan(1), fake::simulator(), {.folder = "/proc/nowhere"}), FileError);
}

TEST(Sweep, KeepsFinishedScenariosWhenStopped) {
  const fake::Folder folder;
  std::atomic<bool> stop = false;
  const SweepOptions options{
      .folder = folder.path(), .jobs = 2, .batch = 4, .stop = &stop, .progress = [&](const Progress& progress) {
        if (progress.done == 17) stop = true;
      }};
  const SweepSummary summary = run(fake::plan(4), fake::simulator(), options);
  EXPECT_TRUE(summary.stopped);
  const std::size_t done = summary.total - summary.count(Status::not_run);
  EXPECT_GE(done, 17u);
  EXPECT_LE(done, 19u);  // those that were running finish

  const Results results(summary.results);
  const std::vector<Status> status = results.status();
  EXPECT_EQ(status.size(), 60u);
  EXPECT_EQ(static_cast<std::size_t>(std::count(status.begin(), status.end(), Status::not_run)), 60 - done);
  EXPECT_EQ(status.front(), Status::converged);
  EXPECT_EQ(status.back(), Status::not_run);
  EXPECT_TRUE(results.curve("lumbar_compression", 59).array().isNaN().all());
  EXPECT_THAT(results.texts("reason").back(), HasSubstr("stopped"));
  // What was chosen is there for every scenario, run or not.
  EXPECT_EQ(results.numbers("core.strength").back(), 0.7 + 0.3 * 2);
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
  EXPECT_EQ(Results(shards.back()).numbers("scenario").front(), 50);
  // The next sweep of the same process is not the worse for it.
  EXPECT_EQ(run(plan, fake::simulator(), {.folder = folder.path(), .force = true}).total, 60u);
}

// The child of the test below, started by it and skipped otherwise.
TEST(KilledSweep, DISABLED_Child) {
  const char* folder = std::getenv("PSOAS_TEST_KILL_FOLDER");
  if (folder == nullptr) GTEST_SKIP() << "only runs as the child of LosesAtMostTheOpenBatches";
  run(fake::plan(2000), fake::simulator(std::make_shared<fake::Calls>(), true),
      {.folder = folder, .jobs = 2, .batch = 4});
}

TEST(KilledSweep, LosesAtMostTheOpenBatches) {
  for (int wanted : {1, 5}) {
    const fake::Folder folder;
    const std::string variable = "PSOAS_TEST_KILL_FOLDER=" + folder.path().string();
    const char* arguments[] = {"test_results", "--gtest_filter=KilledSweep.DISABLED_Child",
                               "--gtest_also_run_disabled_tests", "--gtest_brief=1", nullptr};
    const char* environment[] = {variable.c_str(), nullptr};
    pid_t child = 0;
    ASSERT_EQ(posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, const_cast<char**>(arguments),
                          const_cast<char**>(environment)),
              0);
    for (int i = 0; i < 5000 && fake::shards(folder.path()).size() < static_cast<std::size_t>(wanted); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));

    // Every shard that has its name is whole.
    const auto shards = fake::shards(folder.path());
    EXPECT_GE(shards.size(), static_cast<std::size_t>(wanted));
    const SweepPlan plan = fake::plan(2000);
    for (const auto& shard : shards) {
      const Results results(shard);
      ASSERT_EQ(results.scenario_count(), 4u);
      const auto first = static_cast<std::size_t>(results.numbers("scenario")[0]);
      for (std::size_t i = 0; i < 4; ++i) {
        const Scenario s = plan.scenario(first + i);
        if (results.status()[i] == Status::converged)
          EXPECT_EQ(results.table("peak_compression")(static_cast<Eigen::Index>(i), 0), fake::load(s));
        else
          EXPECT_TRUE(fake::fails(s));
      }
    }
    // The next sweep will not silently sweep them away.
    EXPECT_THROW(run(fake::plan(1), fake::simulator(), {.folder = folder.path()}), InputError);
  }
}

}  // namespace
}  // namespace psoas
