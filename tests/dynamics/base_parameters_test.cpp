// Are the masses that remain on each link only those that its joint feels?
#include "sim/dynamics/base_parameters.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

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
      if (!link.has_offset) continue;
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
    EXPECT_FALSE(base.links[i].has_moments) << runner.links[i].name;
  }
}

TEST(BaseParameters, BringTheWholeMassToTheSlidesOfThePelvis) {
  const Runner runner = test_runner();
  double mass = 0.0;
  for (const Link& link : runner.links) mass += link.mass;
  EXPECT_NEAR(base_parameters(runner).links[2].mass, mass, 1e-12 * mass);
}

// A pendulum hung up in the world, by hinges along and against z: what has no parent keeps its own moments.
TEST(BaseParameters, KeepTheMomentsOfARootHinge) {
  std::mt19937 random(11);
  for (const double sign : {1.0, -1.0}) {
    Runner pendulum;
    Link link;
    link.axis = sign * Eigen::Vector3d::UnitZ(), link.offset = Eigen::Vector3d(0.1, 2.0, 0.0);
    link.mass = 1.5, link.com = Eigen::Vector3d(0.02, -0.8, 0.1);
    link.inertia = Eigen::Vector3d(0.1, 0.02, 0.11).asDiagonal();
    pendulum.links = {link};
    const State state = random_state(pendulum, random);
    DynamicsData<double> data(pendulum);
    load(state, data);
    turn_and_torques(pendulum, data);
    EXPECT_NEAR(data.tau[0], torques(pendulum, state)[0], 1e-12 * std::abs(data.tau[0]));
    EXPECT_GT(std::abs(data.tau[0]), 1.0);
  }
}

// The short way for hinges about z must be the one taken: arms, knees, ankles and toes, two of each.
TEST(BaseParameters, AreFlatWhereTheHingeIsAboutZ) {
  const BaseParameters base = base_parameters(test_runner());
  int flat = 0;
  for (const BaseLink& link : base.links) flat += link.has_moments && link.flat;
  EXPECT_EQ(flat, 8);
}

}  // namespace
}  // namespace psoas
