// psoas sweep: every scenario of a study into one results file, and what each factor did.
#include <fmt/format.h>

#include <cmath>
#include <cstdio>

#include "analysis/commands.h"
#include "analysis/effects.h"
#include "analysis/terminal.h"
#include "scenarios/check.h"
#include "scenarios/plan.h"
#include "scenarios/study_plan.h"

namespace psoas {

namespace {

// What a scenario costs, for --dry-run; measured, see bench/README.md.
constexpr double scenario_time = 0.03;          ///< of one core [s]
constexpr double scenario_size = 0.144e6;       ///< on disk with every muscle [byte]
constexpr double scenario_size_slim = 0.021e6;  ///< without [byte]
constexpr double program_memory = 20e6;         ///< [byte]
constexpr double thread_memory = 40e6;          ///< workspace and a batch being collected [byte]

std::string estimate(std::size_t count, int jobs, bool muscles) {
  const double n = static_cast<double>(count);
  const double disk = n * (muscles ? scenario_size : scenario_size_slim);
  return fmt::format(
      "  about {:.0f} s on {} threads, {:.0f} MB of memory, {:.0f} MB on disk and twice that while the file is "
      "joined\n",
      std::ceil(n * scenario_time / jobs), jobs, (program_memory + jobs * thread_memory) / 1e6, std::ceil(disk / 1e6));
}

std::string status_table(const SweepSummary& summary) {
  std::string text;
  for (int i = 0; i < status_count; ++i)
    if (const std::size_t count = summary.count(static_cast<Status>(i)); count > 0)
      text += fmt::format("{:<28}{:>10}\n", status_names[i], count);
  return text;
}

}  // namespace

int sweep(const Global& global, const SweepCommand& command) {
  // 1. The study
  const Study study = read_study(command.file, command.sets);
  const SweepPlan plan = plan_of(study, command.limit);
  const int jobs = global.jobs > 0 ? global.jobs : default_jobs();
  if (command.dry_run) {
    fmt::print("{}", plan_text(study));
    if (plan.size < size(study)) fmt::print("  --limit: the first {} of them\n", plan.size);
    fmt::print("{}", estimate(plan.size, jobs, !command.no_muscles));
    return Exit::ok;
  }

  // 2. All of its scenarios
  const Models models = read_models(models_folder());
  const Interrupt interrupt;
  ProgressPrinter printer(!global.no_progress && !global.quiet);
  SweepOptions options;
  options.folder = command.folder.empty() ? std::filesystem::path("results") / command.file.stem() : command.folder;
  options.jobs = jobs;
  options.batch = command.batch;
  options.force = command.force;
  options.muscles = !command.no_muscles;
  options.stop = &interrupt.asked();
  options.progress = [&](const Progress& progress) { printer(progress); };
  const SweepSummary summary = sweep(plan, real_simulator(models), axes_of(models),
                                     provenance(origin_of(study, models, global.command)), options);
  printer.done();

  // 3. What came of them
  if (!global.quiet)
    fmt::print(stderr, "psoas: {} scenarios in {:.1f} s on {} threads, writing {:.1f} s; {}\n",
               summary.total - summary.count(Status::not_run), summary.wall_time, jobs, summary.write_time,
               summary.results.string());
  fmt::print("{}\n{}\n{}", study.title, status_table(summary), effects_table(Results(summary.results)));
  if (summary.stopped) return interrupt.exit_code();
  return summary.count(Status::converged) == summary.total ? Exit::ok : Exit::not_converged;
}

}  // namespace psoas
