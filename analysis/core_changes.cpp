// See core_changes.h.
#include "analysis/core_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "sim/core/input_error.h"

namespace psoas {
namespace {

/// Keys that are a strength relative to the default, which is 1.
constexpr std::string_view strengths[] = {
    "core.strength",       "core.deep",        "core.superficial", "core.rectus",
    "core.obliques",       "core.transversus", "core.multifidus",  "core.erector_thoracic",
    "core.erector_lumbar", "core.quadratus",   "core.psoas"};

std::string label_of(const std::string& name) {
  if (name == "core.strength") return "all core muscles but psoas";
  if (name == "core.deep") return "deep muscles";
  if (name == "core.superficial") return "superficial muscles";
  std::string label = name.substr(name.find('.') + 1);
  std::replace(label.begin(), label.end(), '_', ' ');
  return label;
}

/// What is known of each scenario's load: level x assumption [N], the scenario's own choice first.
struct Loads {
  std::size_t levels = 0, assumptions = 1;
  std::vector<std::string> names;  ///< of the assumptions; empty when there is only the scenario's own
  std::vector<double> all;         ///< row-major scenario x assumption x level

  double at(std::size_t scenario, std::size_t assumption, std::size_t level) const {
    return all[(scenario * assumptions + assumption) * levels + level];
  }
  bool has(std::size_t scenario, std::size_t assumption) const { return std::isfinite(at(scenario, assumption, 0)); }
};

Loads read_loads(const Results& results, const Summaries& summaries, const CoreLoad& load) {
  Loads loads;
  loads.levels = summaries.levels.size();
  const std::string field(load.spread);
  if (results.has(field)) {
    loads.names = results.texts("assumption");
    loads.assumptions = loads.names.size();
    loads.all = results.numbers(field);
    for (std::size_t i : summaries.solved)
      if (loads.has(i, 0)) return loads;
  }
  // Swept without the other assumptions: there are only the loads themselves.
  loads = {loads.levels, 1, {}, {}};
  const Eigen::MatrixXd& own = summaries.*load.per_level;
  for (Eigen::Index i = 0; i < own.rows(); ++i)
    for (Eigen::Index level = 0; level < own.cols(); ++level) loads.all.push_back(own(i, level));
  return loads;
}

/// The change of one scenario against its default. Counts assumptions that one of the two cannot meet.
void compare(const Loads& loads, std::size_t scenario, std::size_t reference, CoreChange& change,
             std::vector<int>& cannot) {
  const auto levels = static_cast<Eigen::Index>(loads.levels);
  change.as_set = change.low = change.high = Eigen::VectorXd::Constant(levels, NAN);
  change.each = Eigen::MatrixXd::Constant(levels, static_cast<Eigen::Index>(loads.assumptions), NAN);
  for (std::size_t a = 0; a < loads.assumptions; ++a) {
    if (!loads.has(scenario, a) || !loads.has(reference, a)) {
      ++cannot[a];
      continue;
    }
    for (Eigen::Index level = 0; level < levels; ++level) {
      const auto l = static_cast<std::size_t>(level);
      const double difference = loads.at(scenario, a, l) - loads.at(reference, a, l);
      change.each(level, static_cast<Eigen::Index>(a)) = difference;
      if (a == 0) change.as_set[level] = difference;
      change.low[level] = std::fmin(change.low[level], difference);
      change.high[level] = std::fmax(change.high[level], difference);
    }
  }
}

/// The up to three assumptions that most often give a band its ends.
std::vector<std::string> most_at_ends(const CoreChanges& all) {
  std::vector<std::pair<int, std::size_t>> count;
  for (std::size_t a = 0; a < all.assumptions.size(); ++a) count.emplace_back(0, a);
  for (const CoreGroupChanges& group : all.groups) {
    for (const CoreChange& change : group.changes) {
      for (Eigen::Index l = 0; l < change.each.rows(); ++l) {
        if (change.high[l] - change.low[l] < 1.0) continue;  // below a newton there is no band to see
        for (std::size_t a = 0; a < count.size(); ++a) {
          const double own = change.each(l, static_cast<Eigen::Index>(a));
          if (own == change.low[l] || own == change.high[l]) ++count[a].first;
        }
      }
    }
  }
  std::stable_sort(count.begin(), count.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> names;
  for (const auto& [times, a] : count)
    if (names.size() < 3 && times > 0) names.push_back(all.assumptions[a]);
  return names;
}

}  // namespace

CoreChanges core_changes(const Results& results, const Summaries& all, const CoreLoad& load) {
  // 1. Which factors are strengths, and how did each scenario move?
  CoreChanges found;
  std::vector<const Factor*> groups, others;
  for (const Factor& factor : all.factors) {
    const bool strength = std::find(std::begin(strengths), std::end(strengths), factor.name) != std::end(strengths);
    if (strength) {
      groups.push_back(&factor);
      found.groups.push_back({factor.name, label_of(factor.name), {}});
    } else if (factor.name != "core.movement") {
      others.push_back(&factor);
    }
  }
  if (groups.empty())
    throw InputError(
        "no strength of the core was varied in this study, so there is no change to show; scenarios/core.toml does");
  const std::vector<std::string> movement = results.has("core.movement")
                                                ? results.texts("core.movement")
                                                : std::vector(all.count(), std::string("predicted"));
  for (const std::string& word : movement)
    if (std::find(found.movements.begin(), found.movements.end(), word) == found.movements.end())
      found.movements.push_back(word);

  // 2. The default of each movement: every strength 1, all else as in the first of them
  const auto changed = [&](std::size_t i) {
    std::vector<std::size_t> which;
    for (std::size_t g = 0; g < groups.size(); ++g)
      if (groups[g]->value[i] != 1.0) which.push_back(g);
    return which;
  };
  std::vector<std::size_t> reference(found.movements.size(), all.count());
  std::size_t first = all.count();
  const auto same_otherwise = [&](std::size_t i) {
    return first == all.count() || std::all_of(others.begin(), others.end(), [&](const Factor* factor) {
             return factor->value[i] == factor->value[first];
           });
  };
  for (std::size_t i : all.solved) {
    if (!changed(i).empty() || !same_otherwise(i)) continue;
    if (first == all.count()) first = i;
    const auto m = std::find(found.movements.begin(), found.movements.end(), movement[i]) - found.movements.begin();
    if (reference[static_cast<std::size_t>(m)] == all.count()) reference[static_cast<std::size_t>(m)] = i;
  }
  if (first == all.count())
    throw InputError("no solved scenario has every varied strength at 1, so there is no default to compare with. " +
                     all.left_out());
  // With the default strength both movements are the same, so one default may stand for the other.
  for (std::size_t& r : reference)
    if (r == all.count()) r = first;
  found.defaults = reference;

  // 3. Each scenario that differs in one group
  const Loads loads = read_loads(results, all, load);
  std::vector<int> cannot(loads.assumptions, 0);
  for (std::size_t r : reference) {
    Eigen::VectorXd own(static_cast<Eigen::Index>(loads.levels));
    for (std::size_t l = 0; l < loads.levels; ++l) own[static_cast<Eigen::Index>(l)] = loads.at(r, 0, l);
    found.reference.push_back(own);
  }
  for (std::size_t i = 0; i < all.count(); ++i) {
    const std::vector<std::size_t> which = changed(i);
    if (which.empty() && same_otherwise(i)) continue;
    if (which.size() != 1 || !same_otherwise(i)) {
      ++found.elsewhere;
      continue;
    }
    CoreChange change;
    change.scenario = i;
    change.strength = groups[which[0]]->value[i];
    change.movement = static_cast<std::size_t>(std::find(found.movements.begin(), found.movements.end(), movement[i]) -
                                               found.movements.begin());
    change.solved = all.status[i] == Status::converged;
    if (change.solved) compare(loads, i, reference[change.movement], change, cannot);
    found.groups[which[0]].changes.push_back(std::move(change));
  }
  for (CoreGroupChanges& group : found.groups)
    std::sort(group.changes.begin(), group.changes.end(), [](const CoreChange& a, const CoreChange& b) {
      return std::tuple(a.movement, a.strength) < std::tuple(b.movement, b.strength);
    });
  found.assumptions = loads.names;
  found.at_ends = most_at_ends(found);
  for (std::size_t a = 0; a < loads.names.size(); ++a)
    if (cannot[a] > 0) found.cannot.emplace_back(loads.names[a], cannot[a]);
  return found;
}

}  // namespace psoas
