// Are the scenarios of a plan the ones the study asks for, in its order, and the samples well spread and repeatable?
#include "scenarios/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "scenarios/check.h"
#include "scenarios/sampling.h"
#include "tests/scenarios/study_text.h"

namespace psoas {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Grid, LastKeyOfTheFileIsFastest) {
  // Not in alphabetical order, in quotes or not, with units or not: the order of the file counts.
  const Study study = study_of(
      "[sweep]\nsurface.kind = ['track', 'grass']\n'gait.speed' = ['3 m/s', '14.4 km/h']\ncore.strength = [1, 0.5]");
  EXPECT_THAT(rows(study), ElementsAre("track 3 1", "track 3 0.5", "track 4 1", "track 4 0.5", "grass 3 1",
                                       "grass 3 0.5", "grass 4 1", "grass 4 0.5"));
}

TEST(Grid, ValuesOfTheCoordinatesAreThoseOfTheScenario) {
  const Study study = study_of(
      "[sweep]\n'posture.trunk_lean_deg' = { from = 0, to = 21, steps = 22 }\n'shoe.heel_stiffness_kN_m' = { from = "
      "50, to "
      "= 200, steps = 3, scale = 'log' }");
  ASSERT_EQ(size(study), 66u);
  for (std::size_t i = 0; i < size(study); ++i) {
    const Scenario s = scenario(study, i);
    EXPECT_THAT(varied_values(study, i),
                ElementsAre(value_of(*varied_keys(study)[0], s), value_of(*varied_keys(study)[1], s)));
  }
  EXPECT_EQ(row(study, 0), "0 50");
  EXPECT_EQ(row(study, 1), "0 100");  // the geometric middle
  EXPECT_EQ(row(study, 65), "21 200");
}

// 0.3 + 4 * 0.1 is not 0.7 in binary; a person and a range must still mean the same scenario.
TEST(Grid, RangeAndListGiveTheSameIds) {
  const Study range = study_of("[sweep]\n'core.strength' = { from = 0.3, to = 1.2, steps = 10 }");
  const Study list = study_of("[sweep]\n'core.strength' = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2]");
  ASSERT_EQ(size(range), size(list));
  for (std::size_t i = 0; i < size(list); ++i)
    EXPECT_EQ(scenario_id(scenario(range, i)), scenario_id(scenario(list, i))) << i;
}

TEST(Grid, ASweptKindMovesItsWholeRowButNotWhatIsSet) {
  const Study study = study_of(
      "[surface]\nfriction = 0.45\n[sweep]\n'surface.kind' = ['track', 'sand']\n'surface.damping_kN_s_m' = [0.1, 0.2]");
  for (std::size_t i = 0; i < size(study); ++i) {
    const SurfaceOptions surface = scenario(study, i).surface;
    EXPECT_EQ(surface.stiffness, test_catalogue().surface(surface.kind)->stiffness);
    EXPECT_EQ(surface.moving_mass, test_catalogue().surface(surface.kind)->moving_mass);
    EXPECT_EQ(surface.friction, 0.45);
    EXPECT_DOUBLE_EQ(surface.damping, i % 2 == 0 ? 100 : 200);
  }
}

TEST(List, ACaseGoesBeforeTheSameKeyOfTheStudy) {
  const Study study =
      study_of("[core]\nstrength = 2\n[sweep]\ndesign = 'list'\n[[sweep.case]]\n'core.strength' = 0.5\n[[sweep.case]]");
  EXPECT_EQ(scenario(study, 0).core.strength, 0.5);
  EXPECT_EQ(scenario(study, 1).core.strength, 2);
  EXPECT_EQ(study.base.core.strength, 2);
}

TEST(Grid, TheLargestPlanCostsNoMemory) {
  const Study study = study_of(
      "[sweep]\n'core.strength' = { from = 0.3, to = 2, steps = 5000 }\n'gait.speed_m_s' = { from = 3, to = 4, steps = "
      "2000 }");
  EXPECT_EQ(size(study), plan_limit);
  EXPECT_EQ(row(study, plan_limit - 1), "2 4");
}

TEST(Zip, PairsValues) {
  const Study study = study_of(
      "[sweep]\ndesign = 'zip'\n'gait.speed_m_s' = [3, 4, 3]\n'core.strength' = { from = 0.5, to = 1, steps = 3 }");
  EXPECT_THAT(rows(study), ElementsAre("3 0.5", "4 0.75", "3 1"));
}

TEST(List, RunsTheCasesAsWritten) {
  const Study study = study_of(
      "[gait]\nspeed_m_s = 3\n[sweep]\ndesign = 'list'\n"
      "[[sweep.case]]\nsurface.kind = 'grass'\n[[sweep.case]]\n'gait.speed' = '18 km/h'\n'surface.stiffness_kN_m' = "
      "77\n[[sweep.case]]");
  EXPECT_THAT(rows(study), ElementsAre("grass 3 264", "asphalt 5 77", "asphalt 3 20000"));
}

TEST(Sobol, IsRepeatableAndKnowsItsSeed) {
  const auto text = [](int seed) {
    return "[sweep]\ndesign = 'sobol'\nsamples = 16\nseed = " + std::to_string(seed) +
           "\n'core.strength' = { from = 0.5, to = 1.3 }\n'shoe.heel_stiffness_kN_m' = { from = 50, to = 200, scale = "
           "'log' "
           "}";
  };
  EXPECT_EQ(rows(study_of(text(1))), rows(study_of(text(1))));
  EXPECT_NE(rows(study_of(text(1))), rows(study_of(text(2))));
  // The same on every machine and in every version, or published studies change: made with this code.
  EXPECT_EQ(row(study_of(text(1)), 0), "0.575883110892 113.248133734");
  EXPECT_EQ(row(study_of(text(1)), 15), "0.51365875015 72.3667227123");
}

// A (t, m, s)-net in base 2 keeps one point in each of 2^m intervals of each coordinate, scrambled or not [Owen 1995].
TEST(Sobol, EachIntervalOfEachCoordinateIsMetOnce) {
  constexpr std::size_t n = 256, dimensions = 6;
  for (std::uint64_t seed : {0u, 1u, 12345u}) {
    for (std::size_t d = 0; d < dimensions; ++d) {
      std::set<std::size_t> met;
      for (std::size_t i = 0; i < n; ++i) met.insert(static_cast<std::size_t>(sobol_point(dimensions, seed, i)[d] * n));
      EXPECT_EQ(met.size(), n) << "coordinate " << d << " seed " << seed;
    }
  }
}

// Coordinates 0 and 1 form a (0, m, 2)-net: every box of area 2^-m holds one point, whatever its shape.
TEST(Sobol, EachBoxOfTheFirstTwoCoordinatesIsMetOnce) {
  constexpr int m = 8;
  for (int split = 0; split <= m; ++split) {
    std::set<std::pair<int, int>> met;
    for (std::size_t i = 0; i < (1u << m); ++i) {
      const std::vector<double> u = sobol_point(2, 7, i);
      met.insert({static_cast<int>(u[0] * (1 << split)), static_cast<int>(u[1] * (1 << (m - split)))});
    }
    EXPECT_EQ(met.size(), 1u << m) << split;
  }
}

// The mean of a smooth function converges faster than 1/√n: √n would leave 0.013 here (σ of Π(0.5 + u_d) is about 0.8).
TEST(Sobol, IntegratesBetterThanChance) {
  double sum = 0;
  constexpr std::size_t n = 4096;
  for (std::size_t i = 0; i < n; ++i) {
    double product = 1;
    for (const double u : sobol_point(6, 3, i)) product *= 0.5 + u;
    sum += product;
  }
  EXPECT_NEAR(sum / n, 1.0, 0.002);
}

TEST(LatinHypercube, EachStratumIsMetOnce) {
  for (const std::size_t n : {1u, 2u, 7u, 100u, 1000u}) {
    for (std::size_t d = 0; d < 4; ++d) {
      std::set<std::size_t> met;
      for (std::size_t i = 0; i < n; ++i)
        met.insert(static_cast<std::size_t>(latin_point(4, n, 5, i)[d] * static_cast<double>(n)));
      EXPECT_EQ(met.size(), n);
    }
  }
}

// Independent orders: Pearson's r of two random orders of n has standard deviation 1/√(n-1) = 0.032; five of it.
TEST(LatinHypercube, CoordinatesAreNotCorrelated) {
  constexpr std::size_t n = 1000;
  for (std::size_t a = 0; a < 4; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      double covariance = 0;
      for (std::size_t i = 0; i < n; ++i) {
        const std::vector<double> u = latin_point(4, n, 5, i);
        covariance += (u[a] - 0.5) * (u[b] - 0.5);
      }
      EXPECT_LT(std::abs(covariance / n * 12), 0.16) << a << " " << b;
    }
  }
}

TEST(Samples, StayInTheirRangeAndOnTheirSteps) {
  for (const std::string design : {"sobol", "lhs"}) {
    const Study study = study_of(
        "[sweep]\ndesign = '" + design +
        "'\nsamples = 300\n'shoe.heel_stiffness_kN_m' = { from = 50, to = 200, scale = 'log' }\n'stride.nodes' = { "
        "from = 30, to = 60 }\n'posture.trunk_lean_deg' = { from = -3, to = 5 }");
    std::set<int> nodes;
    int soft = 0;
    for (std::size_t i = 0; i < size(study); ++i) {
      const Scenario s = scenario(study, i);
      EXPECT_GE(s.shoe.heel_stiffness, 50e3);
      EXPECT_LE(s.shoe.heel_stiffness, 200e3);
      EXPECT_EQ(s.stride.nodes % 6, 0);
      nodes.insert(s.stride.nodes);
      soft += s.shoe.heel_stiffness < 100e3;
    }
    EXPECT_EQ(nodes.size(), 6u) << design;  // 30, 36, ... 60
    EXPECT_NEAR(soft, 150, 2) << design;    // 100 is the middle of 50 to 200 on a log scale
  }
}

TEST(Plan, IdsOfAPlanDiffer) {
  const Study study = read_study(PSOAS_SOURCE_DIR "/scenarios/demo.toml", {}, test_catalogue());
  std::set<std::string> ids;
  for (std::size_t i = 0; i < size(study); ++i) ids.insert(scenario_id(scenario(study, i)));
  EXPECT_EQ(ids.size(), 144u);
}

TEST(PlanText, SaysWhatIsFixedWhatVariesAndHowMany) {
  const std::string text =
      plan_text(study_of("title = 'T'\n[gait]\nspeed_m_s = 3\n[sweep]\n'core.strength' = [0.5, "
                         "1]\n'shoe.heel_stiffness_kN_m' = { from = 50, to = 120, steps = 8 }"));
  EXPECT_THAT(text, HasSubstr("T\n  fixed\n    gait.speed_m_s                    3 m/s\n  varied\n"
                              "    core.strength                     0.5, 1\n"
                              "    shoe.heel_stiffness_kN_m          50, 60 ... 120 kN/m (8 values)\n"
                              "  plan   16 scenarios (grid)\n  first  "));
  EXPECT_THAT(text, HasSubstr("core.strength = 1, shoe.heel_stiffness_kN_m = 120\n"));
}

}  // namespace
}  // namespace psoas
