// Does one point of the sole push as tissue and midsole in series do, give back less than it takes, and never pull?
#include "sim/contact/pad.h"

#include <gtest/gtest.h>

#include <iostream>
#include <numbers>
#include <random>
#include <vector>

namespace psoas {
namespace {

const std::vector<Pad> pads = {
    {.stiffness = 0.4 * 90e3, .tissue = 1.8e7, .dissipation = 0.8, .friction = 0.8},    // heel, standard shoe
    {.stiffness = 0.5 * 90e3, .tissue = 6.0e7, .dissipation = 0.8, .friction = 0.8},    // ball, standard shoe
    {.stiffness = 0.4 * 400e3, .tissue = 1.8e7, .dissipation = 0.8, .friction = 0.9},   // heel, barefoot
    {.stiffness = 0.5 * 45e3, .tissue = 6.0e7, .dissipation = 0.31, .friction = 0.5}};  // ball, super shoe

double normal_force(const Pad& pad, double p, double p_dot = 0.0) { return pad_force(pad, p, p_dot, 0.0, 0.0).y; }

/// Elastic force without smoothing: F of p = F/k + √(F/A), by Newton on √F, so independent of the product's closed
/// form.
double series_force(const Pad& pad, double p) {
  double root = 0.0;  // √F
  for (int i = 0; i < 100; ++i) {
    const double gap = root * root / pad.stiffness + root / std::sqrt(pad.tissue) - p;
    root -= gap / (2.0 * root / pad.stiffness + 1.0 / std::sqrt(pad.tissue));
  }
  return root * root;
}

// Deep in contact the smooth onset adds ε ln(1 + e^(-p/ε)) to the depth, and the no-pull smoothing 1 + 4.5e-6 to the
// force: no more.
TEST(Pad, TissueAndMidsoleAddTheirCompressions) {
  for (const Pad& pad : pads) {
    for (const double p : {0.006, 0.01, 0.015, 0.02, 0.03}) {
      const double F = normal_force(pad, p), exact = series_force(pad, p);
      const double added = onset * std::log1p(std::exp(-p / onset));
      const double slope = (series_force(pad, p + 1e-6) - series_force(pad, p - 1e-6)) / 2e-6;
      EXPECT_NEAR(F - exact, added * slope + 4.54e-6 * exact, 0.05 * added * slope + 1e-8 * exact);
      // In the shoe's working range the law is the series law within 3 %, from 10 mm on within 2 per mille.
      EXPECT_NEAR(F, exact, (p < 0.01 ? 0.03 : 0.002) * exact) << p;
      // Compressions under this force: the midsole's F/k and the tissue's √(F/A) make the depth.
      EXPECT_NEAR(F / pad.stiffness + std::sqrt(F / pad.tissue), p, 1.05 * added + 1e-5 * p);
    }
  }
}

// What the smooth onset makes of the first touch: a point level with the ground feels ε ln 2 = 1.39 mm of depth.
TEST(Pad, LevelWithTheGroundFeelsTheOnsetsDepth) {
  for (const Pad& pad : pads) {
    const double F = normal_force(pad, 0.0);
    EXPECT_NEAR(F, series_force(pad, onset * std::numbers::ln2), 1e-5 * F);
    std::cout << "k " << pad.stiffness / 1e3 << " kN/m, A " << pad.tissue / 1e6 << "e6 N/m²: " << F
              << " N when level with the ground, " << normal_force(pad, 0.01) / series_force(pad, 0.01) - 1.0
              << " too much at 10 mm\n";
    EXPECT_LT(F, 100.0);  // N; a running step has 300 N and more under each point
  }
}

// No force in swing: 10 mm above ground less than 0.1 N a point, even as the foot comes down.
TEST(Pad, DoesNotPushInTheAir) {
  for (const Pad& pad : pads) {
    for (const double p_dot : {-10.0, 0.0, 1.0, 3.0}) {
      const Vec3<double> F = pad_force(pad, -0.010, p_dot, 3.0, 1.0);
      EXPECT_LT(std::hypot(F.x, F.y, F.z), 0.1);
      EXPECT_LT(normal_force(pad, -0.050, p_dot), 1e-6);
    }
  }
}

TEST(Pad, NeverPullsAndPushesHarderTheDeeper) {
  for (const Pad& pad : pads) {
    for (const double p_dot : {-30.0, -5.0, -1.25, -0.5, 0.0, 2.0}) {
      double before = 0.0;
      for (double p = -0.02; p < 0.04; p += 1e-4) {
        const double F = normal_force(pad, p, p_dot);
        EXPECT_GE(F, before) << p << " m " << p_dot << " m/s";
        EXPECT_GE(normal_force(pad, p, p_dot + 0.1), F);  // and the faster it goes in
        before = F;
      }
    }
  }
}

TEST(Pad, FrictionOpposesSlipWithinItsBound) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> u(-1.0, 1.0);
  for (const Pad& pad : pads) {
    for (int trial = 0; trial < 200; ++trial) {
      const double v_x = 3.0 * u(random), v_z = 3.0 * u(random);
      const Vec3<double> F = pad_force(pad, 0.015 * u(random), u(random), v_x, v_z);
      EXPECT_LT(F.x * v_x + F.z * v_z, 0.0);                                // takes energy
      EXPECT_NEAR(F.x * v_z - F.z * v_x, 0.0, 1e-12 * F.y);                 // straight against the slip
      EXPECT_LE(std::hypot(F.x, F.z), pad.friction * F.y * (1.0 + 1e-12));  // Coulomb's bound
    }
    const Vec3<double> F = pad_force(pad, 0.01, 0.0, slip_speed, 0.0);
    EXPECT_NEAR(-F.x, pad.friction * F.y / std::numbers::sqrt2, 1e-9 * F.y);  // 71 % at v_s
  }
}

// Pressed and released by p = p_m sin(πt/T): work taken in and given back, by the midpoint rule.
struct Work {
  double in = 0.0, back = 0.0;
};
Work cycle(const Pad& pad, double depth, double duration) {
  Work work;
  const int steps = 20000;
  for (int i = 0; i < steps; ++i) {
    const double phase = std::numbers::pi * (i + 0.5) / steps;
    const double p = depth * std::sin(phase);
    const double p_dot = depth * std::cos(phase) * std::numbers::pi / duration;
    const double done = normal_force(pad, p, p_dot) * p_dot * duration / steps;
    (done > 0.0 ? work.in : work.back) += std::abs(done);
  }
  return work;
}

TEST(Pad, WithoutDissipationGivesBackAllAndWithMoreItGivesLess) {
  for (Pad pad : pads) {
    double before = 1.0;
    for (const double chi : {0.0, 0.31, 0.8, 1.6, 3.0}) {
      pad.dissipation = chi;
      const Work work = cycle(pad, 0.010, 0.2);
      const double returned = work.back / work.in;
      if (chi == 0.0) {
        EXPECT_NEAR(returned, 1.0, 1e-9);
      } else {
        EXPECT_LT(returned, before);
      }
      EXPECT_GT(returned, 0.0);
      before = returned;
      std::cout << "k " << pad.stiffness / 1e3 << " kN/m, chi " << chi << " s/m, 10 mm in 0.2 s: returns "
                << 100.0 * returned << " %\n";
    }
  }
}

// The damping term loses ∮ F_e χ ṗ dp: linear in χ and in speed while 1 + χ ṗ stays clear of 0.
TEST(Pad, LosesEnergyInProportionToDissipationAndSpeed) {
  Pad pad = pads.front();
  const auto loss = [&](double chi, double duration) {
    pad.dissipation = chi;
    const Work work = cycle(pad, 0.008, duration);
    return work.in - work.back;
  };
  const double one = loss(0.2, 0.4);
  EXPECT_NEAR(loss(0.4, 0.4), 2.0 * one, 1e-3 * one);
  EXPECT_NEAR(loss(0.2, 0.8), 0.5 * one, 1e-3 * one);
}

// A drop test without gravity: in at speed u, out at speed w. Whatever F_e(p) is, m v dv/dp = -F_e g(v) separates:
// ∫ v/g(v) dv is spent on the way in and won on the way out alike, g(v) = softplus(1 + χ v) [after Hunt & Crossley
// 1975].
TEST(Pad, AMassBouncesAsTheLawPredictsWhateverTheElasticCurve) {
  for (const Pad& pad : pads) {
    for (const double u : {0.3, 0.5, 1.0}) {
      // Runge-Kutta from 20 mm above the ground to there again; step 10 µs.
      const double mass = 5.0, h = 1e-5;
      double p = -0.02, v = u;
      while (p > -0.02 - 1e-12 || v > 0.0) {
        const auto a = [&](double at, double rate) { return -normal_force(pad, at, rate) / mass; };
        const double v1 = v, a1 = a(p, v1), v2 = v + 0.5 * h * a1, a2 = a(p + 0.5 * h * v1, v2);
        const double v3 = v + 0.5 * h * a2, a3 = a(p + 0.5 * h * v2, v3), v4 = v + h * a3, a4 = a(p + h * v3, v4);
        p += h / 6.0 * (v1 + 2.0 * v2 + 2.0 * v3 + v4);
        v += h / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4);
      }
      const auto spent = [&](double from, double to) {  // Simpson
        const int n = 200;
        double sum = 0.0;
        for (int i = 0; i <= n; ++i) {
          const double s = from + (to - from) * i / n, weight = i == 0 || i == n ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
          sum += weight * s / softplus(1.0 + pad.dissipation * s, no_pull);
        }
        return sum * (to - from) / (3.0 * n);
      };
      EXPECT_NEAR(spent(0.0, u), spent(0.0, v), 1e-6 * spent(0.0, u));
      EXPECT_LT(-v, u);
      std::cout << "k " << pad.stiffness / 1e3 << " kN/m, chi " << pad.dissipation << " s/m: a mass landing at " << u
                << " m/s leaves with " << 100.0 * v * v / (u * u) << " % of its energy\n";
    }
  }
}

}  // namespace
}  // namespace psoas
