// Do our straight-line paths turn the joints as the source models do? Reads ../shared; skips where it is absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <numbers>
#include <random>
#include <regex>
#include <sstream>

#include "models/runner_tables.h"
#include "models/spine_tables.h"
#include "models/table.h"
#include "sim/muscle/geometry.h"

namespace psoas {
namespace {

const std::filesystem::path folder = std::filesystem::path(PSOAS_SOURCE_DIR) / "models";
const std::filesystem::path shared = std::filesystem::path(PSOAS_SOURCE_DIR) / "../shared/data";
constexpr double degree = std::numbers::pi / 180.0;

struct Sources : testing::Test {
  RunnerOptions options{.mass = 75.32, .height = 1.75};  // the reference man of both sources
  Runner runner = build_runner(*read_runner_tables(folder / "runner"), options, {});
  Spine spine = build_spine(*read_spine_tables(folder / "spine"), options);
  SpinePose pose;
  MuscleGeometry geometry;

  void pose_at(const Eigen::VectorXd& q) {
    spine_pose(runner, spine, q, pose);
    muscle_geometry(runner, spine, pose, geometry);
  }
};

/// Length as a polynomial of joint angles, the last coordinate's power counting up fastest.
struct Polynomial {
  std::vector<int> row;  ///< balance row of each coordinate: hip z x y, knee, ankle of the right side
  int order = 0;
  std::vector<double> coefficients;

  /// -dl/dq of coordinate j.
  double arm(const std::vector<double>& q, std::size_t j) const {
    std::size_t next = 0;
    std::vector<int> power(row.size());
    const auto sum = [&](const auto& self, std::size_t i, int left) -> double {
      double total = 0.0;
      for (power[i] = 0; power[i] <= left; ++power[i]) {
        if (i + 1 < row.size()) {
          total += self(self, i + 1, left - power[i]);
          continue;
        }
        double term = coefficients[next++] * power[j];
        for (std::size_t k = 0; k < row.size() && term != 0.0; ++k) term *= std::pow(q[k], power[k] - (k == j));
        total += term;
      }
      return total;
    };
    return -sum(sum, 0, order);
  }
};

std::map<std::string, Polynomial> read_polynomials(const std::filesystem::path& file) {
  const std::map<std::string, int> rows = {{"hip_flexion_r", 18},
                                           {"hip_adduction_r", 19},
                                           {"hip_rotation_r", 20},
                                           {"knee_angle_r", 24},
                                           {"ankle_angle_r", 26}};
  std::map<std::string, Polynomial> out;
  std::ifstream in(file);
  Polynomial* now = nullptr;
  for (std::string line; std::getline(in, line);) {
    std::smatch found;
    if (std::regex_search(line, found, std::regex("FunctionBasedPath name=\"/forceset/(\\w+)\""))) {
      now = &out[found[1]];
    } else if (now && std::regex_search(line, found, std::regex("<(coordinate_paths|coefficients|order)>([^<]*)<"))) {
      std::istringstream words(found[2]);
      if (found[1] == "order") words >> now->order;
      for (std::string word; found[1] != "order" && words >> word;) {
        if (found[1] == "coefficients")
          now->coefficients.push_back(std::stod(word));
        else if (const auto row = rows.find(word.substr(word.rfind('/') + 1)); row != rows.end())
          now->row.push_back(row->second);
      }
    }
  }
  return out;
}

// Source: opensim-core's polynomials of the wrapped paths. Band: 5 mm rms per group and coordinate over the running
// range; a moment arm of 30-60 mm is known to about 10 % between studies [assumption]. Knees beyond 100° are left out:
// the polynomials extrapolate there. Of the deep calf's error most is the source's tilted ankle axis, ours being
// straight.
TEST_F(Sources, LegMomentArmsAgreeWithTheWrappedPathsOverTheRunningRange) {
  const std::filesystem::path file = shared / "models/opensim-core/subject_walk_scaled_FunctionBasedPathSet.xml";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is absent";
  const std::map<std::string, Polynomial> polynomials = read_polynomials(file);
  ASSERT_EQ(polynomials.size(), 80u);

  struct Sum {
    double error = 0.0, arm = 0.0;
    int n = 0;
  };
  std::map<std::pair<std::string, int>, Sum> sums;  // of group and row
  std::mt19937 random(11);
  const auto angle = [&](double low, double high) {
    return degree * std::uniform_real_distribution<double>(low, high)(random);
  };
  for (int trial = 0; trial < 300; ++trial) {
    Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
    const int thigh = runner.thigh[0], knee = runner.shank[0], ankle = runner.links[runner.foot[0]].parent;
    q[thigh - 2] = angle(-20, 60), q[thigh - 1] = angle(-12, 12), q[thigh] = angle(-12, 12);
    q[knee] = angle(0, 100), q[ankle] = angle(-30, 25);
    pose_at(q);
    const std::map<int, double> of_row = {
        {18, q[thigh - 2]}, {19, q[thigh - 1]}, {20, q[thigh]}, {24, q[knee]}, {26, q[ankle]}};
    for (std::size_t m = 0; m < spine.muscles.size(); ++m) {
      const Muscle& muscle = spine.muscles[m];
      if (muscle.name.ends_with("_l")) continue;
      const auto found = polynomials.find(muscle.group == "PS" ? "psoas_r" : muscle.name);
      if (found == polynomials.end()) continue;
      const Polynomial& polynomial = found->second;
      std::vector<double> at;
      for (int row : polynomial.row) at.push_back(of_row.at(row));
      for (std::size_t j = 0; j < at.size(); ++j) {
        const double truth = polynomial.arm(at, j);
        Sum& sum = sums[{muscle.group, polynomial.row[j]}];
        sum.error += std::pow(geometry.moment_arm(polynomial.row[j], m) - truth, 2);
        sum.arm += truth * truth;
        ++sum.n;
      }
    }
  }
  ASSERT_GT(sums.size(), 15u);
  const std::map<int, const char*> names = {{18, "hip z"}, {19, "hip x"}, {20, "hip y"}, {24, "knee"}, {26, "ankle"}};
  for (const auto& [key, sum] : sums) {
    const double rms = 1e3 * std::sqrt(sum.error / sum.n), size = 1e3 * std::sqrt(sum.arm / sum.n);
    std::printf("%-12s %-6s rms error %4.1f mm of %4.1f mm\n", key.first.c_str(), names.at(key.second), rms, size);
    EXPECT_LT(rms, 5.0) << key.first << " " << names.at(key.second);
  }
}

// The knee extends at every angle: no quadriceps loses its arm, and hamstrings and calf never change sides.
TEST_F(Sources, KneeArmsKeepTheirSidesOverAllFlexion) {
  for (double flexion = 0.0; flexion <= 120.0; flexion += 5.0) {
    Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
    for (double hip : {-20.0, 20.0, 60.0}) {
      q[runner.thigh[0] - 2] = hip * degree, q[runner.shank[0]] = flexion * degree;
      pose_at(q);
      for (std::size_t m = 0; m < spine.muscles.size(); ++m) {
        const Muscle& muscle = spine.muscles[m];
        if (muscle.name.ends_with("_l")) continue;
        const double arm = geometry.moment_arm(24, m);
        if (muscle.group == "quadriceps") {
          EXPECT_LT(arm, -0.012) << muscle.name << " at " << flexion;
          EXPECT_GT(arm, -0.055) << muscle.name << " at " << flexion;
          EXPECT_TRUE(arm < -0.028 || flexion > 60.0) << muscle.name << " at " << flexion << ": " << arm;
        } else if (muscle.group == "hamstrings" || muscle.name.starts_with("gas")) {
          EXPECT_GT(arm, 0.005) << muscle.name << " at " << flexion << " hip " << hip;
          EXPECT_LT(arm, 0.065) << muscle.name << " at " << flexion;
        }
      }
    }
  }
}

// Source: the spine's own group arms, weighted by strength, neutral posture, right side. Band 0.6 mm: the table is
// rounded to 0.1 mm, its weights to 1 N, and the joined obliques' via points to 0.1 mm.
TEST_F(Sources, TrunkGroupsTurnTheLevelsAsInTheSourceModel) {
  const std::filesystem::path file = shared / "spine/verify_group_moment_arms.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is absent";
  const Table table = Table::read(file);
  pose_at(Eigen::VectorXd::Zero(runner.nq()));
  int compared = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string& group = table.text(row, "group");
    std::string name = table.text(row, "level");
    std::replace(name.begin(), name.end(), '/', '-');
    const auto level = std::find(level_names.begin(), level_names.end(), name) - level_names.begin();
    ASSERT_LT(level, level_count) << name;
    double strength = 0.0;
    Eigen::Vector3d arm = Eigen::Vector3d::Zero();
    int crossing = 0;
    for (std::size_t m = 0; m < spine.muscles.size(); ++m) {
      const Muscle& muscle = spine.muscles[m];
      const double pull = geometry.level_pull.col(m).segment<3>(3 * level).norm();
      if (muscle.group != group || muscle.name.ends_with("_l") || pull == 0.0) continue;
      const double F = muscle.F_max * std::cos(muscle.pennation);
      arm += F * geometry.moment_arm.col(m).segment<3>(3 * level);
      strength += F;
      ++crossing;
    }
    if (crossing == 0) continue;
    ++compared;
    arm *= 1e3 / strength;
    EXPECT_EQ(crossing, table.number(row, "n_crossing_right")) << group << name;
    EXPECT_NEAR(strength, table.number(row, "sum_Fmax_cos_N"), 1.0) << group << name;
    EXPECT_NEAR(arm[0], table.number(row, "arm_extension_mm"), 0.6) << group << name;
    EXPECT_NEAR(arm[1], table.number(row, "arm_right_lateral_mm"), 0.6) << group << name;
    EXPECT_NEAR(arm[2], table.number(row, "arm_left_axial_mm"), 0.6) << group << name;
  }
  EXPECT_GT(compared, 55);
}

}  // namespace
}  // namespace psoas
