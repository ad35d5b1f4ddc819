// How does an output go with each factor, the others held? Partners that differ in it alone where the design has them,
// a regression on all factors where it is random.
#pragma once

#include <vector>

#include "analysis/statistics/estimate.h"
#include "analysis/statistics/outputs.h"

namespace psoas {

/// The output at one value, as change from the trend's origin, in the output's unit.
struct TrendPoint {
  double at = 0.0;  ///< the value, or the number of the word
  double change = 0.0, low = 0.0,
         high = 0.0;      ///< middle, 10 and 90 % of the scenarios; of words in a regression: interval
  std::size_t count = 0;  ///< pairs or scenarios behind it
};

/// One end of a tornado's bar.
struct TrendEnd {
  double at = 0.0;   ///< value of the factor
  Estimated change;  ///< from the origin; interval only in a regression
};

struct Trend {
  Factor factor;
  bool paired = true;   ///< else from a regression
  double origin = 0.0;  ///< paired: the value that others are compared with. Regression: the mean of the output
  std::vector<TrendPoint> points;  ///< ascending
  Estimated slope;                 ///< of numbers in a regression: output per unit of the factor
  double lost = 0.0;               ///< in a regression: R² lost without the factor
  TrendEnd lower,
      upper;  ///< values with the least and the largest change (paired, words); else 10 and 90 % of the values
  std::size_t left_out = 0;  ///< pairs of which one is not solved
  double reach() const;      ///< distance between the two ends
};

struct Trends {
  Output output;
  std::vector<Trend> each;  ///< in the order of the file
  std::string design;
  bool paired = true;       ///< all of the design's own factors are
  std::size_t samples = 0;  ///< behind the regression
  std::size_t copies = 1;   ///< each sample is the mean of so many
  double r2 = 0.0;          ///< of the regression
};

/// @throws InputError when nothing was varied, nothing is solved, or values do not meet (zip, list)
Trends trends(const Results& results, const std::string& output);

}  // namespace psoas
