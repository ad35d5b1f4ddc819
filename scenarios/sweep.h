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
  std::size_t baselines = 0, baselines_done = 0;  ///< of those that several scenarios share
  std::size_t scenarios = 0, done = 0, failed = 0;
};

struct SweepOptions {
  std::filesystem::path folder;  ///< takes results.h5
  int jobs = 0;                  ///< threads; 0: as many as the machine has
  std::size_t batch = 0;         ///< scenarios per shard; 0: default_batch()
  std::uint64_t order_seed =
      0;  ///< other than 0: run in a shuffled order, to test that order does not matter; keeps all in memory
  bool muscles = true;                                 ///< write the fields of every muscle
  bool force = false;                                  ///< replace what the folder holds
  const std::atomic<bool>* stop = nullptr;             ///< once true: finish the running scenarios, save, return
  std::function<void(const Progress&)> progress = {};  ///< called after each scenario, from one thread at a time
};

struct SweepSummary {
  std::filesystem::path results;
  std::size_t total = 0;
  std::array<std::size_t, status_count> by_status{};
  bool stopped = false;
  std::size_t baselines = 0;  ///< shared ones
  double wall_time = 0.0;     ///< of everything [s]
  double write_time = 0.0;    ///< of one thread, spent on the disk [s]
  std::size_t count(Status status) const { return by_status[static_cast<std::size_t>(status)]; }
};

/// Runs every scenario of the plan and writes folder/results.h5: the same bytes for any number of threads and any
/// order, but for solve_time. Baselines that several scenarios share are solved first.
/// @param attributes  provenance, written as the attributes of the file
/// @throws InputError when the folder holds results and `force` is false; FileError when it cannot be written: finished
/// shards stay
SweepSummary sweep(const SweepPlan& plan, const Simulator& simulator, const Axes& axes,
                   const std::vector<Attribute>& attributes, const SweepOptions& options);

/// Threads that jobs = 0 means.
int default_jobs();

}  // namespace psoas
