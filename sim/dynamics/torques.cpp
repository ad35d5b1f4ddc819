// Which joint moments does a motion need, when nothing else is asked? Newton and Euler in each link's own axes, where
// masses and most hinge axes are constants. What goes from link to link stays in registers.
#include "sim/dynamics/base_parameters.h"
#include "sim/dynamics/dynamics.h"
#include "sim/dynamics/turn.h"

namespace psoas {
namespace {

using Index = std::size_t;

/// A = [ω̇]× + [ω]×[ω]×: a point at r from the origin accelerates by a + A r.
template <class T>
[[gnu::always_inline]] inline Mat3<T> acceleration_per_place(const Vec3<T>& w, const Vec3<T>& dw) {
  const T xx = w.x * w.x, zz = w.z * w.z;
  return {{-(w.y * w.y) - zz, w.x * w.y + dw.z, w.x * w.z - dw.y},
          {w.x * w.y - dw.z, -xx - zz, w.y * w.z + dw.x},
          {w.x * w.z + dw.y, w.y * w.z - dw.x, -(w.y * w.y) - xx}};
}

/// Force Σ (a + A r) dm and moment Σ r × (a + A r) dm of a body without mass at its origin; flat: h_z = J_zz = 0.
template <bool flat, class T>
[[gnu::always_inline]] inline Load<T> newton_euler(const BaseLink& link, const Motion<T>& motion) {
  const auto J = [&](int i, int j) { return T(link.J(i, j)); };
  const T hx(link.h[0]), hy(link.h[1]), hz(link.h[2]);
  const Vec3<T>& a = motion.a;
  const Mat3<T>& A = motion.A;
  // The moment's second part is the skew part of A J: (AJ)_zy - (AJ)_yz and so on.
  Load<T> load = {
      {hy * a.z + A.c0.z * J(0, 1) + A.c1.z * J(1, 1) + A.c2.z * J(1, 2) - A.c0.y * J(0, 2) - A.c1.y * J(1, 2),
       A.c0.x * J(0, 2) - hx * a.z + A.c1.x * J(1, 2) - A.c0.z * J(0, 0) - A.c1.z * J(0, 1) - A.c2.z * J(0, 2),
       hx * a.y - hy * a.x + A.c0.y * J(0, 0) + A.c1.y * J(0, 1) + A.c2.y * J(0, 2) - A.c0.x * J(0, 1) -
           A.c1.x * J(1, 1) - A.c2.x * J(1, 2)},
      hx * A.c0 + hy * A.c1};
  if constexpr (!flat) {
    load.moment.x -= hz * a.y + A.c2.y * J(2, 2);
    load.moment.y += hz * a.x + A.c2.x * J(2, 2);
    load.force += hz * A.c2;
  }
  return load;
}

/// From the motion of the parent to that of the link, in place.
template <class T>
[[gnu::always_inline]] inline void move_along(const BaseLink& link, Index i, const DynamicsData<T>& data,
                                              Motion<T>& m) {
  const T &qd = data.qd[i], &qdd = data.qdd[i];
  if (data.upright[i]) {
    m.a += qdd * Vec3<T>::from(link.axis);
    return;
  }
  if (link.slide) {
    const Vec3<T> axis = Vec3<T>::from(link.axis), r = Vec3<T>::from(link.p_PL) + data.q[i] * axis;
    m.a += m.A * r + qdd * axis + (qd + qd) * cross(m.omega, axis);
    return;
  }
  if (link.has_offset) m.a += m.A * Vec3<T>::from(link.p_PL);
  with_axis(link.axis_kind, [&](auto K) {
    const Turn<K(), T> turn(link.axis, data.turn[i].sin, data.turn[i].cos);
    turn.into_link(m.omega), turn.into_link(m.omega_d), turn.into_link(m.a);
    turn.add(qdd, m.omega_d);
    turn.add_cross(qd, m.omega, m.omega_d);
    turn.add(qd, m.omega);
  });
  if (link.needs_A) m.A = acceleration_per_place(m.omega, m.omega_d);
}

/// The moment or force at joint i; then from the load of the link to what its parent must carry of it, in place.
template <class T>
[[gnu::always_inline]] inline void carry_back(const BaseLink& link, Index i, DynamicsData<T>& data, Load<T>& load) {
  if (link.slide) {
    const Vec3<T> axis = Vec3<T>::from(link.axis);
    data.tau[i] = dot(axis, load.force);
    if (data.upright[i]) return;  // only slides below: they take no notice of moments
    load.moment += cross(Vec3<T>::from(link.p_PL) + data.q[i] * axis, load.force);
    return;
  }
  with_axis(link.axis_kind, [&](auto K) {
    const Turn<K(), T> turn(link.axis, data.turn[i].sin, data.turn[i].cos);
    data.tau[i] = turn.component(load.moment);
    turn.out_of_link(load.moment), turn.out_of_link(load.force);
  });
  if (link.has_offset) load.moment += cross(Vec3<T>::from(link.p_PL), load.force);
}

}  // namespace

template <class T>
void joint_torques(const BaseParameters& base, DynamicsData<T>& data) {
  const Index n = base.links.size();
  const Vec3<T> zero = Vec3<T>::zero();
  const Motion<T> ground{zero, zero, {T(0.0), T(Runner::gravity), T(0.0)}, Mat3<T>::zero()};  // a is less gravity
  Motion<T> motion = ground;
  for (Index i = 0; i < n; ++i) {
    const BaseLink& link = base.links[i];
    const int parent = link.parent;
    if (parent != static_cast<int>(i) - 1) motion = parent < 0 ? ground : data.motion[static_cast<Index>(parent)];
    move_along(link, i, data, motion);
    if (link.has_moments)
      data.load[i] = link.flat ? newton_euler<true>(link, motion) : newton_euler<false>(link, motion);
    else if (data.branches[i] || link.mass > 0.0)
      data.load[i] = {zero, zero};
    if (link.mass > 0.0) data.load[i].force += T(link.mass) * motion.a;
    if (data.branches[i]) data.motion[i] = motion;
  }

  // Back: what a joint carries is the load of its whole subtree.
  Load<T> load{zero, zero};
  for (Index i = n; i-- > 0;) {
    const BaseLink& link = base.links[i];
    if (i + 1 < n && base.links[i + 1].parent != static_cast<int>(i)) load = {zero, zero};
    if (link.has_moments || link.mass > 0.0 || data.branches[i])
      load.moment += data.load[i].moment, load.force += data.load[i].force;
    carry_back(link, i, data, load);
    if (link.parent >= 0 && link.parent != static_cast<int>(i) - 1) {
      Load<T>& below = data.load[static_cast<Index>(link.parent)];
      below.moment += load.moment, below.force += load.force;
    }
  }
}

template void joint_torques(const BaseParameters&, DynamicsData<double>&);
template void joint_torques(const BaseParameters&, DynamicsData<Lanes>&);

}  // namespace psoas
