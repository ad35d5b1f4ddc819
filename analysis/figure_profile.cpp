// How is a load spread over the lumbar levels? From the lowest level up along an axis (profile), or on spokes (spider),
// which many know and which reads worse: areas mislead and levels have no circle.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>

#include "analysis/figures.h"
#include "analysis/groups.h"
#include "analysis/parts.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

constexpr double left = 15, right = 6, panel_height = 48, head = 14, above = 8, below = 9, spider_height = 70;  // [mm]

/// One part's load at each level: 10, 50, 90 %.
struct Profile {
  Part part;
  std::vector<Spread> at;
};

struct Profiles {
  std::vector<Profile> each;
  std::vector<std::string> levels;
  std::string title, unit, left_out;
  std::string udunit;
  double factor = 1.0;
  std::size_t count = 0;
};

Profiles profiles_of(const Results& results, const std::string& quantity, const std::string& by) {
  const std::string variable = quantity.empty() ? "peak_compression" : quantity.substr(0, quantity.find('['));
  Profiles all;
  all.levels = results.texts("level");
  std::vector<Output> outputs;
  for (const std::string& level : all.levels) outputs.push_back(read_output(results, variable + "[" + level + "]"));
  const Usable who = usable(results, outputs.front().value);
  if (who.solved.empty()) throw InputError("nothing to draw: " + who.left_out);
  const OutputName& name = outputs.front().name;
  const Shown unit = shown(name.unit);
  all.title = name.label.substr(name.label.find(' ') + 1);
  all.title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(all.title[0])));
  all.unit = unit.unit;
  all.udunit = name.unit;
  all.factor = unit.factor;
  all.left_out = who.left_out;
  all.count = who.solved.size();
  for (const Part& part : parts_of(results, by, who.solved)) {
    all.each.push_back({part, {}});
    for (const Output& output : outputs) {
      const Eigen::Map<const Eigen::VectorXd> values(output.value.data(),
                                                     static_cast<Eigen::Index>(output.value.size()));
      Spread s = spread(values, part.members);
      all.each.back().at.push_back({unit.factor * s.low, unit.factor * s.median, unit.factor * s.high});
    }
  }
  return all;
}

std::vector<Part> parts(const Profiles& all) {
  std::vector<Part> list;
  for (const Profile& p : all.each) list.push_back(p.part);
  return list;
}

Figure sheet(const Results& results, const Profiles& all, const std::string& by, double height, const std::string& what,
             Format format) {
  Figure figure;
  figure.note = "Median of the scenarios. " + note_for(results, all.count, all.left_out);
  figure.height = head + height + foot(figure);
  figure.script += label_at(figure, 1.5, figure.height - 3,
                            all.title + " at each level" + (by.empty() ? "" : " by " + plain_name(by)));
  if (all.each.size() > 1)
    figure.script += key_of(figure, 1.5, figure.height - 7, parts(all), format);
  else
    figure.script += label_at(figure, 1.5, figure.height - 6.4, what, small_text);
  return figure;
}

}  // namespace

Figure figure_profile(const Results& results, const std::string& quantity, const std::string& by, Format format) {
  const Profiles all = profiles_of(results, quantity, by);
  Figure figure =
      sheet(results, all, by, panel_height + below + above, "dots: median; bars: 10–90 % of the scenarios", format);
  const bool weights = all.udunit == "N" && body_weight_of(results) > 0;
  std::vector<double> values{0.0};
  for (std::size_t p = 0; p < all.each.size(); ++p) {
    const Profile& profile = all.each[p];
    figure.data += fmt::format("# part {}\n# {} | level, lowest first, set apart | 10 %, median, 90 % ({})\n", p,
                               profile.part.name, all.unit);
    const double apart = 0.16 * (static_cast<double>(p) - 0.5 * static_cast<double>(all.each.size() - 1));
    for (std::size_t l = 0; l < profile.at.size(); ++l) {
      const Spread& s = profile.at[l];
      figure.data +=
          fmt::format("{:.3f} {:.5g} {:.5g} {:.5g}\n", static_cast<double>(l) - apart, s.low, s.median, s.high);
      for (double v : {s.low, s.high}) values.push_back(v);
    }
    figure.data += "\n\n";
  }
  const double top = figure.height - head - (weights ? above : 0);
  const Extent x = range_of(values, *std::min_element(values.begin(), values.end()) < 0 ? 0.05 : 0.0, 0.05);
  figure.script += margins(figure, {left, figure.width - right, top - panel_height, top});
  std::string names;
  for (std::size_t l = 0; l < all.levels.size(); ++l)
    names += fmt::format("{}{} {}", l == 0 ? "" : ", ", quote(all.levels[l]), l);
  figure.script +=
      axis_script("x", x, 5) +
      fmt::format("set yrange [-0.6:{:.1f}]\nset ytics ({})\nset xtics offset 0,0.4\nset xlabel {} offset 0,0.7\n",
                  static_cast<double>(all.levels.size()) - 0.4, names, quote(all.unit));
  if (all.udunit == "N")
    figure.script += weights_script("x2", x, body_weight_of(results), 5) + "set x2tics offset 0,-0.4\n";
  if (all.udunit == "N" && body_weight_of(results) > 0) figure.script += "set x2label \"body weights\" offset 0,-0.9\n";
  if (format != Format::term) figure.script += "set grid xtics noytics\n";
  std::string plots;
  for (std::size_t p = 0; p < all.each.size(); ++p) {
    const Part& part = all.each[p].part;
    plots += format == Format::term
                 ? fmt::format(", data index 'part {}' using 3:1 with points pointtype \"{}\"", p, part.place + 1)
                 : fmt::format(
                       ", \\\n  data index 'part {0}' using 2:1:($4-$2):(0) with vectors nohead linewidth 3.5 "
                       "linecolor rgb '#a0{1}', \\\n  data "
                       "index 'part {0}' using 3:1 with linespoints pointtype {2} pointsize 0.6*point linewidth 1 "
                       "linecolor rgb '#{1}'",
                       p, part.hue().substr(1), part.mark().filled);
  }
  figure.script += "plot " + plots.substr(2) + "\n";
  return figure;
}

Figure figure_spider(const Results& results, const std::string& quantity, const std::string& by, Format format) {
  const Profiles all = profiles_of(results, quantity, by);
  Figure figure = sheet(results, all, by, spider_height, "median; radius from zero", format);
  double most = 0, least = 0;
  for (const Profile& profile : all.each)
    for (const Spread& s : profile.at) most = std::max(most, s.median), least = std::min(least, s.median);
  if (least < 0) throw InputError("a spider has no place for negative numbers; try the kind `profile`");
  const double step = round_step({0, most}, 4), reach = step * std::ceil(most / step);
  const auto count = static_cast<double>(all.levels.size());
  const auto at = [&](double l, double value) {
    const double angle = std::numbers::pi / 2 - 2 * std::numbers::pi * l / count;
    return std::pair(value * std::cos(angle), value * std::sin(angle));
  };
  // 1. Rings and spokes
  figure.data += "# rings\n# x | y\n";
  for (double ring = step; ring < reach + 0.5 * step; ring += step) {
    for (std::size_t l = 0; l <= all.levels.size(); ++l) {
      const auto [x, y] = at(static_cast<double>(l), ring);
      figure.data += fmt::format("{:.5g} {:.5g}\n", x, y);
    }
    figure.data += "\n";
    figure.script += fmt::format("set label {} at 0,{:.5g} offset 0.3,0.3 font ',5.5' textcolor rgb '{}'\n",
                                 quote(fmt::format("{:g} {}", ring, all.unit)), ring, colour::grey);
  }
  for (std::size_t l = 0; l < all.levels.size(); ++l) {
    const auto [x, y] = at(static_cast<double>(l), reach);
    figure.data += fmt::format("0 0\n{:.5g} {:.5g}\n\n", x, y);
    const auto [tx, ty] = at(static_cast<double>(l), 1.13 * reach);
    figure.script += fmt::format("set label {} at {:.5g},{:.5g} center\n", quote(all.levels[l]), tx, ty);
  }
  figure.data += "\n";
  // 2. One polygon a part
  for (std::size_t p = 0; p < all.each.size(); ++p) {
    figure.data += fmt::format("# part {}\n# {} | x | y | median ({})\n", p, all.each[p].part.name, all.unit);
    for (std::size_t l = 0; l <= all.levels.size(); ++l) {
      const double value = all.each[p].at[l % all.levels.size()].median;
      const auto [x, y] = at(static_cast<double>(l), value);
      figure.data += fmt::format("{:.5g} {:.5g} {:.5g}\n", x, y, value);
    }
    figure.data += "\n\n";
  }
  const double side = spider_height - 4, middle = figure.width / 2, top = figure.height - head + 2;
  figure.script += margins(figure, {middle - side / 2, middle + side / 2, top - side, top});
  figure.script += fmt::format(
      "set xrange [{0:.5g}:{1:.5g}]\nset yrange [{0:.5g}:{1:.5g}]\nunset border\nunset xtics\nunset ytics\nunset "
      "grid\n",
      -1.25 * reach, 1.25 * reach);
  std::string plots = format == Format::term
                          ? "plot data index 'rings' using 1:2 with points pointtype \".\""
                          : "plot data index 'rings' using 1:2 with lines linewidth 0.5 linecolor rgb '#cccccc'";
  for (std::size_t p = 0; p < all.each.size(); ++p) {
    const Part& part = all.each[p].part;
    plots += format == Format::term
                 ? fmt::format(", data index 'part {}' using 1:2 with points pointtype \"{}\"", p, part.place + 1)
                 : fmt::format(
                       ", \\\n  data index 'part {}' using 1:2 with linespoints pointtype {} pointsize 0.5*point "
                       "linewidth 1.4 linecolor rgb '{}'",
                       p, part.mark().filled, part.hue());
  }
  figure.script += plots + "\n";
  return figure;
}

}  // namespace psoas
