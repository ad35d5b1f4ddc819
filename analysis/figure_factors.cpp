// How does the peak load at L5/S1 go with each factor? Small multiples on one force axis, so that panels can be
// compared by eye.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 12, right = 11, top = 9, bottom = 8, panel_height = 28, gap_below = 15,
                 gap_between = 4;  // [mm]
constexpr int columns = 2;
constexpr double least_reach = 0.04;  // of the range, kept free at both ends

struct Range {
  double low, high;
};

Range range_of(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double reach = std::max((*high - *low) * least_reach, 1e-6 * std::max(1.0, std::abs(*high)));
  return {*low - reach, *high + reach};
}

bool is_log(const Factor& factor, const std::vector<Group>& groups) {
  return !factor.is_words() && groups.front().at > 0.0 && groups.back().at / groups.front().at > 8.0;
}

/// Spreads scenarios that share a value sideways, by the golden ratio: even, and the same every time.
double sideways(std::size_t i) { return std::fmod(static_cast<double>(i) * 0.6180339887498949, 1.0) - 0.5; }

/// Two blocks of data: every scenario, and every group.
std::string blocks(const Factor& factor, const std::vector<Group>& groups,
                   const Eigen::Ref<const Eigen::VectorXd>& load, const Range& x_range, bool log) {
  // Dots stand apart by a tenth of the distance between values; a random design needs no help.
  const bool shared = groups.size() > 1 && groups.front().members.size() > 1;
  const double apart = factor.is_words() ? 0.45 : 0.05 * (x_range.high - x_range.low);
  std::string text = fmt::format("# scenarios of {}\n# {} | load (kN) | scenario\n", factor.name, factor.label);
  for (const Group& group : groups) {
    for (std::size_t i : group.members) {
      double x = factor.value[i];
      if (shared && log) x *= std::pow(x_range.high / x_range.low, 0.05 * sideways(i));
      if (shared && !log) x += apart * sideways(i);
      text += fmt::format("{:.6g} {:.5g} {}\n", x, load[static_cast<Eigen::Index>(i)] / 1000, i);
    }
  }
  text += fmt::format("\n\n# groups of {}\n# {} | 10 % | median | 90 % (kN) | scenarios | word\n", factor.name,
                      factor.label);
  for (const Group& group : groups) {
    const Spread s = spread(load, group.members);
    text += fmt::format("{:.6g} {:.5g} {:.5g} {:.5g} {} {}\n", group.at, s.low / 1000, s.median / 1000, s.high / 1000,
                        group.members.size(),
                        factor.is_words() ? quote(factor.words[static_cast<std::size_t>(group.at)]) : "-");
  }
  return text + "\n\n";
}

std::string x_axis(const Factor& factor, const std::vector<Group>& groups, const Range& range, bool log) {
  std::string text = log ? "set logscale x\n" : "unset logscale x\n";
  text += fmt::format("set xrange [{:.6g}:{:.6g}]\n", range.low, range.high);
  std::string ticks;
  // A few values are marked as they were chosen; many get gnuplot's own round marks.
  if (factor.is_words() || groups.size() <= 5) {
    for (const Group& group : groups) {
      const std::string name =
          factor.is_words() ? factor.words[static_cast<std::size_t>(group.at)] : fmt::format("{:.4g}", group.at);
      ticks += fmt::format("{}{} {:.6g}", ticks.empty() ? "" : ", ", quote(name), group.at);
    }
    ticks = "(" + ticks + ")";
  }
  std::size_t letters = 0;
  if (factor.is_words()) {
    for (const std::string& word : factor.words) letters += word.size() + 1;
  }
  const bool tilted = letters > 26;  // what fits side by side under one panel
  text += fmt::format("set xtics {} {}\n", tilted ? "rotate by -25 left offset -1,0" : "norotate", ticks);
  text += fmt::format("set xlabel {} offset 0,{}\n", quote(wrapped(factor.label, 26)), tilted ? 0.1 : 0.7);
  return text;
}

/// Bars for words, which have no order; a line and a band for numbers.
std::string curves(const Factor& factor, bool text_only) {
  const std::string dots = fmt::format(
      "data index \"scenarios of {}\" using 1:2 with points pointtype 7 pointsize 0.22 linecolor rgb '#99777777'",
      factor.name);
  const std::string groups = fmt::format("data index \"groups of {}\"", factor.name);
  if (text_only) return fmt::format("plot {} using 1:3 with linespoints pointtype 7\n", groups);
  if (factor.is_words()) {
    return fmt::format(
        "plot {} using 1:3:2:4 with yerrorbars pointtype 0 linewidth 5 linecolor rgb '#a0{}', {}, {} using 1:3 with "
        "points pointtype 7 pointsize 0.55 linecolor rgb '{}'\n",
        groups, colour::blue.substr(1), dots, groups, colour::blue);
  }
  return fmt::format(
      "plot {} using 1:2:4 with filledcurves fillcolor rgb '#c0{}', {}, {} using 1:3 with linespoints pointtype 7 "
      "pointsize 0.45 linewidth 1.6 linecolor rgb '{}'\n",
      groups, colour::blue.substr(1), dots, groups, colour::blue);
}

}  // namespace

Figure figure_factors(const Summaries& all, const Quantity& quantity, Format format) {
  if (all.factors.empty())
    throw InputError("nothing was varied in this study, so there is no factor to plot against; try the kind `cycle`");
  if (all.solved.empty()) throw InputError("no scenario of this study is solved: " + all.left_out());
  const Eigen::VectorXd load = (all.*quantity.per_level).col(lowest_level(all));  // [N]
  std::vector<double> solved_loads;
  for (std::size_t i : all.solved) solved_loads.push_back(load[static_cast<Eigen::Index>(i)] / 1000);
  const Range y = range_of(solved_loads);  // [kN]

  const int count = static_cast<int>(all.factors.size()), rows = (count + columns - 1) / columns;
  Figure figure;
  figure.height = top + rows * (panel_height + gap_below) + bottom - 4;
  figure.left_out = all.left_out();
  const double width = (figure.width - left - right - gap_between) / columns;

  figure.script += fmt::format("set yrange [{:.6g}:{:.6g}]\n", y.low, y.high);
  figure.script +=
      label_at(figure, 1.5, figure.height - 3.0,
               fmt::format("{}: {} scenarios, median and 10–90 % of each value", quantity.label, all.solved.size()));
  for (int p = 0; p < count; ++p) {
    const Factor& factor = all.factors[static_cast<std::size_t>(p)];
    const std::vector<Group> groups = groups_by(factor, all.solved);
    std::vector<double> values;
    for (std::size_t i : all.solved) values.push_back(factor.value[i]);
    const bool log = is_log(factor, groups);
    Range x = range_of(values);
    if (factor.is_words()) x = {-0.6, static_cast<double>(factor.words.size()) - 0.4};
    if (log) x = {groups.front().at / 1.15, groups.back().at * 1.15};
    figure.data += blocks(factor, groups, load, x, log);

    // Place: newtons on the left of the left column, body weights on the right of the right column.
    const int column = p % columns, row = p / columns;
    const double x0 = left + column * (width + gap_between),
                 y1 = figure.height - top - row * (panel_height + gap_below);
    figure.script += fmt::format("\n# {}\n", factor.name) + margins(figure, {x0, x0 + width, y1 - panel_height, y1});
    figure.script += x_axis(factor, groups, x, log);
    figure.script += column == 0 ? "set ytics format \"%g\"\nset ylabel \"kN\" offset 1.2,0\n"
                                 : "set ytics format \"\"\nunset ylabel\n";
    const bool last = column == columns - 1 || p == count - 1;
    if (last && all.body_weight > 0.0) {
      figure.script += fmt::format(
          "set y2range [{:.6g}:{:.6g}]\nset y2tics out scale 0.5\nset y2label \"body weights\" offset -1.4,0\nset "
          "border 11\n",
          y.low * 1000 / all.body_weight, y.high * 1000 / all.body_weight);
    } else {
      figure.script += "unset y2tics\nunset y2label\nset border 3\n";
    }
    figure.script += curves(factor, format == Format::term);
    if (p == 0) figure.script += "unset label\n";
  }
  return figure;
}

Eigen::Index lowest_level(const Summaries& all) {
  const auto at = std::find(all.levels.begin(), all.levels.end(), "L5-S1");
  if (at == all.levels.end()) throw FileError("the results have no level L5-S1");
  return at - all.levels.begin();
}

}  // namespace psoas
