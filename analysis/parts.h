// How are scenarios told apart in a figure? Parts of a study by the values of one factor, each with a colour and a mark
// that are the same in every figure of the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/axis.h"
#include "analysis/gnuplot.h"
#include "analysis/statistics/outputs.h"

namespace psoas {

/// A mark beside a colour, so that colour is not all that tells things apart: gnuplot's numbers, and a sign for a key.
struct Mark {
  int hollow, filled;
  std::string_view sign;
};
inline constexpr Mark marks[] = {{6, 7, "●"}, {4, 5, "■"}, {8, 9, "▲"}, {12, 13, "◆"}, {10, 11, "▼"}};

/// Scenarios that share a value of a factor.
struct Part {
  std::string name;                  ///< "maximal", "14", "60 to 71"; "" for all
  std::vector<std::size_t> members;  ///< solved, ascending
  std::size_t place = 0;             ///< of its colour and mark
  std::string_view hue() const { return colour::series[place]; }
  const Mark& mark() const { return marks[place]; }
};

/// The parts by a factor's values, more than five numbers gathered into three equal parts; one part when `by` is "".
/// @throws InputError for a factor that was not varied, or more than five words
std::vector<Part> parts_of(const Results& results, const std::string& by, const std::vector<std::size_t>& solved);

/// Script of a line of names in their colours, from x, y [mm]. Nothing for a single part.
std::string key_of(const Figure& figure, double x, double y, const std::vector<Part>& parts, Format format);

/// The body weight of all scenarios [N]; 0 when the runner's mass is varied.
double body_weight_of(const Results& results);

/// What stands below a figure of one output: how many scenarios it shows, who is left out, and what to read with it.
std::string note_for(const Results& results, std::size_t shown, const std::string& left_out);

/// Beside an axis in kN one in body weights, or nothing where that has no meaning. Call margins() and axis_script()
/// first.
std::string weights_beside(const Figure& figure, const Box& box, const Extent& y, const OutputName& output,
                           double body_weight);

}  // namespace psoas
