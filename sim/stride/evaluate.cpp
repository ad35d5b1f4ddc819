// How do dynamics and contact become rows and their derivatives by the control points?
#include "sim/stride/evaluate.h"

#include <algorithm>

namespace psoas {
namespace {

using Index = std::size_t;

/// Eight nodes in the lanes, besides their coordinates: each foot's ground element, s and its two rates, and the time.
/// In the other foot's step the ground is far below a foot: tilted footings are no planes without end, and a swinging
/// foot is no more looked at than in a single step.
struct Instant {
  std::array<std::array<Lanes, 3>, 2> s;
  std::array<Lanes, 2> away;  ///< [m]
  Lanes time;
};
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

/// What the ground does to all beyond link i of the chain: to the toes alone beyond their joint, else to both bodies.
const Spatial<Lanes>& beyond(const Ground& ground, const FootForce<Lanes>& contact, int i) {
  return i == ground.link[1] ? contact.on[1].wrench : contact.wrench;
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

/// Derivatives of all rows by q, qd, qdd, row by row in data.jacobian: [row][which][variable].
struct LocalJacobian {
  const StrideProblem& problem;
  EvaluationData& data;
  RowMap map{problem};
  Index nq = static_cast<Index>(problem.runner->nq()), nv = static_cast<Index>(problem.rows());

  Lanes& at(Index row, Index which, Index variable) { return data.jacobian[(row * 3 + which) * nv + variable]; }
  Index row_of(Index coordinate) const {
    return static_cast<Index>(coordinate < 6 ? map.root + static_cast<int>(coordinate)
                                             : static_cast<int>(coordinate) - 6);
  }

  /// The body: analytic derivatives of inverse dynamics; and what springs in joints give by themselves.
  void add_body() {
    const Runner& runner = *problem.runner;
    const DynamicsData<Lanes>& d = data.dynamics;
    for (Index i = 0; i < nq; ++i) {
      const Index row = row_of(i);
      for (Index j = 0; j < nq; ++j) {
        at(row, 0, j) = d.dtau_dq[i * nq + j];
        at(row, 1, j) = d.dtau_dqd[i * nq + j];
        at(row, 2, j) = d.dtau_dqdd[i * nq + j];
      }
    }
    for (const int sprung : runner.sprung) {
      const auto i = static_cast<Index>(sprung);
      at(row_of(i), 0, i) += Lanes(runner.stiffness[i]);
      at(row_of(i), 1, i) += Lanes(runner.damping[i]);
    }
  }

  /// A change of the forces on foot and toes, into all rows that feel it.
  void spread(Index f, const Spatial<Lanes>& on_foot, const Spatial<Lanes>& on_toes, Index which, Index variable) {
    const Ground& g = problem.ground[f];
    const DynamicsData<Lanes>& d = data.dynamics;
    const Spatial<Lanes> change = on_foot + on_toes;
    for (const int i : g.chain)
      at(row_of(static_cast<Index>(i)), which, variable) -=
          dot(d.S[static_cast<Index>(i)], i == g.link[1] ? on_toes : change);
    const Index force = static_cast<Index>(map.force) + 3 * f;
    at(force, which, variable) = change.linear.x, at(force + 1, which, variable) = change.linear.y,
                     at(force + 2, which, variable) = change.linear.z;
    at(static_cast<Index>(map.ground) + f, which, variable) =
        Lanes(-1.0 / problem.force_unit) * dot(Vec3<Lanes>::from(g.axes.col(1)), change.linear);
  }

  /// The contact of one foot: how its wrench changes with every coordinate of the leg it stands on.
  void add_contact(Index f) {
    const Ground& g = problem.ground[f];
    const DynamicsData<Lanes>& d = data.dynamics;
    const FootForce<Lanes>& contact = data.contact[f];
    const auto combine = [](const std::array<Spatial<Lanes>, 6>& columns, const Spatial<Lanes>& twist) {
      return twist.angular.x * columns[0] + twist.angular.y * columns[1] + twist.angular.z * columns[2] +
             twist.linear.x * columns[3] + twist.linear.y * columns[4] + twist.linear.z * columns[5];
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
      spread(f, by_q[0], by_q[1], 0, j);
      spread(f, by_qd[0], by_qd[1], 1, j);
      // The wrench stays in the world while the axes above j turn: ∂S_i/∂q_j = S_j × S_i for i beyond j.
      for (const int chain_i : g.chain)
        if (chain_i > chain_j)
          at(row_of(static_cast<Index>(chain_i)), 0, j) +=
              dot(d.S[static_cast<Index>(chain_i)], cross_force(d.S[j], beyond(g, contact, chain_i)));
    }

    // The ground element: deflection d = s BW / k.
    const Lanes per_s(problem.force_unit / g.stiffness);
    const BodyForce<Lanes>&foot = contact.on[0], &toes = contact.on[1];
    spread(f, per_s * foot.by_deflection, per_s * toes.by_deflection, 0, nq + f);
    spread(f, per_s * foot.by_deflection_rate, per_s * toes.by_deflection_rate, 1, nq + f);
    const Index ground = static_cast<Index>(map.ground) + f;
    at(ground, 0, nq + f) += Lanes(1.0);
    at(ground, 1, nq + f) += Lanes(g.damping / g.stiffness);
    at(ground, 2, nq + f) += Lanes(g.moving_mass / g.stiffness);
  }

  /// By T: what the level of tilted ground, which passes with time, changes in a row.
  Lanes by_passing(Index row, const Instant& now, double duration) {
    Lanes sum(0.0);
    for (Index f = 0; f < problem.ground.size(); ++f) {
      const Ground& g = problem.ground[f];
      if (g.axes(0, 1) == 0.0) continue;
      Lanes by_s = at(row, 0, nq + f);
      if (row == static_cast<Index>(map.ground) + f) by_s -= Lanes(1.0);
      sum += Lanes(g.stiffness / problem.force_unit * g.axes(0, 1) * problem.speed / duration) * now.time * by_s;
    }
    return sum;
  }

  /// What joints give by themselves beyond the default.
  void add_given() {
    if (!problem.given) return;
    const std::array<int, given_count> given = given_coordinates(*problem.runner);
    for (int c = 0; c < given_count; ++c) {
      for (int e = 0; e < given_count; ++e) {
        Lanes slope(0.0);
        for (int lane = 0; lane < lane_count; ++lane)
          slope.set(lane, problem.given_share * data.given[static_cast<Index>(lane)].slope(c, e));
        at(row_of(static_cast<Index>(given[static_cast<Index>(c)])), 0,
           static_cast<Index>(given[static_cast<Index>(e)])) -= slope;
      }
    }
  }
};

/// Chain rule from (q, qd, qdd) at the knot to the control points and T, and out of the lanes.
void store_jacobians(const StrideProblem& problem, const StrideUnknowns& x, int first, const Instant& now,
                     EvaluationData& data, NodeJacobians& jacobians) {
  LocalJacobian local{problem, data};
  const Index nq = local.nq, nv = local.nv;
  const double T = x.duration, h = T / problem.nodes;
  const Lanes sixth(1.0 / 6.0), four_sixths(4.0 / 6.0), half_rate(0.5 / h), acceleration(1.0 / (h * h)),
      minus_two(-2.0 / (h * h)), per_T(-1.0 / T), two_per_T(-2.0 / T);

  for (int r = 0; r < local.map.count; ++r) {
    const Lanes* by = &data.jacobian[static_cast<Index>(r) * 3 * nv];
    Lanes by_T = local.by_passing(static_cast<Index>(r), now, T);
    const auto put = [&](Index column, const Lanes& value) {
      for (int lane = 0; lane < lane_count && first + lane < problem.nodes; ++lane)
        jacobians[static_cast<Index>(first + lane)](r, static_cast<Eigen::Index>(column)) = value[lane];
    };
    for (Index j = 0; j < nv; ++j) {
      const Lanes &by_q = by[j], &by_v = by[nv + j], &by_a = by[2 * nv + j];
      put(j, sixth * by_q - half_rate * by_v + acceleration * by_a);
      put(nv + j, four_sixths * by_q + minus_two * by_a);
      put(2 * nv + j, sixth * by_q + half_rate * by_v + acceleration * by_a);
      // v ∝ 1/T (but for the mean speed), a ∝ 1/T² (but for the slope's share of gravity).
      Lanes v = j < nq ? data.dynamics.qd[j] : now.s[j - nq][1];
      Lanes a = j < nq ? data.dynamics.qdd[j] : now.s[j - nq][2];
      if (j == 0) v -= Lanes(problem.speed);
      if (j < 3) a -= Lanes(problem.lift[static_cast<Eigen::Index>(j)]);
      by_T += per_T * by_v * v + two_per_T * by_a * a;
    }
    put(3 * nv, by_T);
  }
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
  LocalJacobian local{problem, data};
  for (int first = 0; first < problem.nodes; first += lane_count) {
    const Instant now = load(problem, x, 0.0, first, data);
    inverse_dynamics_derivatives(*problem.runner, data.dynamics);
    set_given(problem, first, data);
    std::fill(data.jacobian.begin(), data.jacobian.end(), Lanes(0.0));
    local.add_body();
    local.add_given();
    for (Index f = 0; f < problem.ground.size(); ++f) {
      foot_force_derivatives(problem.ground[f], data.dynamics, depth(problem, problem.ground[f], now, f),
                             depth_rate(problem, problem.ground[f], now, f), data.contact[f]);
      local.add_contact(f);
    }
    subtract_given(problem, data);
    store(problem, data, now, first, values);
    store_jacobians(problem, x, first, now, data, jacobians);
  }
}

}  // namespace psoas
