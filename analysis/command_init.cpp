// psoas init: a commented study to start from.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>

#include "analysis/commands.h"
#include "models/table.h"
#include "scenarios/templates.h"
#include "sim/core/input_error.h"

namespace psoas {

std::string template_names() {
  std::string names;
  for (const Template& one : templates()) names += (names.empty() ? "" : ", ") + std::string(one.name);
  return names;
}

int init(const Global& global, const InitCommand& command) {
  // 1. Which?
  std::vector<std::string> names;
  const Template* chosen = nullptr;
  for (const Template& one : templates()) {
    names.emplace_back(one.name);
    if (one.name == command.template_name) chosen = &one;
  }
  if (!chosen) {
    const std::string near = nearest(command.template_name, names);
    throw InputError(fmt::format(
        "no template '{}'; {}", command.template_name,
        near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", near)));
  }

  // 2. Where? "-" is standard output; nothing that exists is overwritten unless that was asked for
  if (command.output == "-") {
    std::fputs(std::string(chosen->text).c_str(), stdout);
    return Exit::ok;
  }
  const std::filesystem::path path =
      command.output.empty() ? std::filesystem::path(command.template_name + ".toml") : command.output;
  if (!command.force && std::filesystem::exists(path)) throw InputError(path.string() + " exists; --force replaces it");
  std::ofstream file(path, std::ios::binary);
  file << chosen->text;
  file.close();
  if (!file) throw FileError("cannot write " + path.string());
  fmt::print("{}\n", path.string());
  if (!global.quiet) fmt::print(stderr, "psoas: change it, then: psoas check {}\n", path.string());
  return Exit::ok;
}

}  // namespace psoas
