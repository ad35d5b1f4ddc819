// What follows from the options of a shoe: the height of each zone of its sole, and what its distance has done to it?
#pragma once

#include "models/options.h"

namespace psoas {

/// Parts of a sole, each with a midsole of its own.
enum class Zone { heel, midfoot, forefoot };

/// Height of the midsole, unloaded [m]. The drop is at most the heel's.
double thickness(const ShoeOptions& shoe, Zone zone);

/// Stiffness of a midsole run for `distance` over that of a new one [-], 1 or more. What three sources measured after
/// 500 km differs 20-fold, so the metric is a choice, and each becomes a stiffness by the same rule, an impact of given
/// energy on a spring: peak force and pressure grow with √K, the energy taken up to a given force falls with 1/K.
///   impact_force  peak force in an impact test of shoes worn by runners, +4.88 % (3.4 to 6.4)        [Wang 2010]
///   absorption    energy absorbed by a machine's shoes, 75/67/60 % of new after 50/150/500 miles      [Cook 1985]
///   pressure      peak pressure under the foot of a few runners, +100 %                             [Verdejo 2004]
/// Between and beyond, loss grows with distance^0.21, the power through Cook's first and last number; that the other
/// two grow alike is an assumption. Thickness and energy return are left as they are new.
double worn_stiffness(WearMetric metric, double distance);

}  // namespace psoas
