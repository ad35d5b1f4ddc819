// How is a table of models/ read? CSV with a header row; lines that start with '#' say where the numbers come from.
#include "models/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>

#include "sim/core/check.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

/// One cell and the column of text it starts in, 1 is the first.
struct Cell {
  std::string text;
  int column = 1;
};

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Splits at commas outside double quotes; "" inside quotes is one quote. An open quote at the end is reported in
/// `problem`.
std::vector<Cell> split(const std::string& line, std::string& problem) {
  std::vector<Cell> cells;
  std::string cell;
  bool quoted = false, was_quoted = false;
  int start = 1;
  const auto finish = [&](std::size_t i) {
    cells.push_back({was_quoted ? cell : trimmed(cell), start});
    cell.clear();
    was_quoted = false;
    start = static_cast<int>(i) + 2;
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < line.size() && line[i + 1] == '"') {
        cell += line[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"' && trimmed(cell).empty()) {
      quoted = was_quoted = true;
      cell.clear();
    } else if (c == ',') {
      finish(i);
    } else if (!was_quoted || (c != ' ' && c != '\t' && c != '\r')) {
      cell += c;
    }
  }
  if (quoted) problem = "a double quote is opened but not closed";
  finish(line.size());
  return cells;
}

/// "; did you mean 'x'?" when a known word is near, else the list of all.
std::string hint(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  if (!near.empty()) return fmt::format("; did you mean '{}'?", near);
  return fmt::format("; known: {}", fmt::join(known, ", "));
}

}  // namespace

Table Table::read(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw FileError(fmt::format("cannot read the table {}", path.string()));
  Table table;
  table.path_ = path;
  std::vector<Problem> problems;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    // Comments and empty lines carry no cells.
    const std::string content = trimmed(line);
    if (content.empty() || content.front() == '#') continue;

    std::string problem;
    std::vector<Cell> cells = split(line, problem);
    if (!problem.empty()) problems.push_back({path.string(), number, 0, problem});

    // The first line with cells is the header: every name is there, and there once.
    if (table.header_.empty()) {
      for (const Cell& cell : cells) {
        if (cell.text.empty()) problems.push_back({path.string(), number, cell.column, "a column has no name"});
        if (!cell.text.empty() && std::count(table.header_.begin(), table.header_.end(), cell.text) > 0)
          problems.push_back({path.string(), number, cell.column, fmt::format("column '{}' stands twice", cell.text)});
        table.header_.push_back(cell.text);
      }
      continue;
    }

    // Every row has one cell for every column.
    if (cells.size() != table.header_.size()) {
      problems.push_back(
          {path.string(), number, cells.back().column,
           fmt::format("{} cells found, {} expected, one for each column", cells.size(), table.header_.size())});
    }
    cells.resize(table.header_.size());
    std::vector<std::string> row;
    std::vector<int> columns;
    for (Cell& cell : cells) {
      row.push_back(std::move(cell.text));
      columns.push_back(cell.column);
    }
    table.cells_.push_back(std::move(row));
    table.columns_.push_back(std::move(columns));
    table.lines_.push_back(number);
  }
  if (file.bad()) throw FileError(fmt::format("cannot read the table {}", path.string()));
  if (table.header_.empty()) problems.push_back({path.string(), 0, 0, "the table has no header row"});
  if (!problems.empty()) throw InputError(std::move(problems));
  return table;
}

bool Table::has(const std::string& column) const {
  return std::find(header_.begin(), header_.end(), column) != header_.end();
}

std::size_t Table::column_index(const std::string& column) const {
  const auto found = std::find(header_.begin(), header_.end(), column);
  if (found != header_.end()) return static_cast<std::size_t>(found - header_.begin());
  throw InputError({{path_.string(), 0, 0, fmt::format("column '{}' is missing{}", column, hint(column, header_))}});
}

double Table::number(std::size_t row, const std::string& column) const {
  CHECK(row < rows());
  const std::size_t c = column_index(column);
  const std::string& cell = cells_[row][c];
  double value = 0.0;
  const char* const begin = cell.data() + (!cell.empty() && cell.front() == '+' ? 1 : 0);
  const char* const end = cell.data() + cell.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) {
    throw InputError({{path_.string(), lines_[row], columns_[row][c],
                       fmt::format("column '{}' needs a finite number, found '{}'", column, cell)}});
  }
  return value;
}

const std::string& Table::text(std::size_t row, const std::string& column) const {
  CHECK(row < rows());
  return cells_[row][column_index(column)];
}

std::size_t Table::find(const std::string& column, const std::string& value) const {
  const std::size_t c = column_index(column);
  std::vector<std::string> known;
  for (std::size_t row = 0; row < rows(); ++row) {
    if (cells_[row][c] == value) return row;
    known.push_back(cells_[row][c]);
  }
  throw InputError({{path_.string(), 0, 0, fmt::format("no row has {} '{}'{}", column, value, hint(value, known))}});
}

std::string nearest(const std::string& word, const std::vector<std::string>& known) {
  // Optimal string alignment distance: insert, delete, replace, swap of neighbours cost 1 each.
  const auto distance = [&word](const std::string& other) {
    const std::size_t n = word.size(), m = other.size();
    std::vector<std::vector<std::size_t>> d(n + 1, std::vector<std::size_t>(m + 1));
    for (std::size_t i = 0; i <= n; ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= m; ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= n; ++i) {
      for (std::size_t j = 1; j <= m; ++j) {
        const std::size_t replace = d[i - 1][j - 1] + (word[i - 1] == other[j - 1] ? 0 : 1);
        d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replace});
        if (i > 1 && j > 1 && word[i - 1] == other[j - 2] && word[i - 2] == other[j - 1])
          d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
    return d[n][m];
  };

  // A slip of the finger changes at most a third of the word.
  std::string best;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t edits = distance(candidate);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

}  // namespace psoas
