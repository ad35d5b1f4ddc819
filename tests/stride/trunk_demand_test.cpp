// Does what the trunk asks of the spine agree with the joint moments of the stride, and with Newton?
#include <gtest/gtest.h>

#include <Eigen/Geometry>

#include "models/models.h"
#include "sim/stride/stride.h"

namespace psoas {
namespace {

struct TrunkDemandOfAStride : testing::Test {
  Models models = read_models(models_folder());
  Runner runner = build_runner(*models.runner, {}, {});
  StrideWorkspace work;
  LumbarCapacity capacity =
      LumbarCapacity(StrideOptions{}.nodes, Eigen::Vector3d(4e4, 2e4, 7e3).asDiagonal().toDenseMatrix());
  BaselineStride baseline =
      solve_baseline_stride(runner, build_reference(*models.reference, runner, 3.5), {}, {}, capacity, {}, work);
};

// The first lumbar axis is the pelvis's z axis through the joint: the moment about it is the coordinate's own.
TEST_F(TrunkDemandOfAStride, MomentAboutTheFirstLumbarAxisIsTheJointMoment) {
  const StrideSolution& stride = baseline.solution;
  ASSERT_EQ(stride.status, Status::converged);
  for (Eigen::Index k = 0; k < stride.q.cols(); ++k)
    EXPECT_NEAR(stride.trunk[static_cast<std::size_t>(k)].moment.z(), stride.tau(6, k), 1e-9 * 200.0) << "knot " << k;
}

// Over a stride the trunk gains no momentum: the mean force upward carries its weight, and that of the arms.
TEST_F(TrunkDemandOfAStride, MeanForceCarriesTheWeightOfTrunkAndArms) {
  double weight = 0.0, upward = 0.0;
  for (std::size_t i = static_cast<std::size_t>(runner.trunk); i < static_cast<std::size_t>(runner.thigh[0]) - 2; ++i)
    weight += runner.links[i].mass * Runner::gravity;
  const StrideSolution& stride = baseline.solution;
  for (Eigen::Index k = 0; k < stride.q.cols(); ++k) {
    // From the pelvis frame to the world: Rz(tilt) Rx(list) Ry(rotation), second row.
    const double tilt = stride.q(3, k), list = stride.q(4, k), turn = stride.q(5, k);
    const Eigen::Matrix3d R =
        (Eigen::AngleAxisd(tilt, Eigen::Vector3d::UnitZ()) * Eigen::AngleAxisd(list, Eigen::Vector3d::UnitX()) *
         Eigen::AngleAxisd(turn, Eigen::Vector3d::UnitY()))
            .toRotationMatrix();
    upward += (R * stride.trunk[static_cast<std::size_t>(k)].force).y() / static_cast<double>(stride.q.cols());
  }
  // Knots sample a smooth periodic curve: their mean is its integral to many digits.
  EXPECT_NEAR(upward, weight, 1e-3 * weight);
}

}  // namespace
}  // namespace psoas
