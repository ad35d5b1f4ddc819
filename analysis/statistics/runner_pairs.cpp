// What does one runner have in both shoes? See runner_pairs.h.
#include "analysis/statistics/runner_pairs.h"

#include <algorithm>
#include <cmath>
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
  // 1. Partners: all else alike. Groups are numbered from zero
  const auto groups = [](const std::vector<std::size_t>& of) {
    return of.empty() ? std::size_t{0} : *std::max_element(of.begin(), of.end()) + 1;
  };
  struct Pair {
    double first = nan, other = nan;
    std::size_t runner = 0;
    bool used = false;
  };
  std::vector<Pair> pairs(groups(who.pair));
  for (std::size_t i = 0; i < output.size(); ++i) {
    if (!use[i] || (who.value[i] != first && who.value[i] != other)) continue;
    Pair& pair = pairs[who.pair[i]];
    (who.value[i] == first ? pair.first : pair.other) = output[i];
    pair.runner = who.runner[i];
    pair.used = true;
  }
  // 2. A runner met several times (on three surfaces, say) is still one runner
  struct Sum {
    double first = 0, other = 0, count = 0;
  };
  std::vector<Sum> runners(groups(who.runner));
  for (const Pair& pair : pairs) {
    if (!pair.used) continue;
    Sum& sum = runners[pair.runner];
    sum.first += pair.first, sum.other += pair.other, sum.count += 1;
  }
  Pairs all;
  for (const Sum& sum : runners) {
    if (sum.count == 0) continue;
    if (std::isnan(sum.first + sum.other)) {
      ++all.left_out;
      continue;
    }
    all.first.push_back(sum.first / sum.count);
    all.other.push_back(sum.other / sum.count);
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
