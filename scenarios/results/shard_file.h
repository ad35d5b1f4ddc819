// Is a finished batch of scenarios on the disk whole, and what does it hold? A shard holds rows until they are joined
// into a results file: an HDF5 file without names and units, with a seal behind its last byte that HDF5 does not look
// at, length and checksum of all before.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/results/writer.h"
#include "sim/core/status.h"

namespace psoas {

/// The bytes of a shard with these rows.
///   scenario(row)         index in the plan
///   status(row)
///   numbers(row, number)  numeric parameters, then numeric fields that are no curves, in the order of their tables
///   texts(byte)           text parameters and fields of one row after the other, each ended by a zero byte
///   <curve>(row, ...)     as in a results file, chunk for chunk
/// and the seal, 24 bytes: "PSOASEND", the length before it and a CRC-32 (that of zlib), little-endian 64-bit numbers.
std::vector<std::byte> encode_shard(const Header& header, const std::vector<int>& scenarios,
                                    std::span<const EncodedRow> rows);

/// One shard, read whole and checked. One at a time: the HDF5 library is not thread-safe.
class ShardFile {
 public:
  /// @throws FileError when it cannot be read or is damaged: "x.h5 is damaged: 4096 bytes of 80000"
  explicit ShardFile(const std::filesystem::path& path);

  const std::vector<int>& scenarios() const { return scenarios_; }  ///< index in the plan of each row
  std::vector<std::string> ids(const std::vector<Parameter>& parameters) const;
  std::vector<Status> status() const;
  /// All rows, curves as they are stored, still compressed. @param curves  false: leave them out
  std::vector<EncodedRow> rows(const Header& header, bool curves = true) const;

 private:
  std::vector<std::string> texts() const;  ///< row after row
  std::filesystem::path path_;
  h5::Handle file_;
  std::vector<int> scenarios_;
};

}  // namespace psoas
