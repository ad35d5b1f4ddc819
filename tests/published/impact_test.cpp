// Does the default runner land as published runners do? Tests 5, 21 and 23 of the project's table of published numbers
// (impact [Malisoux 2021], [Baltich 2015], [Clarke 1983]; wear [Wang 2010]), 70 kg, asphalt, at 3.3 m/s unless said.
// A quantity outside its band is named in `misses` with the reason. A miss that comes right fails too.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "models/models.h"
#include "sim/impact/measures.h"
#include "sim/sharing/capacity.h"
#include "sim/simulate.h"
#include "sim/stride/stride.h"
#include "tests/published/bands.h"

namespace psoas {
namespace {

const std::set<std::string> misses = {
    // The vertical force shows a shoulder where nine of ten runners show a maximum: the stride avoids fast changes of
    // force, and its joint moments change within 20 ms of touch-down as no muscle could. Below 20 Hz the same moments
    // leave a peak (slow_moments).
    "5 impact has a peak of its own",
    "5 impact, peak or shoulder [BW]",  // 1.83: what there is lies on the way to an early active peak
    // At 4.5 m/s that active peak comes within 50 ms and counts as the impact.
    "5 impact over speed, 2.5 to 4.5 m/s [BW per m/s]",
    "21 VILR [%]",  // -8.1: little more than half of what the held movement shows, and just outside
};

class PublishedImpact : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    models = read_models(models_folder());
    body_weight = build_runner(*models.runner, {}, {}).body_weight();
    const auto work = make_workspace();
    Scenario scenario;
    for (const double speed : {2.5, 3.3, 4.5}) {
      scenario.gait.speed = speed;
      const auto baseline = solve_baseline(models, scenario, *work);
      at_speed.push_back(simulate(models, scenario, *baseline, *work));
      if (speed != 3.3) continue;
      for (const double k : {61e3, 95e3}) {
        Scenario shod = scenario;
        shod.shoe = midsole_of(k);
        in_shoe.push_back(simulate(models, shod, *baseline, *work));
      }
      Scenario worn = scenario;
      worn.shoe.distance = 800e3;
      in_shoe.push_back(simulate(models, worn, *baseline, *work));
    }
  }
  static void TearDownTestSuite() { at_speed.clear(), in_shoe.clear(); }

  /// The default shoe with all zones softer or stiffer, its heel zone as told.
  static ShoeOptions midsole_of(double heel) {
    ShoeOptions shoe;
    const double ratio = heel / shoe.heel_stiffness;
    for (double* zone : {&shoe.heel_stiffness, &shoe.midfoot_stiffness, &shoe.forefoot_stiffness}) *zone *= ratio;
    return shoe;
  }
  static void holds(const std::string& name, double value, double low, double high) {
    published::holds(misses, name, value, low, high);
  }

  static inline Models models;
  static inline double body_weight = 0.0;
  static inline std::vector<Outcome> at_speed, in_shoe;
};

TEST_F(PublishedImpact, ARearfootStrike) {
  for (const Outcome& o : at_speed) ASSERT_EQ(o.status, Status::converged) << o.reason;
  const Summary& s = at_speed[1].summary;
  holds("5 impact has a peak of its own", s.impact_kind == 2 ? 1 : 0, 1, 1);
  holds("5 impact, peak or shoulder [BW]", s.impact_peak / body_weight, 1.3, 1.8);
  holds("5 its time [ms]", 1e3 * s.impact_peak_time, 20, 50);
  holds("5 VILR [BW/s]", s.instantaneous_loading_rate / body_weight, 45, 110);
  holds("5 impact over speed, 2.5 to 4.5 m/s [BW per m/s]",
        (at_speed[2].summary.impact_peak - at_speed[0].summary.impact_peak) / body_weight / 2.0, 0, 0.4);
}

// Test 21: the runner who adapts.
TEST_F(PublishedImpact, ASofterMidsoleWhenTheRunnerAdapts) {
  for (const Outcome& o : in_shoe) ASSERT_EQ(o.status, Status::converged) << o.reason;
  const Summary &soft = in_shoe[0].summary, &hard = in_shoe[1].summary;
  holds("21 impact, 95 to 61 kN/m [BW]", (soft.impact_peak - hard.impact_peak) / body_weight, -0.03, 0.15);
  holds("21 its time [ms]", 1e3 * (soft.impact_peak_time - hard.impact_peak_time), 2, 6);
  holds("21 VILR [%]", 100 * (soft.instantaneous_loading_rate / hard.instantaneous_loading_rate - 1), -8, 8);
  holds("21 active peak [%]", 100 * (soft.peak_vertical_force / hard.peak_vertical_force - 1), -3, 3);
}

// Test 21, the control: the movement of the default shoe held, only the contact softer.
TEST_F(PublishedImpact, ASofterMidsoleUnderAHeldMovement) {
  const Runner runner = build_runner(*models.runner, {}, {});
  const Spine spine = build_spine(*models.spine, {});
  const ReferenceStride reference = build_reference(*models.reference, runner, 3.3);
  const StrideOptions options;
  StrideWorkspace work;
  const StrideSolution stride =
      solve_baseline_stride(runner, reference, {}, {},
                            lumbar_capacity(runner, spine, muscle_strength(spine, {}),
                                            baseline_postures(runner, reference, options.nodes)),
                            options, work)
          .solution;
  const auto land = [&](double stiffness) {
    const Ground ground = build_ground(runner, midsole_of(stiffness), {});
    const LandingRun run = simulate_landing(runner, stride, ground, *models.landing, {});
    return measure_landing(run.records[0], {}, at_speed[1].summary.contact_time, body_weight);
  };
  const LandingMeasures soft = land(61e3), hard = land(95e3);
  fmt::print("21 held: impact {:+.3f} BW, {:+.1f} ms, VILR {:+.1f} %, tibia {:+.1f} %\n",
             (soft.peak - hard.peak) / body_weight, 1e3 * (soft.peak_time - hard.peak_time),
             100 * (soft.instantaneous_rate / hard.instantaneous_rate - 1), 100 * (soft.tibia / hard.tibia - 1));
  EXPECT_LT(soft.instantaneous_rate, 0.92 * hard.instantaneous_rate);  // a passive body is loaded more slowly
}

// Test 23: 800 km of wear, the midsole stiffer by up to 40 %.
TEST_F(PublishedImpact, AWornShoe) {
  const Summary &own = at_speed[1].summary, &worn = in_shoe[2].summary;
  holds("23 impact after wear [%]", 100 * (worn.impact_peak / own.impact_peak - 1), -2, 2);
  holds("23 its time [ms]", 1e3 * (worn.impact_peak_time - own.impact_peak_time), -10, 0);
  holds("23 active peak [%]", 100 * (worn.peak_vertical_force / own.peak_vertical_force - 1), -2, 2);
}

}  // namespace
}  // namespace psoas
