// Which muscles, discs and belt differ, and what does that give at each node?
#include "sim/sharing/given_change.h"

#include <memory>
#include <vector>

#include "sim/core/check.h"
#include "sim/muscle/fibre.h"
#include "sim/muscle/geometry.h"
#include "sim/sharing/demand.h"

namespace psoas {
namespace {

/// One muscle at one node: its length and arms about the coordinates that give.
struct Pull {
  double length;    // [m]
  GivenVector arm;  // -dl/dq [m]
};

/// Everything the function needs, held once for all its copies.
struct Change {
  Spine usual, spine;       // of muscles only those that differ, pair by pair
  std::vector<Pull> pulls;  // node by node, muscles side by side
  std::vector<GivenVector> q;
  std::vector<Eigen::Vector3d> lift;  // what the belt's pressure gives about the lumbar joint [N·m]
};

bool differs(const Muscle& a, const Muscle& b) {
  return a.shortening != b.shortening || a.passive_strain != b.passive_strain || a.passive_size != b.passive_size;
}

/// Moments of discs and belt about the lumbar joint: the levels share its angles, so virtual work adds theirs.
void add_lumbar(const Change& change, Eigen::Index node, const Eigen::Vector3d& angle, Given& out) {
  SpinePose usual, pose;
  for (int i = 0; i < level_count; ++i) {
    const Level& level = change.spine.levels[static_cast<std::size_t>(i)];
    usual.angle.col(i) = pose.angle.col(i) = level.fraction.cwiseProduct(angle);
    pose.angle(0, i) += level.arch;
  }
  const LevelVector M = passive_moment(change.spine, pose) - passive_moment(change.usual, usual),
                    K = passive_stiffness(change.spine, pose) - passive_stiffness(change.usual, usual);
  for (int i = 0; i < level_count; ++i) {
    const Eigen::Vector3d f = change.spine.levels[static_cast<std::size_t>(i)].fraction;
    out.moment.head<3>() += f.cwiseProduct(M.segment<3>(3 * i));
    out.slope.diagonal().head<3>() -= f.cwiseAbs2().cwiseProduct(K.segment<3>(3 * i));
  }
  const double belt = change.spine.belt_stiffness - change.usual.belt_stiffness;
  out.moment.head<2>() -= belt * angle.head<2>();
  out.slope.diagonal().head<2>().array() -= belt;
  out.moment.head<3>() += change.lift[static_cast<std::size_t>(node)];
}

void evaluate(const Change& change, Eigen::Index node, const GivenVector& q, Given& out) {
  out = Given{};
  add_lumbar(change, node, q.head<3>(), out);
  const std::size_t count = change.spine.muscles.size();
  const GivenVector turned = q - change.q[static_cast<std::size_t>(node)];
  for (std::size_t i = 0; i < count; ++i) {
    const Pull& pull = change.pulls[static_cast<std::size_t>(node) * count + i];
    const double length = pull.length - pull.arm.dot(turned);
    const Resistance mine = relaxed_muscle(change.spine.muscles[i], length),
                     usual = relaxed_muscle(change.usual.muscles[i], length);
    const double F_max = change.usual.muscles[i].F_max;
    if (mine.force == 0.0 && usual.force == 0.0) continue;
    out.moment += F_max * (mine.force - usual.force) * pull.arm;
    out.slope -= F_max * (mine.slope - usual.slope) * pull.arm * pull.arm.transpose();
  }
}

}  // namespace

GivenChange given_change(const Runner& runner, const Spine& usual, const Spine& spine,
                         const Eigen::Ref<const Eigen::MatrixXd>& q) {
  CHECK(usual.muscles.size() == spine.muscles.size());
  std::vector<std::size_t> which;
  for (std::size_t i = 0; i < spine.muscles.size(); ++i)
    if (differs(spine.muscles[i], usual.muscles[i])) which.push_back(i);
  bool discs = false;
  for (std::size_t i = 0; i < level_count; ++i)
    discs |= spine.levels[i].passive != usual.levels[i].passive || spine.levels[i].arch != usual.levels[i].arch;
  if (which.empty() && !discs && spine.belt_stiffness == 0.0 && spine.belt_pressure == 0.0) return {};

  auto change = std::make_shared<Change>();
  change->usual.levels = usual.levels, change->usual.belt_stiffness = usual.belt_stiffness;
  change->spine.levels = spine.levels, change->spine.belt_stiffness = spine.belt_stiffness;
  for (const std::size_t i : which) {
    change->usual.muscles.push_back(usual.muscles[i]);
    change->spine.muscles.push_back(spine.muscles[i]);
  }
  const std::array<int, given_count> at = given_coordinates(runner);
  SpinePose pose;
  MuscleGeometry geometry;
  for (Eigen::Index k = 0; k < q.cols(); ++k) {
    GivenVector here;
    for (int c = 0; c < given_count; ++c) here[c] = q(at[static_cast<std::size_t>(c)], k);
    change->q.push_back(here);
    spine_pose(runner, spine, q.col(k), pose);
    const auto about_lumbar = [&](const LevelVector& levels) {
      Eigen::Vector3d sum = Eigen::Vector3d::Zero();
      for (int i = 0; i < level_count; ++i)
        sum += spine.levels[static_cast<std::size_t>(i)].fraction.cwiseProduct(levels.segment<3>(3 * i));
      return sum;
    };
    change->lift.push_back(about_lumbar(pressure_moment(spine, pose, spine.belt_pressure - usual.belt_pressure)));
    if (which.empty()) continue;
    muscle_geometry(runner, spine, pose, geometry);
    for (const std::size_t i : which) {
      const auto arm = geometry.moment_arm.col(static_cast<Eigen::Index>(i));
      Pull pull{geometry.length[static_cast<Eigen::Index>(i)], {}};
      pull.arm << about_lumbar(arm.head<level_axis_count>()), arm.segment<given_count - 3>(level_axis_count);
      change->pulls.push_back(pull);
    }
  }
  return [change](Eigen::Index node, const GivenVector& angle, Given& out) { evaluate(*change, node, angle, out); };
}

}  // namespace psoas
