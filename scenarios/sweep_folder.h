// What is in a sweep's folder? results.h5 when it is finished; until then shards/: the manifest, a lock, and a file for
// each finished batch of scenarios.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/manifest.h"

namespace psoas {

namespace sweep_folder {
std::filesystem::path results(const std::filesystem::path& folder);
std::filesystem::path shards(const std::filesystem::path& folder);
std::filesystem::path manifest(const std::filesystem::path& folder);
std::filesystem::path lock(const std::filesystem::path& folder);
}  // namespace sweep_folder

/// How a plan is cut into batches: [b * size, (b + 1) * size) of `total` scenarios.
struct Cut {
  std::size_t total = 0, size = 1;
  std::size_t batches() const { return (total + size - 1) / size; }
  std::size_t first(std::size_t batch) const { return batch * size; }
  std::size_t count(std::size_t batch) const { return std::min(size, total - batch * size); }
};

/// The files of each batch, in the order in which they were written. A batch has one, "00000064-00000095.h5", unless
/// it was interrupted: what had finished is then in "00000064-00000095.0.h5", what came later in another.
/// Files of another cut are not looked at.
std::map<std::size_t, std::vector<std::filesystem::path>> shard_files(const std::filesystem::path& folder,
                                                                      const Cut& cut);
/// @param piece  0, 1, ... of an interrupted batch; nothing when it is whole
std::filesystem::path shard_path(const std::filesystem::path& folder, const Cut& cut, std::size_t batch,
                                 std::optional<std::size_t> piece);

/// The manifest when a sweep was begun in this folder and is not finished. @throws FileError when it is unreadable
std::optional<Manifest> unfinished(const std::filesystem::path& folder);

/// Removes shards/ and what we put in it, the manifest first: without it there is nothing to go on with.
void remove_shards(const std::filesystem::path& folder);

}  // namespace psoas
