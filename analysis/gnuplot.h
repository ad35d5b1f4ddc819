// How does a figure get drawn? gnuplot 5.4 as a separate process; its script and data stay beside the figure, for
// people edit them.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace psoas {

/// A program that we call but do not contain is not installed. Exit code 5.
class MissingTool : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Format { svg, pdf, png, term };

/// @throws InputError naming the formats there are
Format format_of(std::string_view name);
std::string_view extension(Format format);  ///< "svg" ... "txt"

/// What to draw: its size, the body of a gnuplot script, and the data the script refers to as `data`.
struct Figure {
  double width = 85.0;   ///< [mm]; 85 is one column of a journal
  double height = 80.0;  ///< [mm]
  std::string script;
  std::string data;  ///< blocks headed "# name", two empty lines apart, so that `index 'name'` finds them
  std::string note;  ///< what is not shown and why, what is shaded: printed small below; "" for nothing to say
};

/// A place on the figure, from its lower left corner [mm].
struct Box {
  double left, right, bottom, top;
};

// Pieces of script
std::string quote(std::string_view text);                   ///< safe inside a script whatever the text holds
std::string margins(const Figure& figure, const Box& box);  ///< puts the next plot's axes into the box
std::string label_at(const Figure& figure, double x, double y, std::string_view text,
                     std::string_view style = "");  ///< x, y [mm]
/// The same in letters small enough for a width [mm].
std::string heading_at(const Figure& figure, double x, double y, std::string_view text, double width);
/// Beside a vertical axis, reading upwards, its middle at x, y [mm].
std::string side_label(const Figure& figure, double x, double y, std::string_view text);
std::string wrapped(std::string_view text, std::size_t width);  ///< lines of at most width characters, broken at blanks

/// Height kept free below everything for the note [mm]. Set figure.note first.
double foot(const Figure& figure);

/// Style of a label: smaller and grey.
inline constexpr std::string_view small_text = "font ',5.5' textcolor rgb '#666666'";
inline constexpr double note_width = 74;  ///< characters of small text across one column of 85 mm

/// The colours, the same for the same thing in every figure [Okabe & Ito 2008]: told apart by the colour-blind and in
/// grey.
namespace colour {
inline constexpr std::string_view blue = "#0072B2", vermilion = "#D55E00", green = "#009E73", purple = "#AA4488",
                                  black = "#222222", grey = "#666666", right_stance = "#DCE8F2",
                                  left_stance = "#F4E6DA";
inline constexpr std::string_view series[] = {black, blue, vermilion, green, purple};
}  // namespace colour

/// Draws into `output`, with output's name ending in .gp and .dat beside it; Format::term draws on stdout and leaves no
/// file.
/// @throws MissingTool without gnuplot; FileError when a file cannot be written or gnuplot fails.
void draw(const Figure& figure, Format format, const std::filesystem::path& output);

/// Files that draw() writes and that somebody might miss: the figure, and its script and data where a person has
/// changed them since they were drawn (every script ends with a checksum of both).
std::vector<std::filesystem::path> files_at_stake(Format format, const std::filesystem::path& output);

}  // namespace psoas
