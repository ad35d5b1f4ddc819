// See effects.h.
#include "analysis/effects.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "sim/sharing/share.h"

namespace psoas {
namespace {

/// Columns beside a name of the given number of characters; fmt pads by the width on screen.
std::string line(const std::string& name, const std::string& scenarios, const std::string& newtons,
                 const std::string& weights, const std::string& shear, const std::string& change) {
  return fmt::format("{:<28}{:>10}{:>14}{:>8}{:>14}{:>11}\n", name, scenarios, newtons, weights, shear, change);
}

/// What the muscles could not balance is never silent: how many of the solved need care.
std::string care(const Results& results, const Summaries& all) {
  if (!results.has("largest_slack")) return "";
  const std::vector<double> slack = results.numbers("largest_slack");  // [N m]
  const auto loose = std::count_if(all.solved.begin(), all.solved.end(),
                                   [&](std::size_t i) { return slack[i] > level_slack_warning; });
  if (loose == 0) return "";
  return fmt::format("Take {} with care: muscles leave more than {:g} N m of a level unbalanced (largest_slack).\n",
                     loose, level_slack_warning);
}

/// A group's value as the study has it: "14", "grass"; a range where a random design was gathered.
std::string value_name(const Factor& factor, const Group& group) {
  if (factor.is_words()) return factor.words[static_cast<std::size_t>(group.at)];
  double low = factor.value[group.members.front()], high = low;
  for (std::size_t i : group.members) {
    low = std::min(low, factor.value[i]);
    high = std::max(high, factor.value[i]);
  }
  return low == high ? fmt::format("{:.4g}", low) : fmt::format("{:.4g} to {:.4g}", low, high);
}

}  // namespace

std::string effects_table(const Results& results) {
  const Summaries all = read_summaries(results);
  if (all.solved.empty()) return all.left_out() + "\n";
  const Eigen::Index level = lowest_level(all);
  const auto compression = all.peak_compression.col(level), shear = all.peak_shear_anterior.col(level);  // [N]
  const double middle = spread(compression, all.solved).median;

  const auto row = [&](const std::string& name, const std::vector<std::size_t>& members) {
    const double load = spread(compression, members).median;
    return line(name, std::to_string(members.size()), fmt::format("{:.0f}", load),
                all.body_weight > 0 ? fmt::format("{:.2f}", load / all.body_weight) : "-",
                fmt::format("{:.0f}", spread(shear, members).median),
                fmt::format("{:+.1f} %", 100 * (load / middle - 1)));
  };
  std::string text = line("median at L5/S1", "scenarios", "compression N", "BW", "AP shear N", "vs median");
  text += row("all", all.solved);
  for (const Factor& factor : all.factors) {
    text += factor.label + "\n";
    for (const Group& group : groups_by(factor, all.solved))
      text += row("  " + value_name(factor, group), group.members);
  }
  const std::string notes = all.notes();
  return text + (notes.empty() ? "" : notes + "\n") + care(results, all);
}

}  // namespace psoas
