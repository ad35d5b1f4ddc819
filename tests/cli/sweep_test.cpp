// Does a sweep of the real model do what a sweep of the fake one did: the same bits, every failure survived, exit codes
// told?
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "scenarios/results/reader.h"
#include "scenarios/results/shard_file.h"
#include "scenarios/study_plan.h"
#include "tests/cli/shell.h"
#include "tests/results/same.h"

namespace psoas {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Every number bit by bit, not the file: ISA-L 2.30 files the third byte of a large chunk under a hash of an address,
// so that a repetition may be missed (scenarios/results/chunk.cpp).
TEST(RealSweep, GivesTheSameBitsOnAnyNumberOfThreadsAndInAnyOrder) {
  const fake::Folder folder;
  const Study study = read_study(write_study(folder, std::string(small_study) + "\"gait.speed_m_s\" = [3, 3.5]\n"));
  const Models models = read_models(models_folder());
  Simulator simulator = real_simulator(models);
  simulator.clock = [] { return 0.0; };  // solve_time is the one thing that may differ
  int sweeps = 0;
  for (const auto& [jobs, seed] : {std::pair{1, 0u}, {2, 0u}, {2, 3u}, {3, 8u}}) {
    const std::string name = std::to_string(sweeps++);
    const SweepSummary summary = sweep(plan_of(study), simulator, axes_of(models), fake::attributes(),
                                       {.folder = folder / name, .jobs = jobs, .batch = 5, .order_seed = seed});
    EXPECT_EQ(summary.count(Status::converged), 12u);
    SCOPED_TRACE(fmt::format("{} threads, order {}", jobs, seed));
    expect_same_results(summary.results, folder / "0/results.h5");
  }
}

TEST(SweepCommand, WritesResultsThatOtherProgramsReadAndTellsWhatEachFactorDid) {
  const fake::Folder folder;
  const std::string study = write_study(folder, small_study), out = (folder / "out").string();
  const Ran ran = psoas_run("sweep " + study + " -j 2 -o " + out);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("converged"));
  EXPECT_THAT(ran.out, HasSubstr("core strength"));
  EXPECT_THAT(ran.err, HasSubstr("6 scenarios in"));
  const Results results(out + "/results.h5");
  EXPECT_EQ(results.scenario_count(), 6u);
  EXPECT_EQ(results.attribute("study"), small_study);
  EXPECT_EQ(results.varied().size(), 2u);
  EXPECT_GT(results.texts("muscle").size(), 204u);
  const Ran readers =
      Started("/usr/bin/python3 " PSOAS_SOURCE_DIR "/tests/results/xarray_test.py " + out + "/results.h5").wait();
  if (readers.code == 77) GTEST_SKIP() << readers.out;
  EXPECT_EQ(readers.code, 0) << readers.out << readers.err;
}

TEST(SweepCommand, NeverThrowsAwayUnlessAskedTo) {
  const fake::Folder folder;
  const std::string study = write_study(folder, small_study);
  const std::string command = "sweep " + study + " -q --limit 1 -o " + (folder / "out").string();
  const Ran first = psoas_run(command);
  EXPECT_EQ(first.code, 0);
  EXPECT_THAT(first.err, IsEmpty());
  const std::string before = fake::bytes(folder / "out/results.h5");
  const Ran again = psoas_run("sweep " + study + " --limit 1 -o " + (folder / "out").string());
  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(again.err, HasSubstr("nothing left to do"));
  const Ran other = psoas_run(command + " --set runner.mass_kg=62");
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("--set runner.mass_kg was not set, is 62"));
  EXPECT_THAT(other.err, HasSubstr("--fresh"));
  EXPECT_TRUE(fake::bytes(folder / "out/results.h5") == before);
  EXPECT_EQ(psoas_run(command + " --fresh --set runner.mass_kg=62").code, 0);
  EXPECT_FALSE(fake::bytes(folder / "out/results.h5") == before);
  EXPECT_EQ(psoas_run("sweep " + study + " --resume -o " + (folder / "nothing").string()).code, 2);
}

TEST(SweepCommand, OnlySaysWhatItWouldDoWhenAsked) {
  const fake::Folder folder;
  const Ran ran = psoas_run("sweep --dry-run " + scenario_file("demo.toml") + " -o " + (folder / "out").string());
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("144"));
  EXPECT_THAT(ran.out, HasSubstr("MB"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

/// The number that stands before a word: number_before("58 MB of memory", " MB of memory") is 58.
double number_before(const std::string& text, const std::string& word) {
  const std::size_t end = text.find(word), begin = text.find_last_of(" \n", end - 1) + 1;
  return std::stod(text.substr(begin, end - begin));
}

TEST(SweepCommand, CostsWhatItSaidBefore) {
  const fake::Folder folder;
  const std::string command = "sweep " + scenario_file("demo.toml") + " -j 2 -o " + (folder / "out").string();
  const std::string said = psoas_run(command + " --dry-run").out;
  const Ran ran = psoas_run(command);
  EXPECT_EQ(ran.code, 0) << ran.err;
  const auto disk = static_cast<double>(std::filesystem::file_size(folder / "out/results.h5"));
  EXPECT_NEAR(1e6 * number_before(said, " MB on disk"), disk, 0.2 * disk) << said;
  EXPECT_NEAR(1e6 * number_before(said, " MB of memory"), ran.memory, 0.2 * ran.memory) << said;
}

TEST(SweepCommand, FinishesWithCode3WhenAScenarioDoesNotConverge) {
  const fake::Folder folder;
  const std::string study = write_study(folder, std::string(small_study) + "[stride]\niteration_limit = 1\n");
  const Ran ran = psoas_run("sweep " + study + " -o " + (folder / "out").string());
  EXPECT_EQ(ran.code, 3) << ran.err;
  const Results results(folder / "out/results.h5");
  EXPECT_NE(results.status().front(), Status::converged);
  EXPECT_THAT(results.texts("reason").front(), Not(IsEmpty()));
  EXPECT_THAT(psoas_run("info " + (folder / "out/results.h5").string()).code, 0);
}

TEST(SweepCommand, IsCode4OnAFullDiskAndKeepsItsShards) {
  const fake::Folder folder;
  const std::string study = write_study(folder, small_study);
  // ulimit -f counts blocks of 512 bytes: a shard of one scenario fits, all six do not.
  const Ran ran = shell_run("ulimit -f 1000;", "sweep " + study + " --batch 1 -o " + (folder / "out").string());
  EXPECT_EQ(ran.code, 4) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("6 finished shards are kept"));
  EXPECT_EQ(fake::shards(folder / "out").size(), 6u);
  EXPECT_FALSE(std::filesystem::exists(folder / "out/results.h5"));
}

/// Many scenarios, of which one after the other is saved.
std::string long_study(const fake::Folder& folder) {
  return write_study(folder, "[sweep]\n\"posture.trunk_lean_deg\" = { from = 2, to = 12, steps = 2000 }\n");
}

bool wait_for_shards(const std::filesystem::path& out, std::size_t count) {
  for (int i = 0; i < 12000 && fake::shards(out).size() < count; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return fake::shards(out).size() >= count;
}

TEST(InterruptedSweep, FinishesWhatRunsAndSavesOnTheFirstCtrlC) {
  const fake::Folder folder;
  const std::string study = long_study(folder), out = (folder / "out").string();
  Started sweep(psoas_command("sweep " + study + " --batch 4 -o " + out));
  ASSERT_TRUE(wait_for_shards(folder / "out", 1));
  EXPECT_THAT(psoas_run("status " + out).out, HasSubstr("psoas is at work"));
  const Ran second = psoas_run("sweep " + study + " -o " + out);
  EXPECT_EQ(second.code, 4);
  EXPECT_THAT(second.err, HasSubstr("another psoas is at work"));
  kill(sweep.pid(), SIGINT);
  const Ran ran = sweep.wait();
  EXPECT_EQ(ran.code, 130) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("stopping"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out/results.h5"));

  // What there is can be looked at, and gone on with.
  EXPECT_EQ(psoas_run("merge " + out).code, 4) << "scenarios are missing";
  EXPECT_EQ(psoas_run("merge --partial " + out).code, 3);
  const std::vector<Status> status = Results(folder / "out/results.h5").status();
  EXPECT_EQ(status.size(), 2000u);
  const auto done = std::count(status.begin(), status.end(), Status::converged);
  EXPECT_GE(done, 4);
  EXPECT_EQ(status.back(), Status::not_run);
  const Ran on = psoas_run("sweep " + study + " --time-limit 2s -o " + out);
  EXPECT_EQ(on.code, 75) << on.err;
  EXPECT_THAT(on.err, HasSubstr("going on: " + std::to_string(done) + " of 2000"));
}

TEST(SharedSweep, IsTheSameInPartsWhoeverNumbersThem) {
  const fake::Folder folder;
  const std::string study = write_study(folder, small_study), one = (folder / "one").string(),
                    parts = (folder / "parts").string();
  EXPECT_EQ(psoas_run("sweep " + study + " -o " + one).code, 0);
  const std::string command = "sweep " + study + " --batch 2 -o " + parts;
  const Ran first = psoas_run(command + " --shard 1/3");
  EXPECT_EQ(first.code, 0);
  EXPECT_THAT(first.err, HasSubstr("psoas merge"));
  EXPECT_EQ(shell_run("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=3", command).code, 0);
  EXPECT_EQ(psoas_run("merge " + parts).code, 4) << "a part is missing";
  EXPECT_EQ(psoas_run("sweep " + study + " --fresh --shard 3/3 -o " + parts).code, 2);
  const Ran third = shell_run("OMPI_COMM_WORLD_RANK=2 OMPI_COMM_WORLD_SIZE=3", command);
  EXPECT_THAT(third.err, HasSubstr("part 3 of 3 (OMPI_COMM_WORLD_RANK)"));
  EXPECT_THAT(psoas_run("status --json " + parts).out, HasSubstr("\"done\": 6, \"finished\": false"));
  EXPECT_EQ(psoas_run("merge " + parts + " --virtual -o " + (folder / "virtual.h5").string()).code, 0);
  expect_same_results(folder / "virtual.h5", folder / "one/results.h5");
  EXPECT_EQ(psoas_run("merge " + parts).code, 0);
  expect_same_results(folder / "parts/results.h5", folder / "one/results.h5");
  EXPECT_THAT(psoas_run("status " + parts).out, HasSubstr("finished"));
  EXPECT_EQ(psoas_run("merge " + parts).code, 0) << "nothing is left to join";
  EXPECT_EQ(psoas_run("status " + (folder / "none").string()).code, 4);
}

TEST(InterruptedSweep, StopsAtOnceOnTheSecondAndKeepsItsShards) {
  const fake::Folder folder;
  Started sweep(psoas_command("sweep " + long_study(folder) + " --batch 1 -o " + (folder / "out").string()));
  ASSERT_TRUE(wait_for_shards(folder / "out", 2));
  // The second must come before the first has been obeyed: both at once.
  kill(sweep.pid(), SIGSTOP);
  kill(sweep.pid(), SIGINT);
  kill(sweep.pid(), SIGTERM);
  kill(sweep.pid(), SIGCONT);
  const Ran ran = sweep.wait();
  EXPECT_TRUE(ran.code == 130 || ran.code == 143) << ran.code;
  for (const auto& shard : fake::shards(folder / "out")) EXPECT_EQ(ShardFile(shard).scenarios().size(), 1u);
  EXPECT_FALSE(std::filesystem::exists(folder / "out/results.h5"));
  EXPECT_GE(fake::shards(folder / "out").size(), 2u);
}

}  // namespace
}  // namespace psoas
