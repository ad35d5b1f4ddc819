// What will a sweep cost? See estimate.h.
#include "scenarios/estimate.h"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <mutex>
#include <numeric>
#include <string>

#include "scenarios/baselines.h"
#include "scenarios/batches.h"
#include "scenarios/results/shard_file.h"
#include "sim/core/check.h"

namespace psoas {

namespace {

constexpr std::size_t most_tried = 64;
constexpr double patience = 5.0;  ///< no new scenario is tried after this [s]

/// Resident size of this process now [byte]; 0 where the system does not say.
double resident() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("VmRSS:")) return 1024.0 * std::stod(line.substr(6));
  return 0.0;
}

/// What was measured on scenarios of the plan.
struct Tried {
  std::vector<EncodedRow> rows;
  std::size_t converged = 0;
  double scenario_time = 0.0, baseline_time = 0.0;  ///< sums over scenarios, of the thread that solved each [s]
  double memory = 0.0;                              ///< of all threads at work, without rows and baselines [byte]
  double baseline_memory = 0.0;                     ///< of one baseline [byte]
};

Tried try_some(const SweepPlan& plan, const Simulator& simulator, const Header& header,
               const std::vector<std::size_t>& part, int jobs) {
  Tried tried;
  std::mutex collecting;
  std::vector<std::shared_ptr<const void>> baselines;  // kept, to see what they weigh
  const std::size_t count = std::min(most_tried, part.size());
  const double start = simulator.clock();
#pragma omp parallel num_threads(jobs)
  {
    const std::shared_ptr<void> workspace = simulator.make_workspace();
    ChunkPacker packer;
    const auto solve = [&](std::size_t sample, bool counts) {
      const Scenario scenario = plan.scenario(part[(2 * sample + 1) * part.size() / (2 * count)]);
      const double begin = simulator.clock();
      const auto baseline = simulator.solve_baseline(simulator.baseline_of(scenario), workspace.get());
      const double between = simulator.clock();
      Row row{plan.id(scenario), plan.values(scenario), simulator.simulate(scenario, baseline.get(), workspace.get())};
      EncodedRow encoded = encode_row(row, header.axes, header.outputs, packer);
      const double end = simulator.clock();
      if (!counts) return;
      const std::lock_guard lock(collecting);
      baselines.push_back(baseline);
      tried.baseline_time += between - begin;
      tried.scenario_time += end - between;
      if (row.outcome.status == Status::converged) ++tried.converged;
      tried.rows.push_back(std::move(encoded));
    };
    // The first of each thread takes longer: its memory is new. It is not counted unless it is the only one.
    if (count > static_cast<std::size_t>(jobs)) solve(static_cast<std::size_t>(omp_get_thread_num()), false);
#pragma omp barrier
#pragma omp single
    tried.memory = resident();
#pragma omp for schedule(dynamic, 1)
    for (std::size_t sample = 0; sample < count; ++sample)
      if (simulator.clock() - start < patience || sample < static_cast<std::size_t>(jobs)) solve(sample, true);
  }
  const double rows = std::accumulate(tried.rows.begin(), tried.rows.end(), 0.0, [](double sum, const EncodedRow& row) {
    for (const auto& curve : row.curves) sum += static_cast<double>(curve.size());
    return sum + 8.0 * static_cast<double>(row.numbers.size());
  });
  const double grown = resident() - tried.memory - rows;
  tried.baseline_memory = std::max(0.0, grown) / static_cast<double>(baselines.size());
  return tried;
}

/// How many baselines does a scenario of the plan ask for? 1 when each has a body of its own. Counted as the sweep
/// keeps them, on all scenarios of a small plan and on stretches of a large one.
double baselines_per_scenario(const SweepPlan& plan, const Simulator& simulator, const std::vector<std::size_t>& part) {
  constexpr std::size_t stretch = 256, stretches = 16;
  Baselines kept(kept_baselines);
  std::size_t looked_at = 0;
  const auto look = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i, ++looked_at)
      kept.get(plan.id(simulator.baseline_of(plan.scenario(part[i]))), [] { return std::make_shared<int>(0); });
  };
  if (part.size() <= stretch * stretches) {
    look(0, part.size());
  } else {
    for (std::size_t s = 0; s < stretches; ++s) {
      const std::size_t from = s * (part.size() - stretch) / (stretches - 1);
      look(from, from + stretch);
    }
  }
  return static_cast<double>(kept.solved()) / static_cast<double>(looked_at);
}

/// Bytes of a file: so many for none, and so many more for each row.
struct FileSize {
  double fixed = 0.0, row = 0.0;
};
template <class Encode>
FileSize file_size(const std::vector<EncodedRow>& rows, const Encode& encoded) {
  const auto size_of = [&](std::size_t count) {
    const std::vector<EncodedRow> some(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count));
    return static_cast<double>(encoded(std::vector<int>(count), some).size());
  };
  const std::size_t half = (rows.size() + 1) / 2;
  const double large = size_of(rows.size());
  if (rows.size() == half) return {0.0, large};
  const double row = (large - size_of(half)) / static_cast<double>(rows.size() - half);
  return {large - row * static_cast<double>(rows.size()), row};
}

}  // namespace

Estimate estimate(const SweepPlan& plan, const Simulator& simulator, const Axes& axes,
                  const std::vector<Attribute>& attributes, const SweepOptions& options) {
  CHECK(plan.size > 0);
  const Header header{axes, plan.parameters, attributes, options.outputs};
  const int jobs = options.jobs > 0 ? options.jobs : default_jobs();
  const Cut cut{plan.size, options.batch > 0 ? options.batch : default_batch(plan.size)};
  std::vector<std::size_t> part;
  for (std::size_t i = 0; i < plan.size; ++i)
    if (options.shard.owns(i / cut.size)) part.push_back(i);
  Estimate cost;
  if (part.empty()) return cost;

  // 1. Some scenarios, as many at once as the sweep will run
  const Tried tried = try_some(plan, simulator, header, part, jobs);
  const double n = static_cast<double>(part.size()), tries = static_cast<double>(tried.rows.size());
  cost.tried = tried.rows.size();
  cost.converged = tried.converged;

  // 2. The disk: rows in shards, then rows in one file
  const double before = simulator.clock(), without_library = resident();
  const FileSize file =
      file_size(tried.rows, [&](const auto& scenarios, const auto& rows) { return encode(header, scenarios, rows); });
  const FileSize shard = file_size(
      tried.rows, [&](const auto& scenarios, const auto& rows) { return encode_shard(header, scenarios, rows); });
  const double write_time =
      (simulator.clock() - before) / (1.5 * tries);                    // each wrote all rows, and half of them again
  const double library = std::max(0.0, resident() - without_library);  // what HDF5 keeps for itself
  const double shards = std::ceil(n / static_cast<double>(cut.size)) * shard.fixed + n * shard.row;
  cost.disk = options.shard.whole() ? file.fixed + n * file.row : shards;
  cost.largest_disk = options.shard.whole() ? shards + cost.disk : shards;

  // 3. Time: scenarios and their baselines on all threads, then the writing, by one
  const double baselines = n * baselines_per_scenario(plan, simulator, part);
  const double solving = (n * tried.scenario_time + baselines * tried.baseline_time) / tries;
  cost.time = solving / std::min<double>(jobs, n) + n * write_time / jobs;

  // 4. Memory: threads at work, baselines that are kept, batches being collected, written and joined
  constexpr double copies = 3.0;  // of a batch being written or joined, beside its rows
  constexpr double end = 5e6;     // joining, and the table of effects: so much [byte]
  constexpr double each = 130.0;  // and so much for each scenario, whose peaks the table reads [byte]
  const double batch = shard.row * static_cast<double>(std::min(cut.size, part.size()));
  const double kept = std::min<double>(kept_baselines, baselines);
  cost.memory = tried.memory + library + kept * tried.baseline_memory + batch * (copies + jobs) + each * n + end;
  return cost;
}

}  // namespace psoas
