// How much strength is left when a group of core muscles is weak? Least strength reserve of the stride over the
// strength of each group, movement predicted and held: what must be read beside a lower load.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/axis.h"
#include "analysis/core_panels.h"
#include "analysis/figures.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

using namespace core_panels;
constexpr double panel_height = 26;  // [mm]

/// Least reserve of all levels together, of each scenario [-].
std::vector<double> read_reserve(const Results& results) {
  if (!results.has("least_reserve")) throw InputError("these results have no strength reserve: sweep them again");
  const std::vector<double> all = results.numbers("least_reserve");
  const std::size_t each = results.shape("least_reserve").at(1), row = results.index("reserve", "all");
  std::vector<double> reserve;
  for (std::size_t i = 0; i < results.scenario_count(); ++i) reserve.push_back(all[i * each + row]);
  return reserve;
}

/// One block a movement; the default in its place, no number where a scenario is not solved.
std::string blocks(const CoreGroupChanges& group, const CoreChanges& all, const std::vector<double>& reserve) {
  std::string text;
  for (std::size_t m = 0; m < all.movements.size(); ++m) {
    std::vector<std::pair<double, double>> points = {{1.0, reserve[all.defaults[m]]}};
    for (const CoreChange& change : group.changes)
      if (change.movement == m) points.emplace_back(change.strength, change.solved ? reserve[change.scenario] : NAN);
    std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    text += fmt::format("# {} {}\n# strength (%) | least strength reserve (times) | solved\n", group.name,
                        all.movements[m]);
    for (const auto& [strength, left_over] : points)
      text += std::isnan(left_over) ? fmt::format("{:.4g} NaN 0\n", 100 * strength)
                                    : fmt::format("{:.4g} {:.4g} 1\n", 100 * strength, left_over);
    text += "\n\n";
  }
  return text;
}

std::string curves(const CoreGroupChanges& group, const CoreChanges& all, double floor, Format format) {
  std::string text;
  for (std::size_t m = 0; m < all.movements.size(); ++m) {
    const std::string index = fmt::format("data index {}", quote(group.name + " " + all.movements[m]));
    text += fmt::format(
        "{}{} using 1:2 with linespoints pointtype {} pointsize 0.42*point linewidth 1.2 linecolor rgb '{}'",
        m == 0 ? "plot " : ", \\\n  ", index, core_marker(m, format), core_look(m).hue);
    const bool missing = std::any_of(group.changes.begin(), group.changes.end(),
                                     [&](const CoreChange& change) { return change.movement == m && !change.solved; });
    if (missing)
      text += fmt::format(
          ", \\\n  {} using 1:($3 == 0 ? {:.6g} : NaN) with points pointtype 2 pointsize 0.5*point "
          "linewidth 1.2 linecolor rgb '{}'",
          index, floor, core_look(m).hue);
  }
  return text + "\n";
}

}  // namespace

Figure figure_core_reserve(const Results& results, const Summaries& summaries, Format format) {
  // 1. What is shown, and how far the axes must reach
  const CoreChanges all = core_changes(results, summaries, core_compression);
  const std::vector<double> reserve = read_reserve(results);
  std::vector<double> reserves{0.8}, strengths{100.0};
  for (const CoreGroupChanges& group : all.groups) {
    for (const CoreChange& change : group.changes) {
      strengths.push_back(100 * change.strength);
      if (change.solved) reserves.push_back(reserve[change.scenario]);
    }
  }
  for (std::size_t scenario : all.defaults) reserves.push_back(reserve[scenario]);
  if (std::all_of(reserves.begin() + 1, reserves.end(), [](double r) { return std::isnan(r); }))
    throw InputError("no scenario has a strength reserve: it needs sharing.reserve = \"on\"");
  const Extent y = range_of(reserves, 0.06, 0.06), x = range_of(strengths, 0.06, 0.06);

  // 2. The sheet
  Figure figure;
  figure.width = sheet_width;
  figure.note =
      "Factor by which the moments of all lumbar levels together could grow, at the worst moment of the stride, before "
      "the "
      "muscles cannot make them within 5 N·m; at 1 (dashed) nothing is left, below it they cannot make them as they "
      "are. "
      "Movement predicted keeps reserve by asking less of weak muscles. × at the foot of a panel: not solved. " +
      core_not_solved(all, summaries);
  const std::size_t rows = (all.groups.size() + columns - 1) / columns;
  figure.height = head + static_cast<double>(rows) * (panel_height + gap_below) - 1 + foot(figure);
  figure.script +=
      label_at(figure, 1.5, figure.height - 3.0, "Strength of core muscles: least strength reserve of the stride");
  figure.script +=
      label_at(figure, 1.5, figure.height - 6.4, "One group at a time, all else as in the default runner", small_text);
  figure.script += core_key(figure, all.movements, "");

  // 3. The panels
  double top = figure.height - head;
  for (std::size_t p = 0; p < all.groups.size(); ++p) {
    const CoreGroupChanges& group = all.groups[p];
    const bool first = p % columns == 0, last = p % columns == columns - 1;
    const double x0 = left + static_cast<double>(p % columns) * (panel_width + gap_between);
    figure.data += blocks(group, all, reserve);
    figure.script +=
        fmt::format("\n# {}\n", group.name) + margins(figure, {x0, x0 + panel_width, top - panel_height, top});
    figure.script += label_at(figure, x0, top + 2.0, group.label);
    figure.script +=
        axis_script("x", x, 3) + "set xtics 50 offset 0,0.4\n" + axis_script("y", y, 4) +
        (first ? "" : "set ytics format \"\"\n") + (format == Format::term ? "" : "set grid ytics noxtics\n") +
        "set arrow from graph 0, first 1 to graph 1, first 1 nohead linewidth 1 dashtype (4,3) linecolor rgb "
        "'#555555' back\n";
    if (p + columns >= all.groups.size()) figure.script += "set xlabel \"strength (%)\" offset 0,0.7\n";
    if (first) figure.script += side_label(figure, 2.5, top - panel_height / 2, "reserve (times)");
    figure.script +=
        curves(group, all, y.low + 0.04 * (y.high - y.low), format) + "unset label\nunset arrow\nunset xlabel\n";
    if (last) top -= panel_height + gap_below;
  }
  return figure;
}

}  // namespace psoas
