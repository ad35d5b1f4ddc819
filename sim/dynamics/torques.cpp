// Which joint moments does a motion need, when nothing else is asked? Newton and Euler in each link's own axes, where
// masses and most hinge axes are constants. What goes from link to link stays in registers.
#include "sim/dynamics/dynamics.h"
#include "sim/dynamics/turn.h"

namespace psoas {
namespace {

using Index = std::size_t;

/// A = [ω̇]× + [ω]×[ω]×: a point at r from the origin accelerates by a + A r.
template <class T>
[[gnu::always_inline]] inline Mat3<T> acceleration_per_place(const Vec3<T>& w, const Vec3<T>& dw) {
  const T xx = w.x * w.x, yy = w.y * w.y, zz = w.z * w.z;
  return {{-(yy + zz), w.x * w.y + dw.z, w.x * w.z - dw.y},
          {w.x * w.y - dw.z, -(xx + zz), w.y * w.z + dw.x},
          {w.x * w.z + dw.y, w.y * w.z - dw.x, -(xx + yy)}};
}

/// Force Σ (a + A r) dm and moment Σ r × (a + A r) dm of a body, by its mass, first moment h and second moment J about
/// the link's origin.
template <class T>
[[gnu::always_inline]] inline Load<T> newton_euler(const Link& link, const Motion<T>& motion) {
  const Eigen::Vector3d& c = link.com;
  const Eigen::Matrix3d& I = link.inertia;
  const double m = link.mass, half = 0.5 * (I(0, 0) + I(1, 1) + I(2, 2));
  const T xx(half - I(0, 0) + m * c[0] * c[0]), yy(half - I(1, 1) + m * c[1] * c[1]);
  const T zz(half - I(2, 2) + m * c[2] * c[2]), xy(m * c[0] * c[1] - I(0, 1));
  const T xz(m * c[0] * c[2] - I(0, 2)), yz(m * c[1] * c[2] - I(1, 2));
  const Vec3<T> h{T(m * c[0]), T(m * c[1]), T(m * c[2])}, &a = motion.a;
  const Mat3<T> A = acceleration_per_place(motion.omega, motion.omega_d);
  // The moment's second part is the skew part of A J: (AJ)_zy - (AJ)_yz and so on.
  return {{h.y * a.z - h.z * a.y + A.c0.z * xy + A.c1.z * yy + A.c2.z * yz - A.c0.y * xz - A.c1.y * yz - A.c2.y * zz,
           h.z * a.x - h.x * a.z + A.c0.x * xz + A.c1.x * yz + A.c2.x * zz - A.c0.z * xx - A.c1.z * xy - A.c2.z * xz,
           h.x * a.y - h.y * a.x + A.c0.y * xx + A.c1.y * xy + A.c2.y * xz - A.c0.x * xy - A.c1.x * yy - A.c2.x * yz},
          T(m) * a + A * h};
}

/// From the motion of the parent to that of link i, in place.
template <class T>
[[gnu::always_inline]] inline void move_along(const Link& link, Index i, const DynamicsData<T>& data, Motion<T>& m) {
  const T &qd = data.qd[i], &qdd = data.qdd[i];
  if (data.upright[i]) {
    m.a += qdd * Vec3<T>::from(link.axis);
    return;
  }
  if (link.slide) {
    const Vec3<T> axis = Vec3<T>::from(link.axis), r = Vec3<T>::from(link.offset) + data.q[i] * axis;
    m.a += acceleration_per_place(m.omega, m.omega_d) * r + qdd * axis + (qd + qd) * cross(m.omega, axis);
    return;
  }
  if (!link.offset.isZero(0.0)) m.a += acceleration_per_place(m.omega, m.omega_d) * Vec3<T>::from(link.offset);
  with_axis(along(link.axis), [&](auto K) {
    const Turn<K(), T> turn(link.axis, data.turn[i].sin, data.turn[i].cos);
    turn.into_link(m.omega), turn.into_link(m.omega_d), turn.into_link(m.a);
    turn.add(qdd, m.omega_d);
    turn.add_cross(qd, m.omega, m.omega_d);
    turn.add(qd, m.omega);
  });
}

/// The moment or force at joint i; then from the load of link i to what its parent must carry of it, in place.
template <class T>
[[gnu::always_inline]] inline void carry_back(const Link& link, Index i, DynamicsData<T>& data, Load<T>& load) {
  if (link.slide) {
    const Vec3<T> axis = Vec3<T>::from(link.axis);
    data.tau[i] = dot(axis, load.force);
    if (data.upright[i]) return;  // only slides below: they take no notice of moments
    load.moment += cross(Vec3<T>::from(link.offset) + data.q[i] * axis, load.force);
    return;
  }
  with_axis(along(link.axis), [&](auto K) {
    const Turn<K(), T> turn(link.axis, data.turn[i].sin, data.turn[i].cos);
    data.tau[i] = turn.component(load.moment);
    turn.out_of_link(load.moment), turn.out_of_link(load.force);
  });
  if (!link.offset.isZero(0.0)) load.moment += cross(Vec3<T>::from(link.offset), load.force);
}

}  // namespace

template <class T>
void joint_torques(const Runner& runner, DynamicsData<T>& data) {
  set_turns(runner, data);
  const Index n = runner.links.size();
  const Vec3<T> zero = Vec3<T>::zero();
  const Motion<T> ground{zero, zero, {T(0.0), T(Runner::gravity), T(0.0)}};  // a is less gravity
  Motion<T> motion = ground;
  for (Index i = 0; i < n; ++i) {
    const Link& link = runner.links[i];
    const int parent = link.parent;
    if (parent != static_cast<int>(i) - 1) motion = parent < 0 ? ground : data.motion[static_cast<Index>(parent)];
    move_along(link, i, data, motion);
    if (link.mass > 0.0) data.load[i] = newton_euler(link, motion);
    if (data.branches[i]) {
      data.motion[i] = motion;
      if (link.mass <= 0.0) data.load[i] = {zero, zero};
    }
  }

  // Back: what a joint carries is the load of its whole subtree.
  Load<T> load{zero, zero};
  for (Index i = n; i-- > 0;) {
    const Link& link = runner.links[i];
    if (i + 1 < n && runner.links[i + 1].parent != static_cast<int>(i)) load = {zero, zero};
    if (link.mass > 0.0 || data.branches[i]) load.moment += data.load[i].moment, load.force += data.load[i].force;
    carry_back(link, i, data, load);
    if (link.parent >= 0 && link.parent != static_cast<int>(i) - 1) {
      Load<T>& below = data.load[static_cast<Index>(link.parent)];
      below.moment += load.moment, below.force += load.force;
    }
  }
}

template void joint_torques(const Runner&, DynamicsData<double>&);
template void joint_torques(const Runner&, DynamicsData<Lanes>&);

}  // namespace psoas
