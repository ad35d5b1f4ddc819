// What does the lumbar spine go through in one stride? L5/S1 compression and shear over the gait cycle, above the
// ground force.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/axis.h"
#include "analysis/figures.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 12, right = 12, panel_height = 27, gap = 7, below = 9, key_line = 3.3;  // [mm]
constexpr std::size_t key_width = 60;  // characters of a line of the key
constexpr double on_ground = 20.0;     // vertical force that counts as contact, as in the reference data [N]

/// One scenario's curves over the gait cycle, at L5/S1 [kN].
struct Waves {
  std::size_t scenario;
  std::string description;
  Eigen::VectorXd compression, anterior, lateral, right_foot, left_foot;
};

/// Blanks that a line may not be broken at, except after a comma or a colon.
std::string breaks_at_commas(const std::string& text) {
  std::string out;
  for (char c : text) {
    const bool kept = c == ' ' && !out.ends_with(',') && !out.ends_with(':');
    out += kept ? "\u00a0" : std::string(1, c);
  }
  return out;
}

Waves read_waves(const Results& results, const Summaries& all, std::size_t scenario) {
  const Eigen::Index level = lowest_level(all);
  const auto at_level = [&](const char* name) -> Eigen::VectorXd {
    return results.curve(name, scenario).row(level) / 1000;
  };
  const Eigen::MatrixXd ground = results.curve("ground_force", scenario) / 1000;  // right x y z, left x y z
  return {scenario,
          describe(all, scenario),
          at_level("lumbar_compression"),
          at_level("lumbar_shear_anterior"),
          at_level("lumbar_shear_lateral"),
          ground.row(1),
          ground.row(4)};
}

std::string block(const Waves& w, const std::vector<double>& percent) {
  std::string text = fmt::format("# scenario {}\n# {}\n", w.scenario, w.description);
  text +=
      "# gait cycle (%) | L5/S1 compression, anterior shear, lateral shear | vertical ground force right, left (kN)\n";
  for (Eigen::Index k = 0; k < w.compression.size(); ++k) {
    text += fmt::format("{:.4g} {:.5g} {:.5g} {:.5g} {:.5g} {:.5g}\n", percent[static_cast<std::size_t>(k)],
                        w.compression[k], w.anterior[k], w.lateral[k], w.right_foot[k], w.left_foot[k]);
  }
  return text + "\n\n";
}

/// From and to [% of the cycle] a foot stands on the ground; a stance that wraps around 100 % comes in two pieces.
std::vector<std::pair<double, double>> stances(const Eigen::VectorXd& vertical_kN, const std::vector<double>& percent) {
  std::vector<std::pair<double, double>> found;
  bool standing = false;
  for (Eigen::Index k = 0; k < vertical_kN.size(); ++k) {
    const bool now = vertical_kN[k] * 1000 > 0.999 * on_ground;  // 0 % is where the force meets the threshold
    const double at = percent[static_cast<std::size_t>(k)];
    if (now && !standing) found.emplace_back(at, at);
    if (now) found.back().second = at;
    standing = now;
  }
  return found;
}

/// Which columns of the data a panel shows.
struct Panel {
  const char* heading;
  int solid, dashed;  ///< column of the data, 0 for none
  Extent range;
};

std::string curves(const Panel& panel, const std::vector<Waves>& waves, Format format) {
  std::string text;
  const auto add = [&](std::size_t s, int column, const std::string& style) {
    const std::string index = quote(fmt::format("scenario {}", waves[s].scenario));
    text +=
        fmt::format("{}data index {} using 1:{} with {}", text.empty() ? "plot " : ", \\\n  ", index, column, style);
  };
  for (std::size_t s = 0; s < waves.size(); ++s) {
    if (format == Format::term) {  // digits instead of colours
      add(s, panel.solid, fmt::format("points pointtype \"{}\"", s + 1));
      if (panel.dashed != 0) add(s, panel.dashed, "points pointtype \".\"");
    } else {
      add(s, panel.solid, fmt::format("lines linewidth 1.5 linecolor rgb '{}'", colour::series[s]));
      if (panel.dashed != 0)
        add(s, panel.dashed, fmt::format("lines linewidth 1.2 dashtype (5,3) linecolor rgb '{}'", colour::series[s]));
    }
  }
  return text + "\n";
}

/// All values that a panel must hold.
Extent shared_range(const std::vector<Waves>& waves, std::initializer_list<Eigen::VectorXd Waves::*> shown,
                    double share_above) {
  std::vector<double> values{0.0};
  for (const Waves& w : waves) {
    for (const auto member : shown) values.insert(values.end(), (w.*member).begin(), (w.*member).end());
  }
  const bool below_zero = *std::min_element(values.begin(), values.end()) < 0.0;
  return range_of(values, below_zero ? 0.06 : 0.0, share_above);
}

}  // namespace

std::string describe(const Summaries& all, std::size_t scenario) {
  std::string text = fmt::format("Scenario {}", scenario);
  for (std::size_t f = 0; f < all.factors.size(); ++f) text += (f == 0 ? ": " : ", ") + all.factors[f].text(scenario);
  return text;
}

std::string stance_shading(const Eigen::VectorXd& right_vertical_kN, const Eigen::VectorXd& left_vertical_kN,
                           const std::vector<double>& percent) {
  struct Foot {
    const char* name;
    const Eigen::VectorXd& vertical;
    std::string_view hue;
  };
  const Foot feet[] = {{"right stance", right_vertical_kN, colour::right_stance},
                       {"left stance", left_vertical_kN, colour::left_stance}};
  std::string text;
  for (const Foot& foot : feet) {
    for (const auto& [from, to] : stances(foot.vertical, percent)) {
      text += fmt::format(
          "set object rectangle from {:.4g}, graph 0 to {:.4g}, graph 1 behind fillcolor rgb '{}' fillstyle solid 1 "
          "noborder\n",
          from, to, foot.hue);
      const bool room = to - from > 20;  // the name needs it
      if (room)
        text += fmt::format("set label {} at {:.4g}, graph 0.92 center {}\n", quote(foot.name), 0.5 * (from + to),
                            small_text);
    }
  }
  return text;
}

std::vector<std::size_t> telling_scenarios(const Results& results, const Summaries& all) {
  if (all.solved.empty()) throw InputError("no scenario of this study is solved: " + all.left_out());
  const std::vector<double> distance = results.numbers("anchor_distance");
  const Eigen::Index level = lowest_level(all);
  const auto peak = [&](std::size_t i) { return all.peak_compression(static_cast<Eigen::Index>(i), level); };
  const auto [least, most] = std::minmax_element(all.solved.begin(), all.solved.end(),
                                                 [&](std::size_t a, std::size_t b) { return peak(a) < peak(b); });
  const auto nearest = std::min_element(all.solved.begin(), all.solved.end(),
                                        [&](std::size_t a, std::size_t b) { return distance[a] < distance[b]; });
  std::vector<std::size_t> chosen{*nearest};
  for (std::size_t i : {*least, *most}) {
    if (std::find(chosen.begin(), chosen.end(), i) == chosen.end()) chosen.push_back(i);
  }
  return chosen;
}

Figure figure_cycle(const Results& results, const Summaries& all, const std::vector<std::size_t>& scenarios,
                    const std::string& left_out, Format format) {
  const std::vector<double> duration = results.numbers("stride_duration");
  for (std::size_t scenario : scenarios)
    if (std::isnan(duration[scenario]))
      throw InputError(fmt::format(
          "scenario {} is a static task, which has no gait cycle; try the kind `levels` or `factors`", scenario));
  const std::vector<double> percent = results.numbers("gait_cycle");
  std::vector<Waves> waves;
  for (std::size_t scenario : scenarios) waves.push_back(read_waves(results, all, scenario));
  const std::vector<Panel> panels = {{"L5/S1 compression", 2, 0, shared_range(waves, {&Waves::compression}, 0.22)},
                                     {"L5/S1 shear: solid anterior (+), dashed to the right (+)", 3, 4,
                                      shared_range(waves, {&Waves::anterior, &Waves::lateral}, 0.06)},
                                     {"Vertical ground force: solid right foot, dashed left", 5, 6,
                                      shared_range(waves, {&Waves::right_foot, &Waves::left_foot}, 0.06)}};

  // The key stands above the panels, one entry a scenario, wrapped to the column.
  Figure figure;
  figure.note = fmt::format("Shaded: scenario {} on the ground. {}", scenarios.front(), left_out);
  std::vector<std::string> entries;
  double key_height = 2;
  for (const Waves& w : waves) {
    figure.data += block(w, percent);
    entries.push_back(wrapped(breaks_at_commas(w.description), key_width));
    key_height += key_line * static_cast<double>(1 + std::count(entries.back().begin(), entries.back().end(), '\n'));
  }
  const double count = static_cast<double>(panels.size());
  figure.height = key_height + count * (panel_height + gap) + below + foot(figure);
  double y = figure.height - 3;
  for (std::size_t s = 0; s < entries.size(); ++s) {
    if (format == Format::term) {
      figure.script += label_at(figure, 3, y, std::to_string(s + 1));
    } else {
      figure.script +=
          fmt::format("set arrow from screen {:.4f},{:.4f} rto screen {:.4f},0 nohead linewidth 2 linecolor rgb '{}'\n",
                      1.5 / figure.width, y / figure.height, 4.5 / figure.width, colour::series[s]);
    }
    figure.script += label_at(figure, 7.5, y, entries[s]);
    y -= key_line * static_cast<double>(1 + std::count(entries[s].begin(), entries[s].end(), '\n'));
  }

  figure.script += stance_shading(waves.front().right_foot, waves.front().left_foot, percent);
  if (format != Format::term) figure.script += "set grid ytics noxtics\n";
  double top = figure.height - key_height - gap;
  for (const Panel& panel : panels) {
    const bool last = &panel == &panels.back();
    figure.script +=
        fmt::format("\n# {}\n", panel.heading) + margins(figure, {left, figure.width - right, top - panel_height, top});
    figure.script += label_at(figure, left, top + 2, panel.heading);
    figure.script += axis_script("x", {0, 100}, 5);
    figure.script +=
        last ? "set xtics offset 0,0.4\nset xlabel \"gait cycle (%), from right foot contact\" offset 0,0.7\n"
             : "set xtics format \"\"\n";
    figure.script += axis_script("y", panel.range, 4) + weights_script("y2", panel.range, all.body_weight, 4);
    const double middle = top - panel_height / 2;
    figure.script += side_label(figure, 2.2, middle, "kN");
    if (all.body_weight > 0) figure.script += side_label(figure, figure.width - 2, middle, "body weights");
    figure.script +=
        panel.range.low < 0 ? "set xzeroaxis linetype 1 linewidth 0.6 linecolor rgb '#888888'\n" : "unset xzeroaxis\n";
    figure.script += curves(panel, waves, format) + "unset label\nunset arrow\n";
    top -= panel_height + gap;
  }
  return figure;
}

}  // namespace psoas
