// What do strength and tightness of the legs, years, discs and a belt change in a stride? Signs, and smoothness over
// each factor's whole range.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "scenarios/keys.h"
#include "scenarios/units.h"
#include "sim/simulate.h"

namespace psoas {
namespace {

constexpr int L5_S1 = 0;

struct Strides : testing::Test {
  inline static const Models models = read_models(models_folder());
  inline static const std::vector<std::string> names = coordinate_names(models);
  std::shared_ptr<Workspace> work = make_workspace();
  Scenario base = [] {
    Scenario s;
    s.stride.nodes = 30;
    s.sharing.reserve = false;
    return s;
  }();
  std::shared_ptr<const Baseline> baseline = solve_baseline(models, base, *work);

  Outcome run(const Scenario& scenario) {
    Outcome outcome = simulate(models, scenario, *baseline, *work);
    EXPECT_EQ(outcome.status, Status::converged) << outcome.reason;
    return outcome;
  }
  /// The base with one key set, in the key's unit.
  Outcome run(const char* key, double value) {
    Scenario s = base;
    find_key(key)->set(s, value * find_unit(find_key(key)->unit)->si);
    return run(s);
  }
  static Eigen::RowVectorXd curve(const Eigen::MatrixXd& rows, const char* name) {
    return rows.row(std::find(names.begin(), names.end(), name) - names.begin());
  }
};

constexpr const char* factors[] = {"muscle.hamstrings",
                                   "muscle.quadriceps",
                                   "muscle.gluteals",
                                   "muscle.hip_flexors",
                                   "muscle.calf",
                                   "muscle.hamstrings_tightness",
                                   "muscle.quadriceps_tightness",
                                   "muscle.gluteals_tightness",
                                   "muscle.hip_flexors_tightness",
                                   "muscle.calf_tightness",
                                   "runner.age_years",
                                   "runner.disc_degeneration",
                                   "runner.leg_length_difference_mm",
                                   "runner.belt_stiffness_N_m_rad",
                                   "runner.belt_pressure_kPa"};

// Five points of each range; beside each a second one, 1/500 of the range away. Between the two the load may not change
// by more than the steepest way between points allows, twice over, and 1.5 N: a stride is found to about 1e-4.
TEST_F(Strides, LoadsAreSmoothOverTheRangeOfEachFactor) {
  for (const char* name : factors) {
    const Key& key = *find_key(name);
    const double range = key.max - key.min, near = range / 500.0;
    Eigen::Matrix<double, 5, 2> C;
    for (int i = 0; i < 5; ++i) {
      const double at = key.min + 0.25 * i * range;
      for (int beside : {0, 1}) {
        const Outcome outcome = run(name, i < 4 ? at + beside * near : at - beside * near);
        C(i, beside) = outcome.summary.peak_compression[L5_S1];
        EXPECT_LT(outcome.quality.largest_leg_slack, 8.0) << name << " " << at;
      }
    }
    double steepest = 0.0;
    for (int i = 0; i < 4; ++i) steepest = std::max(steepest, std::abs(C(i + 1, 0) - C(i, 0)) / (0.25 * range));
    for (int i = 0; i < 5; ++i)
      EXPECT_LT(std::abs(C(i, 1) - C(i, 0)), 2.0 * steepest * near + 1.5) << name << " point " << i;
  }
}

// What the default is called must change nothing, to the last bit; nor do years before 30.
TEST_F(Strides, DefaultsChangeNothing) {
  const Outcome usual = run(base);
  for (const char* name : factors)
    EXPECT_EQ(run(name, std::get<double>(value_of(*find_key(name), base))).cycle.compression, usual.cycle.compression);
  EXPECT_EQ(run("runner.age_years", 20).cycle.compression, usual.cycle.compression);
}

// Short hamstrings hold the thigh back in late swing and keep the knee bent; the pelvis rolls back.
TEST_F(Strides, TightHamstringsShortenTheSwing) {
  const Outcome usual = run(base), tight = run("muscle.hamstrings_tightness", 0.3);
  EXPECT_LT(curve(tight.cycle.joint_angle, "hip_flexion_r").maxCoeff(),
            curve(usual.cycle.joint_angle, "hip_flexion_r").maxCoeff() - 1e-3);
  EXPECT_GT(curve(tight.cycle.joint_angle, "knee_flexion_r").minCoeff(),
            curve(usual.cycle.joint_angle, "knee_flexion_r").minCoeff());
  EXPECT_GT(curve(tight.cycle.joint_angle, "pelvis_tilt").mean(), curve(usual.cycle.joint_angle, "pelvis_tilt").mean());
  EXPECT_GT(tight.summary.step_frequency, usual.summary.step_frequency);
}

// Psoas, stretched in push-off, presses the lumbar spine.
TEST_F(Strides, TightHipFlexorsPressTheSpine) {
  const Outcome usual = run(base), tight = run("muscle.hip_flexors_tightness", 0.3);
  EXPECT_GT(tight.summary.mean_compression[L5_S1], 1.03 * usual.summary.mean_compression[L5_S1]);
}

// A short calf keeps the ankle from bending so far.
TEST_F(Strides, ATightCalfHoldsTheAnkle) {
  const Outcome usual = run(base), tight = run("muscle.calf_tightness", 0.25);
  EXPECT_LT(curve(tight.cycle.joint_angle, "ankle_dorsiflexion_r").maxCoeff(),
            curve(usual.cycle.joint_angle, "ankle_dorsiflexion_r").maxCoeff() - 1e-3);
}

// What is weak is spared: the moment it makes falls.
TEST_F(Strides, WeakMusclesAreSpared) {
  const Outcome usual = run(base);
  const auto largest = [](const Outcome& o, const char* joint, double sign) {
    return (sign * curve(o.cycle.joint_moment, joint)).maxCoeff();
  };
  const Outcome quadriceps = run("muscle.quadriceps", 0.5), calf = run("muscle.calf", 0.5),
                gluteals = run("muscle.gluteals", 0.5), hamstrings = run("muscle.hamstrings", 0.5),
                flexors = run("muscle.hip_flexors", 0.5);
  EXPECT_LT(largest(quadriceps, "knee_flexion_r", -1.0), 0.98 * largest(usual, "knee_flexion_r", -1.0));
  EXPECT_LT(largest(calf, "ankle_dorsiflexion_r", -1.0), 0.99 * largest(usual, "ankle_dorsiflexion_r", -1.0));
  EXPECT_LT(largest(gluteals, "hip_flexion_r", -1.0), largest(usual, "hip_flexion_r", -1.0));
  EXPECT_LT(largest(hamstrings, "hip_flexion_r", -1.0), largest(usual, "hip_flexion_r", -1.0));
  EXPECT_LT(largest(flexors, "hip_flexion_r", 1.0), largest(usual, "hip_flexion_r", 1.0));
}

// Years take strength, so the same moments leave less in reserve.
TEST_F(Strides, YearsTakeReserve) {
  base.sharing.reserve = true;
  const Outcome young = run(base), old = run("runner.age_years", 65);
  EXPECT_LT(old.summary.least_reserve[0], 0.95 * young.summary.least_reserve[0]);
}

// A stiff disc carries what muscles carried; the nucleus of a degenerated one is under less pressure for its load.
TEST_F(Strides, DegeneratedDiscsCarryMomentAndLosePressure) {
  const Outcome healthy = run(base), severe = run("runner.disc_degeneration", 2);
  EXPECT_LT(severe.summary.peak_compression[L5_S1], healthy.summary.peak_compression[L5_S1]);
  const auto ratio = [](const Outcome& o) {
    return (o.cycle.disc_pressure.array() / o.cycle.compression.array()).row(L5_S1).mean();
  };
  EXPECT_NEAR(ratio(severe) / ratio(healthy), 0.7, 1e-12);
  EXPECT_GT(severe.summary.least_stiffness, healthy.summary.least_stiffness);
}

TEST_F(Strides, ABeltCarriesMomentAndPressureThatNoMuscleMakes) {
  const Outcome usual = run(base), stiff = run("runner.belt_stiffness_N_m_rad", 160),
                pressed = run("runner.belt_pressure_kPa", 3);
  EXPECT_LT(stiff.summary.peak_compression[L5_S1], usual.summary.peak_compression[L5_S1]);
  EXPECT_GT(stiff.summary.least_stiffness, usual.summary.least_stiffness);
  EXPECT_LT(pressed.summary.mean_compression[L5_S1], usual.summary.mean_compression[L5_S1]);
  EXPECT_NEAR(pressed.cycle.abdominal_pressure.minCoeff(), 3000.0, 1e-9);
  EXPECT_LT(pressed.cycle.compression_pressure.row(L5_S1).maxCoeff(), -40.0);  // it lifts
  // The same pressure made by muscles is paid for by the wall, and saves less.
  Scenario own = base;
  own.core.abdominal_pressure = 3000.0;
  EXPECT_LT(pressed.summary.mean_compression[L5_S1], run(own).summary.mean_compression[L5_S1]);
}

// A short leg makes the two steps differ; that of the other leg is the mirror image. Both steps are found to 1e-4,
// their peaks to half a percent.
TEST_F(Strides, AShortLegMakesTheStepsDiffer) {
  const Outcome left = run("runner.leg_length_difference_mm", 20), right = run("runner.leg_length_difference_mm", -20);
  const Summary &a = left.summary, &b = right.summary;
  for (int foot : {0, 1}) {
    EXPECT_NEAR(a.foot_peak_force[foot], b.foot_peak_force[1 - foot], 0.005 * a.foot_peak_force[foot]);
    EXPECT_NEAR(a.step_peak_compression[foot], b.step_peak_compression[1 - foot],
                0.005 * a.step_peak_compression[foot]);
  }
  EXPECT_GT(std::abs(a.foot_peak_force[0] - a.foot_peak_force[1]), 0.01 * a.foot_peak_force[0]);
  // The foot of the short leg falls further.
  EXPECT_GT(a.step_peak_compression.maxCoeff(), run(base).summary.peak_compression[L5_S1]);
}

// An old and very weak core still runs, otherwise (tests/sim/within_strength_test.cpp): the held movement is a status.
TEST_F(Strides, AnOldAndWeakCoreIsAStatusWhereTheMovementIsHeld) {
  Scenario s = base;
  s.core.strength = s.core.superficial = 0.3, s.runner.age = 80.0;
  EXPECT_EQ(simulate(models, s, *baseline, *work).status, Status::converged);
  s.core.movement = CoreMovement::held;
  const Outcome held = simulate(models, s, *baseline, *work);
  EXPECT_EQ(held.status, Status::sharing_infeasible);
  EXPECT_FALSE(held.reason.empty());
}

// Held joint angles are no choice, and so nothing that strength could spare.
TEST_F(Strides, WhereNothingIsAnsweredStrengthMovesNothing) {
  base.adaptation.response = Response::none;
  const Outcome usual = run(base), weak = run("muscle.quadriceps", 0.5), core = run("core.strength", 0.7);
  for (const Outcome* other : {&weak, &core})
    EXPECT_NEAR(other->summary.peak_vertical_force, usual.summary.peak_vertical_force, 0.1);
  EXPECT_GT(std::abs(weak.summary.peak_compression[L5_S1] - usual.summary.peak_compression[L5_S1]), 5.0);
}

// What a tight calf gives in a whole stride: ground that rises to the other side swaps left and right.
TEST_F(Strides, ATightCalfKeepsTheMirror) {
  base.muscle.calf_tightness = 0.2;
  const Outcome right = run("surface.cross_slope_deg", 3.0), left = run("surface.cross_slope_deg", -3.0);
  for (const Eigen::Index f : {0, 1})
    EXPECT_NEAR(right.summary.step_peak_compression[f], left.summary.step_peak_compression[1 - f], 0.5);
  EXPECT_GT(std::abs(right.summary.step_peak_compression[0] - right.summary.step_peak_compression[1]), 10.0);
}

}  // namespace
}  // namespace psoas
