// From the curve of a test machine to a stride in that shoe: does the whole way work from the command line?
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "tests/cli/shell.h"

namespace psoas {
namespace {

using testing::HasSubstr;

/// A soft foam pressed to 14 mm and let go, by a machine that logs kN.
std::string curve() {
  std::string text = "displacement [mm];force [kN]\n";
  for (int i = 0; i <= 200; ++i) {
    const double x = 14.0 * std::sin(3.14159265358979 * i / 200), y = x / 22.0;
    text +=
        std::to_string(x) + ";" + std::to_string(0.05 * x * (1 + 0.3 * y / (1 - y)) * (i <= 100 ? 1.1 : 0.9)) + "\n";
  }
  return text;
}

TEST(ShoeFit, TurnsACurveIntoAShoeThatAStudyRunsIn) {
  const fake::Folder folder;
  std::ofstream(folder / "heel.csv") << curve();
  const std::string at = (folder / "").string();
  const Ran fit = psoas_run("shoe fit " + at + "heel.csv --thickness-mm 27.5 -o " + at + "mine.toml");
  ASSERT_EQ(fit.code, 0) << fit.err;
  EXPECT_THAT(fit.out, HasSubstr("stiffness where compression begins"));
  EXPECT_THAT(fit.out, HasSubstr("100 % of samples within 3 %"));
  std::ofstream(folder / "study.toml") << "[stride]\nnodes = 30\n[shoe]\nkind = \"mine.toml\"\n";
  const Ran run = psoas_run("run " + at + "study.toml");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("converged"));
  // It overwrites nothing unasked.
  EXPECT_EQ(psoas_run("shoe fit " + at + "heel.csv -o " + at + "mine.toml").code, 2);
}

TEST(ShoeFit, ExplainsWhatItCannotUse) {
  const fake::Folder folder;
  const std::string at = (folder / "").string();
  std::ofstream(folder / "bad.csv") << "force,displacement\n1,2\n";
  const Ran bad = psoas_run("shoe fit " + at + "bad.csv");
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(bad.err, HasSubstr("bad.csv:1:1"));
  EXPECT_THAT(bad.err, HasSubstr("has no unit"));
  EXPECT_EQ(psoas_run("shoe fit " + at + "gone.csv").code, 4);
  EXPECT_EQ(psoas_run("shoe fit").code, 2);
  EXPECT_EQ(psoas_run("shoe").code, 2);
}

TEST(Models, AreListedWithTheirSources) {
  const Ran ran = psoas_run("models");
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* word : {"standard", "super", "treadmill", "[Hoogkamer 2018]", "[Colino 2020b]"})
    EXPECT_THAT(ran.out, HasSubstr(word));
}

}  // namespace
}  // namespace psoas
