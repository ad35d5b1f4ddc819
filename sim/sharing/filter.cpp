// How is a periodic stride filtered exactly? Its Fourier series over both steps, each harmonic times |H|: one matrix
// for all rows.
#include "sim/sharing/filter.h"

#include <cmath>
#include <numbers>

namespace psoas {
namespace {

/// Row k of the matrix gives knot k of the filtered step from the 2N knots of the stride.
Eigen::MatrixXd filter_matrix(Eigen::Index step_knots, double stride_duration, double cutoff) {
  const Eigen::Index n = 2 * step_knots;
  // The filter's response to one unit knot: Σ over harmonics of |H| cos, real and even.
  Eigen::VectorXd kernel = Eigen::VectorXd::Zero(n);
  for (Eigen::Index h = 0; h <= n / 2; ++h) {
    const double f = static_cast<double>(h) / stride_duration;
    const double weight = (h == 0 || 2 * h == n ? 1.0 : 2.0) / static_cast<double>(n) / (1.0 + std::pow(f / cutoff, 4));
    for (Eigen::Index k = 0; k < n; ++k)
      kernel[k] +=
          weight * std::cos(2.0 * std::numbers::pi * static_cast<double>((h * k) % n) / static_cast<double>(n));
  }
  Eigen::MatrixXd matrix(step_knots, n);
  for (Eigen::Index k = 0; k < step_knots; ++k)
    for (Eigen::Index j = 0; j < n; ++j) matrix(k, j) = kernel[(j - k + n) % n];
  return matrix;
}

// In a mirror, true vectors in the pelvis frame flip z; moments and turning flip x and y.
const Eigen::Vector3d flip_vector(1.0, 1.0, -1.0), flip_axial(-1.0, -1.0, 1.0);

/// Rows of coordinates: the second step is the mirrored first.
Eigen::MatrixXd both_steps(const Runner& runner, const Eigen::MatrixXd& step) {
  const Eigen::Index N = step.cols();
  Eigen::MatrixXd both(step.rows(), 2 * N);
  both.leftCols(N) = step;
  for (Eigen::Index i = 0; i < step.rows(); ++i)
    both.row(i).tail(N) =
        runner.mirror_sign[static_cast<std::size_t>(i)] * step.row(runner.mirror[static_cast<std::size_t>(i)]);
  return both;
}

}  // namespace

StrideSolution low_pass(const Runner& runner, const StrideSolution& stride, double cutoff) {
  StrideSolution out = stride;
  if (cutoff <= 0.0) return out;
  const Eigen::Index N = stride.q.cols();
  const Eigen::MatrixXd matrix = filter_matrix(N, 2.0 * stride.step_duration, cutoff);

  // Joint moments, then the trunk's demand.
  out.tau = both_steps(runner, stride.tau) * matrix.transpose();
  const auto filter = [&](Eigen::Vector3d TrunkDemand::*member, const Eigen::Vector3d& flip) {
    Eigen::MatrixXd rows(3, 2 * N);
    for (Eigen::Index k = 0; k < N; ++k) {
      rows.col(k) = stride.trunk[static_cast<std::size_t>(k)].*member;
      rows.col(N + k) = flip.cwiseProduct(rows.col(k));
    }
    const Eigen::MatrixXd smooth = rows * matrix.transpose();
    for (Eigen::Index k = 0; k < N; ++k) out.trunk[static_cast<std::size_t>(k)].*member = smooth.col(k);
  };
  filter(&TrunkDemand::force, flip_vector);
  filter(&TrunkDemand::specific_force, flip_vector);
  filter(&TrunkDemand::moment, flip_axial);
  filter(&TrunkDemand::omega, flip_axial);
  filter(&TrunkDemand::alpha, flip_axial);
  return out;
}

StrideSolution whole_stride(const Runner& runner, const StrideSolution& step) {
  StrideSolution whole = step;
  whole.one_step = false;
  whole.q = both_steps(runner, step.q);
  whole.qd = both_steps(runner, step.qd);
  whole.tau = both_steps(runner, step.tau);
  for (const TrunkDemand& t : step.trunk)
    whole.trunk.push_back({t.joint.cwiseProduct(flip_vector), t.force.cwiseProduct(flip_vector),
                           t.moment.cwiseProduct(flip_axial), t.specific_force.cwiseProduct(flip_vector),
                           t.omega.cwiseProduct(flip_axial), t.alpha.cwiseProduct(flip_axial)});
  return whole;
}

}  // namespace psoas
