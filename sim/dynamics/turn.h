// How does a hinge turn axes? About x, y or z only two of the three are mixed, and nearly all hinges are of that kind.
#pragma once

#include <type_traits>

#include "models/runner.h"
#include "sim/core/lane_functions.h"
#include "sim/core/vec3.h"

namespace psoas {

/// A hinge's axis as the compiler may know it: 0, 1, 2 along x, y, z; 3, 4, 5 against them; 6 any other.
inline int hinge_kind(const Eigen::Vector3d& axis) {
  for (int k = 0; k < 3; ++k) {
    if (axis[k] == 1.0) return k;
    if (axis[k] == -1.0) return 3 + k;
  }
  return 6;
}
/// f(K), K the compile-time form of k in 0..6.
template <class F>
[[gnu::always_inline]] inline void with_axis(int k, F f) {
  switch (k) {
    case 0:
      return f(std::integral_constant<int, 0>{});
    case 1:
      return f(std::integral_constant<int, 1>{});
    case 2:
      return f(std::integral_constant<int, 2>{});
    case 3:
      return f(std::integral_constant<int, 3>{});
    case 4:
      return f(std::integral_constant<int, 4>{});
    case 5:
      return f(std::integral_constant<int, 5>{});
    default:
      return f(std::integral_constant<int, 6>{});
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

/// A hinge of axis kind K (hinge_kind) turned by q.
template <int K, class T>
struct Turn {
  static constexpr bool along = K < 6, against = along && K >= 3;
  Vec3<T> axis;  ///< used where not along x, y or z
  T sin, cos;    ///< of q

  [[gnu::always_inline]] Turn(const Eigen::Vector3d& k, const T& s, const T& c) : sin(s), cos(c) {
    if constexpr (!along) axis = Vec3<T>::from(k);
  }
  /// A vector in the axes before the turn (the parent's) -> in the axes after it (the link's), in place.
  [[gnu::always_inline]] void into_link(Vec3<T>& v) const { rotate<!against>(v); }
  /// And back.
  [[gnu::always_inline]] void out_of_link(Vec3<T>& v) const { rotate<against>(v); }
  /// v += rate about the axis.
  [[gnu::always_inline]] void add(const T& rate, Vec3<T>& v) const {
    if constexpr (against) {
      part<K>(v) -= rate;
    } else if constexpr (along) {
      part<K>(v) += rate;
    } else {
      v += rate * axis;
    }
  }
  /// out += rate v × axis.
  [[gnu::always_inline]] void add_cross(const T& rate, const Vec3<T>& v, Vec3<T>& out) const {
    if constexpr (against) {
      part<K + 1>(out) -= rate * part<K + 2>(v);
      part<K + 2>(out) += rate * part<K + 1>(v);
    } else if constexpr (along) {
      part<K + 1>(out) += rate * part<K + 2>(v);
      part<K + 2>(out) -= rate * part<K + 1>(v);
    } else {
      out += rate * cross(v, axis);
    }
  }
  /// Of v, along the axis.
  [[gnu::always_inline]] T component(const Vec3<T>& v) const {
    if constexpr (against) {
      return -part<K>(v);
    } else if constexpr (along) {
      return part<K>(v);
    } else {
      return dot(axis, v);
    }
  }
  /// R -> R Rot(axis, q), in place; returns the axis in world axes.
  [[gnu::always_inline]] Vec3<T> turn(Mat3<T>& R) const {
    if constexpr (along) {
      const Vec3<T> a = part<K + 1>(R), b = part<K + 2>(R);
      if constexpr (against) {
        part<K + 1>(R) = cos * a - sin * b, part<K + 2>(R) = cos * b + sin * a;
        return -part<K>(R);
      } else {
        part<K + 1>(R) = cos * a + sin * b, part<K + 2>(R) = cos * b - sin * a;
        return part<K>(R);
      }
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
  /// Of v, the parts before or after the turn by q (back: by -q) about x, y or z; about the axis where it is another.
  template <bool back>
  [[gnu::always_inline]] void rotate(Vec3<T>& v) const {
    if constexpr (along) {
      const T a = part<K + 1>(v), b = part<K + 2>(v);
      if constexpr (back) {
        part<K + 1>(v) = cos * a + sin * b, part<K + 2>(v) = cos * b - sin * a;
      } else {
        part<K + 1>(v) = cos * a - sin * b, part<K + 2>(v) = cos * b + sin * a;
      }
    } else {
      const Vec3<T> across = sin * cross(axis, v), kept = cos * v + ((T(1.0) - cos) * dot(axis, v)) * axis;
      if constexpr (back)
        v = kept - across;
      else
        v = kept + across;
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
