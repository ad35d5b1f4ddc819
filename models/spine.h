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

/// Muscles of the hip and leg as a trainer names them, for muscle.* to scale.
enum class LegGroup {
  none,
  hamstrings,
  quadriceps,
  gluteals,
  hip_flexors,  ///< iliacus, sartorius and tensor; and psoas, which has a strength of its own in core.psoas besides
  calf          ///< gastrocnemius and soleus
};

/// One joint of the lumbar spine, between a lower and an upper body.
struct Level {
  Eigen::Vector3d position;      ///< joint centre in the lower body's frame [m]
  Eigen::Vector3d upper_offset;  ///< joint centre in the upper body's frame [m]
  double disc_tilt = 0.0;    ///< neutral forward tilt of the disc's cranial normal from the lower body's y axis [rad]
  double arch = 0.0;         ///< extension of this level while the lumbar joint's is zero (upper_body.h) [rad]
  double above = 0.0;        ///< part of the arch that discs above it make: the thorax is drawn as one piece [rad]
  Eigen::Vector3d fraction;  ///< share of the lumbar extension (z), bending (x), rotation (y) made here [-]
  Eigen::Matrix<double, 4, 3>
      passive;  ///< rows flexion, extension, lateral, axial; columns c3 c2 c1 of M [N·m] at |angle| in degrees
  double slice_mass =
      0.0;  ///< mass of the trunk slice carried by this level's upper body; the thorax keeps the rest [kg]
  Eigen::Vector3d slice_com;  ///< in the upper body's frame [m]
  double disc_area = 0.0;     ///< of the endplates [m²]
  double nucleus = 1.0;       ///< pressure in the disc over that of a healthy one under the same compression [-]
};

struct PathPoint {
  Body body;
  Eigen::Vector3d position;  ///< in the body's frame [m]; of a following point: in the thigh's, with the knee straight
  double follow = 0.0;       ///< share of the knee angle by which a thigh's point turns about the knee: the patella [-]
};

/// Strain of relaxed fibres of young adults that pull with F_max [-] [Thelen 2003].
inline constexpr double young_strain = 0.6;

/// One fascicle: a chain of straight lines through points fixed to bodies.
struct Muscle {
  std::string name;   ///< ends in _r or _l
  std::string group;  ///< e.g. "MF", "LTpT", "PS", "hip"
  CoreGroup part = CoreGroup::none;
  LegGroup leg = LegGroup::none;
  double F_max = 0.0;           ///< reference isometric strength, before age, muscle.* and core.strength [N]
  double strength = 1.0;        ///< share of it left by age and muscle.* [-]
  double pennation = 0.0;       ///< at optimal length [rad]
  double optimal_length = 0.0;  ///< of the fibres [m]; 0: unknown or behind a long tendon, taken as isometric
  double tendon_slack = 0.0;    ///< length of the tendon, taken as rigid [m]
  /// Of isometric fibres, for what they resist when tight or old: optimal length, and of the tendon that stretches [m]
  double relaxed_length = 0.0, relaxed_tendon = 0.0;
  double passive_strain = young_strain;  ///< of relaxed fibres that pull with passive_size of F_max [-]
  double passive_size = 1.0;             ///< what is left of them by age [-]
  double shortening = 0.0;               ///< tightness: relaxed fibres are shorter by this many optimal lengths [-]
  double hoop = 0.0;  ///< tension round the trunk, both sides of the abdominal wall together, per unit of force [-]
  int mirror = -1;    ///< index of the same muscle on the other side
  std::vector<PathPoint> path;
};

/// Abdominal and back muscles: what core.strength scales. Psoas and the legs have strengths of their own.
inline bool is_core(const Muscle& muscle) { return muscle.part != CoreGroup::none && muscle.part != CoreGroup::psoas; }

struct Spine {
  std::array<Level, level_count> levels;
  std::vector<Muscle> muscles;
  double thoracolumbar_share = 1.0;  ///< part of a turn of the thorax against L1 that T12-L1's own disc feels [-]
  double wall_radius = 0.0;          ///< of the abdominal wall round the trunk [m]
  double wall_height = 0.0;          ///< of the wall that holds the pressure, from pelvis to ribs [m]
  double pressure_area = 0.0;        ///< of the diaphragm that abdominal pressure lifts [m²]
  Eigen::Vector3d pressure_point;    ///< where it acts, in the thorax frame [m]
  double belt_stiffness = 0.0;       ///< couple of a support belt between pelvis and thorax, by lumbar angle [N·m/rad]
  double belt_pressure = 0.0;        ///< abdominal pressure that the belt makes [Pa]
};

struct SpineTables;

/// Lengths scale with height, strength with mass^(2/3) and sex; age, tightness, degeneration and belt as chosen.
Spine build_spine(const SpineTables& tables, const RunnerOptions& options, const MuscleOptions& muscle = {});

/// Strength and tightness of a muscle's group among those chosen [-].
struct GroupChoice {
  double strength = 1.0, tightness = 0.0;
};
GroupChoice chosen(LegGroup group, const MuscleOptions& muscle);

}  // namespace psoas
