// Are static postures loaded as measured? Tests 10 and 11 of the project's table of published numbers: pressure in
// L4-L5 relative to standing [Wilke 1999; Wilke 2001] and the course of an implant's force over flexion [Dreischarf
// 2015]. The study is scenarios/ladder.toml as it stands. What lies outside its band is named in `misses` with the
// reason; a miss that comes right fails too.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "models/models.h"
#include "scenarios/plan.h"
#include "scenarios/study.h"
#include "sim/sharing/reserve.h"
#include "sim/sharing/trunk_strength.h"
#include "sim/simulate.h"
#include "tests/published/bands.h"

namespace psoas {
namespace {

constexpr double degree = 3.14159265358979323846 / 180.0;

/// What does not hold, with what is known of why.
const std::set<std::string> misses = {
    // All loads are divided by that of standing, and half of that is the least force of every muscle: floors of 0, 1
    // and
    // 2 % give 327, 536 and 749 N, and a stoop of 11.6, 7.3 and 5.4 times that. The loads themselves are 1.1 to 1.4
    // times
    // what the pressures imply; abdominal pressure is zero by default, and the stoop is near what the muscles can
    // balance.
    // 10.1 N·m of extension at L4-L5 stay unbalanced, 0.1 more than the limit; 1.2 times the strength makes it.
    "stoop 20 kg is solved",
    "stable: stoop 20 kg is solved",
    // What stability adds to standing is too much of a load, and right as a ratio.
    "stable: 10 standing L5-S1 [N]",
    "stable: flexed 30 deg, 8 kg, arms out, over standing at L3-L4",
    "10 squatted with 20 kg over standing",
    "10 20 kg held close over standing",
    "20 kg held 60 cm away over standing",
    // All of the bend is lumbar here, none thoracic, and facets do not bear.
    "extended 20 deg over standing",
    "side bend 20 deg over standing",
    // The curve flattens by the rhythm and the passive spine, not as much as an implant's.
    "11 gain per degree above 35 over below 30 deg",
    // At rest and without hysteresis of tissue only the rhythm differs, and it makes rising lighter by 0.6 %.
    "11 rising over descending at 40 deg",
    // 70 kg; men of McNeill's strength weigh some 78, and their 240 is 223 at 70 kg by mass^(2/3).
    "the same extension, every level balanced exactly [N m]",
};

void holds(const std::string& name, double value, double low, double high) {
  published::holds(misses, name, value, low, high);
}

const Models& models() {
  static const Models all = read_models(models_folder());
  return all;
}

Outcome outcome_of(const Scenario& scenario) {
  const auto work = make_workspace();
  return simulate(models(), scenario, *solve_baseline(models(), scenario, *work), *work);
}

constexpr int L5S1 = 0, L4L5 = 1, L3L4 = 2;  // rows of level_names

/// Cases of the study, in its order.
enum Case { standing, seated, flexed, extended, side_bent, stooped, squatted, close, far, schultz, case_count };

/// @param stability  core.stability [N·m/rad]
std::vector<Outcome> ladder(double stability) {
  const Study study = read_study(std::filesystem::path(PSOAS_SOURCE_DIR) / "scenarios/ladder.toml", {});
  EXPECT_EQ(size(study), static_cast<std::size_t>(case_count));
  std::vector<Outcome> outcomes;
  for (std::size_t i = 0; i < size(study); ++i) {
    Scenario task = scenario(study, i);
    task.core.stability = stability;
    outcomes.push_back(outcome_of(task));
  }
  return outcomes;
}

/// Test 10, and the rungs that are not in it. @param kind  put before the name of what is compared
void compare(const std::string& kind, const std::vector<Outcome>& all) {
  constexpr const char* names[] = {"standing",    "seated",      "flexed 36",   "extended 20", "side bend 20",
                                   "stoop 20 kg", "squat 20 kg", "close 20 kg", "far 20 kg",   "flexed 30, 8 kg out"};
  for (std::size_t i = 0; i < case_count; ++i) {
    const bool solved = all[i].status == Status::converged;
    EXPECT_EQ(solved, !misses.contains(kind + names[i] + " is solved")) << names[i] << ": " << all[i].reason;
    const Cycle& c = all[i].cycle;
    fmt::print(
        "{:20} L5-S1 {:5.0f} N shear {:5.0f}   L4-L5 {:5.0f} N shear {:5.0f}   L3-L4 {:5.0f} N   slack {:4.1f} N m "
        "{}\n",
        names[i], c.compression(L5S1, 0), c.shear_anterior(L5S1, 0), c.compression(L4L5, 0), c.shear_anterior(L4L5, 0),
        c.compression(L3L4, 0), all[i].quality.largest_slack, all[i].reason);
  }
  const auto ratio = [&](Case a, int level = L4L5) {
    return all[a].summary.peak_compression[level] / all[standing].summary.peak_compression[level];
  };
  const auto near = [&](const std::string& what, double value, double published) {
    holds(kind + what, value, 0.75 * published, 1.25 * published);
  };
  holds(kind + "10 standing L5-S1 [N]", all[standing].summary.peak_compression[L5S1], 450, 750);
  near("10 flexed 36 deg over standing", ratio(flexed), 2.2);
  if (all[stooped].status == Status::converged) near("10 stooped with 20 kg over standing", ratio(stooped), 4.6);
  near("10 squatted with 20 kg over standing", ratio(squatted), 3.4);
  near("10 20 kg held close over standing", ratio(close), 2.2);
  near("20 kg held 60 cm away over standing", ratio(far), 3.6);
  holds(kind + "seated over standing: Wilke, Sato, Nachemson", ratio(seated), 0.9, 1.4);
  near("extended 20 deg over standing", ratio(extended), 1.2);
  near("side bend 20 deg over standing", ratio(side_bent), 1.2);
  near("flexed 30 deg, 8 kg, arms out, over standing at L3-L4", ratio(schultz, L3L4), 5.5);
  // Rank: stoop > squat > flexed and close > standing; the two 2.2 are not ranked.
  if (all[stooped].status == Status::converged) {
    EXPECT_GT(ratio(stooped), ratio(squatted));
  }
  EXPECT_GT(ratio(squatted), std::max(ratio(flexed), ratio(close)));
  EXPECT_GT(std::min(ratio(flexed), ratio(close)), 1.0);
}

TEST(PublishedStatic, Ladder) { compare("", ladder(0.0)); }

// A spine that may not buckle, at the stiffness that the feasibility study found to work in running: its standing is
// heavier, what bends is stable by itself, and the ratios come down to the measured ones.
TEST(PublishedStatic, LadderOfASpineThatMayNotBuckle) { compare("stable: ", ladder(10.0)); }

TEST(PublishedStatic, CourseOfFlexion) {
  Scenario scenario;
  scenario.task.kind = TaskKind::still;
  const auto compression = [&](double flexion_deg, double rate_deg_s = 0.0) {
    scenario.task.flexion = flexion_deg * degree, scenario.task.rate = rate_deg_s * degree;
    const Outcome outcome = outcome_of(scenario);
    EXPECT_EQ(outcome.status, Status::converged) << flexion_deg << ": " << outcome.reason;
    return outcome.summary.peak_compression[1];
  };
  for (double flexion = 0; flexion <= 65; flexion += 5)
    fmt::print("flexion {:2.0f} deg: L4-L5 {:5.0f} N, descending {:5.0f}, rising {:5.0f}\n", flexion,
               compression(flexion), compression(flexion, 10), compression(flexion, -10));
  // 53° is the largest flexion of the measured trials, 10 deg/s a slow one.
  const double below = (compression(30) - compression(0)) / 30.0, above = (compression(53) - compression(35)) / 18.0;
  holds("11 gain per degree above 35 over below 30 deg", above / below, -10.0, 0.5);
  holds("11 rising over descending at 40 deg", compression(40, -10) / compression(40, 10), 1.0 + 1e-6, 2.0);
}

// Men upright: 240 ± 60 extending, 150 ± 40 flexing [McNeill 1980]; over posture extension grows towards flexion.
TEST(PublishedStatic, IsometricTrunkStrength) {
  const Runner runner = build_runner(*models().runner, {}, {});
  const Spine spine = build_spine(*models().spine, {});
  const Eigen::VectorXd whole = Eigen::VectorXd::Ones(static_cast<Eigen::Index>(spine.muscles.size()));
  const auto strength = [&](double lumbar_flexion_deg, double allowance = 0.0) {
    Eigen::VectorXd q = Eigen::VectorXd::Zero(runner.nq());
    q[runner.index("lumbar_extension")] = -lumbar_flexion_deg * degree;
    return trunk_strength(runner, spine, q, whole, allowance);
  };
  for (const double allowance : {0.0, reserve_allowance_level})
    for (const double flexion : {-15.0, 0.0, 15.0, 30.0, 45.0}) {
      const TrunkStrength s = strength(flexion, allowance);
      fmt::print("lumbar flexion {:3.0f} deg: extension {:4.0f}, flexion {:4.0f}, bend {:4.0f}, turn {:4.0f} N m\n",
                 flexion, s.extension, s.flexion, s.bend_right, s.turn_left);
    }
  // What sharing lets pass without a word, 5 N·m of a level, is no weakness; with none at all the trunk is less strong.
  const TrunkStrength upright = strength(0, reserve_allowance_level), exact = strength(0);
  holds("isometric extension, upright [N m]", upright.extension, 200, 300);
  holds("isometric flexion, upright [N m]", upright.flexion, 100, 200);
  holds("the same extension, every level balanced exactly [N m]", exact.extension, 200, 300);
  holds("the same flexion, every level balanced exactly [N m]", exact.flexion, 100, 200);
  holds("extension, spine 30 deg flexed over upright",
        strength(30, reserve_allowance_level).extension / upright.extension, 1.0, 2.0);
}

}  // namespace
}  // namespace psoas
