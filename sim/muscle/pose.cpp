// Where do the vertebrae and the legs stand in this posture? Forward kinematics in the pelvis frame P, and what discs
// and ligaments resist there. The six levels share the stride's lumbar angles by fixed fractions, the lumbar rhythm
// [Christophy 2012; Beaucage-Gauvreau 2019]; the legs follow the runner's own links, so hips agree with the stride.
#include <cmath>
#include <numbers>

#include "sim/core/check.h"
#include "sim/muscle/geometry.h"

namespace psoas {

namespace {

constexpr double degrees = 180.0 / std::numbers::pi;  // in a radian

// Which of a level's curves resists this angle about its axis z, x or y?
int passive_row(int axis, double angle) {
  enum { flexion, extension, lateral, axial };
  return axis == 0 ? (angle > 0.0 ? extension : flexion) : axis == 1 ? lateral : axial;
}

// What a disc feels of its level's angle: where the thorax arches with it, only its own part.
double disc_angle(const Spine& spine, const SpinePose& pose, int axis, int level) {
  return pose.angle(axis, level) - (axis == 0 ? spine.levels[static_cast<std::size_t>(level)].above : 0.0);
}

constexpr int lumbar = 6;  // first of the stride's three lumbar coordinates: extension, bending, rotation

Eigen::Isometry3d translation(const Eigen::Vector3d& p) {
  Eigen::Isometry3d X = Eigen::Isometry3d::Identity();
  X.translation() = p;
  return X;
}

// Steps over one link: returns its joint centre and axis in P, and moves X_P on to the link's frame.
struct Hinge {
  Eigen::Vector3d centre, axis;
};
Hinge step(const Link& link, double angle, Eigen::Isometry3d& X_P) {
  X_P.translation() += X_P.linear() * link.offset;
  const Hinge hinge{X_P.translation(), X_P.linear() * link.axis};
  X_P.linear() *= Eigen::AngleAxisd(angle, link.axis).toRotationMatrix();
  return hinge;
}

// One level: from the lower body's frame to the upper one's, noting axes, centre and disc plane on the way.
// The disc's plane turns by half of what the disc itself is turned by, z then x then y like the joint.
Eigen::Isometry3d step(const Level& level, const std::array<Eigen::Vector3d, 3>& axis, int i,
                       const Eigen::Isometry3d& X_PL, SpinePose& pose) {
  const Eigen::Vector3d angle = pose.angle.col(i);
  pose.joint[i] = X_PL * level.position;
  Eigen::Matrix3d R_PU = X_PL.linear();
  Eigen::Matrix3d R_PD = X_PL.linear();
  for (int j = 0; j < 3; ++j) {
    pose.axes[i].col(j) = R_PU * axis[j];
    R_PU *= Eigen::AngleAxisd(angle[j], axis[j]).toRotationMatrix();
    R_PD *= Eigen::AngleAxisd(0.5 * (j == 0 ? angle[j] - level.above : angle[j]), axis[j]).toRotationMatrix();
  }
  const double s = std::sin(level.disc_tilt), c = std::cos(level.disc_tilt);
  pose.disc[i].col(0) = R_PD * Eigen::Vector3d(c, -s, 0.0);
  pose.disc[i].col(1) = R_PD * Eigen::Vector3d(s, c, 0.0);
  pose.disc[i].col(2) = R_PD.col(2);

  Eigen::Isometry3d X_PU;
  X_PU.linear() = R_PU;
  X_PU.translation() = pose.joint[i] - R_PU * level.upper_offset;
  X_PU.makeAffine();
  return X_PU;
}

}  // namespace

void spine_pose(const Runner& runner, const Spine& spine, const Eigen::Ref<const Eigen::VectorXd>& q, SpinePose& pose) {
  CHECK(q.size() == runner.nq());

  // The pelvis body sits midway between the hips.
  const std::array<int, 2> hip = {runner.thigh[0] - 2, runner.thigh[1] - 2};  // first of the three hip links
  for (int side : {0, 1}) CHECK(runner.links[hip[side]].parent == runner.pelvis);
  pose.X_PB[0] = translation(0.5 * (runner.links[hip[0]].offset + runner.links[hip[1]].offset));

  // The spine, level by level upward.
  const std::array<Eigen::Vector3d, 3> axis = {runner.links[lumbar].axis, runner.links[lumbar + 1].axis,
                                               runner.links[lumbar + 2].axis};
  for (int i = 0; i < level_count; ++i) {
    pose.angle.col(i) = spine.levels[i].fraction.cwiseProduct(q.segment<3>(lumbar));
    pose.angle(0, i) += spine.levels[i].arch;
    pose.X_PB[i + 1] = step(spine.levels[i], axis, i, pose.X_PB[i], pose);
  }

  // The legs, joint by joint downward.
  for (int side : {0, 1}) {
    SpinePose::Leg& leg = pose.leg[side];
    const int first = static_cast<int>(side == 0 ? Body::thigh_r : Body::thigh_l);
    Eigen::Isometry3d X_P = Eigen::Isometry3d::Identity();
    for (int j = 0; j < 3; ++j) {
      const Hinge hinge = step(runner.links[hip[side] + j], q[hip[side] + j], X_P);
      leg.hip = hinge.centre;
      leg.hip_axes.col(j) = hinge.axis;
    }
    pose.X_PB[first] = X_P;

    const int shank = runner.shank[side];
    const Hinge knee = step(runner.links[shank], q[shank], X_P);
    leg.knee = knee.centre, leg.knee_axis = knee.axis, leg.knee_angle = q[shank];
    pose.X_PB[first + 1] = X_P;

    const int foot = runner.foot[side];
    const int talus = runner.links[foot].parent;
    CHECK(runner.links[talus].parent == shank && runner.links[shank].parent == runner.thigh[side]);
    const Hinge ankle = step(runner.links[talus], q[talus], X_P);
    leg.ankle = ankle.centre, leg.ankle_axis = ankle.axis;
    step(runner.links[foot], q[foot], X_P);
    pose.X_PB[first + 2] = X_P;
  }
}

// M = c3 a³ + c2 a² + c1 a with a the size of the angle in degrees, against the angle's sign.
Eigen::Matrix<double, level_axis_count, 1> passive_moment(const Spine& spine, const SpinePose& pose) {
  Eigen::Matrix<double, level_axis_count, 1> moment;
  for (int i = 0; i < level_count; ++i) {
    for (int j = 0; j < 3; ++j) {
      const double angle = disc_angle(spine, pose, j, i), a = std::abs(angle) * degrees;
      const auto c = spine.levels[i].passive.row(passive_row(j, angle));
      moment[3 * i + j] = -std::copysign(((c[0] * a + c[1]) * a + c[2]) * a, angle);
    }
  }
  return moment;
}

Eigen::Matrix<double, level_axis_count, 1> passive_stiffness(const Spine& spine, const SpinePose& pose) {
  Eigen::Matrix<double, level_axis_count, 1> stiffness;
  for (int i = 0; i < level_count; ++i) {
    for (int j = 0; j < 3; ++j) {
      const double angle = disc_angle(spine, pose, j, i), a = std::abs(angle) * degrees;
      const auto c = spine.levels[i].passive.row(passive_row(j, angle));
      stiffness[3 * i + j] = degrees * ((3.0 * c[0] * a + 2.0 * c[1]) * a + c[2]);
    }
  }
  return stiffness;
}

}  // namespace psoas
