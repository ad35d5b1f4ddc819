// What is a folder of results of? See manifest.h.
#include "scenarios/manifest.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <fstream>
#include <sstream>

#include "scenarios/results/durable.h"
#include "sim/core/input_error.h"

namespace psoas {

namespace {

constexpr std::string_view manifest_format = "psoas-sweep";
constexpr int manifest_version = 1;

std::string to_text(const std::variant<std::string, int, double>& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<int>(&value)) return std::to_string(*number);
  return fmt::format("{}", std::get<double>(value));
}

Outputs outputs_of(const Results& results) {
  Outputs outputs = Outputs::summary;
  for (const Outputs more : {Outputs::waveforms, Outputs::muscles})
    for (const Field& field : fields)
      if (holds(more, field) && !holds(outputs, field) && results.has(std::string(field.path))) outputs = more;
  return outputs;
}

}  // namespace

std::string Manifest::attribute(const std::string& name) const {
  for (const auto& [key, value] : attributes)
    if (key == name) return to_text(value);
  return "";
}

void write_manifest(const std::filesystem::path& path, const Manifest& manifest) {
  // Attributes as pairs: their order is that of the results file
  toml::array attributes;
  for (const auto& [name, value] : manifest.attributes) {
    toml::array pair{name};
    std::visit([&](const auto& v) { pair.push_back(v); }, value);
    attributes.push_back(std::move(pair));
  }
  const toml::table table{{"format", manifest_format},
                          {"format_version", manifest_version},
                          {"scenarios", static_cast<std::int64_t>(manifest.scenarios)},
                          {"batch", static_cast<std::int64_t>(manifest.batch)},
                          {"outputs", outputs_names[static_cast<std::size_t>(manifest.outputs)]},
                          {"attributes", std::move(attributes)}};
  std::ostringstream text;
  text << "# What the shards beside this file are of. Written by psoas sweep; psoas status reads it.\n"
       << table << "\n";
  const std::string whole = text.str();
  write_durably(path, std::as_bytes(std::span(whole)));
}

Manifest read_manifest(const std::filesystem::path& path) {
  const std::string what = "cannot read " + path.string() + ": ";
  toml::table table;
  try {
    table = toml::parse_file(path.string());
  } catch (const toml::parse_error& error) {
    throw FileError(what + std::string(error.description()));
  }
  if (table["format"].value_or(std::string_view()) != manifest_format ||
      table["format_version"].value_or(0) != manifest_version)
    throw FileError(what + "it is not of a sweep of this psoas");
  Manifest manifest;
  manifest.scenarios = static_cast<std::size_t>(table["scenarios"].value_or(std::int64_t{0}));
  manifest.batch = static_cast<std::size_t>(table["batch"].value_or(std::int64_t{0}));
  if (manifest.scenarios == 0 || manifest.batch == 0) throw FileError(what + "it names no scenarios");
  manifest.outputs = parse_outputs(table["outputs"].value_or(std::string()));
  if (const toml::array* attributes = table["attributes"].as_array())
    for (const toml::node& node : *attributes) {
      const toml::array* pair = node.as_array();
      if (pair == nullptr || pair->size() != 2) throw FileError(what + "attributes are pairs");
      const std::string name = pair->get(0)->value_or(std::string());
      const toml::node& value = *pair->get(1);
      if (value.is_integer())
        manifest.attributes.emplace_back(name, static_cast<int>(value.value_or(std::int64_t{0})));
      else if (value.is_floating_point())
        manifest.attributes.emplace_back(name, value.value_or(0.0));
      else
        manifest.attributes.emplace_back(name, value.value_or(std::string()));
    }
  return manifest;
}

Manifest manifest_of(const Results& results) {
  Manifest manifest{results.scenario_count(), 0, outputs_of(results), {}};
  for (const auto& [name, value] : results.attributes()) manifest.attributes.emplace_back(name, value);
  return manifest;
}

std::vector<std::string> differences(const Manifest& was, const Manifest& is) {
  std::vector<std::string> all = study_differences(was.attribute("study"), is.attribute("study"));
  const auto compare = [&](const std::string& name, const std::string& before, const std::string& now) {
    if (before != now) all.push_back(fmt::format("{} was {}, is {}", name, before, now));
  };
  compare("models_sha256", was.attribute("models_sha256").substr(0, 16), is.attribute("models_sha256").substr(0, 16));
  compare("version of psoas", was.attribute("version"), is.attribute("version"));
  compare("commit of psoas", was.attribute("commit"), is.attribute("commit"));
  compare("SIMD level", was.attribute("simd_level"), is.attribute("simd_level"));
  compare("format_version of results", was.attribute("format_version"), is.attribute("format_version"));
  compare("number of scenarios", std::to_string(was.scenarios), std::to_string(is.scenarios));
  compare("--outputs", std::string(outputs_names[static_cast<std::size_t>(was.outputs)]),
          std::string(outputs_names[static_cast<std::size_t>(is.outputs)]));
  return all;
}

}  // namespace psoas
