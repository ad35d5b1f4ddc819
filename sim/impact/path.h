// Where does the stride want the joints at any instant, and with which moments? Its own spline for the motion, and a
// spline through the knots for the moments.
#pragma once

#include "models/runner.h"
#include "sim/contact/foot.h"
#include "sim/stride/solution.h"

namespace psoas {

/// A solved stride around one foot's touch-down as a function of time; time 0 is the stride's first knot.
struct LandingPath {
  Eigen::MatrixXd control;         ///< nq x N control points of coordinates
  Eigen::MatrixXd moment, slow;    ///< of joint moments, as the stride has them and below slow_moment_cutoff
  double interval = 0.0;           ///< between knots [s]
  double speed = 0.0;              ///< [m/s]
  std::size_t foot = 0;            ///< that lands: 0 right, 1 left
  Eigen::Vector3d lift;            ///< what the slope of the ground adds to g along y: g (up - y) [m/s²]
  double first = 0.0, last = 0.0;  ///< times between which it may be asked [s]
};

/// The path at one instant, nq each.
struct PathPoint {
  Eigen::VectorXd q, qd, qdd, tau, slow;
};

/// @param ground  under the foot that lands: the left one only of a whole stride
LandingPath landing_path(const Runner& runner, const StrideSolution& stride, const Ground& ground);
void path_at(const LandingPath& path, double time, PathPoint& out);

/// Vertical force from which on the foot counts as on the ground [N], as in the reference data [Fukuchi 2017].
inline constexpr double touch_down_force = 20.0;

/// When the vertical force on the path itself first exceeds that [s]; NaN when it does at its start, or never.
double touch_down_time(const LandingPath& path, const Runner& runner, const Ground& ground);

}  // namespace psoas
