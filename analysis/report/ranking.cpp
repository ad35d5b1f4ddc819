// See ranking.h.
#include "analysis/report/ranking.h"

#include <fmt/format.h>

#include <Eigen/LU>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "analysis/figures.h"
#include "analysis/groups.h"

namespace psoas {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double normal_90 = 1.645;  // half width of a 90 % interval, in standard errors

/// The two values that are compared: ends of a number, or the words with the least and the largest mean.
struct Ends {
  double from = 0.0, to = 0.0;
};
Ends ends_of(const Factor& factor, const Eigen::VectorXd& load, const std::vector<std::size_t>& solved) {
  std::map<double, std::pair<double, int>> sums;
  for (std::size_t i : solved) {
    auto& [sum, count] = sums[factor.value[i]];
    sum += load[static_cast<Eigen::Index>(i)], ++count;
  }
  if (!factor.is_words()) return {sums.begin()->first, sums.rbegin()->first};
  const auto by_mean = [](const auto& a, const auto& b) {
    return a.second.first / a.second.second < b.second.first / b.second.second;
  };
  return {std::min_element(sums.begin(), sums.end(), by_mean)->first,
          std::max_element(sums.begin(), sums.end(), by_mean)->first};
}

/// Relative changes between scenarios that differ in this factor alone.
std::vector<double> paired_changes(const Summaries& all, std::size_t factor, const Ends& ends,
                                   const Eigen::VectorXd& load, std::size_t& asked) {
  std::map<std::vector<double>, double> from, to;
  for (std::size_t i : all.solved) {
    const double value = all.factors[factor].value[i];
    if (value != ends.from && value != ends.to) continue;
    std::vector<double> rest;
    for (std::size_t f = 0; f < all.factors.size(); ++f)
      if (f != factor) rest.push_back(all.factors[f].value[i]);
    (value == ends.from ? from : to)[rest] = load[static_cast<Eigen::Index>(i)];
  }
  asked = from.size();
  std::vector<double> changes;
  for (const auto& [rest, low] : from)
    if (const auto partner = to.find(rest); partner != to.end() && low != 0.0)
      changes.push_back(partner->second / low - 1.0);
  return changes;
}

/// A linear model of the load in all factors: numbers scaled to 0..1 over their range, a column for each word but the
/// first.
struct LinearModel {
  std::vector<int> first;      ///< column of each factor; its words but the first have one each
  Eigen::VectorXd slope;       ///< [N]
  Eigen::MatrixXd covariance;  ///< of the slopes [N²]
  bool sure = false;           ///< enough scenarios for the covariance
};
LinearModel linear_model(const Summaries& all, const Eigen::VectorXd& load) {
  LinearModel model;
  int columns = 1;
  for (const Factor& factor : all.factors) {
    model.first.push_back(columns);
    columns += factor.is_words() ? static_cast<int>(factor.words.size()) - 1 : 1;
  }
  const auto rows = static_cast<Eigen::Index>(all.solved.size());
  Eigen::MatrixXd A = Eigen::MatrixXd::Zero(rows, columns);
  Eigen::VectorXd y(rows);
  A.col(0).setOnes();
  for (std::size_t f = 0; f < all.factors.size(); ++f) {
    const Factor& factor = all.factors[f];
    const auto [low, high] = std::minmax_element(factor.value.begin(), factor.value.end());
    for (Eigen::Index r = 0; r < rows; ++r) {
      const double value = factor.value[all.solved[static_cast<std::size_t>(r)]];
      if (!factor.is_words())
        A(r, model.first[f]) = *high > *low ? (value - *low) / (*high - *low) : 0.0;
      else if (value > 0.0)
        A(r, model.first[f] + static_cast<int>(value) - 1) = 1.0;
    }
  }
  for (Eigen::Index r = 0; r < rows; ++r)
    y[r] = load[static_cast<Eigen::Index>(all.solved[static_cast<std::size_t>(r)])];
  const Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> solver(A);
  model.slope = solver.solve(y);
  constexpr Eigen::Index spare = 5;
  model.sure = rows >= columns + spare && solver.rank() == columns;
  if (model.sure) {
    const double variance = (y - A * model.slope).squaredNorm() / static_cast<double>(rows - columns);
    model.covariance = variance * (A.transpose() * A).inverse();
  }
  return model;
}

/// Change and interval [N] between two values of a factor in the model.
void from_model(const LinearModel& model, const Factor& factor, std::size_t f, const Ends& ends, double middle,
                Effect& effect) {
  Eigen::VectorXd contrast = Eigen::VectorXd::Zero(model.slope.size());
  if (factor.is_words()) {
    if (ends.to > 0.0) contrast[model.first[f] + static_cast<int>(ends.to) - 1] += 1.0;
    if (ends.from > 0.0) contrast[model.first[f] + static_cast<int>(ends.from) - 1] -= 1.0;
  } else {
    contrast[model.first[f]] = 1.0;
  }
  effect.change = contrast.dot(model.slope) / middle;
  const double half = model.sure ? normal_90 * std::sqrt(contrast.dot(model.covariance * contrast)) / middle : nan;
  effect.low = effect.change - half, effect.high = effect.change + half;
}

}  // namespace

std::string short_number(double value) {
  std::string text = std::abs(value) >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
  return text.starts_with('-') ? "−" + text.substr(1) : text;
}

std::string value_text(const Factor& factor, double value) {
  if (factor.is_words()) return factor.words.at(static_cast<std::size_t>(value));
  return fmt::format("{}{}{}", short_number(value),
                     factor.unit.empty() || factor.unit == "°" || factor.unit == "%" ? "" : " ", factor.unit);
}

std::vector<Effect> ranked_effects(const Summaries& all) {
  std::vector<Effect> effects;
  if (all.solved.size() < 2) return effects;
  const Eigen::VectorXd load = all.peak_compression.col(lowest_level(all));
  const double middle = spread(load, all.solved).median;
  const LinearModel model = linear_model(all, load);
  for (std::size_t f = 0; f < all.factors.size(); ++f) {
    const Factor& factor = all.factors[f];
    const Ends ends = ends_of(factor, load, all.solved);
    if (ends.from == ends.to) continue;
    Effect effect;
    effect.factor = f, effect.from = value_text(factor, ends.from), effect.to = value_text(factor, ends.to);
    std::size_t asked = 0;
    const std::vector<double> changes = paired_changes(all, f, ends, load, asked);
    effect.pairs = changes.size();
    effect.paired = !changes.empty() && 2 * changes.size() >= asked;
    if (effect.paired) {
      double sum = 0.0;
      for (double change : changes) sum += change;
      effect.change = sum / static_cast<double>(changes.size());
      effect.low = quantile(changes, 0.05), effect.high = quantile(changes, 0.95);
      if (changes.size() < 3) effect.low = effect.high = nan;
    } else {
      from_model(model, factor, f, ends, middle, effect);
    }
    effects.push_back(effect);
  }
  std::stable_sort(effects.begin(), effects.end(),
                   [](const Effect& a, const Effect& b) { return std::abs(a.change) > std::abs(b.change); });
  return effects;
}

}  // namespace psoas
