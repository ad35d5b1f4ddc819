// The sum over the muscles of hip and leg, posture by posture, either way of turning apart.
#include "sim/sharing/leg_capacity.h"

#include <algorithm>
#include <cmath>

#include "sim/muscle/fibre.h"
#include "sim/muscle/geometry.h"
#include "sim/stride/given.h"

namespace psoas {
namespace {

/// Moments this small, over the joint's torque scale, belong to both ways of turning alike [-] [assumption].
constexpr double fade = 0.02;

}  // namespace

Eigen::MatrixXd leg_capacity(const Runner& runner, const Spine& spine, const StrideSolution& own) {
  const auto usual = [](const Muscle& muscle) { return muscle.strength == 1.0; };
  if (std::all_of(spine.muscles.begin(), spine.muscles.end(), usual)) return {};
  const std::array<int, given_count> at = given_coordinates(runner);
  Eigen::MatrixXd ratio = Eigen::MatrixXd::Ones(runner.nq(), own.q.cols());
  SpinePose pose;
  MuscleGeometry geometry;
  FibreState fibres;
  for (Eigen::Index k = 0; k < own.q.cols(); ++k) {
    spine_pose(runner, spine, own.q.col(k), pose);
    muscle_geometry(runner, spine, pose, geometry);
    fibre_state(spine, geometry, Eigen::Matrix<double, balance_count, 1>::Zero(), fibres);
    for (int row = level_axis_count; row < balance_count; ++row) {
      // Columns: muscles that turn the joint backward, forward; rows: by default, now.
      Eigen::Matrix2d C = Eigen::Matrix2d::Zero();
      for (std::size_t i = 0; i < spine.muscles.size(); ++i) {
        const auto column = static_cast<Eigen::Index>(i);
        const double r = geometry.moment_arm(row, column), s = spine.muscles[i].strength;
        if (r == 0.0) continue;
        const double c = spine.muscles[i].F_max * std::pow(r * fibres.available[column], 2);  // w grows with F_max
        C.col(r > 0.0) += Eigen::Vector2d(c, s * s * c);
      }
      const auto coordinate = static_cast<std::size_t>(at[static_cast<std::size_t>(row - level_axis_count + 3)]);
      const double tau = own.tau(static_cast<Eigen::Index>(coordinate), k) / runner.torque_scale[coordinate];
      const double forward = 0.5 * (1.0 + tau / std::sqrt(tau * tau + fade * fade));
      const Eigen::Vector2d share(1.0 - forward, forward), sum = C * share;
      if (sum[0] > 0.0) ratio(static_cast<Eigen::Index>(coordinate), k) = sum[1] / sum[0];
    }
  }
  return ratio;
}

}  // namespace psoas
