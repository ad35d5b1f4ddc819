// Which factor moves an output most? One bar a factor, the longest on top, its ends named by the values that make them.
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

constexpr double right = 5, row_height = 7, head = 15, below = 12, letter = 1.42;  // [mm]
constexpr std::size_t most_rows = 25;

/// The value that makes an end of a bar, beside it.
struct EndLabel {
  std::size_t row;
  double beyond;  ///< end of the bar, or of its interval
  bool to_left;
  std::string text;
};

std::string value_name(const Factor& factor, double at) {
  return factor.is_words() ? factor.value_text(at) : brief(at);
}

/// The range of the axis that leaves room for what stands beside the bars.
Extent with_room(Extent range, const std::vector<EndLabel>& labels, double width) {
  constexpr double small_letter = 1.25, gap = 2.5;  // [mm]
  for (int again = 0; again < 4; ++again) {         // more room makes all else narrower
    const double per_mm = (range.high - range.low) / width;
    for (const EndLabel& label : labels) {
      const double reach = (small_letter * static_cast<double>(letters(label.text)) + gap) * per_mm;
      if (label.to_left)
        range.low = std::min(range.low, label.beyond - reach);
      else
        range.high = std::max(range.high, label.beyond + reach);
    }
  }
  return range;
}

/// What the zero of the axis is.
std::string origin_text(const Trends& all) {
  if (!all.paired)
    return fmt::format(
        "factor from its 10 % to its 90 % value by a regression on all (R² {:.2f}), 95 % intervals; 0: the mean",
        all.r2);
  if (all.design == "oat") return "one factor changed, all others as in the reference, which is 0";
  return "mean over scenarios that differ in this factor alone; 0: the value in brackets";
}

}  // namespace

Figure figure_tornado(const Results& results, const std::string& quantity, Format format) {
  Trends all = trends(results, quantity.empty() ? "peak_compression[L5-S1]" : quantity);
  std::stable_sort(all.each.begin(), all.each.end(),
                   [](const Trend& a, const Trend& b) { return a.reach() > b.reach(); });
  const std::size_t hidden = all.each.size() > most_rows ? all.each.size() - most_rows : 0;
  all.each.resize(all.each.size() - hidden);
  const Shown unit = shown(all.output.name.unit);
  const Usable who = usable(results, all.output.value);

  // 1. Data: bar by bar
  Figure figure;
  figure.data = fmt::format("# bars\n# row | lower end: change, interval | upper end: change, interval ({}) | factor\n",
                            unit.unit);
  std::vector<double> values{0.0};
  std::size_t longest = 0;
  std::string names;
  std::vector<EndLabel> labels;
  for (std::size_t r = 0; r < all.each.size(); ++r) {
    const Trend& t = all.each[r];
    figure.data += std::to_string(r);
    for (const TrendEnd* end : {&t.lower, &t.upper}) {
      figure.data += fmt::format(" {:.5g} {:.5g} {:.5g}", unit.factor * end->change.value,
                                 unit.factor * end->change.low, unit.factor * end->change.high);
      for (double v : {end->change.value, end->change.low, end->change.high}) values.push_back(unit.factor * v);
    }
    for (const TrendEnd* end : {&t.lower, &t.upper}) {
      if (end->change.value == 0 && t.paired) continue;
      const double tip = unit.factor * end->change.value;
      const double beyond =
          std::isfinite(end->change.low) ? unit.factor * (tip < 0 ? end->change.low : end->change.high) : tip;
      labels.push_back({r, beyond, tip < 0, value_name(t.factor, end->at)});
    }
    const bool bracket = t.paired && all.design != "oat";
    const std::string label = t.factor.label + (bracket ? fmt::format(" [{}]", t.factor.value_text(t.origin)) : "");
    figure.data += fmt::format(" {}\n", quote(label));
    longest = std::max(longest, std::min<std::size_t>(letters(label), 30));
    names += fmt::format("{}{} {}", r == 0 ? "" : ", ", quote(wrapped(label, 30)), r);
  }
  figure.data += "\n\n";

  // 2. The sheet
  figure.note = note_for(results, who.solved.size(), who.left_out);
  if (hidden > 0) figure.note += fmt::format(" {} factors with shorter bars are not shown.", hidden);
  std::size_t lost = 0;
  for (const Trend& t : all.each) lost += t.left_out;
  if (lost > 0) figure.note += fmt::format(" {} pairs are left out, for one of the two is not solved.", lost);
  const double left = 4 + letter * static_cast<double>(longest),
               height = row_height * static_cast<double>(all.each.size());
  figure.width = std::max(85.0, left + 62);
  figure.height = head + height + below + foot(figure);
  figure.script += label_at(figure, 1.5, figure.height - 3, "What moves " + all.output.name.label + "?");
  figure.script +=
      label_at(figure, 1.5, figure.height - 6.4,
               wrapped(origin_text(all), static_cast<std::size_t>(note_width * figure.width / 85)), small_text);
  figure.script += margins(figure, {left, figure.width - right, figure.height - head - height, figure.height - head});
  const Extent x = with_room(range_of(values, 0.04, 0.04), labels, figure.width - right - left);
  figure.script +=
      axis_script("x", x, 5) + fmt::format("set yrange [{:.1f}:-0.5]\nset ytics ({})\nset xtics offset 0,0.4\n",
                                           static_cast<double>(all.each.size()) - 0.5, names);
  figure.script += "set xlabel " + quote("change of " + axis_label(all.output.name)) + " offset 0,0.7\n";
  figure.script += "set arrow from 0, graph 0 to 0, graph 1 nohead linewidth 0.8 linecolor rgb '#555555' back\n";
  if (format == Format::term) {
    figure.script +=
        "plot data index 'bars' using 2:1 with points pointtype \"<\", data index 'bars' using 5:1 with points "
        "pointtype \">\"\n";
    return figure;
  }
  // 3. The values that make the ends; bars, intervals
  const double apart = 1.2 * (x.high - x.low) / (figure.width - right - left);
  for (const EndLabel& label : labels)
    figure.script += fmt::format("set label {} at {:.5g},{} {} font ',6' textcolor rgb '{}'\n", quote(label.text),
                                 label.beyond + (label.to_left ? -apart : apart), label.row,
                                 label.to_left ? "right" : "left", colour::black);
  figure.script += fmt::format(
      "set grid xtics noytics\n"
      "plot data index 'bars' using (0):1:(0):($2<$5?$2:$5):($1-0.33):($1+0.33) with boxxyerror linecolor rgb '{0}', "
      "\\\n"
      "  data index 'bars' using (0):1:(0):($2<$5?$5:$2):($1-0.33):($1+0.33) with boxxyerror linecolor rgb '{1}', \\\n"
      "  data index 'bars' using 3:1:($4-$3):(0) with vectors nohead linewidth 1.2 linecolor rgb '{2}', \\\n"
      "  data index 'bars' using 6:1:($7-$6):(0) with vectors nohead linewidth 1.2 linecolor rgb '{2}'\n",
      colour::blue, colour::vermilion, colour::black);
  return figure;
}

}  // namespace psoas
