// Do muscles keep the spine as stiff as is demanded, and who pays?
#include "sim/sharing/stability.h"

#include <gtest/gtest.h>

#include "sim/lumbar/loads.h"
#include "sim/sharing/strength.h"
#include "tests/sharing/hold.h"

namespace psoas {
namespace {

CoreOptions demanding(double stiffness, double strength = 1.0) {
  CoreOptions core = held::strength(strength);
  core.stability = stiffness;
  return core;
}
double effort(const held::Body& body, const SharedLoad& load) {
  return (muscle_strength(body.spine, {}).weight.transpose() * load.activation.cwiseAbs2()).sum();
}

struct StabilityDemand : testing::Test {
  held::Body body = held::body();
  StrideSolution stride = held::swaying(body.runner, 8);
  SharingOptions options = [] {
    SharingOptions o;
    o.reserve = false;
    return o;
  }();
  SharedLoad share(const CoreOptions& core) { return held::share(body, stride, core, options); }
};

TEST_F(StabilityDemand, IsMetInEveryFrame) {
  const SharedLoad plain = share({});
  for (const double demand : {5.0, 10.0, 20.0}) {
    ASSERT_LT(plain.least_stiffness.minCoeff(), demand + 10.0);
    const SharedLoad stiff = share(demanding(demand));
    ASSERT_EQ(stiff.status, Status::converged) << stiff.reason;
    EXPECT_GE(stiff.least_stiffness.minCoeff(), demand - stiffness_tolerance) << demand;
    std::printf("demand %.0f: least stiffness %.1f -> %.1f N·m/rad\n", demand, plain.least_stiffness.minCoeff(),
                stiff.least_stiffness.minCoeff());
  }
}

TEST_F(StabilityDemand, ChangesNothingWhereTheSpineIsStiffEnough) {
  const SharedLoad plain = share({});
  const SharedLoad idle = share(demanding(1e-3));
  int stiff = 0;
  for (Eigen::Index k = 0; k < 8; ++k)
    if (plain.least_stiffness[k] > stiffness_margin + 0.1) {  // rows kept from a softer frame ask for the margin too
      ++stiff;
      EXPECT_LT((plain.force.col(k) - idle.force.col(k)).cwiseAbs().maxCoeff(), 1e-2) << "knot " << k;
    }
  EXPECT_GT(stiff, 0);
}

TEST_F(StabilityDemand, CostsLoad) {
  double load_before = 0.0, effort_before = 0.0;
  for (const double demand : {0.0, 10.0, 20.0, 40.0}) {
    const SharedLoad load = share(demanding(demand));
    const double mean = lumbar_loads(body.runner, body.spine, stride, load).compression.mean();
    EXPECT_GE(mean, load_before) << demand;
    EXPECT_GE(effort(body, load), effort_before * (1.0 - 1e-6)) << demand;
    load_before = mean, effort_before = effort(body, load);
  }
  EXPECT_GT(effort_before, 1.01 * effort(body, share({})));
}

TEST_F(StabilityDemand, AWeakCorePaysMore) {
  const double strong = effort(body, share(demanding(20.0))) - effort(body, share({}));
  const double weak = effort(body, share(demanding(20.0, 0.6))) - effort(body, share(held::strength(0.6)));
  EXPECT_GT(strong, 0.0);
  EXPECT_GT(weak, 1.5 * strong);
}

}  // namespace
}  // namespace psoas
