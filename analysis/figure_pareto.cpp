// Which scenarios cannot be bettered in one thing without losing in the other? Two outputs against each other, lower is
// better in both.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/figures.h"
#include "analysis/parts.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 14, right = 5, panel_height = 62, head = 14, below = 9;  // [mm]
constexpr std::size_t most_dots = 5000,
                      named = 4;  ///< dots drawn of very many; scenarios of the front named in the note

}  // namespace

Figure figure_pareto(const Results& results, const Summaries& all, const std::vector<std::string>& quantities,
                     const std::string& by, Format format) {
  const std::vector<std::string> asked =
      quantities.empty() ? std::vector<std::string>{"peak_compression[L5-S1]", "cost_of_transport"} : quantities;
  if (asked.size() != 2) throw InputError("a Pareto figure has two outputs: --quantity twice, or not at all");
  const Output x = read_output(results, asked[0]), y = read_output(results, asked[1]);
  std::vector<double> both(x.value);
  for (std::size_t i = 0; i < both.size(); ++i) both[i] += y.value[i];
  const Usable who = usable(results, both);
  if (who.solved.empty()) throw InputError("nothing to draw: " + who.left_out);
  const Shown ux = shown(x.name.unit), uy = shown(y.name.unit);

  // 1. The front: by ascending x, everyone lower in y than all before
  std::vector<std::size_t> order = who.solved, front;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(x.value[a], y.value[a]) < std::pair(x.value[b], y.value[b]);
  });
  for (std::size_t i : order)
    if (front.empty() || y.value[i] < y.value[front.back()]) front.push_back(i);

  Figure figure;
  const std::vector<Part> parts = parts_of(results, by, who.solved);
  const std::size_t step = (who.solved.size() + most_dots - 1) / most_dots;
  std::vector<double> xs, ys;
  const auto line = [&](std::size_t i) {
    return fmt::format("{:.5g} {:.5g} {}\n", ux.factor * x.value[i], uy.factor * y.value[i], i);
  };
  for (std::size_t p = 0; p < parts.size(); ++p) {
    figure.data +=
        fmt::format("# part {}\n# {} | {} | {} | scenario\n", p, parts[p].name, axis_label(x.name), axis_label(y.name));
    for (std::size_t m = 0; m < parts[p].members.size(); m += step) figure.data += line(parts[p].members[m]);
    figure.data += "\n\n";
  }
  figure.data += fmt::format("# front\n# {} | {} | scenario\n", axis_label(x.name), axis_label(y.name));
  for (std::size_t i : front) figure.data += line(i);
  figure.data += "\n\n";
  for (std::size_t i : who.solved) xs.push_back(ux.factor * x.value[i]), ys.push_back(uy.factor * y.value[i]);

  figure.note = fmt::format("Line: the {} scenarios of which none is lower in both. ", front.size());
  for (std::size_t n = 0; n < std::min(named, front.size()); ++n) {
    const std::size_t i = front[n * (front.size() - 1) / std::max<std::size_t>(1, std::min(named, front.size()) - 1)];
    figure.note += describe(all, i) + ". ";
  }
  if (step > 1) figure.note += fmt::format("One of {} is drawn. ", step);
  figure.note += note_for(results, who.solved.size(), who.left_out);
  figure.height = head + panel_height + below + foot(figure);
  figure.script += label_at(figure, 1.5, figure.height - 3, "Which scenarios are bettered by none?");
  figure.script += key_of(figure, 1.5, figure.height - 7, parts, format);
  if (parts.size() < 2)
    figure.script +=
        label_at(figure, 1.5, figure.height - 6.4, "every dot a scenario; lower is better in both", small_text);
  figure.script +=
      margins(figure, {left, figure.width - right, figure.height - head - panel_height, figure.height - head});
  figure.script += axis_script("x", range_of(xs, 0.05, 0.05), 5) + axis_script("y", range_of(ys, 0.05, 0.05), 5);
  figure.script += fmt::format("set xtics offset 0,0.4\nset xlabel {} offset 0,0.7\n", quote(axis_label(x.name)));
  figure.script += side_label(figure, 2.5, figure.height - head - panel_height / 2, axis_label(y.name));
  std::string plots;
  for (std::size_t p = 0; p < parts.size(); ++p)
    plots += format == Format::term
                 ? fmt::format(", data index 'part {}' using 1:2 with points pointtype \"{}\"", p,
                               parts.size() > 1 ? std::to_string(parts[p].place + 1) : ".")
                 : fmt::format(
                       ", \\\n  data index 'part {}' using 1:2 with points pointtype {} pointsize 0.35*point linecolor "
                       "rgb '{}'",
                       p, parts[p].mark().filled,
                       parts.size() > 1 ? "#70" + std::string(parts[p].hue().substr(1)) : "#99777777");
  plots +=
      format == Format::term
          ? ", data index 'front' using 1:2 with points pointtype \"*\""
          : fmt::format(
                ", \\\n  data index 'front' using 1:2 with steps linewidth 1.2 linecolor rgb '{0}', \\\n  data index "
                "'front' using 1:2 with points pointtype 6 pointsize 0.6*point linecolor rgb '{0}'",
                colour::purple);
  figure.script += "plot " + plots.substr(2) + "\n";
  return figure;
}

}  // namespace psoas
