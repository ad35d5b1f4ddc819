// What does a difference say about a claim? A verdict by rule, from the band that all the doubts of a comparison span:
// no verdict is ever written by hand.
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/compare.h"
#include "scenarios/lesson.h"

namespace psoas {

enum class Verdict {
  too_few,    ///< fewer than three runners solved in both
  no_change,  ///< the whole band is within what counts as none
  unclear,    ///< chance or numerics may have made it
  depends,    ///< accepted assumptions disagree
  smaller,
  larger,
};

/// A verdict and what it rests on.
struct Judged {
  Verdict verdict = Verdict::too_few;
  /// The band: interval of the mean and the mean under every other assumption, widened by the numerical error; in the
  /// output's unit, and over the first value [-].
  double low = 0.0, high = 0.0, low_share = 0.0, high_share = 0.0;
  double share = 0.0;           ///< the difference over the first value [-]
  bool firm = false;            ///< the band leaves out zero
  std::size_t assumptions = 0;  ///< other assumptions tried
};

/// The rule:
///   too_few    fewer than three pairs
///   no_change  the band lies within +-matters of the first value
///   depends    means under two assumptions (the study's own is one) have different signs and both are beyond the
///              numerical error; or one is beyond it and what matters, where compare() doubts the study's own
///   unclear    compare() doubts it for chance, many tests or numerics
///   smaller, larger  what is left; firm when the whole band has this sign
/// @param matters  share of the first value below which a change counts as none [-]
Judged judge(const Difference& difference, double matters);

/// "The model agrees, under all 12 other assumptions tried." or what else the verdict makes of the claim, as a
/// sentence.
std::string sentence(const Judged& judged, Claimed claimed, double matters);
/// "larger", "no change", "depends on assumptions": beside a number
std::string brief_words(const Judged& judged);

/// The comparison that a lesson asks for, in the output's own units and in body weights where it is a force.
struct LessonAnswer {
  Comparison comparison;
  std::vector<double> body_weights;  ///< mean difference of each output [body weights]; NaN where it is no force
  std::vector<Judged> judged;        ///< of each output
};
/// @throws InputError when the file cannot answer: no such factor, values or outputs
LessonAnswer answer(const Results& results, const Lesson& lesson);

}  // namespace psoas
