// How do people run? Measured motion, averaged over runners, as Fourier series over the stride at three speeds.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "models/runner.h"

namespace psoas {

/// The measured stride at one speed for one runner: periodic, left-right symmetric, in the coordinates of the Runner.
/// phase runs from 0 to 1 over one full stride, 0 = right foot contact; the left side is the right half a stride later.
struct ReferenceStride {
  double speed = 0.0;            ///< [m/s]
  double slope = 0.0;            ///< angle by which the ground rises forward [rad]; all else is given along the ground
  double step_duration = 0.0;    ///< half a stride [s]
  double duty_factor = 0.0;      ///< contact time of one foot over stride time [-]
  double lean = 0.0;             ///< mean forward lean of the trunk from neutral standing [rad]
  Eigen::MatrixXd cosine, sine;  ///< nq x (harmonics + 1): q(phase) = Σ_h cosine_h cos 2πhφ + sine_h sin 2πhφ
  Eigen::MatrixXd force_sine;    ///< 3 x harmonics b: ground force on the right foot [BW], x forward y up z right:
                               ///< F(u) = Σ_h b_h sin hπu over contact, u = phase / duty_factor in 0..1, zero outside

  /// Coordinates at a phase [rad, m]; pelvis tx is relative to speed × time, ty is the height of the pelvis origin.
  Eigen::VectorXd q(double phase) const;
  /// Ground force on the right foot [BW]; zero outside contact.
  Eigen::Vector3d force(double phase) const;
};

struct ReferenceTables;

/// Interpolates (and, gently, extrapolates) the tables in speed by dynamic similarity: lengths scale with height, times
/// with its root, and the tables are entered at the speed of equal Froude number v²/(g·height) [Alexander & Jayes
/// 1983], and the stride is put on the slope (models/slope.h), its force left as it is on level ground. The
/// pelvis stands so high that the right foot just sinks into its pad during contact; the stride solver settles it.
/// @param slope  angle by which the ground rises forward [rad]
ReferenceStride build_reference(const ReferenceTables& tables, const Runner& runner, double speed, double slope = 0.0);

}  // namespace psoas
