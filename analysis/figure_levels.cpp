// Which level carries how much? Peak compression and shear from T12/L1 down to L5/S1, drawn as the spine stands.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/axis.h"
#include "analysis/figures.h"
#include "analysis/groups.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 14, right = 4, head = 19, panel_height = 48, below = 9, gap = 6;  // [mm]

std::string block(const std::string& name, const Summaries& all, const Eigen::MatrixXd& load) {
  std::string text = fmt::format("# {} of scenarios\n# load (kN) | level, 0 lowest, set apart | scenario\n", name);
  for (Eigen::Index level = 0; level < load.cols(); ++level) {
    for (std::size_t i : all.solved) {
      const double apart = 0.4 * (std::fmod(static_cast<double>(i) * 0.6180339887498949, 1.0) - 0.5);
      text += fmt::format("{:.5g} {:.3f} {}\n", load(static_cast<Eigen::Index>(i), level) / 1000,
                          static_cast<double>(level) + apart, i);
    }
  }
  text += fmt::format("\n\n# {} by level\n# level | 10 % | median | 90 % (kN) | name\n", name);
  for (Eigen::Index level = 0; level < load.cols(); ++level) {
    const Spread s = spread(load.col(level), all.solved);
    text += fmt::format("{} {:.5g} {:.5g} {:.5g} {}\n", level, s.low / 1000, s.median / 1000, s.high / 1000,
                        quote(all.levels[static_cast<std::size_t>(level)]));
  }
  return text + "\n\n";
}

std::string curves(const std::string& name, std::string_view hue, Format format) {
  const std::string levels = fmt::format("data index {}", quote(name + " by level"));
  if (format == Format::term) return fmt::format("plot {} using 3:1 with points pointtype 7\n", levels);
  return fmt::format(
      "plot {0} using 2:1:($4-$2):(0) with vectors nohead linewidth 5 linecolor rgb '#a0{1}', \\\n"
      "  data index {2} using 1:2 with points pointtype 7 pointsize 0.18*point linecolor rgb '#b0777777', \\\n"
      "  {0} using 3:1 with points pointtype 7 pointsize 0.6*point linecolor rgb '#{1}'\n",
      levels, hue.substr(1), quote(name + " of scenarios"));
}

}  // namespace

Figure figure_levels(const Summaries& all, Format format) {
  if (all.solved.empty()) throw InputError("no scenario of this study is solved: " + all.left_out());
  Figure figure;
  figure.note = all.notes();
  figure.height = head + panel_height + below + foot(figure);
  figure.script += label_at(figure, 1.5, figure.height - 3.0, "Peak load of each lumbar level");
  figure.script += label_at(
      figure, 1.5, figure.height - 6.2,
      fmt::format("{} scenarios (dots); median and 10–90 %; AP: anterior–posterior, magnitude", all.solved.size()),
      small_text);
  if (format != Format::term) figure.script += "set grid noytics xtics\n";
  figure.script += fmt::format("set yrange [-0.6:{:.6g}]\n", static_cast<double>(all.levels.size()) - 0.4);

  struct Panel {
    std::string name, axis;
    std::string_view hue;
    const Eigen::MatrixXd& load;
  };
  const Panel panels[] = {{"compression", "compression (kN)", colour::blue, all.peak_compression},
                          {"shear", "AP shear (kN)", colour::vermilion, all.peak_shear_anterior}};
  const double width = (figure.width - left - right - gap) / 2, top = figure.height - head;
  double x0 = left;
  for (const Panel& panel : panels) {
    figure.data += block(panel.name, all, panel.load);
    // Loads are compared from zero, in kN below and in body weights above.
    std::vector<double> loads{0.0};
    for (std::size_t i : all.solved) loads.push_back(panel.load.row(static_cast<Eigen::Index>(i)).maxCoeff() / 1000);
    const Extent x = range_of(loads, 0.0, 0.06);
    std::string names;
    for (std::size_t level = 0; level < all.levels.size(); ++level) {
      names += fmt::format("{}{} {}", level == 0 ? "" : ", ", quote(x0 == left ? all.levels[level] : ""), level);
    }
    figure.script += fmt::format("\n# {}\n", panel.name) + margins(figure, {x0, x0 + width, top - panel_height, top});
    figure.script += fmt::format("set ytics ({})\n", names) + axis_script("x", x, 3) +
                     fmt::format("set xtics offset 0,0.4\nset xlabel {} offset 0,0.7\n", quote(panel.axis));
    figure.script +=
        weights_script("x2", x, all.body_weight, 3) +
        (all.body_weight > 0 ? "set x2tics offset 0,-0.4\nset x2label \"body weights\" offset 0,-0.8\n" : "");
    figure.script += curves(panel.name, panel.hue, format) + "unset label\n";
    x0 += width + gap;
  }
  return figure;
}

}  // namespace psoas
