// Is a static task in balance, symmetric and continuous, and does an impossible one say why?
#include "sim/task/task.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "models/models.h"
#include "sim/simulate.h"

namespace psoas {
namespace {

constexpr double degree = std::numbers::pi / 180.0;

struct Task : testing::Test {
  static const Models& models() {
    static const Models all = read_models(models_folder());
    return all;
  }
  Runner runner = build_runner(*models().runner, {}, {});

  static TaskOptions still(double flexion_deg = 0.0) {
    TaskOptions task;
    task.kind = TaskKind::still;
    task.flexion = flexion_deg * degree;
    return task;
  }
  /// Postures that differ in kind.
  static std::vector<TaskOptions> some() {
    std::vector<TaskOptions> tasks = {still(), still(36), still(-20), still(70),
                                      still(), still(10), still(45),  still(20)};
    tasks[3].load = 20.0, tasks[3].knee_flexion = 15 * degree;
    tasks[4].side_bend = 20 * degree;
    tasks[5].twist = 12 * degree, tasks[5].load = 8.0, tasks[5].reach = 0.5;
    tasks[6].knee_flexion = 100 * degree, tasks[6].load = 20.0;
    tasks[7].support = Support::seat, tasks[7].load = 5.0, tasks[7].reach = 0.3;
    return tasks;
  }
  TaskSolution solve(const TaskOptions& task) const { return solve_task(runner, {}, task); }
  static Outcome loads(const TaskOptions& task, const CoreOptions& core = {}) {
    Scenario scenario;
    scenario.task = task, scenario.core = core;
    const auto work = make_workspace();
    return simulate(models(), scenario, *solve_baseline(models(), scenario, *work), *work);
  }
};

// Newton and Euler of the whole: what is left on the pelvis's six coordinates is rounding.
TEST_F(Task, BodyAndLoadAreInExactBalance) {
  for (const TaskOptions& task : some()) {
    const TaskSolution s = solve(task);
    ASSERT_EQ(s.instant.status, Status::converged) << s.instant.reason;
    EXPECT_LT(s.instant.constraint_violation, 1e-13);  // some hundred additions of eps each
    const Eigen::Vector3d all = s.floor_force[0] + s.floor_force[1] + s.seat_force;
    EXPECT_NEAR(all.y(), (runner.mass + task.load) * Runner::gravity, 1e-9);
  }
}

// The first lumbar axis is the pelvis's z axis through the joint: the moment about it is the coordinate's own.
TEST_F(Task, TheTrunksDemandIsTheLumbarMoment) {
  for (const TaskOptions& task : some()) {
    const TaskSolution s = solve(task);
    EXPECT_NEAR(s.instant.trunk[0].moment.z(), s.instant.tau(6, 0), 1e-10);
    // And it carries trunk, arms and load: in the pelvis frame only its size is known without the posture.
    double mass = task.load;
    for (int i = runner.trunk; i < runner.index("hip_flexion_r"); ++i)
      mass += runner.links[static_cast<std::size_t>(i)].mass;
    EXPECT_NEAR(s.instant.trunk[0].force.norm(), mass * Runner::gravity, 1e-9);
  }
}

// A mass in the hands adds its weight times its distance from the lumbar joint, whatever the arms do.
TEST_F(Task, LoadAddsWeightTimesDistance) {
  TaskOptions task = still();
  task.reach = 0.5;
  const TaskSolution without = solve(task);
  task.load = 10.0;
  const TaskSolution with = solve(task);
  const double shoulder_ahead = runner.links[static_cast<std::size_t>(runner.index("shoulder_flexion_r"))].offset.x();
  EXPECT_NEAR(with.instant.tau(6, 0) - without.instant.tau(6, 0), 10.0 * Runner::gravity * (0.5 + shoulder_ahead),
              1e-9);
}

// Standing, the resultant goes through the balance point; the feet are flat on the floor and share a straight load.
TEST_F(Task, StandingBalancesOnFlatFeet) {
  for (const TaskOptions& task : some()) {
    if (task.support == Support::seat) continue;
    const TaskSolution s = solve(task);
    const Eigen::VectorXd& q = s.posture.q;
    for (const char* side : {"_r", "_l"}) {
      const auto at = [&](const std::string& name) { return q[runner.index(name + side)]; };
      EXPECT_NEAR(q[3] + at("hip_flexion") - at("knee_flexion") + at("ankle_dorsiflexion"), 0.0, 1e-14);
    }
    const double more_on_the_right = s.floor_force[0].y() - s.floor_force[1].y();
    if (task.side_bend > 0.0) {
      EXPECT_GT(more_on_the_right, 0.0);
    } else if (task.twist == 0.0) {
      EXPECT_NEAR(more_on_the_right, 0.0, 1e-9);
    }
    EXPECT_NEAR(s.pressure_centre[0].x(), s.posture.centre_of_mass.x(), 1e-12);
  }
}

// Nobody holds a leg up who sits: hips and knees are at rest.
TEST_F(Task, SeatedLegsAreRelaxed) {
  const TaskSolution s = solve(some()[7]);
  for (const char* joint : {"hip_flexion_r", "hip_adduction_r", "hip_rotation_r", "knee_flexion_r", "hip_flexion_l",
                            "hip_adduction_l", "hip_rotation_l", "knee_flexion_l"})
    EXPECT_NEAR(s.instant.tau(runner.index(joint), 0), 0.0, 1e-10) << joint;
}

// A hanging arm asks nothing of its shoulder.
TEST_F(Task, HangingArmsHang) {
  for (const double flexion : {0.0, 40.0, 80.0})
    EXPECT_NEAR(solve(still(flexion)).instant.tau(runner.index("shoulder_flexion_r"), 0), 0.0, 1e-10);
}

TEST_F(Task, BendingLeftMirrorsBendingRight) {
  TaskOptions right = still(15), left = right;
  right.side_bend = 15 * degree, right.twist = 8 * degree, right.load = left.load = 5.0;
  left.side_bend = -right.side_bend, left.twist = -right.twist;
  const Outcome a = loads(right), b = loads(left);
  ASSERT_EQ(a.status, Status::converged) << a.reason;
  // The sharing programme is solved to 1e-6 N·m, some 1e-4 N of muscle.
  EXPECT_NEAR((a.cycle.compression - b.cycle.compression).cwiseAbs().maxCoeff(), 0.0, 1e-3);
  EXPECT_NEAR((a.cycle.shear_lateral + b.cycle.shear_lateral).cwiseAbs().maxCoeff(), 0.0, 1e-3);
  EXPECT_NEAR(a.cycle.ground_force(1, 0), b.cycle.ground_force(4, 0), 1e-9);
  EXPECT_GT(a.cycle.shear_lateral.cwiseAbs().maxCoeff(), 10.0);
}

TEST_F(Task, CompressionIsContinuousInFlexion) {
  double before = loads(still(-20)).summary.peak_compression[0];
  for (double flexion = -19; flexion <= 60; flexion += 1) {
    const Outcome here = loads(still(flexion));
    ASSERT_EQ(here.status, Status::converged) << flexion << ": " << here.reason;
    // Measured slopes are 0.016 MPa per degree, some 30 N; three times that is a jump.
    EXPECT_LT(std::abs(here.summary.peak_compression[0] - before), 90.0) << flexion;
    before = here.summary.peak_compression[0];
  }
}

TEST_F(Task, EveryKilogramAddsCompression) {
  double before = 0.0;
  for (const double load : {0.0, 2.0, 5.0, 10.0, 20.0}) {
    TaskOptions task = still(20);
    task.load = load, task.reach = 0.3;
    const Outcome outcome = loads(task);
    ASSERT_EQ(outcome.status, Status::converged) << outcome.reason;
    EXPECT_GT(outcome.summary.peak_compression.minCoeff(), 0.0);
    EXPECT_GT(outcome.summary.peak_compression[0], before);
    before = outcome.summary.peak_compression[0];
  }
}

// 15° and 105° are the middles of the published ranges: there the ratio of lumbar to pelvic rotation is the published.
TEST_F(Task, RhythmIsThePublished) {
  const auto ratio = [](double thorax, bool rising) {
    const double lumbar = lumbar_flexion(thorax * degree, rising);
    return lumbar / (thorax * degree - lumbar);
  };
  EXPECT_NEAR(ratio(15, false), 2.51, 1e-12);
  EXPECT_NEAR(ratio(105, false), 1.34, 1e-12);
  EXPECT_NEAR(ratio(15, true), 2.86, 1e-12);
  EXPECT_NEAR(ratio(105, true), 1.23, 1e-12);
  // Not used to make it: 60.2° of 121°, sd 8.6°.
  EXPECT_NEAR(lumbar_flexion(121 * degree, false) / degree, 60.2, 8.6);
}

// Rates come from neighbouring postures: all of the thorax's rate is in pelvis and lumbar spine.
TEST_F(Task, RatesAddUpToTheThorax) {
  TaskOptions task = still(40);
  task.rate = -10 * degree;
  const Posture p = find_posture(runner, {}, task);
  EXPECT_NEAR(p.qd[3] + p.qd[6], -task.rate, 1e-8);
  EXPECT_GT(p.qd[6], 0.0);  // rising extends the spine
}

TEST_F(Task, WhatHasNoMeaningIsNotANumber) {
  const Outcome outcome = loads(still(20));
  ASSERT_EQ(outcome.status, Status::converged);
  const Summary& s = outcome.summary;
  for (const double value :
       {s.step_frequency, s.duty_factor, s.contact_time, s.com_excursion, s.cost_of_transport, s.load_impulse[0],
        s.loading_rate[0], outcome.stride_duration, outcome.quality.mesh_error, outcome.quality.anchor_distance})
    EXPECT_TRUE(std::isnan(value)) << value;
  EXPECT_NEAR(s.trunk_lean, 20 * degree, 1e-14);
  EXPECT_EQ(s.peak_compression, s.mean_compression);
  EXPECT_EQ(outcome.cycle.compression.col(0), outcome.cycle.compression.col(cycle_points - 1));
}

TEST_F(Task, WhatNobodyCanHoldIsSaid) {
  TaskOptions far = still();
  far.reach = 0.8;
  EXPECT_THAT(solve(far).instant.reason, testing::HasSubstr("the arms are 0.68 m long"));
  TaskOptions heavy = still();
  heavy.reach = 0.6, heavy.load = 100.0, heavy.side_bend = 30 * degree;
  EXPECT_THAT(solve(heavy).instant.reason, testing::HasSubstr("beside the feet"));
  TaskOptions deep = still(0);
  deep.knee_flexion = 120 * degree;
  EXPECT_THAT(solve(deep).instant.reason, testing::HasSubstr("ankle_dorsiflexion_r would be"));
  for (const TaskOptions& task : {far, heavy, deep}) {
    const Outcome outcome = loads(task);
    EXPECT_EQ(outcome.status, Status::posture_impossible);
    EXPECT_TRUE(std::isnan(outcome.summary.peak_compression[0]));
  }
}

}  // namespace
}  // namespace psoas
