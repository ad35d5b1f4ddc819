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

#include <algorithm>

#include "sim/core/check.h"
#include "sim/muscle/geometry.h"
#include "sim/sharing/demand.h"

namespace psoas {

LumbarLoads lumbar_loads(const Runner& runner, const Spine& spine, const StrideSolution& stride,
                         const SharedLoad& load) {
  const Eigen::Index frames = stride.q.cols();
  CHECK(load.level_force.cols() == frames && load.muscle_pull.cols() == frames);
  LumbarLoads loads;
  for (Eigen::MatrixXd* m :
       {&loads.compression, &loads.shear_anterior, &loads.shear_lateral, &loads.compression_weight,
        &loads.compression_muscle, &loads.compression_pressure, &loads.disc_pressure, &loads.facet_force})
    m->setZero(level_count, frames);
  SpinePose pose;
  for (Eigen::Index k = 0; k < frames; ++k) {
    spine_pose(runner, spine, stride.q.col(k), pose);
    const Eigen::Vector3d belt = pressure_force(spine, pose, spine.belt_pressure);
    for (int level = 0; level < level_count; ++level) {
      // Everything along the disc's forward, cranial and right directions.
      const auto in_disc = [&](const Eigen::Vector3d& force) -> Eigen::Vector3d {
        return pose.disc[static_cast<std::size_t>(level)].transpose() * force;
      };
      const Eigen::Vector3d weight = in_disc(load.level_force.col(k).segment<3>(3 * level)),
                            muscle = in_disc(-load.muscle_pull.col(k).segment<3>(3 * level)),
                            pressure = in_disc(-load.lift.col(k) - belt), reaction = weight + muscle + pressure;
      loads.shear_anterior(level, k) = -reaction[0];
      loads.compression(level, k) = reaction[1];
      loads.shear_lateral(level, k) = -reaction[2];
      loads.compression_weight(level, k) = weight[1];
      loads.compression_muscle(level, k) = muscle[1];
      loads.compression_pressure(level, k) = pressure[1];
      loads.disc_pressure(level, k) = spine.levels[static_cast<std::size_t>(level)].nucleus * reaction[1] /
                                      (disc_correction * spine.levels[static_cast<std::size_t>(level)].disc_area);
      loads.facet_force(level, k) = facet_share * std::max(0.0, -reaction[0]);
    }
  }
  return loads;
}

}  // namespace psoas
