// How do eight collocation nodes go through the dynamics at once? One double each in the lanes of a SIMD register.
#pragma once

#include <bit>
#include <cmath>
#include <cstring>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

namespace psoas {

inline constexpr int lane_count = 8;

/// Eight doubles that add, multiply and divide together. Written on GCC/Clang vector types: one AVX-512 register, two
/// AVX2, four SSE2.
struct Lanes {
  using Register = double __attribute__((vector_size(8 * lane_count)));
  Register v;

  Lanes() = default;
  Lanes(double x) : v{x, x, x, x, x, x, x, x} {}
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

/// Eight doubles from and to memory, wherever they lie.
inline Lanes load(const double* from) {
  Lanes x;
  std::memcpy(&x.v, from, sizeof x.v);
  return x;
}
inline void store(const Lanes& x, double* to) { std::memcpy(to, &x.v, sizeof x.v); }
/// Sum of the lanes, in an order of its own.
inline double total(const Lanes& x) {
  return ((x.v[0] + x.v[4]) + (x.v[2] + x.v[6])) + ((x.v[1] + x.v[5]) + (x.v[3] + x.v[7]));
}

/// max(x, 0) and |x|, branch free.
inline Lanes positive_part(const Lanes& x) { return Lanes(x.v > 0.0 ? x.v : Lanes(0.0).v); }
inline Lanes abs(const Lanes& x) { return Lanes(x.v < 0.0 ? -x.v : x.v); }
inline double positive_part(double x) { return x > 0.0 ? x : 0.0; }

/// a where x > 0, b elsewhere.
inline Lanes where_positive(const Lanes& x, const Lanes& a, const Lanes& b) { return Lanes(x.v > 0.0 ? a.v : b.v); }
inline double where_positive(double x, double a, double b) { return x > 0.0 ? a : b; }

/// f of every lane.
template <class F>
Lanes each_lane(const Lanes& x, F f) {
  Lanes y;
  for (int i = 0; i < lane_count; ++i) y.v[i] = f(x.v[i]);
  return y;
}

// The library has no vector forms without -ffast-math, which we never use. The series below are the textbook's, cut
// where what is left is below half a unit in the last place; a lane's bits do not depend on the other lanes.
namespace lanes {
using Bits = long long __attribute__((vector_size(8 * lane_count)));
using Bytes = signed char __attribute__((vector_size(lane_count)));

/// Is any lane of a comparison true?
inline bool any(const Bits& which) {
  return std::bit_cast<unsigned long long>(__builtin_convertvector(which, Bytes)) != 0;
}
/// c0 + c1 x + c2 x² + ... by Horner's rule.
inline Lanes series(const Lanes&, double c) { return Lanes(c); }
template <class... C>
Lanes series(const Lanes& x, double c, C... rest) {
  return Lanes(c) + x * series(x, rest...);
}
constexpr double factorial(int n) { return n < 2 ? 1.0 : n * factorial(n - 1); }
/// Adding this rounds to a whole number, which then stands in the last bits.
inline constexpr double rounder = 0x1.8p52;
/// π/2 and ln 2 in parts: a whole number of up to 20 bits times the leading parts is exact.
inline constexpr double half_pi[3] = {0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2e037073p-69};
inline constexpr double ln2[2] = {0x1.62e42fefp-1, 0x1.473de6af278edp-34};
}  // namespace lanes

inline Lanes sqrt(const Lanes& x) {
#ifdef __AVX512F__
  return Lanes(Lanes::Register(_mm512_maskz_sqrt_pd(0xff, x.v)));
#else
  return each_lane(x, [](double a) { return std::sqrt(a); });
#endif
}

/// Sine and cosine of one angle.
template <class T>
struct SinCos {
  T sin, cos;
};
inline SinCos<double> sin_cos(double x) { return {std::sin(x), std::cos(x)}; }
namespace lanes {
/// Of angles up to π/4.
inline SinCos<Lanes> sin_cos_near(const Lanes& r) {
  const Lanes z = r * r;
  const Lanes tail_s = series(z, -1 / factorial(3), 1 / factorial(5), -1 / factorial(7), 1 / factorial(9),
                              -1 / factorial(11), 1 / factorial(13), -1 / factorial(15));
  const Lanes tail_c = series(z, 1 / factorial(4), -1 / factorial(6), 1 / factorial(8), -1 / factorial(10),
                              1 / factorial(12), -1 / factorial(14), 1 / factorial(16));
  return {r + r * z * tail_s, (Lanes(1.0) - Lanes(0.5) * z) + z * z * tail_c};
}
/// Of any angle: x = n π/2 + r with |r| up to π/4; the quadrant n mod 4 swaps sine and cosine and turns their signs.
inline SinCos<Lanes> sin_cos_far(const Lanes& x) {
  const Lanes shifted = x * Lanes(1.0 / half_pi[0]) + Lanes(rounder), n = shifted - Lanes(rounder);
  const SinCos<Lanes> y = sin_cos_near(((x - n * Lanes(half_pi[0])) - n * Lanes(half_pi[1])) - n * Lanes(half_pi[2]));
  const auto bits = std::bit_cast<Bits>(shifted.v);
  const Bits odd = (bits & 1) != 0, sign_s = (bits & 2) << 62, sign_c = ((bits + 1) & 2) << 62;
  const auto signed_by = [](const Lanes::Register& a, const Bits& sign) {
    return Lanes(std::bit_cast<Lanes::Register>(std::bit_cast<Bits>(a) ^ sign));
  };
  return {signed_by(odd ? y.cos.v : y.sin.v, sign_s), signed_by(odd ? y.sin.v : y.cos.v, sign_c)};
}
}  // namespace lanes
inline SinCos<Lanes> sin_cos(const Lanes& x) {
  // Most joints stay within π/4, where n = 0 and r = x: the same bits by the shorter way, whoever the neighbours are.
  constexpr double quarter = 0.785, thousands_of_turns = 1e6;  // the parts of π/2 no longer do
  const Lanes size = abs(x);
  if (!lanes::any(size.v > quarter)) return lanes::sin_cos_near(x);
  SinCos<Lanes> y = lanes::sin_cos_far(x);
  if (const lanes::Bits far = size.v > thousands_of_turns; lanes::any(far)) {
    for (int i = 0; i < lane_count; ++i)
      if (far[i] != 0) y.sin.v[i] = std::sin(x.v[i]), y.cos.v[i] = std::cos(x.v[i]);
  }
  return y;
}
inline Lanes sin(const Lanes& x) { return sin_cos(x).sin; }
inline Lanes cos(const Lanes& x) { return sin_cos(x).cos; }

inline Lanes exp(const Lanes& x) {
  using lanes::factorial;
  // Beyond these the result is 0 or infinite.
  const Lanes low(-746.0), high(710.0), floored(x.v < low.v ? low.v : x.v), y(floored.v > high.v ? high.v : floored.v);
  // y = n ln 2 + r with |r| up to ln 2 / 2.
  const Lanes shifted = y * Lanes(1.0 / lanes::ln2[0]) + Lanes(lanes::rounder), n = shifted - Lanes(lanes::rounder);
  const Lanes r = (y - n * Lanes(lanes::ln2[0])) - n * Lanes(lanes::ln2[1]);
  const Lanes tail = lanes::series(r, 1 / factorial(2), 1 / factorial(3), 1 / factorial(4), 1 / factorial(5),
                                   1 / factorial(6), 1 / factorial(7), 1 / factorial(8), 1 / factorial(9),
                                   1 / factorial(10), 1 / factorial(11), 1 / factorial(12), 1 / factorial(13));
  const Lanes e = Lanes(1.0) + (r + r * r * tail);
  // Times 2ⁿ in two halves, each with an exponent of its own.
  const lanes::Bits whole = std::bit_cast<lanes::Bits>(shifted.v) - std::bit_cast<lanes::Bits>(Lanes(lanes::rounder).v);
  const lanes::Bits half = whole >> 1;
  const auto power = [](const lanes::Bits& k) { return Lanes(std::bit_cast<Lanes::Register>((k + 1023) << 52)); };
  return e * power(half) * power(whole - half);
}

/// ln(1 + x), relative precision kept near 0; x >= 0.
inline Lanes log1p(const Lanes& x) {
  // 1 + x = 2ᵏ m with m in [√½, √2): the exponent of u / √½.
  const Lanes u = Lanes(1.0) + x;
  constexpr long long root_half = 0x3fe6a09e667f3bcd;
  const lanes::Bits k = (std::bit_cast<lanes::Bits>(u.v) - root_half) >> 52;
  const Lanes m(std::bit_cast<Lanes::Register>(std::bit_cast<lanes::Bits>(u.v) - (k << 52)));
  const Lanes count(__builtin_convertvector(k, Lanes::Register));
  // What rounding 1 + x lost, as a share of u. Where x is small m - 1 is u - 1, and with what was lost it is x.
  const Lanes lost = (where_positive(x - Lanes(1.0), Lanes(1.0) - (u - x), x - (u - Lanes(1.0)))) / u;
  // ln m = 2 artanh s, s = (m - 1)/(m + 1).
  const Lanes s = (m - Lanes(1.0)) / (m + Lanes(1.0)), z = s * s;
  const Lanes tail =
      lanes::series(z, 2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19);
  return count * Lanes(lanes::ln2[0]) + (s * Lanes(2.0) + (s * z * tail + (lost + count * Lanes(lanes::ln2[1]))));
}

}  // namespace psoas
