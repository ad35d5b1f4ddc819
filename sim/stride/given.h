// What do joints give by themselves beyond what those of the default runner give: tight muscles, stiff discs, a belt?
#pragma once

#include <Eigen/Core>
#include <array>
#include <functional>

#include "models/runner.h"

namespace psoas {

/// Coordinates that may give: lumbar z x y; hip z x y right, left; knee right, left; ankle right, left.
inline constexpr int given_count = 13;
using GivenVector = Eigen::Matrix<double, given_count, 1>;
using GivenMatrix = Eigen::Matrix<double, given_count, given_count>;
std::array<int, given_count> given_coordinates(const Runner& runner);

/// Moments [N·m], and their slope by the same coordinates [N·m/rad].
struct Given {
  GivenVector moment = GivenVector::Zero();
  GivenMatrix slope = GivenMatrix::Zero();
};

/// At a node of the step and angles near those of the stride there [rad]; empty: nothing differs from the default.
/// A pure function: scenarios on several threads may call it at once. Made by sim/sharing/given_change.h.
using GivenChange = std::function<void(Eigen::Index node, const GivenVector& q, Given& out)>;

/// Its moments at every node: given_count x nodes [N·m].
/// @param q  nq x nodes [rad or m]
Eigen::MatrixXd given_moments(const Runner& runner, const GivenChange& given, const Eigen::MatrixXd& q);

/// The same for a whole stride, whose second step mirrors the first of `nodes` nodes; for bodies alike left and right.
GivenChange both_steps(const Runner& runner, const GivenChange& step, Eigen::Index nodes);

}  // namespace psoas
