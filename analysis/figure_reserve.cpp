// How much strength is left? The factor by which the lumbar moments could grow before the muscles cannot make them,
// over the gait cycle: of all levels together, and of each level alone.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/axis.h"
#include "analysis/figures.h"
#include "analysis/groups.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 13, right = 17, panel_height = 36, gap = 8, below = 9, key_line = 3.3;  // [mm]
constexpr double cap = 10.0;           // reserves above it are not told apart (FIELDS.md, strength_reserve)
constexpr std::size_t key_width = 60;  // characters of a line of the key

/// From the lowest level to the highest: an order of dark to light that is told apart in grey and by the colour-blind.
constexpr std::string_view hues[] = {"#440154", "#414487", "#2A788E", "#22A884", "#6DBF3E", "#C9B400"};

/// A curve with its spread over scenarios; low and high equal median when there is one scenario.
struct Band {
  Eigen::VectorXd low, median, high;
};

/// Of one row of the reserve over some scenarios.
Band band_of(const std::vector<Eigen::MatrixXd>& reserves, Eigen::Index row) {
  const Eigen::Index points = reserves.front().cols();
  Band band{Eigen::VectorXd(points), Eigen::VectorXd(points), Eigen::VectorXd(points)};
  for (Eigen::Index k = 0; k < points; ++k) {
    std::vector<double> values;
    for (const Eigen::MatrixXd& reserve : reserves) values.push_back(reserve(row, k));
    band.low[k] = quantile(values, 0.1);
    band.median[k] = quantile(values, 0.5);
    band.high[k] = quantile(values, 0.9);
  }
  return band;
}

std::string block(const std::string& name, const Band& band, const std::vector<double>& percent) {
  std::string text = fmt::format("# {}\n# gait cycle (%) | median | 10 % | 90 % of strength reserve (times)\n", name);
  for (Eigen::Index k = 0; k < band.median.size(); ++k)
    text += fmt::format("{:.4g} {:.4g} {:.4g} {:.4g}\n", percent[static_cast<std::size_t>(k)], band.median[k],
                        band.low[k], band.high[k]);
  return text + "\n\n";
}

/// One curve of a panel.
struct Curve {
  std::string name;  ///< of its data block
  std::string hue;
  bool band;
};

std::string curves(const std::vector<Curve>& shown, Format format) {
  std::string bands, lines;
  std::size_t number = 0;
  for (const Curve& curve : shown) {
    const std::string index = fmt::format("data index {}", quote(curve.name));
    if (curve.band && format != Format::term)
      bands +=
          fmt::format("{} using 1:3:4 with filledcurves fillcolor rgb '#c0{}', \\\n  ", index, curve.hue.substr(1));
    lines += (lines.empty() ? "" : ", \\\n  ") +
             (format == Format::term
                  ? fmt::format("{} using 1:2 with points pointtype \"{}\"", index, ++number)
                  : fmt::format("{} using 1:2 with lines linewidth 1.5 linecolor rgb '{}'", index, curve.hue));
  }
  return "plot " + bands + lines + "\n";
}

/// Names beside the right end of the panel, in the order of the curves' ends and far enough apart to be read.
std::string names_beside(const Figure& figure, const std::vector<std::string>& names, double x, double top) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double y = top - 2.5 - 3.4 * static_cast<double>(names.size() - 1 - i);
    text += label_at(figure, x, y, names[i], fmt::format("font ',6' textcolor rgb '{}'", hues[i % std::size(hues)]));
  }
  return text;
}

}  // namespace

Figure figure_reserve(const Results& results, const Summaries& all, const std::vector<std::size_t>& scenarios,
                      const std::string& left_out, Format format) {
  // 1. The curves: of the scenarios asked for, or of all that have them
  if (!results.has("strength_reserve"))
    throw InputError("these results have no strength reserve over the gait cycle: sweep without --outputs summary");
  const std::vector<double> percent = results.numbers("gait_cycle");
  const std::vector<std::string> names = results.texts("reserve");
  std::vector<std::size_t> shown;
  std::vector<Eigen::MatrixXd> reserves;
  for (std::size_t i : scenarios.empty() ? all.solved : scenarios) {
    Eigen::MatrixXd reserve = results.curve("strength_reserve", i);
    if (!reserve.allFinite()) continue;
    shown.push_back(i);
    reserves.push_back(std::move(reserve));
  }
  if (shown.empty())
    throw InputError("no scenario has a strength reserve: it needs sharing.reserve = \"on\" and a solved scenario. " +
                     all.left_out());
  const bool together = scenarios.empty() && shown.size() > 1;  // median and spread instead of a curve each

  // 2. Their data, and what each is called
  Figure figure;
  std::vector<Curve> upper, lower;
  std::vector<std::string> entries;
  double key_height = 9;
  double least = 1.0;
  for (const Eigen::MatrixXd& reserve : reserves) least = std::min(least, reserve.minCoeff());
  if (together) {
    upper.push_back({"all levels together", std::string(colour::black), true});
    figure.data += block(upper.back().name, band_of(reserves, 0), percent);
  } else {
    for (std::size_t s = 0; s < shown.size(); ++s) {
      upper.push_back({fmt::format("scenario {}", shown[s]), std::string(colour::series[s]), false});
      figure.data += block(upper.back().name, band_of({reserves[s]}, 0), percent);
      entries.push_back(wrapped(describe(all, shown[s]), key_width));
      key_height += key_line * static_cast<double>(1 + std::count(entries.back().begin(), entries.back().end(), '\n'));
    }
  }
  const std::vector<Eigen::MatrixXd> of_levels = together ? reserves : std::vector<Eigen::MatrixXd>{reserves.front()};
  for (std::size_t l = 1; l < names.size(); ++l) {
    lower.push_back({names[l], std::string(hues[(l - 1) % std::size(hues)]), false});
    figure.data += block(names[l], band_of(of_levels, static_cast<Eigen::Index>(l)), percent);
  }

  // 3. What must be read beside it
  const Eigen::MatrixXd ground = results.curve("ground_force", shown.front()) / 1000;
  figure.note = fmt::format(
      "Factor by which the moments could grow before the muscles cannot make them within 5 N·m; below 1 they cannot as "
      "they are. One level alone can have less than all together: it cannot grow far without its neighbours. Log axis; "
      "reserves above {:g} count as {:g}. Shaded: scenario {} on the ground. {}",
      cap, cap, shown.front(), left_out);
  const std::size_t asked = scenarios.empty() ? all.solved.size() : scenarios.size();
  if (shown.size() < asked)
    figure.note += fmt::format(" {} scenarios without a reserve left out.", asked - shown.size());
  figure.height = key_height + 2 * (panel_height + gap) - gap + gap + below + foot(figure);

  // 4. The sheet
  figure.script += label_at(figure, 1.5, figure.height - 3.0, "Strength reserve of the lumbar muscles");
  figure.script += label_at(figure, 1.5, figure.height - 6.2,
                            together ? fmt::format("{} scenarios: median (line) and 10–90 % (band)", shown.size())
                                     : std::string("Line at 1: nothing left"),
                            small_text);
  double y = figure.height - 9.5;
  for (std::size_t s = 0; s < entries.size(); ++s) {
    figure.script +=
        label_at(figure, left, y, entries[s], fmt::format("font ',6' textcolor rgb '{}'", colour::series[s]));
    y -= key_line * static_cast<double>(1 + std::count(entries[s].begin(), entries[s].end(), '\n'));
  }
  figure.script += stance_shading(ground.row(1), ground.row(4), percent);
  if (format != Format::term) figure.script += "set grid ytics noxtics\n";

  // 5. Both panels on one logarithmic axis
  const Extent range{std::min(0.7, 0.9 * std::max(least, 0.01)), 1.15 * cap};
  double top = figure.height - key_height - gap;
  const std::pair<std::string, const std::vector<Curve>*> panels[] = {
      {"All levels together", &upper},
      {together ? "Each level alone (medians)" : fmt::format("Each level alone, scenario {}", shown.front()), &lower}};
  for (const auto& [heading, content] : panels) {
    const bool last = content == &lower;
    figure.script +=
        fmt::format("\n# {}\n", heading) + margins(figure, {left, figure.width - right, top - panel_height, top});
    figure.script += label_at(figure, left, top + 2, heading) + axis_script("x", {0, 100}, 5);
    figure.script +=
        last ? "set xtics offset 0,0.4\nset xlabel \"gait cycle (%), from right foot contact\" offset 0,0.7\n"
             : "set xtics format \"\"\n";
    figure.script += fmt::format(
        "set logscale y\nset yrange [{:.4g}:{:.4g}]\nset ytics (\"0.1\" 0.1, \"0.2\" 0.2, \"0.5\" 0.5, \"1\" 1, \"2\" "
        "2, "
        "\"5\" 5, \"≥{:g}\" {:g})\n"
        "set arrow from graph 0, first 1 to graph 1, first 1 nohead linewidth 1 dashtype (4,3) linecolor rgb '{}'\n",
        range.low, range.high, cap, cap, colour::vermilion);
    figure.script += fmt::format("set label \"no reserve\" at graph 1.015, first 1 font ',5.5' textcolor rgb '{}'\n",
                                 colour::vermilion);
    figure.script += side_label(figure, 2.2, top - panel_height / 2, "times the moment");
    if (last) figure.script += names_beside(figure, {names.begin() + 1, names.end()}, figure.width - right + 1.5, top);
    figure.script += curves(*content, format) + "unset label\nunset arrow\n";
    top -= panel_height + gap;
  }
  return figure;
}

}  // namespace psoas
