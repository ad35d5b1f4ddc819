// In which keys do two studies differ? Both are flattened to key and value: layout, comments, title and what a lesson
// says about the study do not matter.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "scenarios/manifest.h"

namespace psoas {

namespace {

std::string value_text(const toml::node& node) {
  // 70 and 70.0 are one value.
  if (const auto number = node.value<double>(); number && node.is_number()) return fmt::format("{}", *number);
  if (const toml::array* array = node.as_array()) {
    std::vector<std::string> parts;
    for (const toml::node& part : *array) parts.push_back(value_text(part));
    return fmt::format("[{}]", fmt::join(parts, ", "));
  }
  if (const toml::table* table = node.as_table()) {
    std::vector<std::string> parts;
    for (const auto& [name, part] : *table) parts.push_back(fmt::format("{} = {}", name.str(), value_text(part)));
    return fmt::format("{{{}}}", fmt::join(parts, ", "));
  }
  std::ostringstream text;
  text << toml::node_view(node);
  return text.str();
}

/// "runner.mass_kg" -> "70"; inline tables and arrays are values.
void flatten(const toml::table& table, const std::string& prefix, std::map<std::string, std::string>& into) {
  for (const auto& [name, node] : table) {
    const std::string path = prefix + std::string(name.str());
    const toml::table* inner = node.as_table();
    if (inner != nullptr && !inner->is_inline())
      flatten(*inner, path + ".", into);
    else if (path != "title")
      into[path] = value_text(node);
  }
}

/// Which key of a grid is fastest is told by their order alone.
std::string order_text(const toml::table& sweep) {
  std::vector<std::pair<toml::source_position, std::string>> names;
  for (const auto& [name, node] : sweep) names.emplace_back(name.source().begin, std::string(name.str()));
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> order;
  for (const auto& [position, name] : names) order.push_back(name);
  return fmt::format("{}", fmt::join(order, ", "));
}

std::map<std::string, std::string> flattened(const std::string& study) {
  std::map<std::string, std::string> all;
  try {
    toml::table table = toml::parse(study);
    table.erase("lesson");
    flatten(table, "", all);
    if (const toml::table* sweep = table["sweep"].as_table()) all["order of the keys in [sweep]"] = order_text(*sweep);
  } catch (const toml::parse_error&) {
    all["text"] = study;  // cannot happen to a study that was read before
  }
  // What --set said stands behind the text as comments (study.h).
  std::istringstream lines(study);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("# --set ")) {
      const std::size_t equals = std::min(line.find('='), line.size());
      all[line.substr(2, equals - 2)] = line.substr(std::min(equals + 1, line.size()));
    }
  return all;
}

}  // namespace

std::vector<std::string> study_differences(const std::string& was, const std::string& is) {
  const std::map<std::string, std::string> before = flattened(was), now = flattened(is);
  std::vector<std::string> all;
  for (const auto& [name, value] : before) {
    const auto found = now.find(name);
    if (found == now.end())
      all.push_back(fmt::format("{} was {}, is not set", name, value));
    else if (found->second != value)
      all.push_back(fmt::format("{} was {}, is {}", name, value, found->second));
  }
  for (const auto& [name, value] : now)
    if (!before.contains(name)) all.push_back(fmt::format("{} was not set, is {}", name, value));
  return all;
}

}  // namespace psoas
