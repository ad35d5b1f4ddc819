// psoas compare: the same runners in each shoe (or with each word of another factor). What differs, how sure is it, and
// what could not be told?
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "analysis/commands.h"
#include "analysis/figures.h"
#include "analysis/plot.h"
#include "analysis/statistics/compare.h"
#include "analysis/statistics/json_report.h"
#include "analysis/text_table.h"
#include "scenarios/lesson.h"

namespace psoas {
namespace {

/// Digits that a number of this size is worth: 2641, 28.4, 4.31, 0.011
std::string digits(double value, double size) {
  if (std::isnan(value)) return "-";
  const double shown_size = std::max(std::abs(size), 1e-300);
  const int decimals = std::clamp(3 - static_cast<int>(std::floor(std::log10(shown_size))), 0, 6);
  return fmt::format("{:.{}f}", value + 0.0, decimals);
}

std::string verdict(const Difference& d) {
  if (d.doubt != Doubt::none) return fmt::format("not distinguishable: {}", name(d.doubt));
  return d.mean.value > 0 ? "larger" : "smaller";
}

/// Least and largest of the differences under other assumptions.
std::pair<const std::pair<std::string, double>*, const std::pair<std::string, double>*> ends(const Difference& d) {
  const auto [low, high] = std::minmax_element(d.assumed.begin(), d.assumed.end(),
                                               [](const auto& a, const auto& b) { return a.second < b.second; });
  return {&*low, &*high};
}

std::string words_text(const Comparison& all, std::size_t word) {
  std::vector<std::vector<std::string>> rows;
  rows.push_back({fmt::format("{} against {}", all.words[word], all.words[0]), all.words[0], all.words[word],
                  "difference", "", "95 % interval", "runners", "larger in", "could tell", "numerics ±", "p (Holm)",
                  "assumptions", "verdict"});
  for (const Difference& d : all.differences) {
    if (d.word != word) continue;
    const OutputName& output = all.outputs[d.output];
    const Shown unit = shown(output.unit, true);
    const double f = unit.factor, size = 0.1 * std::abs(d.first * f);
    const auto number = [&](double value) { return digits(value * f, size); };
    const std::string assumed =
        d.assumed.empty() ? "-"
                          : fmt::format("{} to {}", number(ends(d).first->second), number(ends(d).second->second));
    rows.push_back({"  " + output.label + (unit.unit.empty() ? "" : " (" + unit.unit + ")"), number(d.first),
                    number(d.other), number(d.mean.value), fmt::format("{:+.1f} %", 100 * d.mean.value / d.first),
                    std::isnan(d.mean.low) ? "-" : fmt::format("{} to {}", number(d.mean.low), number(d.mean.high)),
                    std::to_string(d.runners), fmt::format("{:.0f} %", 100 * d.larger), number(d.detectable),
                    number(d.numerical), d.p_holm < 1e-4 ? "< 0.0001" : fmt::format("{:.4f}", d.p_holm), assumed,
                    verdict(d)});
  }
  return aligned(rows);
}

/// Where assumptions turn a sign, which do: "L5/S1 peak compression, maximal: -60.2 (com_path) to 13.5 N (...)."
std::string assumptions_text(const Comparison& all) {
  std::string text;
  for (const Difference& d : all.differences) {
    if (d.doubt != Doubt::assumptions) continue;
    const auto [low, high] = ends(d);
    const OutputName& output = all.outputs[d.output];
    const Shown unit = shown(output.unit, true);
    text += fmt::format("  {}, {}: {:.4g} ({}) to {:.4g} {} ({})\n", output.label, all.words[d.word],
                        unit.factor * low->second, low->first, unit.factor * high->second, unit.unit, high->first);
  }
  return text;
}

/// What must be read beside the table.
std::string notes_of(const Comparison& all) {
  std::size_t left_out = 0;
  for (const Difference& d : all.differences) left_out = std::max(left_out, d.left_out);
  std::string text = fmt::format(
      "{} runners, each with every {}; {} left out at most, for one of the two is not solved or has no such number.\n",
      all.runners, all.label, left_out);
  if (!all.fixed.empty()) text += fmt::format("Only {}.\n", fmt::join(all.fixed, ", "));
  if (!all.averaged.empty())
    text += fmt::format("A runner's difference is the mean over {}.\n", fmt::join(all.averaged, ", "));
  if (!all.sample)
    text += "The runners are no random sample: intervals and p describe these scenarios, not a population.\n";
  text += fmt::format(
      "Difference: mean within runners; interval and p: paired t; p corrected for {} comparisons (Holm). Could tell: "
      "smallest mean difference that 4 of 5 such samples would find.\n",
      all.differences.size());
  text += all.knots_in_file
              ? "Numerics: how much the mean difference moves between the two largest numbers of knots in the file.\n"
              : "Numerics: what doubling the knots of the stride did to a runner's difference, measured once "
                "(bench/README.md); --numerical-error sets another.\n";
  if (std::any_of(all.differences.begin(), all.differences.end(),
                  [](const Difference& d) { return !d.assumed.empty(); }))
    text += "Assumptions: the mean difference under every other assumption that the file has, least to largest.\n";
  for (const Doubt doubt : {Doubt::too_few, Doubt::chance, Doubt::many_tests, Doubt::numerics, Doubt::assumptions})
    if (std::any_of(all.differences.begin(), all.differences.end(),
                    [&](const Difference& d) { return d.doubt == doubt; }))
      text += fmt::format("Not distinguishable, {}: {}.\n", name(doubt), meaning(doubt));
  return text + assumptions_text(all) + "The runners are this model's: no interval knows how far it is from people.\n";
}

}  // namespace

int compare(const CompareCommand& command) {
  const Results results(command.results);
  CompareOptions options;
  options.factor = command.factor;
  options.words = command.words;
  options.outputs = command.outputs;
  options.where = command.where;
  // A lesson's study says which of its crossed keys are assumptions
  if (const std::optional<Lesson> lesson = lesson_of(results.attribute("study")))
    options.assumptions = lesson->assumptions;
  if (command.numerical_error_percent >= 0) options.numerical_error = 0.01 * command.numerical_error_percent;
  const Comparison all = compare(results, options);
  if (!command.figure.empty())
    draw_to(command.figure, command.force, [&](Format format) { return figure_tradeoff(all, format); });
  if (command.json) {
    fmt::print("{}", json_of(all, options.confidence));
    return Exit::ok;
  }
  for (std::size_t w = 1; w < all.words.size(); ++w) fmt::print("{}\n", words_text(all, w));
  fmt::print("{}", notes_of(all));
  return Exit::ok;
}

}  // namespace psoas
