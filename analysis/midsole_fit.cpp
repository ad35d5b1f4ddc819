// Which foam answers as the test did? Levenberg's and Marquardt's steps on four numbers.
#include "analysis/midsole_fit.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

using Index = Eigen::Index;
using Four = Eigen::Vector4d;

/// The numbers searched for: logarithms and logits, so that every step is a possible foam. Some may be held.
struct Search {
  const PressTest& test;
  double held_depth;  ///< 0: searched for
  bool held_stiffening;
  Eigen::VectorXd keep;  ///< 1 for samples that count, 0 at the turn

  static constexpr double least_w = 0.01, usual_w = 0.3;
  double closest() const { return 1.005 * test.compression.maxCoeff(); }  ///< b is beyond all that was pressed

  Midsole law(const Four& z) const {
    const double logistic = 1.0 / (1.0 + std::exp(-z[2]));
    Midsole m;
    m.stiffness = std::exp(z[0]);
    m.depth = held_depth > 0.0 ? held_depth : closest() + test.deepest() * std::exp(z[1]);
    m.stiffening = held_stiffening ? usual_w : least_w + (1.0 - least_w) * logistic;
    m.loss = std::tanh(z[3]);
    return m;
  }
  double force(const Midsole& m, Index i) const {
    const double x = std::max(test.compression[i], 0.0);
    return elastic_force(m, std::min(x, 0.999 * m.depth)) * (1.0 + (i <= test.turn ? m.loss : -m.loss));
  }
  Eigen::VectorXd residuals(const Midsole& m) const {
    Eigen::VectorXd r(test.force.size());
    for (Index i = 0; i < r.size(); ++i) r[i] = keep[i] * (force(m, i) - test.force[i]);
    return r;
  }
  Four free() const { return {1.0, held_depth > 0.0 ? 0.0 : 1.0, held_stiffening ? 0.0 : 1.0, 1.0}; }
};

/// Columns by central differences of f(z) in the directions that are free.
template <class F>
Eigen::MatrixXd jacobian(const F& f, const Four& z, const Four& free, double h) {
  Eigen::MatrixXd J = Eigen::MatrixXd::Zero(f(z).size(), 4);
  for (Index j = 0; j < 4; ++j)
    if (free[j] > 0.0) J.col(j) = (f(z + h * Four::Unit(j)) - f(z - h * Four::Unit(j))) / (2.0 * h);
  return J;
}

Four best(const Search& search, Four z) {
  const auto r_of = [&](const Four& at) { return search.residuals(search.law(at)); };
  double damping = 1e-2;
  Eigen::VectorXd r = r_of(z);
  for (int step = 0; step < 200; ++step) {
    const Eigen::MatrixXd J = jacobian(r_of, z, search.free(), 1e-5);
    const Eigen::Matrix4d H = J.transpose() * J;
    const Four g = J.transpose() * r;
    bool moved = false;
    for (int trial = 0; trial < 20 && !moved; ++trial) {
      Eigen::Matrix4d A = H;
      for (Index j = 0; j < 4; ++j)
        A(j, j) += damping * H(j, j) + 1e-12 * H.trace() + (search.free()[j] > 0 ? 0.0 : H.trace());
      const Four dz = -A.ldlt().solve(g);
      const Four next = (z + dz.cwiseMax(-2.0).cwiseMin(2.0)).cwiseMax(-20.0).cwiseMin(20.0);
      const Eigen::VectorXd there = r_of(next);
      if (there.squaredNorm() < r.squaredNorm()) {
        const bool done = r.squaredNorm() - there.squaredNorm() < 1e-12 * r.squaredNorm();
        z = next, r = there, damping = std::max(0.2 * damping, 1e-9), moved = true;
        if (done) return z;
      } else {
        damping *= 4.0;
      }
    }
    if (!moved) break;
  }
  return z;
}

/// 97.5 % point of Student's distribution with n degrees of freedom, within 1 % for n > 2 [Abramowitz 1964, 26.7.5].
double student(double n) {
  const double z = 1.959964;
  return z + (z * z * z + z) / (4.0 * n) + (5.0 * std::pow(z, 5) + 16.0 * z * z * z + 3.0 * z) / (96.0 * n * n);
}

}  // namespace

MidsoleFit fit_midsole(const PressTest& test, double depth) {
  CHECK(test.turn > 0 && test.turn + 1 < test.force.size());
  Search search{test, 0.0, false, Eigen::VectorXd::Ones(test.force.size())};
  for (Index i = 0; i < test.force.size(); ++i)
    if (test.compression[i] > (1.0 - turn_left_out) * test.deepest()) search.keep[i] = 0.0;
  const double counted = search.keep.sum();
  if (counted < 2 * 8)
    throw InputError({{test.path.string(), 0, 0, "too few points away from the turn: sample more densely"}});

  // 1. All four from a few starts; then, when the test cannot tell them, fewer
  const double K0 = test.peak() / test.deepest();
  const double returned = std::clamp(test.energy_return(), 0.05, 0.999);
  const auto solve = [&]() {
    Four z = Four::Zero();
    double least = std::numeric_limits<double>::infinity();
    for (const double room : {-2.0, 0.0, 2.0}) {
      const Four found =
          best(search, {std::log(0.7 * K0), room, -0.5, std::atanh((1.0 - returned) / (1.0 + returned))});
      const double cost = search.residuals(search.law(found)).squaredNorm();
      if (cost < least) least = cost, z = found;
    }
    return z;
  };

  MidsoleFit fit;
  const auto describe = [&](const Four& z) {
    fit.law = search.law(z);
    const Eigen::VectorXd r = search.residuals(fit.law);
    double next = 0.0;
    for (Index i = 0; i + 1 < r.size(); ++i) next += r[i] * r[i + 1];
    const double rho = std::clamp(next / std::max(r.squaredNorm(), 1e-300), 0.0, 0.99);
    const double n = std::max(counted * (1.0 - rho) / (1.0 + rho), 6.0), unknowns = search.free().sum();
    const double variance = r.squaredNorm() / counted * n / (n - unknowns);

    // What each number is, as a function of z; covariance s² (J'J)⁻¹ with n samples in place of `counted`
    const auto numbers = [&](const Four& at) {
      const Midsole m = search.law(at);
      Eigen::VectorXd v(5);
      v << std::log(m.stiffness), std::log(m.depth), m.stiffening, (1.0 - m.loss) / (1.0 + m.loss),
          std::log(test.peak() / compression_under(m, test.peak()));
      return v;
    };
    const auto r_of = [&](const Four& at) { return search.residuals(search.law(at)); };
    const Eigen::MatrixXd J = jacobian(r_of, z, search.free(), 1e-5);
    Eigen::Matrix4d H = J.transpose() * J;
    for (Index j = 0; j < 4; ++j) H(j, j) += 1e-12 * H.trace() + (search.free()[j] > 0 ? 0.0 : 1e6 * H.trace());
    const Eigen::Matrix4d C = variance * counted / n * H.inverse();
    const Eigen::MatrixXd D = jacobian(numbers, z, search.free(), 1e-5);
    const Eigen::VectorXd half = student(n - unknowns) * (D * C * D.transpose()).diagonal().cwiseMax(0.0).cwiseSqrt();
    const Eigen::VectorXd v = numbers(z);
    fit.stiffness = {std::exp(v[0]), std::exp(v[0]) * half[0]};
    fit.depth = {std::exp(v[1]), std::exp(v[1]) * half[1]};
    fit.stiffening = {v[2], half[2]};
    fit.energy_return = {v[3], half[3]};
    fit.secant = {std::exp(v[4]), std::exp(v[4]) * half[4]};

    // How well?
    fit.rms = std::sqrt(r.squaredNorm() / counted) / test.peak();
    fit.largest = r.cwiseAbs().maxCoeff() / test.peak();
    fit.within = ((r.array().abs() <= 0.03 * test.peak()).cast<double>() * search.keep.array()).sum() / counted;
    const double mean = search.keep.dot(test.force) / counted;
    fit.r2 = 1.0 - r.squaredNorm() / (search.keep.array() * (test.force.array() - mean).square()).sum();
  };
  describe(solve());
  constexpr double far_enough = 0.4;  // of the depth at which the foam is flat
  if (!(fit.depth.half_width < 0.5 * fit.depth.value) || test.deepest() < far_enough * fit.depth.value) {
    fit.depth_held = true;
    search.held_depth = std::max(depth, 1.05 * test.deepest());
    describe(solve());
    if (!(fit.stiffening.half_width < 0.5)) {
      fit.stiffening_held = true, search.held_stiffening = true;
      describe(solve());
    }
  }

  // 2. What to know about it
  fit.measured_return = test.energy_return();
  fit.peak = test.peak(), fit.deepest = test.deepest();
  const auto warn = [&](const std::string& text) { fit.warning += (fit.warning.empty() ? "" : "; ") + text; };
  if (fit.within < 0.9)
    warn(fmt::format("the law is not this foam's: only {:.0f} % of the samples are within 3 % of the peak force",
                     100 * fit.within));
  if (std::abs(fit.energy_return.value - fit.measured_return) > 0.03)
    warn(fmt::format("the fitted loop returns {:.1f} % of the energy, the measured areas {:.1f} %",
                     100 * fit.energy_return.value, 100 * fit.measured_return));
  return fit;
}

}  // namespace psoas
