// Which value of an axis belongs to a probability? Quantiles of what a key may be distributed as, and how keys hang
// together.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "scenarios/study.h"

namespace psoas {

/// The value at a fraction t of 0 to 1 of the way from axis.from to axis.to, straight or in equal ratios; never beyond
/// the ends. Not of Spread::normal.
double between(const Axis& axis, double t);

/// The value below which an axis of a random design lies with probability u, 0 <= u <= 1; a choice by its weight, in
/// the order of the list. Keys of whole steps: each step of a range gets an equal share, of a normal the nearest.
Value quantile(const Axis& axis, double u);

/// Share of a normal distribution that lies between the axis's ends.
double share_inside(const Axis& axis);

/// Gaussian copula: independent probabilities become dependent ones, each still uniform. u -> Φ(L Φ⁻¹(u)) [Nelsen
/// 2006].
/// @param copula  lower Cholesky factor L of the correlation of the normal scores
void correlate(const Eigen::MatrixXd& copula, std::vector<double>& u);

}  // namespace psoas
