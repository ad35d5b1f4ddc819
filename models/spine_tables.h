// What do the tables of models/spine/ hold? As read: the reference man, right side and middle; build_spine() scales and
// mirrors them.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "models/spine.h"

namespace psoas {

/// The tables of models/spine/, as read.
struct SpineTables {
  /// One row of age.csv and of discs.csv, each with the number that it is looked up by.
  struct Age {
    double age, strength, passive_strain;
  };
  struct Disc {
    double degeneration;
    Eigen::Vector4d stiffness;  ///< flexion, extension, lateral, axial: over the healthy disc's [-]
    double pressure;
  };
  double height = 0.0;                    ///< of the reference man [m]
  double mass = 0.0;                      ///< of the man whose muscle strengths these are [kg]
  double female_strength = 0.0;           ///< F_max of a woman over that of a man of the same mass [-]
  std::array<Level, level_count> levels;  ///< slice_mass as a share of body mass [-]; shares of each angle sum to 1
  std::vector<Age> ages;                  ///< rising
  std::vector<Disc> discs;                ///< rising
  std::vector<Muscle> muscles;            ///< right side only: 102 fascicles of the trunk, transversus, 39 of the leg
  double thoracolumbar_share = 0.0;       ///< of the arch's return, of T12-L1's own disc [-]
  double wall_radius = 0.0;               ///< [m]
  double wall_height = 0.0;               ///< [m]
  double pressure_area = 0.0;             ///< [m²]
  Eigen::Vector3d pressure_point;         ///< in the thorax frame [m]
};

/// @param folder  models/spine
/// @throws InputError for every wrong cell or name; FileError when a file cannot be read
std::shared_ptr<const SpineTables> read_spine_tables(const std::filesystem::path& folder);

}  // namespace psoas
