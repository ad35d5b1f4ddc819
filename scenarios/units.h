// What does "12 km/h" mean? Numbers with units, as a person writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace psoas {

/// One way to write a unit.
struct Unit {
  std::string_view name;       ///< as Psoas prints it: "kN/m", "N s/m", "deg"
  std::string_view dimension;  ///< of what it measures: "stiffness", "damping", "angle"
  double si;                   ///< SI units (kg m s N rad Pa) in one of it
};

/// The unit a person means, or nullptr. A space, '·', '*' or nothing may stand between factors: "N s/m", "N·s/m",
/// "Ns/m". "°" is "deg", "percent" is "%".
const Unit* find_unit(std::string_view text);

/// Every unit of a dimension, for messages: "m/s, km/h, mph".
std::vector<std::string> units_of(std::string_view dimension);

/// The unit nearest to a misspelt one among those of a dimension, whatever its case, or "".
std::string nearest_unit(std::string_view text, std::string_view dimension);

/// A number and what stands behind it, trimmed: "90 kN/m" -> 90, "kN/m".
struct WrittenNumber {
  double number;
  std::string unit;
};

/// Splits text at the end of its number. Nothing when it does not begin with a number; "nan" and "inf" are not numbers
/// here. A decimal comma is not one either: "1,75 m" has the unit ",75 m", which no table knows.
std::optional<WrittenNumber> parse_quantity(std::string_view text);

/// value rounded to 12 significant digits: a number computed from a range (0.1 x 7) equals the one a person types
/// (0.7), and the last bits of pow() and exp() differ between machines but scenario ids must not.
double rounded(double value);

}  // namespace psoas
