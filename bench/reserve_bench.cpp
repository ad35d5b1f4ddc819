// What does the strength reserve cost: one programme cold and warm, and all seven of every frame of a step? And what is
// it, over a solved baseline stride at 3.5 m/s, at four strengths of the core?
// Budget: 20 ms of one core for 7 programmes of each of 60 frames, better 10.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "models/models.h"
#include "sim/core/check.h"
#include "sim/sharing/capacity.h"
#include "sim/sharing/demand.h"
#include "sim/sharing/reserve.h"
#include "sim/sharing/share.h"
#include "sim/sharing/strength.h"
#include "sim/stride/stride.h"

namespace psoas {
namespace {

/// One frame as share_load() has it.
struct Frame {
  Eigen::MatrixXd R;
  Eigen::VectorXd lo, hi, demand, allowance;
};

struct Step {
  Spine spine;
  std::vector<Frame> frames;
};

Step make_step(double core_strength) {
  const Models models = read_models(std::filesystem::path(PSOAS_SOURCE_DIR) / "models");
  const Runner runner = build_runner(*models.runner, {}, {});
  Step step{build_spine(*models.spine, {}), {}};
  StrideWorkspace stride_work;
  const ReferenceStride reference = build_reference(*models.reference, runner, 3.5);
  const LumbarCapacity capacity = lumbar_capacity(runner, step.spine, muscle_strength(step.spine, {}),
                                                  baseline_postures(runner, reference, StrideOptions{}.nodes));
  const StrideSolution stride = solve_baseline_stride(runner, reference, {}, {}, capacity, {}, stride_work).solution;
  CHECK(stride.status == Status::converged);
  SharingOptions options;
  options.fibres = Fibres::isometric;  // strength without posture: bounds are those of the table
  CoreOptions core;
  core.strength = core_strength;
  SharingWorkspace* work = new_sharing_workspace();
  const SharedLoad load = share_load(runner, step.spine, stride, core, {}, options, *work);
  delete_sharing_workspace(work);

  const Strength strength = muscle_strength(step.spine, core);
  SpinePose pose;
  MuscleGeometry geometry;
  for (Eigen::Index k = 0; k < stride.q.cols(); ++k) {
    spine_pose(runner, step.spine, stride.q.col(k), pose);
    muscle_geometry(runner, step.spine, pose, geometry);
    Frame frame;
    frame.R = geometry.moment_arm;
    frame.lo = (options.force_floor * strength.reference).cwiseMin(strength.F_max);
    frame.hi = strength.F_max;
    Eigen::VectorXd slack(frame.R.rows());
    slack << load.slack.col(k), load.leg_slack.col(k);
    frame.demand = frame.R * load.force.col(k) + slack;  // sharing balances the demand to 1e-6 N·m
    reserve_allowance(slack, frame.allowance);
    step.frames.push_back(std::move(frame));
  }
  return step;
}

void solve_frame(const Frame& frame, Start start, ReserveWorkspace& work, FrameReserve& reserve) {
  frame_reserve(frame.R, frame.lo, frame.hi, frame.demand, frame.allowance, start, work, reserve);
}

void one_frame_cold(benchmark::State& state) {
  const Step step = make_step(1.0);
  ReserveWorkspace work;
  FrameReserve reserve;
  for (auto _ : state) solve_frame(step.frames[27], Start::cold, work, reserve);
  state.counters["pivots"] = reserve.pivots;
}
BENCHMARK(one_frame_cold)->Unit(benchmark::kMicrosecond);

void one_frame_warm(benchmark::State& state) {
  const Step step = make_step(1.0);
  ReserveWorkspace work;
  FrameReserve reserve;
  solve_frame(step.frames[26], Start::cold, work, reserve);
  const std::array<ReserveBasis, reserve_count> before = work.basis;
  for (auto _ : state) {
    work.basis = before;
    solve_frame(step.frames[27], Start::warm, work, reserve);
  }
  state.counters["pivots"] = reserve.pivots;
}
BENCHMARK(one_frame_warm)->Unit(benchmark::kMicrosecond);

StrengthReserve reserve_of(const Step& step, ReserveWorkspace& work, FrameReserve& frame, int& pivots) {
  StrengthReserve all = empty_reserve(step.frames[0].R.cols(), static_cast<Eigen::Index>(step.frames.size()));
  pivots = 0;
  for (std::size_t k = 0; k < step.frames.size(); ++k) {
    solve_frame(step.frames[k], k == 0 ? Start::cold : Start::warm, work, frame);
    record_frame(frame, static_cast<Eigen::Index>(k), all);
    pivots += frame.pivots;
  }
  return all;
}

/// Argument: core strength in per cent. Counters: least reserve of all levels together and of each; frames without one.
void one_step_of_60_frames(benchmark::State& state) {
  const Step step = make_step(0.01 * static_cast<double>(state.range(0)));
  ReserveWorkspace work;
  FrameReserve frame;
  StrengthReserve all;
  int pivots = 0;
  for (auto _ : state) all = reserve_of(step, work, frame, pivots);
  state.counters["pivots_per_programme"] =
      pivots / static_cast<double>(reserve_count * static_cast<int>(step.frames.size()));
  std::string text;
  for (int which = 0; which < reserve_count; ++which) {
    const std::size_t w = static_cast<std::size_t>(which);
    text += fmt::format("{} {:.3f} at {} ({} unsolved):", which == 0 ? "all" : level_names[w - 1], all.least(which),
                        all.least_frame[w], all.unsolved[w]);
    const std::vector<int> limiting = limiting_muscles(all.worth.col(which), 0.02);
    for (std::size_t i = 0; i < std::min<std::size_t>(8, limiting.size()); ++i)
      text += fmt::format(" {} {:.3f}", step.spine.muscles[static_cast<std::size_t>(limiting[i])].name,
                          all.worth(limiting[i], which));
    text += "; ";
  }
  state.SetLabel(text);
}
BENCHMARK(one_step_of_60_frames)->Arg(50)->Arg(70)->Arg(100)->Arg(150)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace psoas
