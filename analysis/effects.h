// What did each factor do? A table for the terminal: loads at each value of a factor, slopes of a random design, cases
// of a list.
#pragma once

#include <string>

#include "analysis/summaries.h"

namespace psoas {

/// Lines of text, ready to print. Grids: for each value of each factor the scenarios solved, median peak L5/S1
/// compression in N and body weights, median peak anterior-posterior shear, and compression relative to the median of
/// all. Unsolved scenarios are counted, not used.
std::string effects_table(const Results& results);

}  // namespace psoas
