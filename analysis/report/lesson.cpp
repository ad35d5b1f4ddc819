// What does a lesson say? See lesson.h. Every number and every verdict comes from the comparison of the results.
#include "analysis/report/lesson.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/words.h"
#include "analysis/statistics/verdict.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

/// A unit as it stands behind a number: degrees without a space.
std::string behind_number(const std::string& unit) { return unit.empty() || unit == "°" ? unit : " " + unit; }

/// "+48", "−0.069", with as many decimals as a number of this size is worth.
std::string signed_number(double value, double size) {
  const int decimals = std::clamp(2 - static_cast<int>(std::floor(std::log10(std::max(std::abs(size), 1e-9)))), 0, 3);
  const std::string text = fmt::format("{:+.{}f}", value, decimals);
  return text.starts_with('-') ? "−" + text.substr(1) : text;
}

std::string percent_1(double share) {
  const std::string text = fmt::format("{:+.1f} %", 100 * share);
  return text.starts_with('-') ? "−" + text.substr(1) : text;
}

/// "When surface goes from concrete to grass", "When shoe heel stiffness goes from 73 to 29 kN/m"
std::string step_words(const Results& results, const Lesson& lesson) {
  const Factor factor = read_factor(results, lesson.factor);
  const std::string unit = factor.is_words() ? "" : factor.unit;
  return fmt::format("When {} goes from {} to {}{}", plain(factor), lesson.from, lesson.to, behind_number(unit));
}

/// Bands of all outputs on one scale: what counts as none in grey, zero as a line, the mean as a dot.
struct Scale {
  double low, high;
  double x(double share) const { return 400 * (share - low) / (high - low); }
};
Scale scale_of(const LessonAnswer& answer, double matters) {
  double low = -matters, high = matters;
  for (const Judged& j : answer.judged)
    low = std::min({low, j.low_share, j.share}), high = std::max({high, j.high_share, j.share});
  const double pad = 0.04 * (high - low);
  return {low - pad, high + pad};
}

std::string band_svg(const Judged& judged, const Scale& scale, double matters) {
  const double a = scale.x(judged.low_share), b = scale.x(judged.high_share);
  return fmt::format(
      "<svg class=\"band\" viewBox=\"0 0 400 20\" role=\"img\" aria-label=\"change {}, band {} to {}\">"
      "<rect class=\"none\" x=\"{:.1f}\" y=\"0\" width=\"{:.1f}\" height=\"20\"/>"
      "<line class=\"zero\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"0\" y2=\"20\"/>"
      "<rect class=\"range\" x=\"{:.1f}\" y=\"7\" width=\"{:.1f}\" height=\"6\" rx=\"3\"/>"
      "<circle class=\"mean\" cx=\"{:.1f}\" cy=\"10\" r=\"5.5\"/></svg>",
      percent_1(judged.share), percent_1(judged.low_share), percent_1(judged.high_share), scale.x(-matters),
      scale.x(matters) - scale.x(-matters), scale.x(0), scale.x(0), a, std::max(2.0, b - a), scale.x(judged.share));
}

/// "+47.8 N (+0.07 body weights, +1.5 %)"
std::string change_words(const LessonAnswer& answer, std::size_t i) {
  const Difference& d = answer.comparison.differences[i];
  const Shown unit = shown(answer.comparison.outputs[d.output].unit, true);
  const double f = unit.factor;
  std::string text = fmt::format("<b>{}{}</b> (", signed_number(f * d.mean.value, 0.1 * std::abs(f * d.first)),
                                 behind_number(unit.unit));
  if (!std::isnan(answer.body_weights[i]))
    text +=
        fmt::format("{} body weights{}, ", signed_number(answer.body_weights[i], 1), unit.unit == "kN/s" ? "/s" : "");
  return text + percent_1(answer.judged[i].share) + ")";
}

std::string output_html(const LessonAnswer& answer, std::size_t i, const Scale& scale, double matters) {
  const Difference& d = answer.comparison.differences[i];
  const OutputName& output = answer.comparison.outputs[d.output];
  const Shown unit = shown(output.unit, true);
  const Judged& judged = answer.judged[i];
  return fmt::format(
      "<li data-output=\"{}\" data-change=\"{:.17g}\"><h3>{}</h3><p>{} <span class=\"says\">{}</span></p>{}"
      "<p class=\"aside\">From {:.4g} to {:.4g}{}; band {} to {}</p></li>\n",
      escaped(output.text), d.mean.value, escaped(output.label), change_words(answer, i), brief_words(judged),
      band_svg(judged, scale, matters), unit.factor * d.first, unit.factor * d.other, behind_number(unit.unit),
      percent_1(judged.low_share), percent_1(judged.high_share));
}

/// How the numbers came about, in a few sentences.
std::string method_words(const LessonAnswer& answer, const Lesson& lesson) {
  const Comparison& c = answer.comparison;
  std::size_t runners = 0, assumptions = 0;
  for (const Difference& d : c.differences) runners = std::max(runners, d.runners);
  for (const Judged& j : answer.judged) assumptions = std::max(assumptions, j.assumptions);
  return fmt::format(
      "{} model runners{}, each with both: the dot is their mean change. The bar holds its 95 % interval, the mean "
      "under "
      "each of up to {} other assumptions (how the runner adapts, how muscles share the load, what the landing is made "
      "of, as far as the study tries them), and the numerical error of the model. The grey strip is what counts as no "
      "change in this lesson: {:g} % either way. <code>psoas compare</code> prints the same numbers.",
      runners, c.sample ? ", drawn at random" : "", assumptions, 100 * lesson.matters);
}

std::string findings_html(const Lesson& lesson) {
  std::string text;
  for (const Finding& f : lesson.findings)
    text += fmt::format("<li>{} <span class=\"aside\">{} ({})</span></li>\n", escaped(f.finding), escaped(f.source),
                        f.seen == "abstract" ? "read in the abstract" : escaped(f.seen));
  return text;
}

std::string answer_html(const Results& results, const Lesson& lesson) {
  try {
    const LessonAnswer found = answer(results, lesson);
    const Scale scale = scale_of(found, lesson.matters);
    std::string list;
    for (std::size_t i = 0; i < found.judged.size(); ++i) list += output_html(found, i, scale, lesson.matters);
    return fmt::format(
        "<p class=\"verdict\">{}</p>\n<p>{}:</p>\n<ul class=\"answers\">\n{}</ul>\n<p "
        "class=\"note\">{}</p>\n",
        sentence(found.judged.front(), lesson.outputs.front().claimed, lesson.matters),
        escaped(step_words(results, lesson)), list, method_words(found, lesson));
  } catch (const InputError& error) {
    return fmt::format("<p class=\"verdict\">This file cannot answer it.</p><p>{}</p>\n", escaped(error.what()));
  }
}

}  // namespace

std::string lesson_html(const Results& results) {
  const std::optional<Lesson> lesson = lesson_of(results.attribute("study"));
  if (!lesson) return "";
  std::string unknown;
  for (const std::string& line : lesson->cannot_know) unknown += "<li>" + escaped(line) + "</li>\n";
  return fmt::format(
      "<section class=\"column lesson\" id=\"lesson\" aria-labelledby=\"lesson-title\">\n"
      "<p class=\"claim\"><span class=\"aside\">People say</span> <q>{}</q></p>\n"
      "<div class=\"sides\">\n<div>\n<h2 id=\"lesson-title\">What the model answers</h2>\n{}</div>\n"
      "<div>\n<h2>What was published</h2>\n<ul class=\"findings\">\n{}</ul>\n"
      "<h2>What the model cannot know</h2>\n<ul class=\"unknown\">\n{}</ul>\n</div>\n</div>\n</section>\n",
      escaped(lesson->claim), answer_html(results, *lesson), findings_html(*lesson), unknown);
}

}  // namespace psoas
