// Does the foot land as it is asked to, from heel to forefoot, and does all else follow smoothly?
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "scenarios/keys.h"
#include "tests/factors/running.h"

namespace psoas {
namespace {

using namespace factors;

struct FootStrike : testing::Test {
  static void SetUpTestSuite() {
    Running& run = Running::get();
    const Key* key = find_key("gait.foot_strike_change_deg");
    ASSERT_NE(key, nullptr);
    for (double change = key->min; change <= key->max; change += 2.5) {
      Scenario scenario = run.usual();
      key->set(scenario, change * degree);
      asked.push_back(change * degree), outcomes.push_back(run.solve(scenario));
    }
  }
  static void TearDownTestSuite() { outcomes.clear(), asked.clear(); }
  static double angle(std::size_t i) { return outcomes[i].summary.foot_strike_angle[0]; }
  static inline std::vector<double> asked;
  static inline std::vector<Outcome> outcomes;
};

TEST_F(FootStrike, ConvergesAndLandsAsAskedOverItsRange) {
  ASSERT_GE(outcomes.size(), 20u);
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    ASSERT_EQ(outcomes[i].status, Status::converged) << asked[i] / degree << " deg: " << outcomes[i].reason;
  for (std::size_t i = 1; i < outcomes.size(); ++i) EXPECT_GT(angle(i), angle(i - 1)) << asked[i] / degree;
  const double share = (angle(outcomes.size() - 1) - angle(0)) / (asked.back() - asked.front());
  EXPECT_GT(share, 0.8);
  EXPECT_LT(share, 1.1);
  EXPECT_LT(angle(0), -15 * degree);  // far beyond where forefoot strikes begin, -1.6 deg [Altman 2012]
  EXPECT_EQ(angle(3), outcomes[3].summary.foot_strike_angle[1]);  // left and right are alike
}

// Two ways to land a nearly flat foot are both optimal nearby, heel first and ball first: one step between neighbours,
// and none elsewhere.
TEST_F(FootStrike, LoadIsSmoothButForTheStepFromHeelToBall) {
  constexpr double usual = 0.035, step = 0.08;  // of the load, between neighbours 2.5 deg apart on a coarse mesh
  int steps = 0;
  for (std::size_t i = 1; i < outcomes.size(); ++i) {
    const double before = outcomes[i - 1].summary.peak_compression[0], now = outcomes[i].summary.peak_compression[0];
    const double change = std::abs(now / before - 1.0);
    EXPECT_LT(change, step) << asked[i] / degree;
    if (change < usual) continue;
    ++steps;
    EXPECT_LT(angle(i - 1), 3 * degree) << asked[i] / degree;
    EXPECT_GT(angle(i), -3 * degree) << asked[i] / degree;
  }
  EXPECT_LE(steps, 1);
}

TEST_F(FootStrike, TheHeelComesDownAndNothingIsBent) {
  const Runner& runner = Running::get().runner;
  for (const Outcome& o : outcomes) {
    const auto row = [&](const char* name) { return o.cycle.joint_angle.row(runner.index(name)) / degree; };
    const Eigen::RowVectorXd ankle = row("ankle_dorsiflexion_r");
    EXPECT_GT(ankle.minCoeff(), -45);  // the range of the joint is -55 to 40
    EXPECT_LT(ankle.maxCoeff(), 35);
    const Eigen::RowVectorXd foot = row("pelvis_tilt") + row("hip_flexion_r") - row("knee_flexion_r") + ankle;
    const auto middle = static_cast<Eigen::Index>(45.0 * o.summary.duty_factor);
    EXPECT_NEAR(foot[middle], -3.0, 4.0) << "the sole is flat at mid-stance";
  }
}

}  // namespace
}  // namespace psoas
