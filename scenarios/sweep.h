// How are many scenarios run? In parallel and in any order, with the same bits, one workspace per thread and one
// writer.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/results/writer.h"
#include "scenarios/shard.h"
#include "sim/simulate.h"

namespace psoas {

/// What the sweep needs to know of a study. Functions are called from several threads at once.
struct SweepPlan {
  std::size_t size = 0;
  std::function<Scenario(std::size_t)> scenario;
  std::function<std::string(const Scenario&)> id;  ///< equal exactly when the scenarios are equal
  std::vector<Parameter> parameters;
  std::function<std::vector<Value>(const Scenario&)> values;  ///< in the order of `parameters`
};

/// What the sweep needs to know of the simulation. Pure functions, but for the workspace, of which each thread has one,
/// and the clock. Tests put others in their place.
struct Simulator {
  std::function<std::shared_ptr<void>()> make_workspace;
  std::function<Scenario(const Scenario&)> baseline_of;
  std::function<std::shared_ptr<const void>(const Scenario&, void* workspace)> solve_baseline;
  std::function<Outcome(const Scenario&, const void* baseline, void* workspace)> simulate;
  std::function<double()> clock;  ///< [s]
};

/// The real one. Keeps a reference to the models.
Simulator real_simulator(const Models& models);

/// How far a sweep has come. `failed` counts scenarios that did not converge.
struct Progress {
  std::size_t scenarios = 0, done = 0, failed = 0;  ///< of this process's part, those done before included
  std::size_t before = 0;                           ///< done by an earlier sweep
};

/// What to do with a folder that is not empty.
enum class Existing {
  go_on,    ///< with what the same sweep left; another sweep's is refused
  require,  ///< the same, and an error when there is nothing to go on with
  replace,  ///< throw away what there is
};

struct SweepOptions {
  std::filesystem::path folder;  ///< takes results.h5
  int jobs = 0;                  ///< threads; 0: as many as the machine has
  std::size_t batch = 0;         ///< scenarios per shard of a new sweep; 0: default_batch()
  /// Other than 0: run in a shuffled order, to test that order does not matter.
  std::uint64_t order_seed = 0;
  Outputs outputs = Outputs::muscles;
  Existing existing = Existing::go_on;
  Shard shard = {};                                    ///< only this part of the batches; results.h5 is left to merge()
  const std::atomic<bool>* stop = nullptr;             ///< once true: finish the running scenarios, save, return
  double time_limit = 0.0;                             ///< stop after so long; 0: never [s]
  std::function<void(const Progress&)> progress = {};  ///< called after each scenario, from one thread at a time
  std::function<void(const std::string&)> note = {};   ///< what a person should know, a sentence at a time
};

struct SweepSummary {
  std::filesystem::path results;  ///< empty when it was not written: stopped, or only a part was run
  std::size_t total = 0;          ///< scenarios of this process's part
  std::size_t before = 0;         ///< of them done by an earlier sweep
  std::array<std::size_t, status_count> by_status{};  ///< those done before included
  bool stopped = false;                               ///< before all were done
  bool time_is_up = false;                            ///< by its time limit
  std::size_t baselines = 0;
  double wall_time = 0.0;    ///< of everything [s]
  double encode_time = 0.0;  ///< of all threads, spent on packing rows [s]
  double write_time = 0.0;   ///< of one thread, spent on the disk and joining [s]
  std::size_t count(Status status) const { return by_status[static_cast<std::size_t>(status)]; }
};

/// Runs every scenario of the plan, or of one part of it, and writes folder/results.h5 when all are done: the same
/// bytes for any number of threads, any order, however interrupted and shared out, but for solve_time.
/// Several processes may work on different parts of one folder at once.
/// @param attributes  provenance, written as the attributes of the file; an interrupted sweep keeps its first ones
/// @throws InputError when the folder holds another sweep, or another process works on the same part; FileError when
/// it cannot be written: finished shards stay
SweepSummary sweep(const SweepPlan& plan, const Simulator& simulator, const Axes& axes,
                   const std::vector<Attribute>& attributes, const SweepOptions& options);

/// Threads that jobs = 0 means.
int default_jobs();

}  // namespace psoas
