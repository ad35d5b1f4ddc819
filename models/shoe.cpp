// What follows from the options of a shoe?
#include "models/shoe.h"

#include <algorithm>
#include <cmath>

namespace psoas {

double thickness(const ShoeOptions& shoe, Zone zone) {
  const double forefoot = std::max(shoe.heel_thickness - shoe.drop, 0.0);
  switch (zone) {
    case Zone::heel:
      return shoe.heel_thickness;
    case Zone::midfoot:
      return 0.5 * (shoe.heel_thickness + forefoot);
    case Zone::forefoot:
      break;
  }
  return forefoot;
}

double worn_stiffness(WearMetric metric, double distance) {
  constexpr double mile = 1609.344;            // [m]
  constexpr double first = 0.25, last = 0.40;  // absorption lost after 50 and 500 miles [Cook 1985]
  constexpr double measured = 500e3;           // where the other two were measured [m]
  constexpr double force = 0.0488;             // [Wang 2010]
  constexpr double pressure = 1.0;             // [Verdejo 2004]
  const double power = std::log10(last / first);
  switch (metric) {
    case WearMetric::impact_force:
      return 1.0 + ((1.0 + force) * (1.0 + force) - 1.0) * std::pow(distance / measured, power);
    case WearMetric::absorption:
      return 1.0 / (1.0 - first * std::pow(distance / (50.0 * mile), power));
    case WearMetric::pressure:
      return 1.0 + ((1.0 + pressure) * (1.0 + pressure) - 1.0) * std::pow(distance / measured, power);
  }
  return 1.0;
}

}  // namespace psoas
