// How are points spread over a box so that few of them say much?
#include "scenarios/sampling.h"

#include <algorithm>
#include <bit>
#include <boost/random/sobol.hpp>

#include "sim/core/check.h"

namespace psoas {
namespace {

constexpr double two_to_32 = 4294967296.0;

/// A well mixed 64-bit number of three others: three rounds of the SplitMix64 finaliser [Steele 2014].
std::uint64_t mixed(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  std::uint64_t hash = 0;
  for (const std::uint64_t part : {a, b, c}) {
    hash += part + 0x9e3779b97f4a7c15u;
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
    hash ^= hash >> 31;
  }
  return hash;
}

/// Middle of the 2^-32 wide interval that x names, so that neither 0 nor 1 is met.
double unit(std::uint32_t x) { return (x + 0.5) / two_to_32; }

/// Flips each bit of x at random, the same way for all x that agree in the bits above it [Owen 1995].
std::uint32_t owen_scrambled(std::uint32_t x, std::uint64_t seed) {
  std::uint32_t flips = 0;
  for (int bit = 31; bit >= 0; --bit) {
    const std::uint64_t above = bit == 31 ? 0 : x >> (bit + 1);
    if (mixed(seed, static_cast<std::uint64_t>(bit), above) & 1u) flips |= std::uint32_t{1} << bit;
  }
  return x ^ flips;
}

/// Where i goes in a random order of 0 ... n-1: a Feistel cipher on the next even number of bits, repeated until the
/// result is below n, which is a permutation because the cipher is one [Black 2002].
std::uint64_t permuted(std::uint64_t i, std::uint64_t n, std::uint64_t seed) {
  constexpr int rounds = 8;
  const int half = std::max(1, static_cast<int>(std::bit_width(n - 1) + 1) / 2);
  const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
  do {
    std::uint64_t left = i >> half, right = i & mask;
    for (int round = 0; round < rounds; ++round) {
      const std::uint64_t next = left ^ (mixed(seed, static_cast<std::uint64_t>(round), right) & mask);
      left = right;
      right = next;
    }
    i = left << half | right;
  } while (i >= n);
  return i;
}

}  // namespace

std::vector<double> sobol_point(std::size_t dimensions, std::uint64_t seed, std::size_t i) {
  std::vector<double> point(dimensions);
  // Boost's engine gives a coordinate at a time, starts behind the origin, and orders the points by Gray code.
  boost::random::sobol engine(dimensions);
  if (i > 0) engine.discard((i - 1) * dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) {
    const std::uint32_t x = i == 0 ? 0 : static_cast<std::uint32_t>(engine() >> 32);
    point[d] = unit(owen_scrambled(x, mixed(seed, d, 0x50b01)));
  }
  return point;
}

std::vector<double> latin_point(std::size_t dimensions, std::size_t n, std::uint64_t seed, std::size_t i) {
  CHECK(i < n);
  std::vector<double> point(dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) {
    const std::uint64_t own = mixed(seed, d, 0x1a71);
    const double within = unit(static_cast<std::uint32_t>(mixed(own, i, 1) >> 32));
    point[d] = (static_cast<double>(permuted(i, n, own)) + within) / static_cast<double>(n);
  }
  return point;
}

std::vector<double> random_point(std::size_t dimensions, std::uint64_t seed, std::size_t i) {
  std::vector<double> point(dimensions);
  for (std::size_t d = 0; d < dimensions; ++d)
    point[d] = unit(static_cast<std::uint32_t>(mixed(mixed(seed, d, 0x3c), i, 2) >> 32));
  return point;
}

std::vector<double> morris_point(std::size_t dimensions, int levels, std::uint64_t seed, std::size_t path,
                                 std::size_t step) {
  CHECK(levels >= 2 && levels % 2 == 0 && step <= dimensions);
  // 1. Where the path begins: coordinates in the lower half go up, those in the upper half down
  const auto half = static_cast<std::uint64_t>(levels / 2);
  std::vector<double> point(dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) {
    const std::uint64_t random = mixed(mixed(seed, d, 0x303), path, 3);
    std::uint64_t level = (random >> 8) % half;
    if (random & 1u) level += half;
    point[d] = static_cast<double>(level);
  }
  // 2. The steps so far
  for (std::size_t k = 1; k <= step; ++k) {
    double& level = point[morris_moves(dimensions, seed, path, k)];
    level += level < static_cast<double>(half) ? static_cast<double>(half) : -static_cast<double>(half);
  }
  for (double& level : point) level /= levels - 1;
  return point;
}

std::size_t morris_moves(std::size_t dimensions, std::uint64_t seed, std::size_t path, std::size_t step) {
  return permuted(step - 1, dimensions, mixed(seed, path, 0x0bde4));
}

}  // namespace psoas
