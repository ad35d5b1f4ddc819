// What did a test machine measure of a midsole? Force and compression, pressed and let go, from a CSV file.
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <string>
#include <vector>

namespace psoas {

/// One press and release, as measured.
struct PressTest {
  std::filesystem::path path;
  std::string sha256;              ///< of the file
  Eigen::VectorXd compression;     ///< from first touch [m]
  Eigen::VectorXd force;           ///< pressing is positive [N]
  Eigen::Index turn = 0;           ///< sample of the deepest compression; later ones are the release
  std::vector<std::string> notes;  ///< what was done to the numbers: signs turned, cycles left out

  double peak() const { return force.maxCoeff(); }
  double deepest() const { return compression[turn]; }
  /// ∮ F dx of the release over that of the press, by trapezoids.
  double energy_return() const;
};

/// Units of the two columns where the header has none; "" when not given.
struct PressUnits {
  std::string force, compression;
};

/// Reads a file with a header, e.g. "force_N,displacement_mm" or "Force [kN];Compression (mm);Time (s)". Columns are
/// told by name (force, load; displacement, compression, deflection, deformation, position), others are ignored;
/// commas, semicolons or tabs separate them. Of several cycles the last whole one is taken.
/// @throws InputError with every problem and its line and column: units missing, no numbers, decimal commas, no
/// release, compression that turns back, too few points; FileError when the file cannot be read.
PressTest read_press_test(const std::filesystem::path& path, const PressUnits& units = {});

/// The same from text; `path` only appears in messages.
PressTest parse_press_test(const std::string& text, const std::filesystem::path& path, const PressUnits& units = {});

}  // namespace psoas
