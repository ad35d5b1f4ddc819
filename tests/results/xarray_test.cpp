// Does a results file open in other people's programs? xarray and h5py are asked by xarray_test.py.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>

#include "tests/results/fake.h"

namespace psoas {
namespace {

TEST(Xarray, OpensAResultsFileWithNamesUnitsAndCoordinates) {
  const fake::Folder folder;
  const SweepSummary summary =
      sweep(fake::plan(2), fake::simulator(), fake::axes(), fake::attributes(), {.folder = folder.path(), .batch = 7});
  const std::string command =
      "/usr/bin/python3 " PSOAS_SOURCE_DIR "/tests/results/xarray_test.py " + summary.results.string() + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string said;
  char text[256];
  while (fgets(text, sizeof text, pipe) != nullptr) said += text;
  const int status = pclose(pipe);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (code == 77 || code == 127) GTEST_SKIP() << "python readers are absent: " << said;
  EXPECT_EQ(code, 0) << said;
}

}  // namespace
}  // namespace psoas
