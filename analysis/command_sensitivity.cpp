// psoas sensitivity: which factors does an output depend on?
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "analysis/commands.h"
#include "analysis/figures.h"
#include "analysis/plot.h"
#include "analysis/statistics/json_report.h"
#include "analysis/statistics/sensitivity_tables.h"
#include "analysis/text_table.h"

namespace psoas {
namespace {

/// "0.314 (0.290 to 0.341)"
std::string cell_text(const Estimated& e, const SensitivityColumn& column) {
  if (std::isnan(e.value)) return "-";
  const auto number = [&](double value) {
    const double scaled = value * column.factor;
    return column.decimals > 3 ? fmt::format("{:.4g}", scaled) : fmt::format("{:.{}f}", scaled, column.decimals);
  };
  std::string text = number(e.value);
  if (std::isfinite(e.low)) text += fmt::format(" ({} to {})", number(e.low), number(e.high));
  return text;
}

std::string table_text(const SensitivityTable& table) {
  // Columns as wide as their longest cell
  std::vector<std::vector<std::string>> lines;
  std::vector<std::string> head{table.title};
  for (const SensitivityColumn& column : table.columns)
    head.push_back(column.title + (column.unit.empty() ? "" : " (" + column.unit + ")"));
  lines.push_back(head);
  for (const SensitivityRow& row : table.rows) {
    lines.push_back({"  " + row.label});
    for (std::size_t c = 0; c < row.cells.size(); ++c)
      lines.back().push_back(cell_text(row.cells[c], table.columns[c]));
  }
  return aligned(lines);
}

}  // namespace

int sensitivity(const SensitivityCommand& command) {
  const Results results(command.results);
  const Resampling how{command.resamples, command.seed, 0.95};
  const Sensitivity all = sensitivity(results, command.output, how);
  if (!command.figure.empty())
    draw_to(command.figure, command.force, [&](Format format) { return figure_sensitivity(all, format); });
  if (command.json) {
    fmt::print("{}", json_of(all));
    return Exit::ok;
  }
  fmt::print("{}: what it depends on\n", axis_label(all.output));
  for (const SensitivityTable& table : all.tables)
    fmt::print("\n{}{}", table.copy.empty() ? "" : table.copy + "\n", table_text(table));
  fmt::print("\n");
  for (const auto* list : {&all.notes, &all.methods})
    for (const std::string& note : *list) fmt::print("{}\n", note);
  return Exit::ok;
}

}  // namespace psoas
