// Are the masses that remain on each link only those that its joint feels?
#include "sim/dynamics/base_parameters.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/dynamics/states.h"

namespace psoas {
namespace {

// That joint moments stay what they are is in derivatives_test.cpp; here, that nothing superfluous is left.
TEST(BaseParameters, LeaveNothingOnAHingesAxis) {
  for (const Runner& runner : {test_runner(), odd_runner()}) {
    const BaseParameters base = base_parameters(runner);
    int hinges = 0;
    for (std::size_t i = 0; i < base.links.size(); ++i) {
      const BaseLink& link = base.links[i];
      if (link.slide) continue;
      EXPECT_EQ(link.mass, 0.0) << runner.links[i].name;
      // Within a ball joint the last hinge keeps its rod: handing it up would give masses to links that have none.
      if (!link.offset) continue;
      ++hinges;
      EXPECT_LT(std::abs(link.h.dot(link.axis)), 1e-15);
      EXPECT_LT(std::abs(link.axis.dot(link.J * link.axis)), 1e-15);
    }
    EXPECT_GE(hinges, 10);
  }
}

TEST(BaseParameters, GiveNoMassToTheLinksInsideABallJoint) {
  const Runner runner = test_runner();
  const BaseParameters base = base_parameters(runner);
  for (std::size_t i = 0; i < base.links.size(); ++i) {
    if (runner.links[i].mass > 0.0 || runner.links[i].slide) continue;
    EXPECT_FALSE(base.links[i].heavy) << runner.links[i].name;
  }
}

TEST(BaseParameters, BringTheWholeMassToTheSlidesOfThePelvis) {
  const Runner runner = test_runner();
  double mass = 0.0;
  for (const Link& link : runner.links) mass += link.mass;
  EXPECT_NEAR(base_parameters(runner).links[2].mass, mass, 1e-12 * mass);
}

// The short way for hinges about z must be the one taken: arms, knees, ankles and toes, two of each.
TEST(BaseParameters, AreFlatWhereTheHingeIsAboutZ) {
  const BaseParameters base = base_parameters(test_runner());
  int flat = 0;
  for (const BaseLink& link : base.links) flat += link.heavy && link.flat;
  EXPECT_EQ(flat, 8);
}

}  // namespace
}  // namespace psoas
