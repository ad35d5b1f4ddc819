// Which programme does one frame of a stride pose? Rows that must balance, muscles that can pull, and what pressure and
// stability add to both.
//
//   rows     18 level axes, or 3 of the lumbar joint; 10 axes of the legs; the abdominal wall; cuts of stability
//   columns  active force of each muscle; pressure on the diaphragm; what the wall and the cuts have beyond need
#pragma once

#include <Eigen/Core>

#include "models/spine.h"
#include "sim/muscle/fibre.h"
#include "sim/muscle/geometry.h"
#include "sim/sharing/options.h"
#include "sim/sharing/programme.h"
#include "sim/sharing/strength.h"

namespace psoas {

inline constexpr int leg_row_count = balance_count - level_axis_count;

/// What one frame is about. Sized once, reused for all frames.
struct Frame {
  SpinePose pose;
  MuscleGeometry geometry;
  FibreState fibres;
  Eigen::Matrix<double, balance_count, 1> demand;  ///< what muscles and pressure must make together [N·m]
  double change_weight = 0.0;                      ///< κ of activation.h; 0: frames stand alone [-]
  Eigen::VectorXd a_mean;                          ///< nm: mean activation in the neighbouring frames, where κ > 0 [-]
};

struct FrameProgramme {
  Eigen::MatrixXd R;         ///< rows x columns [m], the wall's in N·m per N
  ShareProgramme programme;  ///< of active forces less `usual`; what passive fibres and `usual` make is off its demand
  Eigen::VectorXd capability;  ///< nm: active force at full activation [N]
  Eigen::VectorXd passive;     ///< nm: passive force [N]
  Eigen::VectorXd usual;  ///< nm: active force that costs nothing, by the frames around; 0 where frames stand alone [N]
  Eigen::Index pressure = -1;  ///< column of the force on the diaphragm; -1: no pressure
  int balance_rows = 0;        ///< before the wall and the cuts
};

/// A row that must reach at least `least`: what it has beyond costs nothing [rows as in stiffness.h].
struct Cut {
  Eigen::VectorXd per_newton;  ///< nm
  double least = 0.0;          ///< for active forces
};

/// Rows and columns of this frame, without cuts. Allocates only when the shape changes.
void pose_programme(const Spine& spine, const Frame& frame, const Strength& strength, const CoreOptions& core,
                    const SharingOptions& options, FrameProgramme& out);

/// One more row, Σ per_newton F ≥ least, with a column for what it has beyond.
void add_cut(const Cut& cut, FrameProgramme& out);

/// Legs first: the programme of the ten rows of the legs alone decides psoas, which is then fixed in `out`.
void fix_psoas(const Spine& spine, FrameProgramme& out, ShareSolution& scratch);

}  // namespace psoas
