// Which joint moments does a motion need, and how do they change with the motion? Out from the pelvis for forces, back
// from the leaves with the composite inertias of subtrees, all in world axes about the world origin.
#include "sim/dynamics/dynamics.h"

namespace psoas {
namespace {

using Index = std::size_t;

/// Inertia of a link about O in world axes.
template <class T>
[[gnu::always_inline]] inline Inertia<T> world_inertia(const Link& link, const Mat3<T>& R, const Vec3<T>& origin) {
  const Vec3<T> c = origin + R * Vec3<T>::from(link.com);
  const T m(link.mass);
  // Second moment about the centre of mass, J_c = ½ tr(I_c) 1 - I_c, turned into world axes: R J_c Rᵀ.
  const Eigen::Matrix3d& I = link.inertia;
  const double half = 0.5 * (I(0, 0) + I(1, 1) + I(2, 2));
  const T xx(half - I(0, 0)), yy(half - I(1, 1)), zz(half - I(2, 2)), xy(-I(0, 1)), xz(-I(0, 2)), yz(-I(1, 2));
  const Vec3<T> a0 = R * Vec3<T>{xx, xy, xz}, a1 = R * Vec3<T>{xy, yy, yz}, a2 = R * Vec3<T>{xz, yz, zz};  // R J_c
  const auto entry = [&](const T Vec3<T>::*i, const T Vec3<T>::*j, const Vec3<T>& mc) {
    return a0.*i * R.c0.*j + a1.*i * R.c1.*j + a2.*i * R.c2.*j + (mc.*i) * (c.*j);
  };
  using V = Vec3<T>;
  const Vec3<T> h = m * c;
  return {m,
          h,
          entry(&V::x, &V::x, h),
          entry(&V::y, &V::y, h),
          entry(&V::z, &V::z, h),
          entry(&V::x, &V::y, h),
          entry(&V::x, &V::z, h),
          entry(&V::y, &V::z, h)};
}

/// Coriolis operator of one link: D = h v_Oᵀ + J [ω]×ᵀ, p = m v_O + ω × h.
template <class T>
[[gnu::always_inline]] inline Coriolis<T> link_coriolis(const Inertia<T>& I, const Spatial<T>& v) {
  const Vec3<T>&w = v.angular, &u = v.linear;
  const Vec3<T> j0{I.xx, I.xy, I.xz}, j1{I.xy, I.yy, I.yz}, j2{I.xz, I.yz, I.zz};
  // Column c of J [ω]×ᵀ is Σ_k J_k ([ω]×)_{ck}; rows of [ω]× are (0 -z y), (z 0 -x), (-y x 0).
  return {{u.x * I.h + w.y * j2 - w.z * j1, u.y * I.h + w.z * j0 - w.x * j2, u.z * I.h + w.x * j1 - w.y * j0},
          I.mass * u + cross(w, I.h)};
}

/// B s: force per unit of angular motion s.
template <class T>
[[gnu::always_inline]] inline Spatial<T> apply(const Coriolis<T>& B, const Vec3<T>& s) {
  const T trace = B.D.c0.x + B.D.c1.y + B.D.c2.z;
  return {trace * s - transposed(B.D, s), cross(s, B.p)};
}
/// Bᵀ x: the angular vector u with x·(B s) = u·s.
template <class T>
[[gnu::always_inline]] inline Vec3<T> apply_transposed(const Coriolis<T>& B, const Spatial<T>& x) {
  const T trace = B.D.c0.x + B.D.c1.y + B.D.c2.z;
  return trace * x.angular - B.D * x.angular + cross(B.p, x.linear);
}

/// Does the next link continue this one?
bool goes_on(const Runner& runner, Index i) {
  return i + 1 < runner.links.size() && runner.links[i + 1].parent == static_cast<int>(i);
}
/// Has the subtree of link i other composites than that of link i + 1? Not so within a ball joint.
template <class T>
bool stands_alone(const Runner& runner, Index i, const DynamicsData<T>& data) {
  return runner.links[i].mass > 0.0 || data.branches[i] || !goes_on(runner, i);
}

/// Out: acceleration, inertia and inertial force of every link; for the derivatives also how the axes are carried
/// along.
template <bool derivatives, class T>
void outward_pass(const Runner& runner, DynamicsData<T>& data) {
  const Spatial<T> minus_g = {Vec3<T>::zero(), {T(0.0), T(Runner::gravity), T(0.0)}};
  Spatial<T> a = minus_g;
  for (Index i = 0; i < runner.links.size(); ++i) {
    const Link& link = runner.links[i];
    const auto p = static_cast<Index>(link.parent);
    if (link.parent != static_cast<int>(i) - 1) a = link.parent < 0 ? minus_g : data.a[p];
    const Spatial<T>& S = data.S[i];
    if (!data.upright[i] && link.parent >= 0) {  // else nothing carries the axis along: ψ̇ = 0, ψ̈ = a × S = 0
      const Spatial<T>& v_parent = data.v[p];
      const Spatial<T> psi_d = cross_motion(v_parent, S);
      if constexpr (derivatives) {
        data.psi_dd[i] = cross_motion(a, S) + cross_motion(v_parent, psi_d);
        data.two_psi_d[i] = psi_d + psi_d;
      }
      a += data.qd[i] * psi_d;
    }
    a += data.qdd[i] * S;
    data.a[i] = a;
    if (link.mass > 0.0) {
      const Inertia<T> I = world_inertia(link, data.R[i], data.origin[i]);
      data.inertia[i] = I;
      if constexpr (derivatives) {
        data.coriolis[i] = link_coriolis(I, data.v[i]);
        data.f[i] = I * a + apply(data.coriolis[i], data.v[i].angular);
      } else {
        data.f[i] = I * a + cross_force(data.v[i], I * data.v[i]);
      }
    } else if (!derivatives || stands_alone(runner, i, data)) {
      data.inertia[i] = Inertia<T>::zero();
      if constexpr (derivatives) data.coriolis[i] = {Mat3<T>::zero(), Vec3<T>::zero()};
      data.f[i] = Spatial<T>::zero();
    }
  }
}

/// Row and column i of the mass matrix, as far as the joints that carry i reach.
/// @param c  link that keeps the composite I_C of i's subtree
template <class T>
void masses_of_joint(const Runner& runner, Index i, Index c, DynamicsData<T>& data) {
  const Index n = runner.links.size();
  const Spatial<T> t_a = data.inertia[c] * data.S[i];
  for (int at = static_cast<int>(i); at >= 0; at = runner.links[static_cast<Index>(at)].parent) {
    const auto j = static_cast<Index>(at);
    data.dtau_dqdd[j * n + i] = data.dtau_dqdd[i * n + j] =
        data.upright[j] ? dot(data.S[j].linear, t_a.linear) : dot(data.S[j], t_a);
  }
}

/// Row and column i of the derivatives, as far as the joints that carry i reach.
/// @param c  link that keeps the composites I_C, B_C, f_C of i's subtree
template <class T>
void derivatives_of_joint(const Runner& runner, Index i, Index c, DynamicsData<T>& data) {
  const Index n = runner.links.size();
  const Spatial<T>&S = data.S[i], &two_psi_d = data.two_psi_d[i], &psi_dd = data.psi_dd[i];
  const Inertia<T>& I = data.inertia[c];
  const Coriolis<T>& B = data.coriolis[c];
  const auto parent = [&](Index j) { return runner.links[j].parent; };
  if (data.upright[i]) {  // shifting the whole runner
    for (int j = static_cast<int>(i); j >= 0; j = parent(static_cast<Index>(j))) {
      const auto k = static_cast<Index>(j);
      data.dtau_dqdd[k * n + i] = data.dtau_dqdd[i * n + k] = I.mass * dot(data.S[k].linear, S.linear);
    }
    return;
  }

  // What moving coordinate i does to the joints j that carry it: ∂τ_j/∂x_i = S_j · t.
  const Spatial<T> t_a = I * S;
  const Spatial<T> t_v = apply(B, S.angular + S.angular) + I * two_psi_d;
  const Spatial<T> t_q = apply(B, two_psi_d.angular) + I * psi_dd + cross_force(S, data.f[c]);
  // What moving such a j does to joint i: ∂τ_i/∂x_j by the transposes.
  const Vec3<T> u = apply_transposed(B, S), two_u = u + u;

  int at = static_cast<int>(i);
  for (; at >= 0 && !data.upright[static_cast<Index>(at)]; at = parent(static_cast<Index>(at))) {
    const auto j = static_cast<Index>(at);
    const Spatial<T>& S_j = data.S[j];
    const Index above = j * n + i, below = i * n + j;
    data.dtau_dqdd[above] = data.dtau_dqdd[below] = dot(S_j, t_a);
    data.dtau_dqd[below] = dot(two_u, S_j.angular) + dot(t_a, data.two_psi_d[j]);
    data.dtau_dq[below] = dot(u, data.two_psi_d[j].angular) + dot(t_a, data.psi_dd[j]);
    data.dtau_dqd[above] = dot(S_j, t_v);  // written last: on the diagonal both are meant, this one is right
    data.dtau_dq[above] = dot(S_j, t_q);
  }
  // The slides at the root shift all links alike: they feel forces only, and no torque feels their place or speed.
  for (; at >= 0; at = parent(static_cast<Index>(at))) {
    const auto j = static_cast<Index>(at);
    const Vec3<T>& axis = data.S[j].linear;
    const Index above = j * n + i;
    data.dtau_dqdd[above] = data.dtau_dqdd[i * n + j] = dot(axis, t_a.linear);
    data.dtau_dqd[above] = dot(axis, t_v.linear);
    data.dtau_dq[above] = dot(axis, t_q.linear);
  }
}

/// Adds the composites of a child to a link's.
template <bool derivatives, class T>
void add_composite(Index child, Index link, DynamicsData<T>& data) {
  data.f[link] += data.f[child];
  data.inertia[link] += data.inertia[child];
  if constexpr (derivatives) data.coriolis[link] += data.coriolis[child];
}

/// Back: tau, and the derivatives or only the mass matrix, with the composites of subtrees.
template <bool derivatives, class T>
void inward_pass(const Runner& runner, DynamicsData<T>& data) {
  Index c = 0;
  for (Index i = runner.links.size(); i-- > 0;) {
    if (stands_alone(runner, i, data)) {
      if (goes_on(runner, i)) add_composite<derivatives>(c, i, data);
      c = i;
    }
    data.tau[i] = dot(data.S[i], data.f[c]);
    if constexpr (derivatives)
      derivatives_of_joint(runner, i, c, data);
    else
      masses_of_joint(runner, i, c, data);
    const int parent = runner.links[i].parent;
    if (parent >= 0 && parent != static_cast<int>(i) - 1)
      add_composite<derivatives>(c, static_cast<Index>(parent), data);
  }
}

}  // namespace

template <class T>
void inverse_dynamics(const Runner& runner, DynamicsData<T>& data) {
  forward_kinematics(runner, data);
  outward_pass<false>(runner, data);
  // Back: what a joint carries is the force of its whole subtree.
  for (Index i = runner.links.size(); i-- > 0;) {
    data.tau[i] = dot(data.S[i], data.f[i]);
    if (const int p = runner.links[i].parent; p >= 0) data.f[static_cast<Index>(p)] += data.f[i];
  }
}

template <class T>
void inverse_dynamics_derivatives(const Runner& runner, DynamicsData<T>& data) {
  forward_kinematics(runner, data);
  outward_pass<true>(runner, data);
  inward_pass<true>(runner, data);
}

template <class T>
void torques_and_masses(const Runner& runner, DynamicsData<T>& data) {
  forward_kinematics(runner, data);
  outward_pass<false>(runner, data);
  inward_pass<false>(runner, data);
}

Mechanics mechanics(const Runner& runner, const DynamicsData<double>& data) {
  Mechanics sum{Eigen::Vector3d::Zero(), Eigen::Vector3d::Zero()};
  double mass = 0.0;
  for (Index i = 0; i < runner.links.size(); ++i) {
    const Link& link = runner.links[i];
    if (link.mass <= 0.0) continue;
    const Inertia<double> I = world_inertia(link, data.R[i], data.origin[i]);
    const Spatial<double> momentum = I * data.v[i];
    mass += link.mass;
    sum.centre_of_mass += Eigen::Vector3d(I.h.x, I.h.y, I.h.z);
    sum.momentum += Eigen::Vector3d(momentum.linear.x, momentum.linear.y, momentum.linear.z);
    sum.kinetic_energy += 0.5 * dot(data.v[i], momentum);
    sum.potential_energy += Runner::gravity * I.h.y;
  }
  sum.centre_of_mass /= mass;
  return sum;
}

template void inverse_dynamics(const Runner&, DynamicsData<double>&);
template void inverse_dynamics(const Runner&, DynamicsData<Lanes>&);
template void inverse_dynamics_derivatives(const Runner&, DynamicsData<double>&);
template void inverse_dynamics_derivatives(const Runner&, DynamicsData<Lanes>&);
template void torques_and_masses(const Runner&, DynamicsData<double>&);
template void torques_and_masses(const Runner&, DynamicsData<Lanes>&);

}  // namespace psoas
