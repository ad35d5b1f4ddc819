// What does load sharing cost: one frame cold and warm, its geometry, and a whole step of 60 frames?
// Budget: 0.23 ms a frame, geometry included; 14-20 ms a step of one core.
#include <benchmark/benchmark.h>

#include <cmath>
#include <numbers>

#include "models/models.h"
#include "sim/lumbar/loads.h"
#include "sim/muscle/geometry.h"
#include "sim/sharing/programme.h"
#include "sim/sharing/share.h"
#include "sim/sharing/strength.h"

namespace psoas {
namespace {

constexpr int frames = 60;

struct Case {
  Runner runner;
  Spine spine;
  StrideSolution stride;  ///< one step made up of smooth curves with a runner's amplitudes: the work of real frames
};

/// A bell of height 1 around `centre`, phase in [0, 1).
double bell(double phase, double centre, double width) { return std::exp(-std::pow((phase - centre) / width, 2)); }

Case make_case() {
  const Models models = read_models(std::filesystem::path(PSOAS_SOURCE_DIR) / "models");
  Case c{build_runner(*models.runner, {}, {}), build_spine(*models.spine, {}), {}};
  StrideSolution& s = c.stride;
  s.q.setZero(c.runner.nq(), frames);
  s.tau.setZero(c.runner.nq(), frames);
  const auto row = [&](Eigen::MatrixXd& m, const char* name, int k) -> double& { return m(c.runner.index(name), k); };
  for (int k = 0; k < frames; ++k) {
    const double t = static_cast<double>(k) / frames, stance = bell(t, 0.45, 0.2);
    const double swing = std::cos(std::numbers::pi * t);
    row(s.q, "pelvis_tilt", k) = -0.15;
    row(s.q, "lumbar_extension", k) = -0.05 * stance;
    row(s.q, "lumbar_bending", k) = 0.08 * swing;
    row(s.q, "lumbar_rotation", k) = 0.15 * swing;
    row(s.q, "hip_flexion_r", k) = 0.2 + 0.5 * swing;
    row(s.q, "hip_flexion_l", k) = 0.2 - 0.5 * swing;
    row(s.q, "knee_flexion_r", k) = 0.3 + 0.4 * stance;
    row(s.q, "knee_flexion_l", k) = 1.0 + 0.5 * stance;
    row(s.q, "ankle_dorsiflexion_r", k) = 0.2 * stance;
    row(s.tau, "hip_flexion_r", k) = -70.0 * swing - 30.0 * stance;
    row(s.tau, "hip_adduction_r", k) = -80.0 * stance;
    row(s.tau, "hip_flexion_l", k) = 60.0 * swing;
    row(s.tau, "knee_flexion_r", k) = -130.0 * stance;
    row(s.tau, "ankle_dorsiflexion_r", k) = -150.0 * stance;
    const double lift = 32.0 * Runner::gravity * 2.2 * stance;
    s.trunk.push_back({c.runner.links[c.runner.trunk - 2].offset,
                       {-20.0 * swing, lift, 20.0 * stance},
                       {8.0 * swing, -12.0 * swing, 10.0 + 50.0 * stance},
                       {0.0, Runner::gravity * 2.2 * stance, 0.0},
                       {0.0, 1.5, 0.0},
                       {0.0, -10.0 * swing, 4.0}});
  }
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
  const Strength strength = muscle_strength(c.spine, 1.0);
  frame.programme.cost = strength.weight.cwiseQuotient(strength.F_max.cwiseAbs2());
  frame.programme.lo = 0.01 * strength.F_max;
  frame.programme.hi = strength.F_max;
  frame.programme.slack_scale.setConstant(3.0);
  frame.programme.demand = frame.geometry.moment_arm * load.force.col(k);
  frame.programme.demand.head<18>() += load.slack.col(k);
  frame.programme.demand.tail<10>() += load.reserve.col(k);
  return frame;
}

SharedLoad share(const Case& c) {
  SharingWorkspace* work = new_sharing_workspace();
  SharedLoad load = share_load(c.runner, c.spine, c.stride, 1.0, {}, *work);
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
    load = share_load(c.runner, c.spine, c.stride, 1.0, {}, *work);
    const LumbarLoads loads = lumbar_loads(c.runner, c.spine, c.stride, load, {});
    benchmark::DoNotOptimize(loads.compression.data());
  }
  delete_sharing_workspace(work);
  state.counters["iterations_per_frame"] = static_cast<double>(load.iterations) / frames;
  state.counters["largest_slack_N_m"] = load.largest_slack;
}
BENCHMARK(one_step_of_60_frames)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace psoas
