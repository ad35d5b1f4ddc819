// What is a lumbar spine? Six levels from L5/S1 to T12/L1, the fascicles that cross them, the muscles of hips and legs,
// and what discs and ligaments resist. Constant after build_spine(); shared by all threads.
#pragma once

#include <Eigen/Core>
#include <array>
#include <string>
#include <vector>

#include "models/options.h"
#include "models/runner.h"

namespace psoas {

inline constexpr int level_count = 6;                           ///< L5/S1 first, T12/L1 last
extern const std::array<std::string, level_count> level_names;  ///< "L5-S1" ... "T12-L1"

/// Bodies that muscles attach to: the pelvis (with sacrum), five vertebrae, the thorax, and both legs.
/// Frames: pelvis has its origin midway between the hip centres and the axes of the runner's pelvis link; vertebrae and
/// thorax are parallel to it in neutral posture; thigh, shank and foot are the runner's link frames (hip, knee,
/// subtalar).
enum class Body { pelvis, L5, L4, L3, L2, L1, thorax, thigh_r, shank_r, foot_r, thigh_l, shank_l, foot_l };

/// Muscles of the core as a trainer names them, for core.* to scale.
enum class CoreGroup {
  none,  ///< legs and hips
  rectus,
  obliques,
  transversus,
  multifidus,
  erector_thoracic,  ///< parts of iliocostalis and longissimus that end on the thorax
  erector_lumbar,    ///< and on lumbar vertebrae
  quadratus,
  psoas
};
inline constexpr int core_group_count = 9;
extern const std::array<std::string, core_group_count> core_group_names;  ///< as in the keys core.*

/// One joint of the lumbar spine, between a lower and an upper body.
struct Level {
  Eigen::Vector3d position;      ///< joint centre in the lower body's frame [m]
  Eigen::Vector3d upper_offset;  ///< joint centre in the upper body's frame [m]
  double disc_tilt = 0.0;    ///< neutral forward tilt of the disc's cranial normal from the lower body's y axis [rad]
  double arch = 0.0;         ///< extension of this level while the lumbar joint's is zero (upper_body.h) [rad]
  Eigen::Vector3d fraction;  ///< share of the lumbar extension (z), bending (x), rotation (y) made here [-]
  Eigen::Matrix<double, 4, 3>
      passive;  ///< rows flexion, extension, lateral, axial; columns c3 c2 c1 of M [N·m] at |angle| in degrees
  double slice_mass =
      0.0;  ///< mass of the trunk slice carried by this level's upper body; the thorax keeps the rest [kg]
  Eigen::Vector3d slice_com;  ///< in the upper body's frame [m]
  double disc_area = 0.0;     ///< of the endplates [m²]
};

struct PathPoint {
  Body body;
  Eigen::Vector3d position;  ///< in the body's frame [m]; of a following point: in the thigh's, with the knee straight
  double follow = 0.0;       ///< share of the knee angle by which a thigh's point turns about the knee: the patella [-]
};

/// One fascicle: a chain of straight lines through points fixed to bodies.
struct Muscle {
  std::string name;   ///< ends in _r or _l
  std::string group;  ///< e.g. "MF", "LTpT", "PS", "hip"
  CoreGroup part = CoreGroup::none;
  double F_max = 0.0;           ///< reference isometric strength, before core.strength [N]
  double pennation = 0.0;       ///< at optimal length [rad]
  double optimal_length = 0.0;  ///< of the fibres [m]; 0: unknown or behind a long tendon, taken as isometric
  double tendon_slack = 0.0;    ///< length of the tendon, taken as rigid [m]
  double hoop = 0.0;  ///< tension round the trunk, both sides of the abdominal wall together, per unit of force [-]
  int mirror = -1;    ///< index of the same muscle on the other side
  std::vector<PathPoint> path;
};

/// Abdominal and back muscles: what core.strength scales. Psoas and the legs have strengths of their own.
inline bool is_core(const Muscle& muscle) { return muscle.part != CoreGroup::none && muscle.part != CoreGroup::psoas; }

struct Spine {
  std::array<Level, level_count> levels;
  std::vector<Muscle> muscles;
  double wall_radius = 0.0;        ///< of the abdominal wall round the trunk [m]
  double wall_height = 0.0;        ///< of the wall that holds the pressure, from pelvis to ribs [m]
  double pressure_area = 0.0;      ///< of the diaphragm that abdominal pressure lifts [m²]
  Eigen::Vector3d pressure_point;  ///< where it acts, in the thorax frame [m]
};

struct SpineTables;

/// Lengths scale with height, strength with mass^(2/3) and sex.
Spine build_spine(const SpineTables& tables, const RunnerOptions& options);

}  // namespace psoas
