// What does `psoas check` say?
#include "scenarios/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "scenarios/plan.h"

namespace psoas {
namespace {

/// The lines of a file, without byte order mark and carriage returns; none when it cannot be read.
std::vector<std::string> read_lines(const std::string& path) {
  std::vector<std::string> lines;
  if (!std::filesystem::is_regular_file(path)) return lines;
  std::ifstream file(path, std::ios::binary);
  for (std::string line; std::getline(file, line);) {
    if (lines.empty() && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    lines.push_back(std::move(line));
  }
  return lines;
}

/// What moves a caret below column `column` of `line`: columns count characters, not bytes, and a tab stays one.
std::string indent(const std::string& line, int column) {
  std::string space;
  int at = 1;
  for (std::size_t i = 0; i < line.size() && at < column; ++i) {
    if ((static_cast<unsigned char>(line[i]) & 0xC0) == 0x80) continue;  // a later byte of a UTF-8 character
    space += line[i] == '\t' ? '\t' : ' ';
    ++at;
  }
  return space + std::string(static_cast<std::size_t>(std::max(0, column - at)), ' ');
}

/// "Sobol, 500 samples, seed 1; 12 of 144 points skipped"
std::string design_text(const Study& study) {
  const Sweep& sweep = study.sweep;
  if (sweep.design == Design::single) return "";
  const DesignInfo& design = about(sweep.design);
  std::string text(design.title);
  if (design.random && size(study) != sweep.samples) text += fmt::format(", {} samples", sweep.samples);
  if (design.random) text += fmt::format(", seed {}", sweep.seed);
  for (const Axis& axis : sweep.cross) text += fmt::format(", crossed with {}", axis.key->name);
  if (!study.kept.all())
    text += fmt::format("; {} of {} points skipped", design_size(sweep) - size(study), design_size(sweep));
  return text;
}

std::string with_unit(const Key& key, const std::string& text) {
  return key.unit.empty() || key.unit == "1" ? text : fmt::format("{} {}", text, key.unit);
}

/// "2, 7, 14 deg", "40 ... 200 kN/m (9 values)", "50 to 200 kN/m, log", "normal 70 ± 10 kg, 40 to 120 kg"
std::string axis_text(const Axis& axis) {
  const auto with = [&](const std::string& text) { return with_unit(*axis.key, text); };
  if (axis.values.empty()) {
    const std::string ends = with(fmt::format("{} to {}", axis.from, axis.to));
    if (axis.spread == Spread::normal)
      return fmt::format("normal {}, cut off at {}", with(fmt::format("{} ± {}", axis.mean, axis.deviation)), ends);
    return ends + (axis.spread == Spread::log ? ", log" : "");
  }
  const std::size_t count = axis.values.size();
  const bool weighted = std::any_of(axis.weights.begin(), axis.weights.end(),
                                    [&](double weight) { return weight != axis.weights.front(); });
  if (count > 6)
    return fmt::format("{} ({} values)",
                       with(fmt::format("{}, {} ... {}", to_text(axis.values[0]), to_text(axis.values[1]),
                                        to_text(axis.values.back()))),
                       count);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < count; ++i)
    words.push_back(to_text(axis.values[i]) + (weighted ? fmt::format(" ({:.3g} %)", 100 * axis.weights[i]) : ""));
  return with(fmt::format("{}", fmt::join(words, ", ")));
}

/// What ties the keys together: correlations, formulas, conditions.
std::string links_text(const Sweep& sweep) {
  std::string text;
  for (Eigen::Index a = 0; a < sweep.correlation.rows(); ++a)
    for (Eigen::Index b = 0; b < a; ++b)
      if (sweep.correlation(a, b) != 0)
        text += fmt::format("  correlation {} of {} and {}\n", sweep.correlation(a, b),
                            sweep.axes[static_cast<std::size_t>(b)].key->name,
                            sweep.axes[static_cast<std::size_t>(a)].key->name);
  for (const Expression& condition : sweep.skip) text += fmt::format("  skip   {}\n", condition.text());
  return text;
}

/// Six digits are enough to recognise a sampled number.
std::string short_text(const Value& value) {
  const double* number = std::get_if<double>(&value);
  return number ? fmt::format("{:.6g}", *number) : to_text(value);
}

/// "  first  3f2a...  posture.trunk_lean_deg = 2, core.strength = 0.7"
std::string scenario_text(const Study& study, const std::string& label, std::size_t i) {
  std::vector<std::string> parts;
  const std::vector<const Key*> varied = varied_keys(study);
  const std::vector<Value> values = varied_values(study, i);
  for (std::size_t a = 0; a < varied.size(); ++a)
    parts.push_back(fmt::format("{} = {}", varied[a]->name, short_text(values[a])));
  return fmt::format("  {:<6} {}{}{}\n", label, scenario_id(scenario(study, i)), parts.empty() ? "" : "  ",
                     fmt::join(parts, ", "));
}

}  // namespace

std::string format_problems(const InputError& error, bool color) {
  const std::string bold = color ? "\x1b[1m" : "", red = color ? "\x1b[1;31m" : "", green = color ? "\x1b[1;32m" : "",
                    plain = color ? "\x1b[0m" : "";
  std::map<std::string, std::vector<std::string>> files;
  std::string text;
  for (const Problem& problem : error.problems()) {
    // file:line:column: error: message
    std::string place = problem.file;
    if (problem.line > 0) place += fmt::format(":{}", problem.line);
    if (problem.line > 0 && problem.column > 0) place += fmt::format(":{}", problem.column);
    if (!place.empty()) place += ": ";
    text += fmt::format("{}{}{}{}error:{} {}\n", bold, place, plain, red, plain, problem.message);

    // The line, and a caret below.
    if (problem.line <= 0) continue;
    const auto known = files.find(problem.file);
    const auto& lines = known != files.end() ? known->second : files[problem.file] = read_lines(problem.file);
    if (static_cast<std::size_t>(problem.line) > lines.size()) continue;
    const std::string& line = lines[static_cast<std::size_t>(problem.line) - 1];
    text += fmt::format("{:>5} | {}\n", problem.line, line);
    if (problem.column > 0) text += fmt::format("{:>5} | {}{}^{}\n", "", indent(line, problem.column), green, plain);
  }
  const std::size_t count = error.problems().size();
  if (count > 1) text += fmt::format("{} problems\n", count);
  return text;
}

std::string plan_text(const Study& study) {
  std::string text = fmt::format("{}\n", study.title);

  // What is fixed: the keys set, without those that vary.
  const std::vector<const Key*> varied = varied_keys(study);
  std::size_t width = 0;
  for (const Key& key : keys()) width = std::max(width, key.name.size());
  const auto row = [&](const Key& key, const std::string& value) {
    text += fmt::format("    {:<{}}  {}\n", key.name, width, value);
  };
  if (!study.fixed.empty()) text += "  fixed\n";
  for (const Setting& setting : study.fixed)
    if (std::find(varied.begin(), varied.end(), setting.key) == varied.end())
      row(*setting.key, with_unit(*setting.key, to_text(setting.value)));

  // What varies, and how many scenarios that makes.
  if (!varied.empty()) text += "  varied\n";
  for (const Axis& axis : study.sweep.axes) row(*axis.key, axis_text(axis));
  for (const Axis& axis : study.sweep.cross) row(*axis.key, axis_text(axis) + ", crossed with the design");
  if (study.sweep.design == Design::list)
    for (const Key* key : varied) {
      const auto is = [&](const auto& other) { return other.key == key; };
      if (std::none_of(study.sweep.formulas.begin(), study.sweep.formulas.end(), is) &&
          std::none_of(study.sweep.cross.begin(), study.sweep.cross.end(), is))
        row(*key, "by case");
    }
  for (const Formula& formula : study.sweep.formulas) row(*formula.key, "= " + formula.value.text());
  text += links_text(study.sweep);
  const std::size_t count = size(study);
  const std::string design = design_text(study);
  text += fmt::format("  plan   {} scenario{}{}\n", count, count == 1 ? "" : "s",
                      design.empty() ? "" : " (" + design + ")");
  if (study.lesson)
    text += fmt::format("  claim  \"{}\" {} from {} to {}\n", study.lesson->claim, study.lesson->factor,
                        study.lesson->from, study.lesson->to);
  text += scenario_text(study, "first", 0);
  if (count > 1) text += scenario_text(study, "last", count - 1);
  return text;
}

}  // namespace psoas
