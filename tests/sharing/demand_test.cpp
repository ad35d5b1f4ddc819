// Is the wrench at each level what Newton and Euler say of the masses above it?
#include "sim/sharing/demand.h"

#include <gtest/gtest.h>

#include "tests/sharing/hold.h"

namespace psoas {
namespace {

// A rigid trunk of point masses that flies and turns: five slices and two far masses that stand for all the rest.
TEST(LevelWrench, IsTheSumOverTheMassesAboveEachLevel) {
  Spine spine;
  SpinePose pose;
  const Eigen::Vector3d J(-0.1, 0.08, 0.0);
  for (int i = 0; i < level_count; ++i) {
    pose.joint[i] = Eigen::Vector3d(-0.09 + 0.01 * i, 0.07 + 0.035 * i, 0.003 * i);
    pose.X_PB[i + 1] = Eigen::Translation3d(pose.joint[i]) * Eigen::AngleAxisd(0.1 * i, Eigen::Vector3d(0.6, 0.0, 0.8));
    spine.levels[i].slice_mass = i + 1 < level_count ? 1.5 + 0.1 * i : 0.0;
    spine.levels[i].slice_com = Eigen::Vector3d(0.02, 0.018, -0.004 * i);
  }
  struct Mass {
    double m;
    Eigen::Vector3d p;
    int slice;  // -1: above all levels
  };
  std::vector<Mass> masses = {{14.0, {0.05, 0.5, 0.1}, -1}, {9.0, {-0.1, 0.4, -0.2}, -1}};
  for (int i = 0; i + 1 < level_count; ++i)
    masses.push_back({spine.levels[i].slice_mass, pose.X_PB[i + 1] * spine.levels[i].slice_com, i});

  TrunkDemand trunk{J, {0, 0, 0}, {0, 0, 0}, {1.0, 14.0, -2.0}, {0.7, -2.0, 1.1}, {9.0, -20.0, 14.0}};
  const auto weight = [&](const Mass& mass) -> Eigen::Vector3d {  // m (a - g) of a mass fixed to the trunk
    const Eigen::Vector3d r = mass.p - J;
    return mass.m * (trunk.specific_force + trunk.alpha.cross(r) + trunk.omega.cross(trunk.omega.cross(r)));
  };
  for (const Mass& mass : masses) {
    trunk.force += weight(mass);
    trunk.moment += (mass.p - J).cross(weight(mass));
  }

  const auto wrench = level_wrenches(spine, pose, trunk);
  for (int level = 0; level < level_count; ++level) {
    Eigen::Vector3d force(0, 0, 0), moment(0, 0, 0);
    for (const Mass& mass : masses) {
      if (mass.slice >= 0 && mass.slice < level) continue;
      force += weight(mass);
      moment += (mass.p - pose.joint[level]).cross(weight(mass));
    }
    EXPECT_LT((wrench[level].force - force).norm(), 1e-10) << level;  // rounding of some 500 N
    EXPECT_LT((wrench[level].moment - moment).norm(), 1e-10) << level;
  }
}

// Held still, the dead loads at their centres of mass press and turn each level as its wrench says; moving, their
// forces still add up.
TEST(SpineLoads, AreTheWrenchesTakenApart) {
  const held::Body body = held::body();
  Eigen::VectorXd q = Eigen::VectorXd::Zero(body.runner.nq());
  for (int i = 3; i < q.size(); ++i) q[i] = 0.3 * std::sin(2.0 * i);
  SpinePose pose;
  spine_pose(body.runner, body.spine, q, pose);
  for (const bool moving : {false, true}) {
    TrunkDemand trunk = held::still(body.runner, q).trunk.front();
    if (moving) trunk.omega = {0.7, -2.0, 1.1}, trunk.alpha = {9.0, -20.0, 14.0};
    const auto wrench = level_wrenches(body.spine, pose, trunk);
    const SpineLoads loads = spine_loads(body.runner, body.spine, pose, q, trunk, wrench, {0.0, 100.0, 0.0});
    for (std::size_t level = 0; level < level_count; ++level) {
      Eigen::Vector3d force(0, 0, 0), moment(0, 0, 0);
      for (std::size_t above = level; above < level_count; ++above) {
        force -= loads.dead[above].force;
        moment -= (loads.dead[above].point - pose.joint[level]).cross(loads.dead[above].force);
      }
      EXPECT_LT((wrench[level].force - force).norm(), 1e-10);  // rounding of some 400 N
      if (!moving) {
        EXPECT_LT((wrench[level].moment - moment).norm(), 1e-10);
      }
      EXPECT_NEAR(loads.compression[static_cast<Eigen::Index>(level)],
                  pose.disc[level].col(1).dot(force - Eigen::Vector3d(0.0, 100.0, 0.0)), 1e-10);
    }
  }
}

// 5 kPa on 0.02 m² is 100 N along the thorax; 40 mm in front of a level that is 4 N·m of extension.
TEST(AbdominalPressure, LiftsTheThoraxAndExtends) {
  Spine spine;
  spine.pressure_area = 0.02;
  spine.pressure_point = Eigen::Vector3d(0.04, 0.1, 0.0);
  SpinePose pose;
  for (auto& X : pose.X_PB) X.setIdentity();
  for (int i = 0; i < level_count; ++i) pose.joint[i].setZero(), pose.axes[i] << 0, 1, 0, 0, 0, 1, 1, 0, 0;
  EXPECT_LT((pressure_force(spine, pose, 5000.0) - Eigen::Vector3d(0, 100, 0)).norm(), 1e-12);
  const auto moment = pressure_moment(spine, pose, 5000.0);
  EXPECT_NEAR(moment[0], 4.0, 1e-12);
  EXPECT_NEAR(moment[1], 0.0, 1e-12);
  EXPECT_NEAR(moment[2], 0.0, 1e-12);
}

}  // namespace
}  // namespace psoas
