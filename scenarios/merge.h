// How do shards become one results file? In the order of the plan, curves as they are stored: the same numbers whoever
// ran which part, and how often it was interrupted.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/results/writer.h"
#include "scenarios/sweep_folder.h"

namespace psoas {

struct MergeOptions {
  /// The row of a scenario that no shard holds: its parameters, with the status not_run. Without it, scenarios may not
  /// be missing.
  std::function<Row(std::size_t)> missing = {};
  bool links = false;  ///< curves stay in the shards; the results file says where (HDF5 virtual datasets)
};

/// Joins folder/shards into `results`, by a temporary name. Shards are left as they are.
/// @throws FileError naming every shard that is damaged, or the scenarios that are missing, before anything is written;
/// and when there is no room
void merge(const std::filesystem::path& folder, const std::filesystem::path& results, const Header& header,
           const Cut& cut, const MergeOptions& options);

}  // namespace psoas
