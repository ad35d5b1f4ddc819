// Which numbers does the field read off a landing?
#include "sim/impact/measures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace psoas {
namespace {

using Eigen::Index;
using Eigen::RowVectorXd;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Second-order Butterworth low-pass by the bilinear transform, once through the series, at rest on its first value.
void pass(RowVectorXd& x, double step, double cutoff) {
  const double K = std::tan(std::numbers::pi * cutoff * step), root = std::numbers::sqrt2 * K;
  const double norm = 1.0 / (1.0 + root + K * K), b = K * K * norm;
  const double a1 = 2.0 * (K * K - 1.0) * norm, a2 = (1.0 - root + K * K) * norm;
  double x1 = x[0], x2 = x[0], y1 = x[0], y2 = x[0];
  for (Index k = 0; k < x.size(); ++k) {
    const double y = b * (x[k] + 2.0 * x1 + x2) - a1 * y1 - a2 * y2;
    x2 = x1, x1 = x[k], y2 = y1, y1 = y;
    x[k] = y;
  }
}

/// A series at one time, straight between its columns, held beyond its ends.
double at_time(const RowVectorXd& x, double step, double time) {
  const double at = std::clamp(time / step, 0.0, static_cast<double>(x.size() - 1));
  const auto k = std::min(static_cast<Index>(at), x.size() - 2);
  const double u = at - static_cast<double>(k);
  return (1.0 - u) * x[k] + u * x[k + 1];
}

RowVectorXd resampled(const RowVectorXd& x, const LandingRecord& record) {
  RowVectorXd out(landing_points);
  for (Index k = 0; k < landing_points; ++k)
    out[k] = at_time(x, record.step, record.contact + 1e-3 * static_cast<double>(landing_first + k));
  return out;
}

}  // namespace

RowVectorXd low_pass_series(const RowVectorXd& x, double step, double cutoff) {
  if (cutoff <= 0.0) return x;
  // Two periods of the cut-off continue the ends: by then the filter's memory has died down.
  const Index n = x.size(), pad = std::min(n - 1, static_cast<Index>(std::ceil(2.0 / (cutoff * step))));
  RowVectorXd longer(n + 2 * pad);
  longer.segment(pad, n) = x;
  for (Index k = 1; k <= pad; ++k) {
    longer[pad - k] = 2.0 * x[0] - x[k];
    longer[pad + n - 1 + k] = 2.0 * x[n - 1] - x[n - 1 - k];
  }
  pass(longer, step, cutoff);
  longer.reverseInPlace();
  pass(longer, step, cutoff);
  longer.reverseInPlace();
  return longer.segment(pad, n);
}

LandingCurves landing_curves(const LandingRecord& record, const ImpactOptions& options) {
  LandingCurves curves;
  curves.force.resize(3, landing_points);
  for (Index i = 0; i < 3; ++i)
    curves.force.row(i) = resampled(low_pass_series(record.force.row(i), record.step, options.force_filter), record);
  curves.tibia = resampled(low_pass_series(record.tibia, record.step, options.acceleration_filter), record);
  curves.pelvis = resampled(low_pass_series(record.pelvis, record.step, options.acceleration_filter), record);
  curves.path_force = resampled(record.path_force, record);
  return curves;
}

LandingMeasures measure_landing(const LandingRecord& record, const ImpactOptions& options, double contact_time,
                                double body_weight) {
  LandingMeasures out;
  out.peak = out.peak_time = out.effective_mass = nan;
  const LandingCurves curves = landing_curves(record, options);
  const RowVectorXd F = curves.force.row(1).tail(landing_points + landing_first);  // from touch-down, each millisecond
  const auto end = static_cast<Index>(std::lround(1e3 * impact_end));

  // The first maximum after which the force falls; failing that, the first minimum of its slope after the steepest
  // rise.
  Index at = -1;
  for (Index k = 1; k < end && at < 0; ++k) {
    if (F[k] < F[k - 1] || F[k] <= F[k + 1]) continue;
    Index low = k;
    while (low + 1 < F.size() && F[low + 1] <= F[low]) ++low;
    if (F[k] - F[low] > impact_fall * body_weight) at = k, out.kind = ImpactKind::peak;
  }
  if (at < 0) {
    const RowVectorXd rise = F.segment(1, end + 1) - F.head(end + 1);  // in the millisecond after k
    Index steepest;
    rise.maxCoeff(&steepest);
    for (Index k = steepest + 1; k < end && at < 0; ++k)
      if (rise[k] <= rise[k - 1] && rise[k] < rise[k + 1]) at = k, out.kind = ImpactKind::shoulder;
  }

  // Rates between 20 and 80 % of the way there.
  const double way = at > 0 ? 1e-3 * static_cast<double>(at) : 0.13 * contact_time;
  const double from = 0.2 * way, to = 0.8 * way;
  out.average_rate = (at_time(F, 1e-3, to) - at_time(F, 1e-3, from)) / (to - from);
  for (double t = from; t + 1e-3 <= to; t += 1e-3)
    out.instantaneous_rate = std::max(out.instantaneous_rate, 1e3 * (at_time(F, 1e-3, t + 1e-3) - at_time(F, 1e-3, t)));
  out.tibia = curves.tibia.segment(-landing_first, end).maxCoeff();
  out.pelvis = curves.pelvis.segment(-landing_first, end).maxCoeff();
  const auto foot = [&](double time) { return at_time(record.foot_velocity, record.step, record.contact + time); };
  out.touch_down_velocity = foot(0.0);
  if (at > 0) {
    out.peak = F[at];
    out.peak_time = way;
    const double impulse = 1e-3 * (F.head(at + 1).sum() - 0.5 * (F[0] + F[at]));
    out.effective_mass = impulse / (foot(way) - foot(0.0) + Runner::gravity * way);
  }
  const RowVectorXd apart = F.head(end) - curves.path_force.segment(-landing_first, end);
  out.departure = apart.norm() / std::sqrt(static_cast<double>(end));
  return out;
}

}  // namespace psoas
