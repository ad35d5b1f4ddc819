// The project's own files, for tests of the house itself.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace psoas::house {

namespace fs = std::filesystem;

inline const fs::path root = PSOAS_SOURCE_DIR;

inline std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// Files below the given folders (or the files themselves) with one of the extensions, relative to the root, sorted.
inline std::vector<fs::path> files(const std::set<std::string>& places, const std::set<std::string>& extensions) {
  std::vector<fs::path> found;
  const auto consider = [&](const fs::path& path) {
    if (extensions.count(path.extension().string()) != 0) found.push_back(fs::relative(path, root));
  };
  for (const std::string& place : places) {
    if (fs::is_regular_file(root / place)) consider(root / place);
    if (!fs::is_directory(root / place)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / place)) {
      if (entry.is_regular_file()) consider(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace psoas::house
