// Does a sweep come back from a real Slurm as it would have from this machine? One node, started by the test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "scenarios/results/reader.h"
#include "scenarios/submission.h"
#include "tests/cli/shell.h"

namespace psoas {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A Slurm for as long as it lives.
class OneNodeSlurm {
 public:
  OneNodeSlurm() : started_(Started(command("start")).wait()) {}
  ~OneNodeSlurm() { Started(command("stop")).wait(); }
  OneNodeSlurm(const OneNodeSlurm&) = delete;
  OneNodeSlurm& operator=(const OneNodeSlurm&) = delete;
  bool runs() const { return started_.code == 0; }
  std::string why_not() const { return started_.out + started_.err; }
  /// A command that talks to this Slurm.
  Ran run(const std::string& line) const {
    return Started("env SLURM_CONF=" + (folder_ / "slurm.conf").string() + " " + line).wait();
  }
  /// Until no job is left. False when some still are after a time.
  bool wait_for_all() const {
    for (int i = 0; i < 1200; ++i) {
      if (run("squeue -h").out.empty()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }

 private:
  std::string command(const std::string& what) const {
    return "sh " PSOAS_SOURCE_DIR "/tests/cluster/one_node_slurm " + what + " " + folder_.path().string();
  }
  fake::Folder folder_;
  Ran started_;
};

/// A study in a folder whose name a careless script would break at.
std::string study_in(const fake::Folder& folder) {
  std::filesystem::create_directories(folder / "it's 100% mine");
  const std::filesystem::path path = folder / "it's 100% mine/study.toml";
  std::ofstream(path)
      << "[stride]\nnodes = 30\n[sweep]\ndesign = 'sobol'\nsamples = 96\n"
         "'core.strength' = { from = 0.8, to = 1.2 }\n'posture.trunk_lean_deg' = { from = 4, to = 10 }\n";
  return "\"" + path.string() + "\"";
}

/// Everything but times and places is what one process on this machine gives.
void expect_same_numbers(const std::filesystem::path& results, const std::string& study, const fake::Folder& folder) {
  ASSERT_TRUE(std::filesystem::exists(results)) << results;
  if (!std::filesystem::exists(folder / "local/results.h5")) {
    const Ran local = psoas_run("sweep " + study + " -q -o " + (folder / "local").string());
    ASSERT_EQ(local.code, 0) << local.err;
  }
  const Results there(results), here(folder / "local/results.h5");
  ASSERT_EQ(there.scenario_count(), 96u);
  EXPECT_EQ(there.texts("scenario_id"), here.texts("scenario_id"));
  EXPECT_EQ(there.status(), here.status());
  EXPECT_EQ(there.table("peak_compression"), here.table("peak_compression"));
  EXPECT_EQ(there.numbers("core.strength"), here.numbers("core.strength"));
}

TEST(Submit, OnlyPrintsItsScriptsWhenAsked) {
  const fake::Folder folder;
  const std::string out = (folder / "out").string();
  const Ran ran = psoas_run("submit " + study_in(folder) +
                            " -j 2 --shards 3 --dry-run --outputs summary --time-limit 1:00:00 --sbatch=--account=me "
                            "--set core.strength=0.9 -o " +
                            out);
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* part : {"#SBATCH --array=1-3\n", "#SBATCH --cpus-per-task=2\n", "#SBATCH --time=1:00:00\n",
                           "#SBATCH --account=me\n", "--set core.strength=0.9 --outputs summary",
                           "--shard \"$SLURM_ARRAY_TASK_ID/3\"", "it'\\''s 100% mine/study.toml'", " merge "})
    EXPECT_THAT(ran.out, HasSubstr(part));
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(Submit, RefusesWhatCannotRun) {
  const fake::Folder folder;
  const std::string study = study_in(folder);
  EXPECT_EQ(psoas_run("submit " + study + " --engine slrum").code, 2);
  EXPECT_EQ(psoas_run("submit " + study + " --set core.strength=9").code, 2);
  EXPECT_EQ(psoas_run("submit " + study + " --shards 0").code, 2);
  EXPECT_EQ(psoas_run("submit " + study + " --outputs sumary").code, 2);
  EXPECT_EQ(psoas_run("submit " + (folder / "none.toml").string()).code, 4);
  // Where there is no sbatch: code 5, and the scripts are kept to be submitted elsewhere.
  const Ran ran =
      Started("env PATH=/nowhere " + psoas_command("submit " + study + " -o " + (folder / "out").string())).wait();
  EXPECT_EQ(ran.code, 5);
  EXPECT_THAT(ran.err, HasSubstr("sbatch is not installed"));
  EXPECT_TRUE(std::filesystem::exists(folder / "out/submit/array.sh"));
}

TEST(Submit, GivesTheSameNumbersThroughSlurmAsWithout) {
  const OneNodeSlurm slurm;
  if (!slurm.runs()) GTEST_SKIP() << slurm.why_not();
  const fake::Folder folder;
  const std::string study = study_in(folder);
  const std::filesystem::path out = folder / "it's 100% mine/out";

  // 1. Through Slurm: three shards and a merge behind them
  const Ran ran = slurm.run(psoas_command("submit " + study + " --shards 3 -o \"" + out.string() + "\""));
  ASSERT_EQ(ran.code, 0) << ran.err;
  ASSERT_TRUE(slurm.wait_for_all()) << slurm.run("squeue").out;
  const std::string log = fake::bytes(out / "submit/merge.log");
  ASSERT_TRUE(std::filesystem::exists(out / "results.h5")) << log << fake::bytes(out / "submit/shard-1.log");

  expect_same_numbers(out / "results.h5", study, folder);
}

/// srun: the tasks of one allocation find their part in Slurm's variables.
TEST(Srun, GivesEachTaskItsPart) {
  const OneNodeSlurm slurm;
  if (!slurm.runs()) GTEST_SKIP() << slurm.why_not();
  const fake::Folder folder;
  const std::string study = study_in(folder), out = (folder / "out").string();
  const Ran ran = slurm.run("srun --ntasks=2 --overcommit " + psoas_command("sweep " + study + " -q -j 1 -o " + out));
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(psoas_run("merge -q " + out).code, 0);
  expect_same_numbers(folder / "out/results.h5", study, folder);
}

/// mpirun, GNU parallel and Snakemake, where they are installed, as README and scenarios/examples have them.
TEST(OtherLaunchers, GiveTheSameNumbers) {
  const fake::Folder folder;
  const std::string study = study_in(folder);
  const auto path = [&](const std::string& name) { return (folder / name).string(); };
  const std::pair<std::string, std::string> launchers[] = {
      {"mpirun", "mpirun --allow-run-as-root --oversubscribe -n 2 " +
                     psoas_command("sweep " + study + " -q -j 1 -o " + path("mpirun"))},
      {"parallel", "parallel --will-cite " + std::string(PSOAS_PROGRAM) + " sweep {1} -q -j 1 -o " + path("parallel") +
                       " --shard {2}/2 ::: " + study + " ::: 1 2"},
      {"snakemake", "snakemake -q -d " + path("work") +
                        " -s " PSOAS_SOURCE_DIR
                        "/scenarios/examples/Snakefile --cores 2 --config shards=2 psoas=" PSOAS_PROGRAM " study=" +
                        study + " folder=" + path("snakemake")},
  };
  std::string absent;
  for (const auto& [name, command] : launchers) {
    if (Started("sh -c 'command -v " + name + "'").wait().code != 0) {
      absent += " " + name;
      continue;
    }
    const Ran ran = Started(command).wait();
    EXPECT_EQ(ran.code, 0) << name << ran.out << ran.err;
    const int merged = name == "snakemake" ? 0 : psoas_run("merge -q " + path(name)).code;
    EXPECT_EQ(merged, 0) << name;
    expect_same_numbers(folder / (name + "/results.h5"), study, folder);
  }
  if (!absent.empty()) GTEST_SKIP() << "not installed here:" << absent;
}

}  // namespace
}  // namespace psoas
