// How do finished scenarios reach the disk? In batches, each a finished file that a kill cannot take back, joined at
// the end.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scenarios/results/writer.h"

namespace psoas {

/// Collects rows in any order and from any thread; a batch whose rows are all there becomes a shard, a results file of
/// its own. What ends up in results.h5 depends on the rows alone, never on the order in which they came.
class Batches {
 public:
  /// @param folder  takes results.h5 and, until it is whole, shards/
  /// @throws InputError when the folder holds results or shards and `force` is false; FileError when it cannot be made
  Batches(std::filesystem::path folder, Header header, std::size_t total, std::size_t batch, bool force);

  /// Takes a finished row. Thread-safe. @throws FileError when a shard cannot be written; shards already written stay
  void put(std::size_t index, Row row);

  /// Writes the batches that are not whole, joins all shards in order into results.h5 and removes them.
  /// @param missing  the row of a scenario that was never put: its parameters, with the status not_run
  /// @throws FileError, after which the finished shards are still there
  std::filesystem::path finish(const std::function<Row(std::size_t)>& missing);

  double write_time() const { return write_time_; }  ///< spent on shards and joining so far [s]

 private:
  struct Open {
    std::vector<std::optional<Row>> rows;
    std::size_t filled = 0;
  };
  std::size_t size_of(std::size_t batch) const;
  std::filesystem::path shard_path(std::size_t batch) const;
  std::string kept() const;  ///< what an error leaves behind, in words
  void write_shard(std::size_t batch, std::vector<Row> rows);
  void join(const std::function<Row(std::size_t)>& missing);

  const std::filesystem::path folder_;
  const Header header_;
  const std::size_t total_, batch_;
  std::mutex collecting_;             ///< guards open_
  std::map<std::size_t, Open> open_;  ///< batches with some of their rows
  std::mutex writing_;                ///< one thread owns HDF5; guards all below
  std::set<std::size_t> written_;     ///< batches that are shards
  double write_time_ = 0.0;
};

/// Scenarios per shard for a plan of this size: 32 to 256, a second to some seconds of work, so that a shard's own cost
/// is small.
std::size_t default_batch(std::size_t total);

}  // namespace psoas
