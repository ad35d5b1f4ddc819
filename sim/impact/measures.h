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

/// Read off the filtered curves. NaN where there is none.
struct LandingMeasures {
  bool transient = false;   ///< the vertical force has a distinct first peak: a maximum before transient_end of contact,
                            ///< after which it falls by more than transient_fall
  double peak = 0.0;        ///< vertical force there [N]
  double peak_time = 0.0;   ///< from touch-down [s]
  /// Vertical average loading rate: slope of the vertical force between 20 and 80 % of the time from touch-down to the
  /// impact peak [Milner 2006]; without a transient, to 13 % of contact [Blackmore 2016]. [N/s]
  double average_rate = 0.0;
  double instantaneous_rate = 0.0;  ///< VILR: the largest slope between successive milliseconds in that window [N/s]
  double tibia = 0.0, pelvis = 0.0;  ///< largest acceleration up to that peak's end [m/s²]
  double touch_down_velocity = 0.0;  ///< vertical, of the foot's centre of mass at touch-down [m/s]
  /// Mass that stops with the foot: impulse of the vertical force up to the peak over the foot's change of velocity
  /// and gravity's [Lieberman 2010]. [kg]
  double effective_mass = 0.0;
};
inline constexpr double transient_end = 0.35;   ///< of contact time: before the active peak [-]
inline constexpr double transient_fall = 0.01;  ///< of body weight [-]

LandingMeasures measure_landing(const LandingRecord& record, const ImpactOptions& options, double contact_time,
                                double body_weight);

}  // namespace psoas
