// Does the default runner run like published runners do? Tests 1-4 and 6-9 of the project's table of published numbers
// (cadence and duty factor [Fukuchi 2017]; forces [Munro 1987], [Keller 1996]; kinematics and moments [Hamner 2013];
// lean [Teng 2015]; pelvis [Perpina-Martinez 2023]; lumbar range [Schache 2002]), at 2.5, 3.5 and 4.5 m/s, 70 kg,
// asphalt; with the ground force emergent (the default) and tracked. A quantity outside its band is named in `misses`
// with the reason; README lists it with its number. A miss that comes right fails too: then the list must shrink.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <set>

#include "models/models.h"
#include "sim/cycle.h"
#include "sim/simulate.h"

namespace psoas {
namespace {

constexpr double degree = std::numbers::pi / 180.0;

/// One solved stride of the default runner, and what is read off it.
struct Solved {
  Solved(const Models& models, double speed_m_s, ForceModel model)
      : speed(speed_m_s), force_model(model), runner(build_runner(*models.runner, {}, {})) {
    Scenario scenario;
    scenario.stride.force = model;
    scenario.gait.speed = speed;
    const auto work = make_workspace();
    outcome = simulate(models, scenario, *solve_baseline(models, scenario, *work), *work);
  }
  Eigen::RowVectorXd angle(const char* coordinate) const {
    return outcome.cycle.joint_angle.row(runner.index(coordinate)) / degree;
  }
  Eigen::RowVectorXd moment(const char* coordinate) const {
    return outcome.cycle.joint_moment.row(runner.index(coordinate)) / mass;
  }
  Eigen::RowVectorXd force(int component) const {
    return outcome.cycle.ground_force.row(component) / runner.body_weight();
  }
  /// Points of the gait cycle with the right foot on the ground.
  Eigen::Index stance() const { return static_cast<Eigen::Index>(100.0 * outcome.summary.duty_factor); }

  double speed;
  ForceModel force_model;
  double mass = 70.0;
  Runner runner;
  Outcome outcome;
};

/// What does not hold, and is said so in README: "test quantity at speed", and ", tracked" where
/// measured force is.
const std::set<std::string> misses = {
    // Without measured force the slowest stride is too soft and pushes off too little.
    "4 active peak [BW] at 2.5 m/s",
    "4 slope of the active peak",
    "6 propulsive peak [BW] at 2.5 m/s",
    // By 0.01, 0.0005 and 0.7 deg: bending toes take some of the push-off.
    "4 active peak [BW] at 3.5 m/s",
    "7 hip at toe-off [deg] at 4.5 m/s",
    "7 knee extension moment [N m/kg] at 2.5 m/s",
    "7 ankle plantarflexion moment [N m/kg] at 2.5 m/s",
    // By 0.03: bending toes let the force act less far forward; stiffer ones would lift it (SOURCES.md, Toes).
    "7 hip at toe-off [deg] at 4.5 m/s, tracked",  // half a degree: the reference at 4.5 m/s extends farther too
    // The trunk's mass stands where the spine model has it, 74 mm before that of the model the published moments were
    // made with.
    "9 mean moment [N m/kg] at 2.5 m/s",
    "9 mean moment [N m/kg] at 3.5 m/s",
    "9 mean moment [N m/kg] at 4.5 m/s",
    "9 mean moment [N m/kg] at 2.5 m/s, tracked",
    "9 mean moment [N m/kg] at 3.5 m/s, tracked",
    "9 mean moment [N m/kg] at 4.5 m/s, tracked",
};

class PublishedRunning : public testing::TestWithParam<int> {
 protected:
  static void SetUpTestSuite() {
    const Models models = read_models(models_folder());
    for (const ForceModel model : {ForceModel::emergent, ForceModel::tracked})
      for (const double speed : {2.5, 3.5, 4.5}) runs().emplace_back(models, speed, model);
  }
  static void TearDownTestSuite() { runs().clear(); }
  static std::vector<Solved>& runs() {
    static std::vector<Solved> all;
    return all;
  }
  const Solved& run() const { return runs()[static_cast<std::size_t>(GetParam())]; }
  std::size_t speed() const { return static_cast<std::size_t>(GetParam() % 3); }

  /// Inside the band, or outside and listed.
  void holds(const std::string& what, double value, double low, double high) const {
    const std::string name =
        fmt::format("{} at {} m/s{}", what, run().speed, run().force_model == ForceModel::tracked ? ", tracked" : "");
    const bool inside = value >= low && value <= high;
    RecordProperty(what, fmt::format("{:.4g}", value));
    fmt::print("{:44} {:9.4g}   {:g} to {:g}{}\n", name, value, low, high, inside ? "" : "   MISS");
    EXPECT_EQ(inside, !misses.contains(name)) << name << " is " << value << ", published " << low << " to " << high;
  }
};

TEST_P(PublishedRunning, Converges) { ASSERT_EQ(run().outcome.status, Status::converged) << run().outcome.reason; }

TEST_P(PublishedRunning, CadenceDutyFactorAndContactTime) {
  const std::size_t i = speed();
  const double cadence[] = {162, 171, 183}, duty[] = {0.394, 0.348, 0.328}, contact[] = {0.292, 0.244, 0.215};
  const Summary& s = run().outcome.summary;
  holds("1 cadence [steps/min]", 60 * s.step_frequency, 0.94 * cadence[i], 1.06 * cadence[i]);
  holds("2 duty factor", s.duty_factor, duty[i] - 0.03, duty[i] + 0.03);
  holds("2 contact time [s]", s.contact_time, 0.9 * contact[i], 1.1 * contact[i]);
}

TEST_P(PublishedRunning, ForcesBalance) {
  const Eigen::RowVectorXd vertical = run().force(1), forward = run().force(0);
  const double stride = run().outcome.stride_duration;
  // One foot carries half the weight over the cycle: the identity mean force in contact = 1/(2 DF). The last point is
  // the first.
  const auto mean = [](const Eigen::RowVectorXd& v) { return v.head(v.size() - 1).mean(); };
  holds("3 mean contact force over 1/(2 DF)", 2 * mean(vertical), 0.98, 1.02);
  holds("3 net forward impulse [BW s]", mean(forward) * stride, -0.01, 0.01);
  // At the knots the residual is the solver's tolerance; between them nothing enforces it.
  holds("3 rms pelvis residual between knots over peak force", run().outcome.quality.mesh_error / vertical.maxCoeff(),
        0.0, 0.05);
}

TEST_P(PublishedRunning, PeakForcesAndCentreOfMass) {
  const std::size_t i = speed();
  const double low[] = {2.1, 2.3, 2.4}, high[] = {2.6, 2.8, 2.9};
  holds("4 active peak [BW]", run().force(1).maxCoeff(), low[i], high[i]);
  holds("6 braking peak [BW]", run().force(0).minCoeff(), -0.40, -0.20);
  holds("6 propulsive peak [BW]", run().force(0).maxCoeff(), 0.20, 0.40);
  holds("6 excursion of the centre of mass [mm]", 1e3 * run().outcome.summary.com_excursion, 60, 95);
}

TEST_P(PublishedRunning, StanceKinematicsAndMoments) {
  const Eigen::Index n = run().stance();
  holds("7 peak stance knee flexion [deg]", run().angle("knee_flexion_r").head(n).maxCoeff(), 40, 52);
  holds("7 peak ankle dorsiflexion [deg]", run().angle("ankle_dorsiflexion_r").head(n).maxCoeff(), 20, 30);
  holds("7 hip at toe-off [deg]", run().angle("hip_flexion_r")[n], -15, -5);
  holds("7 knee extension moment [N m/kg]", -run().moment("knee_flexion_r").head(n).minCoeff(), 2.2, 3.3);
  holds("7 ankle plantarflexion moment [N m/kg]", -run().moment("ankle_dorsiflexion_r").head(n).minCoeff(), 2.3, 3.9);
}

TEST_P(PublishedRunning, TrunkAndPelvis) {
  const Eigen::Index n = run().stance();
  const Eigen::RowVectorXd lean = -(run().angle("pelvis_tilt") + run().angle("lumbar_extension"));
  const auto range = [](const Eigen::RowVectorXd& v) { return v.maxCoeff() - v.minCoeff(); };
  holds("8 mean trunk lean [deg]", run().outcome.summary.trunk_lean / degree, 3, 13);
  Eigen::Index most;
  lean.head(50).maxCoeff(&most);
  holds("8 most flexed at [% of stance]", 100.0 * static_cast<double>(most) / static_cast<double>(n), 25, 75);
  // Two cycles a stride: the second harmonic of the lean carries more than all odd ones; here exactly, by the mirror.
  const auto harmonic = [&](int h) {
    double c = 0.0, d = 0.0;
    for (Eigen::Index k = 0; k < 100; ++k) {
      c += lean[k] * std::cos(0.02 * std::numbers::pi * h * static_cast<double>(k));
      d += lean[k] * std::sin(0.02 * std::numbers::pi * h * static_cast<double>(k));
    }
    return std::hypot(c, d) / 50.0;
  };
  holds("8 share of the lean's second harmonic", harmonic(2) / (harmonic(1) + harmonic(2) + harmonic(3)), 0.5, 1.0);
  holds("8 pelvic tilt range [deg]", range(run().angle("pelvis_tilt")), 3, 10);
  holds("8 lumbar flexion range [deg]", range(run().angle("lumbar_extension")), 7, 18);
}

TEST_P(PublishedRunning, NetLumbarMoment) {
  const Eigen::Index n = run().stance();
  const Eigen::RowVectorXd M = run().moment("lumbar_extension");
  Eigen::Index peak;
  holds("9 peak lumbar extension moment [N m/kg]", M.head(n).maxCoeff(&peak), 0.5, 1.7);
  holds("9 its time [% of stance]", 100.0 * static_cast<double>(peak) / static_cast<double>(n), 20, 60);
  holds("9 largest moment in flight [N m/kg]", M.segment(n + 1, 49 - n).cwiseAbs().maxCoeff(), 0, 0.45);
  holds("9 mean moment [N m/kg]", M.head(100).mean(), 0.1, 0.35);
}

// Test 4: from 2.5 to 4.5 m/s the active peak rises by at most a quarter of body weight per m/s.
TEST_F(PublishedRunning, ActivePeakRisesGentlyWithSpeed) {
  for (const std::size_t first : {0U, 3U}) {
    const double slope = (runs()[first + 2].force(1).maxCoeff() - runs()[first].force(1).maxCoeff()) / 2.0;
    const std::string name = first == 0 ? "4 slope of the active peak" : "4 slope of the active peak, tracked";
    EXPECT_EQ(slope >= 0.0 && slope <= 0.25, !misses.contains(name)) << name << " is " << slope << " BW per m/s";
  }
}

std::string run_name(const testing::TestParamInfo<int>& at) {
  const char* names[] = {"2500mm_s", "3500mm_s", "4500mm_s"};
  return std::string(names[at.param % 3]) + (at.param < 3 ? "" : "_tracked");
}
INSTANTIATE_TEST_SUITE_P(At, PublishedRunning, testing::Range(0, 6), run_name);

}  // namespace
}  // namespace psoas
