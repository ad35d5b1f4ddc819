// psoas report: one page of a results file, complete in itself.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "analysis/commands.h"
#include "analysis/report/page.h"
#include "sim/core/input_error.h"

namespace psoas {

int report(const Global& global, const ReportCommand& command) {
  namespace fs = std::filesystem;
  needed_bundle();
  fs::path output = command.output;
  if (output.empty()) output = command.results.parent_path() / "report.html";
  std::error_code ignored;
  if (fs::equivalent(output, command.results, ignored)) throw InputError(output.string() + " is the results file");
  if (!fs::is_regular_file(command.results)) throw FileError("no results file " + command.results.string());
  if (fs::exists(output) && !command.force) throw InputError(output.string() + " exists; --force overwrites it");

  PageOptions options;
  options.byte_limit = static_cast<std::size_t>(1e6 * command.megabytes);
  const Results results(command.results);
  const Page page = make_page(results, read_models(models_folder()), options);
  std::ofstream file(output, std::ios::binary);
  file << page.html;
  file.close();
  if (!file) throw FileError("cannot write " + output.string());

  if (!global.quiet) {
    const auto solved = static_cast<std::size_t>(std::count(page.status.begin(), page.status.end(), Status::converged));
    fmt::print(stderr, "psoas: {:.1f} MB", 1e-6 * static_cast<double>(page.html.size()));
    if (!page.has_curves)
      fmt::print(stderr, "; the file holds no curves (--outputs summary), so there is no runner");
    else if (page.curves < solved)
      fmt::print(stderr, "; curves of {} of {} scenarios: --megabytes makes room for more, psoas view shows all",
                 page.curves, solved);
    else if (!page.muscles)
      fmt::print(stderr, "; without muscles");
    fmt::print(stderr, "\n");
  }
  std::printf("%s\n", output.c_str());
  return Exit::ok;
}

}  // namespace psoas
