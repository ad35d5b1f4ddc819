// Which coordinates of the runner may give?
#include "sim/stride/given.h"

namespace psoas {

std::array<int, given_count> given_coordinates(const Runner& runner) {
  std::array<int, given_count> at{};
  for (int axis = 0; axis < 3; ++axis) {
    at[static_cast<std::size_t>(axis)] = runner.trunk - 2 + axis;
    at[static_cast<std::size_t>(3 + axis)] = runner.thigh[0] - 2 + axis;
    at[static_cast<std::size_t>(6 + axis)] = runner.thigh[1] - 2 + axis;
  }
  for (std::size_t side : {std::size_t{0}, std::size_t{1}}) {
    at[9 + side] = runner.shank[side];
    at[11 + side] = runner.links[static_cast<std::size_t>(runner.foot[side])].parent;
  }
  return at;
}

}  // namespace psoas
