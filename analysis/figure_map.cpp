// What do two factors do together? The mean of an output at each pair of their values, as colour and number.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "analysis/parts.h"
#include "analysis/statistics/trends.h"
#include "analysis/text_table.h"
#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double right = 18, head = 13, row_height = 9, most_height = 75, letter = 1.42;  // [mm]
constexpr std::size_t gathered = 8, most_numbers = 12;  ///< parts of many values; columns that have room for numbers

/// Rows or columns of the map: where each scenario belongs, and what stands beside them.
struct Side {
  std::string label;
  std::vector<std::string> names;
  std::vector<std::size_t> of;  ///< per scenario; names.size() for none
};

Side side_of(const Factor& factor, const std::vector<std::size_t>& solved) {
  Side side{factor.label, {}, std::vector<std::size_t>(factor.value.size(), 0)};
  std::vector<double> values;
  for (double v : factor.value) values.push_back(v);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (values.size() <= most_numbers) {
    for (double v : values) side.names.push_back(factor.value_text(v));
    for (std::size_t i = 0; i < side.of.size(); ++i)
      side.of[i] =
          static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), factor.value[i]) - values.begin());
    return side;
  }
  // Equal shares of the solved scenarios, named by their ends
  std::vector<double> all;
  for (std::size_t i : solved) all.push_back(factor.value[i]);
  std::vector<double> edges;
  for (std::size_t g = 0; g <= gathered; ++g) edges.push_back(quantile(all, static_cast<double>(g) / gathered));
  for (std::size_t g = 0; g < gathered; ++g) side.names.push_back(fmt::format("{:.3g}–{:.3g}", edges[g], edges[g + 1]));
  for (std::size_t i = 0; i < side.of.size(); ++i) {
    const auto above = std::upper_bound(edges.begin() + 1, edges.end() - 1, factor.value[i]);
    side.of[i] = static_cast<std::size_t>(above - edges.begin() - 1);
  }
  return side;
}

/// The two factors asked for, or the two that move the output most.
std::vector<std::string> two_factors(const Results& results, const std::string& quantity,
                                     const std::vector<std::string>& asked) {
  if (asked.size() == 2) {
    for (const std::string& name : asked) {
      const std::vector<std::string> varied = results.varied();
      if (std::find(varied.begin(), varied.end(), name) != varied.end()) continue;
      const std::string near = nearest(name, varied);
      throw InputError(fmt::format("this study does not vary {}; {}", name,
                                   near.empty() ? fmt::format("it varies {}", fmt::join(varied, ", "))
                                                : fmt::format("did you mean '{}'?", near)));
    }
    return asked;
  }
  if (!asked.empty()) throw InputError("a map has two factors: --factors FIRST SECOND");
  Trends all = trends(results, quantity);
  if (all.each.size() < 2) throw InputError("a map needs two varied factors");
  std::stable_sort(all.each.begin(), all.each.end(),
                   [](const Trend& a, const Trend& b) { return a.reach() > b.reach(); });
  return {all.each[0].factor.name, all.each[1].factor.name};
}

}  // namespace

Figure figure_map(const Results& results, const std::string& asked, const std::vector<std::string>& factors,
                  Format format) {
  const std::string quantity = asked.empty() ? "peak_compression[L5-S1]" : asked;
  const std::vector<std::string> names = two_factors(results, quantity, factors);
  const Output output = read_output(results, quantity);
  const Usable who = usable(results, output.value);
  if (who.solved.empty()) throw InputError("nothing to draw: " + who.left_out);
  const Side x = side_of(read_factor(results, names[0]), who.solved),
             y = side_of(read_factor(results, names[1]), who.solved);
  const Shown unit = shown(output.name.unit);

  // 1. Mean and number of each cell
  const auto nx = static_cast<Eigen::Index>(x.names.size()), ny = static_cast<Eigen::Index>(y.names.size());
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(nx, ny), count = sum, planned = sum;
  for (std::size_t i = 0; i < output.value.size(); ++i) {
    const auto a = static_cast<Eigen::Index>(x.of[i]), b = static_cast<Eigen::Index>(y.of[i]);
    planned(a, b) += 1;
    if (std::isnan(output.value[i])) continue;
    sum(a, b) += unit.factor * output.value[i];
    count(a, b) += 1;
  }
  Figure figure;
  figure.data = fmt::format("# cells\n# {} | {} | mean ({}) | solved | planned\n", x.label, y.label, unit.unit);
  std::vector<double> values;
  for (Eigen::Index a = 0; a < nx; ++a)
    for (Eigen::Index b = 0; b < ny; ++b) {
      figure.data += fmt::format("{} {} {:.5g} {:.0f} {:.0f}\n", a, b, count(a, b) > 0 ? sum(a, b) / count(a, b) : NAN,
                                 count(a, b), planned(a, b));
      if (count(a, b) > 0) values.push_back(sum(a, b) / count(a, b));
    }
  figure.data += "\n\n";
  const auto [low, high] = std::minmax_element(values.begin(), values.end());

  // 2. The sheet
  figure.note =
      "Each cell: mean over the solved scenarios in it, whatever the other factors are; × where none is solved. " +
      note_for(results, who.solved.size(), who.left_out);
  if (const double weight = body_weight_of(results); weight > 0 && output.name.unit == "N")
    figure.note += fmt::format(" 1 kN is {:.3g} body weights.", 1000 / weight);
  std::size_t longest_x = 0, longest_y = 0;
  for (const std::string& name : x.names) longest_x = std::max(longest_x, letters(name));
  for (const std::string& name : y.names) longest_y = std::max(longest_y, letters(name));
  const double left = 8 + letter * static_cast<double>(longest_y),
               height = std::min(most_height, row_height * static_cast<double>(ny));
  const double cell = (figure.width - left - right) / static_cast<double>(nx);
  const bool slanted = letter * static_cast<double>(longest_x) > cell;
  const double below = slanted ? 9 + 0.7 * letter * static_cast<double>(longest_x) : 10;
  figure.height = head + height + below + foot(figure);
  figure.script += label_at(figure, 1.5, figure.height - 3, output.name.label);
  figure.script += label_at(figure, 1.5, figure.height - 6.4, "mean at each pair of values", small_text);
  const double bottom = figure.height - head - height;
  figure.script += margins(figure, {left, figure.width - right, bottom, figure.height - head});
  const auto tics = [](const std::vector<std::string>& list) {
    std::string text;
    for (std::size_t i = 0; i < list.size(); ++i) text += fmt::format("{}{} {}", i == 0 ? "" : ", ", quote(list[i]), i);
    return text;
  };
  figure.script += fmt::format(
      "unset grid\nset xrange [-0.5:{}.5]\nset yrange [-0.5:{}.5]\nset xtics ({}) {}\nset ytics ({})\n", nx - 1, ny - 1,
      tics(x.names), slanted ? "rotate by 35 right offset 0.8,-0.1" : "norotate offset 0,0.4", tics(y.names));
  figure.script += label_at(figure, 0.5 * (left + figure.width - right), bottom - below + 3.5, x.label, "center") +
                   side_label(figure, 2.5, bottom + 0.5 * height, y.label) + palette_script(*low, *high);
  figure.script += fmt::format(
      "set colorbox user origin {:.4f},{:.4f} size {:.4f},{:.4f}\nset cbtics offset -0.8,0 scale 0.3\nset cblabel {} "
      "offset -0.5,0\n",
      (figure.width - right + 2) / figure.width, bottom / figure.height, 2.5 / figure.width, height / figure.height,
      quote(unit.unit));
  const bool numbers = cell > 8.0;
  const std::string text_of =
      fmt::format("($4 > 0 ? sprintf(\"%.{}f\", $3) : \"×\")", *high - *low < 0.3 && *high < 10 ? 3
                                                               : *high < 100                    ? 2
                                                                                                : 0);
  if (format == Format::term) {
    figure.script += fmt::format("plot data index 'cells' using 1:2:{} with labels\n", text_of);
    return figure;
  }
  figure.script +=
      "plot data index 'cells' using 1:2:($1-0.49):($1+0.49):($2-0.48):($2+0.48):3 with boxxyerror fillcolor palette";
  // Dark cells have light numbers.
  const double middle = *low + 0.45 * (*high - *low);
  const bool two_hues = *low < 0 && *high > 0;
  if (numbers)
    figure.script += fmt::format(
        ", \\\n  data index 'cells' using 1:2:{0}:($3<{1:.5g} ? 0x{2} : 0x222222) with labels font ',6' textcolor rgb "
        "variable",
        text_of, middle, two_hues ? "222222" : "FFFFFF");
  figure.script += "\n";
  return figure;
}

}  // namespace psoas
