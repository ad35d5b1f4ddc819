// How do dynamics and contact become rows and their derivatives by the control points?
#include "sim/stride/evaluate.h"

#include <algorithm>

namespace psoas {
namespace {

using Index = std::size_t;

/// Loads nodes first ... first+7 into the lanes; past the end the last node is repeated.
void load(const StrideStates& states, int first, DynamicsData<Lanes>& data, Lanes (&s)[3]) {
  const auto n = static_cast<int>(states.q.cols());
  const auto nq = static_cast<Index>(states.q.rows() - 1);
  for (int lane = 0; lane < lane_count; ++lane) {
    const int k = std::min(first + lane, n - 1);
    for (Index i = 0; i < nq; ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      data.q[i].set(lane, states.q(row, k));
      data.qd[i].set(lane, states.qd(row, k));
      data.qdd[i].set(lane, states.qdd(row, k));
    }
    const auto row = static_cast<Eigen::Index>(nq);
    s[0].set(lane, states.q(row, k)), s[1].set(lane, states.qd(row, k)), s[2].set(lane, states.qdd(row, k));
  }
}

/// What the ground does to all beyond link i of the chain: to the toes alone beyond their joint, else to both bodies.
const Spatial<Lanes>& beyond(const Ground& ground, const FootForce<Lanes>& contact, int i) {
  return i == ground.link[1] ? contact.on[1].wrench : contact.wrench;
}

/// What is left for the runner to make of the joint moments: τ -= Jᵀ wrench along the chain from root to toes, and less
/// what joints and shoe give by themselves.
void subtract_given(const Runner& runner, const Ground& ground, const FootForce<Lanes>& contact,
                    DynamicsData<Lanes>& data) {
  for (const int i : ground.chain)
    data.tau[static_cast<Index>(i)] -= dot(data.S[static_cast<Index>(i)], beyond(ground, contact, i));
  for (const int sprung : runner.sprung) {
    const auto i = static_cast<Index>(sprung);
    data.tau[i] +=
        Lanes(runner.stiffness[i]) * (data.q[i] - Lanes(runner.rest[i])) + Lanes(runner.damping[i]) * data.qd[i];
  }
}

Lanes ground_residual(const StrideProblem& problem, const Lanes (&s)[3], const Lanes& force_y) {
  const Ground& g = problem.ground;
  return s[0] + Lanes(g.damping / g.stiffness) * s[1] + Lanes(g.moving_mass / g.stiffness) * s[2] -
         Lanes(1.0 / problem.force_unit) * force_y;
}

void store(const DynamicsData<Lanes>& data, const FootForce<Lanes>& contact, const Lanes& ground, int first,
           NodeValues& values) {
  const auto n = static_cast<int>(values.tau.cols());
  for (int lane = 0; lane < lane_count && first + lane < n; ++lane) {
    const int k = first + lane;
    for (Eigen::Index i = 0; i < values.tau.rows(); ++i) values.tau(i, k) = data.tau[static_cast<Index>(i)][lane];
    values.force.col(k) << contact.wrench.linear.x[lane], contact.wrench.linear.y[lane], contact.wrench.linear.z[lane];
    values.pressure.col(k) << contact.moment_of_pressure_x[lane], contact.moment_of_pressure_z[lane];
    values.ground[k] = ground[lane];
  }
}

void resize(const Runner& runner, Eigen::Index n, NodeValues& values) {
  values.tau.resize(runner.nq(), n), values.force.resize(3, n), values.pressure.resize(2, n), values.ground.resize(n);
}

/// Derivatives of all rows by q, qd, qdd (nq + 1 each), row by row in data.jacobian: [row][which][variable].
void local_jacobian(const StrideProblem& problem, EvaluationData& data) {
  const Runner& runner = *problem.runner;
  const Ground& g = problem.ground;
  DynamicsData<Lanes>& d = data.dynamics;
  const FootForce<Lanes>& contact = data.contact;
  const auto nq = static_cast<Index>(runner.nq()), nv = nq + 1;
  const RowMap map(runner.nq());
  const Lanes zero(0.0);

  const auto row_of = [&](Index coordinate) {
    return static_cast<Index>(coordinate < 6 ? map.root + static_cast<int>(coordinate)
                                             : static_cast<int>(coordinate) - 6);
  };
  const auto at = [&](Index row, Index which, Index variable) -> Lanes& {
    return data.jacobian[(row * 3 + which) * nv + variable];
  };
  std::fill(data.jacobian.begin(), data.jacobian.end(), zero);

  // The body: analytic derivatives of inverse dynamics.
  for (Index i = 0; i < nq; ++i) {
    const Index row = row_of(i);
    for (Index j = 0; j < nq; ++j) {
      at(row, 0, j) = d.dtau_dq[i * nq + j];
      at(row, 1, j) = d.dtau_dqd[i * nq + j];
      at(row, 2, j) = d.dtau_dqdd[i * nq + j];
    }
  }

  // The contact: how the wrench changes with every coordinate of the leg it stands on.
  const auto combine = [](const std::array<Spatial<Lanes>, 6>& columns, const Spatial<Lanes>& twist) {
    return twist.angular.x * columns[0] + twist.angular.y * columns[1] + twist.angular.z * columns[2] +
           twist.linear.x * columns[3] + twist.linear.y * columns[4] + twist.linear.z * columns[5];
  };
  const auto spread = [&](const Spatial<Lanes>& on_foot, const Spatial<Lanes>& on_toes, Index which, Index variable) {
    const Spatial<Lanes> change = on_foot + on_toes;
    for (const int i : g.chain)
      at(row_of(static_cast<Index>(i)), which, variable) -=
          dot(d.S[static_cast<Index>(i)], i == g.link[1] ? on_toes : change);
    const auto force = static_cast<Index>(map.force);
    at(force, which, variable) = change.linear.x, at(force + 1, which, variable) = change.linear.y,
                     at(force + 2, which, variable) = change.linear.z;
    at(static_cast<Index>(map.ground), which, variable) = Lanes(-1.0 / problem.force_unit) * change.linear.y;
  };
  for (const int chain_j : g.chain) {
    const auto j = static_cast<Index>(chain_j);
    std::array<Spatial<Lanes>, 2> by_q, by_qd;
    for (const Index b : {Index{0}, Index{1}}) {
      by_q[b] = by_qd[b] = Spatial<Lanes>::zero();
      if (chain_j > g.link[b]) continue;  // the toes' joint does not move the foot
      const BodyForce<Lanes>& on = contact.on[b];
      const Spatial<Lanes> velocity_change = cross_motion(d.S[j], d.v[static_cast<Index>(g.link[b])] - d.v[j]);
      by_q[b] = combine(on.by_displacement, d.S[j]) + combine(on.by_velocity, velocity_change);
      by_qd[b] = combine(on.by_velocity, d.S[j]);
    }
    spread(by_q[0], by_q[1], 0, j);
    spread(by_qd[0], by_qd[1], 1, j);
    // The wrench stays in the world while the axes above j turn: ∂S_i/∂q_j = S_j × S_i for i beyond j.
    for (const int chain_i : g.chain)
      if (chain_i > chain_j)
        at(row_of(static_cast<Index>(chain_i)), 0, j) +=
            dot(d.S[static_cast<Index>(chain_i)], cross_force(d.S[j], beyond(g, contact, chain_i)));
  }

  // The ground element: deflection d = s BW / k.
  const Lanes per_s(problem.force_unit / g.stiffness);
  spread(per_s * contact.on[0].by_deflection, per_s * contact.on[1].by_deflection, 0, nq);
  spread(per_s * contact.on[0].by_deflection_rate, per_s * contact.on[1].by_deflection_rate, 1, nq);
  const auto ground = static_cast<Index>(map.ground);
  at(ground, 0, nq) += Lanes(1.0);
  at(ground, 1, nq) += Lanes(g.damping / g.stiffness);
  at(ground, 2, nq) += Lanes(g.moving_mass / g.stiffness);

  // What joints give by themselves.
  for (const int sprung : runner.sprung) {
    const auto i = static_cast<Index>(sprung);
    at(row_of(i), 0, i) += Lanes(runner.stiffness[i]);
    at(row_of(i), 1, i) += Lanes(runner.damping[i]);
  }
}

/// Chain rule from (q, qd, qdd) at the knot to the control points and T, and out of the lanes.
void store_jacobians(const StrideProblem& problem, const StrideUnknowns& x, int first, const Lanes (&s)[3],
                     EvaluationData& data, NodeJacobians& jacobians) {
  const auto nq = static_cast<Index>(problem.runner->nq()), nv = nq + 1;
  const RowMap map(problem.runner->nq());
  const double T = x.duration, h = T / problem.nodes;
  const Lanes sixth(1.0 / 6.0), four_sixths(4.0 / 6.0), half_rate(0.5 / h), acceleration(1.0 / (h * h)),
      minus_two(-2.0 / (h * h)), per_T(-1.0 / T), two_per_T(-2.0 / T);

  for (int r = 0; r < map.count; ++r) {
    const Lanes* by = &data.jacobian[static_cast<Index>(r) * 3 * nv];
    Lanes by_T(0.0);
    const auto put = [&](Index column, const Lanes& value) {
      for (int lane = 0; lane < lane_count && first + lane < problem.nodes; ++lane)
        jacobians[static_cast<Index>(first + lane)](r, static_cast<Eigen::Index>(column)) = value[lane];
    };
    for (Index j = 0; j < nv; ++j) {
      const Lanes &by_q = by[j], &by_v = by[nv + j], &by_a = by[2 * nv + j];
      put(j, sixth * by_q - half_rate * by_v + acceleration * by_a);
      put(nv + j, four_sixths * by_q + minus_two * by_a);
      put(2 * nv + j, sixth * by_q + half_rate * by_v + acceleration * by_a);
      // v ∝ 1/T (but for the mean speed), a ∝ 1/T².
      Lanes v = j < nq ? data.dynamics.qd[j] : s[1];
      const Lanes& a = j < nq ? data.dynamics.qdd[j] : s[2];
      if (j == 0) v -= Lanes(problem.speed);
      by_T += per_T * by_v * v + two_per_T * by_a * a;
    }
    put(3 * nv, by_T);
  }
}

}  // namespace

EvaluationData::EvaluationData(const Runner& runner) : dynamics(runner) {
  const RowMap map(runner.nq());
  jacobian.assign(static_cast<Index>(map.count) * 3 * static_cast<Index>(runner.nq() + 1), Lanes(0.0));
}

void evaluate(const StrideProblem& problem, const StrideUnknowns& x, double u, EvaluationData& data,
              NodeValues& values) {
  resize(*problem.runner, problem.nodes, values);
  stride_states(*problem.runner, x, problem.speed, u, data.states);
  const Lanes per_s(problem.force_unit / problem.ground.stiffness);
  for (int first = 0; first < problem.nodes; first += lane_count) {
    Lanes s[3];
    load(data.states, first, data.dynamics, s);
    forward_kinematics(*problem.runner, data.dynamics);
    joint_torques(*problem.runner, data.dynamics);
    foot_force(problem.ground, data.dynamics, per_s * s[0], per_s * s[1], data.contact);
    subtract_given(*problem.runner, problem.ground, data.contact, data.dynamics);
    store(data.dynamics, data.contact, ground_residual(problem, s, data.contact.wrench.linear.y), first, values);
  }
}

void evaluate_derivatives(const StrideProblem& problem, const StrideUnknowns& x, EvaluationData& data,
                          NodeValues& values, NodeJacobians& jacobians) {
  const RowMap map(problem.runner->nq());
  const int columns = 3 * (problem.runner->nq() + 1) + 1;
  resize(*problem.runner, problem.nodes, values);
  jacobians.resize(static_cast<Index>(problem.nodes));
  for (RowMatrix& J : jacobians) J.resize(map.count, columns);
  stride_states(*problem.runner, x, problem.speed, 0.0, data.states);
  const Lanes per_s(problem.force_unit / problem.ground.stiffness);
  for (int first = 0; first < problem.nodes; first += lane_count) {
    Lanes s[3];
    load(data.states, first, data.dynamics, s);
    inverse_dynamics_derivatives(*problem.runner, data.dynamics);
    foot_force_derivatives(problem.ground, data.dynamics, per_s * s[0], per_s * s[1], data.contact);
    local_jacobian(problem, data);
    subtract_given(*problem.runner, problem.ground, data.contact, data.dynamics);
    store(data.dynamics, data.contact, ground_residual(problem, s, data.contact.wrench.linear.y), first, values);
    store_jacobians(problem, x, first, s, data, jacobians);
  }
}

}  // namespace psoas
