// How does a sweep leave this machine? The scripts of a Slurm job array, one job a shard, and of the merge behind it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace psoas {

/// What is to be run, where and how. All paths absolute.
struct Submission {
  std::filesystem::path program;  ///< psoas itself
  std::filesystem::path study;
  std::filesystem::path folder;      ///< of the results; scripts and logs go to its folder submit/
  std::filesystem::path working;     ///< the folder in which the jobs start
  std::vector<std::string> sets;     ///< of --set
  std::vector<std::string> options;  ///< sweep options besides: "--outputs", "summary"
  std::string name;                  ///< of the jobs
  std::size_t shards = 1;
  int cores = 1;                    ///< of each shard
  std::string time_limit;           ///< as Slurm writes it; empty: the cluster's own
  std::string partition;            ///< empty: the cluster's own
  std::vector<std::string> sbatch;  ///< further options of sbatch, each a word: "--account=x"
};

/// Shards when nobody says how many: some 500 scenarios each, at most 100, never more than there are batches.
std::size_t default_shards(std::size_t scenarios);

/// The script of the array: task i sweeps shard i of N. Exit code 3, some scenarios not converged, is a success to
/// Slurm.
std::string array_script(const Submission& submission);
/// The script of the merge, for sbatch --dependency=afterany:ARRAY.
std::string merge_script(const Submission& submission);

/// A word as a shell must be given it: quoted when a letter of it would mean something there.
std::string shell_word(const std::string& word);

}  // namespace psoas
