// Is the sharing programme solved where most muscles stand at their bounds and slack is dear?
#include <gtest/gtest.h>

#include <random>

#include "sim/sharing/programme.h"
#include "sim/sharing/strength.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

// Moments about one axis of all six levels, from easy to twice what any muscles make, in postures and spines a few
// micrometres apart: rounding decides which muscles stand at their bounds, and must not decide whether it is solved.
TEST(NearTheLimit, EveryProgrammeIsSolvedHoweverDearItsSlack) {
  const held::Body body = held::body();
  int most = 0;
  for (int trial = 0; trial < 24; ++trial) {
    std::mt19937 random(static_cast<unsigned>(trial));
    const auto uniform = [&](double a) { return std::uniform_real_distribution<double>(-a, a)(random); };
    Spine spine = body.spine;
    for (Muscle& muscle : spine.muscles)
      for (PathPoint& point : muscle.path)
        for (Eigen::Index j = 0; j < 3; ++j) point.position[j] += uniform(1e-6);
    Eigen::VectorXd q = Eigen::VectorXd::Zero(body.runner.nq());
    if (trial % 2 == 1)
      for (Eigen::Index i = 3; i < q.size(); ++i) q[i] = uniform(0.2);
    SpinePose pose;
    MuscleGeometry geometry;
    spine_pose(body.runner, spine, q, pose);
    muscle_geometry(body.runner, spine, pose, geometry);
    const Strength strength = muscle_strength(spine, {});
    const Eigen::Index nm = strength.F_max.size();
    const MomentArms R(geometry.moment_arm.data(), balance_count, nm);
    ShareProgramme p;
    p.slack_scale.setConstant(balance_count, 1e3);
    p.cost = strength.weight.cwiseQuotient(strength.F_max.cwiseAbs2());
    p.lo.setZero(nm);
    p.hi = strength.F_max;
    const int axis = trial % 3;
    const double sign = trial / 3 % 2 ? 1.0 : -1.0, about_the_limit = axis == 0   ? (sign > 0 ? 220 : 120)
                                                                      : axis == 1 ? 180
                                                                                  : 90;
    for (const int exponent : {2, 3})
      for (const double s0 : {1.0, 0.03, 0.01})
        for (const double part : {0.3, 0.7, 1.05, 2.0}) {
          p.demand.setZero(balance_count);
          for (int level = 0; level < level_count; ++level) p.demand[3 * level + axis] = sign * part * about_the_limit;
          p.slack_scale.head<level_axis_count>().setConstant(s0);
          p.cubic = exponent == 3 ? p.hi : Eigen::VectorXd();
          ShareSolution solution;
          solve_programme(R, p, Start::cold, solution);
          EXPECT_TRUE(solution.solved) << "trial " << trial << ", exponent " << exponent << ", s0 " << s0 << ", part "
                                       << part << ": " << solution.residual << " N·m left";
          // λ is some 10^4 to 10^5 here, and slack λ s0²/2 inherits its rounding.
          EXPECT_LT(optimality_error(R, p, solution), 1e-4);
          most = std::max(most, solution.iterations);
        }
  }
  RecordProperty("most_iterations", most);
  EXPECT_LE(most, 80);  // measured 68
}

}  // namespace
}  // namespace psoas
