// In which order is a stride tried, and what is read off it when found?
#include "sim/stride/stride.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"

namespace psoas {
namespace {

/// Control points that one superblock holds: force-rate rows reach three nodes, all others two.
int nodes_per_block(const StrideProblem& problem) { return problem.rate_scale.any() ? 3 : 2; }

double mean_vertical_force(const StrideProblem& problem, const StrideUnknowns& x, EvaluationData& data,
                           NodeValues& values) {
  evaluate(problem, x, 0.0, data, values);
  return values.force.row(1).mean();
}

}  // namespace

SolverWorkspace& StrideWorkspace::solver(const Runner& runner, int nodes, int per_block) {
  if (!solver_ || nodes_ != nodes || per_block_ != per_block) {
    solver_ = std::make_unique<SolverWorkspace>(runner, nodes, per_block);
    nodes_ = nodes, per_block_ = per_block;
  }
  return *solver_;
}

StrideUnknowns first_guess(const StrideProblem& problem, const ReferenceStride& reference, EvaluationData& data) {
  const Runner& runner = *problem.runner;
  const int nq = runner.nq();
  Eigen::MatrixXd states(nq + 1, problem.nodes);
  states.topRows(nq) = problem.q_target;
  states.row(nq).setZero();
  StrideUnknowns x{interpolating_control(runner, states), reference.step_duration};

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
  const int nq = runner.nq(), N = problem.nodes;
  StrideSolution out;
  out.status = result.status, out.reason = result.reason, out.iterations = result.iterations;
  out.cost = result.cost.total();
  out.step_duration = x.duration;
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
  out.force = values.force;
  out.deflection = data.states.q.row(nq).transpose() * (problem.force_unit / problem.ground.stiffness);
  out.pressure_centre.setConstant(3, N, std::nan(""));
  out.centre_of_mass.resize(3, N);
  const double in_contact = 0.02 * problem.force_unit;  // below 2 % of body weight a centre of pressure means nothing
  DynamicsData<double> one(runner);
  const auto joint = static_cast<std::size_t>(6), trunk = static_cast<std::size_t>(runner.trunk),
             pelvis = static_cast<std::size_t>(runner.pelvis);
  for (int k = 0; k < N; ++k) {
    if (const double F_y = values.force(1, k); F_y > in_contact)
      out.pressure_centre.col(k) << values.pressure(0, k) / F_y, 0.0, values.pressure(1, k) / F_y;
    for (int i = 0; i < nq; ++i) {
      const auto j = static_cast<std::size_t>(i);
      one.q[j] = out.q(i, k), one.qd[j] = out.qd(i, k), one.qdd[j] = out.qdd(i, k);
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
  const BaselineStride own = baseline;
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

}  // namespace

BaselineStride solve_baseline_stride(const Runner& runner, const ReferenceStride& reference, const ShoeOptions& shoe,
                                     const SurfaceOptions& surface, const LumbarCapacity& capacity,
                                     const StrideOptions& options, StrideWorkspace& work, double cadence_change) {
  BaselineStride baseline;
  baseline.runner = runner, baseline.reference = reference, baseline.options = options;
  baseline.ground = build_ground(runner, shoe, surface);
  // The muscles give the capacity its shape; the extension moment that costs 1 in the stride gives it its size.
  CHECK(static_cast<int>(capacity.size()) == options.nodes);
  const double extension = runner.torque_scale[6];
  double mean = 0.0;
  for (const Eigen::Matrix3d& C : capacity) mean += C(0, 0) / static_cast<double>(capacity.size());
  baseline.capacity_unit = extension * extension / mean;
  for (const Eigen::Matrix3d& C : capacity) baseline.lumbar_capacity.push_back(baseline.capacity_unit * C);

  const StrideProblem problem =
      baseline_problem(baseline.runner, reference, baseline.ground, baseline.lumbar_capacity, options);
  SolverWorkspace& solver = work.solver(runner, options.nodes, nodes_per_block(problem));
  SolverResult result;
  for (const double rho : {0.1, 0.01, 1.0}) {
    baseline.x = first_guess(problem, reference, solver.evaluation);
    SolverOptions how;
    how.rho = rho, how.iteration_limit = options.iteration_limit;
    result = solve(problem, how, baseline.x, solver);
    if (result.status == Status::converged) break;
  }
  baseline.solution = describe_stride(problem, baseline.x, result, solver.evaluation);
  if (cadence_change != 0.0 && result.status == Status::converged) change_cadence(cadence_change, baseline, solver);
  return baseline;
}

StrideSolution solve_scenario_stride(const BaselineStride& baseline, const Runner& runner, const StrideChange& change,
                                     StrideWorkspace& work) {
  const StrideProblem problem = scenario_problem(baseline, runner, change, 1.0);
  SolverWorkspace& solver = work.solver(runner, problem.nodes, nodes_per_block(problem));
  SolverOptions how;
  int spent = 0;
  const auto attempt = [&](const StrideProblem& p, double rho, int limit, StrideUnknowns& x) {
    how.rho = rho, how.iteration_limit = std::min(limit, baseline.options.iteration_limit);
    SolverResult result = solve(p, how, x, solver);
    spent += result.iterations;
    result.iterations = spent;
    return result;
  };

  // Where to start: the baseline, as much higher as the sole is thicker, and sunk into the ground as far as its own
  // force presses this ground, so that the foot is on it.
  const auto start = [&](const StrideProblem& p) {
    StrideUnknowns x = baseline.x;
    const double softer = p.force_unit / p.ground.stiffness - p.force_unit / baseline.ground.stiffness;
    x.control.row(1).array() += raised(baseline.runner, runner);
    x.control.row(1) -= softer * baseline.x.control.bottomRows(1);
    return x;
  };
  // From the baseline at once. What takes more than this is better taken in parts.
  constexpr int usual_iterations = 60;
  StrideUnknowns x = start(problem);
  SolverResult result = attempt(problem, 1.0, usual_iterations, x);
  if (result.status == Status::converged) return describe_stride(problem, x, result, solver.evaluation);

  // Along a path of growing change: halve the step where it fails.
  double done = 0.0;
  for (double step = 0.25; done < 1.0 && step > 0.03;) {
    const double next = std::min(1.0, done + step);
    const StrideProblem part = scenario_problem(baseline, runner, change, next);
    StrideUnknowns trial = done == 0.0 ? start(part) : x;
    result = attempt(part, 1.0, usual_iterations, trial);
    if (result.status != Status::converged) {
      step *= 0.5;
      continue;
    }
    x = trial, done = next;
  }
  if (done < 1.0) {  // last, with a softer penalty
    x = start(problem);
    result = attempt(problem, 0.1, baseline.options.iteration_limit, x);
  }
  return describe_stride(problem, x, result, solver.evaluation);
}

}  // namespace psoas
