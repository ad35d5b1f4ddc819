// From the wrench at the stride's one lumbar joint to the wrench at each of six levels, slice by slice upward.
#include "sim/sharing/demand.h"

#include "sim/core/check.h"

namespace psoas {
namespace {

constexpr int thorax = static_cast<int>(Body::thorax);

/// m (a - g) of the slice on this level's upper body, which moves with the rigid trunk; p_JS: its centre from J.
Eigen::Vector3d slice_force(const Level& level, const TrunkDemand& trunk, const Eigen::Vector3d& p_JS) {
  return level.slice_mass *
         (trunk.specific_force + trunk.alpha.cross(p_JS) + trunk.omega.cross(trunk.omega.cross(p_JS)));
}

struct Mass {
  double mass = 0.0;                                 // [kg]
  Eigen::Vector3d moment = Eigen::Vector3d::Zero();  // mass times place in P [kg m]
};

/// The stride's trunk and all that hangs on it, by its own links from the pelvis on.
Mass trunk_mass(const Runner& runner, const Eigen::Ref<const Eigen::VectorXd>& q) {
  Mass above;
  std::array<Eigen::Isometry3d, 64> X_PL;
  std::array<bool, 64> carried{};
  CHECK(runner.nq() <= static_cast<int>(X_PL.size()));
  X_PL[runner.pelvis].setIdentity();
  for (int i = runner.pelvis + 1; i < runner.nq(); ++i) {
    const Link& link = runner.links[i];
    X_PL[i] = X_PL[link.parent];
    X_PL[i].translate(link.offset);
    if (link.slide)
      X_PL[i].translate(q[i] * link.axis);
    else
      X_PL[i].rotate(Eigen::AngleAxisd(q[i], link.axis));
    carried[i] = i == runner.trunk || carried[link.parent];
    if (!carried[i]) continue;
    above.mass += link.mass;
    above.moment += link.mass * (X_PL[i] * link.com);
  }
  return above;
}

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
    const Eigen::Vector3d slice = slice_force(here, trunk, p_JS);
    force -= slice;
    moment_J -= p_JS.cross(slice);
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

Eigen::Matrix<double, level_axis_count, 1> given_moment(const Spine& spine, const SpinePose& pose) {
  Eigen::Matrix<double, level_axis_count, 1> moment = passive_moment(spine, pose);
  if (spine.belt_pressure != 0.0) moment += pressure_moment(spine, pose, spine.belt_pressure);
  if (spine.belt_stiffness != 0.0)
    for (int level = 0; level < level_count; ++level)
      moment.segment<2>(3 * level) -= spine.belt_stiffness * pose.angle.rowwise().sum().head<2>();
  return moment;
}

SpineLoads spine_loads(const Runner& runner, const Spine& spine, const SpinePose& pose,
                       const Eigen::Ref<const Eigen::VectorXd>& q, const TrunkDemand& trunk,
                       const std::array<LevelWrench, level_count>& wrench, const Eigen::Vector3d& lift) {
  SpineLoads loads;

  // Each slice by itself; the thorax keeps the rest of mass and of force.
  Mass rest = trunk_mass(runner, q);
  Eigen::Vector3d force = trunk.force;
  for (int level = 0; level < level_count; ++level) {
    const Eigen::Vector3d p = pose.X_PB[level + 1] * spine.levels[level].slice_com;
    const Eigen::Vector3d slice = slice_force(spine.levels[level], trunk, p - trunk.joint);
    loads.dead[level] = {-slice, p};
    force -= slice;
    rest.mass -= spine.levels[level].slice_mass;
    rest.moment -= spine.levels[level].slice_mass * p;
  }
  CHECK(rest.mass > 0.0 && spine.levels.back().slice_mass == 0.0);
  loads.dead.back() = {-force, rest.moment / rest.mass};

  for (int level = 0; level < level_count; ++level)
    loads.compression[level] =
        pose.disc[level].col(1).dot(wrench[level].force - lift - pressure_force(spine, pose, spine.belt_pressure));
  return loads;
}

}  // namespace psoas
