// Is the geometry of muscles true to the laws it must obey: virtual work, mirror symmetry, and statics of each level?
#include "sim/muscle/geometry.h"

#include <gtest/gtest.h>

#include <random>

#include "models/runner_tables.h"
#include "models/spine_tables.h"

namespace psoas {
namespace {

const std::filesystem::path folder = std::filesystem::path(PSOAS_SOURCE_DIR) / "models";

struct Geometry : testing::Test {
  RunnerOptions options{.mass = 64.0, .height = 1.68, .sex = Sex::female};
  Runner runner = build_runner(*read_runner_tables(folder / "runner"), options, {});
  Spine spine = build_spine(*read_spine_tables(folder / "spine"), options);
  std::mt19937 random{7};

  // Any posture of running and some way beyond.
  Eigen::VectorXd posture() {
    std::uniform_real_distribution<double> u(-0.5, 0.5);
    Eigen::VectorXd q(runner.nq());
    for (int i = 0; i < runner.nq(); ++i) q[i] = u(random);
    for (int side : {0, 1}) q[runner.shank[side]] = 1.1 + 2.0 * u(random);
    q[6] -= 0.4;  // lumbar flexion to 52 degrees
    return q;
  }

  // The links of the balance rows below the 18 levels: hip z x y right, left; knees; ankles.
  std::array<int, 10> leg_links() const {
    std::array<int, 10> links{};
    for (int side : {0, 1}) {
      for (int j = 0; j < 3; ++j) links[3 * side + j] = runner.thigh[side] - 2 + j;
      links[6 + side] = runner.shank[side];
      links[8 + side] = runner.links[runner.foot[side]].parent;
    }
    return links;
  }

  MuscleGeometry at(const Eigen::VectorXd& q) const {
    SpinePose pose;
    MuscleGeometry geometry;
    spine_pose(runner, spine, q, pose);
    muscle_geometry(runner, spine, pose, geometry);
    return geometry;
  }
};

// Virtual work: r = -dl/dq whatever the path does [An 1984]. Step 1e-4 rad: h² truncation 1e-9 m, eps/h rounding 1e-12.
TEST_F(Geometry, MomentArmsOfTheLegsAreMinusTheSlopeOfLength) {
  constexpr double h = 1e-4;
  for (int trial = 0; trial < 20; ++trial) {
    const Eigen::VectorXd q = posture();
    const MuscleGeometry geometry = at(q);
    for (int row = 0; row < 10; ++row) {
      Eigen::VectorXd up = q, down = q;
      up[leg_links()[row]] += h, down[leg_links()[row]] -= h;
      const Eigen::VectorXd slope = (at(up).length - at(down).length) / (2.0 * h);
      EXPECT_LT((geometry.moment_arm.row(level_axis_count + row).transpose() + slope).cwiseAbs().maxCoeff(), 1e-8)
          << row;
    }
  }
}

// The same for the levels, one at a time: a spine whose shares are all at one level puts the lumbar angles there. Step
// 3e-5: short segments curve more, h² truncation 1e-9 m, eps/h rounding 1e-12.
TEST_F(Geometry, MomentArmsOfTheLevelsAreMinusTheSlopeOfLength) {
  constexpr double h = 3e-5;
  for (int level = 0; level < level_count; ++level) {
    for (Level& other : spine.levels) other.fraction.setZero();
    spine.levels[level].fraction.setOnes();
    const Eigen::VectorXd q = posture();
    const MuscleGeometry geometry = at(q);
    for (int j = 0; j < 3; ++j) {
      Eigen::VectorXd up = q, down = q;
      up[6 + j] += h, down[6 + j] -= h;
      const Eigen::VectorXd slope = (at(up).length - at(down).length) / (2.0 * h);
      EXPECT_LT((geometry.moment_arm.row(3 * level + j).transpose() + slope).cwiseAbs().maxCoeff(), 1e-8) << level << j;
    }
  }
}

// And together: the arm about a lumbar coordinate of the stride is the sum of the level arms by their shares.
TEST_F(Geometry, LevelArmsAddUpToTheArmsOfTheStridesLumbarCoordinates) {
  constexpr double h = 1e-4;
  for (int trial = 0; trial < 10; ++trial) {
    const Eigen::VectorXd q = posture();
    const MuscleGeometry geometry = at(q);
    for (int j = 0; j < 3; ++j) {
      Eigen::VectorXd up = q, down = q;
      up[6 + j] += h, down[6 + j] -= h;
      Eigen::VectorXd sum = (at(up).length - at(down).length) / (2.0 * h);
      for (int level = 0; level < level_count; ++level) {
        sum += spine.levels[level].fraction[j] * geometry.moment_arm.row(3 * level + j).transpose();
      }
      EXPECT_LT(sum.cwiseAbs().maxCoeff(), 1e-8) << j;
    }
  }
}

// The back bends without losing its levers: dissected spines flexed fully keep the arms of their erector to some 15 %
// [Macintosh 1993, from memory]. Straight lines from end to end lost up to 40 % at L3-L4 and ran through the laminae.
TEST_F(Geometry, TheBackKeepsItsMomentArmsInFlexion) {
  const MuscleGeometry straight = at(Eigen::VectorXd::Zero(runner.nq()));
  Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
  q[6] = -1.0472;  // 60 degrees of lumbar flexion
  const MuscleGeometry bent = at(q);
  for (const char* group : {"ILpL", "LTpL", "LTpT", "MF"}) {
    for (int level = 0; level < level_count; ++level) {
      double before = 0.0, after = 0.0;
      for (std::size_t m = 0; m < spine.muscles.size(); ++m) {
        if (spine.muscles[m].group != group) continue;
        before += spine.muscles[m].F_max * straight.moment_arm(3 * level, static_cast<Eigen::Index>(m));
        after += spine.muscles[m].F_max * bent.moment_arm(3 * level, static_cast<Eigen::Index>(m));
      }
      EXPECT_GE(after, 0.85 * before) << group << level_names[static_cast<std::size_t>(level)];
    }
  }
}

// Tendons to the toes end on the foot: bending toes change no length, and so no moment arm.
TEST_F(Geometry, TheToesMoveNoMuscle) {
  const Eigen::VectorXd q = posture();
  Eigen::VectorXd bent = q;
  for (const int toes : runner.toes) bent[toes] += 0.5;
  EXPECT_EQ((at(bent).length - at(q).length).norm(), 0.0);
  EXPECT_EQ((at(bent).moment_arm - at(q).moment_arm).norm(), 0.0);
}

// Transversus runs round the trunk: it crosses no joint.
TEST_F(Geometry, TransversusTurnsNothing) {
  const MuscleGeometry geometry = at(posture());
  for (std::size_t m = 0; m < spine.muscles.size(); ++m) {
    if (spine.muscles[m].part != CoreGroup::transversus) continue;
    EXPECT_EQ(geometry.moment_arm.col(static_cast<Eigen::Index>(m)).norm(), 0.0);
    EXPECT_EQ(geometry.level_pull.col(static_cast<Eigen::Index>(m)).norm(), 0.0);
  }
}

// A mirrored posture gives the mirror muscle the same length, and arms of the mirrored sign. 1e-12: rounding only.
TEST_F(Geometry, MirroredPostureMirrorsEverything) {
  const std::array<double, 3> level_sign = {1.0, -1.0, -1.0};
  for (int trial = 0; trial < 20; ++trial) {
    const Eigen::VectorXd q = posture();
    Eigen::VectorXd p(q.size());
    for (int i = 0; i < runner.nq(); ++i) p[i] = runner.mirror_sign[i] * q[runner.mirror[i]];
    const MuscleGeometry a = at(q), b = at(p);
    for (int m = 0; m < a.length.size(); ++m) {
      const int n = spine.muscles[m].mirror;
      EXPECT_NEAR(a.length[m], b.length[n], 1e-12);
      for (int row = 0; row < level_axis_count; ++row) {
        EXPECT_NEAR(a.moment_arm(row, m), level_sign[row % 3] * b.moment_arm(row, n), 1e-12)
            << spine.muscles[m].name << row;
        EXPECT_NEAR(a.level_pull(row, m), (row % 3 == 2 ? -1.0 : 1.0) * b.level_pull(row, n), 1e-12);
      }
      for (int row = 0; row < 10; ++row) {
        const int other = row < 6 ? (row + 3) % 6 : row ^ 1;
        const double sign = runner.mirror_sign[leg_links()[row]];
        EXPECT_NEAR(a.moment_arm(level_axis_count + row, m), sign * b.moment_arm(level_axis_count + other, n), 1e-12)
            << spine.muscles[m].name << row;
      }
    }
  }
}

// Statics: a straight muscle over a level pulls the upper part along its line; the moment of that pull is its arm.
TEST_F(Geometry, PullOfAStraightMuscleTurnsTheLevelByItsMomentArm) {
  const Eigen::VectorXd q = posture();
  SpinePose pose;
  MuscleGeometry geometry;
  spine_pose(runner, spine, q, pose);
  muscle_geometry(runner, spine, pose, geometry);
  int checked = 0;
  for (int m = 0; m < geometry.length.size(); ++m) {
    const std::vector<PathPoint>& path = spine.muscles[m].path;
    for (int level = 0; level < level_count; ++level) {
      const Eigen::Vector3d pull = geometry.level_pull.col(m).segment<3>(3 * level);
      const auto above = [&](const PathPoint& point) {
        return point.body <= Body::thorax && static_cast<int>(point.body) > level;
      };
      std::vector<std::size_t> crossings;
      for (std::size_t k = 1; k < path.size(); ++k) {
        if (above(path[k]) != above(path[k - 1])) crossings.push_back(k);
      }
      if (crossings.empty()) {
        EXPECT_EQ(pull.norm(), 0.0);
        EXPECT_EQ(geometry.moment_arm.col(m).segment<3>(3 * level).norm(), 0.0);
        continue;
      }
      if (crossings.size() > 1) continue;
      EXPECT_NEAR(pull.norm(), 1.0, 1e-14);
      const PathPoint& upper = above(path[crossings[0]]) ? path[crossings[0]] : path[crossings[0] - 1];
      const Eigen::Vector3d p = pose.X_PB[static_cast<int>(upper.body)] * upper.position;
      const Eigen::Vector3d moment = pose.axes[level].transpose() * (p - pose.joint[level]).cross(pull);
      EXPECT_NEAR((moment - geometry.moment_arm.col(m).segment<3>(3 * level)).norm(), 0.0, 1e-14)
          << spine.muscles[m].name;
      ++checked;
    }
  }
  EXPECT_GT(checked, 400);
}

// The patella follows the knee; its share of 0 leaves it on the thigh, and one near 1 carries it with the shank.
TEST_F(Geometry, AFollowingPointMovesFromThighToShank) {
  const Eigen::VectorXd q = posture();
  SpinePose pose;
  spine_pose(runner, spine, q, pose);
  const Eigen::Vector3d knee = runner.links[runner.shank[0]].offset;
  const Eigen::Vector3d offset(0.04, 0.02, 0.0);
  Spine small = spine;
  small.muscles.assign(3, {});
  const PathPoint origin{Body::pelvis, {0.0, 0.1, 0.1}};
  small.muscles[0].path = {origin, {Body::thigh_r, knee + offset, 1.0 - 1e-15}};
  small.muscles[1].path = {origin, {Body::shank_r, offset}};
  small.muscles[2].path = {origin, {Body::thigh_r, knee + offset, 1e-15}};
  MuscleGeometry geometry;
  muscle_geometry(runner, small, pose, geometry);
  EXPECT_NEAR(geometry.length[0], geometry.length[1], 1e-14);
  EXPECT_NEAR(geometry.moment_arm(24, 0), geometry.moment_arm(24, 1), 1e-14);
  EXPECT_NEAR(geometry.length[2], (pose.X_PB[0] * origin.position - pose.X_PB[7] * (knee + offset)).norm(), 1e-14);
  EXPECT_NEAR(geometry.moment_arm(24, 2), 0.0, 1e-14);
}

// Hips of the muscles and of the stride are the same points.
TEST_F(Geometry, LegsHangFromTheRunnersHips) {
  SpinePose pose;
  spine_pose(runner, spine, posture(), pose);
  for (int side : {0, 1}) EXPECT_EQ(pose.leg[side].hip, runner.links[runner.thigh[side] - 2].offset);
  EXPECT_NEAR((pose.X_PB[0].translation() - 0.5 * (pose.leg[0].hip + pose.leg[1].hip)).norm(), 0.0, 1e-15);
}

// Discs resist: the moment opposes the angle, vanishes at zero, and grows with the angle.
TEST_F(Geometry, DiscsResistWhatTurnsThem) {
  SpinePose pose;
  spine_pose(runner, spine, Eigen::VectorXd::Zero(runner.nq()), pose);
  EXPECT_EQ(passive_moment(spine, pose).norm(), 0.0);
  for (double sign : {-1.0, 1.0}) {
    double before = 0.0;
    for (double angle = 0.01; angle < 0.15; angle += 0.01) {
      pose.angle.setConstant(sign * angle);
      const auto moment = passive_moment(spine, pose);
      EXPECT_TRUE(((sign * moment).array() < 0.0).all());
      EXPECT_GT(moment.norm(), before);
      before = moment.norm();
    }
  }
}

// The disc's plane stands midway between its two vertebrae: 33° forward at L5/S1 in neutral, half of the bend more when
// bent.
TEST_F(Geometry, DiscPlaneTurnsByHalfTheLevel) {
  SpinePose pose;
  Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
  q[6] = -0.5;  // flexion
  spine_pose(runner, spine, q, pose);
  double below = 0.0;  // rotation of the lower body
  for (int i = 0; i < level_count; ++i) {
    const double turn = q[6] * spine.levels[i].fraction[0];
    const double tilt = spine.levels[i].disc_tilt - below - 0.5 * turn;
    EXPECT_NEAR((pose.disc[i].col(1) - Eigen::Vector3d(std::sin(tilt), std::cos(tilt), 0.0)).norm(), 0.0, 1e-14);
    EXPECT_NEAR((pose.disc[i] * pose.disc[i].transpose() - Eigen::Matrix3d::Identity()).norm(), 0.0, 1e-14);
    EXPECT_NEAR(pose.disc[i].determinant(), 1.0, 1e-14);
    below += turn;
  }
}

}  // namespace
}  // namespace psoas
