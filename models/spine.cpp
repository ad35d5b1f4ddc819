// How does the reference spine become this runner's? Lengths with height, strength with mass^(2/3) and sex, slices with
// mass; then age, strength and tightness of groups, discs and belt. The left side mirrors the right to the last bit.
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

/// Rows of a table around a value, and how far it is from the first to the second.
template <class Row>
struct Between {
  const Row &low, &high;
  double share;
  double operator()(double a, double b) const { return share == 0.0 ? a : a + share * (b - a); }
};
template <class Row>
Between<Row> between(const std::vector<Row>& rows, double Row::*by, double value) {
  std::size_t i = 0;
  while (i + 1 < rows.size() && rows[i + 1].*by <= value) ++i;
  if (i + 1 == rows.size() || value <= rows[i].*by) return {rows[i], rows[i], 0.0};
  return {rows[i], rows[i + 1], (value - rows[i].*by) / (rows[i + 1].*by - rows[i].*by)};
}

}  // namespace

GroupChoice chosen(LegGroup group, const MuscleOptions& muscle) {
  switch (group) {
    case LegGroup::hamstrings:
      return {muscle.hamstrings, muscle.hamstrings_tightness};
    case LegGroup::quadriceps:
      return {muscle.quadriceps, muscle.quadriceps_tightness};
    case LegGroup::gluteals:
      return {muscle.gluteals, muscle.gluteals_tightness};
    case LegGroup::hip_flexors:
      return {muscle.hip_flexors, muscle.hip_flexors_tightness};
    case LegGroup::calf:
      return {muscle.calf, muscle.calf_tightness};
    case LegGroup::none:
      return {};
  }
  return {};
}

Spine build_spine(const SpineTables& tables, const RunnerOptions& options, const MuscleOptions& muscle) {
  CHECK(options.height > 0.0 && options.mass > 0.0);
  const double length = options.height / tables.height;
  // Strength goes with muscle cross-section, that with mass^(2/3) between people of like shape.
  const double strength =
      std::pow(options.mass / tables.mass, 2.0 / 3.0) * (options.sex == Sex::female ? tables.female_strength : 1.0);

  const auto age = between(tables.ages, &SpineTables::Age::age, options.age);
  const double left_by_age = age(age.low.strength, age.high.strength),
               passive_strain = age(age.low.passive_strain, age.high.passive_strain);
  const auto disc = between(tables.discs, &SpineTables::Disc::degeneration, options.disc_degeneration);

  Spine spine;
  spine.belt_stiffness = options.belt_stiffness, spine.belt_pressure = options.belt_pressure;
  spine.levels = tables.levels;
  for (Level& level : spine.levels) {
    level.position *= length;
    level.upper_offset *= length;
    level.slice_mass *= options.mass;
    level.slice_com *= length;
    level.disc_area *= length * length;
    level.nucleus = disc(disc.low.pressure, disc.high.pressure);
    for (int curve = 0; curve < 4; ++curve)
      level.passive.row(curve) *= disc(disc.low.stiffness[curve], disc.high.stiffness[curve]);
  }

  // Right and left stand side by side: even and odd.
  spine.muscles.reserve(2 * tables.muscles.size());
  for (const Muscle& row : tables.muscles) {
    Muscle right = row;
    right.F_max *= strength;
    right.optimal_length *= length, right.tendon_slack *= length;
    right.relaxed_length *= length, right.relaxed_tendon *= length;
    const GroupChoice choice = chosen(right.leg, muscle);
    right.strength = left_by_age * choice.strength, right.shortening = choice.tightness;
    right.passive_strain = passive_strain, right.passive_size = left_by_age;
    for (PathPoint& point : right.path) point.position *= length;
    Muscle left = mirrored(right);
    const int index = static_cast<int>(spine.muscles.size());
    right.name += "_r", right.mirror = index + 1;
    left.name += "_l", left.mirror = index;
    spine.muscles.push_back(std::move(right));
    spine.muscles.push_back(std::move(left));
  }

  spine.thoracolumbar_share = tables.thoracolumbar_share;
  spine.wall_radius = tables.wall_radius * length;
  spine.wall_height = tables.wall_height * length;
  spine.pressure_area = tables.pressure_area * length * length;
  spine.pressure_point = tables.pressure_point * length;
  return spine;
}

}  // namespace psoas
