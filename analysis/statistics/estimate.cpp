// How sure is a number that comes from a sample? See estimate.h.
#include "analysis/statistics/estimate.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <random>

#include "sim/core/check.h"

namespace psoas {

double quantile(std::vector<double> values, double p) {
  CHECK(!values.empty() && p >= 0.0 && p <= 1.0);
  std::sort(values.begin(), values.end());
  const double rank = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(rank));
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (rank - static_cast<double>(below)) * (values[above] - values[below]);
}

std::vector<Estimated> bootstrap_of_means(const Eigen::MatrixXd& terms, const Resampling& how,
                                          const std::function<std::vector<double>(const Eigen::VectorXd&)>& statistic) {
  const auto rows = static_cast<std::size_t>(terms.rows());
  const std::vector<double> values = statistic(terms.colwise().mean());
  std::vector<std::vector<double>> drawn(values.size());
  std::mt19937_64 engine(how.seed);  // the standard fixes its numbers; a distribution's are the library's own
  Eigen::VectorXd times(terms.rows());
  for (int r = 0; r < how.resamples && rows > 1; ++r) {
    // How often is each row drawn? The means are then one product.
    times.setZero();
    for (std::size_t i = 0; i < rows; ++i) times[static_cast<Eigen::Index>(engine() % rows)] += 1;
    const std::vector<double> again = statistic(terms.transpose() * times / static_cast<double>(rows));
    for (std::size_t v = 0; v < again.size(); ++v)
      if (std::isfinite(again[v])) drawn[v].push_back(again[v]);
  }
  std::vector<Estimated> all;
  const double tail = 0.5 * (1 - how.confidence);
  for (std::size_t v = 0; v < values.size(); ++v) {
    all.emplace_back();
    all.back().value = values[v];
    if (drawn[v].empty()) continue;
    all.back().low = quantile(drawn[v], tail);
    all.back().high = quantile(drawn[v], 1 - tail);
  }
  return all;
}

double student_quantile(double p, double degrees) { return boost::math::quantile(boost::math::students_t(degrees), p); }

double student_two_sided(double t, double degrees) {
  if (std::isinf(t)) return 0.0;
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(degrees), std::abs(t)));
}

}  // namespace psoas
