// Which foam is under each zone of a shoe?
#include "sim/contact/midsole.h"

#include <algorithm>

namespace psoas {

double loss_of(double energy_return) {
  // m v dv = -F_e (1 + h s) dx separates, whatever the curve: ∫ v/(1 + h s) dv from rest to landing equals ∫ v/(1 - h
  // s) dv from rest to leaving. To first order in 1 - s, which is small but for slow v that weigh little,
  //   ∫ v/(1 + h s) dv = u²/(2 (1 + h)) + h D(u)/(1 + h)²,  D(u) = ∫ v (1 - s) dv.
  const auto slow = [](double u) {
    const double e = turning_speed;
    return 0.5 * (u * u - u * std::sqrt(u * u + e * e) + e * e * std::asinh(u / e));
  };
  const double u = stated_at, w = u * std::sqrt(energy_return), D_u = slow(u), D_w = slow(w);
  const auto excess = [&](double h) {
    const double in = 1.0 + h, out = 1.0 - h;
    return 0.5 * w * w / out - h * D_w / (out * out) - 0.5 * u * u / in - h * D_u / (in * in);
  };
  // A secant from the answer for fast cycles; four steps are exact to 1e-12.
  double h0 = (1.0 - energy_return) / (1.0 + energy_return), h = 1.02 * h0, e0 = excess(h0);
  for (int step = 0; step < 6; ++step) {
    const double e = excess(h);
    if (e == e0) break;
    const double next = h - e * (h - h0) / (e - e0);
    h0 = h, e0 = e, h = next;
  }
  return h;
}

double compression_under(const Midsole& m, double force) {
  // K b y (1 - (1 - w) y) = F (1 - y): the smaller root of (1 - w) y² - (1 + f) y + f, f = F/(K b), written so that it
  // holds for w = 1 as well.
  const double f = force / (m.stiffness * m.depth), half = 0.5 * (1.0 + f);
  return m.depth * f / (half + std::sqrt(half * half - (1.0 - m.stiffening) * f));
}

Midsole midsole(const ShoeOptions& shoe, Zone zone) {
  const double worn = worn_stiffness(shoe.wear_metric, shoe.distance);
  const auto between = [](double a, double b) { return 0.5 * (a + b); };
  constexpr double least_depth = 1e-6;  // [m]; barefoot: the foam is flat at once
  const double heel_depth = shoe.heel_densification * thickness(shoe, Zone::heel);
  const double forefoot_depth = shoe.forefoot_densification * thickness(shoe, Zone::forefoot);
  Midsole m;
  switch (zone) {
    case Zone::heel:
      m = {shoe.heel_stiffness, heel_depth, shoe.heel_stiffening, loss_of(shoe.heel_energy_return)};
      break;
    case Zone::midfoot:
      m = {shoe.midfoot_stiffness, between(heel_depth, forefoot_depth),
           between(shoe.heel_stiffening, shoe.forefoot_stiffening),
           loss_of(between(shoe.heel_energy_return, shoe.forefoot_energy_return))};
      break;
    case Zone::forefoot:
      m = {shoe.forefoot_stiffness, forefoot_depth, shoe.forefoot_stiffening, loss_of(shoe.forefoot_energy_return)};
      break;
  }
  m.stiffness *= worn;
  m.depth = std::max(m.depth, least_depth);
  return m;
}

}  // namespace psoas
