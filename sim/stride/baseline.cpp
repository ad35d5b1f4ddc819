// How is a runner's own stride found? From measured motion; then, where asked, with other feet, at another cadence, on
// a slope.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/core/check.h"
#include "sim/stride/along.h"
#include "sim/stride/leg_movement.h"
#include "sim/stride/weights.h"

namespace psoas {
namespace {

double mean_vertical_force(const StrideProblem& problem, const StrideUnknowns& x, EvaluationData& data,
                           NodeValues& values) {
  evaluate(problem, x, 0.0, data, values);
  return values.force.row(1).mean();
}

/// The muscles give the capacity its shape; the extension moment that costs 1 in the stride gives it its size.
void set_capacity(const LumbarCapacity& capacity, BaselineStride& baseline) {
  CHECK(static_cast<int>(capacity.size()) == baseline.options.nodes);
  const double extension = baseline.runner.torque_scale[6];
  double mean = 0.0;
  for (const Eigen::Matrix3d& C : capacity) mean += C(0, 0) / static_cast<double>(capacity.size());
  baseline.capacity_unit = extension * extension / mean;
  baseline.lumbar_capacity.clear();
  for (const Eigen::Matrix3d& C : capacity) baseline.lumbar_capacity.push_back(baseline.capacity_unit * C);
}

/// The free stride's targets for a step of another duration: accelerations of the body as a whole stay, so height and
/// fore-aft sway shrink with the square of time; what turns turns by the same angles.
void rescale(double ratio, StrideProblem& problem) {
  for (const int i : {0, 1}) {
    const double mean = problem.q_target.row(i).mean();
    problem.q_target.row(i).array() = mean + ratio * ratio * (problem.q_target.row(i).array() - mean);
  }
  problem.qdd_target.bottomRows(problem.runner->nq() - 2) /= ratio * ratio;
  problem.rate_target /= ratio;
}

/// From the free stride to the same runner's at another step rate, in parts that halve where they fail.
void change_cadence(double change, BaselineStride& baseline, SolverWorkspace& solver) {
  BaselineStride own = baseline;
  own.options.steps = Steps::as_needed;  // left and right are alike
  const double T0 = own.x.duration;
  SolverResult result;
  int spent = own.solution.iterations;
  for (double done = 0.0, part = 1.0; done < 1.0 && part > 0.1;) {
    const double next = std::min(1.0, done + part), T = T0 / (1.0 + next * change);
    StrideProblem problem = scenario_problem(own, own.runner, {}, 1.0);
    rescale(T / T0, problem);
    hold_duration(T, problem);
    StrideUnknowns x = baseline.x;
    const double mean = x.control.row(1).mean(), shrink = std::pow(T / x.duration, 2);
    x.control.row(1).array() = mean + shrink * (x.control.row(1).array() - mean);
    x.duration = T;
    SolverOptions how;
    how.rho = 1.0, how.iteration_limit = own.options.iteration_limit;
    result = solve(problem, how, x, solver);
    result.iterations = spent += result.iterations;
    baseline.solution = describe_stride(problem, x, result, solver.evaluation);
    if (result.status == Status::converged)
      baseline.x = x, done = next;
    else
      part *= 0.5;
  }
  baseline.cadence_held = true;
}

/// From the free stride to that of the same runner who sets the feet down otherwise: the free one's legs turned at
/// touch-down, its moments, accelerations, step time and force rates; the force itself is asked for only where measured
/// force is tracked, and then it is the heel striker's.
void change_foot_strike(double change, BaselineStride& baseline, StrideWorkspace& work) {
  const BaselineStride own = baseline;
  const Runner& runner = own.runner;
  const Eigen::Index nq = runner.nq();
  const Stance stance = stance_of(runner, own.solution);
  const auto problem_at = [&](double fraction) {
    StrideProblem problem = slope_problem(own, own.reference, own.lumbar_capacity, 0.0);
    move_legs(runner, own.solution, 0.0, 0.0, fraction * change, problem.q_target);
    Eigen::MatrixXd moved = Eigen::MatrixXd::Zero(nq + 1, problem.nodes);  // the ground's row rests
    moved.topRows(nq) = problem.q_target - own.solution.q;
    StrideStates states;
    stride_states(runner, {interpolating_control(runner, moved, Period::step), own.solution.step_duration}, 0.0, 0.0,
                  states);
    problem.qdd_target += states.qdd.topRows(nq);

    // Around touch-down the asked leg is worth more the more is asked of it: else the foot is lifted to land flat.
    constexpr double asked_unit = 4.0 * std::numbers::pi / 180.0;  // worth as much again [rad]; assumption
    problem.place_worth.setOnes(nq, problem.nodes);
    for (Eigen::Index k = 0; k < problem.nodes; ++k) {
      for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
        const double window = strike_window(stance, after_touch_down(stance, k, problem.nodes, side));
        const int knee = runner.shank[side];
        CHECK(runner.links[static_cast<std::size_t>(knee + 1)].parent == knee && runner.thigh[side] + 1 == knee);
        for (const int i : {runner.thigh[side] - 2, knee, knee + 1, runner.toes[side]})
          problem.place_worth(i, k) = std::sqrt(1.0 + std::pow(fraction * change * window / asked_unit, 2));
      }
    }
    return problem;
  };
  const auto start = [&](const StrideProblem&, double) { return own.x; };
  baseline.solution = solve_along(problem_at, start, own.options, work, baseline.x);
  baseline.solution.iterations += own.solution.iterations;
}

}  // namespace

StrideUnknowns first_guess(const StrideProblem& problem, const ReferenceStride& reference, EvaluationData& data) {
  const Runner& runner = *problem.runner;
  const int nq = runner.nq();
  Eigen::MatrixXd states(nq + 1, problem.nodes);
  states.topRows(nq) = problem.q_target;
  states.row(nq).setZero();
  StrideUnknowns x{interpolating_control(runner, states, Period::step), reference.step_duration};

  // The height of the pelvis decides the force: halve an interval that brackets mean vertical force = body weight.
  NodeValues values;
  const Eigen::VectorXd height = x.control.row(1);
  double low = -0.15, high = 0.15;
  for (int i = 0; i < 30; ++i) {
    const double middle = 0.5 * (low + high);
    x.control.row(1) = height.transpose().array() + middle;
    (mean_vertical_force(problem, x, data, values) > problem.force_unit ? low : high) = middle;
  }
  x.control.row(nq) = values.force.row(1) / problem.force_unit;
  return x;
}

BaselineStride solve_baseline_stride(const Runner& runner, const ReferenceStride& reference, const ShoeOptions& shoe,
                                     const SurfaceOptions& surface, const LumbarCapacity& capacity,
                                     const StrideOptions& options, StrideWorkspace& work, double cadence_change,
                                     double foot_strike_change) {
  BaselineStride baseline;
  baseline.runner = runner, baseline.reference = reference, baseline.options = options;
  baseline.ground = build_ground(runner, shoe, surface);
  set_capacity(capacity, baseline);
  const StrideProblem problem =
      baseline_problem(baseline.runner, reference, baseline.ground, baseline.lumbar_capacity, options);
  SolverWorkspace& solver = work.solver(problem);
  SolverResult result;
  for (const double rho : {0.1, 0.01, 1.0}) {
    baseline.x = first_guess(problem, reference, solver.evaluation);
    SolverOptions how;
    how.rho = rho, how.iteration_limit = options.iteration_limit;
    result = solve(problem, how, baseline.x, solver);
    if (result.status == Status::converged) break;
  }
  baseline.solution = describe_stride(problem, baseline.x, result, solver.evaluation);
  if (foot_strike_change != 0.0 && baseline.solution.status == Status::converged)
    change_foot_strike(foot_strike_change, baseline, work);
  if (cadence_change != 0.0 && baseline.solution.status == Status::converged)
    change_cadence(cadence_change, baseline, solver);
  return baseline;
}

BaselineStride solve_baseline_on_slope(const BaselineStride& level, const ReferenceStride& reference,
                                       const LumbarCapacity& capacity, StrideWorkspace& work) {
  BaselineStride baseline = level;
  baseline.reference = reference;
  if (level.solution.status != Status::converged) return baseline;
  set_capacity(capacity, baseline);
  const Eigen::Index nq = level.runner.nq(), nodes = level.solution.q.cols();
  Eigen::MatrixXd turned = Eigen::MatrixXd::Zero(nq + 1, nodes);
  turned.topRows(nq) = baseline_postures(level.runner, reference, static_cast<int>(nodes)) -
                       baseline_postures(level.runner, level.reference, static_cast<int>(nodes));
  turned = interpolating_control(level.runner, turned, Period::step);
  baseline.solution =
      solve_along([&](double fraction) { return slope_problem(level, reference, baseline.lumbar_capacity, fraction); },
                  [&](const StrideProblem&, double fraction) {
                    return StrideUnknowns{level.x.control + fraction * turned, level.x.duration};
                  },
                  level.options, work, baseline.x);
  baseline.solution.iterations += level.solution.iterations;
  return baseline;
}

}  // namespace psoas
