// What does a results file hold? See schema.h.
#include "scenarios/results/schema.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "sim/assumptions.h"
#include "sim/core/check.h"

namespace psoas {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double degree = std::numbers::pi / 180.0;  ///< [rad]

// ---- How one scenario's part of a field is had from an outcome. What did not converge has no loads: NaN.

/// Eigen keeps columns (time) together, so a matrix is already in the file's order: gait_cycle, then rows.
void copy(const Eigen::MatrixXd& matrix, std::span<double> out) {
  if (matrix.size() == 0) {
    std::fill(out.begin(), out.end(), nan);
    return;
  }
  CHECK(static_cast<std::size_t>(matrix.size()) == out.size());
  std::copy_n(matrix.data(), out.size(), out.begin());
}

/// The chosen rows of a matrix, times a factor.
void copy_rows(const Eigen::MatrixXd& matrix, const std::vector<int>& rows, double factor, std::span<double> out) {
  if (matrix.size() == 0) {
    std::fill(out.begin(), out.end(), nan);
    return;
  }
  CHECK(rows.size() * static_cast<std::size_t>(matrix.cols()) == out.size());
  std::size_t at = 0;
  for (Eigen::Index k = 0; k < matrix.cols(); ++k)
    for (int row : rows) out[at++] = matrix(row, k) * factor;
}

/// Time last: neighbours in time differ little, so muscle curves compress to two fifths of the size in half the time.
void copy_by_row(const Eigen::MatrixXd& matrix, std::span<double> out) {
  if (matrix.size() == 0) {
    std::fill(out.begin(), out.end(), nan);
    return;
  }
  CHECK(static_cast<std::size_t>(matrix.size()) == out.size());
  Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(out.data(), matrix.rows(),
                                                                                     matrix.cols()) = matrix;
}

template <Eigen::MatrixXd Cycle::*member>
void muscle_curve(const Row& row, const Axes&, std::span<double> out) {
  copy_by_row(row.outcome.cycle.*member, out);
}
template <Eigen::MatrixXd Cycle::*member>
void curve(const Row& row, const Axes&, std::span<double> out) {
  copy(row.outcome.cycle.*member, out);
}
void joint_angle(const Row& row, const Axes& axes, std::span<double> out) {
  copy_rows(row.outcome.cycle.joint_angle, axes.angle_rows, 1.0 / degree, out);
}
void pelvis_position(const Row& row, const Axes& axes, std::span<double> out) {
  copy_rows(row.outcome.cycle.joint_angle, axes.position_rows, 1.0, out);
}
void disc_pressure(const Row& row, const Axes&, std::span<double> out) {
  copy(row.outcome.cycle.disc_pressure / 1e6, out);
}
void joint_moment(const Row& row, const Axes& axes, std::span<double> out) {
  copy_rows(row.outcome.cycle.joint_moment, axes.angle_rows, 1.0, out);
}

bool converged(const Row& row) { return row.outcome.status == Status::converged; }

template <Eigen::VectorXd Summary::*member>
void per_level(const Row& row, const Axes&, std::span<double> out) {
  const Eigen::VectorXd& values = row.outcome.summary.*member;
  const bool there = converged(row) && values.size() == level_count;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = there ? values[static_cast<Eigen::Index>(i)] : nan;
}
template <Eigen::VectorXd Summary::*member>
void several(const Row& row, const Axes&, std::span<double> out) {
  const Eigen::VectorXd& values = row.outcome.summary.*member;
  const bool there = converged(row) && static_cast<std::size_t>(values.size()) == out.size();
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = there ? values[static_cast<Eigen::Index>(i)] : nan;
}
template <Eigen::MatrixXd LoadSpread::*member>
void spread(const Row& row, const Axes&, std::span<double> out) {
  copy(row.outcome.spread.*member, out);
}
template <double Summary::*member>
void summary(const Row& row, const Axes&, std::span<double> out) {
  out[0] = converged(row) ? row.outcome.summary.*member : nan;
}
void trunk_lean(const Row& row, const Axes&, std::span<double> out) {
  out[0] = converged(row) ? row.outcome.summary.trunk_lean / degree : nan;
}
void stride_duration(const Row& row, const Axes&, std::span<double> out) {
  out[0] = converged(row) ? row.outcome.stride_duration : nan;
}
template <double Quality::*member>
void quality(const Row& row, const Axes&, std::span<double> out) {
  out[0] = row.outcome.status == Status::not_run ? nan : row.outcome.quality.*member;
}
void iterations(const Row& row, const Axes&, std::span<double> out) { out[0] = row.outcome.quality.iterations; }
void status(const Row& row, const Axes&, std::span<double> out) { out[0] = static_cast<double>(row.outcome.status); }

const std::string& id(const Row& row) { return row.id; }
const std::string& reason(const Row& row) { return row.outcome.reason; }

// ---- The table

using enum Dim;
constexpr Dims one{scenario}, each_level{scenario, level};
constexpr Dims angles{scenario, gait_cycle, coordinate}, levels{scenario, gait_cycle, level};
constexpr Dims muscle_curves{scenario, muscle, gait_cycle};
constexpr Dims once{scenario, gait_cycle}, by_assumption{scenario, assumption, level};
constexpr Dims feet{scenario, gait_cycle, foot, xyz};

constexpr std::string_view world = "World frame: x forward, y up, z right.";
constexpr std::string_view ground = "World frame: x forward, y up, z right; force of the ground on the foot.";
constexpr std::string_view pressure = "World frame: x forward, y up, z right; NaN in flight.";
constexpr std::string_view along_normal =
    "Along the normal of the level's disc; positive presses the disc. Net force on all above the level less what the "
    "muscles crossing it "
    "carry.";
constexpr std::string_view forward = "In the plane of the level's disc; positive: the upper vertebra slides forward.";
constexpr std::string_view sideways =
    "In the plane of the level's disc; positive: the upper vertebra slides to the right.";
constexpr std::string_view parts = "Along the normal of the level's disc; the three parts add up.";
constexpr std::string_view within_allowance =
    "Factor at which muscles can no longer make them with all else held, leaving at most 5 N m of a level unbalanced; "
    "below 1 they cannot make them as they are, 0 where what is held cannot be made. Never above 10. NaN when "
    "sharing.reserve is off.";
constexpr std::string_view buckles =
    "Least eigenvalue about the 18 level axes; below 0 the spine would buckle without reflexes.";
constexpr std::string_view spread_off =
    "NaN when sharing.spread is off, or where the muscles cannot meet the assumption.";
constexpr std::string_view level_axes =
    "Net moment that muscles, discs and ligaments of the level make together, about the level's own axes.";
constexpr std::string_view joint_axes =
    "About the axes of the runner's tree, whose coordinates are the joint angles; the pelvis's three translations are "
    "pelvis_position.";
constexpr std::string_view internal =
    "Internal moment of muscles and passive tissue; axes and signs of joint_angle; the pelvis's own rotations have "
    "none.";

constexpr std::string_view resampled = "Knots of the optimal control solution, resampled to the gait cycle. ";
constexpr std::string_view no_filter = "Filter: none.";
constexpr std::string_view filter =
    "Filter: what muscles must make, and so every muscle and lumbar load, passed a zero-lag fourth-order Butterworth "
    "low-pass at sharing.filter_Hz.";

constexpr Field table[] = {
    // Which scenario, and how did it end?
    {"scenario_id", Type::text, one, "", "hash of all resolved parameters", "", nullptr, id},
    {"status", Type::int32, one, "", "how the scenario ended", "Loads exist only where converged; all else is NaN.",
     status},
    {"reason", Type::text, one, "", "why it did not converge, in words", "", nullptr, reason},
    {"iterations", Type::int32, one, "1", "iterations of the accepted stride", "", iterations},
    {"solve_time", Type::float64, one, "s", "wall time of this scenario on one thread", "Differs from run to run.",
     quality<&Quality::solve_time>},
    {"constraint_violation", Type::float64, one, "1", "largest scaled residual of the equations of motion at the knots",
     "", quality<&Quality::constraint_violation>},
    {"mesh_error", Type::float64, one, "1", "rms scaled residual of the equations of motion between the knots", "",
     quality<&Quality::mesh_error>},
    {"anchor_distance", Type::float64, one, "rad", "rms change of the joint angles from the baseline stride", "",
     quality<&Quality::anchor_distance>},
    {"largest_slack", Type::float64, one, "N m", "largest level moment that the muscles left unbalanced", "",
     quality<&Quality::largest_slack>},
    {"largest_leg_slack", Type::float64, one, "N m", "largest moment of a hip, knee or ankle that no muscle makes", "",
     quality<&Quality::largest_leg_slack>},
    {"stride_duration", Type::float64, one, "s", "duration of one stride, two steps", "", stride_duration},

    // Numbers for ranking
    {"peak_compression", Type::float64, each_level, "N", "largest magnitude of lumbar_compression over the stride", "",
     per_level<&Summary::peak_compression>},
    {"peak_shear_anterior", Type::float64, each_level, "N",
     "largest magnitude of lumbar_shear_anterior over the stride", "", per_level<&Summary::peak_shear_anterior>},
    {"peak_shear_lateral", Type::float64, each_level, "N", "largest magnitude of lumbar_shear_lateral over the stride",
     "", per_level<&Summary::peak_shear_lateral>},
    {"mean_compression", Type::float64, each_level, "N", "mean of lumbar_compression over the stride", "",
     per_level<&Summary::mean_compression>},
    {"load_impulse", Type::float64, each_level, "N s", "integral of lumbar_compression over one stride", "",
     per_level<&Summary::load_impulse>},
    {"loading_rate", Type::float64, each_level, "N s-1",
     "largest rise of lumbar_compression between neighbouring knots of the stride", "",
     per_level<&Summary::loading_rate>},
    {"least_reserve",
     Type::float64,
     {scenario, reserve},
     "1",
     "least strength reserve of the stride: how much larger these moments could grow",
     within_allowance,
     several<&Summary::least_reserve>},
    {"least_stiffness", Type::float64, one, "N m rad-1", "least stiffness of the spine against its softest nudge",
     buckles, summary<&Summary::least_stiffness>},
    {"unstable_share", Type::float64, one, "1", "share of the stride in which that stiffness is below zero", buckles,
     summary<&Summary::unstable_share>},
    {"peak_activation",
     Type::float64,
     {scenario, core_group},
     "1",
     "largest activation of any muscle of the group",
     "",
     several<&Summary::peak_activation>},
    {"mean_activation",
     Type::float64,
     {scenario, core_group},
     "1",
     "mean activation of the group over the stride, muscles by their strength",
     "",
     several<&Summary::mean_activation>},
    {"spread_peak_compression", Type::float32, by_assumption, "N", "peak_compression under each assumption", spread_off,
     spread<&LoadSpread::peak_compression>},
    {"spread_mean_compression", Type::float32, by_assumption, "N", "mean_compression under each assumption", spread_off,
     spread<&LoadSpread::mean_compression>},
    {"spread_peak_shear_anterior", Type::float32, by_assumption, "N", "peak_shear_anterior under each assumption",
     spread_off, spread<&LoadSpread::peak_shear_anterior>},
    {"peak_vertical_force", Type::float64, one, "N", "largest vertical ground force of one foot", world,
     summary<&Summary::peak_vertical_force>},
    {"peak_lumbar_moment", Type::float64, one, "N m",
     "largest net extension moment about the lumbar joint of the stride", "", summary<&Summary::peak_lumbar_moment>},
    {"step_frequency", Type::float64, one, "s-1", "steps per second", "", summary<&Summary::step_frequency>},
    {"duty_factor", Type::float64, one, "1", "contact time of one foot over stride duration", "",
     summary<&Summary::duty_factor>},
    {"contact_time", Type::float64, one, "s", "contact time of one foot", "", summary<&Summary::contact_time>},
    {"com_excursion", Type::float64, one, "m", "vertical range of the centre of mass", "",
     summary<&Summary::com_excursion>},
    {"trunk_lean", Type::float64, one, "degree", "mean forward lean of the trunk from the vertical", "", trunk_lean},
    {"cost_of_transport", Type::float64, one, "J kg-1 m-1",
     "positive joint work over an efficiency of 0.25, per mass and distance", "", summary<&Summary::cost_of_transport>},

    // Curves over the gait cycle
    {"lumbar_compression", Type::float32, levels, "N", "compression of each lumbar level", along_normal,
     curve<&Cycle::compression>},
    {"lumbar_shear_anterior", Type::float32, levels, "N", "anterior shear of each lumbar level", forward,
     curve<&Cycle::shear_anterior>},
    {"lumbar_shear_lateral", Type::float32, levels, "N", "lateral shear of each lumbar level", sideways,
     curve<&Cycle::shear_lateral>},
    {"compression_weight", Type::float32, levels, "N", "part of lumbar_compression from gravity and inertia", parts,
     curve<&Cycle::compression_weight>},
    {"compression_muscle", Type::float32, levels, "N", "part of lumbar_compression from muscles", parts,
     curve<&Cycle::compression_muscle>},
    {"compression_pressure", Type::float32, levels, "N", "part of lumbar_compression from abdominal pressure", parts,
     curve<&Cycle::compression_pressure>},
    {"disc_pressure", Type::float32, levels, "MPa", "estimated pressure in the nucleus of each disc",
     "Compression over 0.66 times the disc's area; published factors reach from 0.55 to 0.77.", disc_pressure},
    {"facet_force", Type::float32, levels, "N", "estimated force on the facet joints of each level",
     "Half of the anterior shear, where it is forward; published parts reach from a third to two thirds.",
     curve<&Cycle::facet_force>},
    {"strength_reserve",
     Type::float32,
     {scenario, gait_cycle, reserve},
     "1",
     "strength reserve: how much larger these moments could grow",
     within_allowance,
     curve<&Cycle::strength_reserve>},
    {"spine_stiffness", Type::float32, once, "N m rad-1", "stiffness of the spine against its softest nudge", buckles,
     curve<&Cycle::stiffness>},
    {"abdominal_pressure", Type::float32, once, "Pa", "abdominal pressure above quiet standing", "",
     curve<&Cycle::abdominal_pressure>},
    {"lumbar_moment",
     Type::float32,
     {scenario, gait_cycle, level, level_axis},
     "N m",
     "net moment at each lumbar level",
     level_axes,
     curve<&Cycle::level_moment>},
    {"ground_force", Type::float32, feet, "N", "ground force on each foot", ground, curve<&Cycle::ground_force>},
    {"centre_of_pressure", Type::float32, feet, "m",
     "where the ground force acts, forward from the pelvis's mean position", pressure,
     curve<&Cycle::centre_of_pressure>},
    {"pelvis_position",
     Type::float32,
     {scenario, gait_cycle, xyz},
     "m",
     "position of the pelvis",
     world,
     pelvis_position},
    {"joint_angle", Type::float32, angles, "degree", "angle of each joint coordinate", joint_axes, joint_angle},
    {"joint_moment", Type::float32, angles, "N m", "moment about each joint coordinate", internal, joint_moment},
    {"muscle_force", Type::float32, muscle_curves, "N", "tensile force of each muscle", "",
     muscle_curve<&Cycle::muscle_force>},
    {"muscle_activation", Type::float32, muscle_curves, "1", "activation of each muscle",
     "Active force over what full activation gives at that length and speed; 0 for a muscle without strength.",
     muscle_curve<&Cycle::muscle_activation>},
};

constexpr Dimension dimension_table[dim_count] = {
    {"scenario", "1", "index of the scenario in the plan"},
    {"gait_cycle", "percent",
     "gait cycle: one stride from right foot contact to the next; a static task is the same throughout"},
    {"level", "", "lumbar level, lowest first"},
    {"level_axis", "", "axis of a level: extension (+ z), bending (+ x), rotation (+ y)"},
    {"coordinate", "", "joint coordinate of the runner"},
    {"muscle", "", "muscle fascicle"},
    {"foot", "", "foot"},
    {"xyz", "", "world direction: x forward, y up, z right"},
    {"reserve", "", "what grows in a strength reserve: the moments of all lumbar levels together, or of one"},
    {"core_group", "", "group of core muscles"},
    {"assumption", "", "what the sharing assumes; as_set is the scenario itself"},
};

}  // namespace

const std::span<const Field> fields{table};

const Dimension& dimension(Dim dim) { return dimension_table[static_cast<std::size_t>(dim)]; }

std::vector<std::string> labels(Dim dim, const Axes& axes) {
  switch (dim) {
    case Dim::scenario:
    case Dim::gait_cycle:
      return {};
    case Dim::level:
      return {level_names.begin(), level_names.end()};
    case Dim::level_axis:
      return {"extension", "bending", "rotation"};
    case Dim::coordinate:
      return axes.coordinate;
    case Dim::muscle:
      return axes.muscle;
    case Dim::foot:
      return {"right", "left"};
    case Dim::xyz:
      return {"x", "y", "z"};
    case Dim::reserve: {
      std::vector<std::string> names = {"all"};
      names.insert(names.end(), level_names.begin(), level_names.end());
      return names;
    }
    case Dim::core_group:
      return {core_group_names.begin() + 1, core_group_names.end()};
    case Dim::assumption: {
      std::vector<std::string> names;
      for (const Assumption& assumption : assumptions()) names.emplace_back(assumption.name);
      return names;
    }
  }
  CHECK(false);
}

std::string comment(const Field& field) {
  std::string text(field.comment);
  if (field.dims.has(Dim::gait_cycle)) {
    const bool load = field.dims.has(Dim::level) || field.dims.has(Dim::muscle) || field.dims.has(Dim::reserve) ||
                      field.dims.count == 2;
    text.append(text.empty() ? "" : " ").append(resampled).append(load ? filter : no_filter);
  }
  return text;
}

std::size_t Axes::size(Dim dim) const {
  CHECK(dim != Dim::scenario);
  if (dim == Dim::gait_cycle) return cycle_points;
  if (dim == Dim::muscle) return muscle.size();  // asked often: without a copy of the names
  return dim == Dim::coordinate ? coordinate.size() : labels(dim, *this).size();
}

std::size_t row_size(const Field& field, const Axes& axes) {
  std::size_t size = 1;
  for (Dim dim : field.dims)
    if (dim != Dim::scenario) size *= axes.size(dim);
  return size;
}

}  // namespace psoas
