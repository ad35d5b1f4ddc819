// Does a results file say enough of its design to compute with, without the study?
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/results/reader.h"
#include "tests/cli/shell.h"

namespace psoas {
namespace {

// Elementary effects and pairs of a sweep of the real model, from the file alone.
TEST(DesignOfResults, TellsWhichScenariosBelongTogether) {
  const fake::Folder folder;
  const std::string keys =
      "'core.strength' = { from = 0.8, to = 1.2 }\n'posture.trunk_lean_deg' = { from = 4, to = 10 }\n'shoe.mass_kg' = "
      "{ "
      "formula = '0.2 + 0.1 * core.strength' }\n";
  const std::string study =
      write_study(folder, "[stride]\nnodes = 30\n[sweep]\ndesign = 'saltelli'\nsamples = 2\n" + keys);
  const Ran ran = psoas_run("sweep " + study + " -q -o " + (folder / "out").string());
  ASSERT_EQ(ran.code, 0) << ran.err;

  const Results results(folder / "out/results.h5");
  EXPECT_EQ(results.attribute("design"), "saltelli");
  EXPECT_EQ(results.attribute("design_factors"), "core.strength posture.trunk_lean_deg");
  EXPECT_EQ(results.attribute("design_samples"), "2");
  ASSERT_EQ(results.scenario_count(), 8u);
  EXPECT_EQ(results.varied().size(), 3u) << "what a formula sets is a coordinate too";

  // A, A with the strength of B, A with the lean of B, B
  const std::vector<double> strength = results.numbers("core.strength"),
                            lean = results.numbers("posture.trunk_lean_deg"), mass = results.numbers("shoe.mass_kg");
  for (std::size_t a = 0; a < 8; a += 4) {
    EXPECT_EQ(strength[a + 1], strength[a + 3]);
    EXPECT_EQ(lean[a + 1], lean[a]);
    EXPECT_EQ(strength[a + 2], strength[a]);
    EXPECT_EQ(lean[a + 2], lean[a + 3]);
    EXPECT_NE(strength[a], strength[a + 3]);
  }
  for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(mass[i], 0.2 + 0.1 * strength[i], 1e-12);
}

}  // namespace
}  // namespace psoas
