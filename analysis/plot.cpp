// See plot.h.
#include "analysis/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "analysis/figures.h"
#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

namespace fs = std::filesystem;

const std::vector<std::pair<std::string, std::string>> kinds = {
    {"factors", "peak L5/S1 compression against each varied factor"},
    {"factors-shear", "peak L5/S1 anterior-posterior shear against each varied factor"},
    {"levels", "peak compression and shear at each lumbar level"},
    {"core", "change of peak compression at every level when one group of core muscles is weak"},
    {"core-shear", "the same of anterior-posterior shear"},
    {"core-strength", "change of peak L5/S1 compression over the strength of each group of core muscles"},
    {"core-strength-shear", "the same of anterior-posterior shear"},
    {"core-reserve", "least strength reserve of the stride over the strength of each group of core muscles"},
    {"reserve", "strength reserve of the lumbar muscles over the gait cycle, of chosen scenarios or of all"},
    {"cycle", "L5/S1 compression, shear and ground force over the gait cycle of chosen scenarios"},
};

/// The scenarios asked for that have numbers. Those that have none go into `left_out`.
std::vector<std::size_t> chosen_scenarios(const std::vector<int>& asked, const Summaries& all, std::string& left_out) {
  if (asked.size() > std::size(colour::series)) {
    throw InputError(
        fmt::format("{} scenarios asked for; a figure tells {} apart", asked.size(), std::size(colour::series)));
  }
  std::vector<std::size_t> chosen;
  for (int scenario : asked) {
    const auto i = static_cast<std::size_t>(scenario);
    if (scenario < 0 || i >= all.count())
      throw InputError(fmt::format("no scenario {}: the file holds 0 to {}", scenario, all.count() - 1));
    if (all.status[i] == Status::converged) {
      chosen.push_back(i);
    } else {
      left_out +=
          fmt::format("{}Scenario {} left out: {}.", left_out.empty() ? "" : " ", scenario, name(all.status[i]));
    }
  }
  if (chosen.empty()) throw InputError("nothing to draw: " + left_out);
  return chosen;
}

Figure make(const PlotOptions& options, Format format) {
  const Results results(options.results);
  const Summaries all = read_summaries(results);
  if (options.kind == "factors") return figure_factors(all, peak_compression, format);
  if (options.kind == "factors-shear") return figure_factors(all, peak_shear, format);
  if (options.kind == "levels") return figure_levels(all, format);
  if (options.kind == "core") return figure_core(results, all, core_compression, CoreView::levels, format);
  if (options.kind == "core-shear") return figure_core(results, all, core_shear, CoreView::levels, format);
  if (options.kind == "core-strength") return figure_core(results, all, core_compression, CoreView::strengths, format);
  if (options.kind == "core-strength-shear") return figure_core(results, all, core_shear, CoreView::strengths, format);
  if (options.kind == "core-reserve") return figure_core_reserve(results, all, format);
  std::string left_out = options.scenarios.empty() ? all.left_out() : "";
  if (options.kind == "reserve") {
    const auto asked =
        options.scenarios.empty() ? std::vector<std::size_t>{} : chosen_scenarios(options.scenarios, all, left_out);
    return figure_reserve(results, all, asked, left_out, format);
  }
  const auto chosen =
      options.scenarios.empty() ? telling_scenarios(results, all) : chosen_scenarios(options.scenarios, all, left_out);
  return figure_cycle(results, all, chosen, left_out, format);
}

void refuse_overwriting(Format format, const fs::path& output, bool force) {
  const std::vector<fs::path> files = files_at_stake(format, output);
  if (force || files.empty()) return;
  if (files.front() == output)
    throw InputError(output.string() + " exists; --force overwrites the figure, its script and its data");
  throw InputError(files.front().string() +
                   " or its data were changed by hand; --force throws that away, another -o keeps it");
}

}  // namespace

const std::vector<std::pair<std::string, std::string>>& plot_kinds() { return kinds; }

void draw_to(const fs::path& output, bool force, const std::function<Figure(Format)>& make_figure) {
  const std::string ending = output.extension().string();
  const Format format = format_of(ending.empty() ? ending : ending.substr(1));
  refuse_overwriting(format, output, force);
  draw(make_figure(format), format, output);
}

int plot(const PlotOptions& options) {
  // Everything that can be wrong with the request, before anything is read.
  const Format format = format_of(options.format);
  std::vector<std::string> names;
  for (const auto& [name, meaning] : kinds) names.push_back(name);
  if (std::find(names.begin(), names.end(), options.kind) == names.end()) {
    const std::string near = nearest(options.kind, names);
    throw InputError(fmt::format(
        "no figure of the kind '{}'; {}", options.kind,
        near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", near)));
  }
  fs::path output = options.output;
  if (output.empty()) output = options.results.parent_path() / fmt::format("{}.{}", options.kind, extension(format));
  // The figure, its script and its data stand side by side: none may be the results or take another's place.
  if (format != Format::term && output.extension() != "." + std::string(extension(format)))
    throw InputError(fmt::format("{} is to be a figure in {}: end its name in .{} or give --format", output.string(),
                                 options.format, extension(format)));
  std::error_code ignored;
  if (fs::equivalent(output, options.results, ignored)) throw InputError(output.string() + " is the results file");
  if (!fs::is_regular_file(options.results)) throw FileError("no results file " + options.results.string());
  refuse_overwriting(format, output, options.force);

  draw(make(options, format), format, output);
  if (format != Format::term) std::printf("%s\n", output.c_str());
  return 0;
}

}  // namespace psoas
