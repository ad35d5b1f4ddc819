// How does an output respond to each factor when the others are held? One panel a factor, all on one axis.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/figures.h"
#include "analysis/parts.h"
#include "analysis/statistics/trends.h"
#include "analysis/text_table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 13, right = 4, head = 16, panel_height = 27, gap_between = 4, heading = 7, below_numbers = 6,
                 letter = 1.42;  // [mm]
constexpr int columns = 2;

/// A word on an axis, slanted: without the underscores of its key.
std::string word_text(const Trend& trend, double at) {
  std::string text = trend.factor.value_text(at);
  if (trend.factor.is_words()) std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// Room that the marks below a panel need [mm].
double below(const Trend& trend) {
  if (!trend.factor.is_words()) return below_numbers;
  std::size_t longest = 0;
  for (const TrendPoint& point : trend.points) longest = std::max(longest, letters(word_text(trend, point.at)));
  return below_numbers + 0.6 * letter * static_cast<double>(longest);
}

std::string marks_of(const Trend& trend) {
  if (!trend.factor.is_words() && trend.points.size() > 5) return "";
  std::string text;
  for (const TrendPoint& point : trend.points)
    text += fmt::format("{}{} {:.6g}", text.empty() ? "" : ", ", quote(word_text(trend, point.at)), point.at);
  return text;
}

}  // namespace

Figure figure_response(const Results& results, const std::string& quantity, Format format) {
  const Trends all = trends(results, quantity.empty() ? "peak_compression[L5-S1]" : quantity);
  const Shown unit = shown(all.output.name.unit);
  const Usable who = usable(results, all.output.value);
  std::vector<double> changes{0.0};
  for (const Trend& t : all.each)
    for (const TrendPoint& p : t.points)
      for (double v : {p.change, p.low, p.high}) changes.push_back(unit.factor * v);
  const Extent y = range_of(changes, 0.06, 0.06);

  Figure figure;
  figure.note =
      all.paired ? "Line or dot: mean change between scenarios that differ in this factor alone, from the value at 0; "
                   "band or bar: 10–90 % of them, wide where the other factors decide. "
                 : fmt::format(
                       "Line: slope of a regression on all factors at once (R² {:.2f}; bracket: 95 % interval); "
                       "dots: medians of what is left when the other factors' parts are taken away; band: 10–90 %. "
                       "Words: mean and 95 % interval, or of what the design is crossed with 10–90 % of pairs. ",
                       all.r2);
  figure.note += note_for(results, who.solved.size(), who.left_out);
  // Each row as high as its marks need
  const auto row_below = [&](std::size_t i) {
    const std::size_t first_of_row = i - i % columns;
    double room = 0;
    for (std::size_t j = first_of_row; j < std::min(first_of_row + columns, all.each.size()); ++j)
      room = std::max(room, below(all.each[j]));
    return room;
  };
  figure.height = head + foot(figure) - heading + 1;
  for (std::size_t i = 0; i < all.each.size(); i += columns) figure.height += panel_height + row_below(i) + heading;
  figure.script += label_at(figure, 1.5, figure.height - 3, "Response of " + all.output.name.label);
  figure.script += label_at(figure, 1.5, figure.height - 6.4, "each factor alone, the others held", small_text);
  if (format != Format::term) figure.script += "set grid ytics noxtics\n";
  const double width = (figure.width - left - right - gap_between) / columns;
  double top = figure.height - head;
  for (std::size_t i = 0; i < all.each.size(); ++i) {
    const Trend& t = all.each[i];
    const bool words = t.factor.is_words(), first = i % columns == 0, last = i % columns == columns - 1;
    const std::string index = "data index " + quote(t.factor.name);
    figure.data += fmt::format("# {}\n# {} | change, 10 %, 90 % ({}) | pairs or scenarios\n", t.factor.name,
                               t.factor.label, unit.unit);
    std::vector<double> xs;
    for (const TrendPoint& p : t.points) {
      figure.data += fmt::format("{:.6g} {:.5g} {:.5g} {:.5g} {}\n", p.at, unit.factor * p.change, unit.factor * p.low,
                                 unit.factor * p.high, p.count);
      xs.push_back(p.at);
    }
    figure.data += "\n\n";
    const double x0 = left + static_cast<double>(i % columns) * (width + gap_between);
    figure.script +=
        fmt::format("\n# {}\n", t.factor.name) + margins(figure, {x0, x0 + width, top - panel_height, top});
    std::string label = t.factor.label;
    if (!t.paired && !words) {
      const Shown fine = shown(all.output.name.unit, true);
      const auto number = [&](double v) { return brief(fine.factor * v); };
      const std::string slope =
          fmt::format("{} [{}, {}] {}{}", number(t.slope.value), number(t.slope.low), number(t.slope.high), fine.unit,
                      t.factor.unit.empty() ? "" : " per " + t.factor.unit);
      figure.script += heading_at(figure, x0, top + 0.8, slope, 0.8 * width);
    }
    figure.script += heading_at(figure, x0, top + 3.8, label, width + 2);
    figure.script += axis_script(
        "x", words ? Extent{-0.6, static_cast<double>(t.factor.words.size()) - 0.4} : range_of(xs, 0.07, 0.07), 4);
    const std::string marks_text = marks_of(t);
    if (!marks_text.empty())
      figure.script += fmt::format("set xtics ({}) {}\n", marks_text,
                                   words ? "rotate by 35 right offset 0.8,-0.1" : "norotate offset 0,0.4");
    else
      figure.script += "set xtics norotate offset 0,0.4\n";
    figure.script += axis_script("y", y, 4) + (first ? "" : "set ytics format \"\"\n");
    if (first)
      figure.script +=
          side_label(figure, 2.2, top - panel_height / 2, "change" + (unit.unit.empty() ? "" : " (" + unit.unit + ")"));
    figure.script += "set xzeroaxis linetype 1 linewidth 0.6 linecolor rgb '#888888'\n";
    if (format == Format::term)
      figure.script += fmt::format("plot {} using 1:2 with points pointtype 7\n", index);
    else if (words)
      figure.script += fmt::format(
          "plot {0} using 1:3:(0):($4-$3) with vectors nohead linewidth 5 linecolor rgb '#b0{1}', \\\n  {0} using 1:2 "
          "with points "
          "pointtype 7 pointsize 0.6*point linecolor rgb '#{1}'\n",
          index, colour::blue.substr(1));
    else if (t.paired)
      figure.script += fmt::format(
          "plot {0} using 1:3:4 with filledcurves fillcolor rgb '#b0{1}', \\\n  {0} using 1:2 with linespoints "
          "pointtype 7 pointsize "
          "0.5*point linewidth 1.4 linecolor rgb '#{1}'\n",
          index, colour::blue.substr(1));
    else {
      const double a = t.lower.at, b = t.upper.at, slope = unit.factor * t.slope.value;
      figure.script += fmt::format(
          "plot {0} using 1:3:4 with filledcurves fillcolor rgb '#b0{1}', \\\n  {0} using 1:2 with points pointtype 7 "
          "pointsize "
          "0.5*point linecolor rgb '#{1}', \\\n  {2:.6g} + {3:.6g}*(x-{4:.6g}) with lines linewidth 1.4 linecolor rgb "
          "'#{1}'\n",
          index, colour::blue.substr(1), unit.factor * 0.5 * (t.lower.change.value + t.upper.change.value), slope,
          0.5 * (a + b));
    }
    figure.script += "unset label\n";
    if (last || i + 1 == all.each.size()) top -= panel_height + row_below(i) + heading;
  }
  return figure;
}

}  // namespace psoas
