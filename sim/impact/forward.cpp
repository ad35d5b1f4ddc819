// Where does a body go when its joint moments are given?
//
// State z (ground deflection, coordinates) and v = ż; M v̇ = g(z, v, t). With K ≈ ∂g/∂z, D ≈ ∂g/∂v and
// W = M - γh D - γ²h² K both stages are one solve each:
//   W k1 = h g(z, v, t) + γh K (h v),                        k1_z = h v + γh k1
//   W k2 = h M v̇(z + k1_z, v + k1, t + h) - 2 M k1 + γh K r,  k2_z = r + γh k2,  r = h (v + k1) - 2 k1_z
//   z += 3/2 k1_z + 1/2 k2_z,  v += 3/2 k1 + 1/2 k2
// M v̇ of the second stage is M ã + (g - ID) with ID the forces that ã = k1/h would need there: the mass matrix there
// would change it by O(h²) only, which keeps the order.
#include "sim/impact/forward.h"

#include <algorithm>
#include <numbers>

namespace psoas {
namespace {

using Index = std::size_t;
constexpr double gamma = 1.0 - 1.0 / std::numbers::sqrt2;

template <class T>
std::array<T, 6> numbers_of(const Spatial<T>& s) {
  return {s.angular.x, s.angular.y, s.angular.z, s.linear.x, s.linear.y, s.linear.z};
}

template <class T>
std::array<std::array<T, 6>, 6> symmetric_part(const std::array<Spatial<T>, 6>& columns) {
  std::array<std::array<T, 6>, 6> of;
  for (Index c = 0; c < 6; ++c) of[c] = numbers_of(columns[c]);
  for (Index r = 0; r < 6; ++r)
    for (Index c = 0; c < r; ++c) of[r][c] = of[c][r] = T(0.5) * (of[r][c] + of[c][r]);
  return of;
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

template <class T>
void load(const std::vector<T>& place, const std::vector<T>& rate, DynamicsData<T>& dynamics) {
  std::copy(place.begin() + 1, place.end(), dynamics.q.begin());
  std::copy(rate.begin() + 1, rate.end(), dynamics.qd.begin());
}

/// Axes of the rows that move the foot against the ground: that of the ground element lifts it.
template <class T>
void find_axes(ForwardData<T>& data) {
  const T zero(0.0);
  data.axis[0] = {Vec3<T>::zero(), {zero, T(1.0), zero}};
  for (Index c = 1; c < data.chain.size(); ++c) data.axis[c] = data.dynamics.S[static_cast<Index>(data.chain[c]) - 1];
}

/// right = h (drive + contact + ground - what the motion itself takes).
template <class T>
void forces(const Ground& ground, const Drive<T>& drive, const std::vector<T>& place, const std::vector<T>& rate,
            const T& ground_acceleration, double h, ForwardData<T>& data) {
  const DynamicsData<T>& d = data.dynamics;
  const double mass = std::max(ground.moving_mass, least_ground_mass);
  data.right[0] = -(T(ground.stiffness) * place[0] + T(ground.damping) * rate[0] + T(mass) * ground_acceleration);
  for (Index i = 0; i < d.q.size(); ++i)
    data.right[i + 1] = drive.tau[i] - drive.stiffness[i] * (place[i + 1] - drive.q[i]) -
                        drive.damping[i] * (rate[i + 1] - drive.qd[i]) - d.tau[i];
  for (const Index b : {Index{0}, Index{1}})
    for (Index c = 0; c < data.reach[b]; ++c)
      data.right[static_cast<Index>(data.chain[c])] += dot(data.axis[c], data.contact.on[b].wrench);
  for (T& x : data.right) x *= T(h);
}

/// right += factor · (K x or D x), the axes and derivatives being those of the step's beginning.
template <class T>
void add_product(const std::array<std::array<std::array<T, 6>, 6>, 2>& contact, const T& ground,
                 const std::vector<T>& joints, const std::vector<T>& x, double factor, ForwardData<T>& data) {
  const T f(factor);
  for (const Index b : {Index{0}, Index{1}}) {
    Spatial<T> twist = Spatial<T>::zero();
    for (Index c = 0; c < data.reach[b]; ++c) twist += x[static_cast<Index>(data.chain[c])] * data.axis[c];
    const Spatial<T> wrench = times(contact[b], twist);
    for (Index c = 0; c < data.reach[b]; ++c)
      data.right[static_cast<Index>(data.chain[c])] += f * dot(data.axis[c], wrench);
  }
  data.right[0] -= f * ground * x[0];
  for (Index i = 0; i < joints.size(); ++i) data.right[i + 1] -= f * joints[i] * x[i + 1];
}

/// W, where it is not zero: below the diagonal, in the columns of a row's ancestors.
template <class T>
void assemble(const Ground& ground, const Drive<T>& drive, double h, ForwardData<T>& data) {
  const Index n = data.place.size(), nq = n - 1;
  const T rate(gamma * h), place(gamma * h * gamma * h);
  const auto at = [&](int row, int column) -> T& {
    return data.matrix[static_cast<Index>(row) * n + static_cast<Index>(column)];
  };
  at(0, 0) =
      T(std::max(ground.moving_mass, least_ground_mass)) + rate * T(ground.damping) + place * T(ground.stiffness);
  for (Index i = 0; i < nq; ++i) {
    const int row = static_cast<int>(i) + 1;
    for (const int column : data.ancestors[i + 1])
      at(row, column) = column == 0 ? T(0.0) : data.dynamics.dtau_dqdd[i * nq + static_cast<Index>(column) - 1];
    at(row, row) = data.dynamics.dtau_dqdd[i * nq + i] + rate * drive.damping[i] + place * drive.stiffness[i];
  }
  for (const Index b : {Index{0}, Index{1}}) {
    std::array<std::array<T, 6>, 6> contact;
    for (Index r = 0; r < 6; ++r)
      for (Index c = 0; c < 6; ++c) contact[r][c] = rate * data.by_rate[b][r][c] + place * data.by_place[b][r][c];
    for (Index c = 0; c < data.reach[b]; ++c) {
      const Spatial<T> wrench = times(contact, data.axis[c]);
      for (Index r = c; r < data.reach[b]; ++r) at(data.chain[r], data.chain[c]) -= dot(data.axis[r], wrench);
    }
  }
}

/// W = Lᵀ D L without fill along the branches of the tree [Featherstone 2008, ch. 6.5].
template <class T>
void factor(ForwardData<T>& data) {
  const Index n = data.place.size();
  for (Index k = n; k-- > 1;) {
    T* row = &data.matrix[k * n];
    const T over = T(1.0) / row[k];
    const std::vector<int>& up = data.ancestors[k];
    for (Index a = 0; a < up.size(); ++a) {
      const auto i = static_cast<Index>(up[a]);
      const T share = row[i] * over;
      T* above = &data.matrix[i * n];
      for (Index b = a; b < up.size(); ++b) above[static_cast<Index>(up[b])] -= share * row[static_cast<Index>(up[b])];
      row[i] = share;
    }
  }
}

template <class T>
void solve(const ForwardData<T>& data, const std::vector<T>& right, std::vector<T>& x) {
  const Index n = right.size();
  x = right;
  for (Index k = n; k-- > 1;)
    for (const int i : data.ancestors[k]) x[static_cast<Index>(i)] -= data.matrix[k * n + static_cast<Index>(i)] * x[k];
  for (Index k = 0; k < n; ++k) {
    x[k] = x[k] / data.matrix[k * n + k];
    for (const int i : data.ancestors[k]) x[k] -= data.matrix[k * n + static_cast<Index>(i)] * x[static_cast<Index>(i)];
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
  for (auto* vector : {&place, &rate, &k1, &k2, &k1_place, &k2_place, &right, &shift}) vector->assign(n, T(0.0));
  matrix.assign(n * n, T(0.0));
  ancestors.resize(n);
  for (Index row = 1; row < n; ++row) {
    for (int i = runner.links[row - 1].parent; i >= 0; i = runner.links[static_cast<Index>(i)].parent)
      ancestors[row].push_back(i + 1);
    ancestors[row].push_back(0);
  }
  chain = {0};
  reach = {1, 1};
  for (const int i : ground.chain) {
    chain.push_back(i + 1);
    for (const Index b : {Index{0}, Index{1}})
      if (i <= ground.link[b]) reach[b] = chain.size();
  }
  axis.assign(chain.size(), Spatial<T>::zero());
}

template <class T>
void observe(const Runner& runner, const Ground& ground, ForwardData<T>& data) {
  load(data.place, data.rate, data.dynamics);
  forward_kinematics(runner, data.dynamics);
  foot_force(ground, data.dynamics, data.place[0], data.rate[0], data.contact);
}

template <class T>
void step(const Runner& runner, const Ground& ground, const Drive<T>& now, const Drive<T>& next, double h,
          ForwardData<T>& data) {
  DynamicsData<T>& d = data.dynamics;
  const Index n = data.place.size();
  const T zero(0.0), per_h(1.0 / h), T_h(h), T_gamma(gamma * h);

  // Forces and their slopes where we are.
  load(data.place, data.rate, d);
  std::fill(d.qdd.begin(), d.qdd.end(), zero);
  inverse_dynamics_derivatives(runner, d);
  foot_force_derivatives(ground, d, data.place[0], data.rate[0], data.contact);
  for (const Index b : {Index{0}, Index{1}}) {
    data.by_place[b] = symmetric_part(data.contact.on[b].by_displacement);
    data.by_rate[b] = symmetric_part(data.contact.on[b].by_velocity);
  }
  find_axes(data);
  assemble(ground, now, h, data);
  factor(data);

  // First stage.
  forces(ground, now, data.place, data.rate, zero, h, data);
  for (Index i = 0; i < n; ++i) data.shift[i] = T_h * data.rate[i];
  const T k_ground(ground.stiffness), c_ground(ground.damping);
  add_product(data.by_place, k_ground, now.stiffness, data.shift, gamma * h, data);
  solve(data, data.right, data.k1);
  for (Index i = 0; i < n; ++i) data.k1_place[i] = data.shift[i] + T_gamma * data.k1[i];

  // What stays of the first stage in the second's right side: -M k1 = -(W k1 + γh D k1 + γ²h² K k1), and γh K r.
  for (Index i = 0; i < n; ++i) {
    const T r = T_h * (data.rate[i] + data.k1[i]) - T(2.0) * data.k1_place[i];
    data.k2_place[i] = r;  // γh k2 is still to come
    data.shift[i] = r - T_gamma * data.k1[i];
    data.right[i] = -data.right[i];
  }
  add_product(data.by_place, k_ground, now.stiffness, data.shift, gamma * h, data);
  add_product(data.by_rate, c_ground, now.damping, data.k1, -gamma * h, data);
  std::vector<T>& kept = data.shift;
  kept = data.right;

  // Forces at the end of the first stage.
  for (Index i = 0; i < n; ++i) {
    data.place[i] += data.k1_place[i], data.rate[i] += data.k1[i];
    if (i > 0) d.qdd[i - 1] = per_h * data.k1[i];
  }
  load(data.place, data.rate, d);
  joint_torques(runner, d);
  foot_force(ground, d, data.place[0], data.rate[0], data.contact);
  find_axes(data);
  forces(ground, next, data.place, data.rate, per_h * data.k1[0], h, data);
  for (Index i = 0; i < n; ++i) data.right[i] += kept[i];
  solve(data, data.right, data.k2);
  for (Index i = 0; i < n; ++i) {
    data.place[i] += T(0.5) * (data.k1_place[i] + data.k2_place[i] + T_gamma * data.k2[i]);
    data.rate[i] += T(0.5) * (data.k1[i] + data.k2[i]);
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
