// Does the fitted foam follow the test? Force over compression, measured as dots, the law as a line.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/axis.h"
#include "analysis/figures.h"

namespace psoas {

Figure figure_midsole(const std::vector<FittedZone>& zones, Format format) {
  constexpr double left = 12, right = 4, head = 9, panel = 48, below = 10, gap = 14, width = 62;  // [mm]
  Figure figure;
  figure.width = left + right + static_cast<double>(zones.size()) * width + static_cast<double>(zones.size() - 1) * gap;
  figure.note =
      "dots: measured, pressed and let go; line: F = K x (1 + w y/(1 - y)) (1 ± h), y = x/b; the last 2 % before "
      "the turn do not count";
  figure.height = head + panel + below + foot(figure);

  double x0 = left;
  for (const FittedZone& zone : zones) {
    // 1. Both curves in kN and mm
    const Midsole& m = zone.fit.law;
    figure.data += fmt::format("# {} measured\n# compression (mm) | force (kN)\n", zone.name);
    for (Eigen::Index i = 0; i < zone.test.force.size(); ++i)
      figure.data += fmt::format("{:.5g} {:.5g}\n", 1e3 * zone.test.compression[i], 1e-3 * zone.test.force[i]);
    figure.data += fmt::format("\n\n# {} fitted\n", zone.name);
    constexpr int points = 100;
    for (int i = 0; i <= 2 * points; ++i) {
      const double x = zone.test.deepest() * (1.0 - std::abs(i - points) / static_cast<double>(points));
      const double F = elastic_force(m, x) * (1.0 + (i <= points ? m.loss : -m.loss));
      figure.data += fmt::format("{:.5g} {:.5g}\n", 1e3 * x, 1e-3 * F);
    }
    figure.data += "\n\n";

    // 2. One panel
    const Extent x = range_of({0.0, 1e3 * zone.test.deepest()}, 0.0, 0.06);
    const Extent y = range_of({0.0, 1e-3 * zone.test.peak()}, 0.0, 0.12);
    figure.script += fmt::format("\n# {}\n", zone.name) +
                     margins(figure, {x0, x0 + width, figure.height - head - panel, figure.height - head}) +
                     axis_script("x", x, 5) + axis_script("y", y, 5) +
                     label_at(figure, x0, figure.height - 3.0,
                              fmt::format("{}: returns {:.0f} %, rms {:.1f} % of the peak", zone.name,
                                          100 * zone.fit.energy_return.value, 100 * zone.fit.rms)) +
                     side_label(figure, x0 - 9.0, figure.height - head - 0.5 * panel, "force (kN)") +
                     "set xlabel 'compression (mm)' offset 0,0.7\n";
    const std::string measured = fmt::format("data index {} using 1:2 ", quote(zone.name + " measured"));
    const std::string fitted = fmt::format("data index {} using 1:2 ", quote(zone.name + " fitted"));
    figure.script += format == Format::term
                         ? fmt::format("plot {} with points pointtype 7, {} with lines\n", measured, fitted)
                         : fmt::format(
                               "plot {} with points pointtype 7 pointsize 0.3*point linecolor rgb '{}', \\\n"
                               "  {} with lines linewidth 1.5 linecolor rgb '{}'\n",
                               measured, colour::grey, fitted, colour::vermilion);
    figure.script += "unset label\n";
    x0 += width + gap;
  }
  return figure;
}

}  // namespace psoas
