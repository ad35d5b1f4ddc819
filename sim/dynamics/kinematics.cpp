// Where are the links, and how fast do they move? Out from the pelvis; what goes from link to link stays in registers.
#include "sim/dynamics/dynamics.h"
#include "sim/dynamics/turn.h"

namespace psoas {
namespace {

using Index = std::size_t;

}  // namespace

template <class T>
DynamicsData<T>::DynamicsData(const Runner& runner) {
  const Index n = runner.links.size();
  for (auto* vector : {&q, &qd, &qdd, &tau}) vector->assign(n, T(0.0));
  const Vec3<T> zero = Vec3<T>::zero();
  R.resize(n), origin.resize(n), turn.assign(n, {T(0.0), T(1.0)}), branches.assign(n, 0);
  motion.assign(n, {zero, zero, zero, Mat3<T>::zero()}), load.assign(n, {zero, zero});
  for (auto* vector : {&S, &v, &a, &f, &two_psi_d, &psi_dd}) vector->assign(n, Spatial<T>::zero());
  inertia.assign(n, Inertia<T>::zero());
  coriolis.assign(n, {Mat3<T>::zero(), zero});
  for (auto* matrix : {&dtau_dq, &dtau_dqd, &dtau_dqdd}) matrix->assign(n * n, T(0.0));
  for (Index i = 0; i < n; ++i) {
    const Link& link = runner.links[i];
    const auto p = static_cast<Index>(link.parent);
    upright.push_back(link.slide && (link.parent < 0 || upright[p]));
    if (link.parent >= 0 && p + 1 != i) branches[p] = 1;
  }
}

template <class T>
void forward_kinematics(const Runner& runner, DynamicsData<T>& data) {
  set_turns(runner, data);
  const Index n = runner.links.size();
  const T zero(0.0), one(1.0);
  const Mat3<T> world = {{one, zero, zero}, {zero, one, zero}, {zero, zero, one}};
  Mat3<T> R = world;
  Vec3<T> origin = Vec3<T>::zero();
  Spatial<T> v = Spatial<T>::zero();
  for (Index i = 0; i < n; ++i) {
    const Link& link = runner.links[i];
    if (link.parent != static_cast<int>(i) - 1) {
      const auto p = static_cast<Index>(link.parent);
      R = link.parent < 0 ? world : data.R[p];
      origin = link.parent < 0 ? Vec3<T>::zero() : data.origin[p];
      v = link.parent < 0 ? Spatial<T>::zero() : data.v[p];
    }
    if (!link.offset.isZero(0.0)) origin += R * Vec3<T>::from(link.offset);

    // Where it is, and along which screw it moves.
    Spatial<T> S;
    if (link.slide) {
      S = {Vec3<T>::zero(), R * Vec3<T>::from(link.axis)};
      origin += data.q[i] * S.linear;
    } else {
      with_axis(hinge_kind(link.axis), [&](auto K) {
        S.angular = Turn<K(), T>(link.axis, data.turn[i].sin, data.turn[i].cos).turn(R);
        S.linear = cross(origin, S.angular);
      });
    }
    v += data.qd[i] * S;
    data.R[i] = R, data.origin[i] = origin, data.S[i] = S, data.v[i] = v;
  }
}

template struct DynamicsData<double>;
template struct DynamicsData<Lanes>;
template void forward_kinematics(const Runner&, DynamicsData<double>&);
template void forward_kinematics(const Runner&, DynamicsData<Lanes>&);

}  // namespace psoas
