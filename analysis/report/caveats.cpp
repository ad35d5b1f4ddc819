// What must be known before a number of the report is passed on? See words.h.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "analysis/report/words.h"
#include "sim/sharing/share.h"

namespace psoas {
namespace {

/// Why a scenario has no loads, in plain words.
std::string_view why(Status status) {
  switch (status) {
    case Status::baseline_failed:
      return "the runner's own stride was not found";
    case Status::sharing_infeasible:
      return "the muscles cannot make what the movement asks";
    case Status::not_run:
      return "not run";
    case Status::posture_impossible:
      return "the posture is impossible";
    default:
      return "no stride was found";
  }
}

/// Where among the values of one factor the unsolved lie, when most lie in one place: "core strength below 0.5"; else
/// "".
std::string gathered(const Factor& factor, const std::vector<std::size_t>& unsolved) {
  const std::set<double> distinct(factor.value.begin(), factor.value.end());
  if (distinct.size() < 2) return "";
  const auto share = [](const auto& members, auto inside) {
    return static_cast<double>(std::count_if(members.begin(), members.end(), inside)) /
           static_cast<double>(members.size());
  };
  const auto most = [&](auto inside) {  // of the unsolved, and far more than of all
    const double among = share(unsolved, [&](std::size_t i) { return inside(factor.value[i]); });
    return among >= 0.6 && among > 1.5 * share(factor.value, inside);
  };
  constexpr std::size_t few = 12;
  if (distinct.size() <= few) {
    for (double value : distinct)
      if (most([&](double v) { return v == value; })) return plain(factor) + " " + value_text(factor, value);
    return "";
  }
  std::vector<double> values;
  for (std::size_t i : unsolved) values.push_back(factor.value[i]);
  const double low = quantile(values, 0.1), high = quantile(values, 0.9);
  if (most([&](double v) { return v <= high; })) return plain(factor) + " below " + value_text(factor, high);
  if (most([&](double v) { return v >= low; })) return plain(factor) + " above " + value_text(factor, low);
  return "";
}

/// "6 of 60 scenarios were not solved: 6 because the muscles cannot ... Most have core strength below 0.5."
std::string unsolved_words(const Summaries& all) {
  std::vector<std::size_t> unsolved;
  std::map<std::string_view, int> reasons;
  for (std::size_t i = 0; i < all.count(); ++i)
    if (all.status[i] != Status::converged) unsolved.push_back(i), ++reasons[why(all.status[i])];
  std::vector<std::string> because, places;
  for (const auto& [reason, count] : reasons)
    because.push_back(reasons.size() > 1 ? fmt::format("{} in {}", reason, count) : std::string(reason));
  for (const Factor& factor : all.factors)
    if (const std::string place = gathered(factor, unsolved); !place.empty()) places.push_back(place);
  return fmt::format(
      "<b>{} of {} {} not solved:</b> {}.{} Nothing is guessed for them; near them the explorer says so.",
      unsolved.size(), all.count(), unsolved.size() == 1 ? "was" : "were", fmt::join(because, ", "),
      places.empty() ? "" : " Most have " + escaped(fmt::format("{}", fmt::join(places, ", "))) + ".");
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
      "<b>The level of the load depends on how muscles are assumed to share it.</b> Under {} stored assumptions the "
      "peak "
      "of the same stride lies typically {} to {} away: read differences between scenarios rather than levels.",
      shape[1], percent(quantile(least, 0.5)), percent(quantile(most, 0.5)));
}

}  // namespace

std::vector<std::string> warnings(const Results& results, const Summaries& all, bool same_models) {
  std::vector<std::string> list;
  const std::size_t solved = all.solved.size();
  if (solved < all.count()) list.push_back(unsolved_words(all));
  if (results.has("largest_slack")) {
    const auto loose =
        count_solved(all, results.numbers("largest_slack"), [](double v) { return v > level_slack_warning; });
    if (loose > 0)
      list.push_back(fmt::format(
          "<b>In {} of {} the muscles could not balance everything</b> (more than {:g} N·m left at a level, "
          "<code>largest_slack</code>): take their loads with care.",
          loose, solved, level_slack_warning));
  }
  if (results.has("avoided_moment")) {
    const auto avoid = count_solved(all, results.numbers("avoided_moment"), [](double v) { return v > 0.0; });
    if (avoid > 0)
      list.push_back(
          fmt::format("<b>In {} of {} the runner moves otherwise than asked</b>, because the muscles cannot make "
                      "the moments (<code>avoided_moment</code>).",
                      avoid, solved));
  }
  if (results.has("least_reserve")) {
    const auto weak = count_solved(all, first_column(results, "least_reserve"), [](double v) { return v < 1.0; });
    if (weak > 0)
      list.push_back(
          fmt::format("<b>In {} of {} the back has no strength to spare</b> at some moment of the stride "
                      "(<code>least_reserve</code> below 1): a real runner might move otherwise.",
                      weak, solved));
  }
  const auto core = [](const Factor& f) { return f.name.starts_with("core."); };
  if (std::any_of(all.factors.begin(), all.factors.end(), core))
    list.push_back(
        "<b>A lower load of a weaker core is not protection:</b> the model runner moves so as to spare weak muscles "
        "and "
        "keeps less strength in reserve (<code>least_reserve</code>).");
  if (const std::string words = spread_words(results, all); !words.empty())
    list.push_back(words);
  else
    list.push_back(
        "<b>Trust differences more than levels.</b> Assumptions about muscles alone move the level of the "
        "load by some 20 %.");
  if (!same_models)
    list.push_back(
        "<b>The file was made with other tables of the model than this program has.</b> The numbers are the "
        "file's; the picture of the runner may differ a little.");
  return list;
}

}  // namespace psoas
