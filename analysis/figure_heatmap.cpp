// Where along the spine and when in the stride is the load? Colour over level and gait cycle, the median of the
// scenarios.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "analysis/figures.h"
#include "analysis/parts.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 13, right = 17, panel_height = 26, gap = 9, head = 12, below = 8;  // [mm]
constexpr std::size_t most_curves = 2000;                                                  ///< of a panel that are read

/// Levels x points: the median of the scenarios, in the unit shown.
Eigen::MatrixXd medians(const Results& results, const std::vector<OutputName>& levels,
                        const std::vector<std::size_t>& members) {
  const std::size_t step = (members.size() + most_curves - 1) / most_curves;
  Eigen::MatrixXd median;
  for (std::size_t l = 0; l < levels.size(); ++l) {
    std::vector<std::vector<double>> at;
    for (std::size_t m = 0; m < members.size(); m += step) {
      const Eigen::VectorXd curve = read_curves(results, levels[l], members[m], 1);
      if (!curve.allFinite()) continue;
      at.resize(static_cast<std::size_t>(curve.size()));
      for (std::size_t k = 0; k < at.size(); ++k) at[k].push_back(curve[static_cast<Eigen::Index>(k)]);
    }
    if (at.empty()) throw InputError("no solved scenario has curves over the gait cycle");
    median.conservativeResize(static_cast<Eigen::Index>(levels.size()), static_cast<Eigen::Index>(at.size()));
    for (std::size_t k = 0; k < at.size(); ++k)
      median(static_cast<Eigen::Index>(l), static_cast<Eigen::Index>(k)) = quantile(at[k], 0.5);
  }
  return shown(levels.front().unit).factor * median;
}

}  // namespace

std::string palette_script(double low, double high) {
  // One hue from dark to light where all have one sign, read in grey as well; else blue and vermilion on either side of
  // 0.
  if (low < -0.02 * (high - low) && high > 0.02 * (high - low)) {
    const double reach = std::max(-low, high);
    return fmt::format("set palette defined (-1 '{}', 0 '#f7f7f7', 1 '{}')\nset cbrange [{:.5g}:{:.5g}]\n",
                       colour::blue, colour::vermilion, -reach, reach);
  }
  return fmt::format(
      "set palette defined (0 '#00204D', 1 '#31446B', 2 '#666970', 3 '#958F78', 4 '#CBBA69', 5 '#FFEA46')\n"
      "set cbrange [{:.5g}:{:.5g}]\n",
      low, high);
}

Figure figure_heatmap(const Results& results, const std::string& quantity, const std::string& by, Format format) {
  // 1. The same curve at every level
  const std::string variable = quantity.empty() ? "lumbar_compression" : quantity.substr(0, quantity.find('['));
  const std::vector<std::string> labels = results.texts("level");
  std::vector<OutputName> levels;
  for (const std::string& label : labels) levels.push_back(find_output(results, variable + "[" + label + "]"));
  if (!levels.front().curve) throw InputError(variable + " is no curve over the gait cycle");
  const Usable all = usable(results, results.numbers("stride_duration"));
  if (all.solved.empty()) throw InputError("nothing to draw: " + all.left_out);
  const std::vector<Part> parts = parts_of(results, by, all.solved);
  const std::vector<double> percent = results.numbers("gait_cycle");
  const Shown unit = shown(levels.front().unit);
  const double body_weight = body_weight_of(results);

  std::vector<Eigen::MatrixXd> maps;
  std::vector<double> values;
  for (const Part& part : parts) {
    maps.push_back(medians(results, levels, part.members));
    values.insert(values.end(), maps.back().data(), maps.back().data() + maps.back().size());
  }
  const auto [low, high] = std::minmax_element(values.begin(), values.end());

  Figure figure;
  figure.note = "Colour: median of the scenarios. " + note_for(results, all.solved.size(), all.left_out);
  if (body_weight > 0 && levels.front().unit == "N")
    figure.note += fmt::format(" 1 kN is {:.3g} body weights.", 1000 / body_weight);
  figure.height = head + static_cast<double>(parts.size()) * (panel_height + gap) - gap + below + foot(figure);
  std::string title = levels.front().label.substr(levels.front().label.find(' ') + 1);
  title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  figure.script += label_at(figure, 1.5, figure.height - 3, title + " at each level over the gait cycle");
  figure.script += "unset grid\n" + palette_script(*low, *high);

  // 2. A panel for each part, all in the same colours
  double top = figure.height - head;
  std::string names;
  for (std::size_t l = 0; l < labels.size(); ++l)
    names += fmt::format("{}{} {}", l == 0 ? "" : ", ", quote(labels[l]), l);
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const std::string block = fmt::format("part {}", p);
    figure.data += fmt::format("# {}\n# {} | gait cycle (%) | level, lowest first | median ({})\n", block,
                               parts[p].name, unit.unit);
    for (Eigen::Index l = 0; l < maps[p].rows(); ++l) {
      for (Eigen::Index k = 0; k < maps[p].cols(); ++k)
        figure.data += fmt::format("{:.4g} {} {:.5g}\n", percent[static_cast<std::size_t>(k)], l, maps[p](l, k));
    }
    figure.data += "\n\n";
    const bool last = p + 1 == parts.size();
    figure.script +=
        fmt::format("\n# {}\n", block) + margins(figure, {left, figure.width - right, top - panel_height, top});
    if (!parts[p].name.empty()) figure.script += label_at(figure, left, top + 2, plain_name(by) + " " + parts[p].name);
    figure.script += fmt::format("set xrange [0:100]\nset yrange [-0.5:{:.1f}]\nset ytics ({})\nset xtics 20 {}\n{}",
                                 static_cast<double>(labels.size()) - 0.5, names,
                                 last ? "format \"%g\" offset 0,0.4" : "format \"\"",
                                 last ? "set xlabel \"gait cycle (%), from right foot contact\" offset 0,0.7\n" : "");
    figure.script += fmt::format(
        "set colorbox user origin {:.4f},{:.4f} size {:.4f},{:.4f}\nset cbtics offset -0.8,0 scale 0.3\nset cblabel {} "
        "offset -0.5,0\n",
        (figure.width - right + 2) / figure.width, (top - panel_height) / figure.height, 2.5 / figure.width,
        panel_height / figure.height, quote(unit.unit));
    figure.script += format == Format::term
                         ? fmt::format(
                               "plot for [l=0:{}] data index {} using ($2==l ? $1 : NaN):3 with points pointtype "
                               "sprintf(\"%d\", l)\n",
                               labels.size() - 1, quote(block))
                         : fmt::format("plot data index {} using 1:2:3 with image pixels\n", quote(block));
    figure.script += "unset label\n";
    top -= panel_height + gap;
  }
  if (format == Format::term) {  // letters in place of colours: the axis is then the load itself
    for (std::size_t at = 0; (at = figure.script.find("set yrange [-0.5", at)) != std::string::npos;) {
      const std::size_t end = figure.script.find("set xtics", at);
      figure.script.replace(at, end - at, "set autoscale y\nset ytics auto\n");
    }
  }
  return figure;
}

}  // namespace psoas
