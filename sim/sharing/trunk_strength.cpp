// How is the strength of the trunk found? A couple that grows at all levels alike, until the muscles give way.
#include "sim/sharing/trunk_strength.h"

#include <limits>

#include "sim/core/check.h"
#include "sim/muscle/fibre.h"
#include "sim/muscle/geometry.h"
#include "sim/sharing/simplex.h"

namespace psoas {

TrunkStrength trunk_strength(const Runner& runner, const Spine& spine, const Eigen::Ref<const Eigen::VectorXd>& q,
                             const Eigen::Ref<const Eigen::VectorXd>& strength, double allowance) {
  const auto nm = static_cast<Eigen::Index>(spine.muscles.size());
  CHECK(strength.size() == nm && q.size() == runner.nq() && allowance >= 0.0);

  // 1. Lever arms, and what each fibre can do at its length, at rest
  SpinePose pose;
  MuscleGeometry geometry;
  FibreState fibres;
  spine_pose(runner, spine, q, pose);
  muscle_geometry(runner, spine, pose, geometry);
  fibre_state(spine, geometry, Eigen::Matrix<double, balance_count, 1>::Zero(), fibres);

  // 2. R F = α couple - passive moments; the pelvis is strapped in, so the rows of the legs bind nothing
  ReserveProgramme programme;
  programme.lo.setZero(nm), programme.hi.resize(nm);
  Eigen::VectorXd passive_force(nm);
  for (Eigen::Index i = 0; i < nm; ++i) {
    const double F_max = spine.muscles[static_cast<std::size_t>(i)].F_max;
    programme.hi[i] = strength[i] * F_max * fibres.available[i];
    passive_force[i] = F_max * fibres.passive[i];
  }
  programme.held = -(geometry.moment_arm * passive_force);
  programme.held.head<level_axis_count>() -= passive_moment(spine, pose);
  constexpr double free = 1e4, beyond_anyone = 1e4;  // [N·m]
  programme.allowance = Eigen::VectorXd::Constant(balance_count, free);
  programme.allowance.head<level_axis_count>().setConstant(allowance);
  programme.cap = beyond_anyone;

  // 3. Six directions, each from a cold start
  const auto largest = [&](const Eigen::Vector3d& couple_P) {
    programme.growing.setZero(balance_count);
    for (int level = 0; level < level_count; ++level)
      programme.growing.segment<3>(3 * level) = pose.axes[static_cast<std::size_t>(level)].transpose() * couple_P;
    ReserveBasis basis;
    ReserveSolution solution;
    solve_reserve(geometry.moment_arm, programme, Start::cold, basis, solution);
    return solution.status == ReserveStatus::solved ? solution.reserve : std::numeric_limits<double>::quiet_NaN();
  };
  const Eigen::Vector3d x = Eigen::Vector3d::UnitX(), y = Eigen::Vector3d::UnitY(), z = Eigen::Vector3d::UnitZ();
  return {largest(z), largest(-z), largest(x), largest(-x), largest(y), largest(-y)};
}

}  // namespace psoas
