// psoas info: what is this program, and what is in this results file?
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "analysis/commands.h"
#include "scenarios/provenance.h"
#include "scenarios/results/reader.h"
#include "scenarios/sweep.h"
#include "sim/core/simd_level.h"

namespace psoas {

namespace {

void line(const std::string& name, const std::string& value) { fmt::print("{:<36}{}\n", name, value); }

void about_program(const Global& global) {
  line("psoas", version());
  line("commit", commit());
  line("compiler", compiler());
  line("build", build_flags());
  line("simd level", simd::described(simd::built_for));
  line("libraries", libraries());
  line("models", models_folder().string());
  line("models sha256", read_models(models_folder()).sha256);
  line("cpu", cpu());
  line("threads", std::to_string(global.jobs > 0 ? global.jobs : default_jobs()));
}

/// "0.7 to 1.3, 3 values", "concrete, grass"
std::string range_text(const Results& results, const std::string& variable) {
  if (results.is_text(variable)) {
    const std::vector<std::string> texts = results.texts(variable);
    const std::set<std::string> words(texts.begin(), texts.end());
    constexpr std::size_t shown = 6;
    std::string text;
    std::size_t i = 0;
    for (const std::string& word : words)
      if (i++ < shown) text += (text.empty() ? "" : ", ") + word;
    return words.size() > shown ? fmt::format("{}, ... ({} words)", text, words.size()) : text;
  }
  std::set<double> values;
  for (double value : results.numbers(variable))
    if (!std::isnan(value)) values.insert(value);
  if (values.empty()) return "no value";
  const std::string units = results.attribute(variable, "units");
  const std::string unit = units.empty() || units == "1" ? "" : " " + units;
  if (values.size() == 1) return fmt::format("{:.6g}{}", *values.begin(), unit);
  return fmt::format("{:.6g} to {:.6g}{}, {} values", *values.begin(), *values.rbegin(), unit, values.size());
}

/// "1234 to 5678 N" of a table (scenario, level), level by level
void level_ranges(const Results& results, const std::string& variable) {
  const Eigen::MatrixXd table = results.table(variable);
  const std::vector<std::string> levels = results.texts("level");
  for (Eigen::Index level = 0; level < table.cols(); ++level) {
    double low = INFINITY, high = -INFINITY;
    for (double value : table.col(level))
      if (!std::isnan(value)) low = std::min(low, value), high = std::max(high, value);
    if (low <= high)
      line("  " + levels[static_cast<std::size_t>(level)],
           fmt::format("{:.0f} to {:.0f} {}", low, high, results.attribute(variable, "units")));
  }
}

void about_file(const std::filesystem::path& path) {
  const Results results(path);
  // 1. Where it comes from; of the study's text only how long it is
  for (const auto& [name, value] : results.attributes()) {
    if (name == "study")
      line(name, fmt::format("{} lines of text", std::count(value.begin(), value.end(), '\n')));
    else
      line(name, value);
  }
  // 2. How the scenarios ended
  const std::vector<Status> status = results.status();
  fmt::print("\n{} scenarios\n", results.scenario_count());
  for (int i = 0; i < status_count; ++i)
    if (const auto count = std::count(status.begin(), status.end(), static_cast<Status>(i)); count > 0)
      line("  " + std::string(status_names[i]), std::to_string(count));
  // 3. What was chosen
  fmt::print("\nvaried\n");
  for (const std::string& name : results.varied()) line("  " + name, range_text(results, name));
  fmt::print("\nfixed\n");
  for (const std::string& name : results.parameters())
    if (results.attribute(name, "parameter") == "fixed") line("  " + name, range_text(results, name));
  // 4. What came of it, unsolved scenarios left out
  for (const char* variable : {"peak_compression", "peak_shear_anterior"}) {
    fmt::print("\n{} of the converged\n", variable);
    level_ranges(results, variable);
  }
}

}  // namespace

int info(const Global& global, const InfoCommand& command) {
  if (command.fields)
    fmt::print("{}", fields_markdown());
  else if (command.results.empty())
    about_program(global);
  else
    about_file(command.results);
  return Exit::ok;
}

}  // namespace psoas
