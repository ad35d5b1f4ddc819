// How does a load go over the gait cycle, and how far do scenarios differ? Median and band of any curve of the file,
// for all scenarios or for each value of a factor.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/figures.h"
#include "analysis/parts.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 13, right = 12, panel_height = 30, gap = 7, head = 14, below = 8;  // [mm]
constexpr std::size_t most_curves = 4000;  ///< of a part that are read: bands do not change beyond, memory does

/// Median, 10 and 90 % at each point of the cycle: 3 x points, in the file's unit.
Eigen::MatrixXd band_of(const Results& results, const OutputName& name, const std::vector<std::size_t>& members) {
  // 1. Every n-th scenario where there are very many
  const std::size_t step = (members.size() + most_curves - 1) / most_curves;
  Eigen::MatrixXf curves;
  Eigen::Index kept = 0;
  for (std::size_t m = 0; m < members.size(); m += step) {
    const Eigen::VectorXd curve = read_curves(results, name, members[m], 1);
    if (curves.size() == 0) curves.resize(curve.size(), static_cast<Eigen::Index>((members.size() + step - 1) / step));
    if (curve.allFinite()) curves.col(kept++) = curve.cast<float>();
  }
  if (kept == 0) throw InputError(fmt::format("{} has no curve: a static task, or a file without it", name.text));
  // 2. Quantiles at each point
  Eigen::MatrixXd band(3, curves.rows());
  for (Eigen::Index k = 0; k < curves.rows(); ++k) {
    std::vector<double> values;
    for (Eigen::Index i = 0; i < kept; ++i) values.push_back(curves(k, i));
    band.col(k) << quantile(values, 0.5), quantile(values, 0.1), quantile(values, 0.9);
  }
  return band;
}

}  // namespace

Figure figure_waveforms(const Results& results, const std::vector<std::string>& quantities, const std::string& by,
                        Format format) {
  // 1. What is drawn of whom
  std::vector<OutputName> names;
  for (const std::string& text :
       quantities.empty() ? std::vector<std::string>{"lumbar_compression[L5-S1]", "lumbar_shear_anterior[L5-S1]",
                                                     "ground_force[right, y]"}
                          : quantities) {
    names.push_back(find_output(results, text));
    if (!names.back().curve) throw InputError(text + " is a number, not a curve over the gait cycle");
  }
  const Usable all = usable(results, results.numbers("stride_duration"));
  if (all.solved.empty()) throw InputError("nothing to draw: " + all.left_out);
  const std::vector<Part> parts = parts_of(results, by, all.solved);
  const std::vector<double> percent = results.numbers("gait_cycle");
  const double body_weight = body_weight_of(results);

  Figure figure;
  figure.note =
      (parts.size() > 1 ? "Lines: median; bands: 10–90 %. " : "") + note_for(results, all.solved.size(), all.left_out);
  figure.height = head + static_cast<double>(names.size()) * (panel_height + gap) + below + foot(figure) - gap;
  figure.script += label_at(figure, 1.5, figure.height - 3, by.empty() ? "All scenarios" : "By " + plain_name(by));
  figure.script += key_of(figure, 1.5, figure.height - 7, parts, format);
  if (parts.size() < 2)
    figure.script +=
        label_at(figure, 1.5, figure.height - 6.4, "line: median; band: 10–90 % of the scenarios", small_text);
  if (format != Format::term) figure.script += "set grid ytics noxtics\n";

  // 2. A panel for each curve
  double top = figure.height - head;
  for (const OutputName& name : names) {
    const Shown unit = shown(name.unit);
    std::vector<double> values{0.0};
    std::string bands, lines;
    for (std::size_t p = 0; p < parts.size(); ++p) {
      const Eigen::MatrixXd band = unit.factor * band_of(results, name, parts[p].members);
      values.insert(values.end(), band.data(), band.data() + band.size());
      const std::string block = fmt::format("{} part {}", name.text, p);
      figure.data +=
          fmt::format("# {}\n# {} | gait cycle (%) | median, 10 %, 90 % ({})\n", block, parts[p].name, unit.unit);
      for (Eigen::Index k = 0; k < band.cols(); ++k)
        figure.data += fmt::format("{:.4g} {:.5g} {:.5g} {:.5g}\n", percent[static_cast<std::size_t>(k)], band(0, k),
                                   band(1, k), band(2, k));
      figure.data += "\n\n";
      const std::string index = "data index " + quote(block);
      if (format == Format::term) {
        lines += fmt::format(", {} using 1:2 with points pointtype \"{}\"", index, parts[p].place + 1);
        continue;
      }
      bands += fmt::format(", \\\n  {} using 1:3:4 with filledcurves fillcolor rgb '#c0{}'", index,
                           parts[p].hue().substr(1));
      lines += fmt::format(", \\\n  {} using 1:2 with lines linewidth 1.6 linecolor rgb '{}'", index, parts[p].hue());
    }
    const bool below_zero = *std::min_element(values.begin(), values.end()) < 0;
    const Extent y = range_of(values, below_zero ? 0.06 : 0.0, 0.06);
    const Box box{left, figure.width - right, top - panel_height, top};
    const bool last = &name == &names.back();
    figure.script +=
        fmt::format("\n# {}\n", name.text) + margins(figure, box) + label_at(figure, left, top + 2, name.label);
    figure.script +=
        axis_script("x", {0, 100}, 5) +
        (last ? "set xtics offset 0,0.4\nset xlabel \"gait cycle (%), from right foot contact\" offset 0,0.7\n"
              : "set xtics format \"\"\n");
    figure.script += axis_script("y", y, 4) + weights_beside(figure, box, y, name, body_weight);
    figure.script += side_label(figure, 2.2, 0.5 * (box.bottom + box.top), unit.unit);
    figure.script +=
        below_zero ? "set xzeroaxis linetype 1 linewidth 0.6 linecolor rgb '#888888'\n" : "unset xzeroaxis\n";
    figure.script += "plot " + (bands + lines).substr(2) + "\nunset label\n";
    top -= panel_height + gap;
  }
  return figure;
}

}  // namespace psoas
