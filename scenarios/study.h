// What does a study ask for? A base scenario and what to vary, read from a TOML file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/keys.h"

namespace psoas {

/// How the values of a sweep are combined.
enum class Design {
  single,  ///< nothing varies: one scenario
  grid,    ///< every value with every other, the last key fastest
  zip,     ///< the first values together, then the second, ...
  list,    ///< the cases as they are written
  lhs,     ///< Latin hypercube: each key's range is cut into `samples` strata, each met once
  sobol,   ///< Sobol sequence, scrambled by the seed
};

/// One key that varies, over values (grid, zip) or between two ends (lhs, sobol). All in the key's unit.
struct Axis {
  const Key* key = nullptr;
  std::vector<Value> values;
  double from = 0.0, to = 0.0;
  bool log = false;  ///< equal ratios instead of equal differences
};

struct Sweep {
  Design design = Design::single;
  std::vector<Axis> axes;                   ///< in the order of the file; empty for `list`
  std::vector<std::vector<Setting>> cases;  ///< of `list`
  std::size_t samples = 0;                  ///< of `lhs` and `sobol`
  std::uint64_t seed = 1;                   ///< of `lhs` and `sobol`
};

/// A study as read and checked: every value is in range, the plan is neither empty nor above plan_limit.
struct Study {
  std::string title;           ///< the file's name when it gives none
  std::filesystem::path path;  ///< as given
  std::string text;            ///< the whole file, and each --set as a comment behind it
  std::string sha256;          ///< of text, 64 hexadecimal digits
  std::vector<Setting> fixed;  ///< what is set outside the sweep
  Sweep sweep;
  Scenario base;  ///< resolved from `fixed` alone
  Catalogue catalogue;
};

/// More scenarios than this are taken for a slip of the pen.
inline constexpr std::size_t plan_limit = 10'000'000;

/// Reads a study file. Each of `sets` is a "path=value" that replaces what the file says, sweep of that key included.
/// @throws InputError with every problem of the file and the sets; FileError when the file is missing, unreadable or a
/// folder.
Study read_study(const std::filesystem::path& path,
                 const std::vector<std::string>& sets = {});  ///< models_folder()'s catalogue
Study read_study(const std::filesystem::path& path, const std::vector<std::string>& sets, const Catalogue& catalogue);

/// The same from text in memory; `path` only appears in messages.
Study parse_study(const std::string& text, const std::filesystem::path& path, const std::vector<std::string>& sets,
                  const Catalogue& catalogue);

}  // namespace psoas
