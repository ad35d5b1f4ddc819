// What does each command of the program do? One function per command: it returns the exit code, and throws what main
// reports.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace psoas {

/// Exit codes of the program.
struct Exit {
  enum : int {
    ok = 0,
    our_fault = 1,
    invalid = 2,        ///< usage, or a study with problems
    not_converged = 3,  ///< finished and written, some scenarios did not converge
    io_failed = 4,      ///< a file cannot be read or written
    tool_missing = 5,   ///< a needed outside tool is not installed
    time_up = 75,       ///< stopped by --time-limit; the same command goes on
  };
};

/// What every command understands.
struct Global {
  int jobs = 0;  ///< threads; 0: as many as the machine has
  bool quiet = false;
  bool no_progress = false;
  std::string color = "auto";  ///< auto | always | never
  std::string command;         ///< as typed: goes into the file's history
};

struct CheckCommand {
  std::vector<std::string> files;
};
/// Every problem of every file on stderr; the plan of those that have none on stdout.
int check(const Global& global, const CheckCommand& command);

struct RunCommand {
  std::filesystem::path file, output;  ///< output empty: nothing is written
  std::vector<std::string> sets;
  bool force = false;
};
/// One scenario: a table of its loads on stdout, and a results file when asked for.
int run(const Global& global, const RunCommand& command);

struct SweepCommand {
  std::filesystem::path file, folder;  ///< folder empty: results/<name of the study file>
  std::vector<std::string> sets;
  std::size_t limit = 0;
  std::size_t batch = 0;
  std::string shard, time_limit;  ///< "3/7", "30m"; empty: not given
  std::string outputs = "muscles";
  bool resume = false, fresh = false, dry_run = false;
};
/// All scenarios of a study into folder/results.h5: counts and the effect of each factor on stdout.
int sweep(const Global& global, const SweepCommand& command);

struct StatusCommand {
  std::filesystem::path folder;
  bool json = false;
};
/// How far the sweep of a folder is, on stdout.
int status(const StatusCommand& command);

struct MergeCommand {
  std::filesystem::path folder, output;  ///< output empty: folder/results.h5
  bool links = false, partial = false, force = false;
};
/// The shards of a folder into one results file.
int merge(const Global& global, const MergeCommand& command);

struct InfoCommand {
  std::filesystem::path results;  ///< empty: about the program
  bool fields = false;            ///< the table of fields as Markdown instead
};
int info(const Global& global, const InfoCommand& command);

struct ReportCommand {
  std::filesystem::path results, output;  ///< output empty: report.html beside the results
  double megabytes = 24.0;                ///< what does not fit into these is left out, and the page says so
  bool force = false;
};
/// One web page that needs nothing else: words, explorer, runner. Its path on stdout.
int report(const Global& global, const ReportCommand& command);

struct ViewCommand {
  std::filesystem::path results;
  int port = 0;  ///< 0: any that is free
};
/// The same page from a server on 127.0.0.1, curves read when they are looked at; until Ctrl-C. Its address on stdout.
int view(const Global& global, const ViewCommand& command);

struct ExportCommand {
  std::filesystem::path results, output;  ///< output empty: <results>-<scenario>.<format> beside the results
  std::size_t scenario = 0;
  std::string format = "csv";  ///< see export_formats()
  bool force = false;
};
/// One scenario in a form that another program reads. The files' paths on stdout.
int export_scenario(const Global& global, const ExportCommand& command);

struct InitCommand {
  std::string template_name = "cushioning";
  std::filesystem::path output;  ///< empty: <template>.toml; "-": standard output
  bool force = false;
};
/// A commented study to change.
int init(const Global& global, const InitCommand& command);
std::string template_names();  ///< "core, cushioning, ..."

struct SubmitCommand {
  std::filesystem::path file, folder;  ///< folder empty: results/<name of the study file>
  std::string engine = "slurm";
  std::size_t shards = 0;  ///< 0: default_shards()
  std::vector<std::string> sets, sbatch;
  std::string time_limit, partition;
  std::string outputs = "muscles";
  bool dry_run = false;
};
/// Job scripts into folder/submit/, handed to Slurm: the numbers of the array and of the merge on stdout.
int submit(const Global& global, const SubmitCommand& command);

struct ShoeFitCommand {
  std::filesystem::path heel, midfoot, forefoot;                 ///< tests of the zones; empty: not measured
  std::filesystem::path output, figure;                          ///< shoe file and figure to write; empty: none
  std::string force_unit, displacement_unit;                     ///< where a header has none
  std::string base = "standard";                                 ///< kind of shoe for all that was not measured
  double thickness_mm = -1.0, drop_mm = -100.0, mass_kg = -1.0;  ///< of the shoe; as given here: the base's
  bool force = false;
};
/// A foam for each zone that was pressed: numbers with intervals on stdout, a shoe file and a figure when asked for.
int shoe_fit(const Global& global, const ShoeFitCommand& command);

struct SensitivityCommand {
  std::filesystem::path results, figure;  ///< figure empty: none
  std::string output = "peak_compression[L5-S1]";
  int resamples = 1000;
  std::uint64_t seed = 1;
  bool json = false, force = false;
};
/// Which factors an output depends on, by the method that the study's design was made for: tables on stdout.
int sensitivity(const SensitivityCommand& command);

struct CompareCommand {
  std::filesystem::path results, figure;  ///< figure empty: none
  std::vector<std::string> words, outputs, where;
  std::string factor;
  double numerical_error_percent = -1.0;  ///< below 0: as measured
  bool json = false, force = false;
};
/// Words of one factor over the same runners: differences with their uncertainty, on stdout.
int compare(const CompareCommand& command);

struct DoctorCommand {
  bool json = false;
};
/// What this machine is and has, and one scenario with a known answer. Code 5 when a needed tool is not there, 1 when
/// something works wrong.
int doctor(const Global& global, const DoctorCommand& command);

/// JSON Schema of a study, on stdout.
int print_schema();

/// The library of shoes and surfaces, with their numbers and sources, on stdout.
int print_models();

/// All keys of a study, on stdout.
int print_keys();

}  // namespace psoas
