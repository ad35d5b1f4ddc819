// What does an output depend on? One bar a factor: shares of the variance, or changes of the output.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/axis.h"
#include "analysis/figures.h"
#include "analysis/text_table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double right = 4, row_height = 6.5, head = 14, below_axis = 11, heading = 6, letter = 1.42;  // [mm]
constexpr std::size_t longest_name = 26;  ///< letters of a factor's name on one line

/// Which columns of a table are drawn, and how.
struct Drawn {
  std::vector<std::size_t> bars;
  std::vector<std::string_view> hues;
  std::string axis;
  bool span = false;  ///< one bar from the first column to the second
};

Drawn drawn(const Sensitivity& all, const SensitivityTable& table) {
  const std::string unit = table.columns[0].unit.empty() ? "" : fmt::format(" ({})", table.columns[0].unit);
  if (all.method == "morris") return {{0, 2}, {colour::blue, colour::grey}, "elementary effect" + unit, false};
  if (all.method == "oat") return {{0, 1}, {colour::blue}, "change of " + axis_label(all.output), true};
  if (all.method == "regression") return {{2}, {colour::blue}, "R² that is lost without the factor", false};
  if (table.columns.size() == 1) return {{0}, {colour::purple}, "share of the variance", false};
  return {{0, 1}, {colour::blue, colour::vermilion}, "share of the variance", false};
}

/// A factor with words has several rows and one R²: only the first is drawn.
std::vector<SensitivityRow> drawn_rows(const Sensitivity& all, const SensitivityTable& table) {
  std::vector<SensitivityRow> rows;
  for (const SensitivityRow& row : table.rows) {
    if (all.method == "regression" && !rows.empty() && rows.back().factor == row.factor) continue;
    rows.push_back(row);
    std::string& label = rows.back().label;
    if (all.method != "oat") label = label.substr(0, label.find(" ("));
    if (all.method != "regression") continue;
    label = label.substr(0, label.find(':'));
    if (const double srrc = row.cells[0].value; std::isfinite(srrc)) label += srrc > 0 ? " (+)" : " (−)";
  }
  return rows;
}

std::string block(const std::string& name, const SensitivityTable& table, const std::vector<SensitivityRow>& rows) {
  std::string text = fmt::format("# {}\n# row |", name);
  for (const SensitivityColumn& column : table.columns)
    text += fmt::format(" {}{}: value, low, high |", column.title,
                        column.unit.empty() ? " (share)" : " (" + column.unit + ")");
  text += " factor\n";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    text += std::to_string(r);
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const Estimated& e = rows[r].cells[c];
      const double f = table.columns[c].factor;
      text += fmt::format(" {:.5g} {:.5g} {:.5g}", e.value * f, e.low * f, e.high * f);
    }
    text += " " + quote(rows[r].label) + "\n";
  }
  return text + "\n\n";
}

std::string curves(const Drawn& what, const std::string& index, Format format) {
  if (format == Format::term) {
    std::string text;
    for (std::size_t b = 0; b < what.bars.size(); ++b)
      text += fmt::format("{}data index {} using {}:1 with points pointtype \"{}\"", b == 0 ? "plot " : ", ", index,
                          2 + 3 * what.bars[b], b + 1);
    return text + "\n";
  }
  if (what.span)
    return fmt::format("plot data index {0} using 2:1:2:5:($1-0.32):($1+0.32) with boxxyerror linecolor rgb '{1}'\n",
                       index, what.hues[0]);
  std::string text;
  const auto count = static_cast<double>(what.bars.size());
  for (std::size_t b = 0; b < what.bars.size(); ++b) {
    const double from = -0.36 + 0.72 * static_cast<double>(b) / count, to = from + 0.72 / count - 0.03;
    const std::size_t c = 2 + 3 * what.bars[b];
    const double middle = 0.5 * (from + to);
    text += fmt::format(
        "{0}data index {1} using (0):(${2}{3}):(0):{4}:($1{5:+.3f}):($1{6:+.3f}) with boxxyerror linecolor rgb '{7}', "
        "\\\n"
        "  data index {1} using {8}:($1{9:+.3f}):(${10}-${8}):(0) with vectors nohead linewidth 1.3 linecolor rgb "
        "'{11}'",
        b == 0 ? "plot " : ", \\\n  ", index, 1, fmt::format("{:+.3f}", middle), c, from, to, what.hues[b], c + 1,
        middle, c + 2, colour::black);
  }
  return text + "\n";
}

}  // namespace

Figure figure_sensitivity(const Sensitivity& all, Format format) {
  if (all.tables.empty() || all.tables.front().rows.empty()) throw InputError("there is no factor to draw");
  // 1. How large: as wide as the longest name needs, one row a factor
  Figure figure;
  figure.note = fmt::format("{} of {} scenarios. {}", all.used, all.scenarios, fmt::join(all.notes, " "));
  std::size_t longest = 0;
  figure.height = head + foot(figure) - below_axis;
  for (const SensitivityTable& table : all.tables) {
    const auto rows = drawn_rows(all, table);
    figure.height += heading + row_height * static_cast<double>(rows.size()) + below_axis;
    for (const SensitivityRow& row : rows) longest = std::max(longest, std::min(letters(row.label), longest_name));
  }
  figure.height += below_axis;
  const double left = 4 + letter * static_cast<double>(longest);
  figure.script += label_at(figure, 1.5, figure.height - 3.0, "What does it depend on? " + all.output.label);
  figure.script += label_at(figure, 1.5, figure.height - 6.4,
                            all.method == "sobol"        ? "Sobol's indices; lines: 95 % intervals"
                            : all.method == "grid"       ? "Shares of the variance over the grid"
                            : all.method == "morris"     ? "Morris screening; lines: 95 % intervals"
                            : all.method == "regression" ? "Regression on ranks; (+) rises, (−) falls with the factor"
                                                         : "One factor changed at a time",
                            small_text);

  // 2. One panel a table
  double top = figure.height - head;
  for (std::size_t t = 0; t < all.tables.size(); ++t) {
    const SensitivityTable& table = all.tables[t];
    const Drawn what = drawn(all, table);
    const std::vector<SensitivityRow> rows = drawn_rows(all, table);
    const std::string name = fmt::format("table {} {}", t, table.copy);
    figure.data += block(name, table, rows);
    std::vector<double> values{0.0};
    for (const SensitivityRow& row : rows)
      for (std::size_t c : what.bars)
        for (double v : {row.cells[c].value, row.cells[c].low, row.cells[c].high})
          values.push_back(v * table.columns[c].factor);
    const Extent x =
        range_of(values, what.span || *std::min_element(values.begin(), values.end()) < 0 ? 0.05 : 0.0, 0.05);
    const double height = row_height * static_cast<double>(rows.size());
    std::string keys = table.copy;
    if (what.bars.size() == 2 && !what.span)  // which bar is which, in its own colour
      for (std::size_t b = 0; b < 2; ++b) {
        figure.script +=
            label_at(figure, left + 22 * static_cast<double>(b), top - 3.0,
                     format == Format::term ? fmt::format("{} {}", b + 1, table.columns[what.bars[b]].title)
                                            : "■ " + table.columns[what.bars[b]].title,
                     fmt::format("textcolor rgb '{}'", what.hues[b]));
      }
    if (!keys.empty() || table.columns.size() == 1)
      figure.script +=
          label_at(figure, 1.5, top, keys.empty() ? table.title : keys + (table.columns.size() == 1 ? ", pairs" : ""));
    top -= heading;
    figure.script += margins(figure, {left, figure.width - right, top - height, top}) + axis_script("x", x, 5);
    std::string marks;
    for (std::size_t r = 0; r < rows.size(); ++r)
      marks += fmt::format("{}{} {}", r == 0 ? "" : ", ", quote(wrapped(rows[r].label, longest_name)), r);
    figure.script +=
        fmt::format("set yrange [{:.2f}:-0.5]\nset ytics ({})\nset xtics offset 0,0.4\nset xlabel {} offset 0,0.7\n",
                    static_cast<double>(rows.size()) - 0.5, marks, quote(what.axis));
    if (format != Format::term) figure.script += "set grid xtics noytics\n";
    figure.script += "set arrow from 0, graph 0 to 0, graph 1 nohead linewidth 0.8 linecolor rgb '#555555' back\n";
    figure.script += curves(what, quote(name), format) + "unset label\nunset arrow\n";
    top -= height + below_axis;
  }
  return figure;
}

}  // namespace psoas
