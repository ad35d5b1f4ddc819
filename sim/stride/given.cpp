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

GivenChange both_steps(const Runner& runner, const GivenChange& step, Eigen::Index nodes) {
  if (!step) return {};
  // Z: where each coordinate goes in the mirror, and its sign there.
  const std::array<int, given_count> at = given_coordinates(runner);
  GivenMatrix Z = GivenMatrix::Zero();
  for (std::size_t i = 0; i < given_count; ++i)
    for (std::size_t j = 0; j < given_count; ++j)
      if (runner.mirror[static_cast<std::size_t>(at[i])] == at[j])
        Z(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) =
            runner.mirror_sign[static_cast<std::size_t>(at[i])];
  return [step, nodes, Z](Eigen::Index node, const GivenVector& q, Given& out) {
    if (node < nodes) return step(node, q, out);
    step(node - nodes, Z * q, out);
    out.moment = Z.transpose() * out.moment;
    out.slope = Z.transpose() * out.slope * Z;
  };
}

}  // namespace psoas
