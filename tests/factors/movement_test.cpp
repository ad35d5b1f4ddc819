// Is the asked movement the one that was asked for? Attitudes that should stay stay, and only they.
#include "sim/stride/movement.h"

#include <gtest/gtest.h>

#include "sim/stride/leg_movement.h"
#include "tests/factors/running.h"

namespace psoas {
namespace {

using namespace factors;

/// Turn of a body in the world by the runner's own links.
Eigen::Matrix3d attitude(const Runner& runner, int link, const Eigen::VectorXd& q) {
  Eigen::Matrix3d R = Eigen::Matrix3d::Identity();
  for (int i = link; i >= 0; i = runner.links[static_cast<std::size_t>(i)].parent) {
    const Link& at = runner.links[static_cast<std::size_t>(i)];
    if (!at.slide) R = Eigen::AngleAxisd(q[i], at.axis) * R;
  }
  return R;
}

struct Asked : testing::Test {
  const Running& run = Running::get();
  const Runner& runner = run.runner;
  const StrideSolution& own = run.own;
  StrideSolution with(const Movement& movement) const { return asked_stride(runner, own, movement, 1.0); }
  double turned(const StrideSolution& asked, int link) const {  // largest over the step [rad]
    double most = 0.0;
    for (Eigen::Index k = 0; k < own.q.cols(); ++k)
      most = std::max(most, Eigen::AngleAxisd(attitude(runner, link, asked.q.col(k)).transpose() *
                                              attitude(runner, link, own.q.col(k)))
                                .angle());
    return most;
  }
};

TEST_F(Asked, NothingChangesNoBit) {
  const StrideSolution asked = with({});
  EXPECT_EQ(asked.q, own.q);
  EXPECT_EQ(asked.qdd, own.qdd);
  EXPECT_EQ(asked.tau, own.tau);
}

TEST_F(Asked, PelvicTiltAndDropLeaveThoraxAndThighsAsTheyAre) {
  for (const auto& [tilt, drop] : {std::pair{10 * degree, 0.0}, std::pair{0.0, 6 * degree}}) {
    const StrideSolution asked = with({.pelvic_tilt = tilt, .pelvic_drop = drop});
    for (const int link : {runner.trunk, runner.thigh[0], runner.thigh[1]}) EXPECT_LT(turned(asked, link), 1e-9);
    EXPECT_NEAR(turned(asked, runner.pelvis), tilt + drop, 0.02 * (tilt + drop));
  }
}

TEST_F(Asked, LeanTurnsTheThoraxAndWhatItComesFrom) {
  const double lean = 8 * degree;
  for (const LeanOrigin from : {LeanOrigin::waist, LeanOrigin::hips, LeanOrigin::ankles}) {
    const StrideSolution asked = with({.lean = lean, .lean_from = from});
    EXPECT_NEAR(mean_lean(asked) - mean_lean(own), lean, 1e-12);
    EXPECT_NEAR(turned(asked, runner.pelvis), from == LeanOrigin::waist ? 0.0 : lean, 1e-9);
    EXPECT_NEAR(turned(asked, runner.thigh[0]), from == LeanOrigin::ankles ? lean : 0.0, 1e-9);
    EXPECT_LT(turned(asked, runner.foot[0]), 0.03);
  }
}

TEST_F(Asked, OverstrideMovesTheAnkleAtTouchDownAndKeepsTheSole) {
  const auto ankle_ahead = [&](const StrideSolution& s, Eigen::Index k) {
    const Eigen::VectorXd q = s.q.col(k);
    const auto part = [&](int of, int to) {
      return Eigen::Vector3d(attitude(runner, of, q) * runner.links[static_cast<std::size_t>(to)].offset);
    };
    return (part(runner.thigh[0], runner.shank[0]) + part(runner.shank[0], runner.shank[0] + 1)).eval();
  };
  for (const double ahead : {-0.05, 0.03}) {
    const StrideSolution asked = with({.overstride = ahead});
    double most = 0.0;
    for (Eigen::Index k = 0; k < own.q.cols(); ++k) {
      const Eigen::Vector3d moved = ankle_ahead(asked, k) - ankle_ahead(own, k);
      if (std::abs(moved.x()) > std::abs(most)) most = moved.x();
      if (ahead < 0.0) {
        EXPECT_NEAR(moved.y(), 0.0, 0.004);  // the leg does not quite move in the plane seen from the side
      }
    }
    EXPECT_NEAR(most, ahead, 0.1 * std::abs(ahead));
    EXPECT_LT(turned(asked, runner.foot[0]), 0.02);
    EXPECT_EQ(turned(asked, runner.trunk), 0.0);
  }
}

TEST_F(Asked, PronationRollsTheStandingFootAlone) {
  const StrideSolution asked = with({.pronation = 5 * degree});
  const Eigen::MatrixXd change = asked.q - own.q;
  EXPECT_NEAR(change.row(runner.foot[0]).minCoeff(), -5 * degree, 1e-12);
  EXPECT_LT(change.row(runner.foot[1]).cwiseAbs().maxCoeff(), 1e-12) << "the left foot is in the air";
  EXPECT_LT((change.array() != 0.0).rowwise().any().count(), 3);
}

/// Height of the lowest of the right foot's points over its hip, without the toes [m].
double lowest(const Runner& runner, const Eigen::VectorXd& q) {
  const auto part = [&](int of, const Eigen::Vector3d& p) { return (attitude(runner, of, q) * p).y(); };
  const auto offset = [&](int link) { return runner.links[static_cast<std::size_t>(link)].offset; };
  const int shank = runner.shank[0], foot = runner.foot[0];
  const double ankle = part(runner.thigh[0], offset(shank)) + part(shank, offset(shank + 1));
  double least = 0.0;
  for (const PadPoint& point : runner.sole)
    if (point.link == foot && point.zone != Zone::midfoot)
      least = std::min(least, part(shank + 1, offset(foot)) + part(foot, point.position));
  return ankle + least;
}

TEST_F(Asked, FootStrikeTurnsTheSoleAboutItsLowestPoint) {
  const auto angle = [&](const StrideSolution& s, Eigen::Index k) {
    return sole_angle(runner, s.q.col(k), Eigen::Matrix3d::Identity(), 0);
  };
  const Stance stance = stance_of(runner, own);
  const auto n = static_cast<double>(own.q.cols());
  const auto touch_down = static_cast<Eigen::Index>(std::lround(stance.begin * n));
  const auto flat = static_cast<Eigen::Index>(std::lround((stance.begin + 0.35 * (stance.end - stance.begin)) * n));
  for (const double more : {-30 * degree, -15 * degree, 10 * degree}) {
    StrideSolution asked = own;
    move_legs(runner, own, 0.0, 0.0, more, asked.q);
    EXPECT_NEAR(angle(asked, touch_down) - angle(own, touch_down), more, 0.06 * std::abs(more));  // half a knot early
    EXPECT_NEAR(angle(asked, flat), angle(own, flat), 1e-3) << "the foot is flat as before";
    for (Eigen::Index k = touch_down - 2; k < flat; ++k)
      EXPECT_NEAR(lowest(runner, asked.q.col(k)), lowest(runner, own.q.col(k)), 0.012) << k;  // the foot also rolls
    EXPECT_EQ(turned(asked, runner.trunk), 0.0);
    EXPECT_LT(std::abs(asked.q(runner.toes[0], touch_down) - own.q(runner.toes[0], touch_down)),
              std::max(0.02, -angle(asked, touch_down) + 0.02))
        << "toes bend no more than they must";
  }
}

// Accelerations of the targets are those of their angles: a second difference over the whole stride tells.
TEST_F(Asked, AccelerationsGoWithTheAngles) {
  const StrideSolution asked =
      with({.pelvic_drop = 4 * degree, .arm_swing = 1.5, .overstride = -0.03, .pronation = 5 * degree});
  const double h = own.step_duration / static_cast<double>(own.q.cols());
  const Eigen::MatrixXd change = asked.q - own.q, bend = asked.qdd - own.qdd;
  for (Eigen::Index i = 0; i < own.q.rows(); ++i) {
    for (Eigen::Index k = 1; k + 1 < own.q.cols(); ++k) {
      const double second = (change(i, k + 1) - 2 * change(i, k) + change(i, k - 1)) / (h * h);
      const double mean = (bend(i, k + 1) + 4 * bend(i, k) + bend(i, k - 1)) / 6;  // exact for a cubic spline
      EXPECT_NEAR(second, mean, 1e-6 * (1.0 + std::abs(mean))) << runner.links[static_cast<std::size_t>(i)].name << k;
    }
  }
}

}  // namespace
}  // namespace psoas
