// Which shoe asks less in one thing and more in another? Load, loading rate and cost against each other, as changes
// from the first shoe in the same runners.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/axis.h"
#include "analysis/figures.h"
#include "analysis/parts.h"
#include "analysis/text_table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 14, right = 5, panel_height = 38, gap = 11, head = 14, below = 0;  // [mm]

/// A word's change of one output [% of the first word's mean].
Estimated change(const Difference& d) {
  const double percent = 100 / std::abs(d.first);
  return {d.mean.value * percent, d.mean.low * percent, d.mean.high * percent};
}

/// Of all words; the first one's own is zero.
std::vector<Estimated> changes(const Comparison& all, std::size_t output) {
  std::vector<Estimated> of(all.words.size());
  of[0] = {0, 0, 0};
  for (const Difference& d : all.differences)
    if (d.output == output) of[d.word] = change(d);
  return of;
}

/// Is no other word lower in both?
bool unbeaten(std::size_t word, const std::vector<Estimated>& x, const std::vector<Estimated>& y) {
  for (std::size_t other = 0; other < x.size(); ++other)
    if (x[other].value <= x[word].value && y[other].value <= y[word].value &&
        (x[other].value < x[word].value || y[other].value < y[word].value))
      return false;
  return true;
}

/// Outputs to draw: load, loading rate, cost where they were compared, else the first ones.
std::vector<std::size_t> drawn_outputs(const Comparison& all) {
  std::vector<std::size_t> chosen;
  for (const char* wanted : {"peak_compression", "loading_rate", "cost_of_transport"})
    for (std::size_t o = 0; o < all.outputs.size(); ++o)
      if (all.outputs[o].variable == wanted) chosen.push_back(o);
  for (std::size_t o = 0; o < all.outputs.size() && chosen.size() < 2; ++o)
    if (std::find(chosen.begin(), chosen.end(), o) == chosen.end()) chosen.push_back(o);
  if (chosen.size() < 2) throw InputError("a trade-off needs two outputs: give --output twice, or not at all");
  return chosen;
}

}  // namespace

Figure figure_tradeoff(const Comparison& all, Format format) {
  if (*std::max_element(all.place.begin(), all.place.end()) >= std::size(colour::series))
    throw InputError(fmt::format("a figure tells the first {} values of a factor apart", std::size(colour::series)));
  // 1. Which pairs of outputs
  const std::vector<std::size_t> outputs = drawn_outputs(all);
  std::vector<std::pair<std::size_t, std::size_t>> panels;
  for (std::size_t a = 0; a < outputs.size(); ++a)
    for (std::size_t b = a + 1; b < outputs.size(); ++b) panels.emplace_back(outputs[a], outputs[b]);
  std::size_t left_out = 0, least = all.runners;
  for (const Difference& d : all.differences) {
    left_out = std::max(left_out, d.left_out);
    least = std::min(least, d.runners);
  }
  Figure figure;
  figure.note = fmt::format(
      "Mean change within {} of {} runners, solved with both{}; lines: 95 % intervals of the mean (paired t), "
      "which "
      "know nothing of the model's own errors: psoas compare names what cannot be told apart. Filled: no other is "
      "lower in "
      "both.",
      least, all.runners, left_out > 0 ? fmt::format(", {} left out at most", left_out) : "");
  figure.height = head + static_cast<double>(panels.size()) * (panel_height + gap) + below + foot(figure) - 2;
  figure.script +=
      label_at(figure, 1.5, figure.height - 3.0, fmt::format("Change against {} {}", all.label, all.words[0]));

  double key = 1.5;
  for (std::size_t w = 0; w < all.words.size(); ++w) {
    figure.script +=
        label_at(figure, key, figure.height - 7.2,
                 format == Format::term ? all.words[w] : fmt::format("{} {}", marks[all.place[w]].sign, all.words[w]),
                 fmt::format("textcolor rgb '{}'", colour::series[all.place[w]]));
    key += 5.5 + 1.45 * static_cast<double>(letters(all.words[w]));
  }

  // 2. The panels
  double top = figure.height - head;
  for (const auto& [ox, oy] : panels) {
    const std::vector<Estimated> x = changes(all, ox), y = changes(all, oy);
    const std::string name = fmt::format("{} and {}", all.outputs[ox].text, all.outputs[oy].text);
    figure.data += fmt::format("# {}\n# x, low, high (%) | y, low, high (%) | 1: unbeaten | word\n", name);
    std::vector<double> xs, ys;
    for (std::size_t w = 0; w < all.words.size(); ++w) {
      figure.data += fmt::format("{:.4g} {:.4g} {:.4g} {:.4g} {:.4g} {:.4g} {} {}\n", x[w].value, x[w].low, x[w].high,
                                 y[w].value, y[w].low, y[w].high, unbeaten(w, x, y) ? 1 : 0, quote(all.words[w]));
      for (double v : {x[w].value, x[w].low, x[w].high}) xs.push_back(v);
      for (double v : {y[w].value, y[w].low, y[w].high}) ys.push_back(v);
    }
    figure.data += "\n\n";
    figure.script += margins(figure, {left, figure.width - right, top - panel_height, top});
    figure.script += axis_script("x", range_of(xs, 0.12, 0.25), 5) + axis_script("y", range_of(ys, 0.15, 0.2), 5);
    figure.script +=
        fmt::format("set xtics offset 0,0.4\nset xlabel {} offset 0,0.7\n", quote(all.outputs[ox].label + " (%)"));
    figure.script += side_label(figure, 2.5, top - panel_height / 2, all.outputs[oy].label + " (%)");
    figure.script +=
        "set arrow from 0, graph 0 to 0, graph 1 nohead linewidth 0.8 linecolor rgb '#999999' back\n"
        "set arrow from graph 0, first 0 to graph 1, first 0 nohead linewidth 0.8 linecolor rgb '#999999' back\n";
    std::string plots;
    for (std::size_t w = 0; w < all.words.size(); ++w) {
      const std::string row = fmt::format("data index {} every ::{}::{}", quote(name), w, w);
      const std::string_view hue = colour::series[all.place[w]];
      plots += plots.empty() ? "plot " : ", \\\n  ";
      if (format == Format::term) {
        plots += fmt::format("{} using 1:4 with points pointtype \"{}\"", row, all.words[w][0]);
        continue;
      }
      plots += fmt::format(
          "{0} using 1:4:2:3:5:6 with xyerrorbars pointtype {1} pointsize 0.8*point linewidth 1.2 linecolor rgb '{2}'",
          row, unbeaten(w, x, y) ? marks[all.place[w]].filled : marks[all.place[w]].hollow, hue);
    }
    figure.script += plots + "\nunset label\nunset arrow\n";
    top -= panel_height + gap;
  }
  return figure;
}

}  // namespace psoas
