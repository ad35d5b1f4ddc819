// Which value of an axis belongs to a probability?
#include "scenarios/distribution.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>

#include "scenarios/units.h"

namespace psoas {
namespace {

/// Φ: probability that a standard normal number lies below z. Exact to rounding in both tails.
double probability_below(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

/// Φ⁻¹, for 0 < u < 1.
double normal_score(double u) { return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * u); }

/// Normal, cut off at the ends: the quantile of the part of the distribution that is left.
double normal_quantile(const Axis& axis, double u) {
  const double low = probability_below((axis.from - axis.mean) / axis.deviation);
  const double p = low + u * share_inside(axis);
  if (p <= 0) return axis.from;
  if (p >= 1) return axis.to;
  return std::clamp(rounded(axis.mean + axis.deviation * normal_score(p)), axis.from, axis.to);
}

}  // namespace

double between(const Axis& axis, double t) {
  if (t <= 0) return axis.from;
  if (t >= 1) return axis.to;
  const double value =
      axis.spread == Spread::log ? axis.from * std::pow(axis.to / axis.from, t) : axis.from + t * (axis.to - axis.from);
  return std::clamp(rounded(value), axis.from, axis.to);
}

Value quantile(const Axis& axis, double u) {
  // 1. Choices: where the sum of the weights passes u
  if (!axis.values.empty()) {
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < axis.values.size(); ++i) {
      sum += axis.weights[i];
      if (u < sum) return axis.values[i];
    }
    return axis.values.back();
  }
  // 2. Numbers of any size
  const double step = axis.key->step;
  if (step == 0) return axis.spread == Spread::normal ? normal_quantile(axis, u) : between(axis, u);
  // 3. Whole steps
  const double first = std::ceil(axis.from / step), last = std::floor(axis.to / step);
  if (axis.spread == Spread::normal) return step * std::clamp(std::round(normal_quantile(axis, u) / step), first, last);
  return step * std::min(last, first + std::floor(u * (last - first + 1)));
}

double share_inside(const Axis& axis) {
  return probability_below((axis.to - axis.mean) / axis.deviation) -
         probability_below((axis.from - axis.mean) / axis.deviation);
}

void correlate(const Eigen::MatrixXd& copula, std::vector<double>& u) {
  Eigen::VectorXd score(static_cast<Eigen::Index>(u.size()));
  for (std::size_t d = 0; d < u.size(); ++d) score[static_cast<Eigen::Index>(d)] = normal_score(u[d]);
  const Eigen::VectorXd dependent = copula.triangularView<Eigen::Lower>() * score;
  // A key that hangs together with none keeps its own number to the last bit, and with it its stratum.
  for (std::size_t d = 0; d < u.size(); ++d) {
    const auto row = static_cast<Eigen::Index>(d);
    if (copula.row(row).head(row).any()) u[d] = probability_below(dependent[row]);
  }
}

}  // namespace psoas
