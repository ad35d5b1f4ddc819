// How does an output follow its factors in a random sample? A linear regression on all of them at once, of the values
// (slopes with units) or of their ranks (how strongly, on one scale).
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/estimate.h"
#include "analysis/statistics/factors.h"

namespace psoas {

/// One column of the regression: a number, or whether a factor has a word.
struct Term {
  std::size_t factor = 0;
  std::string word;    ///< compared with the factor's first word that occurs; "" for a number
  Estimated slope;     ///< change of the output per unit of the factor, or against the first word; t interval
  Estimated standard;  ///< the same in standard deviations of both; NaN for words
};

struct Regression {
  std::vector<Term> terms;
  double r2 = 0.0;           ///< share of the variance that the regression explains
  std::vector<double> lost;  ///< per factor: what r2 loses without it, all its words together
  std::size_t count = 0;     ///< scenarios used
};

enum class Of { values, ranks };

/// Ordinary least squares on all factors together. On ranks the standardised slopes are the SRRC [Iman 1979]; output
/// and numbers are replaced by their ranks, ties by their mean. Intervals: Student's t of homoscedastic residuals.
/// @param solved  scenarios to use: more than there are terms
/// @throws InputError when there are too few, or nothing varies
Regression regression(const std::vector<Factor>& factors, const std::vector<double>& output,
                      const std::vector<std::size_t>& solved, Of of, double confidence = 0.95);

/// Ranks 1 ... n, ties with the mean of theirs.
Eigen::VectorXd ranks(const Eigen::Ref<const Eigen::VectorXd>& values);

}  // namespace psoas
