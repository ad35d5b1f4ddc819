// In which order is a stride tried, and what is read off it when found?
#include "sim/stride/stride.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/core/check.h"
#include "sim/stride/leg_movement.h"
#include "sim/stride/weights.h"

namespace psoas {
namespace {

/// Control points that one superblock holds: force-rate rows reach three nodes, all others two.
int nodes_per_block(const StrideProblem& problem) { return problem.rate_scale.any() ? 3 : 2; }

/// What takes more than this is better taken in parts.
constexpr int usual_iterations = 60;

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

/// Solves problem_at(1) from start(problem, 1) at once; else along a path of growing change, whose steps halve where
/// they fail; last with a softer penalty.
template <class ProblemAt, class Start>
StrideSolution solve_along(const ProblemAt& problem_at, const Start& start, const StrideOptions& options,
                           StrideWorkspace& work, StrideUnknowns& x) {
  const StrideProblem problem = problem_at(1.0);
  SolverWorkspace& solver = work.solver(problem);
  SolverOptions how;
  int spent = 0;
  const auto attempt = [&](const StrideProblem& p, double rho, int limit, StrideUnknowns& from) {
    how.rho = rho, how.iteration_limit = std::min(limit, options.iteration_limit);
    SolverResult result = solve(p, how, from, solver);
    spent += result.iterations;
    result.iterations = spent;
    return result;
  };

  // At once.
  x = start(problem, 1.0);
  SolverResult result = attempt(problem, 1.0, usual_iterations, x);
  if (result.status == Status::converged) return describe_stride(problem, x, result, solver.evaluation);

  // In parts.
  double done = 0.0;
  for (double step = 0.25; done < 1.0 && step > 0.03;) {
    const double next = std::min(1.0, done + step);
    const StrideProblem part = problem_at(next);
    StrideUnknowns trial = done == 0.0 ? start(part, next) : x;
    result = attempt(part, 1.0, usual_iterations, trial);
    if (result.status != Status::converged) {
      step *= 0.5;
      continue;
    }
    x = trial, done = next;
  }
  if (done < 1.0) {
    x = start(problem, 1.0);
    result = attempt(problem, 0.1, options.iteration_limit, x);
  }
  return describe_stride(problem, x, result, solver.evaluation);
}

}  // namespace

SolverWorkspace& StrideWorkspace::solver(const StrideProblem& problem) {
  const int per_block = nodes_per_block(problem);
  if (!solver_ || nodes_ != problem.nodes || per_block_ != per_block || feet_ != problem.feet()) {
    solver_ = std::make_unique<SolverWorkspace>(*problem.runner, problem.nodes, per_block, problem.feet());
    nodes_ = problem.nodes, per_block_ = per_block, feet_ = problem.feet();
  }
  return *solver_;
}

StrideUnknowns scenario_start(const BaselineStride& baseline, const StrideProblem& problem) {
  StrideUnknowns x = problem.period() == Period::step ? baseline.x : both_steps(baseline.runner, baseline.x);
  x.control.row(1).array() += raised(baseline.runner, *problem.runner);
  for (int f = 0; f < problem.feet(); ++f) {
    const double softer = problem.force_unit / problem.ground[static_cast<std::size_t>(f)].stiffness -
                          problem.force_unit / baseline.ground.stiffness;
    x.control.row(1) -= softer * x.control.row(baseline.runner.nq() + f);
  }
  return x;
}

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

StrideSolution describe_stride(const StrideProblem& problem, const StrideUnknowns& x, const SolverResult& result,
                               EvaluationData& data) {
  const Runner& runner = *problem.runner;
  const int nq = runner.nq(), N = problem.nodes, feet = problem.feet();
  StrideSolution out;
  out.status = result.status, out.reason = result.reason, out.iterations = result.iterations;
  out.cost = result.cost.total();
  out.step_duration = x.duration / feet, out.one_step = feet == 1;
  out.up = problem.lift / Runner::gravity + Eigen::Vector3d::UnitY();
  out.ground = problem.ground;
  out.control = x.control;

  // Between the knots nothing enforces the physics: the residual there is the error of the mesh.
  NodeValues values;
  Eigen::MatrixXd r;
  evaluate(problem, x, 0.5, data, values);
  residuals(problem, values, r);
  out.mesh_error = std::sqrt(r.squaredNorm() / static_cast<double>(r.size()));
  evaluate(problem, x, 0.0, data, values);
  residuals(problem, values, r);
  out.constraint_violation = r.cwiseAbs().maxCoeff();

  out.q = data.states.q.topRows(nq), out.qd = data.states.qd.topRows(nq), out.qdd = data.states.qdd.topRows(nq);
  out.tau = values.tau;
  out.tau.topRows(6).setZero();
  if (problem.given) {  // muscles pull whether they are active or not: theirs is the whole moment
    const std::array<int, given_count> at = given_coordinates(runner);
    GivenVector angle;
    Given given;
    for (Eigen::Index k = 0; k < N; ++k) {
      for (int c = 0; c < given_count; ++c) angle[c] = out.q(at[static_cast<std::size_t>(c)], k);
      problem.given(k, angle, given);
      for (int c = 0; c < given_count; ++c)
        out.tau(at[static_cast<std::size_t>(c)], k) += problem.given_share * given.moment[c];
    }
  }
  out.force = values.force;
  out.deflection = data.states.q.bottomRows(feet);
  for (int f = 0; f < feet; ++f)
    out.deflection.row(f) *= problem.force_unit / problem.ground[static_cast<std::size_t>(f)].stiffness;
  out.pressure_centre.setConstant(3 * feet, N, std::nan(""));
  out.centre_of_mass.resize(3, N);
  const double in_contact = 0.02 * problem.force_unit;  // below 2 % of body weight a centre of pressure means nothing
  DynamicsData<double> one(runner);
  const auto joint = static_cast<std::size_t>(6), trunk = static_cast<std::size_t>(runner.trunk),
             pelvis = static_cast<std::size_t>(runner.pelvis);
  for (int k = 0; k < N; ++k) {
    for (int f = 0; f < feet; ++f)
      if (const double F_y = values.force(3 * f + 1, k); F_y > in_contact)
        out.pressure_centre.col(k).segment<3>(3 * f) << values.pressure(2 * f, k) / F_y, 0.0,
            values.pressure(2 * f + 1, k) / F_y;
    for (int i = 0; i < nq; ++i) {
      const auto j = static_cast<std::size_t>(i);
      one.q[j] = out.q(i, k), one.qd[j] = out.qd(i, k);
      one.qdd[j] = out.qdd(i, k) + (i < 3 ? problem.lift[i] : 0.0);  // so that a - g is right on a slope
    }
    inverse_dynamics_derivatives(runner, one);  // for the forces of subtrees
    out.centre_of_mass.col(k) = mechanics(runner, one).centre_of_mass;

    // The trunk's subtree at the lumbar joint, seen from the pelvis.
    const Vec3<double> p = one.origin[joint];
    const Spatial<double>&f = one.f[trunk], &v = one.v[trunk], &a = one.a[trunk];
    const Mat3<double>& R = one.R[pelvis];
    const auto in_pelvis = [&R](const Vec3<double>& w) {
      const Vec3<double> u = transposed(R, w);
      return Eigen::Vector3d(u.x, u.y, u.z);
    };
    TrunkDemand demand;
    demand.joint = runner.links[joint].offset;
    demand.force = in_pelvis(f.linear);
    demand.moment = in_pelvis(f.angular - cross(p, f.linear));
    demand.specific_force =
        in_pelvis(a.linear + cross(a.angular, p) + cross(v.angular, v.linear + cross(v.angular, p)));
    demand.omega = in_pelvis(v.angular);
    demand.alpha = in_pelvis(a.angular);
    out.trunk.push_back(demand);
  }
  return out;
}

namespace {

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
/// touch-down, its moments, accelerations, step time and force rates; as on a slope the force itself is not asked for.
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

StrideSolution solve_scenario_stride(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                                     StrideWorkspace& work) {
  StrideUnknowns x;
  return solve_along([&](double fraction) { return scenario_problem(baseline, runner, change, fraction); },
                     [&](const StrideProblem& problem, double) { return scenario_start(baseline, problem); },
                     baseline.options, work, x);
}

StrideSolution solve_below_ceilings(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                                    const StrideSolution& from, StrideWorkspace& work) {
  const StrideProblem problem = scenario_problem(baseline, runner, change, 1.0);
  StrideUnknowns x{from.control, from.duration(), problem.period()};
  SolverOptions how;
  how.rho = 1.0, how.iteration_limit = std::min(usual_iterations, baseline.options.iteration_limit);
  SolverResult result = solve(problem, how, x, work.solver(problem));
  result.iterations += from.iterations;
  return describe_stride(problem, x, result, work.solver(problem).evaluation);
}

}  // namespace psoas
