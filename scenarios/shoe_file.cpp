// What is a shoe of one's own? Found in a study, read, and put into the catalogue.
#include "scenarios/shoe_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace psoas {
namespace {

constexpr std::string_view ending = ".toml";

/// Every text value below a node that names a file, but for the study's title.
void find_names(const toml::node& node, const Place& fallback, std::vector<std::pair<std::string, Place>>& names) {
  if (const auto* table = node.as_table()) {
    for (const auto& [key, child] : *table)
      if (key.str() != "title") find_names(child, fallback, names);
  } else if (const auto* array = node.as_array()) {
    for (const toml::node& child : *array) find_names(child, fallback, names);
  } else if (const auto* text = node.as_string(); text && text->get().ends_with(ending)) {
    names.emplace_back(text->get(), place_of(node, fallback));
  }
}

/// The shoe of one file; nothing it sets wrong goes unsaid.
ShoeKind read_shoe(const std::string& text, const std::filesystem::path& path, const std::string& name,
                   const Catalogue& library, Problems& problems) {
  ShoeKind shoe{{}, "shoe file", name};
  toml::table root;
  try {
    root = toml::parse(std::string_view(text), std::string_view(path.string()));
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    problems.add({path.string(), static_cast<int>(at.line), static_cast<int>(at.column)},
                 fmt::format("not valid TOML: {}", error.description()));
    return shoe;
  }
  std::vector<Setting> settings;
  Reader reader{library, problems};
  const Place top{path.string(), 1, 1};
  bool found = false;
  for (const Entry& entry : entries_of(root, "", top)) {
    if (entry.path == "title" && entry.node->is_string()) {
      shoe.source = entry.node->as_string()->get();
    } else if (entry.path == "shoe" && entry.node->is_table()) {
      found = true;
      for (const Entry& child : entries_of(*entry.node->as_table(), "shoe.", entry.at_value)) {
        const Key* key = read_key(child, reader);
        if (!key) continue;
        if (const auto value = read_value(*key, child.path, *child.node, child.at_value, reader))
          settings.push_back({key, *value});
      }
    } else {
      problems.add(entry.at_name, fmt::format("'{}' does not belong in a shoe file: title and [shoe] do", entry.path));
    }
  }
  if (!found) problems.add(top, "a shoe file needs a [shoe] table; psoas shoe fit writes one");
  shoe.options = resolve(settings, library).shoe;
  return shoe;
}

}  // namespace

std::string read_shoe_files(const toml::table& study, const std::vector<std::string>& sets,
                            const std::filesystem::path& study_path, Catalogue& catalogue, Problems& problems) {
  // 1. Who names a file?
  std::vector<std::pair<std::string, Place>> names;
  find_names(study, {study_path.string(), 1, 1}, names);
  for (const std::string& set : sets) {
    const std::size_t equals = set.find('=');
    if (equals == std::string::npos) continue;
    const Place place{"--set " + set, 0, 0};
    const std::string value = set.substr(equals + 1);
    try {
      const toml::table parsed = toml::parse(std::string_view("value = " + value));
      find_names(parsed, place, names);
    } catch (const toml::parse_error&) {
      if (value.ends_with(ending)) names.emplace_back(value, place);
    }
  }

  // 2. Read each once, against the library alone: a shoe file names no other
  const Catalogue library = catalogue;
  std::string kept;
  for (const auto& [name, place] : names) {
    if (catalogue.shoe(name)) continue;
    const std::filesystem::path path = study_path.parent_path() / name;
    std::ifstream in(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (!in.is_open() || in.bad() || std::filesystem::is_directory(path)) {
      problems.add(place, fmt::format("cannot read the shoe file {}", path.string()));
      catalogue.shoes.push_back({{.kind = name}, "shoe file", name});  // told once is enough
      continue;
    }
    ShoeKind shoe = read_shoe(text, path, name, library, problems);
    shoe.options.kind = name;
    catalogue.shoes.push_back(std::move(shoe));
    kept += fmt::format("# shoe file {}\n", name);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) kept += "#   " + line + "\n";
  }
  return kept;
}

}  // namespace psoas
