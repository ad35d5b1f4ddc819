// What did a test machine measure of a midsole? The file read, checked, and one cycle cut out of it.
#include "analysis/press_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>

#include "scenarios/units.h"
#include "sim/core/input_error.h"
#include "sim/core/sha256.h"

namespace psoas {
namespace {

using Index = Eigen::Index;

constexpr Index fewest = 10;           // samples of the press, and of the release
constexpr double turning_back = 0.03;  // of the range: more than noise
constexpr double too_noisy = 0.05;     // rms, of the peak force
constexpr double touching = 0.10;      // of the peak force: the cycle begins and ends below it
constexpr std::size_t most_problems = 20;

/// A cell and the column of text where it begins.
struct Cell {
  std::string text;
  int column = 1;
};

struct Line {
  int number = 0;
  std::vector<Cell> cells;
};

std::string trimmed(std::string text) {
  const auto blank = [](unsigned char c) { return std::isspace(c) || c == '"'; };
  while (!text.empty() && blank(static_cast<unsigned char>(text.back()))) text.pop_back();
  std::size_t first = 0;
  while (first < text.size() && blank(static_cast<unsigned char>(text[first]))) ++first;
  return text.substr(first);
}

std::vector<Line> lines_of(const std::string& text, char& separator) {
  std::vector<Line> lines;
  separator = '\0';
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    at = end + 1;
    ++number;
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);  // a byte order mark
    if (trimmed(line).empty() || trimmed(line).starts_with('#')) continue;
    if (separator == '\0')
      separator = line.find(';') != std::string::npos ? ';' : line.find('\t') != std::string::npos ? '\t' : ',';
    Line cut{number, {}};
    for (std::size_t from = 0; from <= line.size();) {
      const std::size_t to = std::min(line.find(separator, from), line.size());
      const std::string cell = line.substr(from, to - from);
      const std::size_t lead = cell.find_first_not_of(" \t\"");
      cut.cells.push_back({trimmed(cell), static_cast<int>(from + (lead == std::string::npos ? 0 : lead)) + 1});
      from = to + 1;
    }
    lines.push_back(std::move(cut));
  }
  return lines;
}

/// A column of the file: where it is, and what one of its numbers is in SI units.
struct Column {
  std::size_t index = 0;
  double si = 1.0;
};

/// "Force [kN]", "force_N", "displacement (mm)" -> the words in lower case, and the unit.
std::pair<std::string, std::string> name_and_unit(const std::string& cell) {
  const std::size_t open = cell.find_first_of("[(");
  if (open != std::string::npos) {
    const std::size_t close = cell.find_first_of("])", open);
    const std::string unit = cell.substr(open + 1, close == std::string::npos ? close : close - open - 1);
    return {trimmed(cell.substr(0, open)), trimmed(unit)};
  }
  const std::size_t cut = cell.find_last_of("_ /");
  if (cut != std::string::npos && find_unit(cell.substr(cut + 1))) return {cell.substr(0, cut), cell.substr(cut + 1)};
  return {cell, ""};
}

std::optional<Column> find_column(const Line& header, const std::vector<std::string>& words, const char* what,
                                  const char* dimension, const std::string& given, const std::string& file,
                                  std::vector<Problem>& problems) {
  const std::string usual = std::string_view(dimension) == "length" ? "mm" : "N";
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    auto [name, unit] = name_and_unit(header.cells[i].text);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    if (std::none_of(words.begin(), words.end(), [&](const std::string& w) { return name.find(w) != name.npos; }))
      continue;
    if (!given.empty()) unit = given;
    const Unit* found = find_unit(unit);
    if (unit.empty())
      problems.push_back({file, header.number, header.cells[i].column,
                          fmt::format("the {} has no unit: name the column '{}_{}' or give --{}-unit ({})", what, name,
                                      usual, what, fmt::join(units_of(dimension), ", "))});
    else if (!found || found->dimension != dimension)
      problems.push_back(
          {file, header.number, header.cells[i].column,
           fmt::format("'{}' is no unit of {}; known: {}", unit, what, fmt::join(units_of(dimension), ", "))});
    return Column{i, found ? found->si : 1.0};
  }
  problems.push_back({file, header.number, 1,
                      fmt::format("no column of {}: the header must name one, e.g. '{}_{}'", what, what, usual)});
  return {};
}

/// The number of a cell; a problem when it is none.
std::optional<double> number(const Line& line, const Column& column, char separator, const std::string& file,
                             std::vector<Problem>& problems) {
  const auto wrong = [&](int at, const std::string& message) {
    if (problems.size() < most_problems) problems.push_back({file, line.number, at, message});
    return std::optional<double>{};
  };
  if (column.index >= line.cells.size())
    return wrong(line.cells.back().column, fmt::format("{} cells, the header has more", line.cells.size()));
  const Cell& cell = line.cells[column.index];
  double value = 0.0;
  const char *begin = cell.text.data(), *end = begin + cell.text.size();
  const auto [stop, error] = std::from_chars(begin + (cell.text.starts_with('+') ? 1 : 0), end, value);
  if (error == std::errc() && stop == end && std::isfinite(value)) return value * column.si;
  if (cell.text.empty()) return wrong(cell.column, "an empty cell");
  if (separator != ',' && cell.text.find(',') != std::string::npos)
    return wrong(cell.column, fmt::format("'{}' has a decimal comma: write a point", cell.text));
  return wrong(cell.column, fmt::format("'{}' is not a finite number", cell.text));
}

/// Samples with the line that each stands on.
struct Samples {
  std::vector<double> x, F;
  std::vector<int> line;
};

/// Second differences of the force, rms over the peak: a curve has next to none from sample to sample, noise has.
double noise_of(const std::vector<double>& F, double peak) {
  double sum = 0.0;
  for (std::size_t i = 1; i + 1 < F.size(); ++i) {
    const double d = F[i] - 0.5 * (F[i - 1] + F[i + 1]);
    sum += d * d;
  }
  return std::sqrt(sum / 1.5 / static_cast<double>(F.size() - 2)) / peak;
}

/// Presses: runs of samples above the touching force that reach half of the peak.
std::vector<std::pair<std::size_t, std::size_t>> presses_of(const std::vector<double>& F, double peak) {
  std::vector<std::pair<std::size_t, std::size_t>> runs;
  for (std::size_t i = 0; i < F.size(); ++i) {
    if (F[i] < touching * peak) continue;
    const std::size_t first = i;
    double most = F[i];
    while (i + 1 < F.size() && F[i + 1] >= touching * peak) most = std::max(most, F[++i]);
    if (most > 0.5 * peak) runs.emplace_back(first, i);
  }
  return runs;
}

/// The last whole cycle: from touch over the deepest sample to let go. Problems when there is none.
void cut_cycle(const Samples& all, const std::string& file, PressTest& test, std::vector<Problem>& problems) {
  const auto bad = [&](int line, const std::string& message) { problems.push_back({file, line, 0, message}); };
  const double peak = *std::max_element(all.F.begin(), all.F.end());
  const auto [low, high] = std::minmax_element(all.x.begin(), all.x.end());
  if (!(peak > 0.0) || !(*high > *low)) return bad(all.line.front(), "force or displacement is the same in every row");
  if (const double noise = noise_of(all.F, peak); noise > too_noisy)
    return bad(all.line.front(),
               fmt::format("noise of {:.0f} % of the peak force: average cycles or filter them; up to "
                           "{:.0f} % is read",
                           100 * noise, 100 * too_noisy));

  // 1. Which press is whole?
  std::vector<std::pair<std::size_t, std::size_t>> presses = presses_of(all.F, peak);
  const std::size_t found = presses.size();
  if (!presses.empty() && presses.back().second + 1 == all.F.size()) presses.pop_back();
  if (presses.empty())
    return bad(all.line.back(),
               fmt::format("the cycle is cut: the file ends at {:.0f} N of {:.0f}, without the release; "
                           "record until the force is below a tenth of its peak",
                           all.F.back(), peak));
  auto [first, last] = presses.back();
  if (first == 0)
    return bad(all.line.front(),
               fmt::format("the cycle is cut: the file begins at {:.0f} N of {:.0f}; record from first "
                           "touch",
                           all.F.front(), peak));
  if (found > 1) test.notes.push_back(fmt::format("cycle {} of {}, the last whole one", presses.size(), found));

  // 2. From where the force comes up from zero, or the stamp turns, to where it is back there
  const double range = *high - *low;
  while (first > 0 && all.F[first] > 0.0 && all.x[first - 1] < all.x[first] + 0.01 * range) --first;
  while (last + 1 < all.F.size() && all.F[last] > 0.0 && all.x[last + 1] < all.x[last] + 0.01 * range) ++last;
  const auto count = static_cast<Index>(last - first + 1);
  test.compression = Eigen::Map<const Eigen::VectorXd>(all.x.data() + first, count);
  test.force = Eigen::Map<const Eigen::VectorXd>(all.F.data() + first, count);
  test.compression.maxCoeff(&test.turn);

  // 3. Enough of it, and in one direction each
  const Index release = count - test.turn - 1;
  const int at_first = all.line[first];
  if (test.turn < fewest || release < fewest)
    return bad(at_first, fmt::format("too few points: {} of the press and {} of the release; {} of each are needed",
                                     test.turn, release, fewest));
  double furthest = test.compression[0];
  for (Index i = 1; i < count; ++i) {
    const double x = test.compression[i], back = i <= test.turn ? furthest - x : x - furthest;
    furthest = i < test.turn ? std::max(furthest, x) : i == test.turn ? x : std::min(furthest, x);
    if (back > turning_back * range)
      return bad(all.line[first + static_cast<std::size_t>(i)],
                 fmt::format("the displacement is not monotone: while {} it goes back by {:.2g} mm of {:.3g}",
                             i <= test.turn ? "pressing" : "releasing", 1e3 * back, 1e3 * range));
  }

  // 4. From first touch: the file's own zero where that is near
  if (std::abs(test.compression[0]) > turning_back * range) {
    test.notes.push_back(fmt::format("displacement counted from first touch at {:.2f} mm", 1e3 * test.compression[0]));
    test.compression.array() -= test.compression[0];
  }
}

}  // namespace

double PressTest::energy_return() const {
  double in = 0.0, back = 0.0;
  for (Index i = 1; i < force.size(); ++i)
    (i <= turn ? in : back) += 0.5 * (force[i] + force[i - 1]) * (compression[i] - compression[i - 1]);
  return -back / in;
}

PressTest parse_press_test(const std::string& text, const std::filesystem::path& path, const PressUnits& units) {
  // 1. Header: which column is which, in which unit
  const std::string file = path.string();
  std::vector<Problem> problems;
  char separator = ',';
  const std::vector<Line> lines = lines_of(text, separator);
  if (lines.empty())
    throw InputError({{file, 0, 0, "the file is empty: a header and rows of force and displacement are needed"}});
  const auto force = find_column(lines.front(), {"force", "load"}, "force", "force", units.force, file, problems);
  const auto compression =
      find_column(lines.front(), {"disp", "compression", "deflection", "deformation", "position", "extension"},
                  "displacement", "length", units.compression, file, problems);
  if (!problems.empty()) throw InputError(problems);

  // 2. Rows
  Samples all;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].cells.size() > lines.front().cells.size() && problems.size() < most_problems) {
      problems.push_back(
          {file, lines[i].number, 1,
           fmt::format("{} cells, the header has {}{}", lines[i].cells.size(), lines.front().cells.size(),
                       separator == ',' ? ": decimal commas? Write points" : "")});
      continue;
    }
    const auto F = number(lines[i], *force, separator, file, problems);
    const auto x = number(lines[i], *compression, separator, file, problems);
    if (F && x) all.x.push_back(*x), all.F.push_back(*F), all.line.push_back(lines[i].number);
  }
  if (problems.empty() && all.x.size() < 2 * static_cast<std::size_t>(fewest))
    problems.push_back({file, lines.back().number, 0,
                        fmt::format("too few points: {} rows; {} are needed at least", all.x.size(), 2 * fewest)});
  if (!problems.empty()) throw InputError(problems);

  // 3. Pressing is positive, whatever the machine counts
  PressTest test;
  test.path = path;
  const auto positive = [&](std::vector<double>& v, const char* what) {
    const auto [low, high] = std::minmax_element(v.begin(), v.end());
    if (-*low <= *high) return;
    for (double& one : v) one = -one;
    test.notes.push_back(fmt::format("sign of {} turned: pressing is positive here", what));
  };
  positive(all.F, "the force");
  positive(all.x, "the displacement");

  // 4. One cycle
  cut_cycle(all, file, test, problems);
  if (!problems.empty()) throw InputError(problems);
  Sha256 hash;
  hash.add(text);
  test.sha256 = hash.hex();
  return test;
}

PressTest read_press_test(const std::filesystem::path& path, const PressUnits& units) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.is_open() || in.bad() || std::filesystem::is_directory(path))
    throw FileError(
        fmt::format("cannot read the test {}: {}", path.string(),
                    std::filesystem::is_directory(path) ? "it is a folder" : std::strerror(errno ? errno : EIO)));
  return parse_press_test(text, path, units);
}

}  // namespace psoas
