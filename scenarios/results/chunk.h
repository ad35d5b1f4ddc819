// How does one scenario's part of a curve become the bytes of an HDF5 chunk? As the library's own filters would make
// them (shuffle, deflate, fletcher32), but on the thread that solved the scenario: every reader of HDF5 reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace psoas {

/// Scratch of one thread that packs chunks.
class ChunkPacker {
 public:
  ChunkPacker();
  ~ChunkPacker();
  ChunkPacker(ChunkPacker&&) noexcept;
  ChunkPacker& operator=(ChunkPacker&&) noexcept;

  /// The stored bytes of a chunk of float32 with these values; empty when all are NaN: such a chunk is not stored, it
  /// reads as the fill value.
  std::vector<std::byte> pack(std::span<const double> values);

  std::vector<double> numbers;  ///< for whoever gathers the values

 private:
  struct Deflate;
  std::unique_ptr<Deflate> deflate_;
  std::vector<std::uint8_t> shuffled_, stored_;
};

/// Checksum that HDF5 stores behind a chunk, Fletcher's over big-endian 16-bit words.
std::uint32_t fletcher32(std::span<const std::uint8_t> bytes);

/// CRC-32 of zlib and gzip, so that anybody can check it.
std::uint32_t crc32(std::span<const std::byte> bytes);

}  // namespace psoas
