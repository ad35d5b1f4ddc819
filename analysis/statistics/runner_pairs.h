// What does one runner have in both shoes? Outputs of the same runner with two values of a factor, all else alike.
#pragma once

#include <vector>

#include "analysis/statistics/compare.h"

namespace psoas {

/// Each runner's mean output with the first value and with the other; runners without one of them are left out.
struct Pairs {
  std::vector<double> first, other;
  std::size_t left_out = 0;
  double mean_difference() const;  ///< NaN without runners
};

/// Who belongs together.
struct Partners {
  std::vector<std::size_t> runner;  ///< per scenario
  std::vector<std::size_t> pair;    ///< per scenario: all but the factor alike
  std::vector<double> value;        ///< per scenario: of the factor
};

/// @param use  per scenario: does it count?
Pairs pairs_of(const std::vector<double>& output, const Partners& who, const std::vector<bool>& use, double first,
               double other);

/// All of a difference that its own pairs say; p is not yet corrected, numerical error and assumptions are not in it.
Difference difference_of(const Pairs& pairs, double confidence, std::size_t comparisons);

}  // namespace psoas
