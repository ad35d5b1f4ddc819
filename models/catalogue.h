// Which surfaces and shoes does Psoas know by name? Rows of models/surfaces/surfaces.csv and models/shoes/shoes.csv.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/options.h"

namespace psoas {

/// A row of surfaces.csv: the options in SI units, and what they rest on.
struct SurfaceKind {
  SurfaceOptions options;
  std::string basis;   ///< "derived, rough" or "assumption"
  std::string source;  ///< [Author Year] and the arithmetic
};

/// A row of shoes.csv: the options in SI units, and what they rest on.
struct ShoeKind {
  ShoeOptions options;
  std::string basis, source;
};

struct Catalogue {
  std::vector<SurfaceKind> surfaces;
  std::vector<ShoeKind> shoes;

  /// The row of this name, or nullptr.
  const SurfaceOptions* surface(const std::string& kind) const;
  const ShoeOptions* shoe(const std::string& kind) const;
  std::vector<std::string> surface_names() const;
  std::vector<std::string> shoe_names() const;
};

/// Reads surfaces.csv and shoes.csv.
/// @throws InputError naming the first bad cell of a row; FileError when a file cannot be read.
Catalogue read_catalogue(const std::filesystem::path& models_folder);

}  // namespace psoas
