// What do the tables of models/runner/ hold? As read: the reference man, right side and middle; build_runner() makes
// the rest.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "models/runner.h"

namespace psoas {

/// Mass and its place for one body of the reference man, in the frame of the link that carries it.
struct BodyRow {
  std::string name;
  double male_mass_fraction = 0.0, female_mass_fraction = 0.0;  ///< of one body over the whole [-]
  Eigen::Vector3d com;                                          ///< [m]
  Eigen::Matrix3d inertia;                                      ///< about the centre of mass [kg m²]
};

/// One hinge or slide; a name that ends in _r stands for both sides.
struct LinkRow {
  Link link;                  ///< mass, com and inertia come from the body; parent counts rows of the table
  std::string body;           ///< name of the body it carries, or empty
  double torque_scale = 0.0;  ///< [N·m]
  Range range{0.0, 0.0};      ///< [rad]
  double stiffness = 0.0;     ///< of the joint itself, of the reference man [N·m/rad]
  double damping = 0.0;       ///< [N·m·s/rad]
};

/// One point of the sole.
struct SoleRow {
  PadPoint point;    ///< without its link
  std::string body;  ///< that carries it: foot or toes
};

/// A part of the trunk that turns about a point of it: upper thorax, head. In the frame of the trunk's link.
struct UpperPart {
  double male_mass_fraction = 0.0, female_mass_fraction = 0.0;  ///< over the whole body [-]
  Eigen::Vector3d pivot, com;                                   ///< [m]
};

/// The tables of models/runner/, as read.
struct RunnerTables {
  double mass = 0.0;           ///< of the reference man [kg]
  double height = 0.0;         ///< of the reference man [m]
  double torque_mass = 0.0;    ///< of the person the torque scales are for [kg]
  double torque_height = 0.0;  ///< of the same person [m]
  std::vector<BodyRow> bodies;
  std::vector<LinkRow> links;
  std::vector<SoleRow> sole;
  UpperPart upper_thorax, head;
};

/// @param folder  models/runner
/// @throws InputError for every wrong cell or name; FileError when a file cannot be read
std::shared_ptr<const RunnerTables> read_runner_tables(const std::filesystem::path& folder);

}  // namespace psoas
