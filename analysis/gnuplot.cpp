// See gnuplot.h. One script for all formats: sizes are set once in the terminal line, texts and widths in points.
#include "analysis/gnuplot.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "sim/core/input_error.h"
#include "sim/core/sha256.h"

extern char** environ;

namespace psoas {
namespace {

namespace fs = std::filesystem;

constexpr double font_size = 7.0;   // [pt], readable in a printed column
constexpr double small_line = 2.5;  // height of a line of small text [mm]
constexpr std::string_view font = "DejaVu Sans";
constexpr double mm_per_inch = 25.4;

/// The terminal line. gnuplot counts svg in pixels of 1/96 inch, png in pixels of our own density, pdf in inches.
std::string terminal(const Figure& figure, Format format) {
  const double width = figure.width / mm_per_inch, height = figure.height / mm_per_inch;  // [inch]
  switch (format) {
    case Format::svg:
      return fmt::format(
          "set terminal svg size {:.0f},{:.0f} fixed noenhanced font '{},{}' fontscale {:.4f} linewidth 1 background "
          "'white'",
          96 * width, 96 * height, font, font_size, 96.0 / 72);
    case Format::png:
      return fmt::format(
          "set terminal pngcairo size {:.0f},{:.0f} noenhanced font '{},{}' fontscale {:.4f} linewidth {:.4f} "
          "pointscale {:.4f}",
          300 * width, 300 * height, font, font_size, 300.0 / 96, 300.0 / 96, 300.0 / 96);
    case Format::pdf:
      return fmt::format(
          "set terminal pdfcairo size {:.3f}in,{:.3f}in noenhanced font '{},{}' fontscale 0.75 pointscale 0.75 "
          "linewidth 0.75",
          width, height, font, font_size);
    case Format::term:
      return fmt::format("set terminal dumb noenhanced size 100,{:.0f}", 0.5 * 100 * figure.height / figure.width + 8);
  }
  return {};
}

std::string note_of(const Figure& figure) {
  const auto across = static_cast<std::size_t>(note_width * figure.width / 85.0);
  return (figure.note.empty() ? "" : wrapped(figure.note, across) + "\n") +
         "Research and teaching tool, not medical advice.";
}

std::string prelude(const Figure& figure, Format format, const fs::path& output) {
  std::string text;
  text += "# Drawn by psoas plot. Change what you like and run: gnuplot " + output.stem().string() + ".gp\n";
  text += terminal(figure, format) + "\n";
  if (format != Format::term) text += "set output " + quote(output.filename().string()) + "\n";
  text += "data = " + quote(output.stem().string() + ".dat") + "\n";
  text +=
      "set encoding utf8\n"
      "set border 3 linewidth 0.6 linecolor rgb '#444444'\n"
      "set tics nomirror out scale 0.5 textcolor rgb '#222222'\n"
      "set style fill solid 1 noborder\n"
      "set bars small\n"
      "set pointintervalbox 0\n"
      "unset key\n"
      "set multiplot\n";
  // The svg terminal has no scale for points.
  text += fmt::format("point = {}\n", format == Format::svg ? 96.0 / 72 : 1.0);
  if (format != Format::term) text += "set grid linewidth 0.4 linetype 1 linecolor rgb '#e4e4e4'\n";
  // What is missing, and what this is not, stand on the figure itself: figures travel without their README.
  const std::string note = note_of(figure);
  text += label_at(figure, 1.5, small_line * static_cast<double>(std::count(note.begin(), note.end(), '\n')) + 2.0,
                   note, small_text);
  return text;
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw FileError("cannot write " + path.string() + ": " + std::strerror(errno));
}

/// Nothing where there is no such file.
std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

constexpr std::string_view seal_mark = "# as drawn: ";
std::string seal(const std::string& script, const std::string& data) {
  Sha256 hash;
  hash.add(script);
  hash.add(data);
  return std::string(seal_mark) + hash.hex().substr(0, 16) + "\n";
}

/// Runs gnuplot on a script inside the script's folder. stdout and stderr are ours.
void run(const fs::path& folder, const std::string& script) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  std::string program = "gnuplot", argument = script;
  char* arguments[] = {program.data(), argument.data(), nullptr};
  pid_t child = 0;
  const int error = posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT) {
    throw MissingTool("gnuplot is not installed, and figures need it (Debian: apt-get install gnuplot-nox)");
  }
  if (error != 0) throw FileError(std::string("cannot start gnuplot: ") + std::strerror(error));
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw FileError("gnuplot could not draw " + (folder / script).string());
}

}  // namespace

Format format_of(std::string_view name) {
  if (name == "svg") return Format::svg;
  if (name == "pdf") return Format::pdf;
  if (name == "png") return Format::png;
  if (name == "term") return Format::term;
  throw InputError(fmt::format("no figure format '{}'; there are svg, pdf, png and term", name));
}

std::string_view extension(Format format) {
  switch (format) {
    case Format::svg:
      return "svg";
    case Format::pdf:
      return "pdf";
    case Format::png:
      return "png";
    case Format::term:
      return "txt";
  }
  return {};
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '`') {
      out += '\'';  // gnuplot runs what stands between backticks
    } else if (static_cast<unsigned char>(c) >= ' ') {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

std::string margins(const Figure& figure, const Box& box) {
  return fmt::format(
      "set lmargin at screen {:.4f}; set rmargin at screen {:.4f}; set bmargin at screen {:.4f}; set tmargin at screen "
      "{:.4f}\n",
      box.left / figure.width, box.right / figure.width, box.bottom / figure.height, box.top / figure.height);
}

std::string label_at(const Figure& figure, double x, double y, std::string_view text, std::string_view style) {
  return fmt::format("set label {} at screen {:.4f},{:.4f} {}\n", quote(text), x / figure.width, y / figure.height,
                     style);
}

std::string heading_at(const Figure& figure, double x, double y, std::string_view text, double width) {
  constexpr double letter = 0.2;  // mean width of a letter over the size of the font [mm/pt]
  const auto count = static_cast<double>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  const double size = std::clamp(width / (letter * std::max(1.0, count)), 4.5, font_size);
  return label_at(figure, x, y, text, fmt::format("font ',{:.1f}'", size));
}

std::string side_label(const Figure& figure, double x, double y, std::string_view text) {
  return label_at(figure, x, y, text, "center rotate by 90");
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    // Count characters, not the bytes of UTF-8: continuation bytes are 10xxxxxx.
    std::size_t letters = 0;
    for (char c : text.substr(0, end)) letters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (column > 0) {
      const bool fits = column + 1 + letters <= width;
      out += fits ? ' ' : '\n';
      column = fits ? column + 1 : 0;
    }
    out += text.substr(0, end);
    column += letters;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

double foot(const Figure& figure) {
  const std::string note = note_of(figure);
  return 2.5 + small_line * static_cast<double>(1 + std::count(note.begin(), note.end(), '\n'));
}

std::vector<fs::path> files_at_stake(Format format, const fs::path& output) {
  if (format == Format::term) return {};
  std::vector<fs::path> files;
  if (fs::exists(output)) files.push_back(output);
  const fs::path stem = output.parent_path() / output.stem();
  const fs::path script = stem.string() + ".gp", data = stem.string() + ".dat";
  if (!fs::exists(script) && !fs::exists(data)) return files;
  // A script as it was drawn ends with the seal of what stands before it and of the data.
  const std::string text = read(script);
  const std::size_t at = text.rfind(seal_mark);
  if (at == std::string::npos || text.substr(at) != seal(text.substr(0, at), read(data))) {
    files.push_back(script);
    files.push_back(data);
  }
  return files;
}

void draw(const Figure& figure, Format format, const fs::path& output) {
  const bool keep = format != Format::term;
  const fs::path folder = keep ? (output.has_parent_path() ? output.parent_path() : fs::path("."))
                               : fs::temp_directory_path() / fmt::format("psoas-plot-{}", getpid());
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw FileError("cannot make the folder " + folder.string() + ": " + error.message());
  const std::string stem = output.stem().string();
  write(folder / (stem + ".dat"), figure.data);
  const std::string script = prelude(figure, format, output) + figure.script + "unset multiplot\n";
  write(folder / (stem + ".gp"), script + seal(script, figure.data));
  try {
    run(folder, stem + ".gp");
  } catch (...) {
    if (!keep) fs::remove_all(folder, error);
    throw;
  }
  if (!keep) fs::remove_all(folder, error);
}

}  // namespace psoas
