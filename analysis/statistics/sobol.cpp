// Which share of an output's variance is whose? Sobol's indices from Saltelli pairs, and the same of a whole grid.
#include <cmath>
#include <map>

#include "analysis/statistics/matched.h"
#include "analysis/statistics/sensitivity.h"
#include "sim/core/check.h"

namespace psoas {

Blocks blocks_of(const std::vector<double>& output, std::size_t from, std::size_t to, std::size_t size, bool whole) {
  Blocks blocks;
  for (std::size_t first = from; first < to; first += size) {
    const bool cut = first + size > to;
    const Eigen::Map<const Eigen::VectorXd> block(output.data() + first, static_cast<Eigen::Index>(cut ? 0 : size));
    if (cut || (whole && !block.allFinite()))
      ++blocks.dropped;
    else
      blocks.first.push_back(first);
  }
  blocks.output.resize(static_cast<Eigen::Index>(blocks.first.size()), static_cast<Eigen::Index>(size));
  for (std::size_t b = 0; b < blocks.first.size(); ++b)
    blocks.output.row(static_cast<Eigen::Index>(b)) =
        Eigen::Map<const Eigen::RowVectorXd>(output.data() + blocks.first[b], static_cast<Eigen::Index>(size));
  return blocks;
}

SobolIndices sobol_indices(const Eigen::MatrixXd& blocks, std::size_t factors, bool second_order,
                           const Resampling& how) {
  const auto k = static_cast<Eigen::Index>(factors);
  CHECK(blocks.cols() == (second_order ? 2 * k + 2 : k + 2));
  const Eigen::Index pairs = second_order ? k * (k - 1) / 2 : 0;

  // 1. Outputs less their mean, which changes no index and makes the products small
  SobolIndices indices;
  const Eigen::ArrayXd a0 = blocks.col(0), b0 = blocks.col(blocks.cols() - 1);
  indices.mean = 0.5 * (a0.mean() + b0.mean());
  const Eigen::ArrayXXd f = blocks.array() - indices.mean;
  const Eigen::ArrayXd a = f.col(0), b = f.col(f.cols() - 1);

  // 2. What each block adds to the sums of all estimators
  Eigen::MatrixXd terms(f.rows(), 3 + 2 * k + pairs);
  terms.col(0) = 0.5 * (a + b);
  terms.col(1) = 0.5 * (a.square() + b.square());
  terms.col(2) = a * b;
  for (Eigen::Index i = 0; i < k; ++i) {
    const Eigen::ArrayXd ab = f.col(1 + i);
    terms.col(3 + i) = b * (ab - a);
    terms.col(3 + k + i) = 0.5 * (a - ab).square();
  }
  Eigen::Index at = 3 + 2 * k;
  for (Eigen::Index i = 0; i < k && second_order; ++i)
    for (Eigen::Index j = i + 1; j < k; ++j)  // both ways to make the pair
      terms.col(at++) = 0.5 * (f.col(1 + k + i) * f.col(1 + j) + f.col(1 + k + j) * f.col(1 + i));

  // 3. The indices of sums of any set of blocks
  const auto statistic = [&](const Eigen::VectorXd& mean) {
    const double variance = mean[1] - mean[0] * mean[0];
    std::vector<double> values;
    for (Eigen::Index i = 0; i < 2 * k; ++i) values.push_back(mean[3 + i] / variance);
    Eigen::Index pair = 3 + 2 * k;
    for (Eigen::Index i = 0; i < k && second_order; ++i)
      for (Eigen::Index j = i + 1; j < k; ++j)
        values.push_back((mean[pair++] - mean[2] - mean[3 + i] - mean[3 + j]) / variance);
    return values;
  };
  const std::vector<Estimated> all = bootstrap_of_means(terms, how, statistic);
  indices.first.assign(all.begin(), all.begin() + k);
  indices.total.assign(all.begin() + k, all.begin() + 2 * k);
  indices.second.assign(all.begin() + 2 * k, all.end());
  const double mean = terms.col(0).mean();
  indices.deviation = std::sqrt(terms.col(1).mean() - mean * mean);
  return indices;
}

GridShares grid_shares(const std::vector<double>& output, const std::vector<std::size_t>& solved,
                       const std::vector<Factor>& factors) {
  // Variance = variance of the means + mean of the variances, over any grouping.
  const auto sums = [&](const auto& group_of) {
    struct Sum {
      double n = 0, mean = 0, square = 0;
    };
    std::map<std::size_t, Sum> groups;
    for (std::size_t i : solved) {
      Sum& s = groups[group_of(i)];
      const double step = output[i] - s.mean;
      s.mean += step / ++s.n;
      s.square += step * (output[i] - s.mean);
    }
    return groups;
  };
  const auto n = static_cast<double>(solved.size());
  const auto whole = sums([](std::size_t) { return std::size_t{0}; }).at(0);
  GridShares shares;
  const Matcher matcher(factors);
  for (std::size_t f = 0; f < factors.size(); ++f) {
    // First: how far do the means at its values lie apart? Total: what varies when all others are held?
    double between = 0;
    for (const auto& [level, s] : sums([&](std::size_t i) { return matcher.level(f, i); }))
      between += s.n * (s.mean - whole.mean) * (s.mean - whole.mean);
    double within = 0, counted = 0;
    const std::vector<std::size_t> held = matcher.groups({f});
    std::size_t alone = 0;
    for (const auto& [group, s] : sums([&](std::size_t i) { return held[i]; })) {
      if (s.n < 2) {
        alone += static_cast<std::size_t>(s.n);
        continue;
      }
      within += s.square;
      counted += s.n;
    }
    shares.first.push_back(between / whole.square);
    shares.total.push_back(counted > 0 ? (within / counted) / (whole.square / n) : NAN);
    shares.alone.push_back(alone);
  }
  return shares;
}

}  // namespace psoas
