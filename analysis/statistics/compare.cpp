// Is one shoe different from another? See compare.h.
#include "analysis/statistics/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "analysis/statistics/matched.h"
#include "analysis/statistics/runner_pairs.h"
#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view knots = "stride.nodes", hypothesis = "adaptation.hypothesis";

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

/// The place among a factor's values of one that a person names.
std::size_t level_named(const Factor& factor, const Matcher& matcher, std::size_t f, const std::string& word) {
  std::vector<std::string> there;
  for (std::size_t l = 0; l < matcher.levels(f); ++l) {
    there.push_back(factor.value_text(matcher.value(f, l)));
    if (there.back() == word) return l;
  }
  const std::string near = nearest(word, there);
  if (there.size() > 20) there.resize(20);
  throw InputError(fmt::format(
      "no scenario has {} {}; {}", factor.name, word,
      near.empty() ? fmt::format("there are {}", fmt::join(there, ", ")) : fmt::format("did you mean '{}'?", near)));
}

/// Factor and level of what is held.
using Choices = std::map<std::size_t, std::size_t>;

/// "key=value", ... as choices.
Choices asked_for(const std::vector<std::string>& where, const std::vector<Factor>& factors, const Matcher& matcher,
                  std::size_t compared) {
  Choices chosen;
  for (const std::string& text : where) {
    const std::size_t at = text.find('=');
    if (at == std::string::npos) throw InputError(fmt::format("--where {}: write KEY=VALUE", text));
    const std::size_t g = chosen_factor(factors, text.substr(0, at));
    if (g == compared) throw InputError(fmt::format("--where {}: this is the factor that is compared", text));
    chosen[g] = level_named(factors[g], matcher, g, text.substr(at + 1));
  }
  return chosen;
}

std::vector<bool> scenarios_with(const Choices& chosen, const Matcher& matcher, std::size_t count) {
  std::vector<bool> use(count, true);
  for (const auto& [g, level] : chosen)
    for (std::size_t i = 0; i < count; ++i) use[i] = use[i] && matcher.level(g, i) == level;
  return use;
}

/// The output under each assumption of the sharing, where the file has it; unsolved as the output itself.
std::vector<std::pair<std::string, std::vector<double>>> under_assumptions(const Results& results,
                                                                           const Output& output) {
  std::vector<std::pair<std::string, std::vector<double>>> all;
  const std::string field = "spread_" + output.name.variable;
  if (output.name.body_weights || !output.name.reduction.empty() || !results.has(field)) return all;
  const std::vector<std::string> dims = results.dimensions(field);
  if (dims.size() != output.name.index.size() + 2) return all;
  const std::vector<std::string> names = results.texts(dims[1]);
  for (std::size_t a = 0; a < names.size(); ++a) {
    std::vector<std::size_t> index{a};
    index.insert(index.end(), output.name.index.begin(), output.name.index.end());
    all.emplace_back(names[a], results.numbers_at(field, index));
    for (std::size_t i = 0; i < output.value.size(); ++i)
      if (std::isnan(output.value[i])) all.back().second[i] = nan;
  }
  return all;
}

/// The choices changed to every other combination of the hypotheses' values, by the name of what is assumed.
std::vector<std::pair<std::string, Choices>> other_hypotheses(const Choices& chosen,
                                                              const std::vector<std::size_t>& hypotheses,
                                                              const std::vector<Factor>& factors,
                                                              const Matcher& matcher) {
  std::vector<std::pair<std::string, Choices>> all{{"", chosen}};
  for (const std::size_t g : hypotheses) {
    const std::vector<std::pair<std::string, Choices>> before = std::move(all);
    all.clear();
    for (const auto& [name_of, choices] : before)
      for (std::size_t l = 0; l < matcher.levels(g); ++l) {
        const bool same = l == chosen.at(g);
        const std::string value = factors[g].value_text(matcher.value(g, l));
        const std::string text = factors[g].is_words() ? value : factors[g].plain() + " " + value;
        all.emplace_back(same ? name_of : name_of + (name_of.empty() ? "" : ", ") + text, choices);
        all.back().second[g] = l;
      }
  }
  std::erase_if(all, [](const auto& one) { return one.first.empty(); });  // the choices themselves
  return all;
}

Doubt doubt_of(const Difference& d, double confidence) {
  if (d.runners < 3) return Doubt::too_few;
  if (d.mean.holds(0)) return Doubt::chance;
  if (d.p_holm > 1 - confidence) return Doubt::many_tests;
  // The error of the numerics may lie either way: the interval, widened by it, must leave out zero.
  if (d.mean.low - d.numerical <= 0 && d.mean.high + d.numerical >= 0) return Doubt::numerics;
  for (const auto& [name_of, assumed] : d.assumed)
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
                                           "another accepted assumption turns the sign"};
  return meanings[static_cast<std::size_t>(doubt)];
}

std::vector<std::string> compared_outputs(const Results& results) {
  std::vector<std::string> all;
  for (const char* per_level : {"peak_compression", "peak_shear_anterior", "load_impulse", "loading_rate"})
    if (results.has(per_level)) all.push_back(std::string(per_level) + "[L5-S1]");
  for (const char* number :
       {"impact_peak", "instantaneous_loading_rate", "tibial_acceleration", "peak_vertical_force", "cost_of_transport"})
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
  std::vector<Factor> factors;
  for (const std::string& name : factor_names(results)) factors.push_back(read_factor(results, name));
  const std::size_t f = chosen_factor(factors, options.factor);
  const Matcher matcher(factors);
  Comparison comparison;
  comparison.factor = factors[f].name;
  comparison.label = factors[f].plain();
  comparison.words = options.words;
  comparison.sample = design.name == "monte_carlo" || design.name == "lhs" || design.name == "sobol";
  std::vector<double> values;
  for (const std::string& word : options.words) {
    comparison.place.push_back(level_named(factors[f], matcher, f, word));
    values.push_back(matcher.value(f, comparison.place.back()));
  }
  if (values.size() < 2)
    throw InputError("name at least two to compare, the first is what the others are compared with");

  // 2. Which value of which other key counts: as asked, and of keys that say how to compute, one
  Choices chosen = asked_for(options.where, factors, matcher, f);
  std::size_t knots_at = factors.size();
  std::vector<std::size_t> hypotheses;
  std::vector<std::size_t> same_runner{f};
  for (std::size_t g = 0; g < factors.size(); ++g) {
    const std::string& name = factors[g].name;
    if (g == f || std::find(design.crossed.begin(), design.crossed.end(), name) == design.crossed.end()) continue;
    same_runner.push_back(g);  // crossed keys do not make another runner
    if (chosen.contains(g) || matcher.levels(g) < 2) continue;
    if (name == knots) {
      knots_at = g;
      chosen[g] = matcher.levels(g) - 1;  // the finest
    } else if (const bool listed =
                   std::find(options.assumptions.begin(), options.assumptions.end(), name) != options.assumptions.end();
               listed || name.starts_with("adaptation.")) {
      chosen[g] = matcher.level(g, 0);  // the first in the file
      if (listed || name == hypothesis) hypotheses.push_back(g);
    } else {
      comparison.averaged.push_back(name);
    }
  }
  comparison.knots_in_file = knots_at < factors.size();
  for (const auto& [g, level] : chosen)
    comparison.fixed.push_back(factors[g].name + " = " + factors[g].value_text(matcher.value(g, level)));
  const Partners who{matcher.groups(same_runner), matcher.groups({f}), factors[f].value};
  const std::vector<bool> use = scenarios_with(chosen, matcher, results.scenario_count());
  const auto use_with = [&](std::size_t factor, std::size_t level) {
    Choices other = chosen;
    other[factor] = level;
    return scenarios_with(other, matcher, results.scenario_count());
  };

  std::vector<std::pair<std::string, std::vector<bool>>> others;
  for (const auto& [name_of, choices] : other_hypotheses(chosen, hypotheses, factors, matcher))
    others.emplace_back(name_of, scenarios_with(choices, matcher, results.scenario_count()));

  // 3. Every output, every other word
  const std::vector<std::string> outputs = options.outputs.empty() ? compared_outputs(results) : options.outputs;
  const std::size_t comparisons = outputs.size() * (values.size() - 1);
  for (const std::string& text : outputs) {
    const Output output = read_output(results, text);
    comparison.outputs.push_back(output.name);
    const std::vector<std::pair<std::string, std::vector<double>>> shared = under_assumptions(results, output);
    for (std::size_t w = 1; w < values.size(); ++w) {
      const auto pairs = [&](const std::vector<double>& numbers, const std::vector<bool>& which) {
        return pairs_of(numbers, who, which, values[0], values[w]);
      };
      Difference d = difference_of(pairs(output.value, use), options.confidence, comparisons);
      d.output = comparison.outputs.size() - 1;
      d.word = w;
      // The numerical error: of this very difference when the file has two numbers of knots, else as measured once
      if (comparison.knots_in_file) {
        const std::vector<bool> coarser = use_with(knots_at, chosen[knots_at] - 1);
        d.numerical = std::abs(pairs(output.value, coarser).mean_difference() - d.mean.value);
      } else {
        const double share =
            options.numerical_error >= 0 ? options.numerical_error : numerical_error(output.name.variable);
        d.numerical = share * std::abs(d.first);
      }
      // What other assumptions would say
      for (const auto& [name_of, numbers] : shared) {
        const double assumed = pairs(numbers, use).mean_difference();
        if (std::isfinite(assumed)) d.assumed.emplace_back(name_of, assumed);
      }
      for (const auto& [name_of, which] : others) {
        const double assumed = pairs(output.value, which).mean_difference();
        if (std::isfinite(assumed)) d.assumed.emplace_back(name_of, assumed);
      }
      comparison.runners = std::max(comparison.runners, d.runners + d.left_out);
      comparison.differences.push_back(std::move(d));
    }
  }
  if (comparison.runners == 0)
    throw InputError("no runner has two of these: the design does not cross them with the runners");

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
