// Which points of a design are left after `skip`?
#include "scenarios/kept.h"

#include <algorithm>
#include <bit>

#include "sim/core/check.h"

namespace psoas {

Kept::Kept(std::vector<std::uint64_t> bits) : bits_(std::move(bits)), before_(1, 0) {
  for (const std::uint64_t word : bits_)
    before_.push_back(before_.back() + static_cast<std::size_t>(std::popcount(word)));
}

std::size_t Kept::count() const { return before_.back(); }

std::size_t Kept::at(std::size_t rank) const {
  if (all()) return rank;
  CHECK(rank < count());
  // 1. The word: the last one that has no more than `rank` before it
  const auto behind = std::upper_bound(before_.begin(), before_.end(), rank);
  const std::size_t word = static_cast<std::size_t>(behind - before_.begin()) - 1;
  // 2. The bit: drop the lowest set ones that come before
  std::uint64_t bits = bits_[word];
  for (std::size_t i = before_[word]; i < rank; ++i) bits &= bits - 1;
  return 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
}

}  // namespace psoas
