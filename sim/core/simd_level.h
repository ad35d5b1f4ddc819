// Which vector instructions may a program use here? The levels of x86-64 [x86-64 psABI], least first: a program is
// built for one of them, or `native`: for the machine it was built on. sim/launch/launch.cpp chooses among those that
// are there.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace psoas::simd {

/// Names a level where a person chooses: PSOAS_SIMD=v3, of the environment.
inline constexpr const char* variable = "PSOAS_SIMD";

struct Level {
  std::string_view name, meaning;
};
inline constexpr std::array levels = {Level{"v2", "SSE4.2"}, Level{"v3", "AVX2 and FMA"}, Level{"v4", "AVX-512"}};
/// What there may be a program for, the least first. `native` is for the machine that built it alone.
inline constexpr std::array<std::string_view, 4> programs = {"v2", "v3", "v4", "native"};

/// Can this machine, and its operating system, run what was built for a level?
inline bool machine_has([[maybe_unused]] std::string_view level) {
  if (level == "native") return true;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool v2 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
  const bool v3 = v2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                  __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512vl");
  return level == "v2" ? v2 : level == "v3" ? v3 : level == "v4" && v4;
#else
  return false;
#endif
}

/// "v2, v3"
inline std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

/// The level to run, or why there is none.
struct Choice {
  std::string_view level;
  std::string problem;  ///< one sentence; empty when a level is chosen
};

/// @param asked  what PSOAS_SIMD says: a level, or nothing: the best there is
/// @param built  levels there is a program for, least first
/// @param has    may this machine run a level?
inline Choice choose(std::string_view asked, std::span<const std::string_view> built, bool (*has)(std::string_view)) {
  Choice choice;
  const std::string said = std::string(variable) + "=" + std::string(asked);
  for (const std::string_view level : built) {
    if (!asked.empty() && level != asked) continue;
    if (has(level)) choice.level = level;
    if (!asked.empty() && choice.level.empty())
      choice.problem = said + ": this machine cannot run that; without " + variable + " the best it can is taken";
  }
  if (!choice.level.empty() || !choice.problem.empty()) return choice;
  choice.problem = asked.empty() ? "this machine can run none of the levels this psoas is built for (" + joined(built) +
                                       "): build it here, with PSOAS_LEVELS=native"
                                 : said + ": this psoas is built for " + joined(built) + " alone";
  return choice;
}

/// "v3: AVX2 and FMA"; of `native` by what the compiler was allowed to use.
inline std::string described(std::string_view level) {
  for (const Level& known : levels)
    if (known.name == level) return std::string(level) + ": " + std::string(known.meaning);
#if defined(__AVX512F__)
  return std::string(level) + ": AVX-512";
#elif defined(__AVX2__)
  return std::string(level) + ": AVX2";
#elif defined(__AVX__)
  return std::string(level) + ": AVX";
#elif defined(__x86_64__)
  return std::string(level) + ": SSE";
#else
  return std::string(level);
#endif
}

#ifdef PSOAS_LEVEL
inline constexpr std::string_view built_for = PSOAS_LEVEL;  ///< this very code
#endif

}  // namespace psoas::simd
