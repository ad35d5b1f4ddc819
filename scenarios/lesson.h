// Which common claim does a study answer? Its table [lesson]: what is claimed, which two values are compared, what
// others found. The answer itself is never written here: it comes out of the results (analysis/statistics/verdict.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace psoas {

/// What the claim says of an output when the factor goes from one value to the other.
enum class Claimed { nothing, smaller, larger };

struct LessonOutput {
  std::string name;  ///< "peak_compression[L5-S1]": a number of every scenario
  Claimed claimed = Claimed::nothing;
};

struct Finding {
  std::string finding;  ///< one sentence with its numbers
  std::string source;   ///< "[Malisoux 2021] Eur J Sport Sci 21:985"
  std::string seen;     ///< what was read of it: "abstract", "paper", "second-hand", "recalled"
};

struct Lesson {
  std::string claim;                     ///< as people say it
  std::string factor;                    ///< key whose two values are compared
  std::string from, to;                  ///< the values as psoas compare takes them
  std::vector<LessonOutput> outputs;     ///< the first is the one the claim is about
  std::vector<std::string> assumptions;  ///< crossed keys: each of their values but the first is another assumption
  double matters = 0.03;                 ///< changes below this share of the output count as none [-]
  std::vector<Finding> findings;
  std::vector<std::string> cannot_know;  ///< what no run of the model can tell
};

/// The lesson of a study's text, as a results file keeps it; nothing when it has none or it cannot be read.
std::optional<Lesson> lesson_of(const std::string& study);

}  // namespace psoas
