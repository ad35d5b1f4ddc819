// How sure is a number that comes from a sample? Estimates with intervals, quantiles, and resampling by a seed.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace psoas {

/// A number and the interval that holds it with the confidence asked for; NaN where there is none.
struct Estimated {
  double value = std::numeric_limits<double>::quiet_NaN();
  double low = std::numeric_limits<double>::quiet_NaN(), high = std::numeric_limits<double>::quiet_NaN();
  bool holds(double number) const { return low <= number && number <= high; }
};

/// Value below which a share p of the values lies, interpolated between neighbours [Hyndman & Fan 1996, type 7].
/// @param values at least one, in any order; p in 0..1
double quantile(std::vector<double> values, double p);

/// How intervals are made.
struct Resampling {
  int resamples = 1000;
  std::uint64_t seed = 1;
  double confidence = 0.95;
};

/// Percentile bootstrap [Efron 1993]: rows are drawn again with replacement, and the middle part of what comes of the
/// draws is the interval. The same seed draws the same rows on every machine.
/// @param rows       of `terms`
/// @param terms      rows x m: what each row adds to m sums
/// @param statistic  the numbers wanted, of the m means over the rows
std::vector<Estimated> bootstrap_of_means(const Eigen::MatrixXd& terms, const Resampling& how,
                                          const std::function<std::vector<double>(const Eigen::VectorXd&)>& statistic);

/// Quantile of Student's t, for tests and intervals of means.
double student_quantile(double p, double degrees);
/// Probability that |t| is at least this by chance.
double student_two_sided(double t, double degrees);

}  // namespace psoas
