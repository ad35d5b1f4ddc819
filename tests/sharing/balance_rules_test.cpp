// What do the other rules of balance mean: net moments of one lumbar joint only, and hips that decide about psoas
// alone?
#include <gtest/gtest.h>

#include "sim/sharing/demand.h"
#include "sim/sharing/frame.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

TEST(Rhythm, BalancesTheThreeNetRowsAndLeavesLevels) {
  const held::Body body = held::body();
  const StrideSolution stride = held::busy(body.runner);
  SharingOptions rhythm;
  rhythm.equilibrium = Equilibrium::rhythm;
  rhythm.level_slack = 0.1;  // so dear that the net rows balance
  const SharedLoad load = held::share(body, stride, {}, rhythm);
  ASSERT_EQ(load.status, Status::converged) << load.reason;
  Eigen::Vector3d net = Eigen::Vector3d::Zero();
  for (int level = 0; level < level_count; ++level)
    net += body.spine.levels[static_cast<std::size_t>(level)].fraction.cwiseProduct(
        load.slack.col(0).segment<3>(3 * level));
  EXPECT_LT(net.cwiseAbs().maxCoeff(), 0.1);
  EXPECT_NEAR(load.largest_slack, net.cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_GT(load.slack.cwiseAbs().maxCoeff(), 5.0);  // levels are left to others: what the rule is criticised for
}

/// Force of psoas when ten rows of the legs alone are shared among all muscles.
Eigen::VectorXd psoas_of_the_legs(const held::Body& body, const StrideSolution& stride) {
  Frame frame;
  spine_pose(body.runner, body.spine, stride.q.col(0), frame.pose);
  muscle_geometry(body.runner, body.spine, frame.pose, frame.geometry);
  const Strength strength = muscle_strength(body.spine, {});
  const Eigen::Index nm = strength.F_max.size();
  const Eigen::MatrixXd R = frame.geometry.moment_arm.bottomRows(leg_row_count);
  ShareProgramme legs;
  legs.demand.resize(leg_row_count);
  const char* names[] = {"hip_flexion_r",        "hip_adduction_r",     "hip_rotation_r", "hip_flexion_l",
                         "hip_adduction_l",      "hip_rotation_l",      "knee_flexion_r", "knee_flexion_l",
                         "ankle_dorsiflexion_r", "ankle_dorsiflexion_l"};
  for (int j = 0; j < leg_row_count; ++j) legs.demand[j] = stride.tau(body.runner.index(names[j]), 0);
  legs.slack_scale.setConstant(leg_row_count, 3.0);
  Eigen::VectorXd able(nm);
  for (Eigen::Index i = 0; i < nm; ++i)
    able[i] = strength.F_max[i] * std::cos(body.spine.muscles[static_cast<std::size_t>(i)].pennation);
  legs.cost = strength.weight.cwiseQuotient(able.cwiseAbs2());
  legs.hi = able;
  legs.lo = (0.01 * strength.F_max).cwiseMin(able);
  ShareSolution solution;
  solve_programme(MomentArms(R.data(), R.rows(), R.cols()), legs, Start::cold, solution);
  EXPECT_TRUE(solution.solved);
  return solution.force;
}

TEST(HipFirst, GivesPsoasTheForceThatTheLegsAloneAskOfIt) {
  const held::Body body = held::body();
  const StrideSolution stride = held::busy(body.runner);
  SharingOptions options;
  options.fibres = Fibres::isometric;
  const SharedLoad shared = held::share(body, stride, {}, options);
  options.psoas = PsoasRule::hip_first;
  const SharedLoad first = held::share(body, stride, {}, options);
  ASSERT_EQ(first.status, Status::converged) << first.reason;
  const Eigen::VectorXd expected = psoas_of_the_legs(body, stride);
  double largest = 0.0, difference = 0.0;
  for (std::size_t i = 0; i < body.spine.muscles.size(); ++i) {
    if (body.spine.muscles[i].part != CoreGroup::psoas) continue;
    const Eigen::Index j = static_cast<Eigen::Index>(i);
    EXPECT_NEAR(first.force(j, 0), expected[j], 1e-4) << body.spine.muscles[i].name;
    largest = std::max(largest, first.force(j, 0));
    difference = std::max(difference, std::abs(first.force(j, 0) - shared.force(j, 0)));
  }
  EXPECT_GT(largest, 10.0);
  EXPECT_GT(difference, 1.0);  // the rule is a choice
}

TEST(HipFirst, ChangesNothingWithoutPsoas) {
  held::Body body = held::body();
  for (Muscle& muscle : body.spine.muscles)
    if (muscle.part == CoreGroup::psoas) muscle.F_max = 1e-6;
  const StrideSolution stride = held::busy(body.runner);
  SharingOptions options;
  const SharedLoad shared = held::share(body, stride, {}, options);
  options.psoas = PsoasRule::hip_first;
  const SharedLoad first = held::share(body, stride, {}, options);
  EXPECT_LT((first.force - shared.force).cwiseAbs().maxCoeff(), 1e-4);
}

}  // namespace
}  // namespace psoas
