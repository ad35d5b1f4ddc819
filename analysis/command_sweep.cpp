// psoas sweep: every scenario of a study into one results file, and what each factor did.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "analysis/commands.h"
#include "analysis/effects.h"
#include "analysis/terminal.h"
#include "scenarios/check.h"
#include "scenarios/estimate.h"
#include "scenarios/plan.h"
#include "scenarios/study_plan.h"

namespace psoas {

namespace {

std::string status_table(const SweepSummary& summary) {
  std::string text;
  for (int i = 0; i < status_count; ++i)
    if (const std::size_t count = summary.count(static_cast<Status>(i)); count > 0)
      text += fmt::format("{:<28}{:>10}\n", status_names[i], count);
  return text;
}

/// As asked for, else as Slurm or Open MPI say, else all.
Shard shard_of(const SweepCommand& command) {
  if (!command.shard.empty()) return parse_shard(command.shard);
  return shard_of_environment([](const char* name) -> const char* { return std::getenv(name); }).value_or(Shard{});
}

SweepOptions options_of(const Global& global, const SweepCommand& command) {
  SweepOptions options;
  options.folder = command.folder.empty() ? std::filesystem::path("results") / command.file.stem() : command.folder;
  options.jobs = global.jobs > 0 ? global.jobs : default_jobs();
  options.batch = command.batch;
  options.outputs = parse_outputs(command.outputs);
  options.existing = command.fresh ? Existing::replace : command.resume ? Existing::require : Existing::go_on;
  options.shard = shard_of(command);
  if (!command.time_limit.empty()) options.time_limit = parse_duration(command.time_limit);
  return options;
}

std::string estimate_text(const Estimate& estimate, const SweepOptions& options) {
  return fmt::format(
      "  about {} on {} threads, {:.0f} MB of memory, {:.3g} MB on disk and {:.3g} MB while the file is joined\n"
      "  measured on {} of the scenarios, {} of which converged\n",
      duration(estimate.time), options.jobs, estimate.memory / 1e6, estimate.disk / 1e6, estimate.largest_disk / 1e6,
      estimate.tried, estimate.converged);
}

/// What was done, in one line.
std::string summary_line(const SweepSummary& summary, const SweepOptions& options) {
  const std::size_t done = summary.total - summary.count(Status::not_run);
  if (summary.before == summary.total && !summary.results.empty() && summary.wall_time == 0.0)
    return fmt::format("all {} scenarios are in {}: nothing left to do; --fresh runs them anew", summary.total,
                       summary.results.string());
  std::string text =
      fmt::format("{} scenarios in {:.1f} s on {} threads", done - summary.before, summary.wall_time, options.jobs);
  if (summary.before > 0) text += fmt::format(" and {} that were done before", summary.before);
  const double threads_time = summary.wall_time * options.jobs;
  if (threads_time > 0)
    text += fmt::format(", writing {:.1f} % of it", 100 * (summary.encode_time + summary.write_time) / threads_time);
  if (!summary.results.empty()) return text + "; " + summary.results.string();
  return text + fmt::format("; {} of {} scenarios {}are saved in {}", done, summary.total,
                            options.shard.whole() ? "" : "of this part ", options.folder.string());
}

}  // namespace

int sweep(const Global& global, const SweepCommand& command) {
  // 1. The study
  const Study study = read_study(command.file, command.sets);
  const SweepPlan plan = plan_of(study, command.limit);
  SweepOptions options = options_of(global, command);
  const Models models = read_models(models_folder());
  const Simulator simulator = real_simulator(models);
  const std::vector<Attribute> attributes = provenance(origin_of(study, models, global.command));
  if (command.dry_run) {
    fmt::print("{}", plan_text(study));
    if (plan.size < size(study)) fmt::print("  --limit: the first {} of them\n", plan.size);
    fmt::print("{}", estimate_text(estimate(plan, simulator, axes_of(models), attributes, options), options));
    return Exit::ok;
  }

  // 2. All of its scenarios, or this process's part of them
  const auto note = [&](const std::string& text) {
    if (!global.quiet) fmt::print(stderr, "psoas: {}\n", text);
  };
  if (!options.shard.source.empty())
    note(fmt::format("part {} of {} ({})", options.shard.index, options.shard.count, options.shard.source));
  const Interrupt interrupt;
  ProgressPrinter printer(!global.no_progress && !global.quiet);
  options.stop = &interrupt.asked();
  options.note = note;
  options.progress = [&](const Progress& progress) {
    if (progress.before > 0 && progress.done == progress.before && progress.done < progress.scenarios)
      note(fmt::format("going on: {} of {} scenarios are done", progress.done, progress.scenarios));
    printer(progress);
  };
  const SweepSummary summary = sweep(plan, simulator, axes_of(models), attributes, options);
  printer.done();

  // 3. What came of them
  note(summary_line(summary, options));
  fmt::print("{}\n{}", study.title, status_table(summary));
  if (!summary.results.empty()) fmt::print("\n{}", effects_table(Results(summary.results)));
  if (summary.stopped) {
    note("the same command goes on; psoas merge --partial " + options.folder.string() + " writes what there is");
    return interrupt.exit_code() != 0 ? interrupt.exit_code() : Exit::time_up;
  }
  if (!options.shard.whole()) note("when all parts are done: psoas merge " + options.folder.string());
  return summary.count(Status::converged) == summary.total ? Exit::ok : Exit::not_converged;
}

}  // namespace psoas
