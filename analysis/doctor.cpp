// Is this machine fit for Psoas?
#include "analysis/doctor.h"

#include <fmt/format.h>
#include <hdf5.h>
#include <sys/sysinfo.h>

#include <filesystem>

#include "analysis/program.h"
#include "analysis/self_check.h"
#include "scenarios/keys.h"
#include "scenarios/provenance.h"
#include "sim/core/input_error.h"
#include "sim/core/simd_level.h"

namespace psoas {
namespace {

using State = Finding::State;
constexpr double gigabyte = 1e9;  // [byte]

/// The first line of what a tool says of its version.
Finding tool(const std::string& name, const std::vector<std::string>& command, State without, const std::string& what) {
  const std::optional<Said> said = run_program(command);
  if (!said) return {name, without, what};
  if (said->code != 0)
    return {name, without == State::absent ? State::absent : State::wrong,
            fmt::format("{} is here but ends with code {}: {}", command[0], said->code,
                        said->err.substr(0, said->err.find('\n')))};
  return {name, State::good, said->out.substr(0, said->out.find('\n'))};
}

Finding hdf5() {
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  const std::string found = fmt::format("{}.{}.{}", major, minor, release);
  const std::string built = fmt::format("{}.{}.{}", H5_VERS_MAJOR, H5_VERS_MINOR, H5_VERS_RELEASE);
#ifdef H5_HAVE_PARALLEL
  const std::string flavour = "MPI";
#else
  const std::string flavour = "serial";
#endif
  if (found != built)
    return {"hdf5", State::wrong, fmt::format("{} is here, but psoas was built with {}", found, built)};
  return {"hdf5", State::good, fmt::format("{}, {}", found, flavour)};
}

/// Which vector instructions run, and would others do better?
Finding simd_level() {
  const std::string runs = simd::described(simd::built_for);
  std::string_view best;
  for (const simd::Level& level : simd::levels)
    if (simd::machine_has(level.name)) best = level.name;
  return {"simd", State::good,
          best.empty() ? runs : fmt::format("{}; the machine has {}", runs, simd::described(best))};
}

Finding disk() {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(".", error);
  if (error) return {"disk", State::wrong, "this folder: " + error.message()};
  const double free = static_cast<double>(space.available) / gigabyte;
  return {"disk", free < 0.1 ? State::wrong : State::good, fmt::format("{:.1f} GB free in this folder", free)};
}

Finding memory() {
  struct sysinfo info {};
  if (sysinfo(&info) != 0) return {"memory", State::absent, "unknown"};
  const double unit = static_cast<double>(info.mem_unit);
  return {"memory", State::good, fmt::format("{:.1f} GB", static_cast<double>(info.totalram) * unit / gigabyte)};
}

/// Tables that can be read, then one scenario with a known answer.
void examine_models(std::vector<Finding>& findings) {
  const std::filesystem::path folder = models_folder();
  try {
    const Models models = read_models(folder);
    read_catalogue(folder);
    findings.push_back({"models", State::good, fmt::format("{}, sha256 {}", folder.string(), models.sha256)});
    const SelfCheck check = self_check(models);
    findings.push_back(
        {"self-solve", check.right() ? State::good : State::wrong,
         !check.converged ? fmt::format("the default scenario does not converge (scenario {})", scenario_id(Scenario{}))
                          : fmt::format("L5/S1 peak {:.4f} N (known: {:.4f}), {:.7f} steps/s (known: {:.7f}), within "
                                        "{:g}; {:.2f} s",
                                        check.peak_compression, known_peak_compression, check.step_frequency,
                                        known_step_frequency, self_check_tolerance, check.time)});
  } catch (const InputError& error) {
    findings.push_back({"models", State::wrong, fmt::format("{}: {}", folder.string(), error.what())});
  } catch (const FileError& error) {
    findings.push_back({"models", State::wrong, fmt::format("{}: {}", folder.string(), error.what())});
  }
}

}  // namespace

std::vector<Finding> examine(int jobs) {
  // 1. The program and the machine
  std::vector<Finding> findings;
  findings.push_back({"psoas", State::good, fmt::format("{}, commit {}", version(), commit())});
  findings.push_back({"build", State::good, fmt::format("{}, {}", compiler(), build_flags())});
  findings.push_back({"cpu", State::good, cpu()});
  findings.push_back(simd_level());
  findings.push_back({"threads", State::good, std::to_string(jobs)});
  findings.push_back(memory());
  findings.push_back(disk());

  // 2. Libraries and tools
  findings.push_back({"libraries", State::good, libraries()});
  findings.push_back(hdf5());
  findings.push_back(tool("gnuplot", {"gnuplot", "--version"}, State::missing,
                          "not installed, and figures need it (Debian: apt-get install gnuplot-nox)"));
  findings.push_back(
      tool("slurm", {"sbatch", "--version"}, State::absent, "not installed; only psoas submit needs it, on a cluster"));

  // 3. Do the numbers come out right?
  examine_models(findings);
  return findings;
}

}  // namespace psoas
