// See effects.h.
#include "analysis/effects.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "analysis/statistics/trends.h"
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
  std::string text;
  if (results.has("avoided_moment")) {
    const std::vector<double> avoided = results.numbers("avoided_moment");  // [N m]
    const auto weak =
        std::count_if(all.solved.begin(), all.solved.end(), [&](std::size_t i) { return avoided[i] > 0.0; });
    if (weak > 0)
      text = fmt::format("{} move otherwise than asked, for their muscles cannot make the moments (avoided_moment).\n",
                         weak);
  }
  if (loose == 0) return text;
  return text +
         fmt::format("Take {} with care: muscles leave more than {:g} N m of a level unbalanced (largest_slack).\n",
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

/// Slope of each factor of a random design, all others held; what it is crossed with by its pairs.
Rows slopes(const Results& results) {
  const Trends all = trends(results, "peak_compression[L5-S1]");
  Rows rows{{"L5/S1 peak compression, all factors at once", "slope", "95 % interval", "10 to 90 %", "R² lost"}};
  const auto with_sign = [](double value) { return fmt::format("{:+.4g}", value); };
  for (const Trend& trend : all.each) {
    if (trend.paired) continue;
    const Factor& factor = trend.factor;
    const std::string lost = fmt::format("{:.1f} %", 100 * trend.lost);
    if (!factor.is_words()) {
      rows.push_back({"  " + factor.plain(),
                      with_sign(trend.slope.value) + (factor.unit.empty() ? " N" : " N per " + factor.unit),
                      fmt::format("{} to {}", with_sign(trend.slope.low), with_sign(trend.slope.high)),
                      fmt::format("{:+.0f} N", trend.upper.change.value - trend.lower.change.value), lost});
      continue;
    }
    const TrendPoint& first = trend.points.front();
    for (const TrendPoint& point : trend.points) {
      if (&point == &first) continue;
      rows.push_back(
          {fmt::format("  {} {} against {}", factor.plain(), factor.value_text(point.at), factor.value_text(first.at)),
           with_sign(point.change - first.change) + " N",
           fmt::format("{} to {}", with_sign(point.low - first.change), with_sign(point.high - first.change)), "-",
           lost});
    }
  }
  rows.push_back({fmt::format("  {} samples{}; R² {:.3f}: the rest is curvature and interaction", all.samples,
                              all.copies > 1 ? fmt::format(", each the mean of {} copies", all.copies) : "", all.r2)});
  for (const Trend& trend : all.each) {
    if (!trend.paired) continue;
    rows.push_back(
        {trend.factor.label + " against " + trend.factor.value_text(trend.origin), "mean", "10 to 90 %", "pairs"});
    for (const TrendPoint& point : trend.points)
      if (point.at != trend.origin)
        rows.push_back({"  " + trend.factor.value_text(point.at), fmt::format("{:+.1f} N", point.change),
                        fmt::format("{:+.1f} to {:+.1f}", point.low, point.high), std::to_string(point.count)});
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
      text += aligned(slopes(results));
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
