// How is a periodic stride filtered exactly? Its Fourier series over both steps, each harmonic times |H|: one matrix
// for all rows.
#include "sim/sharing/filter.h"

#include <cmath>
#include <numbers>

namespace psoas {
namespace {

/// Row k of the matrix gives knot k of the filtered motion from all knots of the stride.
/// @param rows  knots wanted: those of one step, or of both
Eigen::MatrixXd filter_matrix(Eigen::Index rows, Eigen::Index knots, double stride_duration, double cutoff) {
  const Eigen::Index n = knots;
  // The filter's response to one unit knot: Σ over harmonics of |H| cos, real and even.
  Eigen::VectorXd kernel = Eigen::VectorXd::Zero(n);
  for (Eigen::Index h = 0; h <= n / 2; ++h) {
    const double f = static_cast<double>(h) / stride_duration;
    const double weight = (h == 0 || 2 * h == n ? 1.0 : 2.0) / static_cast<double>(n) / (1.0 + std::pow(f / cutoff, 4));
    for (Eigen::Index k = 0; k < n; ++k)
      kernel[k] +=
          weight * std::cos(2.0 * std::numbers::pi * static_cast<double>((h * k) % n) / static_cast<double>(n));
  }
  Eigen::MatrixXd matrix(rows, n);
  for (Eigen::Index k = 0; k < rows; ++k)
    for (Eigen::Index j = 0; j < n; ++j) matrix(k, j) = kernel[(j - k + n) % n];
  return matrix;
}

}  // namespace

StrideSolution low_pass(const Runner& runner, const StrideSolution& stride, double cutoff) {
  StrideSolution out = stride;
  if (cutoff <= 0.0) return out;
  const StrideSolution mirrored = stride.one_step ? whole_stride(runner, stride) : StrideSolution{};
  const StrideSolution& whole = stride.one_step ? mirrored : stride;
  const Eigen::Index wanted = stride.q.cols(), knots = whole.q.cols();
  const Eigen::MatrixXd matrix = filter_matrix(wanted, knots, 2.0 * stride.step_duration, cutoff);

  // Joint moments, then the trunk's demand.
  out.tau = whole.tau * matrix.transpose();
  for (Eigen::Vector3d TrunkDemand::*member : {&TrunkDemand::force, &TrunkDemand::specific_force, &TrunkDemand::moment,
                                               &TrunkDemand::omega, &TrunkDemand::alpha}) {
    Eigen::MatrixXd rows(3, knots);
    for (Eigen::Index k = 0; k < knots; ++k) rows.col(k) = whole.trunk[static_cast<std::size_t>(k)].*member;
    const Eigen::MatrixXd smooth = rows * matrix.transpose();
    for (Eigen::Index k = 0; k < wanted; ++k) out.trunk[static_cast<std::size_t>(k)].*member = smooth.col(k);
  }
  return out;
}

}  // namespace psoas
