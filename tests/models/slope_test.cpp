// Does a stride put on a slope keep what it is said to keep?
#include "models/slope.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/models.h"
#include "posture.h"

namespace psoas {
namespace {

struct Slope : testing::Test {
  const Models models = read_models(models_folder());
  const Runner runner = build_runner(*models.runner, {}, {});
  ReferenceStride stride(double slope) const { return build_reference(*models.reference, runner, 3.3, slope); }
  auto poses(const ReferenceStride& stride, double phase) const { return link_poses(runner, stride.q(phase)); }
  /// Attitude of a link in the sagittal plane: its x axis over the horizontal of the axes in use [rad].
  static double attitude(const Eigen::Isometry3d& pose) { return std::atan2(pose.linear()(1, 0), pose.linear()(0, 0)); }
};

TEST_F(Slope, NoneChangesNothing) {
  ReferenceStride level = stride(0.0);
  const Eigen::MatrixXd cosine = level.cosine;
  put_on_slope(runner, 0.0, level);
  EXPECT_EQ(level.cosine, cosine);
}

// The pelvis keeps upright, so it leans forward by the slope against ground that rises; feet keep their attitude to the
// ground. 12 harmonics hold the series to a tenth of a degree; where the knee may not straighten more, behind a foot
// that has left, they ripple by half a degree.
TEST_F(Slope, KeepsThePelvisUprightAndTheFeetAlongTheGround) {
  for (const double slope : {-0.1, 0.06, 0.15}) {
    const ReferenceStride level = stride(0.0), rising = stride(slope);
    for (double phase = 0.0; phase < 1.0; phase += 0.02) {
      const auto a = poses(level, phase), b = poses(rising, phase);
      const auto turn = [&](int link) {
        return attitude(b[static_cast<std::size_t>(link)]) - attitude(a[static_cast<std::size_t>(link)]);
      };
      EXPECT_NEAR(turn(runner.index("pelvis_tilt")), -slope, 1e-12);
      for (const int foot : runner.foot) EXPECT_NEAR(turn(foot), 0.0, 0.01) << slope << " at " << phase;
    }
  }
}

// A foot on the ground goes the same way along it, seen from above, and as high above it.
TEST_F(Slope, KeepsTheFeetOnTheGround) {
  for (const double slope : {-0.1, 0.06, 0.15}) {
    const ReferenceStride level = stride(0.0), rising = stride(slope);
    const auto ankle = [&](const ReferenceStride& s, double phase) {  // seen from the hip, in true axes
      const auto pose = poses(s, phase);
      const auto at = [&](int link) -> Eigen::Vector3d { return pose[static_cast<std::size_t>(link)].translation(); };
      const Eigen::Vector3d p = at(runner.index("ankle_dorsiflexion_r")) - at(runner.index("hip_flexion_r"));
      return Eigen::Vector3d(Eigen::AngleAxisd(s.slope, Eigen::Vector3d::UnitZ()) * p);
    };
    double lowest = 1e9, highest = -1e9;
    for (double u = 0.0; u <= 1.0; u += 0.05) {
      const double phase = u * level.duty_factor;
      const Eigen::Vector3d a = ankle(level, phase), b = ankle(rising, phase);
      EXPECT_NEAR(b.x(), a.x(), 0.004) << slope << " at " << phase;
      const double raised = b.y() - a.y() - std::tan(slope) * a.x();
      lowest = std::min(lowest, raised), highest = std::max(highest, raised);
    }
    EXPECT_LT(highest - lowest, 0.006) << slope;
    // Legs bend more in front than behind uphill, and the other way round downhill.
    const int knee = runner.index("knee_flexion_r");
    const auto bent = [&](double phase) { return (rising.q(phase) - level.q(phase))(knee); };
    EXPECT_GT((bent(0.0) - bent(level.duty_factor)) / slope, 1.0);
  }
}

}  // namespace
}  // namespace psoas
