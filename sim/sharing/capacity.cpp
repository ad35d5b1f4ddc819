// How much lumbar moment can the core make for a unit of effort? Lets core strength reach the stride.
#include "sim/muscle/geometry.h"
#include "sim/sharing/share.h"
#include "sim/sharing/strength.h"

namespace psoas {

Eigen::Matrix3d lumbar_capacity(const Runner& runner, const Spine& spine) {
  SpinePose pose;
  MuscleGeometry geometry;
  spine_pose(runner, spine, Eigen::VectorXd::Zero(runner.nq()), pose);
  muscle_geometry(runner, spine, pose, geometry);
  const Strength strength = muscle_strength(spine, 1.0);

  Eigen::Matrix3d capacity = Eigen::Matrix3d::Zero();
  for (std::size_t i = 0; i < spine.muscles.size(); ++i) {
    if (!is_core(spine.muscles[i])) continue;
    const Eigen::Index column = static_cast<Eigen::Index>(i);
    // Arm about the lumbar joint: the levels turn by their fractions of it, so virtual work adds their arms by the
    // same.
    Eigen::Vector3d arm = Eigen::Vector3d::Zero();
    for (int level = 0; level < level_count; ++level)
      arm += spine.levels[level].fraction.cwiseProduct(geometry.moment_arm.col(column).segment<3>(3 * level));
    capacity += strength.F_max[column] * strength.F_max[column] / strength.weight[column] * arm * arm.transpose();
  }
  return capacity;
}

}  // namespace psoas
