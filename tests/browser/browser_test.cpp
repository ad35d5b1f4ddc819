// Does the report work in a browser: the file's numbers, a runner that moves as the model does, no word to the outside?
// Chromium without a window, driven by page.mjs. Skipped, saying so, where there is no chromium.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "analysis/program.h"
#include "analysis/recorded.h"
#include "analysis/report/page.h"
#include "analysis/statistics/verdict.h"
#include "sim/dynamics/dynamics.h"
#include "sim/muscle/geometry.h"
#include "tests/cli/shell.h"

namespace psoas {
namespace {

using nlohmann::json;

constexpr char study[] = R"(title = "Lean and shoe </script><b>&"
[sweep]
design = "grid"
"posture.trunk_lean_deg" = [4, 8, 12]
"shoe.kind" = ["standard", "maximal"]
[lesson]
claim = "Springs </script><b>help."
factor = "shoe.kind"
from = "standard"
to = "maximal"
outputs = [{ output = "peak_vertical_force", claimed = "smaller" }, { output = "peak_compression[L5-S1]" }]
findings = [{ finding = "Nobody looked.", source = "[Holm 1979]", seen = "abstract" }]
cannot_know = ["Why."]
)";

std::string find_chromium() {
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
    const auto said = run_program({"sh", "-c", std::string("command -v ") + name});
    if (said && said->code == 0) return said->out.substr(0, said->out.find('\n'));
  }
  return "";
}

json point(const Eigen::Vector3d& p) { return {p.x(), p.y(), p.z()}; }

/// Joint centres, levels and lengths of muscles as the simulation has them.
json model_pose(const Results& results, const Models& models, std::size_t scenario, int percent) {
  const Scenario s = Recorded(results).scenario(scenario);
  const Runner runner = build_runner(*models.runner, s.runner, s.shoe);
  const Spine spine = build_spine(*models.spine, s.runner);
  const Eigen::VectorXd q = recorded_motion(results, runner, scenario).col(percent);
  DynamicsData<double> data(runner);
  data.q.assign(q.begin(), q.end());
  forward_kinematics(runner, data);
  SpinePose pose;
  spine_pose(runner, spine, q, pose);
  MuscleGeometry muscles;
  muscle_geometry(runner, spine, pose, muscles);

  json out = {{"scenario", scenario}, {"percent", percent}};
  for (const auto& origin : data.origin) out["links"].push_back({origin.x, origin.y, origin.z});
  for (const Eigen::Vector3d& joint : pose.joint) {
    const auto p = world_point(data, runner.pelvis, joint);
    out["levels"].push_back(point({p.x, p.y, p.z}));
  }
  out["muscle_lengths"] = std::vector<double>(muscles.length.begin(), muscles.length.end());
  return out;
}

/// A small sweep, its report, and what the page must show.
class Browser : public testing::Test {
 protected:
  void SetUp() override {
    if (bundle() == nullptr) GTEST_SKIP() << "this build has no web page: npm was missing";
    chromium = find_chromium();
    if (chromium.empty()) GTEST_SKIP() << "no chromium here (Debian: apt-get install chromium)";
    file = folder / "study.toml";
    std::ofstream(file) << study;
    const Ran swept = psoas_run("sweep " + file.string() + " -o " + (folder / "out").string() + " --no-progress");
    ASSERT_EQ(swept.code, 0) << swept.err;
    results = folder / "out/results.h5";
    write_expected();
  }

  void write_expected() {
    const Results in(results);
    const Models models = read_models(models_folder());
    const Eigen::MatrixXd peak = in.table("peak_compression");
    const std::vector<double> lean = in.numbers("posture.trunk_lean_deg");
    const std::vector<std::string> shoe = in.texts("shoe.kind");
    json expected = {{"count", in.scenario_count()}};
    for (std::size_t i = 0; i < in.scenario_count(); ++i) {
      const Eigen::VectorXf curve = in.curve("lumbar_compression", i).row(0).cast<float>();
      expected["scenarios"].push_back({{"index", i},
                                       {"settings", {lean[i], shoe[i]}},
                                       {"peak", peak(static_cast<Eigen::Index>(i), 0)},
                                       {"compression", std::vector<float>(curve.begin(), curve.end())}});
    }
    expected["between"] = {expected["scenarios"][0], expected["scenarios"][2]};  // 4 and 8 degrees, the same shoe
    const Lesson lesson = lesson_of(in.attribute("study")).value();
    const LessonAnswer answered = answer(in, lesson);
    expected["verdict"] = sentence(answered.judged[0], lesson.outputs[0].claimed, lesson.matters);
    for (std::size_t o = 0; o < lesson.outputs.size(); ++o)
      expected["answers"].push_back({{"output", lesson.outputs[o].name},
                                     {"change", answered.comparison.differences[o].mean.value},
                                     {"body_weights", answered.body_weights[o]}});
    // Three leans in both shoes: the mean of their differences, worked out here once more
    const std::vector<double> force = in.numbers("peak_vertical_force");
    expected["answers"][0]["by_hand"] = (force[1] - force[0] + force[3] - force[2] + force[5] - force[4]) / 3;
    for (int percent : {0, 15, 70}) expected["poses"].push_back(model_pose(in, models, 1, percent));
    std::ofstream(folder / "expected.json") << expected;
  }

  std::string report() {
    const Ran ran = psoas_run("report " + results.string() + " -o " + (folder / "page.html").string());
    EXPECT_EQ(ran.code, 0) << ran.err;
    return "file://" + (folder / "page.html").string();
  }

  void check(const std::string& name, const std::string& address) {
    const auto said = run_program(
        {"node", PSOAS_PAGE_TEST, PSOAS_WEB_BUILD, chromium, address, (folder / "expected.json").string(), name});
    ASSERT_TRUE(said) << "no node";
    EXPECT_EQ(said->code, 0) << said->out << said->err;
  }

  fake::Folder folder;
  std::filesystem::path file, results;
  std::string chromium;
};

TEST_F(Browser, AtASolvedScenarioThePageHasTheFilesNumbersAndAsksNobody) { check("numbers", report()); }
TEST_F(Browser, ALessonShowsTheFilesNumbers) { check("lesson", report()); }
TEST_F(Browser, APageWithoutCurvesShowsItsNumbersAndSaysSo) {
  const Ran swept =
      psoas_run("sweep " + file.string() + " -o " + (folder / "small").string() + " --outputs summary --no-progress");
  ASSERT_EQ(swept.code, 0) << swept.err;
  results = folder / "small/results.h5";
  check("summary", report());
}
TEST_F(Browser, TheRunnerMovesAndWhatIsShownCanBeTakenAlong) { check("runner", report()); }
TEST_F(Browser, ThePagesKinematicsAreTheModels) { check("poses", report()); }
TEST_F(Browser, ThePageHasNoSeriousFaultForKeyboardScreenReaderAndPhone) { check("access", report()); }
TEST_F(Browser, WithoutWebGlTheRunnerIsFlatAndMoves) { check("flat", report()); }

TEST_F(Browser, AServedPageIsTheSameAndAnswersThisMachineAlone) {
  const int port = 20000 + getpid() % 20000;
  Started server(psoas_command("view " + results.string() + " --port " + std::to_string(port)));
  const std::string address = "http://127.0.0.1:" + std::to_string(port) + "/";
  const auto listening = run_program({"node", "-e",
                                      "const go = (n) => fetch(process.argv[1]).then(() => {}, (e) => n ? "
                                      "setTimeout(go, 100, n - 1) : process.exit(1)); go(300)",
                                      address});
  EXPECT_EQ(listening->code, 0) << "it does not answer";
  if (listening->code == 0) check("served", address);
  kill(server.pid(), SIGINT);
  const Ran ended = server.wait();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, address + "\n");
}

}  // namespace
}  // namespace psoas
