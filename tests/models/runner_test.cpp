// Is the runner a body? Its mass, its mirror image, and where its feet stand.
#include "models/runner.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <Eigen/Eigenvalues>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "models/models.h"
#include "models/runner_tables.h"
#include "posture.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

namespace fs = std::filesystem;

class RunnerModel : public ::testing::Test {
 protected:
  const std::shared_ptr<const RunnerTables> tables = read_runner_tables(models_folder() / "runner");
  const Runner runner = build_runner(*tables, RunnerOptions{}, ShoeOptions{});
};

/// The mirror image of a place: z changes sign.
Eigen::Vector3d mirrored(Eigen::Vector3d p) {
  p.z() = -p.z();
  return p;
}

/// q of the mirror image: limbs change sides, some coordinates their sign.
Eigen::VectorXd mirrored_posture(const Runner& runner, const Eigen::VectorXd& q) {
  Eigen::VectorXd m(runner.nq());
  for (std::size_t i = 0; i < runner.links.size(); ++i)
    m(runner.mirror[i]) = runner.mirror_sign[i] * q(static_cast<Eigen::Index>(i));
  return m;
}

Eigen::VectorXd random_posture(const Runner& runner, std::mt19937& random) {
  std::uniform_real_distribution<double> angle(-0.5, 0.5);
  Eigen::VectorXd q(runner.nq());
  for (double& value : q) value = angle(random);
  return q;
}

TEST_F(RunnerModel, HasTheTwentyThreeCoordinatesInTheOrderTheOtherRoomsCountOn) {
  const std::vector<std::string> names = {"pelvis_tx",
                                          "pelvis_ty",
                                          "pelvis_tz",
                                          "pelvis_tilt",
                                          "pelvis_list",
                                          "pelvis_rotation",
                                          "lumbar_extension",
                                          "lumbar_bending",
                                          "lumbar_rotation",
                                          "shoulder_flexion_r",
                                          "shoulder_flexion_l",
                                          "hip_flexion_r",
                                          "hip_adduction_r",
                                          "hip_rotation_r",
                                          "knee_flexion_r",
                                          "ankle_dorsiflexion_r",
                                          "subtalar_inversion_r",
                                          "toe_extension_r",
                                          "hip_flexion_l",
                                          "hip_adduction_l",
                                          "hip_rotation_l",
                                          "knee_flexion_l",
                                          "ankle_dorsiflexion_l",
                                          "subtalar_inversion_l",
                                          "toe_extension_l"};
  ASSERT_EQ(runner.links.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(runner.links[i].name, names[i]);
    EXPECT_LT(runner.links[i].parent, static_cast<int>(i));
    EXPECT_NEAR(runner.links[i].axis.norm(), 1.0, 1e-12);
    EXPECT_LT(runner.range[i].low, runner.range[i].high);
    EXPECT_EQ(runner.torque_scale[i] > 0.0, i > 5) << names[i];
  }
  EXPECT_EQ(runner.pelvis, 5);
  EXPECT_EQ(runner.trunk, 8);
  EXPECT_EQ(runner.thigh, (std::array{13, 20}));
  EXPECT_EQ(runner.shank, (std::array{14, 21}));
  EXPECT_EQ(runner.foot, (std::array{16, 23}));
  EXPECT_EQ(runner.toes, (std::array{17, 24}));
}

TEST_F(RunnerModel, WeighsTheBodyAndTwoShoesForBothSexes) {
  for (const Sex sex : {Sex::male, Sex::female}) {
    for (const double mass : {50.0, 95.0}) {
      const Runner r = build_runner(*tables, {mass, 1.65, sex}, ShoeOptions{});
      double sum = 0.0;
      for (const Link& link : r.links) sum += link.mass;
      EXPECT_NEAR(sum, mass + 2 * ShoeOptions{}.mass, 1e-9);
      EXPECT_NEAR(r.mass, sum, 1e-12);
    }
  }
  // Women carry more of their mass in pelvis and thighs [de Leva 1996].
  const Runner woman = build_runner(*tables, {70.0, 1.75, Sex::female}, ShoeOptions{});
  EXPECT_GT(woman.links[5].mass, runner.links[5].mass);
  EXPECT_GT(woman.links[13].mass, runner.links[13].mass);
  EXPECT_LT(woman.links[8].mass, runner.links[8].mass);
}

TEST_F(RunnerModel, ScalesLikeASimilarBody) {
  ShoeOptions none;
  none.mass = 0.0;
  const Runner a = build_runner(*tables, {70.0, 1.75, Sex::male}, none),
               b = build_runner(*tables, {90.0, 1.95, Sex::male}, none);
  const double length = 1.95 / 1.75, mass = 90.0 / 70.0;
  EXPECT_NEAR(b.leg_length, a.leg_length * length, 1e-12);
  for (std::size_t i = 0; i < a.links.size(); ++i) {
    EXPECT_TRUE(b.links[i].offset.isApprox(a.links[i].offset * length, 1e-12) || a.links[i].offset.isZero());
    EXPECT_NEAR(b.links[i].mass, a.links[i].mass * mass, 1e-12);
    EXPECT_NEAR((b.links[i].inertia - a.links[i].inertia * mass * length * length).norm(), 0.0, 1e-12);
    EXPECT_NEAR(b.torque_scale[i], a.torque_scale[i] * mass * length, 1e-9);
  }
}

TEST_F(RunnerModel, EveryInertiaBelongsToARealBody) {
  for (const Link& link : runner.links) {
    if (link.mass == 0.0) continue;
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(link.inertia);
    const Eigen::Vector3d I = solver.eigenvalues();
    EXPECT_GT(I(0), 0.0) << link.name;
    EXPECT_LE(I(2), I(0) + I(1)) << link.name;  // triangle inequality
  }
}

TEST_F(RunnerModel, AShoeMovesTheFootsCentreOfMassAsAPointMassDoes) {
  ShoeOptions none;
  none.mass = 0.0;
  const Link bare = build_runner(*tables, RunnerOptions{}, none).links[16], shod = runner.links[16];
  Eigen::Vector3d centre = Eigen::Vector3d::Zero();
  for (const PadPoint& point : runner.sole) {
    const Eigen::Vector3d in_foot = point.link == 16 ? Eigen::Vector3d::Zero() : runner.links[17].offset;
    centre += (point.position + in_foot) / static_cast<double>(runner.sole.size());
  }
  const double m = ShoeOptions{}.mass;
  EXPECT_NEAR((shod.com * shod.mass - bare.com * bare.mass - m * centre).norm(), 0.0, 1e-12);
  // Moment of inertia about the link's origin, by the parallel axis theorem, is additive.
  const auto about_origin = [](const Link& link) {
    return Eigen::Matrix3d(link.inertia + link.mass * (link.com.squaredNorm() * Eigen::Matrix3d::Identity() -
                                                       link.com * link.com.transpose()));
  };
  const Eigen::Matrix3d shoe = m * (centre.squaredNorm() * Eigen::Matrix3d::Identity() - centre * centre.transpose());
  EXPECT_NEAR((about_origin(shod) - about_origin(bare) - shoe).norm(), 0.0, 1e-12);
}

// Foot and toes, split at the joint, are together the foot that the source's numbers make as one body [Rajagopal 2016]:
// of 1.661040 kg, centre of mass and inertia merged by the parallel axis theorem, at toe angle 0.
TEST_F(RunnerModel, FootAndToesAreTheMergedFoot) {
  ShoeOptions none;
  none.mass = 0.0;
  const Runner man = build_runner(*tables, {tables->mass, tables->height, Sex::male}, none);
  const Link &foot = man.links[16], &toes = man.links[17];
  const double mass = foot.mass + toes.mass;
  EXPECT_NEAR(mass, 1.661040, 1e-4);
  const Eigen::Vector3d centre = (foot.mass * foot.com + toes.mass * (toes.com + toes.offset)) / mass;
  EXPECT_NEAR((centre - Eigen::Vector3d(0.116748, 0.026160, -0.002425)).norm(), 0.0, 1e-5);
  Eigen::Matrix3d inertia = Eigen::Matrix3d::Zero();
  const auto add = [&](const Link& link, const Eigen::Vector3d& com) {
    const Eigen::Vector3d d = com - centre;
    inertia += link.inertia + link.mass * (d.squaredNorm() * Eigen::Matrix3d::Identity() - d * d.transpose());
  };
  add(foot, foot.com), add(toes, toes.com + toes.offset);
  Eigen::Matrix3d merged;
  merged << 0.0024974, 0.0006165, 0.0003893, 0.0006165, 0.0079895, -0.0000893, 0.0003893, -0.0000893, 0.0086062;
  EXPECT_NEAR((inertia - merged).cwiseAbs().maxCoeff(), 0.0, 2e-6);
}

TEST_F(RunnerModel, TheShoeStiffensTheToeJointsAndNothingElse) {
  ShoeOptions plate;
  plate.bending_stiffness = 30.0;
  ShoeOptions none;
  none.bending_stiffness = 0.0;
  const Runner stiff = build_runner(*tables, {}, plate), bare = build_runner(*tables, {}, none);
  for (std::size_t i = 0; i < stiff.links.size(); ++i) {
    const bool toes = i == 17 || i == 24;
    EXPECT_DOUBLE_EQ(stiff.stiffness[i] - bare.stiffness[i], toes ? 30.0 : 0.0);
    EXPECT_EQ(bare.stiffness[i] > 0.0, toes);
    EXPECT_EQ(bare.damping[i] > 0.0, toes);
  }
}

TEST_F(RunnerModel, TheMirroredPostureIsTheMirrorImage) {
  std::mt19937 random(1);
  for (int trial = 0; trial < 20; ++trial) {
    const Eigen::VectorXd q = random_posture(runner, random);
    const Eigen::VectorXd m = mirrored_posture(runner, q);
    EXPECT_TRUE(mirrored_posture(runner, m).isApprox(q, 1e-15));
    const auto pose = link_poses(runner, q), image = link_poses(runner, m);
    const Eigen::DiagonalMatrix<double, 3> Z(1.0, 1.0, -1.0);
    for (std::size_t i = 0; i < runner.links.size(); ++i) {
      // Intermediate links of the pelvis and lumbar ball joints also mirror: z, x, y each map to themselves.
      const auto j = static_cast<std::size_t>(runner.mirror[i]);
      const Link &link = runner.links[i], &other = runner.links[j];
      EXPECT_DOUBLE_EQ(link.mass, other.mass);
      EXPECT_NEAR((image[j] * other.com - mirrored(pose[i] * link.com)).norm(), 0.0, 1e-12) << link.name;
      const Eigen::Matrix3d I = pose[i].linear() * link.inertia * pose[i].linear().transpose();
      const Eigen::Matrix3d I_image = image[j].linear() * other.inertia * image[j].linear().transpose();
      EXPECT_NEAR((I_image - Z * I * Z).norm(), 0.0, 1e-12) << link.name;
    }
    const auto right = sole_points(runner, q, 0), left = sole_points(runner, m, 1);
    for (std::size_t k = 0; k < right.size(); ++k) EXPECT_NEAR((left[k] - mirrored(right[k])).norm(), 0.0, 1e-12);
  }
}

TEST_F(RunnerModel, OnlySidewaysAndTwistingCoordinatesOfTheMiddleChangeSignInAMirror) {
  for (std::size_t i = 0; i < runner.links.size(); ++i) {
    const std::string& name = runner.links[i].name;
    const bool flips = name == "pelvis_tz" || name == "pelvis_list" || name == "pelvis_rotation" ||
                       name == "lumbar_bending" || name == "lumbar_rotation";
    EXPECT_EQ(runner.mirror_sign[i], flips ? -1.0 : 1.0) << name;
    EXPECT_EQ(runner.mirror[static_cast<std::size_t>(runner.mirror[i])], static_cast<int>(i));
  }
}

TEST_F(RunnerModel, PositiveMeansWhatTheNameSaysOnBothSides) {
  const auto moved = [&](const std::string& name, int link, const Eigen::Vector3d& point) {
    Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
    const Eigen::Vector3d before = link_poses(runner, q)[static_cast<std::size_t>(link)] * point;
    q(runner.index(name)) = 0.1;
    return Eigen::Vector3d(link_poses(runner, q)[static_cast<std::size_t>(link)] * point - before);
  };
  const Eigen::Vector3d below(0, -0.3, 0), ahead(0.2, 0, 0), above(0, 0.3, 0);
  for (const int side : {0, 1}) {
    const std::string s = side == 0 ? "_r" : "_l";
    const auto k = static_cast<std::size_t>(side);
    const double medial = side == 0 ? -1.0 : 1.0;  // z of a step towards the middle
    EXPECT_GT(moved("hip_flexion" + s, runner.thigh[k], below).x(), 0.0);
    EXPECT_GT(medial * moved("hip_adduction" + s, runner.thigh[k], below).z(), 0.0);
    EXPECT_GT(medial * moved("hip_rotation" + s, runner.thigh[k], ahead).z(), 0.0);
    EXPECT_LT(moved("knee_flexion" + s, runner.shank[k], below).x(), 0.0);
    EXPECT_GT(moved("ankle_dorsiflexion" + s, runner.foot[k], ahead).y(), 0.0);
    EXPECT_GT(medial * moved("subtalar_inversion" + s, runner.foot[k], below).z(), 0.0);
    EXPECT_GT(moved("toe_extension" + s, runner.toes[k], ahead).y(), 0.0);
    EXPECT_GT(moved("shoulder_flexion" + s, 9 + side, below).x(), 0.0);
  }
  EXPECT_LT(moved("pelvis_tilt", 5, above).x(), 0.0);       // posterior
  EXPECT_LT(moved("lumbar_extension", 8, above).x(), 0.0);  // backward
  EXPECT_GT(moved("lumbar_bending", 8, above).z(), 0.0);    // to the right
  EXPECT_LT(moved("pelvis_rotation", 5, ahead).z(), 0.0);   // forward axis to the left
}

TEST_F(RunnerModel, StandsOnAFlatSoleALegsLengthBelowTheHips) {
  const Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
  const auto points = sole_points(runner, q, 0);
  const double hip = link_poses(runner, q)[11].translation().y();
  EXPECT_NEAR(hip - lowest(points), runner.leg_length, 1e-12);
  double highest = -10.0;
  for (const Eigen::Vector3d& p : points) highest = std::max(highest, p.y());
  EXPECT_NEAR(highest - lowest(points), 0.010, 0.002);  // the heel-to-toe drop of the shoe
  // Hip height over body height: 0.53 [Winter 2009], recalled, plus a sole of 20-30 mm.
  EXPECT_NEAR(runner.leg_length, 0.53 * runner.height + 0.025, 0.02);
  // The feet stand apart and the sole reaches before and behind the ankle.
  const Eigen::Vector3d ankle = link_poses(runner, q)[15].translation();
  double back = 10.0, front = -10.0;
  for (const Eigen::Vector3d& p : points) {
    EXPECT_GT(p.z(), 0.0);
    back = std::min(back, p.x());
    front = std::max(front, p.x());
  }
  EXPECT_LT(back, ankle.x());
  EXPECT_GT(front, ankle.x() + 0.1);
}

TEST_F(RunnerModel, ThePointsOfEachZoneShareItsWholeMidsole) {
  std::map<Zone, double> sum;
  for (const PadPoint& point : runner.sole) {
    sum[point.zone] += point.share;
    EXPECT_GT(point.tissue, 1e6);
    EXPECT_EQ(point.link == runner.foot[0] && point.position.x() < 0.1, point.zone != Zone::forefoot);
  }
  EXPECT_EQ(sum.size(), 3u);
  for (const auto& [zone, share] : sum) EXPECT_NEAR(share, 1.0, 1e-9);
}

TEST_F(RunnerModel, AThickerSoleStandsLowerAndLiftsTheRunner) {
  ShoeOptions thick;
  thick.heel_thickness += 0.012, thick.drop -= 0.004;
  const Runner high = build_runner(*tables, RunnerOptions{}, thick);
  for (std::size_t i = 0; i < runner.sole.size(); ++i) {
    const Zone zone = runner.sole[i].zone;
    const double lower = zone == Zone::heel ? 0.012 : zone == Zone::forefoot ? 0.016 : 0.014;
    EXPECT_NEAR(runner.sole[i].position.y() - high.sole[i].position.y(), lower, 1e-12);
  }
  EXPECT_NEAR(raised(runner, high), (2 * 0.012 + 0.014 + 4 * 0.016) / 7, 1e-12);
  EXPECT_NEAR(high.leg_length - runner.leg_length, 0.012, 1e-12);  // the heel is the lowest
}

// A copy of the tables in which one cell is spoilt.
TEST_F(RunnerModel, ASpoiltTableIsNamedByFileAndLine) {
  const fs::path folder = fs::temp_directory_path() / ("psoas_runner_" + std::to_string(::getpid()));
  const auto problem_after = [&](const char* file, const std::string& from, const std::string& to) {
    fs::remove_all(folder);
    fs::copy(models_folder() / "runner", folder);
    std::ifstream in(folder / file);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    std::ofstream(folder / file) << text;
    try {
      read_runner_tables(folder);
    } catch (const InputError& error) {
      return error.problems().front();
    }
    return Problem{};
  };
  Problem p = problem_after("links.csv", "hip_flexion_r,pelvis_rotation", "hip_flexion_r,pelvis_rotatoin");
  EXPECT_NE(p.message.find("pelvis_rotation"), std::string::npos) << p.message;
  p = problem_after("bodies.csv", "thigh,0.", "thigh,-0.");
  EXPECT_NE(p.message.find("positive"), std::string::npos) << p.message;
  EXPECT_NE(p.file.find("bodies.csv"), std::string::npos);
  EXPECT_GT(p.line, 1);
  p = problem_after("links.csv", "ankle_dorsiflexion_r,knee_flexion_r,talus",
                    "ankle_dorsiflexion_r,knee_flexion_r,talsu");
  EXPECT_NE(p.message.find("talsu"), std::string::npos) << p.message;
  p = problem_after("sole.csv", "0.5,1.8e+07", "0.5,1.8e+07 N");
  EXPECT_NE(p.message.find("tissue_n_m2"), std::string::npos) << p.message;
  EXPECT_GT(p.column, 1);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace psoas
