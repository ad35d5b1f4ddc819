// What is in a sweep's folder? See sweep_folder.h.
#include "scenarios/sweep_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "sim/core/input_error.h"

namespace psoas {

namespace fs = std::filesystem;

namespace sweep_folder {
fs::path results(const fs::path& folder) { return folder / "results.h5"; }
fs::path shards(const fs::path& folder) { return folder / "shards"; }
fs::path manifest(const fs::path& folder) { return folder / "shards" / "sweep.toml"; }
fs::path lock(const fs::path& folder) { return folder / "shards" / "lock"; }
}  // namespace sweep_folder

namespace {

std::string batch_name(const Cut& cut, std::size_t batch) {
  const std::size_t first = cut.first(batch);
  return fmt::format("{:08}-{:08}", first, first + cut.count(batch) - 1);
}

}  // namespace

fs::path shard_path(const fs::path& folder, const Cut& cut, std::size_t batch, std::optional<std::size_t> piece) {
  const std::string name = batch_name(cut, batch) + (piece ? fmt::format(".{}", *piece) : "") + ".h5";
  return sweep_folder::shards(folder) / name;
}

std::map<std::size_t, std::vector<fs::path>> shard_files(const fs::path& folder, const Cut& cut) {
  const std::regex pattern(R"((\d{8,})-\d{8,}(\.\d+)?\.h5)");
  std::map<std::size_t, std::vector<fs::path>> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(sweep_folder::shards(folder), error)) {
    const std::string name = entry.path().filename().string();
    std::smatch match;
    if (!std::regex_match(name, match, pattern)) continue;
    const std::size_t first = std::stoull(match[1]);
    const std::size_t batch = first / cut.size;
    if (first >= cut.total || !name.starts_with(batch_name(cut, batch))) continue;
    files[batch].push_back(entry.path());
  }
  if (error) throw FileError(fmt::format("cannot read {}: {}", sweep_folder::shards(folder).string(), error.message()));
  for (auto& [batch, paths] : files) std::sort(paths.begin(), paths.end());
  return files;
}

std::optional<Manifest> unfinished(const fs::path& folder) {
  const fs::path path = sweep_folder::manifest(folder);
  std::error_code error;
  if (!fs::exists(path, error)) return std::nullopt;
  return read_manifest(path);
}

void remove_shards(const fs::path& folder) {
  std::error_code ignored;
  fs::remove(sweep_folder::manifest(folder), ignored);
  fs::remove_all(sweep_folder::shards(folder), ignored);
}

}  // namespace psoas
