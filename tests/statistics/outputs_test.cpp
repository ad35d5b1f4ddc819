// Is every number of a results file found by its name, and is what is made of it right?
#include "analysis/statistics/outputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/core/input_error.h"
#include "tests/analysis/made_up_results.h"
#include "tests/statistics/made_up_sweep.h"

namespace psoas {
namespace {

using testing::HasSubstr;

class NamedOutputs : public testing::Test {
 protected:
  void SetUp() override { made_up::write(file); }
  std::string refusal(const std::string& name) {
    try {
      read_output(Results(file), name);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }
  made_up::File file;
};

TEST_F(NamedOutputs, AreFoundByNameAndLabelAndUnsolvedOnesHaveNoNumber) {
  const Results results(file);
  const Output output = read_output(results, "peak_compression[ L4/L5 ]");
  EXPECT_EQ(output.name.text, "peak_compression[L4-L5]");
  EXPECT_EQ(output.name.label, "L4/L5 peak compression");
  EXPECT_NEAR(output.value[0], made_up::peak(0, 1), 1e-6);
  EXPECT_TRUE(std::isnan(output.value[made_up::unsolved]));
  EXPECT_EQ(usable(results, output.value).left_out, "1 of 18 scenarios left out: 1 iteration_limit.");
  EXPECT_EQ(usable(results, output.value).solved.size(), 17u);
}

TEST_F(NamedOutputs, CurvesAreReducedOverTheCycle) {
  const Results results(file);
  // peak sin²: the largest at a quarter, mean half of it; ground force of the right foot 1700 N at most
  EXPECT_NEAR(read_output(results, "max(lumbar_compression[L5-S1])").value[0], made_up::peak(0, 0), 1);
  EXPECT_NEAR(read_output(results, "mean(lumbar_compression[L5-S1])").value[0], 0.5 * made_up::peak(0, 0), 1);
  EXPECT_NEAR(read_output(results, "min(lumbar_shear_anterior[L5-S1])").value[0], -0.2 * made_up::peak(0, 0), 1);
  EXPECT_NEAR(read_output(results, "range(ground_force[right, y])").value[0], 1700, 1);
  EXPECT_NEAR(read_output(results, "max(ground_force_BW[left, y])").value[0], 1700 / (70 * 9.80665), 0.01);
  EXPECT_THAT(refusal("lumbar_compression[L5-S1]"), HasSubstr("max(lumbar_compression[L5-S1])"));
}

TEST_F(NamedOutputs, BodyWeightsAreForForces) {
  EXPECT_NEAR(read_output(Results(file), "peak_compression_BW[L5-S1]").value[0], made_up::peak(0, 0) / (70 * 9.80665),
              1e-9);
  EXPECT_THAT(refusal("duty_factor_BW"), HasSubstr("only forces"));
}

TEST_F(NamedOutputs, MistakesAreNamedWithWhatThereIs) {
  EXPECT_THAT(refusal("peak_compresion[L5-S1]"), HasSubstr("did you mean 'peak_compression'?"));
  EXPECT_THAT(refusal("peak_compression"), HasSubstr("needs an index for level, for example peak_compression[L5-S1]"));
  EXPECT_THAT(refusal("peak_compression[L5-S2]"), HasSubstr("no level 'L5-S2'; did you mean 'L5-S1'?"));
  EXPECT_THAT(refusal("step_frequency[L5-S1]"), HasSubstr("has no index"));
  EXPECT_THAT(refusal("median(lumbar_compression[L5-S1])"), HasSubstr("max, min, mean, range"));
  EXPECT_THAT(refusal("max(peak_compression[L5-S1])"), HasSubstr("a number already"));
  EXPECT_THAT(refusal("max(peak_compression[L5-S1]"), HasSubstr("is no output"));
  EXPECT_THAT(refusal("surface.kind"), HasSubstr("no output"));
}

// 3.5 m/s, 0.7 s: a stride is 2.45 m, a kilometre 408.2 strides.
TEST(Kilometre, TakesTheStridesItTakes) {
  const made_up::File file;
  made_up::write_sweep(file, "[gait]\nspeed_m_s = 3.5\n[sweep]\n'core.strength' = [1, 2]\n",
                       [](const Scenario&, std::size_t) { return made_up::with_load(2000); });
  const Results results(file);
  EXPECT_NEAR(read_output(results, "load_impulse_per_km[L5-S1]").value[0], 1000 * 1000 / 2.45, 1e-6);
  EXPECT_NEAR(read_output(results, "steps_per_km").value[1], 2 * 1000 / 2.45, 1e-9);
  EXPECT_NEAR(read_output(results, "load_impulse_per_km_BW[L5-S1]").value[0], 1000 * 1000 / 2.45 / (70 * 9.80665),
              1e-6);
  EXPECT_EQ(read_output(results, "load_impulse_per_km_BW[L5-S1]").name.unit, "BW s km-1");
}

}  // namespace
}  // namespace psoas
