// Where does a body go when its joint moments are given?
//
// State z (ground deflection, coordinates) and v = ż; M v̇ = g(z, v, t). With K ≈ ∂g/∂z, D ≈ ∂g/∂v an Euler step is
//   (M - h D - h² K) Δv = h (g + h K v),  z += h (v + Δv),
// with the forces that change with time taken at its end.
#include "sim/impact/forward.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"

namespace psoas {
namespace {

using Index = std::size_t;
constexpr std::array<Index, 2> bodies = {0, 1};  // foot, toes

template <class T>
std::array<T, 6> numbers_of(const Spatial<T>& s) {
  return {s.angular.x, s.angular.y, s.angular.z, s.linear.x, s.linear.y, s.linear.z};
}

template <class T>
Spatial<T> times(const std::array<std::array<T, 6>, 6>& A, const Spatial<T>& twist) {
  const std::array<T, 6> x = numbers_of(twist);
  std::array<T, 6> y;
  for (Index r = 0; r < 6; ++r) {
    y[r] = A[r][0] * x[0];
    for (Index c = 1; c < 6; ++c) y[r] += A[r][c] * x[c];
  }
  return {{y[0], y[1], y[2]}, {y[3], y[4], y[5]}};
}

/// Wrenches of the sole's points, and how they resist a displacement (along the ground's normal) and a velocity.
template <class T>
void press(const Ground& ground, ForwardData<T>& data) {
  using std::sqrt;
  using D = Dual<T, 1>;
  const DynamicsData<T>& d = data.dynamics;
  const GroundAxes<T> axes(ground);
  const T zero(0.0), one(1.0);
  const std::array<Vec3<T>, 3> unit = {Vec3<T>{one, zero, zero}, Vec3<T>{zero, one, zero}, Vec3<T>{zero, zero, one}};
  for (const Index b : bodies) {
    data.wrench[b] = Spatial<T>::zero();
    for (auto* slopes : {&data.by_place[b], &data.by_rate[b]})
      for (auto& row : *slopes) row.fill(zero);
  }
  for (Index i = 0; i < ground.pads.size(); ++i) {
    const Index b = ground.body[i];
    const Pad& pad = ground.pads[i];
    const Vec3<T> p = world_point(d, ground.link[b], ground.positions[i]);
    const Spatial<T>& twist = d.v[static_cast<Index>(ground.link[b])];
    const Vec3<T> v = twist.linear + cross(twist.angular, p);
    const T depth = T(ground.level) - dot(axes.normal, p) - data.place[0], rate = -dot(axes.normal, v) - data.rate[0];
    const T forward = dot(axes.forward, v), right = dot(axes.right, v);

    // The law, its slope by depth, and its secants by the two speeds from standing still.
    const auto law = pad_force(pad, D::variable(depth, 0), D(rate), D(forward), D(right));
    const Vec3<T> F = axes.world({law.x.value, law.y.value, law.z.value});
    const T normal = law.y.value, still = pad_force(pad, depth, zero, forward, right).y;
    const T creep = rate * rate + T(creeping * creeping);
    const T nudged = pad_force(pad, depth, T(creeping), forward, right).y;  // where standing still has no secant
    const T stiff = law.y.slope[0];
    const T damp = (rate * (normal - still) + T(creeping) * (nudged - still)) / creep;
    const T drag = T(pad.friction) * normal / sqrt(forward * forward + right * right + T(slip_speed * slip_speed));

    data.wrench[b] += Spatial<T>{cross(p, F), F};
    for (Index j = 0; j < 6; ++j) {
      const Vec3<T> dp = j < 3 ? cross(unit[j], p) : unit[j - 3];
      const Vec3<T> up = dot(axes.normal, dp) * axes.normal, lift = -stiff * up, slow = -drag * (dp - up) - damp * up;
      const std::array<T, 6> k = numbers_of(Spatial<T>{cross(p, lift), lift});
      const std::array<T, 6> c = numbers_of(Spatial<T>{cross(p, slow), slow});
      for (Index r = 0; r < 6; ++r) data.by_place[b][r][j] += k[r], data.by_rate[b][r][j] += c[r];
    }
  }
}

template <class T>
void load(const std::vector<T>& place, const std::vector<T>& rate, DynamicsData<T>& dynamics) {
  std::copy(place.begin() + 1, place.end(), dynamics.q.begin());
  std::copy(rate.begin() + 1, rate.end(), dynamics.qd.begin());
}

/// Axes of the rows that move the foot against the ground: that of the ground element lifts it.
template <class T>
void find_axes(const Ground& ground, ForwardData<T>& data) {
  data.axis[0] = {Vec3<T>::zero(), GroundAxes<T>(ground).normal};
  for (Index c = 1; c < data.chain.size(); ++c) data.axis[c] = data.dynamics.S[static_cast<Index>(data.chain[c]) - 1];
}

/// M, the forces that do not hang on the drive, and the contact's slopes, at the present state.
template <class T>
void look(const Runner& runner, const Ground& ground, ForwardData<T>& data) {
  DynamicsData<T>& d = data.dynamics;
  load(data.place, data.rate, d);
  std::fill(d.qdd.begin(), d.qdd.end(), T(0.0));
  for (Index i = 0; i < 3; ++i) d.qdd[i] = T(data.lift[i]);
  torques_and_masses(runner, d);
  press(ground, data);
  find_axes(ground, data);
  data.free[0] = -(T(ground.stiffness) * data.place[0] + T(ground.damping) * data.rate[0]);
  for (Index i = 0; i < d.q.size(); ++i) data.free[i + 1] = -d.tau[i];
  for (const Index b : bodies)
    for (Index c = 0; c < data.reach[b]; ++c)
      data.free[static_cast<Index>(data.chain[c])] += dot(data.axis[c], data.wrench[b]);
}

/// M - h D - h² K, where it is not zero.
template <class T>
void assemble(const Ground& ground, const Drive<T>& drive, double h, ForwardData<T>& data) {
  const Index nq = data.place.size() - 1;
  const T rate(h), place(h * h);
  data.row(0)[0] =
      T(std::max(ground.moving_mass, least_ground_mass)) + rate * T(ground.damping) + place * T(ground.stiffness);
  for (Index i = 0; i < nq; ++i) {
    T* row = data.row(i + 1);
    *row++ = data.dynamics.dtau_dqdd[i * nq + i] + rate * drive.damping[i] + place * drive.stiffness[i];
    for (const int column : data.ancestors[i + 1])
      *row++ = column == 0 ? T(0.0) : data.dynamics.dtau_dqdd[i * nq + static_cast<Index>(column) - 1];
  }
  // What moves the foot moves the toes with it; the rows beyond move the toes alone.
  std::array<std::array<T, 6>, 6> both, toes;
  for (Index r = 0; r < 6; ++r)
    for (Index c = 0; c < 6; ++c) {
      toes[r][c] = rate * data.by_rate[1][r][c] + place * data.by_place[1][r][c];
      both[r][c] = toes[r][c] + (rate * data.by_rate[0][r][c] + place * data.by_place[0][r][c]);
    }
  const auto at = [&](Index r, Index c) -> T& { return data.row(static_cast<Index>(data.chain[r]))[r - c]; };
  for (Index c = 0; c < data.reach[0]; ++c) {
    const Spatial<T> wrench = times(both, data.axis[c]);
    for (Index r = c; r < data.reach[0]; ++r) at(r, c) -= dot(data.axis[r], wrench);
  }
  for (Index r = data.reach[0]; r < data.reach[1]; ++r) {
    const Spatial<T> wrench = times(toes, data.axis[r]);
    for (Index c = 0; c <= r; ++c) at(r, c) -= dot(data.axis[c], wrench);
  }
}

/// W = Lᵀ D L without fill along the branches of the tree [Featherstone 2008, ch. 6.5]; D is kept as its inverse.
template <class T>
void factor(ForwardData<T>& data) {
  for (Index k = data.place.size(); k-- > 0;) {
    T* row = data.row(k);
    row[0] = T(1.0) / row[0];
    const std::vector<int>& up = data.ancestors[k];
    for (Index a = 0; a < up.size(); ++a) {
      const T share = row[a + 1] * row[0];
      // The ancestors of an ancestor are those that come after it.
      T* above = data.row(static_cast<Index>(up[a]));
      for (Index b = a; b < up.size(); ++b) above[b - a] -= share * row[b + 1];
      row[a + 1] = share;
    }
  }
}

template <class T>
void solve(const ForwardData<T>& data, const std::vector<T>& right, std::vector<T>& x) {
  const Index n = right.size();
  x = right;
  for (Index k = n; k-- > 1;) {
    const T* row = data.row(k) + 1;
    for (const int i : data.ancestors[k]) x[static_cast<Index>(i)] -= *row++ * x[k];
  }
  for (Index k = 0; k < n; ++k) {
    const T* row = data.row(k);
    T sum = x[k] * *row++;
    for (const int i : data.ancestors[k]) sum -= *row++ * x[static_cast<Index>(i)];
    x[k] = sum;
  }
}

/// One linearly implicit Euler step from the state that look() saw, into place and rate.
template <class T>
void euler(const Ground& ground, const Drive<T>& drive, double h, ForwardData<T>& data, std::vector<T>& place,
           std::vector<T>& rate) {
  const Index n = data.place.size();
  const T T_h(h);
  assemble(ground, drive, h, data);
  factor(data);

  // h (g + h K v): springs of joints and ground at the end of the step, the contact along the foot's own motion.
  data.right[0] = T_h * (data.free[0] - T_h * T(ground.stiffness) * data.rate[0]);
  for (Index i = 0; i + 1 < n; ++i) {
    const T ahead = data.place[i + 1] + T_h * data.rate[i + 1];
    data.right[i + 1] = T_h * (data.free[i + 1] + drive.tau[i] - drive.stiffness[i] * (ahead - drive.q[i]) -
                               drive.damping[i] * (data.rate[i + 1] - drive.qd[i]));
  }
  for (const Index b : bodies) {
    Spatial<T> twist = Spatial<T>::zero();
    for (Index c = 0; c < data.reach[b]; ++c) twist += data.rate[static_cast<Index>(data.chain[c])] * data.axis[c];
    const Spatial<T> change = T(h * h) * times(data.by_place[b], twist);
    for (Index c = 0; c < data.reach[b]; ++c)
      data.right[static_cast<Index>(data.chain[c])] += dot(data.axis[c], change);
  }
  solve(data, data.right, data.gain);
  for (Index i = 0; i < n; ++i) {
    rate[i] = data.rate[i] + data.gain[i];
    place[i] = data.place[i] + T_h * rate[i];
  }
}

}  // namespace

template <class T>
Drive<T>::Drive(std::size_t nq) {
  for (auto* vector : {&tau, &q, &qd, &stiffness, &damping}) vector->assign(nq, T(0.0));
}

template <class T>
ForwardData<T>::ForwardData(const Runner& runner, const Ground& ground) : dynamics(runner) {
  const Index n = runner.links.size() + 1;
  for (auto* vector : {&place, &rate, &free, &right, &gain, &whole_place, &whole_rate}) vector->assign(n, T(0.0));
  ancestors.resize(n);
  for (Index row = 1; row < n; ++row) {
    for (int i = runner.links[row - 1].parent; i >= 0; i = runner.links[static_cast<Index>(i)].parent)
      ancestors[row].push_back(i + 1);
    ancestors[row].push_back(0);
  }
  for (const std::vector<int>& up : ancestors) {
    begin.push_back(matrix.size());
    matrix.resize(matrix.size() + 1 + up.size(), T(0.0));
  }
  chain = {0};
  reach = {1, 1};
  for (const int i : ground.chain) {
    chain.push_back(i + 1);
    for (const Index b : {Index{0}, Index{1}})
      if (i <= ground.link[b]) reach[b] = chain.size();
  }
  for (Index c = 1; c < chain.size(); ++c)  // nothing that moves the foot is left out
    CHECK(ancestors[static_cast<Index>(chain[c])].front() == chain[c - 1]);
  axis.assign(chain.size(), Spatial<T>::zero());
}

template <class T>
void observe(const Runner& runner, const Ground& ground, ForwardData<T>& data) {
  load(data.place, data.rate, data.dynamics);
  forward_kinematics(runner, data.dynamics);
  foot_force(ground, data.dynamics, data.place[0] - T(ground.level), data.rate[0], data.contact);
}

template <class T>
void step(const Runner& runner, const Ground& ground, const Drive<T>& middle, const Drive<T>& next, double h,
          ForwardData<T>& data) {
  look(runner, ground, data);
  euler(ground, next, h, data, data.whole_place, data.whole_rate);
  euler(ground, middle, 0.5 * h, data, data.place, data.rate);
  look(runner, ground, data);
  euler(ground, next, 0.5 * h, data, data.place, data.rate);
  const T two(2.0);
  for (Index i = 0; i < data.place.size(); ++i) {
    data.place[i] = two * data.place[i] - data.whole_place[i];
    data.rate[i] = two * data.rate[i] - data.whole_rate[i];
  }
}

template struct Drive<double>;
template struct Drive<Lanes>;
template struct ForwardData<double>;
template struct ForwardData<Lanes>;
template void observe(const Runner&, const Ground&, ForwardData<double>&);
template void observe(const Runner&, const Ground&, ForwardData<Lanes>&);
template void step(const Runner&, const Ground&, const Drive<double>&, const Drive<double>&, double,
                   ForwardData<double>&);
template void step(const Runner&, const Ground&, const Drive<Lanes>&, const Drive<Lanes>&, double, ForwardData<Lanes>&);

}  // namespace psoas
