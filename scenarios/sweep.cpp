// How are many scenarios run? See sweep.h.
#include "scenarios/sweep.h"

#include <omp.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <numeric>
#include <random>
#include <unordered_map>

#include "scenarios/batches.h"
#include "sim/core/check.h"

namespace psoas {

namespace {

/// A baseline, and how many scenarios still need it; freed after the last.
struct Shared {
  Scenario scenario;
  std::size_t users = 0;
  std::shared_ptr<const void> solution;
  std::atomic<std::size_t> left{0};
};

/// One run of sweep(): what its threads share.
class Run {
 public:
  Run(const SweepPlan& plan, const Simulator& simulator, const SweepOptions& options, Batches& batches)
      : plan_(plan), simulator_(simulator), options_(options), batches_(batches) {
    jobs_ = options.jobs > 0 ? options.jobs : default_jobs();
    progress_.scenarios = plan.size;
    workspaces_.resize(static_cast<std::size_t>(jobs_));
  }

  void find_baselines();
  void solve_baselines();
  void solve_scenarios();
  Row row(std::size_t i) const;

  std::array<std::size_t, status_count> by_status{};
  Progress progress_;

 private:
  /// body(i) for every i in 0..n-1 on all threads, in dynamic order. The first exception stops the rest and is thrown
  /// again here: none may leave an OpenMP region.
  template <class Body>
  void for_each(std::size_t n, const Body& body);
  void* workspace();
  bool stopped() const { return options_.stop != nullptr && *options_.stop; }
  void report(Status status);
  std::vector<std::size_t> order() const;

  const SweepPlan& plan_;
  const Simulator& simulator_;
  const SweepOptions& options_;
  Batches& batches_;
  int jobs_ = 1;
  std::vector<std::shared_ptr<void>> workspaces_;   ///< one per thread
  std::vector<std::unique_ptr<Shared>> baselines_;  ///< distinct, in the order of the plan
  std::vector<std::uint32_t> baseline_of_;          ///< index into baselines_ of each scenario
  std::mutex reporting_;                            ///< guards by_status and progress_
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

void* Run::workspace() {
  std::shared_ptr<void>& mine = workspaces_[static_cast<std::size_t>(omp_get_thread_num())];
  if (!mine) mine = simulator_.make_workspace();
  return mine.get();
}

/// Which scenarios start from the same stride? The same body at the same speed.
void Run::find_baselines() {
  std::vector<std::string> ids(plan_.size);
  for_each(plan_.size, [&](std::size_t i) { ids[i] = plan_.id(simulator_.baseline_of(plan_.scenario(i))); });
  if (stopped()) return;
  std::unordered_map<std::string, std::uint32_t> known;
  baseline_of_.resize(plan_.size);
  for (std::size_t i = 0; i < plan_.size; ++i) {
    const auto [found, is_new] = known.try_emplace(ids[i], static_cast<std::uint32_t>(baselines_.size()));
    if (is_new) {
      baselines_.push_back(std::make_unique<Shared>());
      baselines_.back()->scenario = simulator_.baseline_of(plan_.scenario(i));
    }
    baseline_of_[i] = found->second;
    ++baselines_[found->second]->users;
  }
  for (const auto& baseline : baselines_) baseline->left = baseline->users;
}

/// Baselines with one user are left to its own task: a random plan has one per scenario, and none need wait for all.
void Run::solve_baselines() {
  std::vector<Shared*> shared;
  for (const auto& baseline : baselines_)
    if (baseline->users > 1) shared.push_back(baseline.get());
  progress_.baselines = shared.size();
  if (options_.progress) options_.progress(progress_);
  for_each(shared.size(), [&](std::size_t i) {
    shared[i]->solution = simulator_.solve_baseline(shared[i]->scenario, workspace());
    const std::lock_guard lock(reporting_);
    ++progress_.baselines_done;
    if (options_.progress) options_.progress(progress_);
  });
}

void Run::solve_scenarios() {
  const std::vector<std::size_t> at = order();
  for_each(plan_.size, [&](std::size_t position) {
    const std::size_t i = at.empty() ? position : at[position];
    Shared& baseline = *baselines_[baseline_of_[i]];
    const Scenario scenario = plan_.scenario(i);
    Row finished = row(i);

    // 1. Its baseline, unless that is there already; its own wait is not the scenario's solve time
    std::shared_ptr<const void> from = baseline.solution;
    if (!from) from = simulator_.solve_baseline(baseline.scenario, workspace());

    // 2. The scenario
    const double start = simulator_.clock();
    finished.outcome = simulator_.simulate(scenario, from.get(), workspace());
    finished.outcome.quality.solve_time = simulator_.clock() - start;
    if (--baseline.left == 0) baseline.solution.reset();

    // 3. Hand it over
    const Status status = finished.outcome.status;
    batches_.put(i, std::move(finished));
    report(status);
  });
}

std::vector<std::size_t> Run::order() const {
  std::vector<std::size_t> at;
  if (options_.order_seed == 0) return at;
  at.resize(plan_.size);
  std::iota(at.begin(), at.end(), std::size_t{0});
  std::mt19937_64 random(options_.order_seed);
  std::shuffle(at.begin(), at.end(), random);
  return at;
}

void Run::report(Status status) {
  const std::lock_guard lock(reporting_);
  ++by_status[static_cast<std::size_t>(status)];
  ++progress_.done;
  if (status != Status::converged) ++progress_.failed;
  if (options_.progress) options_.progress(progress_);
}

/// A scenario's row before it has run.
Row Run::row(std::size_t i) const {
  const Scenario scenario = plan_.scenario(i);
  Row row{.id = plan_.id(scenario), .parameters = plan_.values(scenario), .outcome = {}};
  row.outcome.reason = "the sweep was stopped before this scenario";
  return row;
}

}  // namespace

int default_jobs() { return std::max(1, omp_get_max_threads()); }

SweepSummary sweep(const SweepPlan& plan, const Simulator& simulator, const Axes& axes,
                   const std::vector<Attribute>& attributes, const SweepOptions& options) {
  CHECK(plan.size > 0);
  const double start = simulator.clock();
  Batches batches(options.folder, Header{axes, plan.parameters, attributes, options.muscles}, plan.size,
                  options.batch > 0 ? options.batch : default_batch(plan.size), options.force);

  // Baselines first, then every scenario from its own baseline, then one file of all.
  Run run(plan, simulator, options, batches);
  run.find_baselines();
  run.solve_baselines();
  run.solve_scenarios();

  SweepSummary summary;
  summary.results = batches.finish([&](std::size_t i) { return run.row(i); });
  summary.total = plan.size;
  summary.by_status = run.by_status;
  summary.by_status[static_cast<std::size_t>(Status::not_run)] += plan.size - run.progress_.done;
  summary.stopped = run.progress_.done < plan.size;
  summary.baselines = run.progress_.baselines;
  summary.wall_time = simulator.clock() - start;
  summary.write_time = batches.write_time();
  return summary;
}

}  // namespace psoas
