// Which numbers does the field read off a landing? Impact peak, loading rates and shock, each by one named definition:
// definitions of the loading rate alone differ three- to fivefold.
#pragma once

#include <Eigen/Core>

#include "sim/impact/landing.h"

namespace psoas {

/// A series low-passed without lag: Butterworth of second order there and back, |H(f)| = 1 / (1 + (f/f_c)⁴), the ends
/// continued as point images of the series. @param cutoff  f_c [Hz]; 0 returns the series unchanged
Eigen::RowVectorXd low_pass_series(const Eigen::RowVectorXd& x, double step, double cutoff);

/// Curves at landing_points instants, 1 ms apart, landing_first ms from touch-down; filtered as the options say.
struct LandingCurves {
  Eigen::MatrixXd force;             ///< 3: world axes [N]
  Eigen::RowVectorXd tibia, pelvis;  ///< as in LandingRecord [m/s²]
  Eigen::RowVectorXd path_force;     ///< of the stride, unfiltered [N]
};
LandingCurves landing_curves(const LandingRecord& record, const ImpactOptions& options);

/// How does the vertical force show the impact?
enum class ImpactKind {
  none,      ///< it rises to the active peak without a break
  shoulder,  ///< it goes on rising, but its slope has a minimum
  peak       ///< it has a maximum of its own
};

/// Read off the filtered curves, the impact being sought from touch-down to impact_end. NaN where there is
/// none.
struct LandingMeasures {
  ImpactKind kind = ImpactKind::none;
  double peak = 0.0;       ///< vertical force at that maximum, or at the shoulder's least slope [N]
  double peak_time = 0.0;  ///< from touch-down [s]
  /// Vertical average loading rate: slope of the vertical force between 20 and 80 % of the time from touch-down to
  /// peak_time [Milner 2006]; where there is neither peak nor shoulder, to 13 % of contact [Samaan 2014]. [N/s]
  double average_rate = 0.0;
  double instantaneous_rate = 0.0;   ///< largest slope between successive milliseconds in that window [N/s]
  double tibia = 0.0, pelvis = 0.0;  ///< largest accelerations from touch-down to impact_end [m/s²]
  double touch_down_velocity = 0.0;  ///< vertical, of the foot's centre of mass at touch-down [m/s]
  /// Mass that stops with the foot: impulse of the vertical force up to the peak or shoulder over the foot's change of
  /// velocity and gravity's [Lieberman 2010]. [kg]
  double effective_mass = 0.0;
  double departure = 0.0;  ///< rms distance of the vertical force from the stride's own, touch-down to impact_end [N]
};
inline constexpr double impact_end = 0.050;  ///< from touch-down: what comes later is the active part [Nordin 2017] [s]
inline constexpr double impact_fall = 0.01;  ///< by which the force falls after a peak, of body weight [-]

LandingMeasures measure_landing(const LandingRecord& record, const ImpactOptions& options, double contact_time,
                                double body_weight);

}  // namespace psoas
