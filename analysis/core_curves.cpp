// Data and commands of one panel of the core's figures. See core_curves.h.
#include "analysis/core_curves.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/axis.h"
#include "analysis/core_panels.h"

namespace psoas::core_panels {
namespace {

constexpr std::string_view stable = "stable";  ///< the assumption that is told from the others

std::string index_of(const CoreGroupChanges& group, const std::string& movement) {
  return fmt::format("data index {}", quote(group.name + " " + movement));
}

/// A command that draws these, what stands first lowest; nothing solved: an empty panel.
std::string plot_of(const std::vector<std::string>& parts) {
  if (parts.empty()) return "plot NaN\n";
  return fmt::format("plot {}\n", fmt::join(parts, ", \\\n  "));
}

}  // namespace

double shown_strength(const CoreGroupChanges& group) {
  double best = NAN;
  for (const CoreChange& change : group.changes)
    if (!(std::abs(best - weakened) <= std::abs(change.strength - weakened)) && change.strength < 1.0)
      best = change.strength;
  for (const CoreChange& change : group.changes)
    if (std::isnan(best) || (best > 1.0 && change.strength < best)) best = change.strength;
  return best;
}

std::string level_blocks(const CoreGroupChanges& group, const CoreChanges& all, const Summaries& summaries) {
  std::string text;
  const double strength = shown_strength(group);
  for (std::size_t m = 0; m < all.movements.size(); ++m) {
    text += fmt::format("# {} {}\n# strength {} | level, 0 lowest, set apart | change, least, largest (N) | level\n",
                        group.name, all.movements[m], strength);
    const double apart = all.movements.size() > 1 ? (m == 0 ? 0.19 : -0.19) : 0.0;
    for (const CoreChange& change : group.changes) {
      if (change.movement != m || change.strength != strength || !change.solved) continue;
      for (Eigen::Index l = 0; l < change.as_set.size(); ++l)
        text += fmt::format("{:.2f} {:.4g} {:.4g} {:.4g} {}\n", static_cast<double>(l) + apart, change.as_set[l],
                            change.low[l], change.high[l], quote(summaries.levels[static_cast<std::size_t>(l)]));
    }
    text += "\n\n";
    if (all.assumptions.empty()) continue;
    text +=
        fmt::format("# {} {} each\n# change (N) | level, set apart | 1: the spine must be stable | way of sharing\n",
                    group.name, all.movements[m]);
    for (const CoreChange& change : group.changes) {
      if (change.movement != m || change.strength != strength || !change.solved) continue;
      for (std::size_t a = 0; a < all.assumptions.size(); ++a)
        for (Eigen::Index l = 0; l < change.each.rows(); ++l)
          text += fmt::format("{:.4g} {:.2f} {} {}\n", change.each(l, static_cast<Eigen::Index>(a)),
                              static_cast<double>(l) + apart, all.assumptions[a] == stable ? 1 : 0, all.assumptions[a]);
    }
    text += "\n\n";
  }
  return text;
}

std::string strength_blocks(const CoreGroupChanges& group, const CoreChanges& all, Eigen::Index level) {
  std::string text;
  for (std::size_t m = 0; m < all.movements.size(); ++m) {
    text +=
        fmt::format("# {} {}\n# strength (%) | change, least, largest (N) | solved\n", group.name, all.movements[m]);
    bool default_there = false;
    const auto put_default = [&] {
      text += "100 0 0 0 1\n";
      default_there = true;
    };
    for (const CoreChange& change : group.changes) {
      if (change.movement != m) continue;
      if (!default_there && change.strength > 1.0) put_default();
      text += change.solved ? fmt::format("{:.4g} {:.4g} {:.4g} {:.4g} 1\n", 100 * change.strength,
                                          change.as_set[level], change.low[level], change.high[level])
                            : fmt::format("{:.4g} NaN NaN NaN 0\n", 100 * change.strength);
    }
    if (!default_there) put_default();
    text += "\n\n";
  }
  return text;
}

bool any_solved(const CoreGroupChanges& group, std::size_t movement, double strength) {
  return std::any_of(group.changes.begin(), group.changes.end(), [&](const CoreChange& change) {
    return change.movement == movement && change.solved && (std::isnan(strength) || change.strength == strength);
  });
}

bool has_stable(const CoreChanges& all) {
  return std::find(all.assumptions.begin(), all.assumptions.end(), stable) != all.assumptions.end();
}

std::string level_curves(const CoreGroupChanges& group, const CoreChanges& all, Format format) {
  std::vector<std::string> bands, ticks, marks;
  for (std::size_t m = 0; m < all.movements.size(); ++m) {
    if (!any_solved(group, m, shown_strength(group))) continue;
    const std::string index = index_of(group, all.movements[m]);
    if (format != Format::term) {
      bands.push_back(fmt::format("{} using 3:1:($4-$3):(0) with vectors nohead linewidth 4.5 linecolor rgb '#a0{}'",
                                  index, core_look(m).hue.substr(1)));
      const std::string each = index_of(group, all.movements[m] + " each");
      if (!all.assumptions.empty())
        ticks.push_back(
            fmt::format("{0} using 1:($2-0.15):(0):(0.3) with vectors nohead linewidth 0.5 linecolor rgb '{1}'", each,
                        core_look(m).hue));
      if (has_stable(all))
        ticks.push_back(
            fmt::format("{} using ($3 == 1 ? $1 : NaN):($2-0.19):(0):(0.38) with vectors nohead linewidth 1.3 "
                        "linecolor rgb '{}'",
                        each, colour::black));
    }
    marks.push_back(fmt::format("{} using 2:1 with points pointtype {} pointsize 0.5*point linecolor rgb '{}'", index,
                                core_marker(m, format), core_look(m).hue));
  }
  bands.insert(bands.end(), ticks.begin(), ticks.end());
  bands.insert(bands.end(), marks.begin(), marks.end());
  return plot_of(bands);
}

std::string strength_curves(const CoreGroupChanges& group, const CoreChanges& all, double lowest, Format format) {
  std::vector<std::string> bands, lines;
  for (std::size_t m = 0; m < all.movements.size(); ++m) {
    const std::string index = index_of(group, all.movements[m]);
    if (any_solved(group, m, NAN) && format != Format::term)
      bands.push_back(
          fmt::format("{} using 1:3:4 with filledcurves fillcolor rgb '#b8{}'", index, core_look(m).hue.substr(1)));
    lines.push_back(
        fmt::format("{} using 1:2 with linespoints pointtype {} pointsize 0.42*point linewidth 1.2 linecolor "
                    "rgb '{}'",
                    index, core_marker(m, format), core_look(m).hue));
    const bool missing = std::any_of(group.changes.begin(), group.changes.end(),
                                     [&](const CoreChange& change) { return change.movement == m && !change.solved; });
    if (missing)
      lines.push_back(
          fmt::format("{} using 1:($5 == 0 ? {:.6g} : NaN) with points pointtype 2 pointsize 0.5*point "
                      "linewidth 1.2 linecolor rgb '{}'",
                      index, lowest, core_look(m).hue));
  }
  bands.insert(bands.end(), lines.begin(), lines.end());
  return plot_of(bands);
}

}  // namespace psoas::core_panels
