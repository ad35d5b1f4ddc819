// How is a table of models/ read? CSV with a header row; lines that start with '#' say where the numbers come from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace psoas {

/// A CSV table: comma separated, first non-comment line holds the column names, e.g. "mass_kg". Cells are trimmed;
/// double quotes group. number() and text() throw InputError naming file, line, column and the nearest known name.
class Table {
 public:
  static Table read(const std::filesystem::path& path);

  std::size_t rows() const { return cells_.size(); }
  bool has(const std::string& column) const;
  /// @throws InputError when the cell is not a finite number
  double number(std::size_t row, const std::string& column) const;
  const std::string& text(std::size_t row, const std::string& column) const;
  /// Row whose `column` equals `value`. @throws InputError naming the nearest one.
  std::size_t find(const std::string& column, const std::string& value) const;
  int line(std::size_t row) const { return lines_[row]; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::size_t column_index(const std::string& column) const;
  std::filesystem::path path_;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> cells_;
  std::vector<int> lines_;                 ///< line number of each row
  std::vector<std::vector<int>> columns_;  ///< column of text where each cell starts
};

/// The word nearest to `word` by edits (insert, delete, replace, swap), or "" when none is near enough to be a slip of
/// the finger.
std::string nearest(const std::string& word, const std::vector<std::string>& known);

}  // namespace psoas
