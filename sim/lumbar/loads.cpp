// Compression and shear from the balance of forces on all above a level.
//
//   m (a - g) of all above = force of the disc and facets + pull of the muscles + lift of abdominal pressure
//
// In words, for someone standing who looks to the right of the page: gravity presses what is above onto the disc, so
// the disc pushes it up, along its cranial normal: compression is positive. The disc of L5/S1 slopes down to the front;
// what is above would slide down that slope, forward, and the disc holds it back. Shear is named after the sliding:
// forward positive. The force on the upper vertebra points the other way, hence the minus. Lateral: sliding to the
// runner's right is positive.
#include "sim/lumbar/loads.h"

#include "sim/core/check.h"
#include "sim/muscle/geometry.h"

namespace psoas {

LumbarLoads lumbar_loads(const Runner& runner, const Spine& spine, const StrideSolution& stride, const SharedLoad& load,
                         const SharingOptions&) {
  const Eigen::Index frames = stride.q.cols();
  CHECK(load.level_force.cols() == frames && load.muscle_pull.cols() == frames);
  LumbarLoads loads{Eigen::MatrixXd(level_count, frames), Eigen::MatrixXd(level_count, frames),
                    Eigen::MatrixXd(level_count, frames)};
  SpinePose pose;
  for (Eigen::Index k = 0; k < frames; ++k) {
    spine_pose(runner, spine, stride.q.col(k), pose);
    for (int level = 0; level < level_count; ++level) {
      const Eigen::Vector3d reaction = load.level_force.col(k).segment<3>(3 * level) -
                                       load.muscle_pull.col(k).segment<3>(3 * level) - load.lift.col(k);
      const Eigen::Vector3d forward_cranial_right = pose.disc[level].transpose() * reaction;
      loads.shear_anterior(level, k) = -forward_cranial_right[0];
      loads.compression(level, k) = forward_cranial_right[1];
      loads.shear_lateral(level, k) = -forward_cranial_right[2];
    }
  }
  return loads;
}

}  // namespace psoas
