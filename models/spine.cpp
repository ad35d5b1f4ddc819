// How does the reference spine become this runner's? Lengths with height, strength with mass^(2/3) and sex, slices with
// mass; the left side is the mirror image of the right to the last bit.
#include "models/spine.h"

#include <cmath>

#include "models/spine_tables.h"
#include "sim/core/check.h"

namespace psoas {
namespace {

/// The same body on the other side.
Body mirrored(Body body) {
  switch (body) {
    case Body::thigh_r:
      return Body::thigh_l;
    case Body::shank_r:
      return Body::shank_l;
    case Body::foot_r:
      return Body::foot_l;
    default:
      return body;
  }
}

Muscle mirrored(const Muscle& right) {
  Muscle left = right;
  for (PathPoint& point : left.path) {
    point.body = mirrored(point.body);
    point.position.z() = -point.position.z();
  }
  return left;
}

}  // namespace

Spine build_spine(const SpineTables& tables, const RunnerOptions& options) {
  CHECK(options.height > 0.0 && options.mass > 0.0);
  const double length = options.height / tables.height;
  // Strength goes with muscle cross-section, that with mass^(2/3) between people of like shape.
  const double strength =
      std::pow(options.mass / tables.mass, 2.0 / 3.0) * (options.sex == Sex::female ? tables.female_strength : 1.0);

  Spine spine;
  spine.levels = tables.levels;
  for (Level& level : spine.levels) {
    level.position *= length;
    level.upper_offset *= length;
    level.slice_mass *= options.mass;
    level.slice_com *= length;
    level.disc_area *= length * length;
  }

  // Right and left stand side by side: even and odd.
  spine.muscles.reserve(2 * tables.muscles.size());
  for (const Muscle& row : tables.muscles) {
    Muscle right = row;
    right.F_max *= strength;
    right.optimal_length *= length, right.tendon_slack *= length;
    for (PathPoint& point : right.path) point.position *= length;
    Muscle left = mirrored(right);
    const int index = static_cast<int>(spine.muscles.size());
    right.name += "_r", right.mirror = index + 1;
    left.name += "_l", left.mirror = index;
    spine.muscles.push_back(std::move(right));
    spine.muscles.push_back(std::move(left));
  }

  spine.wall_radius = tables.wall_radius * length;
  spine.wall_height = tables.wall_height * length;
  spine.pressure_area = tables.pressure_area * length * length;
  spine.pressure_point = tables.pressure_point * length;
  return spine;
}

}  // namespace psoas
