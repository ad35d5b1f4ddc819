// See words.h.
#include "analysis/report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "sim/sharing/share.h"

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
  return fmt::format("{:.4g}", values.front());
}

/// "2, 7 and 14°", "50 to 200 kN/m", "concrete, track and grass"
std::string values_of(const Factor& factor, const Summaries& all) {
  std::vector<std::string> texts;
  constexpr std::size_t most = 6;
  const std::set<double> values(factor.value.begin(), factor.value.end());
  if (factor.is_words()) {
    texts = factor.words;
  } else if (values.size() > most) {
    return fmt::format("{:.4g} to {}", *values.begin(), value_text(factor, *values.rbegin()));
  } else {
    for (double value : values) texts.push_back(fmt::format("{:.4g}", value));
    if (!texts.empty()) texts.back() = value_text(factor, *values.rbegin());
  }
  if (texts.size() > most)
    return fmt::format("{} and {} more", fmt::join(texts.begin(), texts.begin() + most - 1, ", "),
                       texts.size() - most + 1);
  (void)all;
  if (texts.size() < 2) return fmt::format("{}", fmt::join(texts, ""));
  return fmt::format("{} and {}", fmt::join(texts.begin(), texts.end() - 1, ", "), texts.back());
}

std::string design_words(const std::string& design, std::size_t factors) {
  if (design == "grid") return factors > 1 ? "one for each combination of " : "one for each value of ";
  if (design == "oat") return "changing one thing at a time: ";
  if (design == "zip" || design == "list" || design.empty() || design == "single") return "varying ";
  return "at sampled values of ";
}

std::string plain(const Factor& factor) { return factor.label.substr(0, factor.label.find(" (")); }
std::string percent(double share) { return fmt::format("{:+.0f} %", 100.0 * share); }

double body_weights(const Summaries& all, double newtons) {
  return all.body_weight > 0.0 ? newtons / all.body_weight : NAN;
}

/// What the unsolved have in common: values of factors that hold most of them and are unsolved far above average.
std::string where_unsolved(const Summaries& all) {
  std::vector<std::string> places;
  const double share = 1.0 - static_cast<double>(all.solved.size()) / static_cast<double>(all.count());
  for (const Factor& factor : all.factors) {
    const std::set<double> distinct(factor.value.begin(), factor.value.end());
    if (distinct.size() > 12 || distinct.size() < 2) continue;
    for (double value : distinct) {
      std::size_t here = 0, unsolved = 0;
      for (std::size_t i = 0; i < all.count(); ++i)
        if (factor.value[i] == value) ++here, unsolved += all.status[i] != Status::converged;
      const double among = static_cast<double>(unsolved) / static_cast<double>(all.count() - all.solved.size());
      if (among >= 0.6 && static_cast<double>(unsolved) / static_cast<double>(here) > 1.5 * share)
        places.push_back(plain(factor) + " " + value_text(factor, value));
    }
  }
  return places.empty() ? "" : fmt::format(" Most have {}.", fmt::join(places, ", or "));
}

/// "3 of 144" of the solved whose value fulfils a condition; 0 when the file has no such variable
template <class Condition>
std::size_t count_solved(const Summaries& all, const std::vector<double>& values, Condition condition) {
  return static_cast<std::size_t>(
      std::count_if(all.solved.begin(), all.solved.end(), [&](std::size_t i) { return condition(values[i]); }));
}

std::vector<double> first_column(const Results& results, const char* table) {
  const Eigen::VectorXd column = results.table(table).col(0);
  return {column.begin(), column.end()};
}

/// How far the peak at L5/S1 moves under other assumptions about the sharing: median over scenarios of least and most.
std::string spread_words(const Results& results, const Summaries& all) {
  if (!results.has("spread_peak_compression")) return "";
  const std::vector<std::size_t> shape = results.shape("spread_peak_compression");
  const std::vector<double> values = results.numbers("spread_peak_compression");
  const auto level = static_cast<std::size_t>(lowest_level(all));
  std::vector<double> least, most;
  for (std::size_t i : all.solved) {
    double low = INFINITY, high = -INFINITY;
    for (std::size_t a = 0; a < shape[1]; ++a) {
      const double value = values[(i * shape[1] + a) * shape[2] + level];
      if (!std::isnan(value)) low = std::min(low, value), high = std::max(high, value);
    }
    const double own = all.peak_compression(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(level));
    if (low < high) least.push_back(low / own - 1.0), most.push_back(high / own - 1.0);
  }
  if (least.empty()) return "";
  return fmt::format(
      "<b>The level of the load depends on how muscles are assumed to share it.</b> Under {} stored assumptions the peak "
      "of the same stride lies typically {} to {} away: read differences between scenarios rather than levels.",
      shape[1], percent(quantile(least, 0.5)), percent(quantile(most, 0.5)));
}

}  // namespace

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
  const bool still = shared_value(results, "task.kind") == "static";
  std::string speed = shared_value(results, "gait.speed_m_s");
  if (!speed.empty() && !still)
    speed = fmt::format(" at {:.3g} km/h ({:.3g} m/s)", 3.6 * std::stod(speed), std::stod(speed));
  else
    speed.clear();
  std::string text = fmt::format("{} {} of {}{}{}", all.count(),
                                 still ? (all.count() == 1 ? "posture" : "postures") : (all.count() == 1 ? "stride" : "strides"),
                                 "a model runner", who.empty() ? "" : fmt::format(" ({})", fmt::join(who, ", ")), speed);
  // 2. What varied
  if (!all.factors.empty()) {
    std::vector<std::string> varied;
    for (const Factor& factor : all.factors)
      varied.push_back(fmt::format("<b>{}</b> ({})", escaped(plain(factor)), escaped(values_of(factor, all))));
    text += ", " + design_words(results.attribute("design"), all.factors.size());
    text += varied.size() == 1 ? varied.front()
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

std::string headline_html(const Results& results, const Summaries& all) {
  (void)results;
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
  text += fmt::format("is the median peak compression of the lowest lumbar disc, L5/S1. The scenarios range from {:.0f} to "
                      "{:.0f} N",
                      low, high);
  if (weights) text += fmt::format(" ({:.1f} to {:.1f} body weights)", body_weights(all, low), body_weights(all, high));
  return text + ".</p>";
}

std::string effects_html(const Summaries& all, const std::vector<Effect>& effects) {
  std::string text;
  for (const Effect& effect : effects) {
    const Factor& factor = all.factors[effect.factor];
    std::string range;
    if (!std::isnan(effect.low))
      range = fmt::format("{} to {}", percent(effect.low), percent(effect.high));
    const bool unclear = !std::isnan(effect.low) && effect.low < 0.0 && effect.high > 0.0;
    text += fmt::format(
        "<li><h3>{}</h3><p><b>{}</b> from {} to {}{}.{}</p><div class=\"panel\" data-factor=\"{}\"></div></li>\n",
        escaped(plain(factor)), percent(effect.change), escaped(effect.from), escaped(effect.to),
        range.empty() ? "" : fmt::format(" <span class=\"aside\">({})</span>", range),
        unclear ? " <span class=\"aside\">The direction depends on the rest.</span>" : "", effect.factor);
  }
  return text;
}

std::vector<std::string> warnings(const Results& results, const Summaries& all, bool same_models) {
  std::vector<std::string> list;
  const std::size_t solved = all.solved.size();
  if (solved < all.count()) {
    const std::string left_out = all.left_out();  // "5 of 144 scenarios left out: 3 iteration_limit, ..."
    list.push_back(fmt::format("<b>{}</b>{} They are not guessed; near them the explorer says so.", escaped(left_out),
                               escaped(where_unsolved(all))));
  }
  if (results.has("largest_slack")) {
    const auto loose =
        count_solved(all, results.numbers("largest_slack"), [](double v) { return v > level_slack_warning; });
    if (loose > 0)
      list.push_back(fmt::format(
          "<b>In {} of {} the muscles could not balance everything</b> (more than {:g} N·m left at a level, "
          "<code>largest_slack</code>): take their loads with care.",
          loose, solved, level_slack_warning));
  }
  if (results.has("least_reserve")) {
    const auto weak = count_solved(all, first_column(results, "least_reserve"), [](double v) { return v < 1.0; });
    if (weak > 0)
      list.push_back(fmt::format("<b>In {} of {} the back has no strength to spare</b> at some moment of the stride "
                                 "(<code>least_reserve</code> below 1): a real runner might move otherwise.",
                                 weak, solved));
  }
  const auto core = [](const Factor& f) { return f.name.starts_with("core."); };
  if (std::any_of(all.factors.begin(), all.factors.end(), core))
    list.push_back(
        "<b>A lower load of a weaker core is not protection:</b> the model runner moves so as to spare weak muscles and "
        "keeps less strength in reserve (<code>least_reserve</code>).");
  if (const std::string words = spread_words(results, all); !words.empty())
    list.push_back(words);
  else
    list.push_back("<b>Trust differences more than levels.</b> Assumptions about muscles alone move the level of the "
                   "load by some 20 %.");
  if (!same_models)
    list.push_back("<b>The file was made with other tables of the model than this program has.</b> The numbers are the "
                   "file's; the picture of the runner may differ a little.");
  return list;
}

}  // namespace psoas
