// psoas submit: a sweep as an array of Slurm jobs and a merge behind them.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "analysis/commands.h"
#include "analysis/gnuplot.h"
#include "analysis/program.h"
#include "scenarios/plan.h"
#include "scenarios/results/encoded_row.h"
#include "scenarios/submission.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

namespace fs = std::filesystem;

/// The program that is running: the jobs shall run the same one.
fs::path this_program() {
  std::error_code error;
  const fs::path path = fs::read_symlink("/proc/self/exe", error);
  if (error) throw FileError("cannot tell where psoas itself lies: " + error.message());
  // One of several programs (sim/launch/launch.cpp): what chooses among them shall do so again where the job runs.
  return path.parent_path().filename() == "libexec" ? path.parent_path().parent_path() / "psoas" : path;
}

void write_script(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw FileError("cannot write " + path.string());
  std::error_code ignored;
  fs::permissions(path, fs::perms::owner_exec, fs::perm_options::add, ignored);
}

/// Hands a script to Slurm. @return the number of the job
std::string sbatch(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"sbatch", "--parsable"});
  const std::optional<Said> said = run_program(arguments);
  if (!said) throw MissingTool("sbatch is not installed here: submit from a machine of the cluster, or see --dry-run");
  if (said->code != 0) throw FileError(fmt::format("sbatch refused {}: {}", arguments.back(), said->err));
  // "123" or "123;cluster"
  return said->out.substr(0, said->out.find_first_of(";\n"));
}

}  // namespace

int submit(const Global& global, const SubmitCommand& command) {
  // 1. Is the study right, and is there something to hand out?
  if (command.engine != "slurm")
    throw InputError(fmt::format("--engine: unknown engine '{}'; there is slurm", command.engine));
  const Study study = read_study(command.file, command.sets);
  Submission submission;
  submission.program = this_program();
  submission.study = fs::absolute(command.file).lexically_normal();
  submission.folder = fs::absolute(command.folder.empty() ? fs::path("results") / command.file.stem() : command.folder)
                          .lexically_normal();
  if (!submission.folder.has_filename()) submission.folder = submission.folder.parent_path();  // "out/"
  submission.working = fs::current_path();
  submission.sets = command.sets;
  parse_outputs(command.outputs);  // a slip is told here, not in a log on the cluster
  if (command.outputs != "muscles") submission.options = {"--outputs", command.outputs};
  submission.name = "psoas-" + command.file.stem().string();
  submission.shards = command.shards > 0 ? command.shards : default_shards(size(study));
  submission.cores = global.jobs > 0 ? global.jobs : 1;
  submission.time_limit = command.time_limit;
  submission.partition = command.partition;
  submission.sbatch = command.sbatch;
  for (const fs::path& path : {submission.study, submission.folder, submission.working})
    if (path.string().find('\n') != std::string::npos)
      throw InputError("a path with a line break cannot stand in a job script: " + path.string());
  if (fs::exists(submission.folder / "results.h5"))
    throw InputError((submission.folder / "results.h5").string() + " exists; choose another folder with -o");

  // 2. The scripts
  const fs::path scripts = submission.folder / "submit", array = scripts / "array.sh", merge = scripts / "merge.sh";
  if (command.dry_run) {
    fmt::print("{}\n{}\n{}\n{}", array.string(), array_script(submission), merge.string(), merge_script(submission));
    return Exit::ok;
  }
  std::error_code error;
  fs::create_directories(scripts, error);
  if (error) throw FileError("cannot make the folder " + scripts.string() + ": " + error.message());
  write_script(array, array_script(submission));
  write_script(merge, merge_script(submission));

  // 3. Hand them over; afterany: a shard that failed must not keep the others' results from being joined
  const std::string array_job = sbatch({array.string()});
  if (!global.quiet)
    fmt::print(stderr, "psoas: array {} of {} shards, {}\n", array_job, submission.shards, array.string());
  const std::string merge_job = sbatch({"--dependency=afterany:" + array_job, merge.string()});
  if (!global.quiet)
    fmt::print(stderr, "psoas: merge {} runs when all have ended, {}\npsoas: {} scenarios -> {}\n", merge_job,
               merge.string(), size(study), (submission.folder / "results.h5").string());
  fmt::print("{} {}\n", array_job, merge_job);
  return Exit::ok;
}

}  // namespace psoas
