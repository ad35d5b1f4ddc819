// How do eight collocation nodes go through the dynamics at once? One double each in the lanes of a SIMD register.
#pragma once

#include <cmath>

namespace psoas {

inline constexpr int lane_count = 8;

/// Eight doubles that add, multiply and divide together. Written on GCC/Clang vector types: one AVX-512 register, two AVX2, four SSE2.
struct Lanes {
  using Register = double __attribute__((vector_size(8 * lane_count)));
  Register v;

  Lanes() = default;
  Lanes(double x) : v(Register{} + x) {}
  explicit Lanes(Register x) : v(x) {}
  double operator[](int lane) const { return v[lane]; }
  void set(int lane, double x) { v[lane] = x; }

  Lanes& operator+=(const Lanes& o) { return v += o.v, *this; }
  Lanes& operator-=(const Lanes& o) { return v -= o.v, *this; }
  Lanes& operator*=(const Lanes& o) { return v *= o.v, *this; }
  Lanes operator-() const { return Lanes(-v); }
  friend Lanes operator+(const Lanes& a, const Lanes& b) { return Lanes(a.v + b.v); }
  friend Lanes operator-(const Lanes& a, const Lanes& b) { return Lanes(a.v - b.v); }
  friend Lanes operator*(const Lanes& a, const Lanes& b) { return Lanes(a.v * b.v); }
  friend Lanes operator/(const Lanes& a, const Lanes& b) { return Lanes(a.v / b.v); }
};

/// f of every lane; libm has no vector forms without -ffast-math, which we never use.
template <class F>
Lanes each_lane(const Lanes& x, F f) {
  Lanes y;
  for (int i = 0; i < lane_count; ++i) y.v[i] = f(x.v[i]);
  return y;
}
inline Lanes sqrt(const Lanes& x) {
  return each_lane(x, [](double a) { return std::sqrt(a); });
}
inline Lanes exp(const Lanes& x) {
  return each_lane(x, [](double a) { return std::exp(a); });
}
inline Lanes log1p(const Lanes& x) {
  return each_lane(x, [](double a) { return std::log1p(a); });
}
inline Lanes sin(const Lanes& x) {
  return each_lane(x, [](double a) { return std::sin(a); });
}
inline Lanes cos(const Lanes& x) {
  return each_lane(x, [](double a) { return std::cos(a); });
}
/// max(x, 0) and |x|, branch free.
inline Lanes positive_part(const Lanes& x) { return Lanes(x.v > 0.0 ? x.v : Lanes(0.0).v); }
inline Lanes abs(const Lanes& x) { return Lanes(x.v < 0.0 ? -x.v : x.v); }
inline double positive_part(double x) { return x > 0.0 ? x : 0.0; }

}  // namespace psoas
