// What does SIGKILL cost a sweep? At most the batches in flight, whenever it comes: while scenarios run, while a shard
// is written, while shards are joined. Twenty kills by default; PSOAS_KILLS=200 for more.
#include <gtest/gtest.h>
#include <signal.h>

#include <random>
#include <set>

#include "scenarios/results/shard_file.h"
#include "tests/cli/shell.h"
#include "tests/results/same.h"

namespace psoas {
namespace {

// Small and coarse, so that a sweep of 144 takes about half a second.
constexpr char study[] = R"(title = "Killed"
[stride]
nodes = 12
[sweep]
"posture.trunk_lean_deg" = { from = 2, to = 12, steps = 12 }
"core.strength" = { from = 0.7, to = 1.3, steps = 12 }
)";

int kills_wanted() {
  const char* text = std::getenv("PSOAS_KILLS");
  return text == nullptr ? 20 : std::atoi(text);
}

/// Scenarios in shards that have their name: each shard must be whole.
std::set<int> finished(const std::filesystem::path& out) {
  std::set<int> all;
  for (const auto& path : fake::shards(out)) {
    const ShardFile shard(path);
    for (int scenario : shard.scenarios()) EXPECT_TRUE(all.insert(scenario).second) << "run twice";
  }
  return all;
}

TEST(KilledSweep, LosesNothingThatWasFinishedAndEndsAsIfUndisturbed) {
  const fake::Folder folder;
  const std::string file = write_study(folder, study);
  const auto command = [&](const std::string& out) {
    return psoas_command("sweep " + file + " --batch 6 --no-progress -o " + (folder / out).string());
  };
  const auto start = std::chrono::steady_clock::now();
  const Ran undisturbed = Started(command("undisturbed")).wait();
  ASSERT_EQ(undisturbed.code, 0) << undisturbed.err;
  const double whole = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  // From before the folder is made to after results.h5 has its name
  std::mt19937 random(1);
  std::uniform_real_distribution<double> moment(0.0, 0.8 * whole);
  int kills = 0, completed = 0, in_join = 0;
  for (int round = 0; kills < kills_wanted(); ++round) {
    const std::string out = "out" + std::to_string(round);
    std::set<int> before;
    while (true) {
      Started sweep(command(out));
      std::this_thread::sleep_for(std::chrono::duration<double>(moment(random)));
      const bool last = kills >= kills_wanted();
      if (!last) kill(sweep.pid(), SIGKILL);
      const Ran ran = sweep.wait();
      if (ran.code != 128 + SIGKILL) {  // it was quicker, or there are kills enough
        ASSERT_EQ(ran.code, 0) << ran.err;
        break;
      }
      ++kills;
      if (std::filesystem::exists(folder / (out + "/results.h5.part"))) ++in_join;
      if (std::filesystem::exists(folder / (out + "/results.h5"))) continue;
      const std::set<int> now = finished(folder / out);
      EXPECT_TRUE(std::includes(now.begin(), now.end(), before.begin(), before.end())) << "after kill " << kills;
      before = now;
    }
    ++completed;
    expect_same_results(folder / (out + "/results.h5"), folder / "undisturbed/results.h5");
    std::filesystem::remove_all(folder / out);
  }
  std::printf("%d kills, %d of them while shards were joined; %d sweeps completed\n", kills, in_join, completed);
}

}  // namespace
}  // namespace psoas
