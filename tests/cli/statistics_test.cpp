// Do `psoas sensitivity` and `psoas compare` say the same to people and to programs, and end as they promise?
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/shell.h"
#include "tests/statistics/made_up_sweep.h"

namespace psoas {
namespace {

using testing::HasSubstr;

class Statistics : public testing::Test {
 protected:
  void SetUp() override {
    made_up::write_sweep(
        folder / "results.h5",
        "[sweep]\ndesign = 'monte_carlo'\nsamples = 30\ncross = { 'shoe.kind' = ['standard', 'maximal'] }\n"
        "'runner.mass_kg' = { from = 50, to = 90 }\n'gait.speed_m_s' = { from = 3, to = 4 }\n",
        [](const Scenario& s, std::size_t i) {
          const double noise = std::fmod(static_cast<double>(i * i) * 0.618034, 1.0);
          return made_up::with_load(30 * s.runner.mass + 10 * noise + (s.shoe.kind == "maximal" ? 50 : 0));
        });
    file = (folder / "results.h5").string();
  }
  /// Does Python read it as JSON?
  bool is_json(const std::string& text) {
    std::ofstream(folder / "text.json") << text;
    return std::system(("python3 -m json.tool " + (folder / "text.json").string() + " > /dev/null").c_str()) == 0;
  }
  const fake::Folder folder;
  std::string file;
};

TEST_F(Statistics, CompareTellsPeopleAndPrograms) {
  const Ran people = psoas_run("compare " + file + " standard maximal --output peak_compression[L5-S1]");
  EXPECT_EQ(people.code, 0) << people.err;
  EXPECT_THAT(people.out, testing::ContainsRegex("L5/S1 peak compression .* larger"));
  EXPECT_THAT(people.out, HasSubstr("corrected for 1 comparisons (Holm)"));
  const Ran programs = psoas_run("compare " + file + " standard maximal --json");
  EXPECT_EQ(programs.code, 0);
  EXPECT_TRUE(is_json(programs.out)) << programs.out;
  EXPECT_THAT(programs.out, HasSubstr("\"distinguishable\": true"));
}

TEST_F(Statistics, SensitivityTellsPeopleAndPrograms) {
  const Ran people = psoas_run("sensitivity " + file);
  EXPECT_EQ(people.code, 0) << people.err;
  EXPECT_THAT(people.out, HasSubstr("SRRC"));
  const Ran programs = psoas_run("sensitivity " + file + " --json");
  EXPECT_TRUE(is_json(programs.out)) << programs.out;
  EXPECT_THAT(programs.out, HasSubstr("\"method\": \"regression\""));
}

TEST_F(Statistics, MistakesEndWithTwoAndMissingFilesWithFour) {
  EXPECT_EQ(psoas_run("compare " + file + " standard supr").code, 2);
  EXPECT_EQ(psoas_run("sensitivity " + file + " --output peak_compresion[L5-S1]").code, 2);
  EXPECT_EQ(psoas_run("sensitivity " + (folder / "none.h5").string()).code, 4);
  EXPECT_EQ(psoas_run("compare " + file + " standard maximal --figure x.jpg").code, 2);
}

}  // namespace
}  // namespace psoas
