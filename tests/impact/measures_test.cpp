// Are peak, loading rates and filter what their definitions say, on curves whose answer is known?
#include "sim/impact/measures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace psoas {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double body_weight = 700.0, contact_time = 0.25;

/// A landing whose vertical force is f(t) from 15 ms on.
template <class F>
LandingRecord record_of(F f) {
  LandingRecord record;
  record.step = 1e-3, record.contact = 0.015;
  const Eigen::Index n = 120;
  record.force.setZero(3, n);
  record.tibia = record.pelvis = record.foot_velocity = record.path_force = Eigen::RowVectorXd::Zero(n);
  for (Eigen::Index k = 0; k < n; ++k) {
    const double t = 1e-3 * static_cast<double>(k) - 0.015;
    record.force(1, k) = t > 0.0 ? f(t) : 0.0;
    record.foot_velocity[k] = -1.0 + std::clamp(t / 0.025, 0.0, 1.0);  // stopped after 25 ms
  }
  return record;
}
ImpactOptions unfiltered() {
  ImpactOptions options;
  options.force_filter = options.acceleration_filter = 0.0;
  return options;
}

// 1000 N after 25 ms on a straight way up, down to 700 N at 40 ms, then up again.
TEST(Measures, ReadPeakAndRatesOffAStraightRise) {
  const LandingRecord record = record_of([](double t) {
    return t < 0.025 ? 4e4 * t : t < 0.04 ? 1000.0 - 2e4 * (t - 0.025) : 700.0 + 2e4 * (t - 0.04);
  });
  const LandingMeasures m = measure_landing(record, unfiltered(), contact_time, body_weight);
  EXPECT_EQ(m.kind, ImpactKind::peak);
  EXPECT_NEAR(m.peak, 1000.0, 1e-9);
  EXPECT_NEAR(m.peak_time, 0.025, 1e-12);
  EXPECT_NEAR(m.average_rate, 4e4, 1e-6);
  EXPECT_NEAR(m.instantaneous_rate, 4e4, 1e-6);
  EXPECT_NEAR(m.touch_down_velocity, -1.0, 1e-12);
  // 12.5 N·s stop 1 m/s in 25 ms.
  EXPECT_NEAR(m.effective_mass, 12.5 / (1.0 + Runner::gravity * 0.025), 1e-9);
}

// A rise that slows to a twentieth at 30 ms and quickens again: no maximum, but a shoulder.
TEST(Measures, AShoulderIsNoPeak) {
  const LandingRecord record = record_of([](double t) {
    // slope: 2e4 (1 + cos(π t / 30 ms)) + 2e3, least at 30 ms
    return 2.2e4 * t + 2e4 * 0.03 / pi * std::sin(pi * t / 0.03);
  });
  const LandingMeasures m = measure_landing(record, unfiltered(), contact_time, body_weight);
  EXPECT_EQ(m.kind, ImpactKind::shoulder);
  EXPECT_NEAR(m.peak_time, 0.030, 1.1e-3);
  EXPECT_GT(m.instantaneous_rate, m.average_rate);
}

// Nothing but the rise to the active peak: no impact, and rates over 13 % of contact.
TEST(Measures, AHalfSineHasNoImpact) {
  const double omega = pi / contact_time;
  const LandingRecord record = record_of([&](double t) { return 1700.0 * std::sin(omega * t); });
  const LandingMeasures m = measure_landing(record, unfiltered(), contact_time, body_weight);
  EXPECT_EQ(m.kind, ImpactKind::none);
  EXPECT_TRUE(std::isnan(m.peak) && std::isnan(m.peak_time) && std::isnan(m.effective_mass));
  const double from = 0.2 * 0.13 * contact_time, to = 0.8 * 0.13 * contact_time;
  const double slope = 1700.0 * (std::sin(omega * to) - std::sin(omega * from)) / (to - from);
  EXPECT_NEAR(m.average_rate, slope, 2e-3 * slope);  // straight between milliseconds
}

// |H| = 1/(1 + (f/f_c)⁴) and no lag: half at the cut-off, and a peak stays where it is.
TEST(Filter, HalvesTheCutOffAndDelaysNothing) {
  const Eigen::Index n = 1000;
  for (const double cutoff : {20.0, 50.0}) {
    for (const double f : {0.0, 0.5 * cutoff, cutoff, 2.0 * cutoff}) {
      Eigen::RowVectorXd x(n);
      for (Eigen::Index k = 0; k < n; ++k) x[k] = std::cos(2 * pi * f * 1e-3 * static_cast<double>(k - n / 2));
      const Eigen::RowVectorXd y = low_pass_series(x, 1e-3, cutoff);
      Eigen::Index top;
      y.segment(n / 2 - 2, 5).maxCoeff(&top);
      if (f > 0.0) {
        EXPECT_EQ(top, 2);
      }
      // The bilinear transform bends frequencies by tan: 3 % of gain at twice 50 Hz of a kilohertz.
      EXPECT_NEAR(y[n / 2], 1.0 / (1.0 + std::pow(f / cutoff, 4)), 0.01) << f << " of " << cutoff;
    }
  }
  const Eigen::RowVectorXd line = Eigen::RowVectorXd::LinSpaced(200, -3.0, 5.0);
  EXPECT_LT((low_pass_series(line, 1e-3, 30.0) - line).norm(), 1e-3);  // ends continue as they came
  EXPECT_EQ(low_pass_series(line, 1e-3, 0.0), line);
}

}  // namespace
}  // namespace psoas
