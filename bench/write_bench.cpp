// What does writing one scenario cost, and what does reading it back? Budget: 2 % of the time the scenario takes to
// solve. The curves are sums of a few harmonics with full mantissas, in the numbers of the real model (see Axes): they
// compress about as well as real ones do.
#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <random>

#include "scenarios/batches.h"
#include "scenarios/merge.h"
#include "scenarios/results/durable.h"
#include "scenarios/results/reader.h"

namespace psoas {
namespace {

Header header(bool muscles) {
  Header h;
  for (int i = 0; i < 22; ++i)
    h.axes.coordinate.push_back("angle_" + std::to_string(i)), h.axes.angle_rows.push_back(3 + i);
  h.axes.position_rows = {0, 1, 2};
  for (int i = 0; i < 282; ++i) h.axes.muscle.push_back("muscle_" + std::to_string(i));
  for (int i = 0; i < 22; ++i) h.parameters.push_back({"group.key_" + std::to_string(i), "1", "a key", false, i < 4});
  h.attributes = {{"format", std::string(results_format)}, {"format_version", results_format_version}};
  h.outputs = muscles ? Outputs::muscles : Outputs::waveforms;
  return h;
}

Row row(unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  const auto curves = [&](Eigen::Index rows, double size, bool positive) {
    Eigen::MatrixXd m(rows, cycle_points);
    for (Eigen::Index r = 0; r < rows; ++r) {
      double c[8];
      for (double& x : c) x = uniform(random);
      for (Eigen::Index k = 0; k < cycle_points; ++k) {
        double value = 0.0;
        for (int h = 0; h < 8; ++h)
          value += size * c[h] / (h + 1) * std::cos(0.01 * 2 * M_PI * static_cast<double>(k * h));
        m(r, k) = positive ? std::max(0.01 * size, value) : value;
      }
    }
    return m;
  };
  // A symmetric stride: each left muscle does what the right one did half a stride before.
  const auto mirrored = [](Eigen::MatrixXd m) {
    for (Eigen::Index r = 0; r + 1 < m.rows(); r += 2)
      for (Eigen::Index k = 0; k < cycle_points; ++k) m(r + 1, k) = m(r, (k + 50) % 100);
    return m;
  };
  Row one{std::to_string(seed), std::vector<Value>(22, 1.0), {}};
  Outcome& o = one.outcome;
  o.status = Status::converged;
  Cycle& c = o.cycle;
  c.joint_angle = curves(25, 0.5, false);
  c.joint_moment = curves(25, 100, false);
  c.ground_force = curves(6, 1000, true);
  c.centre_of_pressure = curves(6, 0.2, false);
  c.muscle_force = mirrored(curves(282, 100, true));
  c.muscle_activation = mirrored(curves(282, 0.3, true));
  c.compression = curves(6, 2000, true);
  c.shear_anterior = curves(6, 500, false);
  c.shear_lateral = curves(6, 200, false);
  c.level_moment = curves(18, 50, false);
  for (Eigen::VectorXd* v : {&o.summary.peak_compression, &o.summary.peak_shear_anterior, &o.summary.peak_shear_lateral,
                             &o.summary.mean_compression, &o.summary.load_impulse, &o.summary.loading_rate})
    *v = Eigen::VectorXd::Constant(level_count, 1000.0);
  return one;
}

std::vector<Row> rows(std::size_t count) {
  std::vector<Row> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(row(static_cast<unsigned>(i)));
  return all;
}

/// A shard in memory, of packed rows.
void shard(benchmark::State& state) {
  const Header h = header(state.range(0) != 0);
  ChunkPacker packer;
  std::vector<EncodedRow> all;
  for (const Row& one : rows(static_cast<std::size_t>(state.range(1))))
    all.push_back(encode_row(one, h.axes, h.outputs, packer));
  std::size_t size = 0;
  for (auto _ : state) size = encode_shard(h, std::vector<int>(all.size()), all).size();
  state.counters["per_scenario"] = benchmark::Counter(
      static_cast<double>(state.range(1)), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["kB_per_scenario"] = static_cast<double>(size) / 1e3 / static_cast<double>(state.range(1));
}
BENCHMARK(shard)->ArgNames({"muscles", "scenarios"})->ArgsProduct({{1, 0}, {8, 64}})->Unit(benchmark::kMillisecond);

/// One scenario packed on the thread that solved it.
void pack_row(benchmark::State& state) {
  const Header h = header(state.range(0) != 0);
  const Row one = row(7);
  ChunkPacker packer;
  for (auto _ : state) benchmark::DoNotOptimize(encode_row(one, h.axes, h.outputs, packer));
}
BENCHMARK(pack_row)->ArgName("muscles")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond);

/// 128 packed scenarios to shards, and these joined to results.h5, disk included.
void whole_file(benchmark::State& state) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "psoas-write-bench";
  const Header h = header(true);
  ChunkPacker packer;
  std::vector<EncodedRow> all;
  for (const Row& one : rows(128)) all.push_back(encode_row(one, h.axes, h.outputs, packer));
  const Cut cut{all.size(), default_batch(all.size())};
  double shards = 0.0, join = 0.0;
  for (auto _ : state) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(sweep_folder::shards(folder));
    Batches batches(folder, h, cut, std::vector<bool>(all.size()), {});
    for (std::size_t i = 0; i < all.size(); ++i) batches.put(i, all[i]);
    shards += batches.write_time();
    const Stopwatch watch(join);
    merge(folder, folder / "results.h5", h, cut, {});
  }
  const double n = static_cast<double>(state.iterations()) * 128.0;
  state.counters["shards_ms_per_scenario"] = 1e3 * shards / n;
  state.counters["join_ms_per_scenario"] = 1e3 * join / n;
  std::filesystem::remove_all(folder);
}
BENCHMARK(whole_file)->Unit(benchmark::kMillisecond);

/// One curve of one scenario read back.
void read_curve(benchmark::State& state) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "psoas-read-bench.h5";
  write_durably(path, encode(header(true), 0, rows(32)));
  const Results results(path);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(results.curve("lumbar_compression", i++ % 32));
  std::filesystem::remove(path);
}
BENCHMARK(read_curve)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace psoas
