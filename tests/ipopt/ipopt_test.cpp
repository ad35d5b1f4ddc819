// Is our optimum the optimum? IPOPT (Wächter and Biegler 2006, Math Program 106:25) solves the same discretised stride
// in a process of its own: an interior-point method with filter line search and exact second derivatives, none of which
// we have.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <map>
#include <string>

namespace {

struct Case {
  const char *force, *what, *start;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.force << ' ' << c.what << ' ' << c.start; }

#ifdef PSOAS_IPOPT_STRIDE
/// Runs tests/ipopt/ipopt_stride and reads its lines name=value.
std::map<std::string, double> solve_by_both(const Case& c) {
  // MUMPS keeps memory to its end; a sanitized build would call that a leak.
  const std::string command = std::string("ASAN_OPTIONS=detect_leaks=0 '") + PSOAS_IPOPT_STRIDE + "' " + c.force + ' ' +
                              c.what + ' ' + c.start + " 24";
  std::map<std::string, double> numbers;
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return numbers;
  std::array<char, 256> line{};
  while (fgets(line.data(), line.size(), pipe)) {
    const std::string text = line.data();
    std::printf("%s", text.c_str());
    if (const auto at = text.find('='); at != std::string::npos && !text.starts_with("error"))
      numbers[text.substr(0, at)] = std::stod(text.substr(at + 1));
  }
  const int status = pclose(pipe);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << command;
  return numbers;
}
#endif

struct Ipopt : testing::TestWithParam<Case> {};

TEST_P(Ipopt, FindsTheSameStride) {
#ifndef PSOAS_IPOPT_STRIDE
  GTEST_SKIP() << "IPOPT (coinor-libipopt-dev) was not found when this was configured";
#else
  std::map<std::string, double> n = solve_by_both(GetParam());
  ASSERT_EQ(n["solved"], 1.0) << "IPOPT did not converge";
  EXPECT_LT(n["violation_ipopt"], 1e-6);

  // The start was somewhere else, or nothing is proved.
  EXPECT_GT(n["cost_start"], 1.05 * n["cost_ours"]);
  EXPECT_GT(n["angle_start"], 0.3);

  // To the last digits the optima are one.
  EXPECT_NEAR(n["cost_exact"], n["cost_ipopt"], 1e-6 * n["cost_ipopt"]);
  EXPECT_LT(n["angle_exact"], 0.001);
  EXPECT_LT(n["duration_exact"], 1e-6);

  // As every scenario is solved, tolerances included.
  EXPECT_NEAR(n["cost_ours"], n["cost_ipopt"], 5e-4 * n["cost_ipopt"]);
  EXPECT_LT(n["violation_ours"], 1e-4);
  EXPECT_LT(n["angle_ours"], 0.05);
  EXPECT_LT(n["duration_ours"], 1e-5);
#endif
}
INSTANTIATE_TEST_SUITE_P(Strides, Ipopt,
                         testing::Values(Case{"tracked", "lean", "cold"}, Case{"tracked", "lean", "near"},
                                         Case{"tracked", "core", "cold"}, Case{"tracked", "ground", "cold"},
                                         Case{"tracked", "baseline", "near"}, Case{"emergent", "lean", "cold"},
                                         Case{"emergent", "ground", "near"}));

}  // namespace
