// How do 3-vectors and spatial vectors look when every number may be eight numbers? Small, plain, generic in the
// scalar. Spatial vectors are taken at the world origin O, in world axes [Featherstone 2008, ch. 2]: a motion is
// (angular; velocity of the body point now at O), a force is (moment about O; force).
// Inlined by order: left to itself the compiler calls these and passes eight numbers at a time through memory.
#pragma once

#include <Eigen/Core>

namespace psoas {

template <class T>
struct Vec3 {
  T x, y, z;
  static Vec3 zero() { return {T(0.0), T(0.0), T(0.0)}; }
  static Vec3 from(const Eigen::Vector3d& v) { return {T(v.x()), T(v.y()), T(v.z())}; }
  Vec3& operator+=(const Vec3& o) { return x += o.x, y += o.y, z += o.z, *this; }
  Vec3& operator-=(const Vec3& o) { return x -= o.x, y -= o.y, z -= o.z, *this; }
};
template <class T>
[[gnu::always_inline]] inline Vec3<T> operator+(const Vec3<T>& a, const Vec3<T>& b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
template <class T>
[[gnu::always_inline]] inline Vec3<T> operator-(const Vec3<T>& a, const Vec3<T>& b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
template <class T>
[[gnu::always_inline]] inline Vec3<T> operator-(const Vec3<T>& a) {
  return {-a.x, -a.y, -a.z};
}
template <class T>
[[gnu::always_inline]] inline Vec3<T> operator*(const T& s, const Vec3<T>& a) {
  return {s * a.x, s * a.y, s * a.z};
}
template <class T>
[[gnu::always_inline]] inline T dot(const Vec3<T>& a, const Vec3<T>& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
template <class T>
[[gnu::always_inline]] inline Vec3<T> cross(const Vec3<T>& a, const Vec3<T>& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

/// 3 x 3 matrix by columns.
template <class T>
struct Mat3 {
  Vec3<T> c0, c1, c2;
  static Mat3 zero() { return {Vec3<T>::zero(), Vec3<T>::zero(), Vec3<T>::zero()}; }
  Mat3& operator+=(const Mat3& o) { return c0 += o.c0, c1 += o.c1, c2 += o.c2, *this; }
};
template <class T>
[[gnu::always_inline]] inline Vec3<T> operator*(const Mat3<T>& m, const Vec3<T>& v) {
  return v.x * m.c0 + v.y * m.c1 + v.z * m.c2;
}
/// mᵀ v
template <class T>
[[gnu::always_inline]] inline Vec3<T> transposed(const Mat3<T>& m, const Vec3<T>& v) {
  return {dot(m.c0, v), dot(m.c1, v), dot(m.c2, v)};
}

/// Spatial motion or force: angular part first.
template <class T>
struct Spatial {
  Vec3<T> angular, linear;
  static Spatial zero() { return {Vec3<T>::zero(), Vec3<T>::zero()}; }
  Spatial& operator+=(const Spatial& o) { return angular += o.angular, linear += o.linear, *this; }
  Spatial& operator-=(const Spatial& o) { return angular -= o.angular, linear -= o.linear, *this; }
};
template <class T>
[[gnu::always_inline]] inline Spatial<T> operator+(const Spatial<T>& a, const Spatial<T>& b) {
  return {a.angular + b.angular, a.linear + b.linear};
}
template <class T>
[[gnu::always_inline]] inline Spatial<T> operator-(const Spatial<T>& a, const Spatial<T>& b) {
  return {a.angular - b.angular, a.linear - b.linear};
}
template <class T>
[[gnu::always_inline]] inline Spatial<T> operator*(const T& s, const Spatial<T>& a) {
  return {s * a.angular, s * a.linear};
}
template <class T>
[[gnu::always_inline]] inline T dot(const Spatial<T>& a, const Spatial<T>& b) {
  return dot(a.angular, b.angular) + dot(a.linear, b.linear);
}
/// v × m: rate of change of a motion m carried along with v.
template <class T>
[[gnu::always_inline]] inline Spatial<T> cross_motion(const Spatial<T>& v, const Spatial<T>& m) {
  return {cross(v.angular, m.angular), cross(v.angular, m.linear) + cross(v.linear, m.angular)};
}
/// v ×* f: rate of change of a force f carried along with v.
template <class T>
[[gnu::always_inline]] inline Spatial<T> cross_force(const Spatial<T>& v, const Spatial<T>& f) {
  return {cross(v.angular, f.angular) + cross(v.linear, f.linear), cross(v.angular, f.linear)};
}

/// Rigid-body inertia about O: mass, first moment h = m c, and second moment J = Σ m r rᵀ (symmetric).
template <class T>
struct Inertia {
  T mass;
  Vec3<T> h;
  T xx, yy, zz, xy, xz, yz;  ///< of J
  static Inertia zero() { return {T(0.0), Vec3<T>::zero(), T(0.0), T(0.0), T(0.0), T(0.0), T(0.0), T(0.0)}; }
  Inertia& operator+=(const Inertia& o) {
    mass += o.mass, h += o.h;
    xx += o.xx, yy += o.yy, zz += o.zz, xy += o.xy, xz += o.xz, yz += o.yz;
    return *this;
  }
};
template <class T>
[[gnu::always_inline]] inline Vec3<T> second_moment_times(const Inertia<T>& I, const Vec3<T>& w) {
  return {I.xx * w.x + I.xy * w.y + I.xz * w.z, I.xy * w.x + I.yy * w.y + I.yz * w.z,
          I.xz * w.x + I.yz * w.y + I.zz * w.z};
}
/// Force that gives this inertia the acceleration a: (I_O α + h × a; m a - h × α), I_O = tr(J) 1 - J.
template <class T>
[[gnu::always_inline]] inline Spatial<T> operator*(const Inertia<T>& I, const Spatial<T>& a) {
  const T trace = I.xx + I.yy + I.zz;
  return {trace * a.angular - second_moment_times(I, a.angular) + cross(I.h, a.linear),
          I.mass * a.linear - cross(I.h, a.angular)};
}

}  // namespace psoas
