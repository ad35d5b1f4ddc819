// See axis.h.
#include "analysis/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace psoas {

Extent range_of(const std::vector<double>& values, double share_below, double share_above) {
  Extent range{INFINITY, -INFINITY};
  for (double value : values) {
    if (!std::isfinite(value)) continue;
    range.low = std::min(range.low, value);
    range.high = std::max(range.high, value);
  }
  if (range.low > range.high) return {};
  const double least = 1e-3 * std::max(1e-3, std::abs(range.high));  // all values equal: still a range
  const double distance = std::max(range.high - range.low, least);
  return {range.low - share_below * distance, range.high + share_above * distance};
}

double round_step(const Extent& range, int marks) {
  const double rough = (range.high - range.low) / marks;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double best = power;
  for (double step : {2.0, 5.0, 10.0}) {
    if (std::abs(std::log(step * power / rough)) < std::abs(std::log(best / rough))) best = step * power;
  }
  return best;
}

std::string axis_script(const std::string& axis, const Extent& range, int marks) {
  return fmt::format("set {0}range [{1:.6g}:{2:.6g}]\nset {0}tics {3:.6g} format \"%g\"\n", axis, range.low, range.high,
                     round_step(range, marks));
}

std::string log_axis_script(const std::string& axis, const Extent& range) {
  std::string marks;
  const double decades = std::log10(range.high / range.low);
  for (int power = static_cast<int>(std::floor(std::log10(range.low))); power <= std::log10(range.high); ++power) {
    for (int digit : {1, 2, 5}) {
      const double mark = digit * std::pow(10.0, power);
      const bool named = decades < 2 || digit == 1;  // beyond two decades only the powers have room
      if (mark < range.low || mark > range.high) continue;
      marks += fmt::format("{}{} {:.6g}{}", marks.empty() ? "" : ", ", named ? fmt::format("\"{:g}\"", mark) : "\"\"",
                           mark, named ? "" : " 1");
    }
  }
  return fmt::format("set logscale {0}\nset {0}range [{1:.6g}:{2:.6g}]\nset {0}tics ({3})\n", axis, range.low,
                     range.high, marks);
}

std::string weights_script(const std::string& axis, const Extent& range_kN, double body_weight, int marks) {
  const int side = axis == "y2" ? 8 : 4;  // gnuplot's numbers for the right and the upper border; 3 is left and lower
  if (body_weight <= 0.0) return fmt::format("unset {}tics\nset border 3\n", axis);
  const Extent weights{range_kN.low * 1000 / body_weight, range_kN.high * 1000 / body_weight};
  return axis_script(axis, weights, marks) + fmt::format("set border {}\n", 3 + side);
}

}  // namespace psoas
