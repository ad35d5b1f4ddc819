// What does one state of the runner cost: its joint moments, their derivatives, and the force of the ground on a foot?
//   build/release/bench/dynamics_bench --benchmark_repetitions=9 --benchmark_report_aggregates_only=true
// Budget per state on the target machine, in lanes: inverse dynamics 51 ns, with derivatives 445 ns (an earlier trial
// of the same kind reached these). Simbody, an independent engine, does the same inverse dynamics on the same tree
// beside it; it is the distribution's build, without this machine's own instructions, so its time is no measure of
// Simbody.
#include <benchmark/benchmark.h>

#include <numbers>

#include "models/models.h"
#include "sim/contact/foot.h"
#include "sim/dynamics/base_parameters.h"
#include "sim/dynamics/dynamics.h"
#include "sim/dynamics/turn.h"
#ifdef PSOAS_HAS_SIMBODY
#include "tests/simbody/tree.h"
#endif

namespace psoas {
namespace {

/// Eight moments spread over the measured stride at 3.5 m/s, the right foot on the ground in some of them.
struct States {
  Runner runner;
  Eigen::MatrixXd q, qd, qdd;  ///< nq x 8
};

States running_states() {
  const Models models = read_models(std::filesystem::path(PSOAS_SOURCE_DIR) / "models");
  States states{build_runner(*models.runner, {}, {}), {}, {}, {}};
  const ReferenceStride reference = build_reference(*models.reference, states.runner, 3.5);
  const double stride = 2.0 * reference.step_duration, step = 1e-3;
  for (Eigen::MatrixXd* matrix : {&states.q, &states.qd, &states.qdd}) matrix->resize(states.runner.nq(), lane_count);
  for (int k = 0; k < lane_count; ++k) {
    const double phase = (k + 0.5) / lane_count;
    const Eigen::VectorXd before = reference.q(phase - step), here = reference.q(phase),
                          after = reference.q(phase + step);
    states.q.col(k) = here;
    states.qd.col(k) = (after - before) / (2.0 * step * stride);
    states.qd(0, k) += reference.speed;
    states.qdd.col(k) = (after - 2.0 * here + before) / (step * step * stride * stride);
  }
  return states;
}

void load(const States& states, int k, DynamicsData<double>& data) {
  for (std::size_t i = 0; i < data.q.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    data.q[i] = states.q(row, k), data.qd[i] = states.qd(row, k), data.qdd[i] = states.qdd(row, k);
  }
}
void load(const States& states, int, DynamicsData<Lanes>& data) {
  for (std::size_t i = 0; i < data.q.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    for (int k = 0; k < lane_count; ++k) {
      data.q[i].set(k, states.q(row, k)), data.qd[i].set(k, states.qd(row, k)), data.qdd[i].set(k, states.qdd(row, k));
    }
  }
}

/// States that one call works on.
template <class T>
constexpr int width = 1;
template <>
constexpr int width<Lanes> = lane_count;

/// Prints the CPU time of one state: the inverse of a rate of states per second.
void per_state(benchmark::State& state, int count) {
  state.counters["per_state"] =
      benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// What `once` does to the data of a runner's states, one in double or eight in lanes.
template <class T, class Once>
void time_a_state(benchmark::State& state, int first, const Once& once) {
  const States states = running_states();
  DynamicsData<T> data(states.runner);
  load(states, first, data);
  for (auto _ : state) {
    once(states.runner, data);
    benchmark::DoNotOptimize(data.tau.data());
    benchmark::ClobberMemory();
  }
  per_state(state, width<T>);
}

template <class T>
void inverse_dynamics_of_a_state(benchmark::State& state) {
  time_a_state<T>(state, 3, [](const Runner& runner, DynamicsData<T>& data) { inverse_dynamics(runner, data); });
}
BENCHMARK(inverse_dynamics_of_a_state<double>);
BENCHMARK(inverse_dynamics_of_a_state<Lanes>);

template <class T>
void joint_torques_of_a_state(benchmark::State& state) {
  const BaseParameters base = base_parameters(running_states().runner);
  time_a_state<T>(state, 3, [&](const Runner& runner, DynamicsData<T>& data) {
    set_turns(runner, data);
    joint_torques(base, data);
  });
}
BENCHMARK(joint_torques_of_a_state<double>);
BENCHMARK(joint_torques_of_a_state<Lanes>);

template <class T>
void places_and_velocities(benchmark::State& state) {
  time_a_state<T>(state, 3, [](const Runner& runner, DynamicsData<T>& data) { forward_kinematics(runner, data); });
}
BENCHMARK(places_and_velocities<Lanes>);

template <class T>
void torques_and_mass_matrix(benchmark::State& state) {
  const States states = running_states();
  DynamicsData<T> data(states.runner);
  load(states, 3, data);
  for (auto _ : state) {
    torques_and_masses(states.runner, data);
    benchmark::DoNotOptimize(data.dtau_dqdd.data());
    benchmark::ClobberMemory();
  }
  per_state(state, width<T>);
}
BENCHMARK(torques_and_mass_matrix<Lanes>);

template <class T>
void derivatives_of_inverse_dynamics(benchmark::State& state) {
  time_a_state<T>(state, 3,
                  [](const Runner& runner, DynamicsData<T>& data) { inverse_dynamics_derivatives(runner, data); });
}
BENCHMARK(derivatives_of_inverse_dynamics<double>);
BENCHMARK(derivatives_of_inverse_dynamics<Lanes>);

/// The same of the ground's force on a foot of a state whose bodies are placed.
template <class T, class Once>
void time_a_foot(benchmark::State& state, const Once& once) {
  FootForce<T> force;
  bool placed = false;
  Ground ground;
  time_a_state<T>(state, 1, [&](const Runner& runner, DynamicsData<T>& data) {
    if (!placed) inverse_dynamics(runner, data), ground = build_ground(runner, {}, {}), placed = true;
    once(ground, data, force);
    benchmark::DoNotOptimize(force);
  });
}

template <class T>
void force_on_the_foot(benchmark::State& state) {
  time_a_foot<T>(state, [](const Ground& ground, const DynamicsData<T>& data, FootForce<T>& force) {
    foot_force(ground, data, T(1e-4), T(0.01), force);
  });
}
BENCHMARK(force_on_the_foot<double>);
BENCHMARK(force_on_the_foot<Lanes>);

template <class T>
void derivatives_of_the_force_on_the_foot(benchmark::State& state) {
  time_a_foot<T>(state, [](const Ground& ground, const DynamicsData<T>& data, FootForce<T>& force) {
    foot_force_derivatives(ground, data, T(1e-4), T(0.01), force);
  });
}
BENCHMARK(derivatives_of_the_force_on_the_foot<double>);
BENCHMARK(derivatives_of_the_force_on_the_foot<Lanes>);

#ifdef PSOAS_HAS_SIMBODY
void inverse_dynamics_by_simbody(benchmark::State& state) {
  const States states = running_states();
  SimbodyTree tree(states.runner);
  Eigen::VectorXd tau;
  int k = 0;
  for (auto _ : state) {
    // Another state each time: Simbody keeps what has not changed.
    k = (k + 1) % lane_count;
    tree.inverse_dynamics(states.q.col(k), states.qd.col(k), states.qdd.col(k), tau);
    benchmark::DoNotOptimize(tau.data());
  }
  per_state(state, 1);
}
BENCHMARK(inverse_dynamics_by_simbody);
#endif

}  // namespace
}  // namespace psoas
