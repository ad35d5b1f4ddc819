// How does an output go with one factor? Scenarios grouped by the factor's value, with median and spread of each group.
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/estimate.h"
#include "analysis/summaries.h"

namespace psoas {

/// Scenarios that share a value of a factor (or, where it has many values, a tenth of its range of ranks).
struct Group {
  double at = 0.0;  ///< the value they share, or the median of their values
  std::vector<std::size_t> members;
};

/// Groups of the solved scenarios, by ascending value. More than 12 different values are gathered into 10 groups of
/// equal size.
std::vector<Group> groups_by(const Factor& factor, const std::vector<std::size_t>& solved);

struct Spread {
  double low = 0.0, median = 0.0, high = 0.0;  ///< 10, 50, 90 %
};
/// Of one output over some scenarios.
Spread spread(const Eigen::Ref<const Eigen::VectorXd>& output, const std::vector<std::size_t>& members);

}  // namespace psoas
