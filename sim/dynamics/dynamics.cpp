// How do the two passes of recursive Newton-Euler run? Out from the pelvis for motion, back from the leaves for force.
#include "sim/dynamics/dynamics.h"

#include <Eigen/Geometry>
#include <cmath>

#include "sim/core/lanes.h"

namespace psoas {
namespace {

using Index = std::size_t;

/// Columns of R · Rot(axis, q): Rodrigues about an axis known in both frames.
template <class T>
Mat3<T> rotated(const Mat3<T>& R, const Eigen::Vector3d& k, const T& q) {
  using std::cos, std::sin;
  const T c = cos(q), s = sin(q), d = T(1.0) - c;
  const auto column = [&](int j) {
    Eigen::Vector3d e = Eigen::Vector3d::Unit(j), ke = k.cross(e);
    const Vec3<T> r = c * Vec3<T>::from(e) + s * Vec3<T>::from(ke) + (d * T(k[j])) * Vec3<T>::from(k);
    return R * r;
  };
  return {column(0), column(1), column(2)};
}

/// Inertia of a link about O in world axes.
template <class T>
Inertia<T> world_inertia(const Link& link, const Mat3<T>& R, const Vec3<T>& origin) {
  const Vec3<T> c = origin + R * Vec3<T>::from(link.com);
  const T m(link.mass);
  // Second moment about the centre of mass, J_c = ½ tr(I_c) 1 - I_c, turned into world axes: R J_c Rᵀ.
  const Eigen::Matrix3d Jc = 0.5 * link.inertia.trace() * Eigen::Matrix3d::Identity() - link.inertia;
  const auto turned = [&](int j) { return R * Vec3<T>::from(Jc.col(j)); };
  const Vec3<T> a0 = turned(0), a1 = turned(1), a2 = turned(2);  // columns of R J_c
  const auto entry = [&](const T Vec3<T>::*i, const T Vec3<T>::*j) {
    return a0.*i * R.c0.*j + a1.*i * R.c1.*j + a2.*i * R.c2.*j + m * (c.*i) * (c.*j);
  };
  using V = Vec3<T>;
  return {m, m * c, entry(&V::x, &V::x), entry(&V::y, &V::y), entry(&V::z, &V::z), entry(&V::x, &V::y), entry(&V::x, &V::z), entry(&V::y, &V::z)};
}

/// Out: position, velocity, acceleration, inertia and inertial force of every link.
template <class T>
void outward_pass(const Runner& runner, DynamicsData<T>& data) {
  const Mat3<T> I3 = {{T(1.0), T(0.0), T(0.0)}, {T(0.0), T(1.0), T(0.0)}, {T(0.0), T(0.0), T(1.0)}};
  const Spatial<T> minus_g = {Vec3<T>::zero(), {T(0.0), T(Runner::gravity), T(0.0)}};
  for (Index i = 0; i < runner.links.size(); ++i) {
    const Link& link = runner.links[i];
    const bool root = link.parent < 0;
    const auto p = static_cast<Index>(root ? 0 : link.parent);
    const Mat3<T>& R_parent = root ? I3 : data.R[p];
    const Vec3<T> joint = (root ? Vec3<T>::zero() : data.origin[p]) + R_parent * Vec3<T>::from(link.offset);
    const Vec3<T> axis = R_parent * Vec3<T>::from(link.axis);

    // Where it is, and along which screw it moves.
    if (link.slide) {
      data.R[i] = R_parent;
      data.origin[i] = joint + data.q[i] * axis;
      data.S[i] = {Vec3<T>::zero(), axis};
    } else {
      data.R[i] = rotated(R_parent, link.axis, data.q[i]);
      data.origin[i] = joint;
      data.S[i] = {axis, cross(joint, axis)};
    }

    // How it moves.
    const Spatial<T> v_parent = root ? Spatial<T>::zero() : data.v[p];
    const Spatial<T> a_parent = root ? minus_g : data.a[p];
    data.psi_d[i] = cross_motion(v_parent, data.S[i]);
    data.psi_dd[i] = cross_motion(a_parent, data.S[i]) + cross_motion(v_parent, data.psi_d[i]);
    data.v[i] = v_parent + data.qd[i] * data.S[i];
    data.a[i] = a_parent + data.qdd[i] * data.S[i] + data.qd[i] * data.psi_d[i];

    // What force that takes.
    if (link.mass > 0.0) {
      data.inertia[i] = world_inertia(link, data.R[i], data.origin[i]);
      data.f[i] = data.inertia[i] * data.a[i] + cross_force(data.v[i], data.inertia[i] * data.v[i]);
    } else {
      data.inertia[i] = Inertia<T>::zero();
      data.f[i] = Spatial<T>::zero();
    }
  }
}

/// Coriolis operator of one link: D = h v_Oᵀ + J [ω]×ᵀ, p = m v_O + ω × h.
template <class T>
Coriolis<T> link_coriolis(const Inertia<T>& I, const Spatial<T>& v) {
  const Vec3<T>&w = v.angular, &u = v.linear;
  const Vec3<T> j0{I.xx, I.xy, I.xz}, j1{I.xy, I.yy, I.yz}, j2{I.xz, I.yz, I.zz};
  // Column c of J [ω]×ᵀ is Σ_k J_k ([ω]×)_{ck}; rows of [ω]× are (0 -z y), (z 0 -x), (-y x 0).
  return {{u.x * I.h + w.y * j2 - w.z * j1, u.y * I.h + w.z * j0 - w.x * j2, u.z * I.h + w.x * j1 - w.y * j0},
          I.mass * u + cross(w, I.h)};
}

/// B s: force per unit of angular motion s.
template <class T>
Spatial<T> apply(const Coriolis<T>& B, const Vec3<T>& s) {
  const T trace = B.D.c0.x + B.D.c1.y + B.D.c2.z;
  return {trace * s - transposed(B.D, s), cross(s, B.p)};
}
/// Bᵀ x: the angular vector u with x·(B s) = u·s.
template <class T>
Vec3<T> apply_transposed(const Coriolis<T>& B, const Spatial<T>& x) {
  const T trace = B.D.c0.x + B.D.c1.y + B.D.c2.z;
  return trace * x.angular - B.D * x.angular + cross(B.p, x.linear);
}

}  // namespace

template <class T>
DynamicsData<T>::DynamicsData(const Runner& runner) {
  const Index n = runner.links.size();
  for (auto* vector : {&q, &qd, &qdd, &tau}) vector->assign(n, T(0.0));
  R.resize(n), origin.resize(n);
  for (auto* vector : {&S, &v, &a, &f, &psi_d, &psi_dd}) vector->assign(n, Spatial<T>::zero());
  inertia.assign(n, Inertia<T>::zero());
  coriolis.assign(n, {Mat3<T>::zero(), Vec3<T>::zero()});
  for (auto* matrix : {&dtau_dq, &dtau_dqd, &dtau_dqdd}) matrix->assign(n * n, T(0.0));
}

template <class T>
void inverse_dynamics(const Runner& runner, DynamicsData<T>& data) {
  outward_pass(runner, data);
  // Back: what a joint carries is the force of its whole subtree.
  for (Index i = runner.links.size(); i-- > 0;) {
    data.tau[i] = dot(data.S[i], data.f[i]);
    if (const int p = runner.links[i].parent; p >= 0) data.f[static_cast<Index>(p)] += data.f[i];
  }
}

template <class T>
void inverse_dynamics_derivatives(const Runner& runner, DynamicsData<T>& data) {
  const Index n = runner.links.size();
  outward_pass(runner, data);
  for (Index i = 0; i < n; ++i)
    data.coriolis[i] = runner.links[i].mass > 0.0 ? link_coriolis(data.inertia[i], data.v[i]) : Coriolis<T>{Mat3<T>::zero(), Vec3<T>::zero()};

  for (Index i = n; i-- > 0;) {
    const Spatial<T>&S = data.S[i], &psi_d = data.psi_d[i];
    const Inertia<T>& I = data.inertia[i];
    const Coriolis<T>& B = data.coriolis[i];
    data.tau[i] = dot(S, data.f[i]);

    // What moving coordinate i does to every joint below it (ancestors j): ∂τ_j/∂x_i = S_j · t.
    const T two(2.0);
    const Spatial<T> t_a = I * S;
    const Spatial<T> t_v = two * (apply(B, S.angular) + I * psi_d);
    const Spatial<T> t_q = two * apply(B, psi_d.angular) + I * data.psi_dd[i] + cross_force(S, data.f[i]);
    // What moving an ancestor j does to joint i: ∂τ_i/∂x_j by the transposes.
    const Vec3<T> u = two * apply_transposed(B, S);

    for (int k = static_cast<int>(i); k >= 0; k = runner.links[static_cast<Index>(k)].parent) {
      const auto j = static_cast<Index>(k);
      const Spatial<T>& S_j = data.S[j];
      const T m = dot(S_j, t_a);
      data.dtau_dqdd[j * n + i] = m;
      data.dtau_dqdd[i * n + j] = m;
      data.dtau_dqd[j * n + i] = dot(S_j, t_v);
      data.dtau_dq[j * n + i] = dot(S_j, t_q);
      if (j == i) continue;
      data.dtau_dqd[i * n + j] = dot(u, S_j.angular) + two * dot(t_a, data.psi_d[j]);
      data.dtau_dq[i * n + j] = dot(u, data.psi_d[j].angular) + dot(t_a, data.psi_dd[j]);
    }

    if (const int parent = runner.links[i].parent; parent >= 0) {
      const auto p = static_cast<Index>(parent);
      data.f[p] += data.f[i];
      data.inertia[p] += I;
      data.coriolis[p] += B;
    }
  }
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

template struct DynamicsData<double>;
template struct DynamicsData<Lanes>;
template void inverse_dynamics(const Runner&, DynamicsData<double>&);
template void inverse_dynamics(const Runner&, DynamicsData<Lanes>&);
template void inverse_dynamics_derivatives(const Runner&, DynamicsData<double>&);
template void inverse_dynamics_derivatives(const Runner&, DynamicsData<Lanes>&);

}  // namespace psoas
