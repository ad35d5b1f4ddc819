// What is a runner? A tree of hinges and slides with masses, two feet with contact points, and the strength of each
// joint.
#pragma once

#include <Eigen/Core>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "models/shoe.h"

namespace psoas {

/// One degree of freedom and the body it moves. Several links in a row, all but the last without mass, make a ball
/// joint. Frames: the link frame L sits at the joint, axes parallel to the parent's when the coordinate is zero.
struct Link {
  std::string name;                                   ///< of the coordinate, e.g. "hip_flexion_r"
  int parent = -1;                                    ///< index of the parent link, < own index; -1 is the ground
  bool slide = false;                                 ///< true: translation along axis; false: rotation about axis
  Eigen::Vector3d axis;                               ///< unit vector, in the parent link's frame (= own frame)
  Eigen::Vector3d offset;                             ///< p_PL: joint centre in the parent link's frame [m]
  double mass = 0.0;                                  ///< [kg]
  Eigen::Vector3d com = Eigen::Vector3d::Zero();      ///< in the link frame [m]
  Eigen::Matrix3d inertia = Eigen::Matrix3d::Zero();  ///< about the centre of mass, link axes [kg m²]
};

/// One point of the sole, where the pad (tissue and shoe) stands on the ground.
struct PadPoint {
  std::string name;
  int link = -1;               ///< of the right side that carries it: foot or toes; the left side is its mirror
  Eigen::Vector3d position;    ///< in that link's frame, unloaded [m]; the left foot mirrors z
  Zone zone = Zone::heel;      ///< whose midsole it stands on
  double share = 0.0;          ///< κ: stiffness of this point over its zone's [-]; they sum to 1 in each zone
  double tissue = 0.0;         ///< A of the tissue's F = A q² [N/m²]
  double energy_return = 1.0;  ///< share of the energy that compresses the tissue and comes back [-]
};

/// Soft range of a coordinate: outside it the stride pays, inside it does not.
struct Range {
  double low, high;  ///< [rad]
};

/// Constant after build_runner(); shared by all threads. nq = links.size() coordinates, in the order of the links.
struct Runner {
  double mass = 0.0;                 ///< with both shoes [kg]
  double height = 0.0;               ///< [m]
  double leg_length = 0.0;           ///< hip centre to sole, standing [m]
  std::vector<Link> links;           ///< depth first: a parent stands before its children
  std::vector<PadPoint> sole;        ///< points of the foot first, then those of the toes
  std::vector<double> torque_scale;  ///< nq: the moment that costs 1 in the stride [N·m]; 0 for the six of the pelvis
  std::vector<Range> range;          ///< nq
  std::vector<double>
      stiffness;  ///< nq: what joint and shoe give by themselves, moment = -k (q - rest) - c q̇: k [N·m/rad]
  std::vector<double> damping;  ///< nq: c [N·m·s/rad]; both 0 where muscles are left to give it
  std::vector<double> rest;     ///< nq [rad]
  std::vector<int> sprung;      ///< coordinates with such a moment, beside what muscles make: toes
  std::vector<int> mirror;      ///< nq: coordinate on the other side (itself when in the middle)
  std::vector<double>
      mirror_sign;  ///< nq: -1 for those that change sign in a mirror (tz, list, rotations of the middle)

  // Links that others must find. Right first, left second.
  int pelvis = 5, trunk = 8;  ///< last links of pelvis and trunk: those that carry the mass
  std::array<int, 2> thigh{}, shank{}, foot{}, toes{};

  int nq() const { return static_cast<int>(links.size()); }
  double body_weight() const { return mass * gravity; }
  int index(const std::string& name) const;  ///< of a coordinate; CHECKs that it exists

  static constexpr double gravity = 9.80665;  ///< standard gravity [m/s²]
};

/// The tables of models/runner/, as read.
struct RunnerTables;

/// Builds the runner of this mass, height and sex wearing this shoe.
/// Lengths scale with height, masses with mass, inertias with mass × height², moments and joint stiffness with mass ×
/// height. The shoe's mass is added to the feet, its bending stiffness to the toe joints. The soles stand lower
/// by what the shoe is thicker than the standard one.
Runner build_runner(const RunnerTables& tables, const RunnerOptions& options, const ShoeOptions& shoe);

/// How much higher b's shoes make the same body stand than a's, mean over the sole [m].
double raised(const Runner& a, const Runner& b);

}  // namespace psoas
