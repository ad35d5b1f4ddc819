// F_max of every muscle for this strength of the core, and the weight its size gives it.
#include "sim/sharing/strength.h"

#include <cmath>

namespace psoas {

Strength muscle_strength(const Spine& spine, double core_strength) {
  const Eigen::Index nm = static_cast<Eigen::Index>(spine.muscles.size());
  Strength strength{Eigen::VectorXd(nm), Eigen::VectorXd(nm), Eigen::VectorXd(nm)};
  for (Eigen::Index i = 0; i < nm; ++i) {
    const Muscle& muscle = spine.muscles[static_cast<std::size_t>(i)];
    strength.reference[i] = muscle.F_max * std::cos(muscle.pennation);
    strength.F_max[i] = (is_core(muscle) ? core_strength : 1.0) * strength.reference[i];
  }
  strength.weight = strength.reference * (average_over / strength.reference.sum());
  return strength;
}

}  // namespace psoas
