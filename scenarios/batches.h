// How do finished scenarios reach the disk? In batches, each a finished file that a kill cannot take back.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "scenarios/results/shard_file.h"
#include "scenarios/sweep_folder.h"

namespace psoas {

/// Collects rows in any order and from any thread; a batch whose rows are all there becomes a shard.
class Batches {
 public:
  /// @param done    of each scenario: is its row on the disk already?
  /// @param pieces  files that each batch has already
  Batches(std::filesystem::path folder, const Header& header, Cut cut, const std::vector<bool>& done,
          std::map<std::size_t, std::size_t> pieces);

  /// Takes a finished row. Thread-safe. @throws FileError when a shard cannot be written; shards already written stay
  void put(std::size_t index, EncodedRow row);
  /// Writes what there is of the batches that are not whole, when a sweep is stopped. @throws FileError
  void flush();

  double write_time() const { return write_time_; }  ///< spent by all threads on shards, waiting left out [s]

 private:
  using Open = std::map<std::size_t, EncodedRow>;  ///< by index
  void write_shard(std::size_t batch, Open rows);

  const std::filesystem::path folder_;
  const Header& header_;
  const Cut cut_;
  std::map<std::size_t, std::size_t> done_before_;  ///< rows of a batch that are on the disk already
  std::mutex collecting_;                           ///< guards open_
  std::map<std::size_t, Open> open_;                ///< batches with some of their rows
  std::mutex writing_;                              ///< one thread owns HDF5; guards all below
  std::map<std::size_t, std::size_t> pieces_;       ///< files of each batch
  std::size_t written_ = 0;
  double write_time_ = 0.0;
};

/// Scenarios per shard for a plan of this size: 32 to 256, a second to some seconds of work, so that a shard's own cost
/// is small.
std::size_t default_batch(std::size_t total);

/// Adds the time of its scope to a sum.
class Stopwatch {
 public:
  explicit Stopwatch(double& sum);
  ~Stopwatch();
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  double& sum_;
  double start_;
};

}  // namespace psoas
