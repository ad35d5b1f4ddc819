// How does the peak load at L5/S1 go with each factor? Small multiples on one force axis, so that panels can be
// compared by eye.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/axis.h"
#include "analysis/figures.h"
#include "analysis/groups.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 13, right = 12, head = 13, panel_height = 27, gap_between = 4;  // [mm]
constexpr double below_numbers = 9, below_words = 14;  // marks of this row and heading of the next [mm]
constexpr int columns = 2;

/// One factor's panel: its groups and its horizontal axis.
struct Panel {
  const Factor& factor;
  std::vector<Group> groups;
  bool log;     ///< logarithmic axis
  bool shared;  ///< several scenarios share each value
  Extent x;
};

/// Were the values chosen on a logarithmic scale? They span nearly a decade, and their median lies in the middle of
/// their logarithms.
bool is_log(const Factor& factor, const std::vector<std::size_t>& solved) {
  std::vector<double> values;
  for (std::size_t i : solved) values.push_back(factor.value[i]);
  const double low = quantile(values, 0.0), middle = quantile(values, 0.5), high = quantile(values, 1.0);
  if (low <= 0.0 || high / low < 8.0) return false;
  return std::abs(std::log(middle / low) / std::log(high / low) - 0.5) < std::abs((middle - low) / (high - low) - 0.5);
}

Panel panel_of(const Factor& factor, const Summaries& all) {
  Panel panel{factor, groups_by(factor, all.solved), false, false, {}};
  panel.log = !factor.is_words() && is_log(factor, all.solved);
  std::vector<double> values;
  for (std::size_t i : all.solved) values.push_back(panel.log ? std::log(factor.value[i]) : factor.value[i]);
  panel.x = range_of(values, 0.09, 0.09);
  if (panel.log) panel.x = {std::exp(panel.x.low), std::exp(panel.x.high)};
  if (factor.is_words()) panel.x = {-0.6, static_cast<double>(factor.words.size()) - 0.4};
  // Dots that would lie on each other are set apart; in a random design every scenario has a place of its own.
  std::sort(values.begin(), values.end());
  const auto different = std::unique(values.begin(), values.end()) - values.begin();
  panel.shared = static_cast<std::size_t>(different) * 2 <= all.solved.size();
  return panel;
}

/// Spreads scenarios that share a value sideways by the golden ratio: even, and the same every time. -0.5 .. 0.5
double sideways(std::size_t i) { return std::fmod(static_cast<double>(i) * 0.6180339887498949, 1.0) - 0.5; }

/// Two blocks of data: every scenario, and every group.
std::string blocks(const Panel& panel, const Eigen::Ref<const Eigen::VectorXd>& load) {
  const Factor& factor = panel.factor;
  std::string text =
      fmt::format("# scenarios of {}\n# {}, set apart sideways | load (kN) | scenario\n", factor.name, factor.label);
  for (const Group& group : panel.groups) {
    for (std::size_t i : group.members) {
      double x = factor.value[i];
      if (panel.shared && panel.log) x *= std::pow(panel.x.high / panel.x.low, 0.08 * sideways(i));
      if (panel.shared && !panel.log)
        x += (factor.is_words() ? 0.45 : 0.08 * (panel.x.high - panel.x.low)) * sideways(i);
      text += fmt::format("{:.6g} {:.5g} {}\n", x, load[static_cast<Eigen::Index>(i)] / 1000, i);
    }
  }
  text += fmt::format("\n\n# groups of {}\n# {} | 10 % | median | 90 % (kN) | scenarios | word\n", factor.name,
                      factor.label);
  for (const Group& group : panel.groups) {
    const Spread s = spread(load, group.members);
    text += fmt::format("{:.6g} {:.5g} {:.5g} {:.5g} {} {}\n", group.at, s.low / 1000, s.median / 1000, s.high / 1000,
                        group.members.size(),
                        factor.is_words() ? quote(factor.words[static_cast<std::size_t>(group.at)]) : "-");
  }
  return text + "\n\n";
}

std::string x_axis(const Panel& panel) {
  const Factor& factor = panel.factor;
  std::string text = panel.log ? log_axis_script("x", panel.x) : "unset logscale x\n" + axis_script("x", panel.x, 4);
  // A few values are marked as they were chosen; many get round marks.
  if (factor.is_words() || (panel.shared && panel.groups.size() <= 5)) {
    std::string marks;
    for (const Group& group : panel.groups) {
      const std::string name =
          factor.is_words() ? factor.words[static_cast<std::size_t>(group.at)] : fmt::format("{:.4g}", group.at);
      marks += fmt::format("{}{} {:.6g}", marks.empty() ? "" : ", ", quote(name), group.at);
    }
    text += fmt::format("set xtics ({}) {}\n", marks,
                        factor.is_words() ? "rotate by 35 right offset 0.8,-0.1" : "norotate offset 0,0.4");
  } else {
    text += "set xtics norotate offset 0,0.4\n";
  }
  return text;
}

/// Bars for words, which have no order; a line and a band for numbers.
std::string curves(const Panel& panel, Format format) {
  const std::string groups = fmt::format("data index {}", quote("groups of " + panel.factor.name));
  if (format == Format::term) return fmt::format("plot {} using 1:3 with linespoints pointtype 7\n", groups);
  const std::string spread = panel.factor.is_words() ? "1:2:(0):($4-$2) with vectors nohead linewidth 5 linecolor"
                                                     : "1:2:4 with filledcurves fillcolor";
  const std::string median =
      panel.factor.is_words() ? "points pointsize 0.6*point" : "linespoints pointsize 0.5*point linewidth 1.4";
  return fmt::format(
      "plot {0} using {1} rgb '#b0{2}', \\\n  data index {3} using 1:2 with points pointtype 7 pointsize 0.22*point "
      "linecolor rgb '#99777777', \\\n"
      "  {0} using 1:3 with {4} pointtype 7 linecolor rgb '#{2}'\n",
      groups, spread, colour::blue.substr(1), quote("scenarios of " + panel.factor.name), median);
}

}  // namespace

Figure figure_factors(const Summaries& all, const Quantity& quantity, Format format) {
  if (all.factors.empty())
    throw InputError("nothing was varied in this study, so there is no factor to plot against; try the kind `cycle`");
  if (all.solved.empty()) throw InputError("no scenario of this study is solved: " + all.left_out());
  const Eigen::VectorXd load = (all.*quantity.per_level).col(lowest_level(all));  // [N]
  std::vector<double> loads;                                                      // [kN]
  for (std::size_t i : all.solved) loads.push_back(load[static_cast<Eigen::Index>(i)] / 1000);
  const Extent y = range_of(loads, 0.06, 0.06);

  // How high? Each row as high as its marks need.
  std::vector<Panel> panels;
  for (const Factor& factor : all.factors) panels.push_back(panel_of(factor, all));
  const auto below = [&](std::size_t first) {
    const bool words =
        panels[first].factor.is_words() || (first + 1 < panels.size() && panels[first + 1].factor.is_words());
    return words ? below_words : below_numbers;
  };
  Figure figure;
  figure.note = all.notes();
  if (all.body_weight <= 0.0)
    figure.note += std::string(figure.note.empty() ? "" : " ") + "Body mass is varied: no axis in body weights.";
  figure.height = head + foot(figure) - 4;  // the last row heads no other
  for (std::size_t p = 0; p < panels.size(); p += columns) figure.height += panel_height + below(p);

  figure.script += label_at(figure, 1.5, figure.height - 3.0, quantity.title);
  figure.script += label_at(
      figure, 1.5, figure.height - 6.2,
      fmt::format("{} scenarios (dots); median and 10–90 % at equal or near values", all.solved.size()), small_text);
  const double width = (figure.width - left - right - gap_between) / columns;
  if (format != Format::term) figure.script += "set grid ytics noxtics\n";
  double top = figure.height - head;
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const Panel& panel = panels[p];
    figure.data += blocks(panel, load);
    const bool first = p % columns == 0, last = p % columns == columns - 1 || p + 1 == panels.size();
    const double x0 = left + static_cast<double>(p % columns) * (width + gap_between);
    figure.script +=
        fmt::format("\n# {}\n", panel.factor.name) + margins(figure, {x0, x0 + width, top - panel_height, top});
    figure.script += heading_at(figure, x0, top + 2.0, panel.factor.label, width + 3);
    figure.script += x_axis(panel);
    // Newtons on the left of the left column, body weights on the right of the right one.
    figure.script += axis_script("y", y, 4) + (first ? "" : "set ytics format \"\"\n") +
                     weights_script("y2", y, last ? all.body_weight : 0.0, 4);
    const double middle = top - panel_height / 2;
    if (first) figure.script += side_label(figure, 2.2, middle, fmt::format("{} (kN)", quantity.axis));
    if (last && all.body_weight > 0)
      figure.script += side_label(figure, x0 + width + right - 2, middle, "body weights");
    figure.script += curves(panel, format) + "unset label\n";
    if (last) top -= panel_height + below(p - p % columns);
  }
  return figure;
}

Eigen::Index lowest_level(const Summaries& all) {
  const auto at = std::find(all.levels.begin(), all.levels.end(), "L5-S1");
  if (at == all.levels.end()) throw FileError("the results have no level L5-S1");
  return at - all.levels.begin();
}

}  // namespace psoas
