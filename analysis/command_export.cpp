// psoas export: one scenario in a form that another program reads.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "analysis/commands.h"
#include "analysis/export/export.h"
#include "models/table.h"
#include "sim/core/input_error.h"

namespace psoas {
namespace {

namespace fs = std::filesystem;

void write_text(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw FileError("cannot write " + path.string());
  std::printf("%s\n", path.c_str());
}

}  // namespace

int export_scenario(const Global&, const ExportCommand& command) {
  std::vector<std::string> names;
  for (const auto& [format, meaning] : export_formats()) names.push_back(format);
  if (std::find(names.begin(), names.end(), command.format) == names.end())
    throw InputError(fmt::format("no format '{}'; there are {}", command.format, fmt::join(names, ", ")));
  fs::path output = command.output;
  if (output.empty())
    output = command.results.parent_path() /
             fmt::format("{}-{}.{}", command.results.stem().string(), command.scenario, command.format);
  if (!fs::is_regular_file(command.results)) throw FileError("no results file " + command.results.string());
  const fs::path model = fs::path(output).replace_extension(".osim");  // a motion is nothing without its model
  const bool with_model = command.format == "mot";
  std::error_code ignored;
  for (const fs::path& file : with_model ? std::vector{output, model} : std::vector{output}) {
    if (fs::equivalent(file, command.results, ignored)) throw InputError(file.string() + " is the results file");
    if (fs::exists(file) && !command.force) throw InputError(file.string() + " exists; --force overwrites it");
  }

  const Results results(command.results);
  const Stride stride = read_stride(results, read_models(models_folder()), command.scenario);
  if (command.format == "csv") write_text(output, csv_text(stride));
  if (command.format == "mot") write_text(output, mot_text(stride)), write_text(model, osim_text(stride));
  if (command.format == "sto") write_text(output, sto_text(stride));
  if (command.format == "osim") write_text(output, osim_text(stride));
  if (command.format == "gltf") write_text(output, gltf_text(stride));
  return Exit::ok;
}

}  // namespace psoas
