// Is one shoe different from another? See compare.h.
#include "analysis/statistics/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "analysis/statistics/matched.h"
#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view knots = "stride.nodes";

/// The factor to compare: as asked, or shoe.kind, or the only one with words.
std::size_t chosen_factor(const std::vector<Factor>& factors, const std::string& asked) {
  std::vector<std::string> names, words;
  for (const Factor& factor : factors) {
    names.push_back(factor.name);
    if (factor.is_words()) words.push_back(factor.name);
  }
  std::string wanted = asked;
  if (wanted.empty()) {
    const bool shoes = std::find(words.begin(), words.end(), "shoe.kind") != words.end();
    wanted = shoes || words.size() != 1 ? "shoe.kind" : words.front();
  }
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  if (names.empty()) throw InputError("nothing was varied in this study, so there is nothing to compare");
  const std::string near = nearest(wanted, names);
  throw InputError(fmt::format("{} was not varied in this study; {}", wanted,
                               near.empty() ? fmt::format("give --factor, one of {}", fmt::join(names, ", "))
                                            : fmt::format("did you mean '{}'?", near)));
}

/// The value of a factor that a person names.
double value_named(const Factor& factor, const Matcher& matcher, std::size_t f, const std::string& word) {
  std::vector<std::string> there;
  for (std::size_t l = 0; l < matcher.levels(f); ++l) {
    there.push_back(factor.value_text(matcher.value(f, l)));
    if (there.back() == word) return matcher.value(f, l);
  }
  const std::string near = nearest(word, there);
  if (there.size() > 20) there.resize(20);
  throw InputError(fmt::format(
      "no scenario has {} {}; {}", factor.name, word,
      near.empty() ? fmt::format("there are {}", fmt::join(there, ", ")) : fmt::format("did you mean '{}'?", near)));
}

/// Each runner's mean output with the first and with another word; runners without one of them are left out.
struct Pairs {
  std::vector<double> first, other;
  std::size_t left_out = 0;
};

/// Who belongs together.
struct Partners {
  std::vector<std::size_t> runner;  ///< per scenario
  std::vector<std::size_t> pair;    ///< per scenario: all but the factor alike
  std::vector<double> value;        ///< per scenario: of the factor
  std::vector<bool> use;            ///< per scenario: with the finest knots only
};

Pairs pairs_of(const std::vector<double>& output, const Partners& who, double first, double other) {
  // 1. Partners: all else alike
  std::map<std::size_t, std::array<double, 2>> pairs;
  std::map<std::size_t, std::size_t> runner_of;
  for (std::size_t i = 0; i < output.size(); ++i) {
    if (!who.use[i] || (who.value[i] != first && who.value[i] != other)) continue;
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

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double mean_difference(const Pairs& pairs) { return mean_of(pairs.other) - mean_of(pairs.first); }

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

/// The field that holds an output under each assumption of the sharing; "" when there is none.
std::string spread_field(const Results& results, const OutputName& output) {
  const std::string field = "spread_" + output.variable;
  return !output.body_weights && results.has(field) && output.index.size() == 1 ? field : "";
}

Doubt doubt_of(const Difference& d, double confidence) {
  if (d.runners < 3) return Doubt::too_few;
  if (d.mean.holds(0)) return Doubt::chance;
  if (d.p_holm > 1 - confidence) return Doubt::many_tests;
  // The error of the numerics may lie either way: the interval, widened by it, must leave out zero.
  if (d.mean.low - d.numerical <= 0 && d.mean.high + d.numerical >= 0) return Doubt::numerics;
  for (double assumed : d.assumed)
    if (std::isfinite(assumed) && assumed * d.mean.value <= 0) return Doubt::assumptions;
  return Doubt::none;
}

}  // namespace

std::string_view name(Doubt doubt) {
  constexpr std::string_view names[] = {"none", "too_few", "chance", "many_tests", "numerics", "assumptions"};
  return names[static_cast<std::size_t>(doubt)];
}

std::string_view meaning(Doubt doubt) {
  constexpr std::string_view meanings[] = {"",
                                           "fewer than three runners are solved in both",
                                           "the interval holds zero",
                                           "not after correction for the number of comparisons",
                                           "within the model's own numerical error",
                                           "another accepted way to share the load among muscles turns the sign"};
  return meanings[static_cast<std::size_t>(doubt)];
}

std::vector<std::string> compared_outputs(const Results& results) {
  std::vector<std::string> all;
  for (const char* per_level : {"peak_compression", "peak_shear_anterior", "load_impulse", "loading_rate"})
    if (results.has(per_level)) all.push_back(std::string(per_level) + "[L5-S1]");
  for (const char* number : {"impact_peak", "ground_loading_rate", "peak_vertical_force", "cost_of_transport"})
    if (results.has(number)) all.emplace_back(number);
  return all;
}

std::vector<double> holm(const std::vector<double>& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double before = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    before = std::max(before, std::min(1.0, p[order[rank]] * static_cast<double>(p.size() - rank)));
    adjusted[order[rank]] = before;
  }
  return adjusted;
}

Comparison compare(const Results& results, const CompareOptions& options) {
  // 1. The factor, and what the design moves beside it; keys with a formula follow and do not count
  const StudyDesign design = read_design(results);
  std::vector<std::string> names = design.axes;
  names.insert(names.end(), design.crossed.begin(), design.crossed.end());
  if (names.empty()) names = results.varied();
  std::vector<Factor> factors;
  for (const std::string& name : names) factors.push_back(read_factor(results, name));
  const std::size_t f = chosen_factor(factors, options.factor);
  const Matcher matcher(factors);
  Comparison comparison;
  comparison.factor = factors[f].name;
  comparison.label = factors[f].plain();
  comparison.words = options.words;
  comparison.sample = design.name == "monte_carlo" || design.name == "lhs" || design.name == "sobol";
  std::vector<double> values;
  for (const std::string& word : options.words) values.push_back(value_named(factors[f], matcher, f, word));
  for (double value : values)
    for (std::size_t l = 0; l < matcher.levels(f); ++l)
      if (matcher.value(f, l) == value) comparison.place.push_back(l);
  if (values.size() < 2)
    throw InputError("name at least two to compare, the first is what the others are compared with");

  // 2. Who is whose partner? Crossed keys do not make another runner
  Partners who{{}, matcher.groups({f}), factors[f].value, std::vector<bool>(results.scenario_count(), true)};
  std::vector<std::size_t> same_runner{f};
  std::size_t knots_factor = factors.size();
  for (std::size_t g = 0; g < factors.size(); ++g) {
    if (g == f || std::find(design.crossed.begin(), design.crossed.end(), factors[g].name) == design.crossed.end())
      continue;
    same_runner.push_back(g);
    if (factors[g].name == knots)
      knots_factor = g;
    else
      comparison.averaged.push_back(factors[g].name);
  }
  who.runner = matcher.groups(same_runner);
  comparison.knots_in_file = knots_factor < factors.size() && matcher.levels(knots_factor) > 1;
  const auto use_knots = [&](bool finest) {
    if (!comparison.knots_in_file) return;
    const std::size_t top = matcher.levels(knots_factor) - 1;
    for (std::size_t i = 0; i < who.use.size(); ++i)
      who.use[i] = matcher.level(knots_factor, i) == (finest ? top : top - 1);
  };

  // 3. Every output, every other word
  const std::vector<std::string> outputs = options.outputs.empty() ? compared_outputs(results) : options.outputs;
  const std::size_t comparisons = outputs.size() * (values.size() - 1);
  for (const std::string& text : outputs) {
    const Output output = read_output(results, text);
    comparison.outputs.push_back(output.name);
    const std::string spread = spread_field(results, output.name);
    if (!spread.empty()) comparison.assumptions = results.texts("assumption");
    for (std::size_t w = 1; w < values.size(); ++w) {
      use_knots(true);
      Difference d = difference_of(pairs_of(output.value, who, values[0], values[w]), options.confidence, comparisons);
      d.output = comparison.outputs.size() - 1;
      d.word = w;
      // The numerical error: of this very difference when the file has two numbers of knots, else as measured once
      if (comparison.knots_in_file) {
        use_knots(false);
        const Pairs coarser = pairs_of(output.value, who, values[0], values[w]);
        d.numerical = coarser.first.empty() ? nan : std::abs(mean_difference(coarser) - d.mean.value);
        use_knots(true);
      } else {
        const double share =
            options.numerical_error >= 0 ? options.numerical_error : numerical_error(output.name.variable);
        d.numerical = share * std::abs(d.first);
      }
      for (std::size_t a = 0; a < comparison.assumptions.size() && !spread.empty(); ++a) {
        std::vector<double> other = results.numbers_at(spread, {a, output.name.index.front()});
        for (std::size_t i = 0; i < other.size(); ++i)
          if (std::isnan(output.value[i])) other[i] = nan;
        const Pairs assumed = pairs_of(other, who, values[0], values[w]);
        d.assumed.push_back(assumed.first.empty() ? nan : mean_difference(assumed));
      }
      if (std::all_of(d.assumed.begin(), d.assumed.end(), [](double x) { return std::isnan(x); })) d.assumed.clear();
      comparison.runners = std::max(comparison.runners, d.runners + d.left_out);
      comparison.differences.push_back(std::move(d));
    }
  }

  // 4. How many comparisons were made, and what remains
  std::vector<double> p;
  for (const Difference& d : comparison.differences) p.push_back(d.p);
  const std::vector<double> adjusted = holm(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    comparison.differences[i].p_holm = adjusted[i];
    comparison.differences[i].doubt = doubt_of(comparison.differences[i], options.confidence);
  }
  return comparison;
}

}  // namespace psoas
