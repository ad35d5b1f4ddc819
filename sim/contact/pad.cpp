// What is under one point of the sole?
#include "sim/contact/pad.h"

#include <cmath>

namespace psoas {

Pad make_pad(const PadPoint& point, const ShoeOptions& shoe, double friction) {
  Pad pad{midsole(shoe, point.zone), point.tissue, loss_of(point.energy_return), friction};
  // A medial post is stiffer under the inner half of the heel; both halves together stay as stiff.
  const double inner = shoe.medial_support;
  double side = 1.0;
  if (point.zone == Zone::heel) side = (point.position.z() < 0.0 ? 2.0 * inner : 2.0) / (1.0 + inner);
  pad.midsole.stiffness *= point.share * side;
  return pad;
}

Pad between(const Pad& from, const Pad& to, double fraction) {
  const auto linear = [fraction](double a, double b) { return a + fraction * (b - a); };
  const auto in_logarithm = [fraction](double a, double b) { return a * std::pow(b / a, fraction); };
  return {{.stiffness = in_logarithm(from.midsole.stiffness, to.midsole.stiffness),
           .depth = linear(from.midsole.depth, to.midsole.depth),
           .stiffening = linear(from.midsole.stiffening, to.midsole.stiffening),
           .loss = linear(from.midsole.loss, to.midsole.loss)},
          in_logarithm(from.tissue, to.tissue),
          linear(from.tissue_loss, to.tissue_loss),
          linear(from.friction, to.friction)};
}

}  // namespace psoas
