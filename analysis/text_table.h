// How is a table printed for people? Columns as wide as their longest cell, names left, numbers right.
#pragma once

#include <string>
#include <vector>

namespace psoas {

/// One line a row; the first column is aligned left, all others right, two blanks between. Rows may be shorter;
/// those of one cell run on and make no column wider.
std::string aligned(const std::vector<std::vector<std::string>>& rows);

/// Three digits of a number, without an exponent where people would not write one: "1280", "45.6", "0.00859".
std::string brief(double value);

/// Characters on the screen, not bytes of UTF-8.
std::size_t letters(std::string_view text);

}  // namespace psoas
