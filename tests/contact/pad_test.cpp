// Does one point of the sole push as tissue and midsole in series do, give back what it should, and never pull?
#include "sim/contact/pad.h"

#include <gtest/gtest.h>

#include <iostream>
#include <numbers>

#include "tests/contact/made_up_shoes.h"

namespace psoas {
namespace {

double pushing(const Pad& pad, double p, double p_dot = 0.0) { return pad_force(pad, p, p_dot, 0.0, 0.0).y; }

/// The series law by bisection on the force, from each material's own curve: independent of the product's polynomial.
double slow_series(const Pad& pad, double p, double s) {
  const double c = 1.0 + pad.midsole.loss * s, c_tissue = 1.0 + pad.tissue_loss * s;
  double low = 0.0, high = c_tissue * pad.tissue * p * p;
  for (int i = 0; i < 200; ++i) {
    const double F = 0.5 * (low + high);
    const double depth = compression_under(pad.midsole, F / c) + std::sqrt(F / (c_tissue * pad.tissue));
    (depth < p ? low : high) = F;
  }
  return 0.5 * (low + high);
}

// Four steps of Halley's method must do for every pad a study can ask for, at every depth the solver may try.
TEST(Pad, TissueAndMidsoleCarryTheSameForceAndAddTheirCompressions) {
  double worst = 0.0;
  for (const Pad& pad : many_pads(300)) {
    for (const double p : {1e-5, 1e-4, 1e-3, 3e-3, 6e-3, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.3}) {
      for (const double s : {-1.0, 0.0, 0.7, 1.0}) {
        const double exact = slow_series(pad, p, s), found = series_force(pad, p, s).force;
        worst = std::max(worst, std::abs(found - exact) / exact);
        EXPECT_NEAR(found, exact, 1e-7 * exact) << p << " m, s " << s << ", K " << pad.midsole.stiffness << ", b "
                                                << pad.midsole.depth << ", w " << pad.midsole.stiffening;
      }
    }
  }
  std::cout << "largest error of the series force: " << worst << " of it\n";
}

// Central differences of the slow series: h² truncation, 1e-9 of rounding.
TEST(Pad, SlopesOfTheSeriesAreItsDerivatives) {
  for (const Pad& pad : many_pads(50)) {
    for (const double p : {1e-3, 5e-3, 0.012, 0.025}) {
      for (const double s : {-0.8, 0.1, 0.8}) {
        const SeriesForce<double> law = series_force(pad, p, s);
        const double h = 1e-6 * p,
                     by_p = (series_force(pad, p + h, s).force - series_force(pad, p - h, s).force) / (2 * h);
        EXPECT_NEAR(law.by_depth, by_p, 1e-6 * by_p + 1e-6 * law.force / p);
        const double by_s = (series_force(pad, p, s + 1e-6).force - series_force(pad, p, s - 1e-6).force) / 2e-6;
        EXPECT_NEAR(law.by_sign, by_s, 1e-6 * law.force);
      }
    }
  }
}

TEST(Pad, LanesAndDualsAreTheLawOfOneDepth) {
  for (const Pad& pad : many_pads(20)) {
    Lanes p(0.0), v(0.0), slide(0.3);
    for (int i = 0; i < lane_count; ++i) p.set(i, -0.003 + 0.003 * i), v.set(i, 0.2 * (i - 3));
    using D = Dual<Lanes, 4>;
    const Vec3<D> many =
        pad_force(pad, D::variable(p, 0), D::variable(v, 1), D::variable(slide, 2), D::variable(slide, 3));
    for (int i = 0; i < lane_count; ++i) {
      const Vec3<double> one = pad_force(pad, p[i], v[i], 0.3, 0.3);
      EXPECT_NEAR(many.y.value[i], one.y, 1e-12 * one.y);
      EXPECT_NEAR(many.x.value[i], one.x, 1e-12 * one.y);
      const double h = 1e-7;
      const double by_p = (pushing(pad, p[i] + h, v[i]) - pushing(pad, p[i] - h, v[i])) / (2 * h);
      EXPECT_NEAR(many.y.slope[0][i], by_p, 1e-5 * by_p + 1e-4);
      const double by_v = (pushing(pad, p[i], v[i] + h) - pushing(pad, p[i], v[i] - h)) / (2 * h);
      EXPECT_NEAR(many.y.slope[1][i], by_v, 1e-5 * std::abs(by_v) + 1e-4);
    }
  }
}

// What rounding the corner costs: a point level with the ground feels ε ln 2 = 0.35 mm of depth.
TEST(Pad, LevelWithTheGroundFeelsNextToNothing) {
  for (const Pad& pad : many_pads(300)) {
    EXPECT_NEAR(pushing(pad, 0.0), slow_series(pad, onset * std::numbers::ln2, 0.0), 1e-6);
    EXPECT_LT(pushing(pad, 0.0), 8.0);  // N; a running step has 300 N and more under each point
    for (const double p_dot : {-10.0, 0.0, 3.0}) EXPECT_LT(pushing(pad, -0.005, p_dot), 1e-4);
  }
}

TEST(Pad, NeverPullsAndPushesHarderTheDeeperAndTheFasterItGoesIn) {
  for (const Pad& pad : many_pads(30)) {
    for (const double p_dot : {-30.0, -1.25, -0.05, 0.0, 0.05, 2.0}) {
      double before = 0.0;
      for (double p = -0.02; p < 0.06; p += 1e-4) {
        const double F = pushing(pad, p, p_dot);
        EXPECT_GE(F, before) << p << " m " << p_dot << " m/s";
        EXPECT_GE(pushing(pad, p, p_dot + 0.1), F);
        before = F;
      }
    }
  }
}

TEST(Pad, FrictionOpposesSlipWithinItsBound) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> u(-1.0, 1.0);
  for (const Pad& pad : many_pads(5)) {
    for (int trial = 0; trial < 200; ++trial) {
      const double v_x = 3.0 * u(random), v_z = 3.0 * u(random);
      const Vec3<double> F = pad_force(pad, 0.015 * u(random), u(random), v_x, v_z);
      EXPECT_LE(F.x * v_x + F.z * v_z, 0.0);                                // takes energy
      EXPECT_NEAR(F.x * v_z - F.z * v_x, 0.0, 1e-12 * F.y);                 // straight against the slip
      EXPECT_LE(std::hypot(F.x, F.z), pad.friction * F.y * (1.0 + 1e-12));  // Coulomb's bound
    }
    const Vec3<double> F = pad_force(pad, 0.01, 0.0, slip_speed, 0.0);
    EXPECT_NEAR(-F.x, pad.friction * F.y / std::numbers::sqrt2, 1e-9 * F.y);  // 71 % at v_s
  }
}

/// Work taken in and given back by a press to `deepest` and release, both much faster than the turning speed.
double returned(const Pad& pad, double deepest) {
  double in = 0.0, back = 0.0;
  const int steps = 2000;
  for (int i = 0; i < steps; ++i) {
    const double p = deepest * (i + 0.5) / steps;
    in += pushing(pad, p, 50.0), back += pushing(pad, p, -50.0);
  }
  return back / in;
}

// Two materials that return the same share return it in series too, whatever their curves; else the series lies
// between.
TEST(Pad, ReturnsWhatItsMaterialsReturn) {
  for (Pad pad : many_pads(100)) {
    const double tissue = (1 - pad.tissue_loss) / (1 + pad.tissue_loss);
    const double foam = (1 - pad.midsole.loss) / (1 + pad.midsole.loss);
    for (const double deepest : {0.004, 0.01, 0.02}) {
      EXPECT_GT(returned(pad, deepest), std::min(tissue, foam) - 2e-3);
      EXPECT_LT(returned(pad, deepest), std::max(tissue, foam) + 2e-3);
    }
    pad.tissue_loss = pad.midsole.loss;
    EXPECT_NEAR(returned(pad, 0.01), foam, 1e-4);
  }
}

}  // namespace
}  // namespace psoas
