// Sine, cosine, exponential and logarithm of eight numbers at once. The library has no vector forms without
// -ffast-math, which we never use. The series below are the textbook's, cut where what is left is below half a unit in
// the last place; a lane's bits do not depend on the other lanes.
#pragma once

#include "sim/core/lanes.h"

namespace psoas {
namespace lanes {

using Bits = Lanes::Bits;
inline Bits bits(const Lanes::Register& x) { return std::bit_cast<Bits>(x); }
inline Lanes::Register number(const Bits& x) { return std::bit_cast<Lanes::Register>(x); }

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
  const auto turned = [&](const Lanes& even, const Lanes& odd, int quadrants) {
    return Lanes::of([&](int k) {
      const Bits count = bits(shifted.v[k]);
      return number(bits((count & 1) != 0 ? odd.v[k] : even.v[k]) ^ (((count + quadrants) & 2) << 62));
    });
  };
  return {turned(y.sin, y.cos, 0), turned(y.cos, y.sin, 1)};
}
}  // namespace lanes

inline SinCos<Lanes> sin_cos(const Lanes& x) {
  // Most joints stay within π/4, where n = 0 and r = x: the same bits by the shorter way, whoever the neighbours are.
  constexpr double quarter = 0.785, thousands_of_turns = 1e6;  // the parts of π/2 no longer do
  const Lanes size = abs(x);
  if (!any_above(size, quarter)) return lanes::sin_cos_near(x);
  SinCos<Lanes> y = lanes::sin_cos_far(x);
  if (any_above(size, thousands_of_turns)) {
    for (int i = 0; i < lane_count; ++i)
      if (size[i] > thousands_of_turns) y.sin.set(i, std::sin(x[i])), y.cos.set(i, std::cos(x[i]));
  }
  return y;
}
inline Lanes sin(const Lanes& x) { return sin_cos(x).sin; }
inline Lanes cos(const Lanes& x) { return sin_cos(x).cos; }

inline Lanes exp(const Lanes& x) {
  using lanes::factorial, lanes::bits, lanes::number;
  // Beyond these the result is 0 or infinite.
  const Lanes low(-746.0), floored = where_positive(low - x, low, x), y = lesser(Lanes(710.0), floored);
  // y = n ln 2 + r with |r| up to ln 2 / 2.
  const Lanes shifted = y * Lanes(1.0 / lanes::ln2[0]) + Lanes(lanes::rounder), n = shifted - Lanes(lanes::rounder);
  const Lanes r = (y - n * Lanes(lanes::ln2[0])) - n * Lanes(lanes::ln2[1]);
  const Lanes tail = lanes::series(r, 1 / factorial(2), 1 / factorial(3), 1 / factorial(4), 1 / factorial(5),
                                   1 / factorial(6), 1 / factorial(7), 1 / factorial(8), 1 / factorial(9),
                                   1 / factorial(10), 1 / factorial(11), 1 / factorial(12), 1 / factorial(13));
  const Lanes e = Lanes(1.0) + (r + r * r * tail);
  // Times 2ⁿ in two halves, each with an exponent of its own.
  return Lanes::of([&](int k) {
    const lanes::Bits whole = bits(shifted.v[k]) - bits(Lanes(lanes::rounder).v[k]), half = whole >> 1;
    return e.v[k] * number((half + 1023) << 52) * number((whole - half + 1023) << 52);
  });
}

/// ln(1 + x), relative precision kept near 0; x >= 0.
inline Lanes log1p(const Lanes& x) {
  // 1 + x = 2ᵏ m with m in [√½, √2): the exponent of u / √½.
  const Lanes u = Lanes(1.0) + x;
  constexpr long long root_half = 0x3fe6a09e667f3bcd;
  const auto exponent = [&](int i) { return (lanes::bits(u.v[i]) - root_half) >> 52; };
  const Lanes m = Lanes::of([&](int i) { return lanes::number(lanes::bits(u.v[i]) - (exponent(i) << 52)); });
  const Lanes count = Lanes::of([&](int i) { return __builtin_convertvector(exponent(i), Lanes::Register); });
  // What rounding 1 + x lost, as a share of u. Where x is small m - 1 is u - 1, and with what was lost it is x.
  const Lanes lost = (where_positive(x - Lanes(1.0), Lanes(1.0) - (u - x), x - (u - Lanes(1.0)))) / u;
  // ln m = 2 artanh s, s = (m - 1)/(m + 1).
  const Lanes s = (m - Lanes(1.0)) / (m + Lanes(1.0)), z = s * s;
  const Lanes tail =
      lanes::series(z, 2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19);
  return count * Lanes(lanes::ln2[0]) + (s * Lanes(2.0) + (s * z * tail + (lost + count * Lanes(lanes::ln2[1]))));
}

}  // namespace psoas
