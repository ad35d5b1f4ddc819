// Is a finished batch of scenarios on the disk whole, and what does it hold? A shard is a results file of its own with
// a seal behind its last byte, which HDF5 does not look at: length and checksum of all before.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/results/writer.h"
#include "sim/core/status.h"

namespace psoas {

/// A results file's bytes with their seal. 24 bytes: "PSOASEND", the length before it and a CRC-32 (that of zlib),
/// both as little-endian 64-bit numbers.
std::vector<std::byte> sealed(std::vector<std::byte> bytes);

/// One shard, read whole and checked. One at a time: the HDF5 library is not thread-safe.
class ShardFile {
 public:
  /// @throws FileError when it cannot be read or is damaged: "x.h5 is damaged: 4096 bytes of 80000"
  explicit ShardFile(const std::filesystem::path& path);

  const std::vector<int>& scenarios() const { return scenarios_; }  ///< index in the plan of each row
  std::vector<std::string> ids() const;
  std::vector<Status> status() const;
  /// All rows, curves as they are stored, still compressed. @param curves  false: leave them out
  std::vector<EncodedRow> rows(const Header& header, bool curves = true) const;

 private:
  std::filesystem::path path_;
  h5::Handle file_;
  std::vector<int> scenarios_;
};

/// Without reading it all: is the seal there, with the right length? Sees a truncated file, not a changed byte.
bool seems_whole(const std::filesystem::path& path);

}  // namespace psoas
