// How does a hinge turn axes? About x, y or z only two of the three are mixed, and nearly all hinges are of that kind.
#pragma once

#include <type_traits>

#include "models/runner.h"
#include "sim/core/lanes.h"
#include "sim/core/vec3.h"

namespace psoas {

/// The axis as the compiler may know it: 0, 1, 2 along or against x, y, z; 3 any other.
inline int along(const Eigen::Vector3d& axis) {
  for (int k = 0; k < 3; ++k)
    if (axis[k] == 1.0 || axis[k] == -1.0) return k;
  return 3;
}
/// f(K), K the compile-time form of k in 0..3.
template <class F>
[[gnu::always_inline]] inline void with_axis(int k, F f) {
  switch (k) {
    case 0:
      return f(std::integral_constant<int, 0>{});
    case 1:
      return f(std::integral_constant<int, 1>{});
    case 2:
      return f(std::integral_constant<int, 2>{});
    default:
      return f(std::integral_constant<int, 3>{});
  }
}

/// Coordinate of a vector or column of a matrix, counted round: 3 is 0 again.
template <int K, class T>
[[gnu::always_inline]] inline auto& part(T& v) {
  if constexpr (requires { v.x; }) {
    if constexpr (K % 3 == 0)
      return v.x;
    else if constexpr (K % 3 == 1)
      return v.y;
    else
      return v.z;
  } else {
    if constexpr (K % 3 == 0)
      return v.c0;
    else if constexpr (K % 3 == 1)
      return v.c1;
    else
      return v.c2;
  }
}

/// A hinge of axis kind K turned by q: its unit axis, and sine (with the axis' sign where K < 3) and cosine of q.
template <int K, class T>
struct Turn {
  Vec3<T> axis;  ///< used where K = 3
  T sign, sin, cos;

  [[gnu::always_inline]] Turn(const Eigen::Vector3d& k, const T& s, const T& c) : cos(c) {
    if constexpr (K < 3) {
      sign = T(k[K]), sin = sign * s;
    } else {
      axis = Vec3<T>::from(k), sin = s;
    }
  }
  /// A vector in the axes before the turn (the parent's) -> in the axes after it (the link's), in place.
  [[gnu::always_inline]] void into_link(Vec3<T>& v) const { rotate(v, -sin); }
  /// And back.
  [[gnu::always_inline]] void out_of_link(Vec3<T>& v) const { rotate(v, sin); }
  /// v += rate about the axis.
  [[gnu::always_inline]] void add(const T& rate, Vec3<T>& v) const {
    if constexpr (K < 3) {
      part<K>(v) += sign * rate;
    } else {
      v += rate * axis;
    }
  }
  /// out += rate v × axis.
  [[gnu::always_inline]] void add_cross(const T& rate, const Vec3<T>& v, Vec3<T>& out) const {
    if constexpr (K < 3) {
      const T r = sign * rate;
      part<K + 1>(out) += r * part<K + 2>(v);
      part<K + 2>(out) -= r * part<K + 1>(v);
    } else {
      out += rate * cross(v, axis);
    }
  }
  /// Of v, along the axis.
  [[gnu::always_inline]] T component(const Vec3<T>& v) const {
    if constexpr (K < 3) {
      return sign * part<K>(v);
    } else {
      return dot(axis, v);
    }
  }
  /// R -> R Rot(axis, q), in place; returns the axis in world axes.
  [[gnu::always_inline]] Vec3<T> turn(Mat3<T>& R) const {
    if constexpr (K < 3) {
      const Vec3<T> a = part<K + 1>(R), b = part<K + 2>(R);
      part<K + 1>(R) = cos * a + sin * b;
      part<K + 2>(R) = cos * b - sin * a;
      return sign * part<K>(R);
    } else {
      // Rotated unit vectors, cos e + sin k × e + (1 - cos)(k·e) k [Rodrigues].
      const T d = T(1.0) - cos;
      const Vec3<T>& k = axis;
      const Vec3<T> e0{cos + d * k.x * k.x, d * k.x * k.y + sin * k.z, d * k.x * k.z - sin * k.y};
      const Vec3<T> e1{d * k.x * k.y - sin * k.z, cos + d * k.y * k.y, d * k.y * k.z + sin * k.x};
      const Vec3<T> e2{d * k.x * k.z + sin * k.y, d * k.y * k.z - sin * k.x, cos + d * k.z * k.z};
      R = Mat3<T>{R * e0, R * e1, R * e2};
      return R * axis;
    }
  }

 private:
  [[gnu::always_inline]] void rotate(Vec3<T>& v, const T& s) const {
    if constexpr (K < 3) {
      const T a = part<K + 1>(v), b = part<K + 2>(v);
      part<K + 1>(v) = cos * a - s * b;
      part<K + 2>(v) = cos * b + s * a;
    } else {
      v = cos * v + s * cross(axis, v) + ((T(1.0) - cos) * dot(axis, v)) * axis;
    }
  }
};

/// Sines and cosines of all hinges.
template <class Data>
void set_turns(const Runner& runner, Data& data) {
  for (std::size_t i = 0; i < runner.links.size(); ++i)
    if (!runner.links[i].slide) data.turn[i] = sin_cos(data.q[i]);
}

}  // namespace psoas
