// Where does a results file come from? See provenance.h.
#include "scenarios/provenance.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <toml++/toml.h>

#include <Eigen/Core>
#include <ctime>
#include <fstream>
#include <limits>

#include "psoas_commit.h"
#include "sim/core/simd_level.h"

namespace psoas {

std::string version() { return PSOAS_VERSION; }
std::string commit() { return PSOAS_COMMIT; }
std::string compiler() { return fmt::format("GCC {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__); }
std::string build_flags() { return PSOAS_BUILD_TYPE ": " PSOAS_FLAGS; }

std::string libraries() {
  h5::silence();
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  return fmt::format("Eigen {}.{}.{}, HDF5 {}.{}.{}, fmt {}.{}.{}, toml++ {}.{}.{}", EIGEN_WORLD_VERSION,
                     EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION, major, minor, release, FMT_VERSION / 10000,
                     FMT_VERSION / 100 % 100, FMT_VERSION % 100, TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH);
}

std::string host() {
  utsname name{};
  return uname(&name) == 0 ? name.nodename : "unknown";
}

std::string cpu() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

std::string now_utc() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::vector<Attribute> provenance(const Origin& origin) {
  const std::string created = now_utc();
  // Seeds that fit become numbers; the file knows no 64-bit integers.
  const bool small = origin.seed <= static_cast<std::uint64_t>(std::numeric_limits<int>::max());
  std::variant<std::string, int, double> seed = std::to_string(origin.seed);
  if (small) seed = static_cast<int>(origin.seed);
  std::vector<Attribute> all = {
      {"Conventions", "CF-1.8"},
      {"title", origin.title},
      {"history", created + " " + origin.command},
      {"source", "psoas " + version() + ", commit " + commit()},
      {"comment",
       "A tool for research and teaching: predictions of a musculoskeletal model, not medical advice. Scenarios whose "
       "status is not converged have no loads (NaN): leave them out and say so."},
      {"format", std::string(results_format)},
      {"format_version", results_format_version},
      {"version", version()},
      {"commit", commit()},
      {"seed", seed},
      {"study", origin.study},
      {"study_sha256", origin.study_sha256},
      {"models_sha256", origin.models_sha256},
      {"host", host()},
      {"cpu", cpu()},
      {"compiler", compiler()},
      {"build_flags", build_flags()},
      {"simd_level", simd::described(simd::built_for)},
      {"libraries", libraries()},
      {"created", created},
  };
  all.insert(all.end(), origin.design.begin(), origin.design.end());
  return all;
}

}  // namespace psoas
