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

Eigen::MatrixXd given_moments(const Runner& runner, const GivenChange& given, const Eigen::MatrixXd& q) {
  const std::array<int, given_count> at = given_coordinates(runner);
  Eigen::MatrixXd moments(given_count, q.cols());
  GivenVector angle;
  Given out;
  for (Eigen::Index k = 0; k < q.cols(); ++k) {
    for (int c = 0; c < given_count; ++c) angle[c] = q(at[static_cast<std::size_t>(c)], k);
    given(k, angle, out);
    moments.col(k) = out.moment;
  }
  return moments;
}

GivenChange both_steps(const Runner& runner, const GivenChange& step, Eigen::Index nodes) {
  if (!step) return {};
  // Where each coordinate goes in the mirror, and its sign there.
  const std::array<int, given_count> at = given_coordinates(runner);
  std::array<Eigen::Index, given_count> other{};
  GivenVector sign;
  for (std::size_t i = 0; i < given_count; ++i) {
    sign[static_cast<Eigen::Index>(i)] = runner.mirror_sign[static_cast<std::size_t>(at[i])];
    for (std::size_t j = 0; j < given_count; ++j)
      if (runner.mirror[static_cast<std::size_t>(at[i])] == at[j]) other[i] = static_cast<Eigen::Index>(j);
  }
  return [step, nodes, other, sign](Eigen::Index node, const GivenVector& q, Given& out) {
    if (node < nodes) return step(node, q, out);
    Given image;
    step(node - nodes, sign.cwiseProduct(GivenVector(q(other))), image);
    out.moment = sign.cwiseProduct(GivenVector(image.moment(other)));
    out.slope = sign.asDiagonal() * GivenMatrix(image.slope(other, other)) * sign.asDiagonal();
  };
}

}  // namespace psoas
