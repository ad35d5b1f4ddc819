// Does every way of starting many processes give each of them its own part, and all parts together the whole?
#include "scenarios/shard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "sim/core/input_error.h"

namespace psoas {
namespace {

using Environment = std::map<std::string, std::string>;

std::optional<Shard> shard(const Environment& environment) {
  return shard_of_environment([&](const char* name) -> const char* {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  });
}

std::string text(const std::optional<Shard>& s) {
  return s ? std::to_string(s->index) + "/" + std::to_string(s->count) : "none";
}

TEST(Shard, IsReadAsIOfNCountedFromOne) {
  EXPECT_EQ(text(parse_shard("3/7")), "3/7");
  EXPECT_TRUE(parse_shard("1/1").whole());
  for (const char* wrong : {"", "3", "0/7", "8/7", "3/0", "a/7", "3/7x", "-1/7", "3/", "/7", "1.0/2"})
    EXPECT_THROW(parse_shard(wrong), InputError) << wrong;
}

TEST(Shard, DealsEveryBatchToExactlyOnePart) {
  for (std::size_t count : {1u, 2u, 3u, 7u})
    for (std::size_t batch = 0; batch < 20; ++batch) {
      std::size_t owners = 0;
      for (std::size_t i = 1; i <= count; ++i) owners += Shard{i, count}.owns(batch) ? 1 : 0;
      EXPECT_EQ(owners, 1u);
    }
}

TEST(ShardOfTheEnvironment, IsNoneAtADesk) { EXPECT_EQ(text(shard({})), "none"); }

TEST(ShardOfTheEnvironment, IsTheJobOfASlurmArrayWhereverItCountsFrom) {
  EXPECT_EQ(text(shard({{"SLURM_ARRAY_TASK_ID", "0"}, {"SLURM_ARRAY_TASK_COUNT", "4"}})), "1/4");
  EXPECT_EQ(text(shard({{"SLURM_ARRAY_TASK_ID", "4"}, {"SLURM_ARRAY_TASK_MIN", "1"}, {"SLURM_ARRAY_TASK_COUNT", "4"}})),
            "4/4");
  EXPECT_EQ(text(shard({{"SLURM_ARRAY_TASK_ID", "14"},
                        {"SLURM_ARRAY_TASK_MIN", "10"},
                        {"SLURM_ARRAY_TASK_STEP", "2"},
                        {"SLURM_ARRAY_TASK_COUNT", "3"}})),
            "3/3");
}

TEST(ShardOfTheEnvironment, IsTheTaskOfSrunOrMpirun) {
  EXPECT_EQ(text(shard({{"SLURM_PROCID", "2"}, {"SLURM_STEP_NUM_TASKS", "3"}, {"SLURM_NTASKS", "3"}})), "3/3");
  EXPECT_EQ(text(shard({{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "2"}})), "1/2");
}

TEST(ShardOfTheEnvironment, IsAllInABatchScriptThatDoesNotCallSrun) {
  EXPECT_EQ(text(shard({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}, {"SLURM_JOB_ID", "9"}})), "none");
}

TEST(ShardOfTheEnvironment, CountsTasksWithinJobsOfAnArray) {
  Environment e = {{"SLURM_ARRAY_TASK_MIN", "1"}, {"SLURM_ARRAY_TASK_COUNT", "3"}, {"SLURM_STEP_NUM_TASKS", "2"}};
  std::vector<std::size_t> parts;
  for (const char* job : {"1", "2", "3"})
    for (const char* task : {"0", "1"}) {
      e["SLURM_ARRAY_TASK_ID"] = job, e["SLURM_PROCID"] = task;
      EXPECT_EQ(shard(e)->count, 6u);
      parts.push_back(shard(e)->index);
    }
  EXPECT_THAT(parts, testing::ElementsAre(1u, 2u, 3u, 4u, 5u, 6u));
}

TEST(ShardOfTheEnvironment, RefusesAnArrayWithHoles) {
  // sbatch --array=1,2,9 counts three jobs, of which the last is no third part
  EXPECT_THROW(shard({{"SLURM_ARRAY_TASK_ID", "9"}, {"SLURM_ARRAY_TASK_MIN", "1"}, {"SLURM_ARRAY_TASK_COUNT", "3"}}),
               InputError);
  EXPECT_THROW(shard({{"OMPI_COMM_WORLD_RANK", "x"}, {"OMPI_COMM_WORLD_SIZE", "2"}}), InputError);
}

}  // namespace
}  // namespace psoas
