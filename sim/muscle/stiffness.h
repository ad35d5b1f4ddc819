// Does the spine spring back when it is nudged, or does it buckle? Its stiffness about the 18 level axes in one frame.
//
//   K(F) = Hessian of the potential energy in the level angles θ = -∂(moment)/∂θ
//        = Σ F_i ∂²l_i/∂θ²           pull that turns with the spine (l: length of the muscle's path)
//        + Σ (q F_i / l_i) r_i r_i'  short-range stiffness of active muscle        [Bergmark 1989; Cholewicki 1996]
//        + discs and ligaments       tangent of their curves, times 1 + compression / 1 kN
//        + belt                      between pelvis and thorax, against flexion and bending
//        - Σ f ∂²c/∂θ²               gravity and inertia f of what stands above, at c: what wants to topple
//
// It is linear in F exactly, so "stiff enough against the nudge v", v'K(F)v ≥ k, is one linear row of the sharing
// programme. Held still: the pelvis, the legs, and every force as it is in P. Left out: moments that are not made by a
// force (spin of the thorax, the couple of arms that swing), the pressure's own stiffness, reflexes, damping.
#pragma once

#include <Eigen/Core>
#include <array>
#include <vector>

#include "models/spine.h"
#include "sim/muscle/geometry.h"

namespace psoas {

using LevelVector = Eigen::Matrix<double, level_axis_count, 1>;
using LevelMatrix = Eigen::Matrix<double, level_axis_count, level_axis_count>;

/// Both are assumptions of the project within published ranges; show what another choice does.
struct StiffnessOptions {
  /// q: stiffness of active muscle over its force and length, k = q F / l, l the whole path with its tendon [-]
  /// [Bergmark 1989]; 10 after [Cholewicki 1996], who found stability to hang on it.
  double short_range = 10.0;
  double disc_stiffening = 1e-3;  ///< rise of the passive stiffness per newton of compression, over itself [1/N]
};

/// What is above a level hangs on one body: gravity and inertia m (g - a), and where they act, in P.
struct DeadLoad {
  Eigen::Vector3d force;  ///< [N]
  Eigen::Vector3d point;  ///< [m]
};

/// What stands on the spine in one frame, muscles aside.
struct SpineLoads {
  std::array<DeadLoad, level_count> dead;             ///< on the upper body of each level: L5 ... L1, thorax
  Eigen::Matrix<double, level_count, 1> compression;  ///< of each disc, were all muscles slack [N]
};

/// All that K needs to know of one frame but F. Sized once, reused for all frames.
struct StiffnessTerms {
  /// One straight piece of a muscle, between a body below level `low` and one above level `high` - 1.
  struct Piece {
    int muscle, low, high;
    Eigen::Vector4d point;             ///< upper end b in P, and 1
    Eigen::Vector3d direction;         ///< u from the lower end to b
    Eigen::Matrix<double, 6, 1> line;  ///< (b × u, u)
    double per_length;                 ///< 1 / length of the piece [1/m]
  };
  std::vector<Piece> pieces;
  std::vector<int> muscles;                          ///< those that cross a level
  Eigen::VectorXd short_range;                       ///< nm: q / length of the whole muscle [1/m]
  Eigen::Matrix<double, 6, level_axis_count> twist;  ///< (a, J × a) of each axis a through J
  SpineLoads loads;
  LevelVector passive;  ///< stiffness of discs and ligaments, unloaded [N·m/rad]
  Eigen::Matrix<double, level_count, level_axis_count> press;  ///< compression = loads.compression + press · pull
  double disc_stiffening = 0.0;
  double belt = 0.0;  ///< couple of a support belt by all levels' flexion or bending together [N·m/rad]
};

/// Collects what a frame gives. Never allocates after the first call.
void stiffness_terms(const Spine& spine, const SpinePose& pose, const MuscleGeometry& geometry, const SpineLoads& loads,
                     const StiffnessOptions& options, StiffnessTerms& terms);

/// K(F) [N·m/rad], rows (z, x, y) of each level, L5-S1 first; symmetric. F: nm [N].
LevelMatrix spine_stiffness(const StiffnessTerms& terms, const MuscleGeometry& geometry,
                            const Eigen::Ref<const Eigen::VectorXd>& F);

/// Stiffness against every nudge of unit size (root of the sum of squared angles), softest first.
struct Modes {
  LevelVector stiffness;  ///< eigenvalues of K, ascending [N·m/rad]; the first below zero: the spine buckles
  LevelMatrix nudge;      ///< columns: its eigenvectors [rad]
};
Modes modes(const LevelMatrix& K);

/// v'K(F)v = constant + per_newton · F, so that v'K(F)v ≥ k is a linear row in F.
struct StabilityCut {
  Eigen::VectorXd per_newton;  ///< nm [m/rad]
  double constant = 0.0;       ///< [N·m/rad]
};
/// @param nudge  v [rad]
void stability_cut(const StiffnessTerms& terms, const MuscleGeometry& geometry, const LevelVector& nudge,
                   StabilityCut& cut);

}  // namespace psoas
