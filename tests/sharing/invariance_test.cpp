// Do cutting a fascicle and looking in a mirror change nothing with every part of sharing switched on?
#include <gtest/gtest.h>

#include "tests/sharing/hold.h"

namespace psoas {
namespace {

struct Choice {
  const char* name;
  int exponent;
  double stability, pressure;
};
const Choice choices[] = {{"exponent 3", 3, 0.0, 0.0},
                          {"stability", 2, 15.0, 0.0},
                          {"exponent 3 and stability", 3, 15.0, 0.0},
                          {"pressure and stability", 2, 15.0, 4000.0}};

SharedLoad share(const held::Body& body, const StrideSolution& stride, const Choice& choice) {
  CoreOptions core;
  core.stability = choice.stability;
  core.abdominal_pressure = choice.pressure;
  SharingOptions options;
  options.exponent = choice.exponent;
  options.reserve = false;
  const SharedLoad load = held::share(body, stride, core, options);
  EXPECT_EQ(load.status, Status::converged) << choice.name << ": " << load.reason;
  return load;
}

TEST(Invariance, CuttingAFascicleInHalvesChangesNoOtherForce) {
  const held::Body body = held::body();
  const StrideSolution stride = held::busy(body.runner);
  for (const Choice& choice : choices) {
    const SharedLoad whole = share(body, stride, choice);
    const Eigen::Index nm = whole.force.rows();
    Eigen::Index k = 0;
    whole.force.col(0).head(200).maxCoeff(&k);
    held::Body cut = body;
    Muscle& muscle = cut.spine.muscles[static_cast<std::size_t>(k)];
    muscle.F_max *= 0.5;
    cut.spine.muscles.push_back(muscle);
    const SharedLoad halves = share(cut, stride, choice);
    Eigen::VectorXd together = halves.force.col(0).head(nm);
    together[k] += halves.force(nm, 0);
    const double difference = (together - whole.force.col(0)).cwiseAbs().maxCoeff();
    std::printf("%s: cut %.1e N\n", choice.name, difference);
    EXPECT_LT(difference, 1e-4) << choice.name;
    EXPECT_NEAR(halves.least_stiffness[0], whole.least_stiffness[0], 1e-5) << choice.name;
  }
}

TEST(Invariance, TheMirroredFrameIsSharedByTheMirroredMuscles) {
  const held::Body body = held::body();
  const StrideSolution stride = held::busy(body.runner), other = held::mirrored(body.runner, stride);
  for (const Choice& choice : choices) {
    const SharedLoad here = share(body, stride, choice), there = share(body, other, choice);
    double difference = 0.0;
    for (std::size_t i = 0; i < body.spine.muscles.size(); ++i)
      difference = std::max(difference, std::abs(here.force(static_cast<Eigen::Index>(i), 0) -
                                                 there.force(body.spine.muscles[i].mirror, 0)));
    std::printf("%s: mirror %.1e N\n", choice.name, difference);
    EXPECT_LT(difference, 1e-4) << choice.name;  // what a residual of 1e-6 N·m may do to one force
    EXPECT_NEAR(here.least_stiffness[0], there.least_stiffness[0], 1e-5) << choice.name;
  }
}

}  // namespace
}  // namespace psoas
