// What does one runner have in both shoes? See runner_pairs.h.
#include "analysis/statistics/runner_pairs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

namespace psoas {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

Pairs pairs_of(const std::vector<double>& output, const Partners& who, const std::vector<bool>& use, double first,
               double other) {
  // 1. Partners: all else alike
  std::map<std::size_t, std::array<double, 2>> pairs;
  std::map<std::size_t, std::size_t> runner_of;
  for (std::size_t i = 0; i < output.size(); ++i) {
    if (!use[i] || (who.value[i] != first && who.value[i] != other)) continue;
    auto& pair = pairs.try_emplace(who.pair[i], std::array{nan, nan}).first->second;
    pair[who.value[i] == first ? 0 : 1] = output[i];
    runner_of[who.pair[i]] = who.runner[i];
  }
  // 2. A runner met several times (on three surfaces, say) is still one runner
  std::map<std::size_t, std::array<double, 3>> runners;
  for (const auto& [key, pair] : pairs) {
    auto& sum = runners.try_emplace(runner_of[key], std::array{0.0, 0.0, 0.0}).first->second;
    sum[0] += pair[0], sum[1] += pair[1], sum[2] += 1;
  }
  Pairs all;
  for (const auto& [runner, sum] : runners) {
    if (std::isnan(sum[0] + sum[1])) {
      ++all.left_out;
      continue;
    }
    all.first.push_back(sum[0] / sum[2]);
    all.other.push_back(sum[1] / sum[2]);
  }
  return all;
}

double Pairs::mean_difference() const { return first.empty() ? nan : mean_of(other) - mean_of(first); }

/// All of a difference that its own pairs say; p is not yet corrected.
Difference difference_of(const Pairs& pairs, double confidence, std::size_t comparisons) {
  Difference d;
  d.runners = pairs.first.size();
  d.left_out = pairs.left_out;
  if (d.runners == 0) return d;
  d.first = mean_of(pairs.first);
  d.other = mean_of(pairs.other);
  std::vector<double> differences;
  for (std::size_t i = 0; i < d.runners; ++i) differences.push_back(pairs.other[i] - pairs.first[i]);
  d.mean.value = mean_of(differences);
  d.median = quantile(differences, 0.5);
  d.larger =
      static_cast<double>(std::count_if(differences.begin(), differences.end(), [](double x) { return x > 0; })) /
      static_cast<double>(d.runners);
  if (d.runners < 3) return d;
  const auto n = static_cast<double>(d.runners);
  double square = 0;
  for (double x : differences) square += (x - d.mean.value) * (x - d.mean.value);
  const double error = std::sqrt(square / (n - 1) / n), t = student_quantile(0.5 * (1 + confidence), n - 1);
  d.mean.low = d.mean.value - t * error;
  d.mean.high = d.mean.value + t * error;
  d.p = error > 0 ? student_two_sided(d.mean.value / error, n - 1) : (d.mean.value == 0 ? 1.0 : 0.0);
  // Found in 80 of 100 samples of this size, at the level that the most strictly corrected comparison has to meet.
  const double strict = (1 - confidence) / static_cast<double>(comparisons);
  d.detectable = (student_quantile(1 - 0.5 * strict, n - 1) + student_quantile(0.8, n - 1)) * error;
  d.doubt = Doubt::none;
  return d;
}

}  // namespace psoas
