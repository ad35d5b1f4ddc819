// See effects.h.
#include "analysis/effects.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "analysis/statistics/matched.h"
#include "analysis/statistics/regression.h"
#include "analysis/text_table.h"
#include "sim/core/input_error.h"
#include "sim/sharing/share.h"

namespace psoas {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Loads at L5/S1 of all scenarios, and what they are compared with.
struct Loads {
  Eigen::VectorXd compression, shear;  ///< [N]
  double middle;                       ///< median of all [N]
};

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

/// A group's value as the study has it: "14", "grass"; a range where many values were gathered.
std::string value_name(const Factor& factor, const Group& group) {
  if (factor.is_words()) return factor.words[static_cast<std::size_t>(group.at)];
  double low = factor.value[group.members.front()], high = low;
  for (std::size_t i : group.members) {
    low = std::min(low, factor.value[i]);
    high = std::max(high, factor.value[i]);
  }
  return low == high ? fmt::format("{:.4g}", low) : fmt::format("{:.4g} to {:.4g}", low, high);
}

std::vector<std::string> row(const Loads& loads, const Summaries& all, const std::string& name,
                             const std::vector<std::size_t>& members) {
  if (members.empty()) return {name, "0", "-", "-", "-", "-"};
  const double load = spread(loads.compression, members).median;
  return {name,
          std::to_string(members.size()),
          fmt::format("{:.0f}", load),
          all.body_weight > 0 ? fmt::format("{:.2f}", load / all.body_weight) : "-",
          fmt::format("{:.0f}", spread(loads.shear, members).median),
          fmt::format("{:+.1f} %", 100 * (load / loads.middle - 1))};
}

/// Each value of each factor.
void add_values(const Loads& loads, const Summaries& all, Rows& rows) {
  for (const Factor& factor : all.factors) {
    rows.push_back({factor.label});
    for (const Group& group : groups_by(factor, all.solved))
      rows.push_back(row(loads, all, "  " + value_name(factor, group), group.members));
  }
}

/// Cases as they are written: each by what sets it apart from the others.
void add_cases(const Loads& loads, const Summaries& all, Rows& rows) {
  std::vector<double> usual;  // the value most cases have
  for (const Factor& factor : all.factors) {
    std::map<double, std::size_t> count;
    for (double value : factor.value) ++count[value];
    usual.push_back(std::max_element(count.begin(), count.end(), [](const auto& a, const auto& b) {
                      return a.second < b.second;
                    })->first);
  }
  for (std::size_t i = 0; i < all.count(); ++i) {
    std::string name;
    for (std::size_t f = 0; f < all.factors.size(); ++f)
      if (all.factors[f].value[i] != usual[f]) name += (name.empty() ? "" : ", ") + all.factors[f].text(i);
    const bool solved = all.status[i] == Status::converged;
    rows.push_back(row(loads, all, fmt::format("  {}  {}", i, name.empty() ? "as the study has it" : name),
                       solved ? std::vector<std::size_t>{i} : std::vector<std::size_t>{}));
    if (!solved) rows.back()[2] = psoas::name(all.status[i]);
  }
}

/// Slope of each factor of a random design, all others held, over the scenarios of all copies.
Rows slopes(const Results& results, const StudyDesign& design, const Loads& loads, const Summaries& all) {
  std::vector<Factor> moved;
  for (const Factor& factor : all.factors)
    if (std::find(design.axes.begin(), design.axes.end(), factor.name) != design.axes.end()) moved.push_back(factor);
  // 1. Each sample once: the mean over the copies of the design that it is crossed with
  const std::size_t block = design.block(), copies = std::max<std::size_t>(1, design.copies);
  std::vector<double> output(all.count(), NAN);
  std::vector<std::size_t> samples;
  const std::size_t each = all.count() / copies;
  const bool whole = each * copies == all.count() && results.attribute("design_skipped").empty();
  for (std::size_t i = 0; i < (whole ? each : all.count()); i += block) {
    double sum = 0;
    for (std::size_t c = 0; c < (whole ? copies : 1); ++c) {
      const bool solved = all.status[i + c * each] == Status::converged;
      sum += solved ? loads.compression[static_cast<Eigen::Index>(i + c * each)] : NAN;
    }
    output[i] = sum / static_cast<double>(whole ? copies : 1);
    if (!std::isnan(output[i])) samples.push_back(i);
  }
  // 2. One regression on all factors at once
  const Regression found = regression(moved, output, samples, Of::values);
  Rows rows{{"L5/S1 peak compression, all factors at once", "slope", "95 % interval", "10 to 90 %", "share lost"}};
  for (const Term& term : found.terms) {
    const Factor& factor = moved[term.factor];
    std::vector<double> values;
    for (std::size_t i : samples) values.push_back(factor.value[i]);
    const double reach = quantile(values, 0.9) - quantile(values, 0.1);
    const std::string unit = term.word.empty() && !factor.unit.empty() ? " N per " + factor.unit : " N";
    rows.push_back({"  " + factor.plain() + (term.word.empty() ? "" : " " + term.word),
                    fmt::format("{:+.4g}{}", term.slope.value, unit),
                    fmt::format("{:+.4g} to {:+.4g}", term.slope.low, term.slope.high),
                    term.word.empty() ? fmt::format("{:+.0f} N", term.slope.value * reach) : "-",
                    fmt::format("{:.1f} %", 100 * found.lost[term.factor])});
  }
  rows.push_back(
      {fmt::format("  {} samples{}; R² {:.3f}: the rest is curvature and interaction", samples.size(),
                   whole && copies > 1 ? fmt::format(", each the mean of {} copies", copies) : "", found.r2)});
  // 3. What the design is crossed with: partners that are otherwise the same
  std::vector<double> compression(all.count(), NAN);
  for (std::size_t i : all.solved) compression[i] = loads.compression[static_cast<Eigen::Index>(i)];
  std::vector<Factor> related = moved;
  for (const Factor& factor : all.factors)
    if (std::find(design.crossed.begin(), design.crossed.end(), factor.name) != design.crossed.end())
      related.push_back(factor);
  if (related.size() == moved.size()) return rows;
  for (const FactorEffect& effect : factor_effects(related, compression)) {
    if (effect.factor < moved.size()) continue;
    const Factor& factor = related[effect.factor];
    rows.push_back({factor.label + " against " + factor.value_text(effect.reference), "mean", "10 to 90 %", "pairs"});
    for (const LevelEffect& level : effect.levels)
      if (level.at != effect.reference)
        rows.push_back({"  " + factor.value_text(level.at), fmt::format("{:+.1f} N", level.change),
                        fmt::format("{:+.1f} to {:+.1f}", level.least, level.largest), std::to_string(level.pairs)});
  }
  return rows;
}

}  // namespace

std::string effects_table(const Results& results) {
  const Summaries all = read_summaries(results);
  if (all.solved.empty()) return all.left_out() + "\n";
  const Eigen::Index level = lowest_level(all);
  Loads loads{all.peak_compression.col(level), all.peak_shear_anterior.col(level), 0.0};
  loads.middle = spread(loads.compression, all.solved).median;
  const StudyDesign design = read_design(results);

  Rows rows{{"median at L5/S1", "scenarios", "compression N", "BW", "AP shear N", "vs median"},
            row(loads, all, "all", all.solved)};
  std::string text;
  if (design.name == "list") {
    add_cases(loads, all, rows);
    text = aligned(rows);
  } else if (!design.random()) {
    add_values(loads, all, rows);
    text = aligned(rows);
  } else {
    text = aligned(rows);
    try {
      text += aligned(slopes(results, design, loads, all));
    } catch (const InputError& error) {  // too few samples say so, and that is all
      text += fmt::format("no slopes: {}\n", error.what());
    }
    if (design.name == "saltelli" || design.name == "morris")
      text += fmt::format("psoas sensitivity {} says more of this design.\n", results.path().string());
  }
  const std::string notes = all.notes();
  return text + (notes.empty() ? "" : notes + "\n") + care(results, all);
}

}  // namespace psoas
