// Which psoas suits this machine? A build for several levels of vector instructions has one program of each in libexec/
// beside this one, which runs the best that the machine can, or the one that PSOAS_SIMD names.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <vector>

#include "sim/core/simd_level.h"

int main(int, char** argv) {
  namespace simd = psoas::simd;
  constexpr int invalid = 2, io_failed = 4;
  const auto failed = [](int code, const std::string& why) {
    std::fprintf(stderr, "psoas: %s\n", why.c_str());
    return code;
  };
  // 1. Which levels are there?
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return failed(io_failed, "cannot tell where psoas itself lies: " + error.message());
  const auto program = [&](std::string_view level) {
    return self.parent_path() / "libexec" / ("psoas-" + std::string(level));
  };
  std::vector<std::string_view> built;
  for (const std::string_view level : simd::programs)
    if (access(program(level).c_str(), X_OK) == 0) built.push_back(level);
  if (built.empty()) return failed(io_failed, "there are no programs in " + program("").parent_path().string());

  // 2. Which one?
  const char* const asked = std::getenv(simd::variable);
  const simd::Choice choice = simd::choose(asked != nullptr ? asked : "", built, simd::machine_has);
  if (!choice.problem.empty()) return failed(invalid, choice.problem);

  // 3. It takes our place, with our name.
  const std::string path = program(choice.level).string();
  execv(path.c_str(), argv);
  return failed(io_failed, "cannot run " + path + ": " + std::strerror(errno));
}
