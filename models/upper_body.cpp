// In which order do arch, head and slouch move the trunk's mass? From below: the arch carries all, the thorax turns
// what stands on it.
#include "models/upper_body.h"

#include <Eigen/Geometry>
#include <array>

#include "models/runner_tables.h"
#include "sim/core/check.h"

namespace psoas {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;

/// Forward about the axis to the right, through `pivot`.
Vector3d turned(const Vector3d& place, const Vector3d& pivot, double forward) {
  return pivot + Eigen::AngleAxisd(-forward, Vector3d::UnitZ()) * (place - pivot);
}

/// Second moment of a point mass about the link's origin.
Matrix3d second_moment(double mass, const Vector3d& p) {
  return mass * (p.squaredNorm() * Matrix3d::Identity() - p * p.transpose());
}

/// Part of a link's mass goes from one place in its frame to another.
void move_mass(Link& link, double mass, const Vector3d& from, const Vector3d& to) {
  const Matrix3d about_origin =
      link.inertia + second_moment(link.mass, link.com) + second_moment(mass, to) - second_moment(mass, from);
  link.com += mass / link.mass * (to - from);
  link.inertia = about_origin - second_moment(link.mass, link.com);
}

/// The neutral spine in the axes of the pelvis: centres of the slices L5 ... L1, and the place of the thorax.
struct Column {
  std::array<Vector3d, level_count> slice;
  Vector3d thorax;
};
Column stand(const Spine& spine) {
  Column column;
  Eigen::Isometry3d X = Eigen::Isometry3d::Identity();
  for (std::size_t i = 0; i < spine.levels.size(); ++i) {
    const Level& level = spine.levels[i];
    X.translate(level.position);
    X.rotate(Eigen::AngleAxisd(level.arch, Vector3d::UnitZ()));
    X.translate(-level.upper_offset);
    column.slice[i] = X * level.slice_com;
  }
  column.thorax = X.translation();
  return column;
}

/// Sets the levels' angles and moves trunk and shoulders to where they carry them. Returns how far the thorax went.
Vector3d arch(double lordosis, Runner& runner, Spine& spine) {
  if (lordosis == 0.0) return Vector3d::Zero();
  const Column before = stand(spine);
  double below = 0.0;
  for (int i = 0; i + 1 < level_count; ++i) below += spine.levels[static_cast<std::size_t>(i)].fraction.x();
  for (Level& level : spine.levels) level.arch = lordosis * level.fraction.x() / below;
  spine.levels.back().arch = -lordosis;
  spine.levels.back().above = -lordosis * (1.0 - spine.thoracolumbar_share);
  const Column after = stand(spine);
  const Vector3d moved = after.thorax - before.thorax;

  // The middle between the hips is where the spine's pelvis has its origin.
  Link& trunk = runner.links[static_cast<std::size_t>(runner.trunk)];
  const auto offset = [&](const char* name) {
    return runner.links[static_cast<std::size_t>(runner.index(name))].offset;
  };
  const Vector3d origin = 0.5 * (offset("hip_flexion_r") + offset("hip_flexion_l")) - offset("lumbar_extension");
  double slices = 0.0;
  Vector3d sum = Vector3d::Zero();
  for (std::size_t i = 0; i < before.slice.size(); ++i) {
    slices += spine.levels[i].slice_mass;
    sum += spine.levels[i].slice_mass * (origin + before.slice[i]);
  }
  const double rest = trunk.mass - slices;
  CHECK(rest > 0.0);
  const Vector3d thorax = (trunk.mass * trunk.com - sum) / rest;
  for (std::size_t i = 0; i < before.slice.size(); ++i)
    move_mass(trunk, spine.levels[i].slice_mass, origin + before.slice[i], origin + after.slice[i]);
  move_mass(trunk, rest, thorax, thorax + moved);
  return moved;
}

}  // namespace

void hold_upper_body(const RunnerTables& tables, const RunnerOptions& body, const PostureOptions& posture,
                     Runner& runner, Spine& spine) {
  if (posture.lordosis == 0.0 && posture.slouch == 0.0 && posture.head_flexion == 0.0) return;
  const double length = body.height / tables.height;
  Link& trunk = runner.links[static_cast<std::size_t>(runner.trunk)];
  const Vector3d moved = arch(posture.lordosis, runner, spine);
  const auto place = [&](const Vector3d& p) -> Vector3d { return length * p + moved; };
  const auto mass = [&](const UpperPart& part) {
    return body.mass * (body.sex == Sex::female ? part.female_mass_fraction : part.male_mass_fraction);
  };
  const UpperPart &thorax = tables.upper_thorax, &head = tables.head;
  const Vector3d middle = place(thorax.pivot);

  const Vector3d nodded = turned(place(head.com), place(head.pivot), posture.head_flexion);
  move_mass(trunk, mass(head), place(head.com), turned(nodded, middle, posture.slouch));
  move_mass(trunk, mass(thorax), place(thorax.com), turned(place(thorax.com), middle, posture.slouch));
  for (Link& link : runner.links)
    if (link.parent == runner.trunk) link.offset = turned(link.offset + moved, middle, posture.slouch);
}

}  // namespace psoas
