// How does an output go with each factor, the others held? See trends.h.
#include "analysis/statistics/trends.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/statistics/matched.h"
#include "analysis/statistics/regression.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

/// Effects of partners as a trend.
Trend paired_trend(const FactorEffect& effect, const Factor& factor) {
  Trend trend;
  trend.factor = factor;
  trend.origin = effect.reference;
  trend.left_out = effect.lost;
  trend.lower.at = trend.upper.at = effect.reference;
  trend.lower.change.value = trend.upper.change.value = 0;
  for (const LevelEffect& level : effect.levels) {
    if (std::isnan(level.change)) continue;
    trend.points.push_back(
        {level.at, level.change, level.least, level.largest, level.at == effect.reference ? level.count : level.pairs});
    if (level.change < trend.lower.change.value) trend.lower = {level.at, {level.change, NAN, NAN}};
    if (level.change > trend.upper.change.value) trend.upper = {level.at, {level.change, NAN, NAN}};
  }
  return trend;
}

/// One scenario for each sample of a random design, with the mean over the copies the design is crossed with.
struct Samples {
  std::vector<double> output;  ///< per scenario; a sample's stands at its first scenario
  std::vector<std::size_t> solved;
};

Samples samples_of(const std::vector<double>& output, const std::vector<Factor>& factors, std::size_t own,
                   const StudyDesign& design) {
  std::vector<std::size_t> crossed;
  for (std::size_t f = own; f < factors.size(); ++f) crossed.push_back(f);
  Samples samples{output, {}};
  if (crossed.empty()) {
    for (std::size_t i = 0; i < output.size(); i += design.block())  // the rest of a block repeats its values
      if (!std::isnan(output[i])) samples.solved.push_back(i);
    return samples;
  }
  const std::vector<std::size_t> group = Matcher(factors).groups(crossed);
  struct Sum {
    std::size_t first, count;
    double sum;
  };
  std::map<std::size_t, Sum> sums;
  for (std::size_t i = 0; i < output.size(); ++i) {
    Sum& s = sums.try_emplace(group[i], Sum{i, 0, 0.0}).first->second;
    ++s.count;
    s.sum += output[i];  // a copy that is not solved leaves the sample out
  }
  for (const auto& [g, s] : sums) {
    if (s.count != design.copies || std::isnan(s.sum) || s.first % design.block() != 0) continue;
    samples.output[s.first] = s.sum / static_cast<double>(s.count);
    samples.solved.push_back(s.first);
  }
  std::sort(samples.solved.begin(), samples.solved.end());
  return samples;
}

/// Straight line of a number: what is left of the output when the other factors' parts are taken away, in ten groups.
void add_line(Trend& trend, const Samples& samples, const Eigen::VectorXd& rest, double mean_of_factor) {
  constexpr std::size_t groups = 10, least = 8;  // a median of fewer is noise
  const std::vector<double>& x = trend.factor.value;
  std::vector<std::size_t> order(samples.solved.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto at = [&](std::size_t i) { return x[samples.solved[i]]; };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return at(a) < at(b); });
  const std::size_t count = std::clamp<std::size_t>(order.size() / least, 1, groups);
  for (std::size_t g = 0; g < count; ++g) {
    std::vector<double> values, parts;
    for (std::size_t i = order.size() * g / count; i < order.size() * (g + 1) / count; ++i) {
      values.push_back(at(order[i]));
      parts.push_back(rest[static_cast<Eigen::Index>(order[i])] + trend.slope.value * (at(order[i]) - mean_of_factor));
    }
    trend.points.push_back(
        {quantile(values, 0.5), quantile(parts, 0.5), quantile(parts, 0.1), quantile(parts, 0.9), values.size()});
  }
  std::vector<double> values;
  for (std::size_t i : samples.solved) values.push_back(x[i]);
  const auto end = [&](double share) {
    const double value = quantile(values, share), from = value - mean_of_factor;
    const double a = trend.slope.low * from, b = trend.slope.high * from;
    return TrendEnd{value, {trend.slope.value * from, std::min(a, b), std::max(a, b)}};
  };
  trend.lower = end(0.1);
  trend.upper = end(0.9);
}

}  // namespace

double Trend::reach() const { return std::abs(upper.change.value - lower.change.value); }

Trends trends(const Results& results, const std::string& output_name) {
  // 1. What was varied: the design's own keys, then those it is crossed with
  const StudyDesign design = read_design(results);
  if (results.varied().empty()) throw InputError("nothing was varied in this study, so there is no factor");
  if (design.name == "list" || design.name == "zip")
    throw InputError(fmt::format(
        "the scenarios of a {} differ in several things at once: no factor's own part can be told", design.name));
  const std::vector<std::string> names = factor_names(results);
  const std::size_t own = design.axes.empty() ? names.size() : design.axes.size();
  std::vector<Factor> factors;
  for (const std::string& name : names) factors.push_back(read_factor(results, name));
  Trends all;
  all.output = read_output(results, output_name);
  all.design = design.name;
  all.copies = std::max<std::size_t>(1, design.copies);
  const Usable usable_ones = usable(results, all.output.value);
  if (usable_ones.solved.empty()) throw InputError("no scenario has this number: " + usable_ones.left_out);

  // 2. Partners
  const std::vector<FactorEffect> effects = factor_effects(factors, all.output.value);
  all.paired = !design.random();
  if (all.paired) {
    for (const FactorEffect& effect : effects) all.each.push_back(paired_trend(effect, factors[effect.factor]));
    return all;
  }

  // 3. A regression for what is random; what it is crossed with has partners
  const Samples samples = samples_of(all.output.value, factors, own, design);
  const std::vector<Factor> moved(factors.begin(), factors.begin() + static_cast<std::ptrdiff_t>(own));
  const Regression found = regression(moved, samples.output, samples.solved, Of::values);
  all.samples = samples.solved.size();
  all.r2 = found.r2;
  // What the regression leaves of each sample
  Eigen::VectorXd rest(static_cast<Eigen::Index>(samples.solved.size()));
  for (Eigen::Index i = 0; i < rest.size(); ++i) {
    const std::size_t s = samples.solved[static_cast<std::size_t>(i)];
    rest[i] = samples.output[s];
    for (const Term& term : found.terms) {
      const Factor& factor = moved[term.factor];
      const double x = factor.value[s];
      rest[i] -= term.slope.value *
                 (term.word.empty() ? x : (factor.words[static_cast<std::size_t>(x)] == term.word ? 1.0 : 0.0));
    }
  }
  rest.array() -= rest.mean();
  for (std::size_t f = 0; f < own; ++f) {
    Trend trend;
    trend.factor = moved[f];
    trend.paired = false;
    trend.lost = found.lost[f];
    if (!moved[f].is_words()) {
      double mean = 0;
      for (std::size_t s : samples.solved) mean += moved[f].value[s] / static_cast<double>(samples.solved.size());
      for (const Term& term : found.terms)
        if (term.factor == f) trend.slope = term.slope;
      add_line(trend, samples, rest, mean);
    } else {
      // Words: each against the one they are compared with, then all less their mean over the samples
      std::map<double, std::size_t> count;
      for (std::size_t s : samples.solved) ++count[moved[f].value[s]];
      double mean = 0;
      for (const auto& [word, n] : count) {
        TrendPoint point{word, 0, 0, 0, n};
        for (const Term& term : found.terms)
          if (term.factor == f && term.word == moved[f].words[static_cast<std::size_t>(word)])
            point = {word, term.slope.value, term.slope.low, term.slope.high, n};
        mean += point.change * static_cast<double>(n) / static_cast<double>(samples.solved.size());
        trend.points.push_back(point);
      }
      for (TrendPoint& p : trend.points) p.change -= mean, p.low -= mean, p.high -= mean;
      const auto by_change = [](const TrendPoint& a, const TrendPoint& b) { return a.change < b.change; };
      const auto [low, high] = std::minmax_element(trend.points.begin(), trend.points.end(), by_change);
      trend.lower = {low->at, {low->change, low->low, low->high}};
      trend.upper = {high->at, {high->change, high->low, high->high}};
    }
    all.each.push_back(std::move(trend));
  }
  for (const FactorEffect& effect : effects)
    if (effect.factor >= own) all.each.push_back(paired_trend(effect, factors[effect.factor]));
  return all;
}

}  // namespace psoas
