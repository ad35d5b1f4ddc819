// Do fibres make the force that their length and speed allow, and do they stand at lengths where muscles work?
#include "sim/muscle/fibre.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <numbers>
#include <random>

#include "models/models.h"

namespace psoas {
namespace {

const std::filesystem::path folder = std::filesystem::path(PSOAS_SOURCE_DIR) / "models";
constexpr double degree = std::numbers::pi / 180.0;

// Slopes by central differences agree from both sides of every joint of the curves: h² truncation 1e-8, eps/h 1e-11.
double slope(double (*curve)(double), double at, double h = 1e-5) {
  return (curve(at + h) - curve(at - h)) / (2.0 * h);
}

TEST(FibreCurves, HaveTheValuesOfTheirEquations) {
  EXPECT_DOUBLE_EQ(active_force_length(1.0), 1.0);
  EXPECT_NEAR(active_force_length(1.0 + std::sqrt(0.45)), std::exp(-1.0), 1e-15);
  EXPECT_EQ(force_velocity(-1.0), 0.0);
  EXPECT_EQ(force_velocity(-2.0), 0.0);
  EXPECT_EQ(force_velocity(0.0), 1.0);
  EXPECT_NEAR(force_velocity(-0.25), 0.75 / 2.0, 1e-15);  // at v = a the hyperbola halves what is left
  EXPECT_NEAR(force_velocity(1e6), 1.4, 1e-6);
  EXPECT_EQ(passive_force_length(0.7), 0.0);
  EXPECT_EQ(passive_force_length(1.0), 0.0);
  EXPECT_NEAR(passive_force_length(1.6), 1.0, 1e-13);
}

TEST(FibreCurves, RiseWhereTheyMustWithoutAKink) {
  for (double l = 0.3; l < 1.9; l += 0.01) {
    EXPECT_EQ(slope(active_force_length, l) > 0.0, l < 1.0 - 1e-9 && std::abs(l - 1.0) > 1e-9) << l;
    EXPECT_GT(slope(passive_force_length, l + 0.71), 0.0) << l;
  }
  for (double v = -0.99; v < 2.0; v += 0.01) EXPECT_GT(slope(force_velocity, v), 0.0) << v;
  // One slope from both sides where two pieces meet: shortening and lengthening, optimum, full passive force.
  const auto kink = [](double (*curve)(double), double at) {
    const double h = 1e-6;
    return (curve(at + h) - 2.0 * curve(at) + curve(at - h)) / h;  // jump of slope + O(h)
  };
  EXPECT_NEAR(kink(force_velocity, 0.0), 0.0, 1e-3);
  EXPECT_NEAR(kink(passive_force_length, 1.0), 0.0, 1e-3);
  EXPECT_NEAR(kink(passive_force_length, 1.6), 0.0, 1e-3);
}

struct Fibres : testing::Test {
  RunnerOptions options{.mass = 64.0, .height = 1.68};
  Models models = read_models(folder);
  Runner runner = build_runner(*models.runner, options, {});
  Spine spine = build_spine(*models.spine, options);
  std::mt19937 random{5};

  Eigen::VectorXd uniform(double low, double high) {
    std::uniform_real_distribution<double> u(low, high);
    Eigen::VectorXd v(runner.nq());
    for (double& x : v) x = u(random);
    return v;
  }

  MuscleGeometry geometry_at(const Eigen::VectorXd& q) const {
    SpinePose pose;
    MuscleGeometry geometry;
    spine_pose(runner, spine, q, pose);
    muscle_geometry(runner, spine, pose, geometry);
    return geometry;
  }

  FibreState at(const Eigen::VectorXd& q, const Eigen::VectorXd& qd) const {
    FibreState fibres;
    fibre_state(spine, geometry_at(q), balance_rates(runner, spine, qd), fibres);
    return fibres;
  }
  FibreState at(const Eigen::VectorXd& q) const { return at(q, Eigen::VectorXd::Zero(runner.nq())); }

  Eigen::VectorXd posture(const char* coordinate, double angle) const {
    Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
    q[runner.index(coordinate)] = angle;
    return q;
  }
};

// Along a random movement q + t qd the fibres' speed is the slope of their length. Step 1e-5 s at 3 rad/s: h²
// truncation 1e-9, rounding 1e-11. The subtalar joint has no balance row: muscles that cross it must be isometric.
TEST_F(Fibres, SpeedIsTheSlopeOfLength) {
  constexpr double h = 1e-5;
  for (int trial = 0; trial < 10; ++trial) {
    const Eigen::VectorXd q = uniform(-0.3, 0.3), qd = uniform(-3.0, 3.0);
    const FibreState now = at(q, qd), later = at(q + h * qd), before = at(q - h * qd);
    const Eigen::VectorXd rate = (later.length - before.length) / (2.0 * h * fastest_shortening);
    EXPECT_LT((now.velocity - rate).cwiseAbs().maxCoeff(), 1e-8);
    EXPECT_GT(now.velocity.cwiseAbs().maxCoeff(), 0.05);
  }
}

// The fibre of one muscle by hand: path 0.30 m, tendon 0.10, optimum 0.18, 0.3 rad of pennation; shortening at 0.5 m/s.
TEST_F(Fibres, FollowPathPennationAndSpeed) {
  Spine one = spine;
  one.muscles.assign(1, spine.muscles[0]);
  Muscle& muscle = one.muscles[0];
  muscle.optimal_length = 0.18, muscle.tendon_slack = 0.10, muscle.pennation = 0.3;
  MuscleGeometry geometry;
  geometry.length = Eigen::VectorXd::Constant(1, 0.30);
  geometry.moment_arm = Eigen::MatrixXd::Zero(balance_count, 1);
  geometry.moment_arm(3, 0) = 0.05;
  Eigen::Matrix<double, balance_count, 1> rate;
  rate.setZero();
  rate[3] = 10.0;
  FibreState fibres;
  fibre_state(one, geometry, rate, fibres);
  const double thick = 0.18 * std::sin(0.3), fibre = std::hypot(0.20, thick), cosine = 0.20 / fibre;
  EXPECT_NEAR(fibres.length[0], fibre / 0.18, 1e-14);
  EXPECT_NEAR(fibres.velocity[0], -0.5 * cosine / 1.8, 1e-14);
  const double l = fibre / 0.18, v = -0.5 * cosine / 1.8;
  EXPECT_NEAR(fibres.available[0], std::exp(-(l - 1) * (l - 1) / 0.45) * (1 + v) / (1 - 4 * v) * cosine, 1e-14);
  EXPECT_NEAR(fibres.passive[0], passive_force_length(l) * cosine, 1e-14);

  // Without a fibre length it is isometric; a path shorter than the tendon is slack and neither passive nor lost.
  muscle.optimal_length = 0.0;
  fibre_state(one, geometry, rate, fibres);
  EXPECT_EQ(fibres.available[0], std::cos(0.3));
  EXPECT_EQ(fibres.passive[0], 0.0);
  muscle.optimal_length = 0.18, muscle.tendon_slack = 0.35;
  fibre_state(one, geometry, rate, fibres);
  EXPECT_GE(fibres.available[0], least_available);
  EXPECT_EQ(fibres.passive[0], 0.0);
  EXPECT_EQ(fibres.velocity[0], 0.0);
}

TEST_F(Fibres, NeverGiveUpAllForceAndMirrorToTheLastBit) {
  for (int trial = 0; trial < 10; ++trial) {
    const Eigen::VectorXd q = uniform(-0.6, 0.6), qd = uniform(-20.0, 20.0);
    Eigen::VectorXd p(q.size()), pd(q.size());
    for (int i = 0; i < runner.nq(); ++i) {
      p[i] = runner.mirror_sign[i] * q[runner.mirror[i]];
      pd[i] = runner.mirror_sign[i] * qd[runner.mirror[i]];
    }
    const FibreState a = at(q, qd), b = at(p, pd);
    EXPECT_GE(a.available.minCoeff(), least_available);
    EXPECT_LE(a.available.maxCoeff(), 1.4);
    EXPECT_GE(a.passive.minCoeff(), 0.0);
    for (Eigen::Index i = 0; i < a.length.size(); ++i) {
      const int j = spine.muscles[static_cast<std::size_t>(i)].mirror;
      EXPECT_NEAR(a.length[i], b.length[j], 1e-12);  // rounding: sums run in mirrored order
      EXPECT_NEAR(a.velocity[i], b.velocity[j], 1e-12);
      EXPECT_NEAR(a.available[i], b.available[j], 1e-12);
      EXPECT_NEAR(a.passive[i], b.passive[j], 1e-12);
    }
  }
}

// Standing, the fibres of the trunk are where dissection found their sarcomeres: 0.85 of optimal in the back, 0.95 in
// quadratus, 1 elsewhere (models/SOURCES.md), within the rounding of the table.
TEST_F(Fibres, OfTheTrunkHaveTheirNeutralLengthInNeutralPosture) {
  const FibreState fibres = at(Eigen::VectorXd::Zero(runner.nq()));
  const std::map<CoreGroup, double> neutral = {{CoreGroup::multifidus, 0.85},
                                               {CoreGroup::erector_thoracic, 0.85},
                                               {CoreGroup::erector_lumbar, 0.85},
                                               {CoreGroup::quadratus, 0.95}};
  double passive = 0.0;
  for (std::size_t i = 0; i < spine.muscles.size(); ++i) {
    const Muscle& muscle = spine.muscles[i];
    passive += muscle.F_max * fibres.passive[static_cast<Eigen::Index>(i)];
    if (muscle.part == CoreGroup::none) continue;
    const auto found = neutral.find(muscle.part);
    EXPECT_NEAR(fibres.length[static_cast<Eigen::Index>(i)], found == neutral.end() ? 1.0 : found->second, 1e-3)
        << muscle.name;
  }
  std::printf("passive force of all muscles together in neutral posture: %.1f N\n", passive);
  EXPECT_LT(passive, 200.0);  // nothing beside the tens of kN they can make
}

// Within 30 degrees of lumbar movement either way, the end of what spines do sideways and beyond it in extension and
// rotation, no trunk fibre leaves the range where it makes half of its force: f_l(0.45) = f_l(1.55) = 0.51.
TEST_F(Fibres, OfTheTrunkStayWithinTheirWorkingRange) {
  for (const char* coordinate : {"lumbar_extension", "lumbar_bending", "lumbar_rotation"}) {
    for (double angle : {-30.0, -15.0, 15.0, 30.0}) {
      const FibreState fibres = at(posture(coordinate, angle * degree));
      for (std::size_t i = 0; i < spine.muscles.size(); ++i) {
        if (spine.muscles[i].part == CoreGroup::none) continue;
        EXPECT_GT(fibres.length[static_cast<Eigen::Index>(i)], 0.45) << spine.muscles[i].name << coordinate << angle;
        EXPECT_LT(fibres.length[static_cast<Eigen::Index>(i)], 1.55) << spine.muscles[i].name << coordinate << angle;
      }
    }
  }
}

// Flexed by 60 degrees no trunk fibre is stretched to 1.6, where its passive force alone would be F_max.
TEST_F(Fibres, OfTheTrunkAreNotTornInFullFlexion) {
  const FibreState fibres = at(posture("lumbar_extension", -60.0 * degree));
  for (std::size_t i = 0; i < spine.muscles.size(); ++i)
    EXPECT_LT(fibres.length[static_cast<Eigen::Index>(i)], spine.muscles[i].part == CoreGroup::none ? 9.9 : 1.6)
        << spine.muscles[i].name;
}

// Sized once: later calls write where the first one did.
TEST_F(Fibres, AreWrittenInPlace) {
  const MuscleGeometry geometry = geometry_at(uniform(-0.3, 0.3));
  const Eigen::Matrix<double, balance_count, 1> rate = balance_rates(runner, spine, uniform(-3.0, 3.0));
  FibreState fibres;
  fibre_state(spine, geometry, rate, fibres);
  const FibreState first = fibres;
  const double* const place = fibres.available.data();
  fibre_state(spine, geometry, rate, fibres);
  EXPECT_EQ(fibres.available.data(), place);
  EXPECT_EQ(fibres.available, first.available);  // and the same bits
  EXPECT_EQ(fibres.velocity, first.velocity);
}

TEST_F(Fibres, RatesOfTheLevelsAddUpToTheLumbarRates) {
  const Eigen::VectorXd qd = uniform(-5.0, 5.0);
  const Eigen::Matrix<double, balance_count, 1> rate = balance_rates(runner, spine, qd);
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  for (int level = 0; level < level_count; ++level) sum += rate.segment<3>(3 * level);
  EXPECT_NEAR((sum - qd.segment<3>(6)).norm(), 0.0, 1e-13);
  EXPECT_EQ(rate[18], qd[runner.index("hip_flexion_r")]);
  EXPECT_EQ(rate[22], qd[runner.index("hip_adduction_l")]);
  EXPECT_EQ(rate[25], qd[runner.index("knee_flexion_l")]);
  EXPECT_EQ(rate[26], qd[runner.index("ankle_dorsiflexion_r")]);
}

}  // namespace
}  // namespace psoas
