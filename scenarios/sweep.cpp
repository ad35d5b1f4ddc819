// How are many scenarios run? See sweep.h.
#include "scenarios/sweep.h"

#include <omp.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <numeric>
#include <random>

#include "scenarios/baselines.h"
#include "scenarios/batches.h"
#include "scenarios/merge.h"
#include "scenarios/sweep_state.h"
#include "sim/core/check.h"

namespace psoas {

namespace {

/// One run of sweep(): what its threads share.
class Run {
 public:
  Run(const SweepPlan& plan, const Simulator& simulator, const Header& header, const SweepOptions& options,
      const SweepState& state, Batches& batches)
      : plan_(plan), simulator_(simulator), header_(header), options_(options), batches_(batches) {
    jobs_ = options.jobs > 0 ? options.jobs : default_jobs();
    mine_.resize(static_cast<std::size_t>(jobs_));
    by_status = state.by_status;
    // What is left of this process's part, in the order of the plan: 4 bytes a scenario
    for (std::size_t i = 0; i < plan.size; ++i) {
      if (!options.shard.owns(i / state.cut.size)) continue;
      ++progress.scenarios;
      if (!state.done[i]) left_.push_back(static_cast<std::uint32_t>(i));
    }
    progress.before = progress.done = progress.scenarios - left_.size();
    progress.failed = progress.done - by_status[static_cast<std::size_t>(Status::converged)];
    if (options.order_seed != 0) {
      std::mt19937_64 random(options.order_seed);
      std::shuffle(left_.begin(), left_.end(), random);
    }
  }

  void solve_scenarios();
  std::size_t baselines() const { return baselines_.solved(); }
  double encode_time() const;
  bool time_is_up() const {
    return options_.time_limit > 0 &&
           std::chrono::duration<double>(Clock::now() - start_).count() > options_.time_limit;
  }

  std::array<std::size_t, status_count> by_status{};
  Progress progress;

 private:
  using Clock = std::chrono::steady_clock;
  /// What one thread has to itself.
  struct Mine {
    std::shared_ptr<void> workspace;
    ChunkPacker packer;
    double encode_time = 0.0;
  };
  /// body(i) for every i in 0..n-1 on all threads, in dynamic order. The first exception stops the rest and is thrown
  /// again here: none may leave an OpenMP region.
  template <class Body>
  void for_each(std::size_t n, const Body& body);
  Mine& mine();
  bool stopped() const { return (options_.stop != nullptr && *options_.stop) || time_is_up(); }
  void solve(std::size_t i);
  void report(Status status);

  const SweepPlan& plan_;
  const Simulator& simulator_;
  const Header& header_;
  const SweepOptions& options_;
  Batches& batches_;
  const Clock::time_point start_ = Clock::now();
  int jobs_ = 1;
  std::vector<std::uint32_t> left_;  ///< scenarios to run
  std::vector<Mine> mine_;           ///< one per thread
  Baselines baselines_{kept_baselines};
  std::mutex reporting_;  ///< guards by_status and progress
};

template <class Body>
void Run::for_each(std::size_t n, const Body& body) {
  std::exception_ptr first;
  std::atomic<bool> failed = false;
#pragma omp parallel for schedule(dynamic, 1) num_threads(jobs_)
  for (std::size_t i = 0; i < n; ++i) {
    if (failed || stopped()) continue;
    try {
      body(i);
    } catch (...) {
#pragma omp critical(psoas_first_exception)
      if (!failed.exchange(true)) first = std::current_exception();
    }
  }
  if (first) std::rethrow_exception(first);
}

Run::Mine& Run::mine() {
  Mine& own = mine_[static_cast<std::size_t>(omp_get_thread_num())];
  if (!own.workspace) own.workspace = simulator_.make_workspace();
  return own;
}

void Run::solve_scenarios() {
  if (options_.progress) options_.progress(progress);
  for_each(left_.size(), [&](std::size_t position) { solve(left_[position]); });
}

void Run::solve(std::size_t i) {
  Mine& own = mine();
  const Scenario scenario = plan_.scenario(i);
  Row row{.id = plan_.id(scenario), .parameters = plan_.values(scenario), .outcome = {}};

  // 1. Its baseline, unless that is there already; its own wait is not the scenario's solve time
  const Scenario start_from = simulator_.baseline_of(scenario);
  const std::shared_ptr<const void> from =
      baselines_.get(plan_.id(start_from), [&] { return simulator_.solve_baseline(start_from, own.workspace.get()); });

  // 2. The scenario
  const double start = simulator_.clock();
  row.outcome = simulator_.simulate(scenario, from.get(), own.workspace.get());
  row.outcome.quality.solve_time = simulator_.clock() - start;

  // 3. Pack it, so that little is kept, and hand it over
  const Status status = row.outcome.status;
  EncodedRow encoded;
  {
    const Stopwatch watch(own.encode_time);
    encoded = encode_row(row, header_.axes, header_.outputs, own.packer);
  }
  batches_.put(i, std::move(encoded));
  report(status);
}

double Run::encode_time() const {
  double sum = 0.0;
  for (const Mine& one : mine_) sum += one.encode_time;
  return sum;
}

void Run::report(Status status) {
  const std::lock_guard lock(reporting_);
  ++by_status[static_cast<std::size_t>(status)];
  ++progress.done;
  if (status != Status::converged) ++progress.failed;
  if (options_.progress) options_.progress(progress);
}

/// Of a sweep that was finished before.
SweepSummary summary_of(const std::filesystem::path& results) {
  SweepSummary summary;
  summary.results = results;
  for (Status status : Results(results).status()) ++summary.by_status[static_cast<std::size_t>(status)];
  summary.total = summary.before = std::accumulate(summary.by_status.begin(), summary.by_status.end(), std::size_t{0});
  return summary;
}

}  // namespace

int default_jobs() { return std::max(1, omp_get_max_threads()); }

SweepSummary sweep(const SweepPlan& plan, const Simulator& simulator, const Axes& axes,
                   const std::vector<Attribute>& attributes, const SweepOptions& options) {
  CHECK(plan.size > 0);
  const double start = simulator.clock();

  // 1. What is left to do
  const std::size_t batch = options.batch > 0 ? options.batch : default_batch(plan.size);
  SweepState state = open_sweep(plan, Manifest{plan.size, batch, options.outputs, attributes}, options);
  if (state.finished) return summary_of(sweep_folder::results(options.folder));

  // 2. Every scenario of it, from its own baseline
  const Header header{axes, plan.parameters, state.manifest.attributes, options.outputs};
  Batches batches(options.folder, header, state.cut, state.done, state.pieces);
  Run run(plan, simulator, header, options, state, batches);
  run.solve_scenarios();
  batches.flush();

  // 3. One file of all, when all are there
  SweepSummary summary;
  double merge_time = 0.0;
  summary.stopped = run.progress.done < run.progress.scenarios;
  if (!summary.stopped && options.shard.whole()) {
    const Stopwatch watch(merge_time);
    summary.results = sweep_folder::results(options.folder);
    merge(options.folder, summary.results, header, state.cut, {});
    remove_shards(options.folder);
  }
  summary.total = run.progress.scenarios;
  summary.before = run.progress.before;
  summary.by_status = run.by_status;
  summary.by_status[static_cast<std::size_t>(Status::not_run)] += run.progress.scenarios - run.progress.done;
  summary.time_is_up = summary.stopped && run.time_is_up();
  summary.baselines = run.baselines();
  summary.wall_time = simulator.clock() - start;
  summary.encode_time = run.encode_time();
  summary.write_time = batches.write_time() + merge_time;
  return summary;
}

}  // namespace psoas
