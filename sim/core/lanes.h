// How do eight collocation nodes go through the dynamics at once? One double each in the lanes of SIMD registers.
#pragma once

#include <bit>
#include <cmath>
#include <cstring>
#ifdef __SSE2__
#include <immintrin.h>
#endif

namespace psoas {

inline constexpr int lane_count = 8;

/// Eight doubles that add, multiply and divide together, in as few registers as the machine's are wide: one of AVX-512,
/// two of AVX2, four of SSE2. Register by register: GCC keeps vectors wider than a register in memory.
struct Lanes {
#if defined(__AVX512F__)
  static constexpr int width = 8;
#elif defined(__AVX__)
  static constexpr int width = 4;
#else
  static constexpr int width = 2;
#endif
  static constexpr int count = lane_count / width;
  using Register = double __attribute__((vector_size(8 * width)));
  using Bits = long long __attribute__((vector_size(8 * width)));  ///< of a register; of a comparison all or none

  Register v[count];

  Lanes() = default;
  Lanes(double x) {
    each([&](int k) { v[k] = x - Register{}; });  // x - 0 is x for every x; x + 0 is not for -0, and costs an addition
  }
  double operator[](int lane) const { return v[lane / width][lane % width]; }
  void set(int lane, double x) { v[lane / width][lane % width] = x; }

  /// f(k) for every register k, each k a constant to the compiler.
  template <class F>
  [[gnu::always_inline]] static void each(const F& f) {
    f(0);
    if constexpr (count > 1) f(1);
    if constexpr (count > 2) f(2), f(3);
  }
  /// f of every register.
  template <class F>
  [[gnu::always_inline]] static Lanes of(const F& f) {
    Lanes y;
    y.v[0] = f(0);
    if constexpr (count > 1) y.v[1] = f(1);
    if constexpr (count > 2) y.v[2] = f(2), y.v[3] = f(3);
    return y;
  }

  Lanes& operator+=(const Lanes& o) { return *this = *this + o; }
  Lanes& operator-=(const Lanes& o) { return *this = *this - o; }
  Lanes& operator*=(const Lanes& o) { return *this = *this * o; }
  Lanes operator-() const {
    return of([&](int k) { return -v[k]; });
  }
  friend Lanes operator+(const Lanes& a, const Lanes& b) {
    return of([&](int k) { return a.v[k] + b.v[k]; });
  }
  friend Lanes operator-(const Lanes& a, const Lanes& b) {
    return of([&](int k) { return a.v[k] - b.v[k]; });
  }
  friend Lanes operator*(const Lanes& a, const Lanes& b) {
    return of([&](int k) { return a.v[k] * b.v[k]; });
  }
  friend Lanes operator/(const Lanes& a, const Lanes& b) {
    return of([&](int k) { return a.v[k] / b.v[k]; });
  }
};

/// Eight doubles from and to memory, wherever they lie.
inline Lanes load(const double* from) {
  return Lanes::of([&](int k) {
    Lanes::Register x;
    std::memcpy(&x, from + k * Lanes::width, sizeof x);
    return x;
  });
}
inline void store(const Lanes& x, double* to) {
  Lanes::each([&](int k) { std::memcpy(to + k * Lanes::width, &x.v[k], sizeof x.v[k]); });
}
/// Sum of the lanes, in an order of its own.
inline double total(const Lanes& x) { return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7])); }

/// max(x, 0), |x| and the lesser, branch free.
inline Lanes positive_part(const Lanes& x) {
  return Lanes::of([&](int k) { return x.v[k] > 0.0 ? x.v[k] : Lanes::Register{}; });
}
inline Lanes abs(const Lanes& x) {
  return Lanes::of([&](int k) { return x.v[k] < 0.0 ? -x.v[k] : x.v[k]; });
}
inline Lanes lesser(const Lanes& x, const Lanes& y) {
  return Lanes::of([&](int k) { return x.v[k] < y.v[k] ? x.v[k] : y.v[k]; });
}
inline double positive_part(double x) { return x > 0.0 ? x : 0.0; }

/// a where x > 0, b elsewhere.
inline Lanes where_positive(const Lanes& x, const Lanes& a, const Lanes& b) {
  return Lanes::of([&](int k) { return x.v[k] > 0.0 ? a.v[k] : b.v[k]; });
}
inline double where_positive(double x, double a, double b) { return x > 0.0 ? a : b; }

/// Is a comparison true in any lane? @param f  of register k, a comparison
template <class F>
[[gnu::always_inline]] inline bool any(F f) {
  Lanes::Bits which{};
  Lanes::each([&](int k) { which = which | std::bit_cast<Lanes::Bits>(f(k)); });
#if defined(__AVX512DQ__)
  return _mm512_movepi64_mask(std::bit_cast<__m512i>(which)) != 0;
#elif defined(__AVX__) && !defined(__AVX512F__)
  return _mm256_movemask_pd(std::bit_cast<__m256d>(which)) != 0;
#elif defined(__SSE2__) && !defined(__AVX__)
  return _mm_movemask_pd(std::bit_cast<__m128d>(which)) != 0;
#else
  for (int i = 0; i < Lanes::width; ++i)
    if (which[i] != 0) return true;
  return false;
#endif
}
inline bool any_above(const Lanes& x, double y) {
  return any([&](int k) { return x.v[k] > y; });
}
inline bool any_equal(const Lanes& x, double y) {
  return any([&](int k) { return x.v[k] == y; });
}
inline bool all_equal(const Lanes& x, double y) {
  return !any([&](int k) { return x.v[k] != y; });
}

inline Lanes sqrt(const Lanes& x) {
#if defined(__AVX512F__)
  return Lanes::of([&](int k) { return Lanes::Register(_mm512_maskz_sqrt_pd(0xff, x.v[k])); });
#elif defined(__AVX__)
  return Lanes::of([&](int k) { return Lanes::Register(_mm256_sqrt_pd(x.v[k])); });
#else
  Lanes y;
  for (int i = 0; i < lane_count; ++i) y.set(i, std::sqrt(x[i]));
  return y;
#endif
}

}  // namespace psoas
