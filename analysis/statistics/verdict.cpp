// What does a difference say about a claim? See verdict.h.
#include "analysis/statistics/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace psoas {
namespace {

/// Do two assumptions, the study's own among them, say different things? Opposite signs, both beyond the numerical
/// error; or one sees a change worth speaking of where the study's own sees none that can be told.
bool disagree(const Difference& d, double matters) {
  double least = d.mean.value, most = d.mean.value;
  for (const auto& [name_of, assumed] : d.assumed) least = std::min(least, assumed), most = std::max(most, assumed);
  if (least < -d.numerical && most > d.numerical) return true;
  const double much = d.numerical + matters * std::abs(d.first);
  return d.doubt != Doubt::none && d.doubt != Doubt::assumptions && std::max(-least, most) > much;
}

/// "under all 12 other assumptions tried"
std::string under_all(const Judged& judged) {
  if (judged.assumptions == 0) return "; no other assumption was tried";
  return judged.assumptions == 1 ? ", under the other assumption too"
                                 : fmt::format(", under all {} other assumptions too", judged.assumptions);
}

}  // namespace

Judged judge(const Difference& d, double matters) {
  Judged judged;
  judged.assumptions = d.assumed.size();
  judged.share = d.mean.value / d.first;
  const bool few = d.doubt == Doubt::too_few || !std::isfinite(d.mean.low);
  judged.low = few ? d.mean.value : d.mean.low;
  judged.high = few ? d.mean.value : d.mean.high;
  for (const auto& [name_of, assumed] : d.assumed) {
    judged.low = std::min(judged.low, assumed);
    judged.high = std::max(judged.high, assumed);
  }
  judged.low -= d.numerical;
  judged.high += d.numerical;
  judged.low_share = std::min(judged.low / d.first, judged.high / d.first);
  judged.high_share = std::max(judged.low / d.first, judged.high / d.first);
  judged.firm = judged.low > 0 || judged.high < 0;

  if (few)
    judged.verdict = Verdict::too_few;
  else if (-matters < judged.low_share && judged.high_share < matters)
    judged.verdict = Verdict::no_change;
  else if (disagree(d, matters))
    judged.verdict = Verdict::depends;
  else if (d.doubt != Doubt::none && d.doubt != Doubt::assumptions)
    judged.verdict = Verdict::unclear;
  else
    judged.verdict = d.mean.value > 0 ? Verdict::larger : Verdict::smaller;
  return judged;
}

std::string sentence(const Judged& judged, Claimed claimed, double matters) {
  switch (judged.verdict) {
    case Verdict::too_few:
      return "The model cannot say: fewer than three runners were solved with both.";
    case Verdict::no_change:
      return fmt::format("{} less than {:g} % either way{}.",
                         claimed == Claimed::nothing
                             ? "The model finds no change worth speaking of:"
                             : "The model does not agree: it finds no change worth speaking of,",
                         100 * matters, under_all(judged));
    case Verdict::depends:
      return "The model cannot say: accepted assumptions give different answers.";
    case Verdict::unclear:
      return "The model cannot tell the two apart: the change is within chance or the numerical error.";
    default:
      break;
  }
  const bool larger = judged.verdict == Verdict::larger;
  const std::string how =
      judged.firm ? under_all(judged) : ", though under some assumptions the change is within the numerical error";
  if (claimed == Claimed::nothing) return fmt::format("The model says {}{}.", larger ? "larger" : "smaller", how);
  const bool agrees = larger == (claimed == Claimed::larger);
  return fmt::format("The model {}{}.", agrees ? "agrees" : "says the opposite", how);
}

std::string brief_words(const Judged& judged) {
  switch (judged.verdict) {
    case Verdict::too_few:
      return "too few runners";
    case Verdict::no_change:
      return "no change worth speaking of";
    case Verdict::depends:
      return "depends on what is assumed";
    case Verdict::unclear:
      return "too small to tell apart";
    case Verdict::smaller:
      return judged.firm ? "smaller" : "smaller, but not under every assumption";
    default:
      return judged.firm ? "larger" : "larger, but not under every assumption";
  }
}

LessonAnswer answer(const Results& results, const Lesson& lesson) {
  CompareOptions options;
  options.factor = lesson.factor;
  options.words = {lesson.from, lesson.to};
  options.assumptions = lesson.assumptions;
  for (const LessonOutput& output : lesson.outputs) options.outputs.push_back(output.name);
  LessonAnswer answer{compare(results, options), {}, {}};

  // The same differences in each runner's own body weights: only their means are shown
  CompareOptions in_weights = options;
  in_weights.outputs.clear();
  std::vector<std::size_t> of;
  for (std::size_t i = 0; i < options.outputs.size(); ++i) {
    const std::string& unit = answer.comparison.outputs[i].unit;
    if (unit != "N" && unit != "N s-1") continue;
    std::string name = options.outputs[i];
    name.insert(std::min(name.find('['), name.size()), "_BW");
    in_weights.outputs.push_back(name);
    of.push_back(i);
  }
  answer.body_weights.assign(options.outputs.size(), std::numeric_limits<double>::quiet_NaN());
  if (!of.empty()) {
    const Comparison weights = compare(results, in_weights);
    for (std::size_t k = 0; k < of.size(); ++k) answer.body_weights[of[k]] = weights.differences[k].mean.value;
  }
  for (const Difference& d : answer.comparison.differences) answer.judged.push_back(judge(d, lesson.matters));
  return answer;
}

}  // namespace psoas
