// See ranking.h.
#include "analysis/report/ranking.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "analysis/statistics/trends.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Middle part of the pairs between the two ends: known where one of them is what all others are compared with.
Estimated paired_range(const Trend& trend, const TrendEnd& from, const TrendEnd& to) {
  constexpr std::size_t few = 3;
  const bool up = from.at == trend.origin;
  const double other = up ? to.at : from.at;
  for (const TrendPoint& point : trend.points) {
    if ((!up && to.at != trend.origin) || point.at != other || point.count < few) continue;
    return up ? Estimated{0, point.low, point.high} : Estimated{0, -point.high, -point.low};
  }
  return {0, nan, nan};
}

/// Interval of a regression: of a slope, or of a word against the first one.
Estimated regression_range(const Trend& trend, const TrendEnd& from, const TrendEnd& to) {
  if (!trend.factor.is_words()) {
    const double step = to.at - from.at;
    return {0, trend.slope.low * step, trend.slope.high * step};
  }
  const auto sure = [](const TrendEnd& end) { return end.change.high - end.change.low < 1e-9; };
  if (sure(from)) return {0, to.change.low - from.change.value, to.change.high - from.change.value};
  if (sure(to)) return {0, to.change.value - from.change.high, to.change.value - from.change.low};
  return {0, nan, nan};
}

Effect effect_of(const Trend& trend, std::size_t factor) {
  const bool falls = !trend.factor.is_words() && trend.upper.at < trend.lower.at;
  const TrendEnd &from = falls ? trend.upper : trend.lower, &to = falls ? trend.lower : trend.upper;
  const Estimated range = trend.paired ? paired_range(trend, from, to) : regression_range(trend, from, to);
  return {factor,
          value_text(trend.factor, from.at),
          value_text(trend.factor, to.at),
          to.change.value - from.change.value,
          range.low,
          range.high,
          trend.paired};
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

Ranking ranking(const Results& results, const Summaries& all) {
  Ranking ranked;
  if (all.solved.size() < 2) return ranked;
  const int level = lowest_level(all);
  ranked.median = spread(all.peak_compression.col(level), all.solved).median;
  const auto varies = [&](const Factor& factor) {
    return std::set<double>(factor.value.begin(), factor.value.end()).size() > 1;
  };
  try {
    const Trends found = trends(results, "peak_compression[" + all.levels[static_cast<std::size_t>(level)] + "]");
    for (const Trend& trend : found.each)
      for (std::size_t f = 0; f < all.factors.size(); ++f)
        if (all.factors[f].name == trend.factor.name && varies(all.factors[f]))
          ranked.effects.push_back(effect_of(trend, f));
  } catch (const InputError& error) {
    ranked.why_not = error.what();
    for (std::size_t f = 0; f < all.factors.size(); ++f)
      if (varies(all.factors[f])) ranked.effects.push_back({f, "", "", nan, nan, nan, false});
    return ranked;
  }
  std::stable_sort(ranked.effects.begin(), ranked.effects.end(),
                   [](const Effect& a, const Effect& b) { return std::abs(a.change) > std::abs(b.change); });
  return ranked;
}

}  // namespace psoas
