// How does a sweep leave this machine?
#include "scenarios/submission.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "scenarios/batches.h"

namespace psoas {
namespace {

namespace fs = std::filesystem;

/// One #SBATCH line. Slurm reads it like a shell reads a word between double quotes.
std::string directive(const std::string& option) {
  std::string quoted;
  for (char c : option) quoted += c == '"' || c == '\\' ? fmt::format("\\{}", c) : std::string(1, c);
  const bool plain = option.find_first_of(" \t\"'\\#") == std::string::npos;
  return fmt::format("#SBATCH {}\n", plain ? option : "\"" + quoted + "\"");
}

/// A path for --output, where % would begin a pattern of Slurm's.
std::string log_path(const Submission& submission, const std::string& name) {
  std::string path;
  for (char c : (submission.folder / "submit").string()) path += c == '%' ? "%%" : std::string(1, c);
  return path + "/" + name;
}

std::string head(const Submission& submission, const std::string& name, const std::string& log, int cores) {
  std::string text = "#!/bin/sh\n";
  text += directive("--job-name=" + name);
  text += directive("--output=" + log_path(submission, log));
  text += directive("--open-mode=append");
  text += directive("--nodes=1") + directive("--ntasks=1") + directive(fmt::format("--cpus-per-task={}", cores));
  if (!submission.time_limit.empty()) text += directive("--time=" + submission.time_limit);
  if (!submission.partition.empty()) text += directive("--partition=" + submission.partition);
  for (const std::string& option : submission.sbatch) text += directive(option);
  return text;
}

}  // namespace

std::size_t default_shards(std::size_t scenarios) {
  const std::size_t batch = default_batch(scenarios);
  const std::size_t batches = (scenarios + batch - 1) / batch;
  return std::clamp<std::size_t>((scenarios + 499) / 500, 1, std::min<std::size_t>(100, batches));
}

std::string array_script(const Submission& submission) {
  std::string command = shell_word(submission.program.string()) + " sweep " + shell_word(submission.study.string()) +
                        " -o " + shell_word(submission.folder.string());
  for (const std::string& set : submission.sets) command += " --set " + shell_word(set);
  for (const std::string& option : submission.options) command += " " + shell_word(option);
  return head(submission, submission.name, "shard-%a.log", submission.cores) +
         directive(fmt::format("--array=1-{}", submission.shards)) +
         fmt::format(
             "# Written by psoas submit. Task i sweeps shard i; run again it goes on where it stopped.\n"
             "cd {}\n"
             "{} \\\n  --shard \"$SLURM_ARRAY_TASK_ID/{}\" -j \"${{SLURM_CPUS_PER_TASK:-1}}\" --no-progress\n"
             "code=$?\n"
             "# 3: some scenarios did not converge. They are in the results with their status: the task has done its "
             "work.\n"
             "[ $code -eq 3 ] && code=0\n"
             "exit $code\n",
             shell_word(submission.working.string()), command, submission.shards);
}

std::string merge_script(const Submission& submission) {
  return head(submission, submission.name + "-merge", "merge.log", 1) +
         fmt::format(
             "# Written by psoas submit. Joins the shards when all tasks of the array have ended, however they ended.\n"
             "cd {}\n"
             "{} merge {}\n"
             "code=$?\n"
             "[ $code -eq 3 ] && code=0\n"
             "exit $code\n",
             shell_word(submission.working.string()), shell_word(submission.program.string()),
             shell_word(submission.folder.string()));
}

std::string shell_word(const std::string& word) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) || c >= 0x80 ||
           std::string_view("_-./:=,+@%").find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
  std::string quoted = "'";
  for (char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace psoas
