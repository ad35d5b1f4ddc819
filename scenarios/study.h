// What does a study ask for? A base scenario and what to vary, read from a TOML file.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/design.h"
#include "scenarios/expression.h"
#include "scenarios/kept.h"
#include "scenarios/keys.h"
#include "scenarios/lesson.h"

namespace psoas {

/// How values lie between the ends of an axis.
enum class Spread {
  linear,  ///< equal differences; sampled: uniform
  log,     ///< equal ratios; sampled: log-uniform
  normal,  ///< sampled only: normal, cut off at the ends
};

/// One key that varies, over values or between two ends. All in the key's unit.
struct Axis {
  const Key* key = nullptr;
  std::vector<Value> values;    ///< of grid, zip and oat; in a random design the choices, instead of a range
  std::vector<double> weights;  ///< of the choices: their probabilities, with sum 1
  double from = 0.0, to = 0.0;  ///< the ends
  Spread spread = Spread::linear;
  double mean = 0.0, deviation = 0.0;  ///< of Spread::normal, before it is cut off
};

/// A key that follows others: its value is computed in each scenario, after all else is set.
struct Formula {
  const Key* key = nullptr;
  Expression value;
};

struct Sweep {
  Design design = Design::single;
  std::vector<Axis> axes;                   ///< in the order of the file; empty for `list`
  std::vector<std::vector<Setting>> cases;  ///< of `list`
  std::vector<Axis> cross;                  ///< the whole design runs once for each of their combinations
  std::vector<Formula> formulas;            ///< each reads only keys that no later one sets
  std::vector<Expression> skip;             ///< a point for which one is true is left out
  std::size_t samples = 0;                  ///< of random designs
  std::uint64_t seed = 1;                   ///< of random designs
  bool second_order = false;                ///< of `saltelli`: also B with each key of A
  int levels = 4;                           ///< of `morris`: even
  Eigen::MatrixXd correlation;              ///< of the axes' normal scores, axes x axes; empty: all are independent
  Eigen::MatrixXd copula;                   ///< its lower Cholesky factor
};

/// A study as read and checked: every value is in range, the plan is neither empty nor above plan_limit.
struct Study {
  std::string title;             ///< the file's name when it gives none
  std::filesystem::path path;    ///< as given
  std::string text;              ///< the whole file, each --set and each shoe file it names as comments behind it
  std::string sha256;            ///< of text, 64 hexadecimal digits
  std::vector<Setting> fixed;    ///< what is set outside the sweep
  std::optional<Lesson> lesson;  ///< the claim it answers, when it was made to teach
  Sweep sweep;
  Kept kept;      ///< points of the design that `skip` leaves
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

/// The same from text in memory; shoe files lie beside `path`, which else only appears in messages.
Study parse_study(const std::string& text, const std::filesystem::path& path, const std::vector<std::string>& sets,
                  const Catalogue& catalogue);

}  // namespace psoas
