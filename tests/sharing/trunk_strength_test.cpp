// Is the strength of the trunk what its muscles can make, no more and no less?
#include "sim/sharing/trunk_strength.h"

#include <gtest/gtest.h>

#include "sim/muscle/fibre.h"
#include "sim/sharing/programme.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

struct Trunk : testing::Test {
  held::Body body = held::body();
  Eigen::VectorXd q = Eigen::VectorXd::Zero(body.runner.nq());
  Eigen::VectorXd strength = Eigen::VectorXd::Ones(static_cast<Eigen::Index>(body.spine.muscles.size()));
  TrunkStrength of() const { return trunk_strength(body.runner, body.spine, q, strength); }
};

// Both sides are mirror images, to the tolerance of the simplex.
TEST_F(Trunk, LeftIsAsStrongAsRight) {
  const TrunkStrength s = of();
  EXPECT_NEAR(s.bend_left, s.bend_right, 1e-6 * s.bend_right);
  EXPECT_NEAR(s.turn_left, s.turn_right, 1e-6 * s.turn_right);
}

TEST_F(Trunk, AWeakerCoreIsWeakerInEveryDirection) {
  const TrunkStrength whole = of();
  for (Eigen::Index i = 0; i < strength.size(); ++i)
    if (is_core(body.spine.muscles[static_cast<std::size_t>(i)])) strength[i] = 0.5;
  const TrunkStrength half = of();
  for (const auto& [weak, strong] :
       {std::pair{half.extension, whole.extension}, std::pair{half.flexion, whole.flexion},
        std::pair{half.bend_left, whole.bend_left}, std::pair{half.turn_left, whole.turn_left}}) {
    EXPECT_LT(weak, 0.9 * strong);
    EXPECT_GT(weak, 0.45 * strong);  // psoas and passive tissue keep theirs
  }
}

// The sharing programme, another method altogether, balances 99 % of the extension strength and not 103 %.
TEST_F(Trunk, TheSharingProgrammeAgrees) {
  SpinePose pose;
  MuscleGeometry geometry;
  FibreState fibres;
  spine_pose(body.runner, body.spine, q, pose);
  muscle_geometry(body.runner, body.spine, pose, geometry);
  fibre_state(body.spine, geometry, Eigen::Matrix<double, balance_count, 1>::Zero(), fibres);
  ShareProgramme programme;
  const Eigen::Index nm = strength.size();
  programme.lo.setZero(nm), programme.hi.resize(nm);
  Eigen::VectorXd passive(nm);
  for (Eigen::Index i = 0; i < nm; ++i) {
    const double F_max = body.spine.muscles[static_cast<std::size_t>(i)].F_max;
    programme.hi[i] = F_max * fibres.available[i], passive[i] = F_max * fibres.passive[i];
  }
  programme.cost = programme.hi.cwiseAbs2().cwiseInverse();
  programme.slack_scale.setConstant(balance_count, 1e3);  // legs: all but free
  programme.slack_scale.head<level_axis_count>().setConstant(0.02);
  const auto unbalanced = [&](double extension) {
    programme.demand = -(geometry.moment_arm * passive);
    for (int level = 0; level < level_count; ++level)
      programme.demand.segment<3>(3 * level) +=
          pose.axes[static_cast<std::size_t>(level)].transpose() * Eigen::Vector3d(0, 0, extension);
    ShareSolution solution;
    solve_programme(MomentArms(geometry.moment_arm.data(), balance_count, nm), programme, Start::cold, solution);
    EXPECT_TRUE(solution.solved);
    return solution.slack.head<level_axis_count>().cwiseAbs().maxCoeff();
  };
  const double extension = of().extension;
  EXPECT_LT(unbalanced(0.99 * extension), 0.1);  // the price of effort: slack is stiff, not rigid
  EXPECT_GT(unbalanced(1.03 * extension), 5.0 * unbalanced(0.99 * extension));
}

}  // namespace
}  // namespace psoas
