// See words.h.
#include "analysis/report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/figures.h"
#include "analysis/groups.h"

namespace psoas {
namespace {

/// The one value of a key that all scenarios share, else "".
std::string shared_value(const Results& results, const std::string& key) {
  if (!results.has(key)) return "";
  if (results.is_text(key)) {
    const std::vector<std::string> texts = results.texts(key);
    return std::adjacent_find(texts.begin(), texts.end(), std::not_equal_to<>()) == texts.end() ? texts.front() : "";
  }
  const std::vector<double> values = results.numbers(key);
  if (values.empty() || std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) != values.end())
    return "";
  return short_number(values.front());
}

/// "2, 7 and 14°", "50 to 200 kN/m", "concrete, track and grass"
std::string values_of(const Factor& factor) {
  std::vector<std::string> texts;
  constexpr std::size_t most = 6;
  const std::set<double> values(factor.value.begin(), factor.value.end());
  if (factor.is_words()) {
    texts = factor.words;
  } else if (values.size() > most) {
    return fmt::format("{} to {}", short_number(*values.begin()), value_text(factor, *values.rbegin()));
  } else {
    for (double value : values) texts.push_back(short_number(value));
    if (!texts.empty()) texts.back() = value_text(factor, *values.rbegin());
  }
  if (texts.size() > most)
    return fmt::format("{} and {} more", fmt::join(texts.begin(), texts.begin() + most - 1, ", "),
                       texts.size() - most + 1);
  if (texts.size() < 2) return fmt::format("{}", fmt::join(texts, ""));
  return fmt::format("{} and {}", fmt::join(texts.begin(), texts.end() - 1, ", "), texts.back());
}

std::string design_words(const std::string& design, std::size_t factors) {
  if (design == "grid") return factors > 1 ? "one for each combination of " : "one for each value of ";
  if (design == "oat") return "changing one thing at a time: ";
  if (design == "zip" || design == "list" || design.empty() || design == "single") return "varying ";
  return "at sampled values of ";
}

double body_weights(const Summaries& all, double newtons) {
  return all.body_weight > 0.0 ? newtons / all.body_weight : NAN;
}

}  // namespace

std::string plain(const Factor& factor) { return factor.label.substr(0, factor.label.find(" (")); }

std::string percent(double share) {
  const std::string text = fmt::format("{:+.0f} %", 100.0 * share);
  return text.starts_with('-') ? "−" + text.substr(1) : text;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t')
      out += c;
  }
  return out;
}

std::string asked_html(const Results& results, const Summaries& all) {
  // 1. Who, how fast
  std::vector<std::string> who;
  if (const std::string mass = shared_value(results, "runner.mass_kg"); !mass.empty()) who.push_back(mass + " kg");
  if (const std::string height = shared_value(results, "runner.height_m"); !height.empty())
    who.push_back(height + " m");
  if (const std::string sex = shared_value(results, "runner.sex"); !sex.empty()) who.push_back(sex);
  const bool several = std::any_of(all.factors.begin(), all.factors.end(),
                                   [](const Factor& factor) { return factor.name.starts_with("runner."); });
  const bool still = shared_value(results, "task.kind") == "static";
  std::string speed = shared_value(results, "gait.speed_m_s");
  if (!speed.empty() && !still)
    speed = fmt::format(" at {:.3g} km/h ({:.3g} m/s)", 3.6 * std::stod(speed), std::stod(speed));
  else
    speed.clear();
  std::string text =
      fmt::format("{} {} of {}{}{}", all.count(),
                  still ? (all.count() == 1 ? "posture" : "postures") : (all.count() == 1 ? "stride" : "strides"),
                  several ? "model runners" : "a model runner",
                  who.empty() ? "" : fmt::format(" ({})", fmt::join(who, ", ")), speed);
  // 2. What varied
  if (!all.factors.empty()) {
    std::vector<std::string> varied;
    for (const Factor& factor : all.factors)
      varied.push_back(fmt::format("<b>{}</b> ({})", escaped(plain(factor)), escaped(values_of(factor))));
    text += ", " + design_words(results.attribute("design"), all.factors.size());
    text += varied.size() == 1
                ? varied.front()
                : fmt::format("{} and {}", fmt::join(varied.begin(), varied.end() - 1, ", "), varied.back());
  }
  text += ". ";
  // 3. How many were solved
  if (all.solved.size() == all.count())
    text += all.count() == 1 ? "It was solved." : fmt::format("All {} were solved.", all.count());
  else
    text += fmt::format("{} were solved; the other {} are left out of everything below.", all.solved.size(),
                        all.count() - all.solved.size());
  return text;
}

std::string headline_html(const Summaries& all) {
  if (all.solved.empty()) return "<p>No scenario was solved, so there is no load to show.</p>";
  const Eigen::VectorXd load = all.peak_compression.col(lowest_level(all));
  double low = INFINITY, high = -INFINITY;
  for (std::size_t i : all.solved) {
    low = std::min(low, load[static_cast<Eigen::Index>(i)]);
    high = std::max(high, load[static_cast<Eigen::Index>(i)]);
  }
  const double middle = spread(load, all.solved).median;
  const bool weights = all.body_weight > 0.0;
  std::string text = fmt::format("<p class=\"figure\"><span class=\"big\">{:.0f}</span> N", middle);
  if (weights) text += fmt::format(" <span class=\"aside\">{:.1f} body weights</span>", body_weights(all, middle));
  text += "</p><p>";
  if (all.solved.size() == 1) return text + "peak compression of the lowest lumbar disc, L5/S1.</p>";
  text += fmt::format(
      "is the median peak compression of the lowest lumbar disc, L5/S1. The scenarios range from {:.0f} to "
      "{:.0f} N",
      low, high);
  if (weights) text += fmt::format(" ({:.1f} to {:.1f} body weights)", body_weights(all, low), body_weights(all, high));
  return text + ".</p>";
}

std::string effects_html(const Summaries& all, const Ranking& ranking) {
  std::string text;
  for (const Effect& effect : ranking.effects) {
    const Factor& factor = all.factors[effect.factor];
    std::string words;
    if (!std::isnan(effect.change)) {
      const auto share = [&](double newtons) { return percent(newtons / ranking.median); };
      std::string range;
      if (!std::isnan(effect.low))
        range = fmt::format(" <span class=\"aside\">({} to {})</span>", share(effect.low), share(effect.high));
      const bool unclear = !std::isnan(effect.low) && effect.low < 0.0 && effect.high > 0.0;
      const char* why = effect.paired ? "The direction depends on the rest." : "Too uncertain to tell the direction.";
      words = fmt::format("<b>{}</b>, {} N, from {} to {}{}.{}", share(effect.change),
                          (effect.change < 0 ? "−" : "+") + fmt::format("{:.0f}", std::abs(effect.change)),
                          escaped(effect.from), escaped(effect.to), range,
                          unclear ? fmt::format(" <span class=\"aside\">{}</span>", why) : "");
    }
    text += fmt::format("<li><h3>{}</h3><p>{}</p><div class=\"panel\" data-factor=\"{}\"></div></li>\n",
                        escaped(plain(factor)), words, effect.factor);
  }
  return text;
}

std::string effects_note(const Ranking& ranking) {
  if (!ranking.why_not.empty()) return escaped("No number for a single factor: " + ranking.why_not + ".");
  const auto paired = [](const Effect& e) { return e.paired; };
  std::string text =
      "Change of the peak L5/S1 compression, over its median, between two values of one factor, all else held: the "
      "numbers of <code>psoas plot tornado</code>. ";
  if (std::any_of(ranking.effects.begin(), ranking.effects.end(), paired))
    text += "Mean of scenarios that differ in this factor alone; in brackets: 80 % of them. ";
  if (!std::all_of(ranking.effects.begin(), ranking.effects.end(), paired))
    text +=
        "Of factors drawn at random: a regression on all of them, between their 10 and 90 % values; in brackets: its "
        "95 % interval. ";
  return text + "Blue line: medians.";
}

}  // namespace psoas
