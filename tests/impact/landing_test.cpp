// Does a landing go on from the stride as the stride itself does when nothing wobbles, and answer a softer shoe as a
// passive body must?
#include "sim/impact/landing.h"

#include <gtest/gtest.h>

#include "models/models.h"
#include "sim/impact/measures.h"
#include "sim/sharing/capacity.h"
#include "sim/stride/stride.h"
#include "tests/stride/body.h"

namespace psoas {
namespace {

struct LandingTest : testing::Test {
  static void SetUpTestSuite() {
    models = read_models(models_folder());
    runner = build_runner(*models.runner, {}, {});
    const Spine spine = build_spine(*models.spine, {});
    const ReferenceStride reference = build_reference(*models.reference, runner, 3.3);
    for (const int nodes : {60, 120}) {
      StrideOptions options;
      options.nodes = nodes;
      StrideWorkspace work;
      strides.push_back(solve_baseline_stride(runner, reference, {}, {},
                                              lumbar_capacity(runner, spine, muscle_strength(spine, {}),
                                                              baseline_postures(runner, reference, nodes)),
                                              options, work)
                            .solution);
    }
  }
  /// @param stiffness  of the whole midsole over that of the shoe the stride was made in
  static LandingRun land(const ImpactOptions& options = {}, double stiffness = 1.0, int which = 0) {
    ShoeOptions shoe;
    for (double* zone : {&shoe.heel_stiffness, &shoe.midfoot_stiffness, &shoe.forefoot_stiffness}) *zone *= stiffness;
    return simulate_landing(runner, strides[static_cast<std::size_t>(which)], build_ground(runner, shoe, {}),
                            *models.landing, options);
  }
  /// Of a stride on other ground, solved as a whole where its sides differ.
  static StrideSolution on_ground(const SurfaceOptions& surface, double slope) {
    const strides::Body body;
    StrideWorkspace work;
    const BaselineStride own = body.baseline(3.3, {}, work, slope);
    StrideChange change;
    change.surface = surface;
    return solve_scenario_stride(own, body.runner, change, work);
  }
  static LandingMeasures measured(const LandingRun& run, std::size_t assumption = 0,
                                  const ImpactOptions& options = {}) {
    return measure_landing(run.records[assumption], options, 0.25, runner.body_weight());
  }
  static inline Models models;
  static inline Runner runner;
  static inline std::vector<StrideSolution> strides;
};

// The same body, moments and ground: what is left between the two is the stride's coarser mesh.
TEST_F(LandingTest, RigidSegmentsLandAsTheStrideDoes) {
  ImpactOptions rigid;
  rigid.wobbling_mass = 0.0, rigid.force_filter = 0.0;
  for (const int which : {0, 1}) {
    const LandingRun run = land(rigid, 1.0, which);
    ASSERT_TRUE(run.landed);
    const double apart = measured(run, 0, rigid).departure / runner.body_weight();
    std::printf("%d nodes: landing and stride part by %.4f BW rms\n", which == 0 ? 60 : 120, apart);
    EXPECT_LT(apart, which == 0 ? 0.02 : 0.01);
  }
}

// Slope, cross slope, a height and tilt of its own for each foot: the forward simulation and the stride are written
// apart, and part as little as on level ground.
TEST_F(LandingTest, EachFootLandsAsTheStrideDoesOnAnyGround) {
  ImpactOptions rigid;
  rigid.wobbling_mass = 0.0, rigid.force_filter = 0.0;
  SurfaceOptions level, falling, uneven;
  falling.cross_slope = 3 * strides::degree;
  uneven.unevenness = 0.01, uneven.unevenness_tilt = 2 * strides::degree, uneven.seed = 3;
  uneven.stiffness = 200e3, uneven.damping = 300.0, uneven.moving_mass = 2.0;
  for (const auto& [surface, slope] :
       {std::pair(level, -0.1), std::pair(level, 0.1), std::pair(falling, 0.0), std::pair(uneven, -0.06)}) {
    const StrideSolution stride = on_ground(surface, slope);
    ASSERT_EQ(stride.status, Status::converged) << stride.reason;
    for (const Ground& ground : stride.ground) {
      const LandingRun run = simulate_landing(runner, stride, ground, *models.landing, rigid);
      ASSERT_TRUE(run.landed);
      const double apart = measured(run, 0, rigid).departure / runner.body_weight();
      std::printf("slope %.2f, cross %.2f: landing and stride part by %.4f BW rms\n", slope, surface.cross_slope,
                  apart);
      EXPECT_LT(apart, 0.02);
    }
  }
}

TEST_F(LandingTest, TheMirroredStepLandsAsTheOther) {
  const StrideSolution whole = whole_stride(runner, strides[0]);
  const LandingRun right = land(), left = simulate_landing(runner, whole, build_ground(runner, {}, {}, Side::left),
                                                           *models.landing, {});
  ASSERT_TRUE(left.landed);
  const Eigen::MatrixXd &a = right.records[0].force, &b = left.records[0].force;
  const Eigen::Index n = a.cols() - 5;  // touch-down is found to half a millisecond
  double apart = 1e9;
  for (const Eigen::Index late : {0, 1, 2})
    apart = std::min(apart, (a.row(1).segment(late, n - 2) - b.row(1).head(n - 2)).cwiseAbs().maxCoeff());
  EXPECT_LT(apart, 0.02 * runner.body_weight());
  EXPECT_NEAR(measured(left).tibia, measured(right).tibia, 0.02 * measured(right).tibia);
  EXPECT_NEAR(measured(left).peak, measured(right).peak, 0.01 * measured(right).peak);
}

TEST_F(LandingTest, FleshThatCannotMoveIsBone) {
  ImpactOptions rigid;
  rigid.wobbling_mass = 0.0;
  const Eigen::MatrixXd none = land(rigid).records[0].force, stiff = land().records[4].force;
  ASSERT_EQ(landing_assumptions[4].name, "rigid_segments");
  EXPECT_LT((none - stiff).row(1).cwiseAbs().maxCoeff(), 0.01 * runner.body_weight());
}

TEST_F(LandingTest, SmallerStepsChangeNothingThatCounts) {
  const LandingRun coarse = land();
  const LandingRun fine =
      simulate_landing(runner, strides[0], build_ground(runner, {}, {}), *models.landing, {}, 0.25e-3);
  for (std::size_t i = 0; i < landing_assumptions.size(); ++i) {
    const LandingMeasures a = measured(coarse, i), b = measured(fine, i);
    EXPECT_NEAR(a.instantaneous_rate, b.instantaneous_rate, 0.01 * b.instantaneous_rate) << landing_assumptions[i].name;
    EXPECT_NEAR(a.tibia, b.tibia, 0.03 * b.tibia) << landing_assumptions[i].name;
  }
}

TEST_F(LandingTest, TheSameLandingGivesTheSameBits) {
  const LandingRun a = land(), b = land();
  for (std::size_t i = 0; i < a.records.size(); ++i) EXPECT_EQ(a.records[i].force, b.records[i].force);
}

// The movement held, only the contact softer: a passive body is loaded more slowly.
TEST_F(LandingTest, ASofterShoeUnderTheSameMovementLoadsMoreSlowly) {
  double before = 0.0;
  for (const double stiffness : {0.8, 1.0, 1.25}) {
    const double after_15_ms = landing_curves(land({}, stiffness).records[0], {}).force(1, 15 - landing_first);
    EXPECT_GT(after_15_ms, 1.02 * before) << stiffness;
    before = after_15_ms;
  }
}

TEST_F(LandingTest, AFootThatNeverLandsIsNoLanding) {
  StrideSolution high = strides[0];
  high.control.row(1).array() += 1.0;
  EXPECT_FALSE(simulate_landing(runner, high, build_ground(runner, {}, {}), *models.landing, {}).landed);
}

}  // namespace
}  // namespace psoas
