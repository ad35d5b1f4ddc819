// Which level carries how much? Peak compression and shear from T12/L1 down to L5/S1, drawn as the spine stands.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 14, right = 3, top = 16, bottom = 17, gap = 6;  // [mm]

std::string block(const char* name, const Summaries& all, const Eigen::MatrixXd& load) {
  std::string text = fmt::format("# {} of scenarios\n# load (kN) | level, 0 lowest | scenario\n", name);
  for (Eigen::Index level = 0; level < load.cols(); ++level) {
    for (std::size_t i : all.solved) {
      const double aside = 0.5 * (std::fmod(static_cast<double>(i) * 0.6180339887498949, 1.0) - 0.5);
      text += fmt::format("{:.5g} {:.3f} {}\n", load(static_cast<Eigen::Index>(i), level) / 1000,
                          static_cast<double>(level) + aside, i);
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

}  // namespace

Figure figure_levels(const Summaries& all, Format format) {
  if (all.solved.empty()) throw InputError("no scenario of this study is solved: " + all.left_out());
  Figure figure;
  figure.height = 75;
  figure.left_out = all.left_out();
  figure.data = block("compression", all, all.peak_compression) + block("shear", all, all.peak_shear_anterior);

  std::string ticks;
  for (std::size_t level = 0; level < all.levels.size(); ++level)
    ticks += fmt::format("{}{} {}", level == 0 ? "" : ", ", quote(all.levels[level]), level);
  figure.script +=
      fmt::format("set yrange [-0.6:{}]\nset ytics ({})\n", static_cast<double>(all.levels.size()) - 0.4, ticks);
  figure.script += "unset grid\nset grid xtics linewidth 0.4 linetype 1 linecolor rgb '#e4e4e4'\nset offsets 0,0,0,0\n";
  figure.script +=
      label_at(figure, 1.5, figure.height - 3.0,
               fmt::format("Peak load of each lumbar level: {} scenarios, median and 10–90 %", all.solved.size()));

  const double width = (figure.width - left - right - gap) / 2;
  struct Panel {
    const char* name;
    const char* axis;
    std::string_view hue;
    const Eigen::MatrixXd& load;
  };
  const Panel panels[] = {{"compression", "compression", colour::blue, all.peak_compression},
                          {"shear", "anterior shear", colour::vermilion, all.peak_shear_anterior}};
  double x0 = left;
  for (const Panel& panel : panels) {
    double most = 0.0;  // [kN]
    for (std::size_t i : all.solved)
      most = std::max(most, panel.load.row(static_cast<Eigen::Index>(i)).maxCoeff() / 1000);
    figure.script +=
        fmt::format("\n# {}\n", panel.name) + margins(figure, {x0, x0 + width, bottom, figure.height - top});
    figure.script += fmt::format("set xrange [0:{:.5g}]\nset xtics autofreq\nset xlabel {} offset 0,0.6\n", 1.05 * most,
                                 quote(fmt::format("{} (kN)", panel.axis)));
    if (all.body_weight > 0.0) {
      figure.script += fmt::format(
          "set x2range [0:{:.5g}]\nset x2tics out scale 0.5 offset 0,-0.4\nset x2label \"body weights\" offset "
          "0,-0.9\nset border 7\n",
          1.05 * most * 1000 / all.body_weight);
    }
    const std::string by_level = fmt::format("data index \"{} by level\"", panel.name);
    if (format == Format::term) {
      figure.script += fmt::format("plot {} using 3:1 with linespoints pointtype 7\n", by_level);
    } else {
      figure.script += fmt::format(
          "plot {0} using 3:1:2:4 with xerrorbars pointtype 0 linewidth 5 linecolor rgb '#a0{1}', data index \"{2} of "
          "scenarios\" using 1:2 with points pointtype 7 "
          "pointsize 0.2 linecolor rgb '#aa777777', {0} using 3:1 with points pointtype 7 pointsize 0.55 linecolor rgb "
          "'#{1}'\n",
          by_level, panel.hue.substr(1), panel.name);
    }
    figure.script += "unset label\nset ytics format \"\"\n";
    x0 += width + gap;
  }
  return figure;
}

}  // namespace psoas
