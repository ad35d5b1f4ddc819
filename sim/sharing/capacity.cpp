// The sum over the core's muscles, posture by posture.
#include "sim/sharing/capacity.h"

#include <vector>

#include "sim/muscle/fibre.h"
#include "sim/muscle/geometry.h"

namespace psoas {

LumbarCapacity lumbar_capacity(const Runner& runner, const Spine& spine, const Strength& strength,
                               const Eigen::Ref<const Eigen::MatrixXd>& q) {
  // The core's muscles alone are placed, and where each stands among all.
  Spine core = spine;
  std::erase_if(core.muscles, [](const Muscle& muscle) { return !is_core(muscle); });
  std::vector<Eigen::Index> place;
  for (std::size_t i = 0; i < spine.muscles.size(); ++i)
    if (is_core(spine.muscles[i])) place.push_back(static_cast<Eigen::Index>(i));
  SpinePose pose;
  MuscleGeometry geometry;
  FibreState fibres;
  LumbarCapacity capacity;
  for (Eigen::Index k = 0; k < q.cols(); ++k) {
    spine_pose(runner, core, q.col(k), pose);
    muscle_geometry(runner, core, pose, geometry);
    fibre_state(core, geometry, Eigen::Matrix<double, balance_count, 1>::Zero(), fibres);
    Eigen::Matrix3d C = Eigen::Matrix3d::Zero();
    for (std::size_t i = 0; i < core.muscles.size(); ++i) {
      const Eigen::Index column = static_cast<Eigen::Index>(i), muscle = place[i], mirror = core.muscles[i].mirror;
      // Arm about the lumbar joint: the levels turn by their fractions of it, so virtual work adds their arms by the
      // same.
      Eigen::Vector3d arm = Eigen::Vector3d::Zero();
      for (int level = 0; level < level_count; ++level)
        arm += spine.levels[static_cast<std::size_t>(level)].fraction.cwiseProduct(
            geometry.moment_arm.col(column).segment<3>(3 * level));
      const double F = fibres.available[column] * 0.5 * (strength.F_max[muscle] + strength.F_max[mirror]);
      C += F * F / strength.weight[muscle] * arm * arm.transpose();
    }
    capacity.push_back(C);
  }
  return capacity;
}

}  // namespace psoas
