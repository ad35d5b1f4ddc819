// Is the stiffness of the spine the slope of the moments on it, and does it say when a column buckles?
#include "sim/muscle/stiffness.h"

#include <gtest/gtest.h>

#include <random>

#include "models/runner_tables.h"
#include "models/spine_tables.h"

namespace psoas {
namespace {

const std::filesystem::path folder = std::filesystem::path(PSOAS_SOURCE_DIR) / "models";

struct Stiffness : testing::Test {
  RunnerOptions options{.mass = 64.0, .height = 1.68, .sex = Sex::female};
  Runner runner = build_runner(*read_runner_tables(folder / "runner"), options, {});
  Spine spine = build_spine(*read_spine_tables(folder / "spine"), options);
  Eigen::Index nm = static_cast<Eigen::Index>(spine.muscles.size());
  std::mt19937 random{11};

  struct Frame {
    SpinePose pose;
    MuscleGeometry geometry;
  };

  double uniform(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); }

  LevelVector angles() {
    LevelVector theta;
    for (int j = 0; j < level_axis_count; ++j) theta[j] = uniform(-0.15, 0.15);
    return theta;
  }

  Eigen::VectorXd legs() {
    Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
    for (int i = 9; i < runner.nq(); ++i) q[i] = uniform(-0.4, 0.4);
    for (int side : {0, 1}) q[runner.shank[side]] = uniform(0.2, 1.5);
    return q;
  }

  Eigen::VectorXd forces() {
    Eigen::VectorXd F(nm);
    for (Eigen::Index i = 0; i < nm; ++i) F[i] = uniform(0.0, 0.4) * spine.muscles[i].F_max;
    return F;
  }

  SpineLoads loads(const SpinePose& pose) {
    SpineLoads loads;
    for (int level = 0; level < level_count; ++level) {
      const std::size_t upper = level + 1;
      loads.dead[upper - 1].force = Eigen::Vector3d(uniform(-50, 50), uniform(-400, 50), uniform(-50, 50));
      loads.dead[upper - 1].point = pose.X_PB[upper] * Eigen::Vector3d(uniform(-0.1, 0.1), 0.1, uniform(-0.1, 0.1));
      loads.compression[level] = uniform(100.0, 600.0);
    }
    return loads;
  }

  // Each level at its own angle: its share of three lumbar angles that are all 1.
  Frame at(const LevelVector& theta, Eigen::VectorXd q) {
    q.segment<3>(6).setOnes();
    for (int level = 0; level < level_count; ++level) spine.levels[level].fraction = theta.segment<3>(3 * level);
    Frame frame;
    spine_pose(runner, spine, q, frame.pose);
    muscle_geometry(runner, spine, frame.pose, frame.geometry);
    return frame;
  }

  StiffnessTerms terms(const Frame& frame, const SpineLoads& loads, const StiffnessOptions& choice = {}) const {
    StiffnessTerms terms;
    stiffness_terms(spine, frame.pose, frame.geometry, loads, choice, terms);
    return terms;
  }
};

// K = -∂M/∂θ, M from geometry, passive curves and plain statics; the muscles' tension follows their length by q F / l.
// Step 1e-5 rad: h² truncation 1e-10 of third derivatives below 1e5, rounding of 1e3 N·m over h 1e-8.
TEST_F(Stiffness, IsMinusTheSlopeOfTheMoment) {
  constexpr double h = 1e-5;
  StiffnessOptions choice;
  choice.disc_stiffening = 0.0;  // the moment of the discs is taken as that of unloaded ones
  for (int trial = 0; trial < 6; ++trial) {
    const LevelVector theta = angles();
    const Eigen::VectorXd q = legs(), F = forces();
    const Frame here = at(theta, q);
    const SpineLoads loads = this->loads(here.pose);
    const LevelMatrix K = spine_stiffness(terms(here, loads, choice), here.geometry, F);

    const auto moment = [&](const LevelVector& angle) {
      const Frame frame = at(angle, q);
      const Eigen::VectorXd stretch = frame.geometry.length - here.geometry.length;
      const Eigen::VectorXd tension =
          F + choice.short_range * F.cwiseProduct(stretch).cwiseQuotient(here.geometry.length);
      LevelVector M = frame.geometry.moment_arm.topRows<level_axis_count>() * tension;
      M += passive_moment(spine, frame.pose);
      for (std::size_t level = 0; level < level_count; ++level) {
        const Eigen::Vector3d c =
            frame.pose.X_PB[level + 1] * (here.pose.X_PB[level + 1].inverse() * loads.dead[level].point);
        for (std::size_t below = 0; below <= level; ++below)
          M.segment<3>(3 * static_cast<Eigen::Index>(below)) +=
              frame.pose.axes[below].transpose() * (c - frame.pose.joint[below]).cross(loads.dead[level].force);
      }
      return M;
    };
    for (int j = 0; j < level_axis_count; ++j) {
      LevelVector up = theta, down = theta;
      up[j] += h, down[j] -= h;
      const LevelVector slope = -(moment(up) - moment(down)) / (2.0 * h);
      EXPECT_LT((K.col(j) - slope).cwiseAbs().maxCoeff(), 1e-8 * K.cwiseAbs().maxCoeff()) << trial << " " << j;
    }
  }
}

TEST_F(Stiffness, IsSymmetricAndLinearInTheForces) {
  const Frame frame = at(angles(), legs());
  const StiffnessTerms t = terms(frame, loads(frame.pose));
  const Eigen::VectorXd F = forces(), G = forces(), none = Eigen::VectorXd::Zero(nm);
  const LevelMatrix K0 = spine_stiffness(t, frame.geometry, none);
  const LevelMatrix KF = spine_stiffness(t, frame.geometry, F) - K0, KG = spine_stiffness(t, frame.geometry, G) - K0;
  const LevelMatrix both = spine_stiffness(t, frame.geometry, 2.0 * F + 0.3 * G) - K0;
  EXPECT_EQ((KF - KF.transpose()).norm(), 0.0);
  EXPECT_LT((both - 2.0 * KF - 0.3 * KG).cwiseAbs().maxCoeff(), 1e-12 * both.cwiseAbs().maxCoeff());  // rounding
}

// A mirrored runner is as stable: bending and rotation change sign, extension does not.
TEST_F(Stiffness, MirrorsWithTheRunner) {
  const LevelVector theta = angles();
  const Eigen::VectorXd q = legs(), F = forces();
  const Frame frame = at(theta, q);
  const SpineLoads loads = this->loads(frame.pose);
  const LevelMatrix K = spine_stiffness(terms(frame, loads), frame.geometry, F);

  LevelVector sign;
  for (int j = 0; j < level_axis_count; ++j) sign[j] = j % 3 == 0 ? 1.0 : -1.0;
  Eigen::VectorXd p(q.size()), G(nm);
  for (int i = 0; i < runner.nq(); ++i) {
    const std::size_t s = i;
    p[i] = runner.mirror_sign[s] * q[runner.mirror[s]];
  }
  for (Eigen::Index i = 0; i < nm; ++i) G[i] = F[spine.muscles[i].mirror];
  SpineLoads other = loads;
  for (DeadLoad& dead : other.dead) dead.force.z() *= -1.0, dead.point.z() *= -1.0;
  const Frame image = at(sign.cwiseProduct(theta), p);
  const LevelMatrix mirrored = spine_stiffness(terms(image, other), image.geometry, G);
  EXPECT_LT((mirrored - sign.asDiagonal() * K * sign.asDiagonal()).cwiseAbs().maxCoeff(),
            1e-12 * K.cwiseAbs().maxCoeff());  // rounding
}

// Each disc's share grows by a tenth of a per cent per newton of the compression that statics gives it.
TEST_F(Stiffness, DiscsStiffenUnderCompression) {
  const Frame frame = at(angles(), legs());
  const SpineLoads loads = this->loads(frame.pose);
  const Eigen::VectorXd F = forces();
  const LevelMatrix soft = spine_stiffness(terms(frame, loads, {.disc_stiffening = 0.0}), frame.geometry, F);
  const LevelMatrix K = spine_stiffness(terms(frame, loads), frame.geometry, F);
  const LevelVector pull = frame.geometry.level_pull * F, passive = passive_stiffness(spine, frame.pose);
  LevelMatrix expected = soft;
  for (int j = 0; j < level_axis_count; ++j) {
    const Eigen::Vector3d normal = frame.pose.disc[j / 3].col(1);
    const double compression = loads.compression[j / 3] - normal.dot(pull.segment<3>(3 * (j / 3)));
    EXPECT_GT(compression, 0.0);
    expected(j, j) += 1e-3 * compression * passive[j];
  }
  EXPECT_LT((K - expected).cwiseAbs().maxCoeff(), 1e-11 * K.cwiseAbs().maxCoeff());
}

TEST_F(Stiffness, ACutIsTheStiffnessAgainstItsNudge) {
  for (int trial = 0; trial < 10; ++trial) {
    const Frame frame = at(angles(), legs());
    const StiffnessTerms t = terms(frame, loads(frame.pose));
    const LevelVector nudge = LevelVector(angles()).normalized();
    const Eigen::VectorXd F = forces();
    StabilityCut cut;
    stability_cut(t, frame.geometry, nudge, cut);
    const double direct = nudge.dot(spine_stiffness(t, frame.geometry, F) * nudge);
    EXPECT_NEAR(cut.constant + cut.per_newton.dot(F), direct, 1e-10 * (1.0 + std::abs(direct)));
    for (Eigen::Index i = 0; i < nm; i += 37) {
      const Eigen::VectorXd one = Eigen::VectorXd::Unit(nm, i), none = Eigen::VectorXd::Zero(nm);
      const double alone =
          nudge.dot((spine_stiffness(t, frame.geometry, one) - spine_stiffness(t, frame.geometry, none)) * nudge);
      EXPECT_NEAR(cut.per_newton[i], alone, 1e-10);  // rounding of K0, some 1e3 N·m/rad
    }
  }
}

// The guyed mast [Bergmark 1989]: a weight at height h on one hinge, a guy at ±d on the ground to height a on each
// side. With l² = A² + B² - 2 A B cos(φ + θ), A and B the distances of both ends from the hinge:
//   l' = A B sin φ / l,  l'' = A B cos φ / l - l'²/l,  critical weight P h = 2 F (l'' + q l'²/l).
TEST_F(Stiffness, AGuyedMastBucklesAtItsCriticalWeight) {
  // A straight column whose other hinges are as good as welded.
  for (Level& level : spine.levels) level.passive << 0, 0, 1e9, 0, 0, 1e9, 0, 0, 1e9, 0, 0, 1e9;
  spine.levels[0].passive.row(2).setZero();  // lowest bending
  Frame frame = at(LevelVector::Zero(), Eigen::VectorXd::Zero(runner.nq()));
  const Eigen::Vector3d J = frame.pose.joint[0];
  constexpr double h = 0.5, d = 0.08, a = 0.2, F = 300.0;
  const auto place = [&](std::size_t body, const Eigen::Vector3d& p) -> Eigen::Vector3d {
    return frame.pose.X_PB[body].inverse() * (J + p);
  };
  spine.muscles.assign(2, {});
  for (std::size_t side : {0, 1}) {
    const double z = side == 0 ? d : -d;
    spine.muscles[side].path = {{Body::thorax, place(6, {0, a, z})}, {Body::pelvis, place(0, {0, -0.03, z})}};
  }
  muscle_geometry(runner, spine, frame.pose, frame.geometry);

  const double A = std::hypot(d, a), B = std::hypot(d, 0.03), l = a + 0.03;
  const double cosine = (d * d - 0.03 * a) / (A * B), sine = std::sqrt(1.0 - cosine * cosine);
  const double slope = A * B * sine / l;
  const double spring = 2.0 * F * (A * B * cosine / l - slope * slope / l + 10.0 * slope * slope / l);
  const double critical = spring / h;

  const Eigen::VectorXd tension = Eigen::VectorXd::Constant(2, F);
  for (double weight : {0.5 * critical, 0.999 * critical, 1.001 * critical}) {
    SpineLoads mast;
    for (DeadLoad& dead : mast.dead) dead = {Eigen::Vector3d::Zero(), J};
    mast.dead[5] = {{0.0, -weight, 0.0}, J + Eigen::Vector3d(0.0, h, 0.0)};
    mast.compression.setZero();
    const Modes soft = modes(spine_stiffness(terms(frame, mast), frame.geometry, tension));
    EXPECT_NEAR(soft.stiffness[0], spring - weight * h, 1e-4 * spring);  // the welds give by 1e-7 or so
    EXPECT_NEAR(std::abs(soft.nudge(1, 0)), 1.0, 1e-6);
    EXPECT_EQ(soft.stiffness[0] > 0.0, weight < critical);
  }
}

}  // namespace
}  // namespace psoas
