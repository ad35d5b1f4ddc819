// How are the footings drawn? Six numbers from the seed by SplitMix64 [Steele 2014].
#include "sim/contact/uneven.h"

#include <cstdint>

namespace psoas {
namespace {

/// The n-th number of the seed's stream, uniform in [-1, 1).
double uniform(int seed, std::uint64_t n) {
  std::uint64_t z = static_cast<std::uint64_t>(seed) * 0xd1342543de82ef95ull + (n + 1) * 0x9e3779b97f4a7c15ull;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1.0p-52 - 1.0;
}

}  // namespace

bool sides_differ(const SurfaceOptions& surface) {
  return surface.cross_slope != 0.0 || surface.unevenness != 0.0 || surface.unevenness_tilt != 0.0;
}

std::array<Footing, 2> footings(const SurfaceOptions& surface) {
  const auto draw = [&](std::uint64_t n) { return uniform(surface.seed, n); };
  const double half_step = 0.5 * (draw(0) - draw(1)) * surface.unevenness;
  std::array<Footing, 2> both;
  both[0].height = half_step, both[1].height = -half_step;
  for (std::uint64_t f = 0; f < 2; ++f) {
    both[f].rise_forward = draw(2 + 2 * f) * surface.unevenness_tilt;
    both[f].rise_right = draw(3 + 2 * f) * surface.unevenness_tilt;
  }
  return both;
}

}  // namespace psoas
