// What does the lumbar spine go through in one stride? L5/S1 compression and shear over the gait cycle, above the
// ground force.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/figures.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 13, right = 11, bottom = 16, panel_height = 30, gap = 4, line_height = 3.4;  // [mm]
constexpr double on_ground = 20.0;  // vertical force that counts as contact, as in the reference data [N]

/// What tells this scenario from the others: its varied parameters.
std::string describe(const Summaries& all, std::size_t scenario) {
  std::string text = fmt::format("{}: ", scenario);
  for (std::size_t f = 0; f < all.factors.size(); ++f) text += (f == 0 ? "" : ", ") + all.factors[f].text(scenario);
  return all.factors.empty() ? fmt::format("scenario {}", scenario) : text;
}

/// First and last per cent of the cycle with the foot on the ground; a stance may wrap around 100 %.
std::vector<std::pair<double, double>> stances(const Eigen::VectorXd& vertical, const std::vector<double>& percent) {
  std::vector<std::pair<double, double>> found;
  for (Eigen::Index k = 0; k < vertical.size(); ++k) {
    if (!(vertical[k] > on_ground)) continue;
    const double at = percent[static_cast<std::size_t>(k)];
    if (k > 0 && vertical[k - 1] > on_ground) {
      found.back().second = at;
    } else {
      found.emplace_back(at, at);
    }
  }
  return found;
}

std::string shading(const Eigen::MatrixXd& ground, const std::vector<double>& percent) {
  std::string text;
  const std::string_view hues[] = {colour::right_stance, colour::left_stance};
  int tag = 1;
  for (int foot = 0; foot < 2; ++foot) {
    for (const auto& [from, to] : stances(ground.row(3 * foot + 1), percent)) {
      text += fmt::format(
          "set object {} rectangle from {:.4g}, graph 0 to {:.4g}, graph 1 behind fillcolor rgb '{}' fillstyle solid 1 "
          "noborder\n",
          tag++, from, to, hues[foot]);
    }
  }
  return text;
}

std::string stance_names(const Eigen::MatrixXd& ground, const std::vector<double>& percent) {
  std::string text;
  const char* names[] = {"right stance", "left stance"};
  for (int foot = 0; foot < 2; ++foot) {
    for (const auto& [from, to] : stances(ground.row(3 * foot + 1), percent)) {
      if (to - from < 15) continue;  // the short end of a stance that wraps around
      text += fmt::format("set label {} at {:.4g}, graph 0.94 center textcolor rgb '{}'\n", quote(names[foot]),
                          0.5 * (from + to), colour::grey);
    }
  }
  return text;
}

/// Columns of the data, one block a scenario.
enum Column { percent_column = 1, compression, anterior, lateral, ground_right, ground_left };

std::string block(const std::string& title, std::size_t scenario, const Results& results, Eigen::Index level,
                  const std::vector<double>& percent) {
  const Eigen::MatrixXd c = results.curve("lumbar_compression", scenario),
                        a = results.curve("lumbar_shear_anterior", scenario),
                        l = results.curve("lumbar_shear_lateral", scenario),
                        g = results.curve("ground_force", scenario);  // [N]
  std::string text = fmt::format(
      "# scenario {}\n# {}\n# gait cycle (%) | L5/S1 compression, anterior shear, lateral shear | vertical ground "
      "force right, left (kN)\n",
      scenario, title);
  for (Eigen::Index k = 0; k < c.cols(); ++k) {
    text += fmt::format("{:.4g} {:.5g} {:.5g} {:.5g} {:.5g} {:.5g}\n", percent[static_cast<std::size_t>(k)],
                        c(level, k) / 1000, a(level, k) / 1000, l(level, k) / 1000, g(1, k) / 1000, g(4, k) / 1000);
  }
  return text + "\n\n";
}

/// `plot` of one column for all scenarios, then more columns dashed.
std::string curves(const std::vector<std::size_t>& scenarios, int solid, int dashed) {
  std::string text = "plot ";
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    const std::string_view hue = colour::series[s % std::size(colour::series)];
    text += fmt::format("{}data index \"scenario {}\" using 1:{} with lines linewidth 1.4 linecolor rgb '{}'",
                        s == 0 ? "" : ", ", scenarios[s], solid, hue);
    if (dashed != 0)
      text += fmt::format(
          ", data index \"scenario {}\" using 1:{} with lines linewidth 1.0 dashtype (6,4) linecolor rgb '{}'",
          scenarios[s], dashed, hue);
  }
  return text + "\n";
}

}  // namespace

std::vector<std::size_t> telling_scenarios(const Results& results, const Summaries& all) {
  if (all.solved.empty()) throw InputError("no scenario of this study is solved: " + all.left_out());
  const std::vector<double> distance = results.numbers("anchor_distance");
  const Eigen::Index level = lowest_level(all);
  const auto peak = [&](std::size_t i) { return all.peak_compression(static_cast<Eigen::Index>(i), level); };
  const auto by_peak = [&](std::size_t a, std::size_t b) { return peak(a) < peak(b); };
  const auto [least, most] = std::minmax_element(all.solved.begin(), all.solved.end(), by_peak);
  const auto nearest = std::min_element(all.solved.begin(), all.solved.end(),
                                        [&](std::size_t a, std::size_t b) { return distance[a] < distance[b]; });
  std::vector<std::size_t> chosen{*nearest};
  for (std::size_t i : {*least, *most}) {
    if (std::find(chosen.begin(), chosen.end(), i) == chosen.end()) chosen.push_back(i);
  }
  return chosen;
}

Figure figure_cycle(const Results& results, const Summaries& all, const std::vector<std::size_t>& scenarios, Format) {
  const Eigen::Index level = lowest_level(all);
  const std::vector<double> percent = results.numbers("gait_cycle");
  Figure figure;

  // The key stands above the panels, one entry a scenario, wrapped to the column.
  std::vector<std::string> titles;
  std::size_t lines = 0;
  for (std::size_t s : scenarios) {
    titles.push_back(wrapped(describe(all, s), 52));
    lines += 1 + static_cast<std::size_t>(std::count(titles.back().begin(), titles.back().end(), '\n'));
    figure.data += block(describe(all, s), s, results, level, percent);
  }
  const double key_height = 3 + line_height * static_cast<double>(lines) + 3;
  figure.height = key_height + 3 * panel_height + 2 * gap + bottom;
  double y = figure.height - 3;
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    figure.script += fmt::format(
        "set arrow from screen {:.4f},{:.4f} to screen {:.4f},{:.4f} nohead linewidth 1.8 linecolor rgb '{}'\n",
        1.5 / figure.width, y / figure.height, 6.0 / figure.width, y / figure.height,
        colour::series[s % std::size(colour::series)]);
    figure.script += label_at(figure, 7.5, y, titles[s]);
    y -= line_height * static_cast<double>(1 + std::count(titles[s].begin(), titles[s].end(), '\n'));
  }

  const Eigen::MatrixXd ground = results.curve("ground_force", scenarios.front());
  figure.script +=
      shading(ground, percent) + stance_names(ground, percent) + "set xrange [0:100]\nset xtics 20 format \"\"\n";
  struct Panel {
    const char* name;
    int solid, dashed;
  };
  const Panel panels[] = {{"L5/S1 compression", compression, 0},
                          {"L5/S1 shear", anterior, lateral},
                          {"ground force", ground_right, ground_left}};
  double above = figure.height - key_height;
  for (const Panel& panel : panels) {
    figure.script += fmt::format("\n# {}\n", panel.name) +
                     margins(figure, {left, figure.width - right, above - panel_height, above});
    figure.script += fmt::format("set ylabel {} offset 0.6,0\n", quote(std::string(panel.name) + "\n(kN)"));
    if (panel.solid == anterior) figure.script += "set xzeroaxis linewidth 0.6 linecolor rgb '#888888'\n";
    if (panel.solid == ground_right)
      figure.script +=
          "unset xzeroaxis\nset yrange [0:*]\nset xtics format \"%g\"\nset xlabel \"gait cycle (%), from right foot "
          "contact\" offset 0,0.6\n";
    if (all.body_weight > 0.0) {
      figure.script += fmt::format(
          "set link y2 via y*{0:.8g} inverse y/{0:.8g}\nset y2tics out scale 0.5\nset y2label \"body weights\" offset "
          "-1.2,0\nset border 11\n",
          1000 / all.body_weight);
    }
    figure.script += curves(scenarios, panel.solid, panel.dashed) + "unset label\nunset arrow\n";
    above -= panel_height + gap;
  }
  return figure;
}

}  // namespace psoas
