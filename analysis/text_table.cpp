// How is a table printed for people? See text_table.h.
#include "analysis/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace psoas {

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string brief(double value) {
  const double size = std::abs(value);
  return size >= 1000 && size < 1e7 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> width;
  for (const auto& row : rows) {
    width.resize(std::max(width.size(), row.size()), 0);
    if (row.size() == 1) continue;  // a heading or a remark runs on
    for (std::size_t c = 0; c < row.size(); ++c) width[c] = std::max(width[c], letters(row[c]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string blanks(width[c] - std::min(width[c], letters(row[c])), ' ');
      line += c == 0 ? row[c] + blanks : "  " + blanks + row[c];
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

}  // namespace psoas
