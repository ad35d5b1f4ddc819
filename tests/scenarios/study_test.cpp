// Does each mistake in a study give its own message, at its own place, and does a right one mean what it says?
#include "scenarios/study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "scenarios/check.h"
#include "scenarios/plan.h"
#include "sim/core/input_error.h"
#include "tests/scenarios/mistakes.h"
#include "tests/scenarios/study_text.h"

namespace psoas {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreToldOnceAtTheirPlace) { expect_told_once(GetParam()); }

const Mistake in_values[] = {
    {"UnknownTable", "[runer]\nmass_kg = 70", "1:1 unknown table 'runer'; did you mean 'runner'?"},
    {"UnknownTableFarOff", "\n[weather]\nrain = 1",
     "2:1 unknown table 'weather'; known: runner, gait, surface, shoe, posture, muscle, task, core, adaptation, "
     "stride, "
     "sharing, impact, sweep, lesson"},
    {"TaskWhileRunning", "[task]\nflexion_deg = 30",
     "2:1 task.flexion_deg does nothing while task.kind is \"run\": write task.kind = \"static\""},
    {"GroundVariedUnderAStaticTask", "[task]\nkind = 'static'\n[sweep]\n'surface.kind' = ['track', 'grass']",
     "4:1 surface.kind does nothing in a static task: task.kind is \"static\""},
    {"UnknownKey", "[runner]\n  mas_kg = 70", "2:3 unknown key 'runner.mas_kg'; did you mean 'runner.mass_kg'?"},
    {"UnknownKeyFarOff", "[gait]\nelephants = 2",
     "2:1 unknown key 'gait.elephants'; known: gait.speed_m_s, gait.slope, gait.cadence_change, gait.overstride_cm, "
     "gait.pronation_deg, gait.foot_strike_change_deg"},
    {"KeyOfAnotherTable", "[gait]\ntrunk_lean_deg = 2",
     "2:1 unknown key 'gait.trunk_lean_deg'; did you mean 'posture.trunk_lean_deg'?"},
    {"KeyWithoutTable", "mass_kg = 70", "1:1 unknown key 'mass_kg'; it belongs below [runner] or [shoe]"},
    {"UnknownTopKey", "titel = 'x'", "1:1 unknown key 'titel'; did you mean 'title'?"},
    {"TableAsKey", "runner = 70", "1:1 'runner' is a table: write [runner] and its keys below it"},
    {"NestedTable", "[runner.legs]\nlong = true",
     "1:9 unknown key 'runner.legs'; known: runner.mass_kg, runner.height_m, runner.sex, runner.age_years, "
     "runner.disc_degeneration, runner.leg_length_difference_mm, runner.belt_stiffness_N_m_rad, "
     "runner.belt_pressure_kPa"},
    {"TitleOfWrongType", "title = 3", "1:9 title needs text, found a number"},
    {"WrongTypeBoolean", "[runner]\nmass_kg = true",
     "2:11 runner.mass_kg needs a number, e.g. 70 or \"70 kg\"; found true or false"},
    {"WrongTypeList", "[core]\nstrength = [1, 2]", "2:12 core.strength needs a number, e.g. 1; found a list"},
    {"WrongTypeDate", "[runner]\nmass_kg = 2024-01-01",
     "2:11 runner.mass_kg needs a number, e.g. 70 or \"70 kg\"; found a date or time"},
    {"WordOfWrongType", "[shoe]\nkind = 3",
     "2:8 shoe.kind needs one of \"barefoot\", \"minimal\", \"standard\", \"maximal\", \"tpu\", \"super\", found a "
     "number"},
    {"UnknownWord", "[surface]\nkind = 'gras'", "2:8 unknown surface.kind 'gras'; did you mean 'grass'?"},
    {"UnknownWordFarOff", "[runner]\nsex = 'yes'", "2:7 unknown runner.sex 'yes'; known: male, female"},
    {"WrongUnit", "[gait]\nspeed = '12 kg'",
     "2:9 gait.speed_m_s: 'kg' is a unit of mass, not of speed; allowed: m/s, km/h, mph"},
    {"UnknownUnit", "[gait]\nspeed = '12 knots'", "2:9 gait.speed_m_s: unknown unit 'knots'; known: m/s, km/h, mph"},
    {"MisspeltUnit", "[shoe]\nheel_stiffness = '90 KN/M'",
     "2:18 shoe.heel_stiffness_kN_m: unknown unit 'KN/M'; did you mean 'kN/m'?"},
    {"NumberWithoutUnit", "[runner]\nheight = 1.75",
     "2:10 runner.height needs a unit: write height_m = 1.75 or height = \"1.75 m\""},
    {"TextWithoutUnit", "[gait]\nspeed = '12'", "2:9 gait.speed_m_s needs a unit in \"12\": m/s, km/h, mph"},
    {"TextWithoutNumber", "[gait]\nspeed = 'fast'", "2:9 gait.speed_m_s needs a number, found \"fast\""},
    {"DecimalComma", "[gait]\nspeed = '12,5 km/h'",
     "2:9 gait.speed_m_s: a decimal comma is not understood; write \"12.5 km/h\""},
    {"Nan", "[runner]\nmass_kg = nan", "2:11 runner.mass_kg must be finite, found nan"},
    {"Infinite", "[surface]\nstiffness_kN_m = -inf", "2:18 surface.stiffness_kN_m must be finite, found -inf"},
    {"TooLarge", "[gait]\nspeed_m_s = 12", "2:13 gait.speed_m_s is 12 m/s, allowed: 2 to 6 m/s"},
    {"TooSmallAsText", "[gait]\nspeed = '3 km/h'", "2:9 gait.speed_m_s is \"3 km/h\", allowed: 2 to 6 m/s"},
    {"RatioOutOfRange", "[core]\nstrength = 0", "2:12 core.strength is 0, allowed: 0.3 to 2"},
    {"NotAMultiple", "[stride]\nnodes = 40", "2:9 stride.nodes is 40, needs a multiple of 6"},
    {"NotWhole", "[stride]\niteration_limit = 40.5", "2:19 stride.iteration_limit is 40.5, needs a whole number"},
    {"TwiceWithAndWithoutUnit", "[gait]\nspeed = '12 km/h'\nspeed_m_s = 3.3",
     "3:1 gait.speed_m_s is set twice: as 'gait.speed' on line 2 and as 'gait.speed_m_s' here"},
    {"DuplicateKey", "[gait]\nspeed_m_s = 3\nspeed_m_s = 4",
     "3:13 not valid TOML: key-value pair: cannot redefine existing integer 'speed_m_s'"},
    {"DuplicateTable", "[gait]\n[core]\n[gait]",
     "3:1 not valid TOML: table header: cannot redefine existing table 'gait'"},
    {"NotToml", "[surface]\nkind = grass", "2:8 not valid TOML: value: could not determine value type"},
    {"NotUtf8", "title = '\xff'", "1:9 not valid TOML: Encountered invalid utf-8 sequence"},
};

INSTANTIATE_TEST_SUITE_P(InValues, Mistakes, testing::ValuesIn(in_values), name_of);

TEST(Study, AllProblemsAreToldAtOnceInTheOrderOfTheFile) {
  const std::vector<Problem> problems =
      problems_of("[sweep]\n'core.strength' = [9]\n[runner]\nsex = 'x'\nmass_kg = 1\n[aaa]\n[gait]\nspeed_m_s = nan",
                  {"shoe.mass_kg=7"});
  std::vector<std::string> all;
  for (const Problem& problem : problems) all.push_back(told(problem));
  EXPECT_THAT(
      all, ElementsAre("2:20 core.strength is 9, allowed: 0.3 to 2", "4:7 unknown runner.sex 'x'; known: male, female",
                       "5:11 runner.mass_kg is 1 kg, allowed: 40 to 120 kg", HasSubstr("6:1 unknown table 'aaa'"),
                       "8:13 gait.speed_m_s must be finite, found nan",
                       "--set shoe.mass_kg=7: shoe.mass_kg is 7 kg, allowed: 0 to 1 kg"));
}

// A slip in the design's name must not hide the slips below it.
TEST(Study, AMisspeltDesignHidesNothing) {
  const std::vector<Problem> problems = problems_of(
      "[sweep]\ndesign = 'sobl'\nsampels = 3\nskip = 'core.strength'\n'core.strenth' = [1]\n'core.strength' = "
      "{ from = 0, to = 1 }\n'surface.kind' = ['gras']\n'gait.speed_m_s' = 3");
  std::vector<std::string> all;
  for (const Problem& problem : problems) all.push_back(told(problem));
  EXPECT_THAT(all,
              ElementsAre(HasSubstr("2:10 unknown design 'sobl'"), HasSubstr("3:1 unknown key 'sampels'"),
                          HasSubstr("4:9 skip: a condition is needed"), HasSubstr("5:1 unknown key 'core.strenth'"),
                          HasSubstr("6:28 core.strength is 0"), HasSubstr("7:19 unknown surface.kind 'gras'"),
                          HasSubstr("8:20 gait.speed_m_s needs a list")));
}

// A thousand slips are told at once and in less than a second, the nearest name of each looked for.
TEST(Study, AThousandMistakesAreToldInASecond) {
  std::string text = "[runner]\n";
  for (int i = 0; i < 1000; ++i) text += "mas_kg" + std::to_string(i) + " = 70\n";
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(problems_of(text).size(), 1000u);
  EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 1.0);
}

TEST(Study, TheEmptyStudyIsTheDefaultScenario) {
  const Study study = study_of("");
  EXPECT_EQ(size(study), 1u);
  EXPECT_EQ(scenario_id(scenario(study, 0)), scenario_id(Scenario{}));
  EXPECT_EQ(study.title, "s");
  // sha256 of nothing [FIPS 180-4].
  EXPECT_EQ(study.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Study, ByteOrderMarkAndCarriageReturnsAreFine) {
  const Study study = study_of("\xEF\xBB\xBFtitle = \"Läufer\"\r\n[runner]\r\nmass_kg = 62\r\n");
  EXPECT_EQ(study.title, "Läufer");
  EXPECT_EQ(study.base.runner.mass, 62);
  EXPECT_EQ(told(problems_of("\xEF\xBB\xBF[runner]\r\nsex = 'é'; x\r\n").at(0)).substr(0, 5), "2:10 ");
}

TEST(Study, AKindSetsItsRowAndWhatStandsBesideItStays) {
  const Study study = study_of("[surface]\nfriction = 0.45\nkind = 'grass'\n[shoe]\nkind = 'super'");
  const SurfaceOptions& grass = *test_catalogue().surface("grass");
  EXPECT_EQ(study.base.surface.stiffness, grass.stiffness);
  EXPECT_EQ(study.base.surface.moving_mass, grass.moving_mass);
  EXPECT_EQ(study.base.surface.friction, 0.45);
  EXPECT_EQ(study.base.shoe.mass, test_catalogue().shoe("super")->mass);
}

TEST(StudySet, ReplacesWhatTheFileSays) {
  const Study study = study_of("[gait]\nspeed = '12 km/h'\n[surface]\nkind = 'asphalt'",
                               {"gait.speed_m_s=4", "surface.kind=grass", "gait.speed=9 km/h", "title=Other = words"});
  EXPECT_EQ(study.base.gait.speed, 2.5);
  EXPECT_EQ(study.base.surface.stiffness, test_catalogue().surface("grass")->stiffness);
  EXPECT_EQ(study.title, "Other = words");
}

TEST(StudySet, HoldsASweptKeyFixed) {
  const std::string text = "[sweep]\n'core.strength' = [0.5, 1]\n'gait.speed_m_s' = [3, 4]";
  EXPECT_EQ(size(study_of(text, {"core.strength=0.7"})), 2u);
  EXPECT_EQ(scenario(study_of(text, {"core.strength=0.7"}), 1).core.strength, 0.7);
  const Study single = study_of(text, {"core.strength=0.7", "gait.speed=3 m/s"});
  EXPECT_EQ(single.sweep.design, Design::single);
  EXPECT_EQ(single.base.core.strength, 0.7);
}

TEST(StudySet, ReachesIntoTheSweep) {
  const std::string text = "[sweep]\ndesign = 'sobol'\nsamples = 500\n'core.strength' = { from = 0.5, to = 1 }";
  EXPECT_EQ(size(study_of(text, {"sweep.samples=8"})), 8u);
  EXPECT_EQ(size(study_of("", {"sweep.core.strength=[0.5, 1, 2]"})), 3u);
}

TEST(StudySet, MistakesNameTheOption) {
  const auto only = [](const std::string& set) { return told(problems_of("", {set}).at(0)); };
  EXPECT_EQ(only("runner.mass_kg=9"), "--set runner.mass_kg=9: runner.mass_kg is 9 kg, allowed: 40 to 120 kg");
  EXPECT_EQ(only("runner.mas_kg=9"),
            "--set runner.mas_kg=9: unknown key 'runner.mas_kg'; did you mean 'runner.mass_kg'?");
  EXPECT_EQ(only("runner"), "--set runner: --set needs path=value, e.g. --set runner.mass_kg=62");
  EXPECT_EQ(only("runner.mass_kg="), "--set runner.mass_kg=: runner.mass_kg needs a number, found \"\"");
}

TEST(StudySet, IsPartOfTheTextAndItsHash) {
  const Study plain = study_of("[gait]\nspeed_m_s = 3"), set = study_of("[gait]\nspeed_m_s = 3", {"core.strength=0.7"});
  EXPECT_EQ(set.text, "[gait]\nspeed_m_s = 3\n# --set core.strength=0.7\n");
  EXPECT_NE(set.sha256, plain.sha256);
}

class StudyFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path write(const std::string& text) const {
    std::ofstream(folder_ / "s.toml", std::ios::binary) << text;
    return folder_ / "s.toml";
  }
  std::filesystem::path folder_;
};

std::string file_error(const std::filesystem::path& path) {
  try {
    read_study(path, {}, test_catalogue());
  } catch (const FileError& error) {
    return error.what();
  }
  return "";
}

TEST_F(StudyFile, MissingFolderAndForbiddenAreToldApart) {
  EXPECT_THAT(file_error(folder_ / "none.toml"), AllOf(HasSubstr("none.toml"), HasSubstr("there is no such file")));
  EXPECT_THAT(file_error(folder_), HasSubstr("it is a folder, not a file"));
  const auto path = write("");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  if (std::ifstream(path).is_open()) GTEST_SKIP() << "this user may read every file, so a forbidden one cannot be made";
  EXPECT_THAT(file_error(path), HasSubstr("Permission denied"));
}

TEST_F(StudyFile, AProblemIsShownWithItsLineAndACaret) {
  const auto path = write("[runner]\r\n\tmass_kg = 700  # é\r\n'é' = 1\r\n");
  try {
    read_study(path, {"core.strength=9"}, test_catalogue());
    FAIL() << "a bad study was taken";
  } catch (const InputError& error) {
    const std::string p = path.string();
    EXPECT_EQ(format_problems(error, false),
              p + ":2:12: error: runner.mass_kg is 700 kg, allowed: 40 to 120 kg\n" + "    2 | \tmass_kg = 700  # é\n" +
                  "      | \t          ^\n" + p +
                  ":3:1: error: unknown key 'runner.é'; known: runner.mass_kg, runner.height_m, runner.sex, "
                  "runner.age_years, runner.disc_degeneration, runner.leg_length_difference_mm, "
                  "runner.belt_stiffness_N_m_rad, runner.belt_pressure_kPa\n" +
                  "    3 | 'é' = 1\n" + "      | ^\n" +
                  "--set core.strength=9: error: core.strength is 9, allowed: 0.3 to 2\n" + "3 problems\n");
    EXPECT_THAT(format_problems(error, true), HasSubstr("\x1b[1;31merror:\x1b[0m"));
  }
}

// The examples a newcomer meets must be right, and as large as they say.
TEST(StudyExamples, AreRight) {
  const std::filesystem::path folder = PSOAS_SOURCE_DIR "/scenarios";
  EXPECT_EQ(size(read_study(folder / "first.toml", {}, test_catalogue())), 1u);
  EXPECT_EQ(size(read_study(folder / "demo.toml", {}, test_catalogue())), 144u);
  EXPECT_EQ(size(read_study(folder / "reliability.toml", {}, test_catalogue())), 500u);
}

}  // namespace
}  // namespace psoas
