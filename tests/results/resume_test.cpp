// Is a sweep the same however it was interrupted and shared out, and is nothing lost when a disk or another process
// gets in its way?
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scenarios/folder_lock.h"
#include "scenarios/merge.h"
#include "sim/core/input_error.h"
#include "tests/results/fake.h"
#include "tests/results/same.h"

namespace psoas {
namespace {

using testing::AllOf;
using testing::HasSubstr;
namespace fs = std::filesystem;

std::vector<Attribute> attributes(const std::string& study = "[core]\nstrength = 1\n") {
  std::vector<Attribute> all = fake::attributes();
  all.emplace_back("study", study);
  return all;
}

SweepSummary run(const SweepPlan& plan, SweepOptions options, const std::string& study = "[core]\nstrength = 1\n",
                 std::shared_ptr<fake::Calls> calls = std::make_shared<fake::Calls>()) {
  return sweep(plan, fake::simulator(std::move(calls)), fake::axes(), attributes(study), options);
}

/// Runs until `count` scenarios are done.
SweepSummary run_until(std::size_t count, const SweepPlan& plan, SweepOptions options) {
  std::atomic<bool> stop = false;
  options.stop = &stop;
  options.progress = [&](const Progress& progress) { stop = progress.done - progress.before >= count; };
  return run(plan, options);
}

template <class Error, class Action>
std::string message(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

/// 60 scenarios in batches of 4 or 7, and what an undisturbed sweep makes of them.
struct Interrupted : testing::Test {
  void SetUp() override { run(plan, {.folder = undisturbed.path()}); }
  void merge_parts(const fs::path& parts, std::size_t batch) {
    const Header header{fake::axes(), plan.parameters, attributes(), Outputs::muscles};
    merge(parts, parts / "results.h5", header, {plan.size, batch}, {});
  }
  void expect_undisturbed() { expect_same_results(folder / "results.h5", undisturbed / "results.h5"); }
  const SweepPlan plan = fake::plan(4);
  fake::Folder folder, undisturbed;
  const SweepOptions options{.folder = folder.path(), .jobs = 2, .batch = 7};
};

TEST_F(Interrupted, SavesWhatIsFinishedAndGoesOnWithTheRestAlone) {
  const SweepSummary first = run_until(17, plan, options);
  EXPECT_TRUE(first.stopped);
  EXPECT_TRUE(first.results.empty());
  EXPECT_FALSE(fs::exists(folder / "results.h5"));
  const std::size_t done = first.total - first.count(Status::not_run);
  EXPECT_GE(done, 17u);
  EXPECT_LE(done, 19u);  // those that were running finish

  const auto calls = std::make_shared<fake::Calls>();
  const SweepSummary second = run(plan, options, "# words\ntitle = \"x\"\ncore.strength = 1.0", calls);
  EXPECT_EQ(second.before, done);
  EXPECT_EQ(static_cast<std::size_t>(calls->scenarios), 60 - done);
  EXPECT_EQ(second.count(Status::converged), 56u) << "those done before are counted";
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "shards are gone when it is finished";
  expect_undisturbed();
}

TEST_F(Interrupted, IsTheSameHoweverOftenAndInAnyOrder) {
  for (std::size_t round = 0; round < 9; ++round) {  // 4 or 5 scenarios each
    SweepOptions shuffled = options;
    shuffled.order_seed = round;
    run_until(4, plan, shuffled);
  }
  EXPECT_GT(fake::shards(folder.path()).size(), 9u) << "some batches are in pieces";
  run(plan, options);
  expect_undisturbed();
}

TEST_F(Interrupted, IsFinishedAtOnceWhenItWasFinished) {
  const auto calls = std::make_shared<fake::Calls>();
  SweepOptions again = options;
  again.folder = undisturbed.path();
  const std::string before = fake::bytes(undisturbed / "results.h5");
  const SweepSummary summary = run(plan, again, "[core]\nstrength = 1", calls);
  EXPECT_EQ(calls->scenarios, 0);
  EXPECT_EQ(summary.count(Status::converged), 56u);
  EXPECT_EQ(summary.results, undisturbed / "results.h5");
  EXPECT_TRUE(fake::bytes(undisturbed / "results.h5") == before);
  EXPECT_FALSE(fs::exists(undisturbed / "shards"));
}

TEST_F(Interrupted, RefusesAnotherStudyAndSaysWhatDiffers) {
  run_until(9, plan, options);
  const std::string study =
      message<InputError>([&] { run(plan, options, "[core]\nstrength = 0.8\n[runner]\nmass_kg = 60"); });
  EXPECT_THAT(study, AllOf(HasSubstr("core.strength was 1, is 0.8"), HasSubstr("runner.mass_kg was not set, is 60"),
                           HasSubstr("--fresh")));
  SweepOptions other = options;
  other.outputs = Outputs::summary;
  EXPECT_THAT(message<InputError>([&] { run(plan, other); }), HasSubstr("--outputs was muscles, is summary"));
  EXPECT_THAT(message<InputError>([&] { run(fake::plan(3), options); }),
              HasSubstr("number of scenarios was 60, is 45"));
  other = options;
  other.folder = undisturbed.path();
  EXPECT_THAT(message<InputError>([&] { run(plan, other, "gait.speed_m_s = 3"); }),
              HasSubstr("gait.speed_m_s was not set, is 3"));
  // Were the words alike and the scenarios not, their names tell.
  SweepPlan changed = plan;
  changed.id = [&](const Scenario& s) { return "another " + plan.id(s); };
  EXPECT_THAT(message<InputError>([&] { run(changed, options); }), HasSubstr("other scenarios"));
  run(plan, options);
  expect_undisturbed();
}

TEST_F(Interrupted, BeginsAnewOnlyWhenAskedTo) {
  run_until(9, plan, options);
  SweepOptions fresh = options;
  fresh.existing = Existing::replace;
  EXPECT_EQ(run(fake::plan(2), fresh).before, 0u);
  EXPECT_EQ(Results(folder / "results.h5").scenario_count(), 30u);
  SweepOptions resume = options;
  resume.folder = folder / "empty";
  resume.existing = Existing::require;
  EXPECT_THAT(message<InputError>([&] { run(plan, resume); }), HasSubstr("no sweep to go on with"));
}

TEST_F(Interrupted, CanBeRunInAnyNumberOfParts) {
  for (const std::size_t count : {2u, 3u, 7u}) {
    const fake::Folder parts;
    SweepOptions part = options;
    part.folder = parts.path();
    part.batch = 4;
    std::size_t total = 0;
    for (std::size_t i = count; i >= 1; --i) {
      part.shard = {i, count};
      const SweepSummary summary = run(plan, part);
      EXPECT_TRUE(summary.results.empty());
      total += summary.total;
    }
    EXPECT_EQ(total, 60u);
    merge_parts(parts.path(), 4);
    expect_same_results(parts / "results.h5", undisturbed / "results.h5");
  }
}

TEST_F(Interrupted, IsFinishedByOneProcessAfterParts) {
  SweepOptions part = options;
  part.shard = {2, 3};
  run(plan, part);
  EXPECT_GT(run(plan, options).before, 0u);
  expect_undisturbed();
}

TEST_F(Interrupted, StopsWhenItsTimeIsUp) {
  SweepOptions limited = options;
  limited.time_limit = 1e-9;
  const SweepSummary summary = run(plan, limited);
  EXPECT_TRUE(summary.stopped && summary.time_is_up);
  run(plan, options);
  expect_undisturbed();
}

TEST_F(Interrupted, SetsDamagedShardsAsideAndRunsThemAgain) {
  run_until(45, plan, options);
  const std::vector<fs::path> shards = fake::shards(folder.path());
  ASSERT_GE(shards.size(), 5u);
  fs::resize_file(shards[0], fs::file_size(shards[0]) / 2);  // truncated
  fs::resize_file(shards[1], 0);
  {
    std::fstream file(shards[2], std::ios::in | std::ios::out | std::ios::binary);  // one byte of a curve changed
    file.seekp(static_cast<std::streamoff>(fs::file_size(shards[2]) / 2));
    const int old = file.peek();
    file.put(static_cast<char>(old ^ 1));
  }
  const std::string refused = message<FileError>([&] { merge_parts(folder.path(), 7); });
  for (int i : {0, 1, 2}) EXPECT_THAT(refused, HasSubstr(shards[static_cast<std::size_t>(i)].string() + " is damaged"));
  EXPECT_THAT(refused, HasSubstr("scenarios are missing"));
  EXPECT_FALSE(fs::exists(folder / "results.h5") || fs::exists(folder / "results.h5.part"));

  std::vector<std::string> notes;
  SweepOptions noted = options;
  noted.note = [&](const std::string& text) { notes.push_back(text); };
  EXPECT_EQ(run(plan, noted).count(Status::converged), 56u);
  EXPECT_EQ(notes.size(), 3u);
  expect_undisturbed();
}

TEST_F(Interrupted, WritesWhatThereIsWhenAskedTo) {
  run_until(17, plan, options);
  const Header header{fake::axes(), plan.parameters, attributes(), Outputs::muscles};
  const auto missing = [&](std::size_t i) {
    const Scenario s = plan.scenario(i);
    return Row{plan.id(s), plan.values(s), {}};
  };
  for (const bool links : {false, true}) {
    merge(folder.path(), folder / "some.h5", header, {plan.size, 7}, {missing, links});
    const Results some(folder / "some.h5"), all(undisturbed / "results.h5");
    const std::vector<Status> status = some.status();
    EXPECT_EQ(some.texts("scenario_id"), all.texts("scenario_id"));
    EXPECT_GE(std::count(status.begin(), status.end(), Status::not_run), 41);
    for (std::size_t i = 0; i < 60; ++i) {
      const Eigen::MatrixXd curve = some.curve("muscle_force", i);
      if (status[i] == Status::converged) {
        EXPECT_EQ(curve, all.curve("muscle_force", i));
      } else {
        EXPECT_TRUE(curve.array().isNaN().all());
      }
    }
  }
}

TEST_F(Interrupted, LeavesCurvesInItsShardsWhenAskedTo) {
  SweepOptions part = options;
  for (const std::size_t i : {1u, 2u}) {
    part.shard = {i, 2};
    run_until(5, plan, part);  // so that batches are in pieces
    run(plan, part);
  }
  const Header header{fake::axes(), plan.parameters, attributes(), Outputs::muscles};
  merge(folder.path(), folder / "results.h5", header, {plan.size, 7}, {.links = true});
  expect_undisturbed();
}

TEST_F(Interrupted, KeepsASecondProcessOut) {
  run_until(9, plan, options);
  FolderLock other(folder / "shards/lock");
  ASSERT_TRUE(other.take(3, 1));
  EXPECT_THAT(message<FileError>([&] { run(plan, options); }),
              AllOf(HasSubstr("another psoas is at work"), HasSubstr("scenarios 21")));
  SweepOptions fresh = options;
  fresh.existing = Existing::replace;
  EXPECT_THAT(message<FileError>([&] { run(plan, fresh); }), HasSubstr("another psoas is at work"));
  // Parts that do not meet do not mind each other: batch 3 is the fourth, of the second part of two
  SweepOptions part = options;
  part.shard = {1, 2};
  EXPECT_EQ(run(plan, part).count(Status::not_run), 0u);
  part.shard = {2, 2};
  EXPECT_THAT(message<FileError>([&] { run(plan, part); }), HasSubstr("another psoas"));
}

TEST_F(Interrupted, DoesNotLookAtTheClocksOfItsFiles) {
  run_until(30, plan, options);
  const auto now = fs::file_time_type::clock::now();
  std::size_t i = 0;
  for (const auto& entry : fs::directory_iterator(folder / "shards"))
    fs::last_write_time(entry.path(), now + std::chrono::hours(24 * 365 * (i++ % 2 == 0 ? 5 : -50)));
  EXPECT_GE(run(plan, options).before, 30u);
  expect_undisturbed();
}

TEST_F(Interrupted, SurvivesAClockThatGoesBackwards) {
  Simulator simulator = fake::simulator();
  auto time = std::make_shared<std::atomic<int>>(0);
  simulator.clock = [time] { return 1e9 - (*time)++; };
  sweep(plan, simulator, fake::axes(), attributes(), options);
  expect_undisturbed();
}

TEST(ReadOnlyFolder, IsSaidToBeOne) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere; /proc stands in below";
  const fake::Folder folder;
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_THAT(message<FileError>([&] { run(fake::plan(1), {.folder = folder / "x"}); }),
              HasSubstr("Permission denied"));
  fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST(ReadOnlyFolder, OfTheSystemIsRefused) {
  EXPECT_THAT(message<FileError>([&] { run(fake::plan(1), {.folder = "/proc/self"}); }), HasSubstr("cannot create"));
}

TEST(FolderLock, IsLetGoOfWhenItsHolderIsKilled) {
  const fake::Folder folder;
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    FolderLock lock(folder / "lock");
    const char taken = lock.take(0, 10) ? 'y' : 'n';
    [[maybe_unused]] const ssize_t told = write(ready[1], &taken, 1);
    pause();
    _exit(0);
  }
  char taken = 0;
  ASSERT_EQ(read(ready[0], &taken, 1), 1);
  EXPECT_EQ(taken, 'y');
  FolderLock lock(folder / "lock");
  EXPECT_FALSE(lock.take(9, 1));
  EXPECT_EQ(lock.held(), 0u);
  EXPECT_TRUE(lock.take(10, 1));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(lock.take(0, 10));
}

}  // namespace
}  // namespace psoas
