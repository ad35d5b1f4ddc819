// Can a study run in a shoe of one's own, and does it keep what that shoe is?
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sim/core/input_error.h"
#include "tests/scenarios/study_text.h"

namespace psoas {
namespace {

using testing::HasSubstr;

struct ShoeFile : testing::Test {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("psoas_shoe_" + std::to_string(::getpid()));
  ShoeFile() { std::filesystem::create_directories(folder); }
  ~ShoeFile() override { std::filesystem::remove_all(folder); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder / name) << text; }
  Study study(const std::string& text, const std::vector<std::string>& sets = {}) {
    return parse_study(text, folder / "s.toml", sets, test_catalogue());
  }
  std::string first_problem(const std::string& text) {
    try {
      study(text);
    } catch (const InputError& error) {
      const Problem& p = error.problems().front();
      return std::filesystem::path(p.file).filename().string() + ":" + std::to_string(p.line) + ":" +
             std::to_string(p.column) + " " + p.message;
    }
    return "none";
  }
};

TEST_F(ShoeFile, IsAKindBesideThoseOfTheLibrary) {
  write("mine.toml", "title = 'Mine'\n[shoe]\nkind = 'super'\nheel_stiffness = '50 N/mm'\nheel_energy_return = 0.8\n");
  const Study one = study("[shoe]\nkind = 'mine.toml'\nmass_kg = 0.31");
  EXPECT_EQ(one.base.shoe.kind, "mine.toml");
  EXPECT_DOUBLE_EQ(one.base.shoe.heel_stiffness, 50e3);
  EXPECT_DOUBLE_EQ(one.base.shoe.heel_energy_return, 0.8);
  EXPECT_DOUBLE_EQ(one.base.shoe.drop, test_catalogue().shoe("super")->drop);  // what the file leaves out
  EXPECT_DOUBLE_EQ(one.base.shoe.mass, 0.31);                                  // what stands beside it
  // Varied against the library, and from the command line
  const Study two = study(
      "[sweep]\n'shoe.kind' = ['standard', 'mine.toml']\nskip = \"shoe.kind == 'mine.toml' and gait.speed_m_s > 5\"");
  EXPECT_EQ(rows(two), (std::vector<std::string>{"standard", "mine.toml"}));
  EXPECT_DOUBLE_EQ(scenario(two, 1).shoe.heel_stiffness, 50e3);
  EXPECT_DOUBLE_EQ(study("", {"shoe.kind=mine.toml"}).base.shoe.heel_stiffness, 50e3);
}

// Results must say what was run: another content under the same name is another study.
TEST_F(ShoeFile, ItsContentIsKeptWithTheStudy) {
  write("mine.toml", "[shoe]\nheel_stiffness_kN_m = 50\n");
  const Study before = study("[shoe]\nkind = 'mine.toml'");
  EXPECT_THAT(before.text, HasSubstr("# shoe file mine.toml\n#   [shoe]\n#   heel_stiffness_kN_m = 50\n"));
  write("mine.toml", "[shoe]\nheel_stiffness_kN_m = 55\n");
  const Study after = study("[shoe]\nkind = 'mine.toml'");
  EXPECT_NE(before.sha256, after.sha256);
  EXPECT_NE(scenario_id(before.base), scenario_id(after.base));
}

TEST_F(ShoeFile, WhatIsWrongInItIsToldWithItsPlace) {
  EXPECT_THAT(first_problem("[shoe]\nkind = 'gone.toml'"), HasSubstr("s.toml:2:8 cannot read the shoe file"));
  write("bad.toml", "[shoe]\nheel_stiffnes_kN_m = 50\n");
  EXPECT_THAT(first_problem("[shoe]\nkind = 'bad.toml'"), HasSubstr("bad.toml:2:1 unknown key"));
  write("bad.toml", "[shoe]\nheel_stiffness_kN_m = 5000\n");
  EXPECT_THAT(first_problem("[shoe]\nkind = 'bad.toml'"), HasSubstr("bad.toml:2:23 shoe.heel_stiffness_kN_m is 5000"));
  write("bad.toml", "heel_stiffness_kN_m = 50\n");
  EXPECT_THAT(first_problem("[shoe]\nkind = 'bad.toml'"), HasSubstr("does not belong in a shoe file"));
  write("bad.toml", "[shoe\n");
  EXPECT_THAT(first_problem("[shoe]\nkind = 'bad.toml'"), HasSubstr("not valid TOML"));
}

}  // namespace
}  // namespace psoas
