// The neighbours of a frame, across the seam of the stride too.
#include "sim/sharing/activation.h"

namespace psoas {

using Eigen::Index;

double change_weight(const StrideSolution& stride, double time_constant) {
  const Index frames = stride.q.cols();
  const double duration = stride.duration();
  if (frames < 3 || !(duration > 0.0)) return 0.0;
  const double h = duration / static_cast<double>(frames);
  return time_constant * time_constant / (h * h);
}

void neighbours_mean(const Spine& spine, bool one_step, const Eigen::MatrixXd& activation, Index k,
                     Eigen::VectorXd& a_mean) {
  const Index frames = activation.cols(), before = k > 0 ? k - 1 : frames - 1, after = k + 1 < frames ? k + 1 : 0;
  a_mean.resize(activation.rows());
  for (Index i = 0; i < activation.rows(); ++i) {
    const Index other = one_step ? static_cast<Index>(spine.muscles[static_cast<std::size_t>(i)].mirror) : i;
    a_mean[i] = 0.5 * (activation(k > 0 ? i : other, before) + activation(k + 1 < frames ? i : other, after));
  }
}

}  // namespace psoas
