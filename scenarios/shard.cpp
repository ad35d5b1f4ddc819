// Which part of a sweep is this process's own? See shard.h.
#include "scenarios/shard.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sim/core/input_error.h"

namespace psoas {

namespace {

std::optional<std::size_t> whole_number(const std::string& text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Task `rank`, counted from 0, of `count`; nothing unless both variables are there.
std::optional<Shard> task(const std::function<const char*(const char*)>& variable, const char* rank_name,
                          const char* count_name, std::size_t first = 0, std::size_t step = 1) {
  const char* rank_text = variable(rank_name);
  const char* count_text = variable(count_name);
  if (rank_text == nullptr || count_text == nullptr) return std::nullopt;
  const std::optional<std::size_t> rank = whole_number(rank_text), count = whole_number(count_text);
  const bool fits = rank && count && *rank >= first && (*rank - first) % step == 0 && (*rank - first) / step < *count;
  if (!fits)
    throw InputError(fmt::format("{} is {} and {} is {}: that is no part of a whole; say --shard i/N", rank_name,
                                 rank_text, count_name, count_text));
  return Shard{(*rank - first) / step + 1, *count, rank_name};
}

std::size_t number_or(const char* text, std::size_t otherwise) {
  return text == nullptr ? otherwise : whole_number(text).value_or(otherwise);
}

}  // namespace

Shard parse_shard(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) {
    const std::optional<std::size_t> index = whole_number(text.substr(0, slash)),
                                     count = whole_number(text.substr(slash + 1));
    if (index && count && *index >= 1 && *index <= *count) return {*index, *count, "--shard"};
  }
  throw InputError("--shard is i/N, part i of N with 1 <= i <= N, e.g. 3/7; found " + text);
}

std::optional<Shard> shard_of_environment(const std::function<const char*(const char*)>& variable) {
  // 1. Slurm: a job of an array, a task of srun, or a task in a job of an array
  const std::size_t first = number_or(variable("SLURM_ARRAY_TASK_MIN"), 0);
  const std::size_t step = std::max<std::size_t>(1, number_or(variable("SLURM_ARRAY_TASK_STEP"), 1));
  const std::optional<Shard> job = task(variable, "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", first, step);
  const std::optional<Shard> step_task = task(variable, "SLURM_PROCID", "SLURM_STEP_NUM_TASKS");
  if (job && step_task)
    return Shard{(job->index - 1) * step_task->count + step_task->index, job->count * step_task->count,
                 job->source + " and " + step_task->source};
  if (job) return job;
  if (step_task) return step_task;
  // 2. Open MPI
  return task(variable, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE");
}

}  // namespace psoas
