// Which curves over the gait cycle does a results file hold?
#include "scenarios/results/schema_fields.h"

namespace psoas {
namespace {

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

using enum Dim;
constexpr Dims angles{scenario, gait_cycle, coordinate}, levels{scenario, gait_cycle, level};
constexpr Dims muscle_curves{scenario, muscle, gait_cycle};
constexpr Dims once{scenario, gait_cycle};
constexpr Dims feet{scenario, gait_cycle, foot, xyz};

constexpr std::string_view world = "World frame: x forward, y up, z right; on a slope along the ground and its normal.";
constexpr std::string_view ground =
    "World frame: x forward, y up, z right; on a slope along the ground and its normal; force of the ground on the "
    "foot.";
constexpr std::string_view pressure =
    "World frame: x forward, y up, z right; on a slope along the ground and its normal; NaN in flight.";
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
constexpr std::string_view level_axes =
    "Net moment that muscles, discs and ligaments of the level make together, about the level's own axes.";
constexpr std::string_view joint_axes =
    "About the axes of the runner's tree, whose coordinates are the joint angles; the pelvis's three translations are "
    "pelvis_position.";
constexpr std::string_view internal =
    "Internal moment of muscles and passive tissue; axes and signs of joint_angle; the pelvis's own rotations have "
    "none.";

constexpr Field table[] = {
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

}  // namespace

std::span<const Field> curve_fields() { return table; }

}  // namespace psoas
