// How does a law get its exact derivatives? Forward-mode dual numbers: a value and its slopes along N directions.
#pragma once

#include <array>
#include <cmath>
#include <type_traits>

#include "sim/core/lane_functions.h"

namespace psoas {

/// value + Σ slope_i ε_i, ε_i ε_j = 0. T is double or Lanes.
template <class T, int N>
struct Dual {
  T value;
  std::array<T, N> slope;

  Dual() = default;
  Dual(const T& x) : value(x) { slope.fill(T(0.0)); }
  Dual(double x) requires(!std::is_same_v<T, double>) : Dual(T(x)) {}
  /// The i-th independent variable.
  static Dual variable(const T& x, int i) {
    Dual d(x);
    d.slope[static_cast<std::size_t>(i)] = T(1.0);
    return d;
  }

  friend Dual operator+(Dual a, const Dual& b) {
    a.value += b.value;
    for (std::size_t i = 0; i < N; ++i) a.slope[i] += b.slope[i];
    return a;
  }
  friend Dual operator-(Dual a, const Dual& b) {
    a.value -= b.value;
    for (std::size_t i = 0; i < N; ++i) a.slope[i] -= b.slope[i];
    return a;
  }
  Dual operator-() const { return Dual(T(0.0)) - *this; }
  friend Dual operator*(const Dual& a, const Dual& b) {
    Dual c;
    c.value = a.value * b.value;
    for (std::size_t i = 0; i < N; ++i) c.slope[i] = a.slope[i] * b.value + a.value * b.slope[i];
    return c;
  }
  friend Dual operator/(const Dual& a, const Dual& b) {
    Dual c;
    c.value = a.value / b.value;
    for (std::size_t i = 0; i < N; ++i) c.slope[i] = (a.slope[i] - c.value * b.slope[i]) / b.value;
    return c;
  }
};

/// f(x) with slope df/dx.
template <class T, int N>
Dual<T, N> chain(const Dual<T, N>& x, const T& f, const T& df) {
  Dual<T, N> y;
  y.value = f;
  for (std::size_t i = 0; i < N; ++i) y.slope[i] = df * x.slope[i];
  return y;
}

template <class T, int N>
Dual<T, N> sqrt(const Dual<T, N>& x) {
  using std::sqrt;
  const T root = sqrt(x.value);
  return chain(x, root, T(0.5) / root);
}

/// Softplus ε·ln(1 + e^{x/ε}): a smooth max(x, 0), exact far from 0, never overflowing.
template <class T>
T softplus(const T& x, double epsilon) {
  using std::abs, std::exp, std::log1p;
  const T z = x * T(1.0 / epsilon);
  return T(epsilon) * (positive_part(z) + log1p(exp(-abs(z))));
}
template <class T, int N>
Dual<T, N> softplus(const Dual<T, N>& x, double epsilon) {
  using std::abs, std::exp;
  const T z = x.value * T(1.0 / epsilon);
  const T e = exp(-abs(z));                                // in (0, 1]
  const T small = e / (T(1.0) + e);                        // logistic of -|z|
  const T step = positive_part(z) / (abs(z) + T(1e-300));  // 1 above zero, 0 below
  return chain(x, softplus(x.value, epsilon), step * (T(1.0) - small) + (T(1.0) - step) * small);
}

}  // namespace psoas
