// Bodies, contacts and what joints give, each into the rows that feel it; then the chain rule of the spline.
#include "sim/stride/local_jacobian.h"

#include <algorithm>

namespace psoas {

void LocalJacobian::set_zero() { std::fill(data_.jacobian.begin(), data_.jacobian.end(), Lanes(0.0)); }

std::size_t LocalJacobian::row_of(Index coordinate) const {
  return static_cast<Index>(coordinate < 6 ? map_.root + static_cast<int>(coordinate)
                                           : static_cast<int>(coordinate) - 6);
}

void LocalJacobian::add_body() {
  const Runner& runner = *problem_.runner;
  const DynamicsData<Lanes>& d = data_.dynamics;
  for (Index i = 0; i < nq_; ++i) {
    const Index row = row_of(i);
    for (Index j = 0; j < nq_; ++j) {
      at(row, 0, j) = d.dtau_dq[i * nq_ + j];
      at(row, 1, j) = d.dtau_dqd[i * nq_ + j];
      at(row, 2, j) = d.dtau_dqdd[i * nq_ + j];
    }
  }
  for (const int sprung : runner.sprung) {
    const auto i = static_cast<Index>(sprung);
    at(row_of(i), 0, i) += Lanes(runner.stiffness[i]);
    at(row_of(i), 1, i) += Lanes(runner.damping[i]);
  }
}

/// A change of the forces on foot and toes, into all rows that feel it.
void LocalJacobian::spread(Index f, const Spatial<Lanes>& on_foot, const Spatial<Lanes>& on_toes, Index which,
                           Index variable) {
  const Ground& g = problem_.ground[f];
  const DynamicsData<Lanes>& d = data_.dynamics;
  const Spatial<Lanes> change = on_foot + on_toes;
  for (const int i : g.chain)
    at(row_of(static_cast<Index>(i)), which, variable) -=
        dot(d.S[static_cast<Index>(i)], i == g.link[1] ? on_toes : change);
  const Index force = static_cast<Index>(map_.force) + 3 * f;
  at(force, which, variable) = change.linear.x, at(force + 1, which, variable) = change.linear.y,
                   at(force + 2, which, variable) = change.linear.z;
  at(static_cast<Index>(map_.ground) + f, which, variable) =
      Lanes(-1.0 / problem_.force_unit) * dot(Vec3<Lanes>::from(g.axes.col(1)), change.linear);
}

void LocalJacobian::add_contact(std::size_t f) {
  const Ground& g = problem_.ground[f];
  const DynamicsData<Lanes>& d = data_.dynamics;
  const FootForce<Lanes>& contact = data_.contact[f];
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
  const Lanes per_s(problem_.force_unit / g.stiffness);
  const BodyForce<Lanes>&foot = contact.on[0], &toes = contact.on[1];
  spread(f, per_s * foot.by_deflection, per_s * toes.by_deflection, 0, nq_ + f);
  spread(f, per_s * foot.by_deflection_rate, per_s * toes.by_deflection_rate, 1, nq_ + f);
  const Index ground = static_cast<Index>(map_.ground) + f;
  at(ground, 0, nq_ + f) += Lanes(1.0);
  at(ground, 1, nq_ + f) += Lanes(g.damping / g.stiffness);
  at(ground, 2, nq_ + f) += Lanes(g.moving_mass / g.stiffness);
}

/// By T: what the level of tilted ground, which passes with time, changes in a row.
Lanes LocalJacobian::by_passing(Index row, const Instant& now, double duration) {
  Lanes sum(0.0);
  for (Index f = 0; f < problem_.ground.size(); ++f) {
    const Ground& g = problem_.ground[f];
    if (g.axes(0, 1) == 0.0) continue;
    Lanes by_s = at(row, 0, nq_ + f);
    if (row == static_cast<Index>(map_.ground) + f) by_s -= Lanes(1.0);
    sum += Lanes(g.stiffness / problem_.force_unit * g.axes(0, 1) * problem_.speed / duration) * now.time * by_s;
  }
  return sum;
}

void LocalJacobian::add_given() {
  if (!problem_.given) return;
  const std::array<int, given_count> given = given_coordinates(*problem_.runner);
  for (int c = 0; c < given_count; ++c) {
    for (int e = 0; e < given_count; ++e) {
      Lanes slope(0.0);
      for (int lane = 0; lane < lane_count; ++lane)
        slope.set(lane, problem_.given_share * data_.given[static_cast<Index>(lane)].slope(c, e));
      at(row_of(static_cast<Index>(given[static_cast<Index>(c)])), 0,
         static_cast<Index>(given[static_cast<Index>(e)])) -= slope;
    }
  }
}

void LocalJacobian::store(const StrideUnknowns& x, int first, const Instant& now, NodeJacobians& jacobians) {
  const double T = x.duration, h = T / problem_.nodes;
  const Lanes sixth(1.0 / 6.0), four_sixths(4.0 / 6.0), half_rate(0.5 / h), acceleration(1.0 / (h * h)),
      minus_two(-2.0 / (h * h)), per_T(-1.0 / T), two_per_T(-2.0 / T);

  for (int r = 0; r < map_.count; ++r) {
    const Lanes* by = &data_.jacobian[static_cast<Index>(r) * 3 * nv_];
    Lanes by_T = by_passing(static_cast<Index>(r), now, T);
    const auto put = [&](Index column, const Lanes& value) {
      for (int lane = 0; lane < lane_count && first + lane < problem_.nodes; ++lane)
        jacobians[static_cast<Index>(first + lane)](r, static_cast<Eigen::Index>(column)) = value[lane];
    };
    for (Index j = 0; j < nv_; ++j) {
      const Lanes &by_q = by[j], &by_v = by[nv_ + j], &by_a = by[2 * nv_ + j];
      put(j, sixth * by_q - half_rate * by_v + acceleration * by_a);
      put(nv_ + j, four_sixths * by_q + minus_two * by_a);
      put(2 * nv_ + j, sixth * by_q + half_rate * by_v + acceleration * by_a);
      // v ∝ 1/T (but for the mean speed), a ∝ 1/T² (but for the slope's share of gravity).
      Lanes v = j < nq_ ? data_.dynamics.qd[j] : now.s[j - nq_][1];
      Lanes a = j < nq_ ? data_.dynamics.qdd[j] : now.s[j - nq_][2];
      if (j == 0) v -= Lanes(problem_.speed);
      if (j < 3) a -= Lanes(problem_.lift[static_cast<Eigen::Index>(j)]);
      by_T += per_T * by_v * v + two_per_T * by_a * a;
    }
    put(3 * nv_, by_T);
  }
}

}  // namespace psoas
