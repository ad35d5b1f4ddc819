// Do the tables of age and discs say what their sources say, and does each group hold its muscles?
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "models/models.h"
#include "models/spine_tables.h"
#include "sim/muscle/geometry.h"

namespace psoas {
namespace {

const std::filesystem::path folder = std::filesystem::path(PSOAS_SOURCE_DIR) / "models";

Spine aged(double years) {
  RunnerOptions options;
  options.age = years;
  return build_spine(*read_spine_tables(folder / "spine"), options);
}

TEST(Age, Is1AtThirtyAndFollowsItsRows) {
  const auto left = [](double years) { return aged(years).muscles.front().strength; };
  EXPECT_EQ(left(30), 1.0);
  EXPECT_EQ(left(18), 1.0);
  EXPECT_NEAR(left(41), 0.5 * (1.0 + 0.967), 1e-12);
  EXPECT_EQ(left(80), 0.611);
  EXPECT_EQ(left(90), 0.611);
  EXPECT_EQ(aged(30).muscles.front().passive_strain, young_strain);
  EXPECT_NEAR(aged(61).muscles.front().passive_strain, 0.5225, 1e-12);
  for (double years = 30.0; years < 80.0; years += 1.0) EXPECT_LT(left(years + 1.0), left(years)) << years;
  // 5.2 and 44.0 N a year, 0.15 % of the young man's force being 5.2 N [Kemmler 2018].
  const double force = 5.2 / 0.0015;
  EXPECT_NEAR(left(52), 1.0 - 22.0 * 5.2 / force, 1e-3);
  EXPECT_NEAR(left(80), left(52) - 28.0 * 44.0 / force, 1e-3);
}

/// Angle at which a curve gives this moment [deg].
double angle_at(const Eigen::RowVector3d& c, double moment) {
  double low = 0.0, high = 40.0;
  for (int i = 0; i < 100; ++i) {
    const double a = 0.5 * (low + high);
    (((c[0] * a + c[1]) * a + c[2]) * a < moment ? low : high) = a;
  }
  return low;
}

// The factors of severe degeneration take off the range of motion what was measured under 7.5 N·m [Kettler 2011]; the
// table gives three digits.
TEST(Discs, SevereDegenerationTakesTheMeasuredRange) {
  const auto ranges = [](double degeneration) {
    RunnerOptions options;
    options.disc_degeneration = degeneration;
    const auto passive = build_spine(*read_spine_tables(folder / "spine"), options).levels[1].passive;
    return Eigen::Vector3d(angle_at(passive.row(0), 7.5) + angle_at(passive.row(1), 7.5),
                           2.0 * angle_at(passive.row(2), 7.5), 2.0 * angle_at(passive.row(3), 7.5));
  };
  const Eigen::Vector3d lost = ranges(0.0) - ranges(2.0), half = ranges(0.0) - ranges(1.0);
  EXPECT_NEAR(lost[0], 3.1, 0.01);
  EXPECT_NEAR(lost[1], 3.4, 0.01);
  EXPECT_NEAR(lost[2], -0.2, 0.01);
  EXPECT_LT((half - 0.5 * lost).cwiseAbs().maxCoeff(), 0.01);
}

TEST(Groups, HoldTheMusclesOfTheirNames) {
  const Spine spine = aged(30);
  std::map<LegGroup, std::set<std::string>> of;
  for (const Muscle& muscle : spine.muscles) {
    EXPECT_EQ(muscle.leg, spine.muscles[static_cast<std::size_t>(muscle.mirror)].leg);
    of[muscle.leg].insert(muscle.name.substr(0, muscle.name.size() - 2));
  }
  EXPECT_EQ(of[LegGroup::hamstrings], (std::set<std::string>{"bflh", "bfsh", "semimem", "semiten"}));
  EXPECT_EQ(of[LegGroup::quadriceps], (std::set<std::string>{"recfem", "vasint", "vaslat", "vasmed"}));
  EXPECT_EQ(of[LegGroup::gluteals], (std::set<std::string>{"glmax1", "glmax2", "glmax3", "glmed1", "glmed2", "glmed3",
                                                           "glmin1", "glmin2", "glmin3", "piri"}));
  EXPECT_EQ(of[LegGroup::hip_flexors].size(), 3u + 11u);  // iliacus, sartorius, tensor and eleven parts of psoas
  EXPECT_EQ(of[LegGroup::calf], (std::set<std::string>{"gaslat", "gasmed", "soleus"}));
}

// What tightness means on the couch: hamstrings of 0.2 take some 20° off the straight leg's rise, at the angle where
// the relaxed muscle gives the same moment.
TEST(Groups, TightnessIsAnAngleOnTheCouch) {
  const Models models = read_models(folder);
  const Runner runner = build_runner(*models.runner, {}, {});
  const auto raised = [&](double tightness) {
    MuscleOptions muscle;
    muscle.hamstrings_tightness = tightness;
    const Spine spine = build_spine(*models.spine, {}, muscle);
    SpinePose pose;
    MuscleGeometry geometry;
    for (double angle = 0.0; angle < 120.0; angle += 0.1) {
      Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
      q[runner.thigh[0] - 2] = angle * 3.14159265358979 / 180.0;
      spine_pose(runner, spine, q, pose);
      muscle_geometry(runner, spine, pose, geometry);
      for (std::size_t i = 0; i < spine.muscles.size(); ++i) {
        if (spine.muscles[i].name != "semiten_r") continue;
        const double l = geometry.length[static_cast<Eigen::Index>(i)] - spine.muscles[i].tendon_slack;
        if (l / spine.muscles[i].optimal_length + tightness > 1.3) return angle;
      }
    }
    return 120.0;
  };
  const double lost = raised(0.0) - raised(0.2);
  RecordProperty("degrees", std::to_string(lost));
  EXPECT_GT(lost, 10.0);
  EXPECT_LT(lost, 60.0);
}

}  // namespace
}  // namespace psoas
