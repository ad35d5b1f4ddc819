// The program: read the command line, do what it says, report what went wrong. Data on stdout, all else on stderr.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "analysis/command_line.h"
#include "analysis/commands.h"
#include "analysis/completion.h"
#include "analysis/export/export.h"
#include "analysis/gnuplot.h"
#include "analysis/plot.h"
#include "analysis/terminal.h"
#include "scenarios/check.h"
#include "scenarios/provenance.h"
#include "scenarios/submission.h"
#include "sim/core/check.h"
#include "sim/core/simd_level.h"

using namespace psoas;

int main(int argc, char** argv) {
  Global global;
  for (int i = 0; i < argc; ++i) global.command += i > 0 ? " " + shell_word(argv[i]) : "psoas";
  CLI::App app{
      "Which loads does running put on the lumbar spine? A tool for research and teaching, not medical advice."};
  app.set_version_flag("--version", version() + " (" + commit() + ", " + simd::described(simd::built_for) + ")",
                       "print the version");
  app.add_option("-j,--jobs", global.jobs, "threads; as many as the machine has when not given")
      ->check(CLI::Range(1, 4096));
  app.add_flag("-q,--quiet", global.quiet, "only results and errors");
  app.add_flag("--no-progress", global.no_progress, "no progress on stderr");
  app.add_option("--color", global.color, "auto, always or never")->check(CLI::IsMember({"auto", "always", "never"}));
  app.fallthrough();
  app.footer(exit_codes());

  CheckCommand check_command;
  CLI::App* check_app = app.add_subcommand("check", "every problem of a study at once, or its plan");
  check_app->add_option("FILE", check_command.files, "study files (TOML)")->required();

  RunCommand run_command;
  CLI::App* run_app = app.add_subcommand("run", "one scenario: a table of loads");
  run_app->add_option("FILE", run_command.file, "study file (TOML)")->required();
  run_app->add_option("--set", run_command.sets, "KEY=VALUE that replaces what the file says")->allow_extra_args(false);
  run_app->add_option("-o,--output", run_command.output, "results file to write");
  run_app->add_flag("--force", run_command.force, "replace an existing file");

  SweepCommand sweep_command;
  CLI::App* sweep_app = app.add_subcommand(
      "sweep",
      "all scenarios of a study, in parallel. In a folder that holds the unfinished sweep of the same "
      "study it goes on where that stopped; another study's folder is refused");
  sweep_app->add_option("FILE", sweep_command.file, "study file (TOML)")->required();
  sweep_app->add_option("-o,--output", sweep_command.folder, "folder for results.h5; results/<study> when not given");
  sweep_app->add_option("--set", sweep_command.sets, "KEY=VALUE that replaces what the file says")
      ->allow_extra_args(false);
  sweep_app->add_option("--limit", sweep_command.limit, "only the first N scenarios of the study")->check(from_one());
  sweep_app
      ->add_option("--outputs", sweep_command.outputs,
                   "what the file holds: summary (peaks and means), waveforms (and curves over the gait cycle), "
                   "muscles (and those of every muscle)")
      ->capture_default_str();
  sweep_app->add_option("--shard", sweep_command.shard,
                        "i/N: only part i of N, for N processes with one folder; psoas merge then joins them. By "
                        "default what SLURM_ARRAY_TASK_ID, srun or mpirun say; 1/1 runs all");
  sweep_app->add_option("--time-limit", sweep_command.time_limit,
                        "stop after this time, e.g. 30m or 1h30m, save, and end with code 75");
  sweep_app
      ->add_option("--batch", sweep_command.batch,
                   "scenarios of a new sweep saved at a time: a kill loses at most these")
      ->check(from_one());
  CLI::Option* fresh = sweep_app->add_flag("--fresh", sweep_command.fresh, "throw away what the folder holds");
  sweep_app->add_flag("--resume", sweep_command.resume, "only go on with what the folder holds, never begin anew")
      ->excludes(fresh);
  sweep_app->add_flag("--dry-run", sweep_command.dry_run,
                      "say what would be run, and what it would cost: a few scenarios are tried");

  StatusCommand status_command;
  CLI::App* status_app = app.add_subcommand("status", "how far the sweep of a folder is");
  status_app->add_option("FOLDER", status_command.folder, "folder of a sweep")->required();
  status_app->add_flag("--json", status_command.json, "for programs");

  MergeCommand merge_command;
  CLI::App* merge_app = app.add_subcommand("merge", "one results file of what the parts of a sweep have done");
  merge_app->add_option("FOLDER", merge_command.folder, "folder of a sweep")->required();
  merge_app->add_option("-o,--output", merge_command.output, "results file; FOLDER/results.h5 when not given");
  merge_app->add_flag(
      "--virtual", merge_command.links,
      "leave curves in the shards and only say where they are: quick and small, but the shards must stay");
  merge_app->add_flag("--partial", merge_command.partial,
                      "write what there is: scenarios that are missing or damaged get the status not_run");
  merge_app->add_flag("--force", merge_command.force, "replace an existing file");

  PlotOptions plot_options;
  CLI::App* plot_app = app.add_subcommand("plot", "a figure of a results file");
  plot_app->add_option("RESULTS", plot_options.results, "results file")->required();
  plot_app->add_option("KIND", plot_options.kind, "kind of figure, see below")->capture_default_str();
  for (const PlotKind& kind : plot_kinds())
    plot_app->footer(fmt::format("{}  {:<21}{}\n", plot_app->get_footer(), kind.name, kind.meaning));
  plot_app->add_option("--format", plot_options.format, "svg, pdf, png or term")->capture_default_str();
  plot_app->add_option("-o,--output", plot_options.output, "the figure's file");
  plot_app->add_option("--scenario", plot_options.scenarios, "scenarios to show in a cycle or reserve figure");
  plot_app
      ->add_option("--quantity", plot_options.quantities,
                   "what to draw instead of L5/S1 compression, e.g. loading_rate[L5-S1], cost_of_transport, "
                   "lumbar_shear_anterior[L4-L5]; waveforms take several, pareto two")
      ->allow_extra_args(false);
  plot_app->add_option("--by", plot_options.by, "a varied key whose values get a colour each, e.g. shoe.kind");
  plot_app
      ->add_option("--factors", plot_options.factors, "two varied keys of a map; those that matter most when not given")
      ->expected(2);
  plot_app->add_flag("--force", plot_options.force, "replace an existing figure");

  SensitivityCommand sensitivity_command;
  CLI::App* sensitivity_app = app.add_subcommand(
      "sensitivity",
      "which factors an output depends on: Sobol's indices from a saltelli design, elementary effects from morris, "
      "shares of the variance of a grid, changes of oat, a regression on ranks from any other random design");
  sensitivity_app->add_option("RESULTS", sensitivity_command.results, "results file")->required();
  sensitivity_app
      ->add_option(
          "--output", sensitivity_command.output,
          "a number of each scenario: peak_compression[L5-S1], max(muscle_force[...]), peak_compression_BW[...], "
          "load_impulse_per_km[...], steps_per_km")
      ->capture_default_str();
  sensitivity_app->add_option("--resamples", sensitivity_command.resamples, "of the bootstrap intervals")
      ->check(from_one())
      ->capture_default_str();
  sensitivity_app->add_option("--seed", sensitivity_command.seed, "of the bootstrap")->capture_default_str();
  sensitivity_app->add_flag("--json", sensitivity_command.json, "for programs");
  sensitivity_app->add_option("--figure", sensitivity_command.figure,
                              "draw them too: a file ending in .svg, .pdf or .png");
  sensitivity_app->add_flag("--force", sensitivity_command.force, "replace an existing figure");

  CompareCommand compare_command;
  CLI::App* compare_app = app.add_subcommand(
      "compare", "the same runners in different shoes: differences, how sure they are, and what could not be told");
  compare_app->add_option("RESULTS", compare_command.results, "results file")->required();
  compare_app->add_option("WORD", compare_command.words, "two or more values; the others are compared with the first")
      ->required();
  compare_app->add_option("--factor", compare_command.factor, "the key they are values of; shoe.kind when not given");
  compare_app
      ->add_option("--where", compare_command.where,
                   "KEY=VALUE: only scenarios with this value, e.g. surface.kind=grass")
      ->allow_extra_args(false);
  compare_app->add_option("--output", compare_command.outputs, "what to compare, instead of loads and cost")
      ->allow_extra_args(false);
  compare_app
      ->add_option("--numerical-error", compare_command.numerical_error_percent,
                   "what the numerics may move an output by, in percent of it; as measured when not given")
      ->check(CLI::NonNegativeNumber);
  compare_app->add_flag("--json", compare_command.json, "for programs");
  compare_app->add_option("--figure", compare_command.figure,
                          "draw load, loading rate and cost against each other: a file ending in .svg, .pdf or .png");
  compare_app->add_flag("--force", compare_command.force, "replace an existing figure");

  ReportCommand report_command;
  CLI::App* report_app =
      app.add_subcommand("report", "one web page that needs nothing else: summary, explorer, the runner in 3-D");
  report_app->add_option("RESULTS", report_command.results, "results file")->required();
  report_app->add_option("-o,--output", report_command.output,
                         "the page; report.html beside the results when not given");
  report_app
      ->add_option("--megabytes", report_command.megabytes,
                   "room for curves: muscles, then curves of some scenarios are left out to stay below")
      ->capture_default_str();
  report_app->add_flag("--force", report_command.force, "replace an existing page");

  ViewCommand view_command;
  CLI::App* view_app = app.add_subcommand(
      "view", "the same page served on this machine alone, for files too large to embed; Ctrl-C ends");
  view_app->add_option("RESULTS", view_command.results, "results file")->required();
  view_app->add_option("--port", view_command.port, "of 127.0.0.1; any that is free when not given")
      ->check(CLI::Range(1, 65535));

  ExportCommand export_command;
  CLI::App* export_app = app.add_subcommand("export", "one scenario for another program, see below");
  export_app->add_option("RESULTS", export_command.results, "results file")->required();
  export_app->add_option("--scenario", export_command.scenario, "its number in the file, from 0")
      ->capture_default_str();
  export_app->add_option("--format", export_command.format, "csv, mot, sto, osim or gltf")->capture_default_str();
  export_app->add_option("-o,--output", export_command.output,
                         "the file; results-N.FORMAT beside the results when not given");
  export_app->add_flag("--force", export_command.force, "replace an existing file");
  for (const auto& [format, meaning] : export_formats())
    export_app->footer(fmt::format("{}  {:<6}{}\n", export_app->get_footer(), format, meaning));

  InfoCommand info_command;
  CLI::App* info_app = app.add_subcommand("info", "about this program, or about a results file");
  info_app->add_option("RESULTS", info_command.results, "results file");
  info_app->add_flag("--fields", info_command.fields, "what a results file holds, as Markdown");

  CLI::App* keys_app = app.add_subcommand("keys", "everything a study can set: unit, range, meaning");

  CLI::App* models_app = app.add_subcommand("models", "the shoes and surfaces there are: numbers, basis and source");

  ShoeFitCommand fit_command;
  CLI::App* shoe_app = app.add_subcommand("shoe", "a shoe of one's own, from the curve of a test machine");
  CLI::App* fit_app =
      shoe_app->add_subcommand("fit", "midsole test (CSV, load and unload) -> numbers, shoe file, figure");
  shoe_app->require_subcommand(1);
  fit_app->add_option("HEEL", fit_command.heel, "force and displacement of the heel zone, pressed and let go");
  fit_app->add_option("--forefoot", fit_command.forefoot, "the same of the forefoot zone");
  fit_app->add_option("--midfoot", fit_command.midfoot, "the same of the midfoot zone: its stiffness is kept");
  fit_app->add_option("-o,--output", fit_command.output, "shoe file to write (TOML); printed when not given");
  fit_app->add_option("--figure", fit_command.figure, "figure of data and fit: .svg, .pdf or .png");
  fit_app->add_option("--force-unit", fit_command.force_unit,
                      "unit of the force where the header has none: N, kN, lbf");
  fit_app->add_option("--displacement-unit", fit_command.displacement_unit, "the same of the displacement: mm, m, in");
  fit_app->add_option("--thickness-mm", fit_command.thickness_mm, "of the midsole under the heel")
      ->check(CLI::Range(0.0, 60.0));
  fit_app->add_option("--drop-mm", fit_command.drop_mm, "heel less forefoot thickness")->check(CLI::Range(-10.0, 20.0));
  fit_app->add_option("--mass-kg", fit_command.mass_kg, "of one shoe")->check(CLI::Range(0.0, 1.0));
  fit_app->add_option("--base", fit_command.base, "kind of shoe for all that was not measured")->capture_default_str();
  fit_app->add_flag("--force", fit_command.force, "replace existing files");

  InitCommand init_command;
  CLI::App* init_app = app.add_subcommand("init", "a commented study file to start from");
  init_app->add_option("--template", init_command.template_name, template_names())->capture_default_str();
  init_app->add_option("-o,--output", init_command.output,
                       "file to write, - for standard output; <template>.toml when not given");
  init_app->add_flag("--force", init_command.force, "replace an existing file");

  SubmitCommand submit_command;
  CLI::App* submit_app = app.add_subcommand("submit", "a sweep as jobs of a cluster: shards and a merge behind them");
  submit_app->add_option("FILE", submit_command.file, "study file (TOML)")->required();
  submit_app->add_option("--engine", submit_command.engine, "what runs the jobs: slurm")->capture_default_str();
  submit_app->add_option("-o,--output", submit_command.folder, "folder for results.h5; results/<study> when not given");
  submit_app
      ->add_option("--shards", submit_command.shards, "jobs to share the scenarios; one for some 500 when not given")
      ->check(from_one());
  submit_app->add_option("--set", submit_command.sets, "KEY=VALUE that replaces what the file says")
      ->allow_extra_args(false);
  submit_app->add_option("--time-limit", submit_command.time_limit, "of each job, as Slurm writes it: 1:30:00");
  submit_app->add_option("--partition", submit_command.partition, "of the cluster");
  submit_app->add_option("--sbatch", submit_command.sbatch, "further option of sbatch, e.g. --sbatch=--account=me")
      ->allow_extra_args(false);
  submit_app->add_option("--outputs", submit_command.outputs, "what the file holds: summary, waveforms or muscles")
      ->capture_default_str();
  submit_app->add_flag("--dry-run", submit_command.dry_run, "print the scripts, write and submit nothing");

  DoctorCommand doctor_command;
  CLI::App* doctor_app =
      app.add_subcommand("doctor", "is this machine fit for psoas, and do the numbers come out right?");
  doctor_app->add_flag("--json", doctor_command.json, "as JSON");

  CLI::App* schema_app = app.add_subcommand("schema", "JSON Schema of a study, for editors");

  std::string shell;
  CLI::App* completion_app = app.add_subcommand("completion", "script that finishes words on the command line");
  completion_app->add_option("SHELL", shell, "bash, zsh or fish")->required();

  const auto dispatch = [&]() -> int {
    const char* const level = std::getenv(simd::variable);
    const simd::Choice choice =
        simd::choose(level != nullptr ? level : "", std::array{simd::built_for}, simd::machine_has);
    if (!choice.problem.empty()) throw InputError(choice.problem);
    if (const std::optional<int> code = parse(app, argc, argv)) return *code;
    if (*check_app) return check(global, check_command);
    if (*run_app) return run(global, run_command);
    if (*sweep_app) return sweep(global, sweep_command);
    if (*status_app) return status(status_command);
    if (*merge_app) return merge(global, merge_command);
    if (*plot_app) return plot(plot_options);
    if (*sensitivity_app) return sensitivity(sensitivity_command);
    if (*compare_app) return compare(compare_command);
    if (*view_app) return view(global, view_command);
    if (*export_app) return export_scenario(global, export_command);
    if (*report_app) return report(global, report_command);
    if (*info_app) return info(global, info_command);
    if (*init_app) return init(global, init_command);
    if (*submit_app) return submit(global, submit_command);
    if (*doctor_app) return doctor(global, doctor_command);
    if (*schema_app) return print_schema();
    if (*models_app) return print_models();
    if (*fit_app) return shoe_fit(global, fit_command);
    if (*completion_app) {
      std::fputs(completion(app, shell).c_str(), stdout);
      return Exit::ok;
    }
    CHECK(*keys_app);
    return print_keys();
  };

  std::signal(SIGXFSZ, SIG_IGN);  // a file grown beyond the limit is then a write error like a full disk
  try {
    const int code = dispatch();
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) throw FileError("cannot write to standard output");
    return code;
  } catch (const InputError& error) {
    std::fputs(format_problems(error, use_color(global.color, 2)).c_str(), stderr);
    return Exit::invalid;
  } catch (const FileError& error) {
    fmt::print(stderr, "psoas: {}\n", error.what());
    return Exit::io_failed;
  } catch (const MissingTool& error) {
    fmt::print(stderr, "psoas: {}\n", error.what());
    return Exit::tool_missing;
  } catch (const std::exception& error) {
    fmt::print(stderr, "psoas: this is a defect in psoas: {}\n", error.what());
    return Exit::our_fault;
  }
}
