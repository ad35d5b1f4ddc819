// What do all figures of the core share? Panels of groups in rows, a look for each movement, and who is missing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/core_changes.h"
#include "analysis/gnuplot.h"

namespace psoas {

namespace core_panels {
inline constexpr double sheet_width = 178;  ///< two columns of a journal [mm]
inline constexpr double left = 15, right = 13, head = 18, gap_between = 4, gap_below = 13;  ///< [mm]
inline constexpr int columns = 4;
inline constexpr double panel_width = (sheet_width - left - right - (columns - 1) * gap_between) / columns;  ///< [mm]
}  // namespace core_panels

/// How a movement is drawn: told apart by colour and by shape.
struct CoreLook {
  std::string_view hue;
  int point;  ///< gnuplot's number of the marker
};
const CoreLook& core_look(std::size_t movement);
std::string core_marker(std::size_t movement, Format format);  ///< on a terminal the movement's number

/// "Not solved and left out: multifidus 5, 25 % held (sharing_infeasible)." or "".
std::string core_not_solved(const CoreChanges& all, const Summaries& summaries);

/// Script of the line that says which mark is which movement, and what else there is to say.
std::string core_key(const Figure& figure, const std::vector<std::string>& movements, std::string_view more);

}  // namespace psoas
