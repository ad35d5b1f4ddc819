// Do slouch, head and arch move what they name, and nothing else? Masses stay, places go where a turn carries them.
#include "models/upper_body.h"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <numbers>

#include "models/models.h"
#include "sim/muscle/geometry.h"

namespace psoas {
namespace {

constexpr double degree = std::numbers::pi / 180.0;

struct Held {
  Models models = read_models(models_folder());
  Runner runner = build_runner(*models.runner, {}, {}), own = runner;
  Spine spine = build_spine(*models.spine, {});

  explicit Held(const PostureOptions& posture) { hold_upper_body(*models.runner, {}, posture, runner, spine); }
  const Link& trunk(const Runner& of) const { return of.links[static_cast<std::size_t>(of.trunk)]; }
  Eigen::Vector3d moved() const { return trunk(runner).com - trunk(own).com; }
  Eigen::Vector3d shoulder_moved() const {
    const auto i = static_cast<std::size_t>(own.index("shoulder_flexion_r"));
    return runner.links[i].offset - own.links[i].offset;
  }
  SpinePose pose() const {
    SpinePose pose;
    spine_pose(runner, spine, Eigen::VectorXd::Zero(runner.nq()), pose);
    return pose;
  }
};

PostureOptions with(double PostureOptions::*member, double value) {
  PostureOptions posture;
  posture.*member = value;
  return posture;
}

TEST(UpperBody, NothingAskedChangesNoBit) {
  const Held held({});
  for (std::size_t i = 0; i < held.own.links.size(); ++i) {
    EXPECT_EQ(held.runner.links[i].com, held.own.links[i].com);
    EXPECT_EQ(held.runner.links[i].inertia, held.own.links[i].inertia);
    EXPECT_EQ(held.runner.links[i].offset, held.own.links[i].offset);
  }
  for (const Level& level : held.spine.levels) EXPECT_EQ(level.arch, 0.0);
}

TEST(UpperBody, SlouchCarriesHeadThoraxAndShouldersForward) {
  const Held held(with(&PostureOptions::slouch, 25 * degree));
  EXPECT_EQ(held.trunk(held.runner).mass, held.trunk(held.own).mass);
  // By hand, 70 kg: each part's place over the pivot turned by 25 degrees.
  const auto ahead = [](double x, double y) { return x * std::cos(25 * degree) + y * std::sin(25 * degree) - x; };
  const double share = held.trunk(held.own).mass / 70.0;
  EXPECT_NEAR(held.moved().x(), (0.0945 * ahead(0.066, 0.072) + 0.0694 * ahead(0.072, 0.266)) / share, 1e-9);
  EXPECT_NEAR(held.shoulder_moved().x(), ahead(0.004087 + 0.022, 0.385152 - 0.261), 1e-9);
  EXPECT_EQ(held.moved().z(), 0.0);
  EXPECT_LT(held.moved().y(), 0.0);
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> inertia(held.trunk(held.runner).inertia);
  EXPECT_GT(inertia.eigenvalues().minCoeff(), 0.0);
}

TEST(UpperBody, HeadFlexionMovesTheHeadAlone) {
  const Held held(with(&PostureOptions::head_flexion, 30 * degree));
  EXPECT_EQ(held.shoulder_moved().norm(), 0.0);
  const double share = held.trunk(held.own).mass / 70.0;
  const double ahead = 0.050 * std::cos(30 * degree) + 0.122 * std::sin(30 * degree) - 0.050;
  EXPECT_NEAR(held.moved().x(), 0.0694 * ahead / share, 1e-9);
}

TEST(UpperBody, LordosisArchesBetweenAPelvisAndAThoraxThatKeepTheirAttitude) {
  const Held held(with(&PostureOptions::lordosis, 10 * degree)), own({});
  const SpinePose pose = held.pose(), before = own.pose();
  EXPECT_NEAR(pose.angle.row(0).sum(), 0.0, 1e-12);
  EXPECT_NEAR(pose.angle.row(0).head(5).sum(), 10 * degree, 1e-12);
  for (int i = 0; i < 5; ++i) EXPECT_GT(pose.angle(0, i), 0.0);
  EXPECT_NEAR(pose.angle(0, 1) / pose.angle(0, 0), 0.26 / 0.14, 1e-9);
  const auto thorax = static_cast<std::size_t>(Body::thorax);
  EXPECT_LT((pose.X_PB[thorax].linear() - before.X_PB[thorax].linear()).norm(), 1e-12);
  EXPECT_EQ((pose.X_PB[0].matrix() - before.X_PB[0].matrix()).norm(), 0.0);
  // The disc above resists the part of the arch's return that is its own: 12 of 33 degrees [White & Panjabi 1990].
  constexpr double own_part = 0.364, degrees = 180.0 / std::numbers::pi;
  const auto& passive = held.spine.levels.back().passive;  // flexion row first
  const double a = own_part * -pose.angle(0, 5) * degrees;
  EXPECT_NEAR(pose.angle(0, 5), -10 * degree, 1e-12);
  EXPECT_NEAR(passive_moment(held.spine, pose)[15], ((passive(0, 0) * a + passive(0, 1)) * a + passive(0, 2)) * a,
              1e-9);
  // Its plane turns with L1, and back by half of its own part.
  const double turn = std::acos(pose.disc[5].col(1).dot(before.disc[5].col(1)));
  EXPECT_NEAR(turn, (1.0 - 0.5 * own_part) * 10 * degree, 1e-9);
  EXPECT_GT((pose.disc[0].col(1) - before.disc[0].col(1)).norm(), 0.5 * pose.angle(0, 0) * 0.99);

  // Thorax, its mass, slices and shoulders go together.
  const Eigen::Vector3d moved = pose.X_PB[thorax].translation() - before.X_PB[thorax].translation();
  EXPECT_LT(moved.x(), 0.0);
  EXPECT_NEAR((held.shoulder_moved() - moved).norm(), 0.0, 1e-12);
  double slices = 0.0;
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  for (std::size_t i = 0; i < held.spine.levels.size(); ++i) {
    const Level& level = held.spine.levels[i];
    slices += level.slice_mass;
    sum += level.slice_mass * (pose.X_PB[i + 1] * level.slice_com - before.X_PB[i + 1] * level.slice_com);
  }
  const double mass = held.trunk(held.own).mass;
  EXPECT_LT((held.moved() - (sum + (mass - slices) * moved) / mass).norm(), 1e-12);
}

}  // namespace
}  // namespace psoas
