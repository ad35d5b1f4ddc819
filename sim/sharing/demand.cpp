// From the wrench at the stride's one lumbar joint to the wrench at each of six levels, slice by slice upward.
#include "sim/sharing/demand.h"

namespace psoas {
namespace {

constexpr int thorax = static_cast<int>(Body::thorax);

}  // namespace

std::array<LevelWrench, level_count> level_wrenches(const Spine& spine, const SpinePose& pose,
                                                    const TrunkDemand& trunk) {
  std::array<LevelWrench, level_count> wrench;

  // From the trunk's joint J upward: what is above the lowest level is the whole trunk.
  Eigen::Vector3d force = trunk.force;
  Eigen::Vector3d moment_J = trunk.moment;  // about J
  for (int level = 0; level < level_count; ++level) {
    const Eigen::Vector3d p_LJ = trunk.joint - pose.joint[level];
    wrench[level] = {force, moment_J + p_LJ.cross(force)};

    // The vertebra above this level and the slice of trunk it carries are below the next level: take off m (a - g).
    const Level& here = spine.levels[level];
    const Eigen::Vector3d p_JS = pose.X_PB[level + 1] * here.slice_com - trunk.joint;
    const Eigen::Vector3d specific =
        trunk.specific_force + trunk.alpha.cross(p_JS) + trunk.omega.cross(trunk.omega.cross(p_JS));
    force -= here.slice_mass * specific;
    moment_J -= p_JS.cross(here.slice_mass * specific);
  }
  return wrench;
}

Eigen::Vector3d pressure_force(const Spine& spine, const SpinePose& pose, double pressure) {
  return pressure * spine.pressure_area * pose.X_PB[thorax].linear().col(1);
}

Eigen::Matrix<double, level_axis_count, 1> pressure_moment(const Spine& spine, const SpinePose& pose, double pressure) {
  Eigen::Matrix<double, level_axis_count, 1> moment;
  const Eigen::Vector3d f = pressure_force(spine, pose, pressure);
  const Eigen::Vector3d p = pose.X_PB[thorax] * spine.pressure_point;
  for (int level = 0; level < level_count; ++level)
    moment.segment<3>(3 * level) = pose.axes[level].transpose() * (p - pose.joint[level]).cross(f);
  return moment;
}

}  // namespace psoas
