// F_max of every muscle in this core, and the weight its size gives it.
#include "sim/sharing/strength.h"

#include <algorithm>

#include "sim/core/check.h"

namespace psoas {
namespace {

/// The group's own strength, and whether trainers call it deep or superficial [Bergmark 1989].
double group_factor(CoreGroup group, const CoreOptions& core) {
  switch (group) {
    case CoreGroup::rectus:
      return core.superficial * core.rectus;
    case CoreGroup::obliques:
      return core.superficial * core.obliques;
    case CoreGroup::erector_thoracic:
      return core.superficial * core.erector_thoracic;
    case CoreGroup::erector_lumbar:
      return core.superficial * core.erector_lumbar;
    case CoreGroup::transversus:
      return core.deep * core.transversus;
    case CoreGroup::multifidus:
      return core.deep * core.multifidus;
    case CoreGroup::quadratus:
      return core.deep * core.quadratus;
    case CoreGroup::psoas:
      return core.psoas;
    case CoreGroup::none:
      return 1.0;
  }
  return 1.0;
}

/// Mean activation over the largest of the core; 0 for all others.
Eigen::VectorXd relative_usage(const Spine& spine, const Eigen::VectorXd& usage) {
  Eigen::VectorXd relative = Eigen::VectorXd::Zero(usage.size());
  double most = 0.0;
  for (Eigen::Index i = 0; i < usage.size(); ++i) {
    if (!is_core(spine.muscles[static_cast<std::size_t>(i)])) continue;
    relative[i] = usage[i];
    most = std::max(most, usage[i]);
  }
  return most > 0.0 ? Eigen::VectorXd(relative / most) : relative;
}

}  // namespace

double core_factor(const Muscle& muscle, const CoreOptions& core) {
  if (muscle.part == CoreGroup::none) return 1.0;
  const double side = muscle.name.ends_with("_r") ? 1.0 + core.imbalance : 1.0 - core.imbalance;
  return (is_core(muscle) ? core.strength : 1.0) * group_factor(muscle.part, core) * side;
}

Strength muscle_strength(const Spine& spine, const CoreOptions& core, const Eigen::VectorXd& usage) {
  const Eigen::Index nm = static_cast<Eigen::Index>(spine.muscles.size());
  CHECK(usage.size() == 0 || usage.size() == nm);
  const Eigen::VectorXd used = relative_usage(spine, usage);
  Strength strength{Eigen::VectorXd(nm), Eigen::VectorXd(nm), Eigen::VectorXd(nm)};
  for (Eigen::Index i = 0; i < nm; ++i) {
    const Muscle& muscle = spine.muscles[static_cast<std::size_t>(i)];
    const double fresh = used.size() == 0 ? 1.0 : 1.0 - core.fatigue * used[i];
    strength.reference[i] = muscle.F_max;
    strength.F_max[i] = core_factor(muscle, core) * fresh * muscle.strength * muscle.F_max;
  }
  strength.weight = strength.reference * (average_over / strength.reference.sum());
  return strength;
}

}  // namespace psoas
