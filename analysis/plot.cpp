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

const std::vector<PlotKind> kinds = {
    {"factors", "peak L5/S1 compression against each varied factor: every scenario"},
    {"factors-shear", "peak L5/S1 anterior-posterior shear against each varied factor"},
    {"levels", "peak compression and shear at each lumbar level"},
    {"cycle", "L5/S1 compression, shear and ground force over the gait cycle of chosen scenarios"},
    {"waveforms", "median and 10-90 % of any curves over the gait cycle", true, true},
    {"heatmap", "a load at every level over the gait cycle, as colour", true, true},
    {"response", "change of any output with each factor, the others held", true},
    {"tornado", "the same as one bar a factor, the longest on top", true},
    {"map", "mean of any output at each pair of values of two factors", true},
    {"pareto", "two outputs against each other, and the scenarios none betters in both", true, true},
    {"profile", "any output at every level", true, true},
    {"spider", "the same on spokes", true, true},
    {"importance", "what any output depends on, by the method the design was made for", true},
    {"core", "change of peak compression at every level when one group of core muscles is weak"},
    {"core-shear", "the same of anterior-posterior shear"},
    {"core-strength", "change of peak L5/S1 compression over the strength of each group of core muscles"},
    {"core-strength-shear", "the same of anterior-posterior shear"},
    {"core-reserve", "least strength reserve of the stride over the strength of each group of core muscles"},
    {"reserve", "strength reserve of the lumbar muscles over the gait cycle, of chosen scenarios or of all"},
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
  const std::string quantity = options.quantities.empty() ? "" : options.quantities.front();
  if (options.kind == "waveforms") return figure_waveforms(results, options.quantities, options.by, format);
  if (options.kind == "heatmap") return figure_heatmap(results, quantity, options.by, format);
  if (options.kind == "response") return figure_response(results, quantity, format);
  if (options.kind == "tornado") return figure_tornado(results, quantity, format);
  if (options.kind == "map") return figure_map(results, quantity, options.factors, format);
  if (options.kind == "profile") return figure_profile(results, quantity, options.by, format);
  if (options.kind == "spider") return figure_spider(results, quantity, options.by, format);
  if (options.kind == "importance")
    return figure_sensitivity(sensitivity(results, quantity.empty() ? "peak_compression[L5-S1]" : quantity, {}),
                              format);
  const Summaries all = read_summaries(results);
  if (options.kind == "pareto") return figure_pareto(results, all, options.quantities, options.by, format);
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

/// An option that a kind does not heed is a mistake, never silently dropped.
void refuse_ignored(const PlotOptions& options) {
  for (const PlotKind& kind : kinds) {
    if (kind.name != options.kind) continue;
    const bool two = kind.name == "pareto", any = kind.name == "waveforms";
    if (!options.quantities.empty() && !kind.quantity)
      throw InputError(fmt::format("the kind {} draws its own outputs; --quantity is for others", kind.name));
    if (options.quantities.size() > 1 && !two && !any)
      throw InputError(fmt::format("the kind {} draws one output: give --quantity once", kind.name));
    if (!options.by.empty() && !kind.by) throw InputError(fmt::format("the kind {} knows no --by", kind.name));
    if (!options.factors.empty() && kind.name != "map") throw InputError("--factors is for the kind map");
    const bool chosen = kind.name == "cycle" || kind.name == "reserve";
    if (!options.scenarios.empty() && !chosen) throw InputError("--scenario is for the kinds cycle and reserve");
  }
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

const std::vector<PlotKind>& plot_kinds() { return kinds; }

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
  for (const PlotKind& kind : kinds) names.push_back(kind.name);
  if (std::find(names.begin(), names.end(), options.kind) == names.end()) {
    const std::string near = nearest(options.kind, names);
    throw InputError(fmt::format(
        "no figure of the kind '{}'; {}", options.kind,
        near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", near)));
  }
  refuse_ignored(options);
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
