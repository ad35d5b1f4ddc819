// Which bytes were these? SHA-256 of a text, written as 64 hexadecimal digits [FIPS 180-4].
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace psoas {

/// Hashes bytes in any number of pieces; the pieces' borders do not matter.
class Sha256 {
 public:
  void add(std::string_view bytes);
  /// The digest of all bytes added, in lower-case hexadecimal. Call once, last.
  std::string hex();

 private:
  void block(const unsigned char* bytes);
  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> rest_{};  ///< bytes that do not fill a block yet
  std::size_t rest_size_ = 0;
  std::uint64_t total_ = 0;  ///< bytes added
};

}  // namespace psoas
