// What does "12 km/h" mean? Numbers with units, as a person writes them.
#include "scenarios/units.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <numbers>

#include "models/table.h"

namespace psoas {
namespace {

constexpr double pi = std::numbers::pi;

// SI factors are exact by definition [BIPM 2019], but mmHg and cmH2O, which are conventional.
constexpr std::array units = {
    Unit{"1", "ratio", 1.0},
    Unit{"%", "ratio", 0.01},
    Unit{"kg", "mass", 1.0},
    Unit{"g", "mass", 1e-3},
    Unit{"lb", "mass", 0.45359237},
    Unit{"m", "length", 1.0},
    Unit{"cm", "length", 1e-2},
    Unit{"mm", "length", 1e-3},
    Unit{"in", "length", 0.0254},
    Unit{"ft", "length", 0.3048},
    Unit{"km", "length", 1e3},
    Unit{"mile", "length", 1609.344},
    Unit{"m/s", "speed", 1.0},
    Unit{"km/h", "speed", 1.0 / 3.6},
    Unit{"mph", "speed", 0.44704},
    Unit{"deg", "angle", pi / 180.0},
    Unit{"rad", "angle", 1.0},
    Unit{"N", "force", 1.0},
    Unit{"kN", "force", 1e3},
    Unit{"lbf", "force", 4.4482216152605},
    Unit{"N/m", "stiffness", 1.0},
    Unit{"kN/m", "stiffness", 1e3},
    Unit{"N/mm", "stiffness", 1e3},
    Unit{"MN/m", "stiffness", 1e6},
    Unit{"N s/m", "damping", 1.0},
    Unit{"kN s/m", "damping", 1e3},
    Unit{"N m", "moment", 1.0},
    Unit{"Pa", "pressure", 1.0},
    Unit{"kPa", "pressure", 1e3},
    Unit{"mmHg", "pressure", 133.322},
    Unit{"cmH2O", "pressure", 98.0665},
    Unit{"Hz", "frequency", 1.0},
    Unit{"ms", "time", 1e-3},
    Unit{"s", "time", 1.0},
    Unit{"N m/rad", "rotational stiffness", 1.0},
    Unit{"rad/s", "turning", 1.0},
    Unit{"years", "age", 1.0},
    Unit{"deg/s", "turning", pi / 180.0},
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

/// Without what may stand between factors, so that all spellings of one unit are equal.
std::string canonical(std::string_view text) {
  std::string name(trimmed(text));
  for (std::string_view separator : {"·", "⋅", "*", " "}) {
    for (auto at = name.find(separator); at != std::string::npos; at = name.find(separator))
      name.erase(at, separator.size());
  }
  if (name == "°" || name == "degree" || name == "degrees") return "deg";
  if (name == "percent") return "%";
  return name;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

}  // namespace

const Unit* find_unit(std::string_view text) {
  for (const Unit& unit : units)
    if (unit.name == text) return &unit;  // as the table spells it: no letters to move
  const std::string name = canonical(text);
  for (const Unit& unit : units)
    if (canonical(unit.name) == name) return &unit;
  return nullptr;
}

std::vector<std::string> units_of(std::string_view dimension) {
  std::vector<std::string> names;
  for (const Unit& unit : units)
    if (unit.dimension == dimension) names.emplace_back(unit.name);
  return names;
}

std::string nearest_unit(std::string_view text, std::string_view dimension) {
  const std::string word = lower(canonical(text));
  if (word.empty()) return "";
  std::vector<std::string> lowered;
  const std::vector<std::string> names = units_of(dimension);
  for (const std::string& name : names) lowered.push_back(lower(canonical(name)));
  const std::string near = nearest(word, lowered);
  const auto at = std::find(lowered.begin(), lowered.end(), near);
  return at == lowered.end() ? "" : names[static_cast<std::size_t>(at - lowered.begin())];
}

std::optional<WrittenNumber> parse_quantity(std::string_view text) {
  text = trimmed(text);
  // from_chars knows no plus, but takes "inf" and "nan".
  const std::size_t digit = text.starts_with('+') || text.starts_with('-') ? 1 : 0;
  if (text.size() <= digit || !(std::isdigit(static_cast<unsigned char>(text[digit])) || text[digit] == '.')) return {};
  if (text.front() == '+') text.remove_prefix(1);
  double number = 0.0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return {};
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return WrittenNumber{number, std::string(trimmed(text))};
}

double rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.12g", value);
  return std::strtod(text, nullptr);
}

}  // namespace psoas
