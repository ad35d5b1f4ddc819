// How large a moment can the core make at all six levels at once? A linear programme, asked without the sharing
// programme.
#include "sim/sharing/strength.h"

#include <gtest/gtest.h>

#include "sim/sharing/programme.h"
#include "tests/sharing/hold.h"
#include "tests/sharing/reference_qp.h"

namespace psoas {
namespace {

struct Neutral {
  held::Body body;
  MuscleGeometry geometry;
  Strength strength;
};
Neutral neutral() {
  Neutral n{held::body(), {}, {}};
  SpinePose pose;
  spine_pose(n.body.runner, n.body.spine, Eigen::VectorXd::Zero(n.body.runner.nq()), pose);
  muscle_geometry(n.body.runner, n.body.spine, pose, n.geometry);
  n.strength = muscle_strength(n.body.spine, {});
  return n;
}

/// Largest m such that every level has moment sign * m about `axis` and none about the other two.
double largest_moment(const Neutral& n, int axis, double sign) {
  const Eigen::Index nm = n.strength.F_max.size();
  reference::Qp lp;
  lp.Q.setZero(nm + 1);
  lp.c.setZero(nm + 1);
  lp.c[nm] = -1.0;
  lp.A.setZero(level_axis_count, nm + 1);
  lp.A.leftCols(nm) = n.geometry.moment_arm.topRows(level_axis_count) * n.strength.F_max.asDiagonal();
  for (int level = 0; level < level_count; ++level) lp.A(3 * level + axis, nm) = -sign;
  lp.b.setZero(level_axis_count);
  lp.lo.setZero(nm + 1);
  lp.hi.setOnes(nm + 1);
  lp.hi[nm] = 1000.0;
  const reference::QpAnswer answer = reference::interior_point(lp, 1e-9);
  EXPECT_TRUE(answer.solved);
  return answer.x[nm];
}

/// Largest unbalanced level moment when m is asked of the sharing programme at dear slack.
double slack_at(const Neutral& n, int axis, double moment) {
  ShareProgramme programme;
  programme.demand.setZero(balance_count);
  for (int level = 0; level < level_count; ++level) programme.demand[3 * level + axis] = moment;
  programme.slack_scale.setConstant(balance_count, 1e3);  // legs are free to do what psoas makes them do
  programme.slack_scale.head<level_axis_count>().setConstant(0.01);
  programme.cost = n.strength.weight.cwiseQuotient(n.strength.F_max.cwiseAbs2());
  programme.lo = Eigen::VectorXd::Zero(n.strength.F_max.size());
  programme.hi = n.strength.F_max;
  ShareSolution solution;
  const MomentArms R(n.geometry.moment_arm.data(), balance_count, n.geometry.moment_arm.cols());
  solve_programme(R, programme, Start::cold, solution);
  EXPECT_TRUE(solution.solved);
  return solution.slack.head<level_axis_count>().cwiseAbs().maxCoeff();
}

// Two independent methods must find the same limit of strength; that extension beats flexion is common to every
// measurement of trunk strength [McNeill 1980].
TEST(CoreStrength, TheSharingProgrammeReachesTheLinearProgrammesLimitAndNoMore) {
  const Neutral n = neutral();
  struct Direction {
    const char* name;
    int axis;
    double sign;
  };
  double limit[4] = {};
  const Direction directions[] = {
      {"extension", 0, 1.0}, {"flexion", 0, -1.0}, {"bending", 1, 1.0}, {"rotation", 2, 1.0}};
  for (int d = 0; d < 4; ++d) {
    const auto [name, axis, sign] = directions[d];
    limit[d] = largest_moment(n, axis, sign);
    RecordProperty(name, std::to_string(limit[d]));
    std::printf("largest isometric %s moment of all six levels: %.1f N·m\n", name, limit[d]);
    EXPECT_LT(slack_at(n, axis, sign * 0.99 * limit[d]), 0.1) << name;
    EXPECT_GT(slack_at(n, axis, sign * 1.05 * limit[d]), 0.1) << name;
  }
  EXPECT_GT(limit[0], limit[1]);
  EXPECT_GT(limit[1], limit[3]);
}

TEST(CoreStrength, ScalesTheCoreAndNothingElse) {
  const Neutral n = neutral();
  const Strength strong = muscle_strength(n.body.spine, held::strength(1.3));
  for (Eigen::Index i = 0; i < strong.F_max.size(); ++i) {
    const Muscle& muscle = n.body.spine.muscles[static_cast<std::size_t>(i)];
    EXPECT_DOUBLE_EQ(strong.F_max[i], (is_core(muscle) ? 1.3 : 1.0) * n.strength.F_max[i]) << muscle.name;
    EXPECT_EQ(strong.weight[i], n.strength.weight[i]);
  }
}

}  // namespace
}  // namespace psoas
