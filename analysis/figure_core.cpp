// What does a weaker or stronger group of core muscles change? One panel a group, all on one axis: the change at every
// level for one strength, or at L5/S1 over all strengths; predicted and held movement side by side.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/axis.h"
#include "analysis/core_changes.h"
#include "analysis/core_curves.h"
#include "analysis/core_panels.h"
#include "analysis/figures.h"
#include "sim/assumptions.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

using namespace core_panels;
constexpr double levels_height = 30, strengths_height = 26;  // of a panel [mm]

std::string percent(double strength) { return fmt::format("{:.3g} %", 100 * strength); }

/// "exponent_3", ... as words in a row
std::string plain(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// "rhythm (only the three moments of one lumbar joint are balanced)", ...
std::string explained(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + plain({name});
    for (const Assumption& known : assumptions())
      if (known.name == name) text += fmt::format(" ({})", known.meaning);
  }
  return text;
}

/// What must be read beside the panels.
std::string note_of(const CoreChanges& all, const Summaries& summaries, const CoreLoad& load, bool by_level) {
  std::string text =
      fmt::format("Change of {} against the default runner when one group alone is weaker or stronger. ", load.title);
  if (!all.assumptions.empty())
    text += fmt::format(
        "Mark: load shared among muscles as the study sets it. Band: least to largest change when it is shared in {} "
        "ways, "
        "each compared with the default shared in the same way ({}); its ends are set most often by {}.",
        all.assumptions.size(), plain(all.assumptions), explained(all.at_ends));
  else
    text += "No bands: swept without sharing.spread = \"on\".";
  if (!all.cannot.empty()) {
    std::vector<std::string> counts;
    for (const auto& [name, count] : all.cannot) counts.push_back(fmt::format("{} {}×", name, count));
    text += " Left out of the bands, for muscles cannot make the moments in this way: " + plain(counts) + ".";
  }
  std::string levels, loads;
  for (std::size_t l = 0; l < summaries.levels.size(); ++l) {
    levels = l == 0 ? summaries.levels[l] : levels;
    loads += fmt::format("{}{:.2f}", l == 0 ? "" : ", ", all.reference.front()[static_cast<Eigen::Index>(l)] / 1000);
  }
  text += fmt::format(" Default, {} up to {}: {} kN.", levels, summaries.levels.back(), loads);
  if (const std::string missing = core_not_solved(all, summaries); !missing.empty())
    text += " " + missing + (by_level ? "" : " (× at the foot)");
  if (all.elsewhere > 0)
    text += fmt::format(" {} scenarios that change more than one thing are not shown.", all.elsewhere);
  text += " Deep: transversus, multifidus, quadratus; superficial: rectus, obliques, erector spinae.";
  return text + " A lower load of a weaker core is not protection: look at the reserve too.";
}

}  // namespace

Figure figure_core(const Results& results, const Summaries& summaries, const CoreLoad& load, CoreView view,
                   Format format) {
  // 1. What is shown, and how far the axis of changes must reach
  const CoreChanges all = core_changes(results, summaries, load);
  const bool by_level = view == CoreView::levels;
  const Eigen::Index lowest = lowest_level(summaries);
  std::vector<double> changes{0.0}, strengths{100.0};
  for (const CoreGroupChanges& group : all.groups) {
    const double shown = shown_strength(group);
    for (const CoreChange& change : group.changes) {
      strengths.push_back(100 * change.strength);
      if (!change.solved || (by_level && change.strength != shown)) continue;
      for (const Eigen::VectorXd* v : {&change.as_set, &change.low, &change.high})
        for (Eigen::Index l = 0; l < v->size(); ++l)
          if (by_level || l == lowest) changes.push_back((*v)[l]);
    }
  }
  if (changes.size() == 1)
    throw InputError("no scenario with a weaker or stronger group is solved; " + core_not_solved(all, summaries));
  const Extent change_range = range_of(changes, 0.06, 0.06), strength_range = range_of(strengths, 0.06, 0.06);

  // 2. The sheet: two columns of a journal wide, rows of panels
  Figure figure;
  figure.width = sheet_width;
  figure.note = note_of(all, summaries, load, by_level);
  const double panel_height = by_level ? levels_height : strengths_height;
  const std::size_t rows = (all.groups.size() + columns - 1) / columns;
  figure.height = head + static_cast<double>(rows) * (panel_height + gap_below) - 1 + foot(figure);
  figure.script += label_at(figure, 1.5, figure.height - 3.0,
                            by_level ? fmt::format("Core muscles at {} of their strength: change of {} at each level",
                                                   percent(weakened), load.title)
                                     : fmt::format("Strength of core muscles: change of {} at L5/S1", load.title));
  figure.script += label_at(
      figure, 1.5, figure.height - 6.4,
      fmt::format(
          "One group at a time, all else as in the default runner{}{}",
          summaries.body_weight > 0 ? fmt::format("; 100 N are {:.2g} body weights", 100 / summaries.body_weight) : "",
          all.assumptions.empty() ? "" : "; band: range over ways to share the load among muscles"),
      small_text);
  figure.script +=
      core_key(figure, all.movements,
               by_level && has_stable(all) ? "thin line: one way to share; black: the spine must be stable" : "");
  const double width = panel_width;

  // 3. The panels
  double top = figure.height - head;
  for (std::size_t p = 0; p < all.groups.size(); ++p) {
    const CoreGroupChanges& group = all.groups[p];
    const bool first = p % columns == 0, last = p % columns == columns - 1 || p + 1 == all.groups.size();
    const bool lowest_panel = p + columns >= all.groups.size();
    const double x0 = left + static_cast<double>(p % columns) * (width + gap_between);
    figure.data += by_level ? level_blocks(group, all, summaries) : strength_blocks(group, all, lowest);
    figure.script += fmt::format("\n# {}\n", group.name) + margins(figure, {x0, x0 + width, top - panel_height, top});
    const double own = shown_strength(group);
    figure.script += label_at(figure, x0, top + 2.0,
                              group.label + (by_level && own != weakened ? fmt::format(" ({})", percent(own)) : ""));
    if (by_level) {
      std::string names;
      for (std::size_t l = 0; l < summaries.levels.size(); ++l)
        names += fmt::format("{}{} {}", l == 0 ? "" : ", ", quote(first ? summaries.levels[l] : ""), l);
      figure.script += fmt::format("set ytics ({})\nset yrange [-0.6:{:.6g}]\n", names,
                                   static_cast<double>(summaries.levels.size()) - 0.4) +
                       axis_script("x", change_range, 3) + "set xtics offset 0,0.4 font ',6'\n" +
                       (format == Format::term ? "" : "set grid noytics xtics\n") +
                       "set arrow from 0, graph 0 to 0, graph 1 nohead linewidth 0.8 linecolor rgb '#555555' back\n";
      if (lowest_panel) figure.script += "set xlabel \"change (N)\" offset 0,0.7\n";
    } else {
      figure.script +=
          axis_script("x", strength_range, 3) + "set xtics 50 offset 0,0.4\n" + axis_script("y", change_range, 4) +
          (first ? "" : "set ytics format \"\"\n") + (format == Format::term ? "" : "set grid ytics noxtics\n") +
          "set arrow from graph 0, first 0 to graph 1, first 0 nohead linewidth 0.8 linecolor rgb '#555555' back\n" +
          weights_script("y2", {change_range.low / 1000, change_range.high / 1000}, last ? summaries.body_weight : 0.0,
                         4);
      if (lowest_panel) figure.script += "set xlabel \"strength (%)\" offset 0,0.7\n";
      const double middle = top - panel_height / 2;
      if (first) figure.script += side_label(figure, 2.5, middle, "change (N)");
      if (last && summaries.body_weight > 0)
        figure.script += side_label(figure, x0 + width + right - 2, middle, "body weights");
    }
    std::string missing;
    for (std::size_t m = 0; m < all.movements.size() && by_level; ++m)
      if (!any_solved(group, m, own)) missing += (missing.empty() ? "" : "\n") + all.movements[m] + ": not solved";
    if (!missing.empty())
      figure.script += fmt::format("set label {} at graph 0.03, 0.9 {}\n", quote(missing), small_text);
    figure.script +=
        by_level
            ? level_curves(group, all, format)
            : strength_curves(group, all, change_range.low + 0.04 * (change_range.high - change_range.low), format);
    figure.script += "unset label\nunset arrow\nunset xlabel\n";
    if (last) top -= panel_height + gap_below;
  }
  return figure;
}

}  // namespace psoas
