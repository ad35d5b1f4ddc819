// Does each factor of posture and gait do what it says over its whole range, and smoothly? One at a time around the
// default runner: converged everywhere, what was asked is seen in the solved stride, no jumps of the load.
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>
#include <functional>

#include "scenarios/keys.h"
#include "scenarios/units.h"
#include "tests/factors/running.h"

namespace psoas {
namespace {

using namespace factors;

double mean(const Outcome& o, const char* name) {
  return o.cycle.joint_angle.row(Running::get().runner.index(name)).head(100).mean();
}
double range(const Outcome& o, const char* name) {
  const auto row = o.cycle.joint_angle.row(Running::get().runner.index(name));
  return row.maxCoeff() - row.minCoeff();
}
double thigh(const Outcome& o) { return mean(o, "pelvis_tilt") + mean(o, "hip_flexion_r"); }
double shank(const Outcome& o) { return thigh(o) - mean(o, "knee_flexion_r"); }
/// The right foot's ankle ahead of its hip at touch-down, seen from the side [m].
double ahead(const Outcome& o) {
  const Runner& runner = Running::get().runner;
  const auto q = [&](const char* name) { return o.cycle.joint_angle(runner.index(name), 0); };
  const double thigh = q("pelvis_tilt") + q("hip_flexion_r"), shank = thigh - q("knee_flexion_r");
  const auto part = [&](int link, double turn) {
    return (Eigen::Rotation2Dd(turn) * runner.links[static_cast<std::size_t>(link)].offset.head<2>()).x();
  };
  return part(runner.shank[0], thigh) + part(runner.shank[0] + 1, shank);
}
/// In the middle of the right foot's stance.
double at_mid_stance(const Outcome& o, const char* name) {
  const auto k = static_cast<Eigen::Index>(std::lround(50.0 * o.summary.duty_factor));
  return o.cycle.joint_angle(Running::get().runner.index(name), k);
}

/// What is left of the shoulder's net moment for muscles to make, largest less least, below zero [N·m]. Arms swing
/// faster than they would hang: tension gives a part of what drives them back.
double relief(const Scenario& s, const Outcome& o) {
  const int i = Running::get().runner.index("shoulder_flexion_r");
  const auto moment = o.cycle.joint_moment.row(i) + s.posture.shoulder_tension * o.cycle.joint_angle.row(i);
  return moment.minCoeff() - moment.maxCoeff();
}

struct Factor {
  const char* key;
  LeanOrigin lean_from;
  double least, most;                                           ///< of what is seen per unit asked, end to end
  std::function<double(const Scenario&, const Outcome&)> seen;  ///< where what was asked shows
  int load;                                                     ///< sign of its effect on L5-S1 peak compression
};
constexpr LeanOrigin waist = LeanOrigin::waist, hips = LeanOrigin::hips, ankles = LeanOrigin::ankles;
using Of = const Outcome&;
using At = const Scenario&;

const Factor table[] = {
    {"posture.trunk_lean_deg", waist, 0.8, 1.0, [](At, Of o) { return o.summary.trunk_lean; }, 1},
    {"posture.trunk_lean_deg", hips, 0.8, 1.0, [](At, Of o) { return -mean(o, "pelvis_tilt"); }, 1},
    {"posture.trunk_lean_deg", ankles, 0.2, 1.0, [](At, Of o) { return -shank(o); }, 1},
    {"posture.pelvic_tilt_deg", waist, 0.8, 1.0, [](At, Of o) { return -mean(o, "pelvis_tilt"); }, 1},
    // Newton metres of the net lumbar moment per radian: the mass that moved; the levels' angles are in
    // upper_body_test.
    {"posture.lordosis_deg", waist, 20, 120, [](At, Of o) { return -o.summary.peak_lumbar_moment; }, -1},
    {"posture.slouch_deg", waist, 20, 120, [](At, Of o) { return o.summary.peak_lumbar_moment; }, 1},
    {"posture.head_flexion_deg", waist, 5, 40, [](At, Of o) { return o.summary.peak_lumbar_moment; }, 1},
    {"posture.pelvic_drop_deg", waist, 0.6, 1.0, [](At, Of o) { return -at_mid_stance(o, "pelvis_list"); }, 0},
    {"posture.arm_swing", waist, 0.3, 0.5, [](At, Of o) { return range(o, "shoulder_flexion_r"); }, -1},
    {"posture.shoulder_tension_N_m_rad", waist, 0.1, 0.5, relief, 0},
    {"gait.cadence_change", waist, 0.999, 1.001,
     [](At, Of o) { return o.summary.step_frequency * Running::get().own.step_duration; }, 0},
    {"gait.overstride_cm", waist, 0.15, 1.0, [](At, Of o) { return ahead(o); }, 1},
    {"gait.pronation_deg", waist, 0.7, 1.0, [](At, Of o) { return -at_mid_stance(o, "subtalar_inversion_r"); }, 0},
};

struct EachFactor : testing::TestWithParam<Factor> {};

TEST_P(EachFactor, DoesWhatItSaysOverItsRangeAndSmoothly) {
  const Factor& factor = GetParam();
  const Key* key = find_key(factor.key);
  ASSERT_NE(key, nullptr);
  Running& run = Running::get();
  constexpr int points = 11, last = points - 1;
  // Third differences over the middle load: a jump shows twice its size, curves that are smooth stay below 0.02 at 60
  // knots and below 0.04 at these 30, whose peak falls between knots.
  constexpr double roughness = 0.04;
  double asked[points], seen[points], load[points];
  for (int i = 0; i < points; ++i) {
    Scenario scenario = run.usual();
    scenario.posture.lean_from = factor.lean_from;
    const double value = key->min + (key->max - key->min) * i / (points - 1);
    asked[i] = value * find_unit(key->unit)->si;
    key->set(scenario, asked[i]);
    const Outcome outcome = run.solve(scenario);
    ASSERT_EQ(outcome.status, Status::converged) << factor.key << " = " << value << ": " << outcome.reason;
    seen[i] = factor.seen(scenario, outcome), load[i] = outcome.summary.peak_compression[0];
  }
  const double share = (seen[last] - seen[0]) / (asked[last] - asked[0]);
  EXPECT_GT(share, factor.least) << "what was asked is not seen in the stride";
  EXPECT_LT(share, factor.most);
  for (int i = 2; i < points; i += 2)
    EXPECT_GT((seen[i] - seen[i - 2]) * (seen[last] - seen[0]), 0.0) << "not monotonous";
  if (factor.load != 0) {
    EXPECT_GT(factor.load * (load[last] - load[0]), 0.0);
  }
  for (int i = 3; i < points; ++i)
    EXPECT_LT(std::abs(load[i] - 3 * load[i - 1] + 3 * load[i - 2] - load[i - 3]) / load[last / 2], roughness)
        << factor.key << " jumps near " << asked[i - 1];
}

INSTANTIATE_TEST_SUITE_P(Factors, EachFactor, testing::ValuesIn(table), [](const auto& each) {
  std::string name = each.param.key;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name + "_" + std::to_string(each.index);
});

}  // namespace
}  // namespace psoas
