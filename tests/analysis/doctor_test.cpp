// Does the doctor's known answer still hold, and does a broken thing show?
#include "analysis/doctor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/program.h"
#include "analysis/self_check.h"

namespace psoas {
namespace {

// After a change of the model: `psoas doctor` prints what is found; put it into analysis/self_check.h.
TEST(SelfCheck, KnownAnswersAreThoseOfThisVersion) {
  const SelfCheck check = self_check(read_models(models_folder()));
  ASSERT_TRUE(check.converged);
  EXPECT_NEAR(check.peak_compression, known_peak_compression, self_check_tolerance * known_peak_compression);
  EXPECT_NEAR(check.step_frequency, known_step_frequency, self_check_tolerance * known_step_frequency);
  EXPECT_TRUE(check.right());
  EXPECT_LT(check.time, 5.0);
}

TEST(SelfCheck, IsWrongWhenANumberIs) {
  SelfCheck check{true, known_peak_compression, known_step_frequency, 0.1};
  EXPECT_TRUE(check.right());
  check.peak_compression *= 1 + 2 * self_check_tolerance;
  EXPECT_FALSE(check.right());
  check = {true, known_peak_compression, known_step_frequency * (1 - 2 * self_check_tolerance), 0.1};
  EXPECT_FALSE(check.right());
  check = {false, known_peak_compression, known_step_frequency, 0.1};
  EXPECT_FALSE(check.right());
}

TEST(Program, IsHeardOutWhateverItSays) {
  const auto said = run_program({"sh", "-c", "seq 100000; seq 100000 >&2; exit 7"});
  ASSERT_TRUE(said);
  EXPECT_EQ(said->code, 7);
  EXPECT_EQ(said->out.size(), 588895u);  // more than a pipe holds, on both at once
  EXPECT_EQ(said->err, said->out);
  EXPECT_FALSE(run_program({"there-is-no-such-program"}));
  EXPECT_EQ(run_program({"sh", "-c", "kill -9 $$"})->code, 128 + 9);
}

}  // namespace
}  // namespace psoas
