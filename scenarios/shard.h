// Which part of a sweep is this process's own? Part i of N, as asked for or as Slurm and Open MPI number their tasks.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace psoas {

/// Part `index` of `count`, counted from 1. The batches of a sweep are dealt out like cards: batch b goes to part
/// b % count + 1, so that parts are equal in size and difficulty.
struct Shard {
  std::size_t index = 1, count = 1;
  std::string source = {};  ///< where that was said, for messages: "--shard", "SLURM_ARRAY_TASK_ID"
  bool owns(std::size_t batch) const { return batch % count == index - 1; }
  bool whole() const { return count == 1; }
};

/// "3/7": part 3 of 7. @throws InputError saying what is allowed
Shard parse_shard(const std::string& text);

/// The part that the environment gives this process; nothing where it gives none. Looked at, in this order:
///   SLURM_ARRAY_TASK_ID, _MIN, _STEP, _COUNT   a job array: one part a job
///   SLURM_PROCID, SLURM_STEP_NUM_TASKS   srun: one part a task. In an array both: parts of parts. Outside srun (an
///       sbatch script calling psoas itself) Slurm sets SLURM_PROCID too, but no SLURM_STEP_NUM_TASKS: one part
///   OMPI_COMM_WORLD_RANK, OMPI_COMM_WORLD_SIZE   mpirun of Open MPI
/// @param variable  as std::getenv, nullptr when it is not set
/// @throws InputError when the variables contradict each other
std::optional<Shard> shard_of_environment(const std::function<const char*(const char*)>& variable);

}  // namespace psoas
