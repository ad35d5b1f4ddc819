// How are points spread over a box so that few of them say much? Latin hypercube, scrambled Sobol, random
// points and Morris paths.
// Each point is a pure function of (seed, index): any shard can compute its own, and the same on every platform.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace psoas {

/// Point i of a Sobol sequence with nested uniform (Owen) scrambling, each coordinate in (0, 1) [Joe 2008; Owen 1995].
/// The first 2^m points have one in each of the 2^m equal intervals of every coordinate.
std::vector<double> sobol_point(std::size_t dimensions, std::uint64_t seed, std::size_t i);

/// Point i of a Latin hypercube of n points, each coordinate in (0, 1) [McKay 1979]: one in each of n equal intervals.
std::vector<double> latin_point(std::size_t dimensions, std::size_t n, std::uint64_t seed, std::size_t i);

/// Point i of independent random ones, each coordinate in (0, 1).
std::vector<double> random_point(std::size_t dimensions, std::uint64_t seed, std::size_t i);

/// Point `step` of 0 ... dimensions on a random path over the grid of `levels` (even) values 0, 1/(levels-1), ..., 1:
/// step k moves one coordinate by ± levels / (2 (levels - 1)), each once, in random order [Morris 1991].
std::vector<double> morris_point(std::size_t dimensions, int levels, std::uint64_t seed, std::size_t path,
                                 std::size_t step);

/// The coordinate that step k >= 1 of the path moves.
std::size_t morris_moves(std::size_t dimensions, std::uint64_t seed, std::size_t path, std::size_t step);

}  // namespace psoas
