// What does load sharing cost: one frame cold and warm, its geometry, and a whole step of 60 frames?
// Budget: 0.23 ms a frame, geometry included; 14-20 ms a step of one core.
#include <benchmark/benchmark.h>

#include "models/models.h"
#include "sim/core/check.h"
#include "sim/lumbar/loads.h"
#include "sim/muscle/geometry.h"
#include "sim/sharing/capacity.h"
#include "sim/sharing/programme.h"
#include "sim/sharing/share.h"
#include "sim/sharing/strength.h"
#include "sim/stride/stride.h"

namespace psoas {
namespace {

struct Case {
  Runner runner;
  Spine spine;
  StrideSolution stride;  ///< a solved baseline at 3.5 m/s: real frames in a row
};

Case make_case() {
  const Models models = read_models(std::filesystem::path(PSOAS_SOURCE_DIR) / "models");
  Case c{build_runner(*models.runner, {}, {}), build_spine(*models.spine, {}), {}};
  StrideWorkspace work;
  const ReferenceStride reference = build_reference(*models.reference, c.runner, 3.5);
  const LumbarCapacity capacity = lumbar_capacity(c.runner, c.spine, muscle_strength(c.spine, {}),
                                                  baseline_postures(c.runner, reference, StrideOptions{}.nodes));
  c.stride = solve_baseline_stride(c.runner, reference, {}, {}, capacity, {}, work).solution;
  CHECK(c.stride.status == Status::converged);
  return c;
}

struct Frame {
  MuscleGeometry geometry;
  ShareProgramme programme;
  MomentArms R() const { return MomentArms(geometry.moment_arm.data(), balance_count, geometry.moment_arm.cols()); }
};

/// The programme of one frame as share_load() sets it up, moments of passive tissue left out.
Frame make_frame(const Case& c, int k, const SharedLoad& load) {
  SpinePose pose;
  Frame frame;
  spine_pose(c.runner, c.spine, c.stride.q.col(k), pose);
  muscle_geometry(c.runner, c.spine, pose, frame.geometry);
  const Strength strength = muscle_strength(c.spine, {});
  frame.programme.cost = strength.weight.cwiseQuotient(strength.F_max.cwiseAbs2());
  frame.programme.lo = 0.01 * strength.F_max;
  frame.programme.hi = strength.F_max;
  frame.programme.slack_scale.setConstant(balance_count, 3.0);
  frame.programme.demand = frame.geometry.moment_arm * load.force.col(k);
  frame.programme.demand.head<18>() += load.slack.col(k);
  frame.programme.demand.tail<10>() += load.leg_slack.col(k);
  return frame;
}

SharedLoad share(const Case& c) {
  SharingWorkspace* work = new_sharing_workspace();
  SharedLoad load = share_load(c.runner, c.spine, c.stride, {}, {}, {}, *work);
  delete_sharing_workspace(work);
  return load;
}

void one_frame_cold(benchmark::State& state) {
  const Case c = make_case();
  const Frame frame = make_frame(c, 27, share(c));
  ShareSolution solution;
  for (auto _ : state) solve_programme(frame.R(), frame.programme, Start::cold, solution);
  state.counters["iterations"] = solution.iterations;
}
BENCHMARK(one_frame_cold)->Unit(benchmark::kMicrosecond);

void one_frame_warm(benchmark::State& state) {
  const Case c = make_case();
  const SharedLoad load = share(c);
  const Frame before = make_frame(c, 26, load), frame = make_frame(c, 27, load);
  ShareSolution solution;
  solve_programme(before.R(), before.programme, Start::cold, solution);
  const BalanceVector multiplier = solution.multiplier;
  for (auto _ : state) {
    solution.multiplier = multiplier;
    solve_programme(frame.R(), frame.programme, Start::warm, solution);
  }
  state.counters["iterations"] = solution.iterations;
}
BENCHMARK(one_frame_warm)->Unit(benchmark::kMicrosecond);

void geometry_of_one_frame(benchmark::State& state) {
  const Case c = make_case();
  SpinePose pose;
  MuscleGeometry geometry;
  for (auto _ : state) {
    spine_pose(c.runner, c.spine, c.stride.q.col(27), pose);
    muscle_geometry(c.runner, c.spine, pose, geometry);
    benchmark::DoNotOptimize(geometry.moment_arm.data());
  }
}
BENCHMARK(geometry_of_one_frame)->Unit(benchmark::kMicrosecond);

void one_step_of_60_frames(benchmark::State& state) {
  const Case c = make_case();
  SharingWorkspace* work = new_sharing_workspace();
  SharedLoad load;
  for (auto _ : state) {
    load = share_load(c.runner, c.spine, c.stride, {}, {}, {}, *work);
    const LumbarLoads loads = lumbar_loads(c.runner, c.spine, c.stride, load);
    benchmark::DoNotOptimize(loads.compression.data());
  }
  delete_sharing_workspace(work);
  state.counters["iterations_per_frame"] =
      static_cast<double>(load.iterations) / static_cast<double>(c.stride.q.cols());
  state.counters["largest_slack_N_m"] = load.largest_slack;
}
BENCHMARK(one_step_of_60_frames)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace psoas
