// What does a stride cost: a baseline cold, a scenario anchored to it, and where does an iteration's time go?
//   build/release/bench/stride_bench --benchmark_repetitions=5
// Budget of one core: 0.27 s cold and 0.08 s anchored; an iteration 1.5 ms (derivatives 0.3, assembly 0.4, factor and
// solve 0.6, line search 0.1).
#include <benchmark/benchmark.h>

#include "models/models.h"
#include "sim/core/check.h"
#include "sim/sharing/capacity.h"
#include "sim/stride/stride.h"

namespace psoas {
namespace {

struct Body {
  Models models = read_models(std::filesystem::path(PSOAS_SOURCE_DIR) / "models");
  Runner runner = build_runner(*models.runner, {}, {});
  ReferenceStride reference = build_reference(*models.reference, runner, 3.5);
  StrideOptions options;
  Spine spine = build_spine(*models.spine, {});
  LumbarCapacity capacity =
      lumbar_capacity(runner, spine, muscle_strength(spine, {}), baseline_postures(runner, reference, options.nodes));
  StrideWorkspace work;

  explicit Body(const benchmark::State& state) {
    options.force = state.range(0) == 0 ? ForceModel::tracked : ForceModel::emergent;
  }
  BaselineStride baseline() {
    BaselineStride own = solve_baseline_stride(runner, reference, {}, {}, capacity, options, work);
    CHECK(own.solution.status == Status::converged);
    return own;
  }
};

/// Lean, soft shoe, soft ground, weak core: a long way for one scenario.
StrideChange change(const BaselineStride& own) {
  StrideChange c;
  c.movement.lean = 0.1, c.shoe.heel_stiffness = 60e3;
  for (const Eigen::Matrix3d& C : own.lumbar_capacity) {
    c.usual.push_back(C / own.capacity_unit);
    c.capacity.push_back(0.49 * C / own.capacity_unit);
  }
  c.surface.stiffness = 200e3, c.surface.damping = 500.0, c.surface.moving_mass = 2.0;
  return c;
}

void force_models(benchmark::internal::Benchmark* b) {
  b->ArgName("emergent")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);
}

void baseline_cold(benchmark::State& state) {
  Body body(state);
  int iterations = 0;
  for (auto _ : state) iterations = body.baseline().solution.iterations;
  state.counters["iterations"] = iterations;
}
BENCHMARK(baseline_cold)->Apply(force_models);

void anchored_scenario(benchmark::State& state) {
  Body body(state);
  const BaselineStride own = body.baseline();
  StrideSolution solution;
  for (auto _ : state) solution = solve_scenario_stride(own, body.runner, change(own), body.work);
  CHECK(solution.status == Status::converged);
  state.counters["iterations"] = solution.iterations;
}
BENCHMARK(anchored_scenario)->Apply(force_models);

/// The parts of one iteration, at the scenario's start.
struct Iteration {
  Body body;
  BaselineStride own = body.baseline();
  StrideProblem problem = scenario_problem(own, body.runner, change(own), 1.0);
  SolverWorkspace& work = body.work.solver(problem);

  explicit Iteration(const benchmark::State& state) : body(state) {
    work.lambda.setZero(problem.constraints(), problem.nodes);
    derivatives();
  }
  void derivatives() {
    evaluate_derivatives(problem, own.x, work.evaluation, work.values, work.jacobians);
    residuals(problem, work.values, work.r);
  }
  void linear_system() {
    assemble(problem, own.x, work.evaluation.states, work.values, work.jacobians, work.lambda, work.r, 1.0,
             work.assembly, work.H, work.g);
  }
};

void line_search_trial(benchmark::State& state) {
  Iteration it(state);
  for (auto _ : state) {
    evaluate(it.problem, it.own.x, 0.0, it.work.evaluation, it.work.trial_values);
    residuals(it.problem, it.work.trial_values, it.work.trial_r);
    benchmark::DoNotOptimize(cost(it.problem, it.own.x, it.work.evaluation.states, it.work.trial_values).total());
  }
}
BENCHMARK(line_search_trial)->Apply(force_models);

void derivatives(benchmark::State& state) {
  Iteration it(state);
  for (auto _ : state) it.derivatives();
}
BENCHMARK(derivatives)->Apply(force_models);

void assembly(benchmark::State& state) {
  Iteration it(state);
  for (auto _ : state) it.linear_system();  // mirrors two nodes' columns anew each time: other numbers, same work
}
BENCHMARK(assembly)->Apply(force_models);

void factor(benchmark::State& state) {
  Iteration it(state);
  for (auto _ : state) {
    state.PauseTiming();
    it.linear_system();  // factor() uses it up
    state.ResumeTiming();
    CHECK(it.work.H.factor());
  }
}
BENCHMARK(factor)->Apply(force_models);

void solve_step(benchmark::State& state) {
  Iteration it(state);
  it.linear_system();
  CHECK(it.work.H.factor());
  for (auto _ : state) {
    it.work.step = -it.work.g;
    it.work.H.solve(it.work.step);
    benchmark::DoNotOptimize(it.work.step.data());
  }
}
BENCHMARK(solve_step)->Apply(force_models);

}  // namespace
}  // namespace psoas
