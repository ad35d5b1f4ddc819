// Which points of a design are left after `skip`? One bit each, so that ten million cost little more than a megabyte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace psoas {

class Kept {
 public:
  /// Every point is kept, and nothing is stored.
  Kept() = default;
  /// @param bits  bit i % 64 of word i / 64: is point i kept
  explicit Kept(std::vector<std::uint64_t> bits);

  bool all() const { return bits_.empty(); }
  std::size_t count() const;               ///< of kept points; not when all()
  std::size_t at(std::size_t rank) const;  ///< index in the design of the kept point number `rank`

 private:
  std::vector<std::uint64_t> bits_;
  std::vector<std::size_t> before_;  ///< kept points before each word, and behind the last
};

}  // namespace psoas
