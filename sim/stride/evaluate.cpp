// How do dynamics and contact become rows and their derivatives by the control points?
#include "sim/stride/evaluate.h"

#include <algorithm>

#include "sim/stride/local_jacobian.h"

namespace psoas {
namespace {

using Index = std::size_t;

// In the other foot's step the ground is so far below a foot: tilted footings are no planes without end, and a swinging
// foot is no more looked at than in a single step.
constexpr double far_below = 1.0;  // [m]

/// Loads nodes first ... first+7 into the lanes; past the end the last node is repeated. Ground that slopes is level
/// ground in a lift: what the slope adds to gravity is added to the acceleration of the root.
Instant load(const StrideProblem& problem, const StrideUnknowns& x, double u, int first, EvaluationData& data) {
  Instant now;
  DynamicsData<Lanes>& d = data.dynamics;
  const StrideStates& states = data.states;
  const auto nq = static_cast<Index>(problem.runner->nq());
  const double h = x.duration / problem.nodes;
  for (int lane = 0; lane < lane_count; ++lane) {
    const int k = std::min(first + lane, problem.nodes - 1);
    for (Index i = 0; i < nq; ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      d.q[i].set(lane, states.q(row, k));
      d.qd[i].set(lane, states.qd(row, k));
      d.qdd[i].set(lane, states.qdd(row, k) + (row < 3 ? problem.lift[row] : 0.0));
    }
    for (Index f = 0; f < problem.ground.size(); ++f) {
      const auto row = static_cast<Eigen::Index>(nq + f);
      now.s[f][0].set(lane, states.q(row, k)), now.s[f][1].set(lane, states.qd(row, k)),
          now.s[f][2].set(lane, states.qdd(row, k));
      const bool own_step = static_cast<Index>(k * problem.feet() / problem.nodes) == f;
      now.away[f].set(lane, own_step ? 0.0 : far_below);
    }
    now.time.set(lane, (k + u) * h);
  }
  return now;
}

/// Deflection of a foot's ground less its plane's level. The motion is seen by one who goes along at the mean speed:
/// the ground comes backward, and where it rises forward its level falls.
Lanes depth(const StrideProblem& problem, const Ground& ground, const Instant& now, Index f) {
  return Lanes(problem.force_unit / ground.stiffness) * now.s[f][0] - Lanes(ground.level) + now.away[f] +
         Lanes(ground.axes(0, 1) * problem.speed) * now.time;
}
Lanes depth_rate(const StrideProblem& problem, const Ground& ground, const Instant& now, Index f) {
  return Lanes(problem.force_unit / ground.stiffness) * now.s[f][1];
}

/// What is left for the runner to make of the joint moments: τ -= Jᵀ wrench along the chains from root to toes, and
/// less what joints and shoe give by themselves.
void subtract_given(const StrideProblem& problem, EvaluationData& data) {
  const Runner& runner = *problem.runner;
  DynamicsData<Lanes>& d = data.dynamics;
  for (Index f = 0; f < problem.ground.size(); ++f)
    for (const int i : problem.ground[f].chain)
      d.tau[static_cast<Index>(i)] -= dot(d.S[static_cast<Index>(i)], beyond(problem.ground[f], data.contact[f], i));
  for (const int sprung : runner.sprung) {
    const auto i = static_cast<Index>(sprung);
    d.tau[i] += Lanes(runner.stiffness[i]) * (d.q[i] - Lanes(runner.rest[i])) + Lanes(runner.damping[i]) * d.qd[i];
  }
}

/// What joints give by themselves beyond the default, at nodes first ... first+7.
void set_given(const StrideProblem& problem, int first, EvaluationData& data) {
  if (!problem.given) return;
  const std::array<int, given_count> at = given_coordinates(*problem.runner);
  GivenVector q;
  for (int lane = 0; lane < lane_count; ++lane) {
    const Eigen::Index k = std::min(first + lane, problem.nodes - 1);
    for (int c = 0; c < given_count; ++c) q[c] = data.states.q(at[static_cast<Index>(c)], k);
    problem.given(k, q, data.given[static_cast<Index>(lane)]);
  }
  for (int c = 0; c < given_count; ++c) {
    Lanes moment(0.0);
    for (int lane = 0; lane < lane_count; ++lane)
      moment.set(lane, problem.given_share * data.given[static_cast<Index>(lane)].moment[c]);
    data.dynamics.tau[static_cast<Index>(at[static_cast<Index>(c)])] -= moment;
  }
}

Lanes ground_residual(const StrideProblem& problem, const Instant& now, Index f, const Lanes& normal) {
  const Ground& g = problem.ground[f];
  return now.s[f][0] + Lanes(g.damping / g.stiffness) * now.s[f][1] + Lanes(g.moving_mass / g.stiffness) * now.s[f][2] -
         Lanes(1.0 / problem.force_unit) * normal;
}

void store(const StrideProblem& problem, const EvaluationData& data, const Instant& now, int first,
           NodeValues& values) {
  for (Index f = 0; f < problem.ground.size(); ++f) {
    const FootForce<Lanes>& contact = data.contact[f];
    const Lanes residual = ground_residual(problem, now, f, contact.normal);
    const auto foot = static_cast<Eigen::Index>(f);
    for (int lane = 0; lane < lane_count && first + lane < problem.nodes; ++lane) {
      const int k = first + lane;
      const Vec3<Lanes>& F = contact.wrench.linear;
      values.force.col(k).segment<3>(3 * foot) << F.x[lane], F.y[lane], F.z[lane];
      values.pressure.col(k).segment<2>(2 * foot) << contact.moment_of_pressure_x[lane],
          contact.moment_of_pressure_z[lane];
      values.ground(foot, k) = residual[lane];
    }
  }
  for (int lane = 0; lane < lane_count && first + lane < problem.nodes; ++lane)
    for (Eigen::Index i = 0; i < values.tau.rows(); ++i)
      values.tau(i, first + lane) = data.dynamics.tau[static_cast<Index>(i)][lane];
}

void resize(const StrideProblem& problem, NodeValues& values) {
  const int n = problem.nodes, feet = problem.feet();
  values.tau.resize(problem.runner->nq(), n), values.force.resize(3 * feet, n);
  values.pressure.resize(2 * feet, n), values.ground.resize(feet, n);
}

}  // namespace

EvaluationData::EvaluationData(const Runner& runner, int feet) : dynamics(runner), contact(static_cast<Index>(feet)) {
  const RowMap map(runner.nq(), feet);
  jacobian.assign(static_cast<Index>(map.count) * 3 * static_cast<Index>(runner.nq() + feet), Lanes(0.0));
}

void evaluate(const StrideProblem& problem, const StrideUnknowns& x, double u, EvaluationData& data,
              NodeValues& values) {
  resize(problem, values);
  stride_states(*problem.runner, x, problem.speed, u, data.states);
  for (int first = 0; first < problem.nodes; first += lane_count) {
    const Instant now = load(problem, x, u, first, data);
    forward_kinematics(*problem.runner, data.dynamics);
    joint_torques(problem.base, data.dynamics);
    set_given(problem, first, data);
    for (Index f = 0; f < problem.ground.size(); ++f)
      foot_force(problem.ground[f], data.dynamics, depth(problem, problem.ground[f], now, f),
                 depth_rate(problem, problem.ground[f], now, f), data.contact[f]);
    subtract_given(problem, data);
    store(problem, data, now, first, values);
  }
}

void evaluate_derivatives(const StrideProblem& problem, const StrideUnknowns& x, EvaluationData& data,
                          NodeValues& values, NodeJacobians& jacobians) {
  resize(problem, values);
  jacobians.resize(static_cast<Index>(problem.nodes));
  for (RowMatrix& J : jacobians) J.resize(RowMap(problem).count, 3 * problem.rows() + 1);
  stride_states(*problem.runner, x, problem.speed, 0.0, data.states);
  LocalJacobian local(problem, data);
  for (int first = 0; first < problem.nodes; first += lane_count) {
    const Instant now = load(problem, x, 0.0, first, data);
    inverse_dynamics_derivatives(*problem.runner, data.dynamics);
    set_given(problem, first, data);
    local.set_zero();
    local.add_body();
    local.add_given();
    for (Index f = 0; f < problem.ground.size(); ++f) {
      foot_force_derivatives(problem.ground[f], data.dynamics, depth(problem, problem.ground[f], now, f),
                             depth_rate(problem, problem.ground[f], now, f), data.contact[f]);
      local.add_contact(f);
    }
    subtract_given(problem, data);
    store(problem, data, now, first, values);
    local.store(x, first, now, jacobians);
  }
}

}  // namespace psoas
