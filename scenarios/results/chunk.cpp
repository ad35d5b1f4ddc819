// How does one scenario's part of a curve become the bytes of an HDF5 chunk? See chunk.h.
#include "scenarios/results/chunk.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/core/check.h"

namespace psoas {

namespace {

/// Byte b of all floats, then byte b + 1: neighbouring exponents are alike, so are their bytes. Lowest byte first.
void shuffle(std::span<const double> values, std::uint8_t* out) {
  const std::size_t n = values.size();
  for (std::size_t i = 0; i < n; ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(values[i]));
    out[i] = static_cast<std::uint8_t>(bits);
    out[n + i] = static_cast<std::uint8_t>(bits >> 8);
    out[2 * n + i] = static_cast<std::uint8_t>(bits >> 16);
    out[3 * n + i] = static_cast<std::uint8_t>(bits >> 24);
  }
}

}  // namespace

// ISA-L's deflate of level 1 makes files as small as zlib's at a quarter of its time; on small chunks it spends most of
// that on its own tables, which level 0 has ready made, for a quarter more bytes: bench/README.md.
// Its level 1 (igzip_icf_body_h1_gr_bt.asm, 2.30) files position 2 under a hash of bits 16 to 47 of the stream's
// address, a register it forgot to load: now and then a repetition is missed. The numbers are the same.
constexpr std::size_t small_chunk = 4096;  ///< [byte]

struct ChunkPacker::Deflate {
  isal_zstream stream;
  std::vector<std::uint8_t> scratch = std::vector<std::uint8_t>(ISAL_DEF_LVL1_DEFAULT);

  /// @return bytes written to `out`, a zlib stream
  std::size_t run(std::span<std::uint8_t> in, std::span<std::uint8_t> out) {
    isal_deflate_stateless_init(&stream);
    stream.level = in.size() < small_chunk ? 0 : 1;
    stream.level_buf = scratch.data();
    stream.level_buf_size = static_cast<std::uint32_t>(scratch.size());
    stream.gzip_flag = IGZIP_ZLIB;
    stream.end_of_stream = 1;
    stream.flush = NO_FLUSH;
    stream.next_in = in.data();
    stream.avail_in = static_cast<std::uint32_t>(in.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<std::uint32_t>(out.size());
    const int status = isal_deflate_stateless(&stream);
    CHECK(status == COMP_OK);
    return stream.total_out;
  }
};

ChunkPacker::ChunkPacker() : deflate_(std::make_unique<Deflate>()) {}
ChunkPacker::~ChunkPacker() = default;
ChunkPacker::ChunkPacker(ChunkPacker&&) noexcept = default;
ChunkPacker& ChunkPacker::operator=(ChunkPacker&&) noexcept = default;

std::vector<std::byte> ChunkPacker::pack(std::span<const double> values) {
  if (std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) return {};
  // 1. Shuffle
  const std::size_t size = 4 * values.size();
  shuffled_.resize(size);
  shuffle(values, shuffled_.data());
  // 2. Deflate, into room for what does not compress
  stored_.resize(2 * size + 1024);
  const std::size_t packed = deflate_->run(shuffled_, stored_);
  // 3. Checksum, low byte first
  const std::uint32_t sum = fletcher32({stored_.data(), packed});
  for (std::size_t b = 0; b < 4; ++b) stored_[packed + b] = static_cast<std::uint8_t>(sum >> (8 * b));
  const auto* bytes = reinterpret_cast<const std::byte*>(stored_.data());
  return {bytes, bytes + packed + 4};
}

std::uint32_t fletcher32(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t block = 360;  // words after which the sums could overflow
  std::uint32_t sum1 = 0, sum2 = 0;
  const auto fold = [](std::uint32_t sum) { return (sum & 0xffff) + (sum >> 16); };
  std::size_t i = 0;
  const std::size_t words = bytes.size() / 2;
  while (i < words) {
    for (const std::size_t end = std::min(words, i + block); i < end; ++i) {
      sum1 += static_cast<std::uint32_t>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
      sum2 += sum1;
    }
    sum1 = fold(sum1), sum2 = fold(sum2);
  }
  if (bytes.size() % 2 != 0) {
    sum1 += static_cast<std::uint32_t>(bytes.back() << 8);
    sum2 += sum1;
    sum1 = fold(sum1), sum2 = fold(sum2);
  }
  return fold(sum2) << 16 | fold(sum1);
}

std::uint32_t crc32(std::span<const std::byte> bytes) {
  return crc32_gzip_refl(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

}  // namespace psoas
