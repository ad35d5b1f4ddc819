// Which numbers does a results file hold for each scenario: which it is, how it ended, what it is ranked by?
#include "scenarios/results/schema_fields.h"

namespace psoas {
namespace {

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
void foot_strike_angle(const Row& row, const Axes&, std::span<double> out) {
  const Eigen::VectorXd& angles = row.outcome.summary.foot_strike_angle;
  const bool there = converged(row) && static_cast<std::size_t>(angles.size()) == out.size();
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = there ? angles[static_cast<Eigen::Index>(i)] / degree : nan;
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

using enum Dim;
constexpr Dims one{scenario}, each_level{scenario, level}, each_foot{scenario, foot};
constexpr Dims angles{scenario, gait_cycle, coordinate};
constexpr Dims by_assumption{scenario, assumption, level};

constexpr std::string_view world = "World frame: x forward, y up, z right; on a slope along the ground and its normal.";
constexpr std::string_view within_allowance =
    "Factor at which muscles can no longer make them with all else held, leaving at most 5 N m of a level unbalanced; "
    "below 1 they cannot make them as they are, 0 where what is held cannot be made. Never above 10. NaN when "
    "sharing.reserve is off.";
constexpr std::string_view buckles =
    "Least eigenvalue about the 18 level axes; below 0 the spine would buckle without reflexes.";
constexpr std::string_view spread_off =
    "NaN when sharing.spread is off, or where the muscles cannot meet the assumption.";

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
    {"avoided_moment", Type::float64, one, "N m",
     "largest change of a lumbar moment because the muscles could not make it",
     "The stride is solved again, in at most five rounds, until they leave no more than 9 N m of a level unbalanced; "
     "0: the movement is as wished.",
     quality<&Quality::avoided_moment>},
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
    {"peak_vertical_force", Type::float64, one, "N", "largest vertical ground force of either foot", world,
     summary<&Summary::peak_vertical_force>},
    {"peak_lumbar_moment", Type::float64, one, "N m",
     "largest net extension moment about the lumbar joint of the stride", "", summary<&Summary::peak_lumbar_moment>},
    {"foot_peak_vertical_force", Type::float64, each_foot, "N", "largest vertical ground force of each foot", world,
     several<&Summary::foot_peak_force>},
    {"foot_contact_time", Type::float64, each_foot, "s", "contact time of each foot", "",
     several<&Summary::foot_contact_time>},
    {"foot_strike_angle", Type::float64, each_foot, "degree", "angle of the sole to the ground at touch-down, toes up",
     "0 in standing. Rearfoot strike above 8, midfoot to -1.6, forefoot strike below [Altman 2012].",
     foot_strike_angle},
    {"step_peak_compression", Type::float64, each_foot, "N",
     "largest compression of L5-S1 in the step of each foot, from mid-flight to mid-flight", "",
     several<&Summary::step_peak_compression>},
    {"step_frequency", Type::float64, one, "s-1", "steps per second", "", summary<&Summary::step_frequency>},
    {"duty_factor", Type::float64, one, "1", "contact time of a foot, mean of both, over stride duration", "",
     summary<&Summary::duty_factor>},
    {"contact_time", Type::float64, one, "s", "contact time of a foot, mean of both", "",
     summary<&Summary::contact_time>},
    {"com_excursion", Type::float64, one, "m", "vertical range of the centre of mass", "",
     summary<&Summary::com_excursion>},
    {"leg_stiffness", Type::float64, one, "N m-1", "peak vertical force over the compression of a spring-mass leg",
     "The ground's deflection is left out of the compression.", summary<&Summary::leg_stiffness>},
    {"trunk_lean", Type::float64, one, "degree", "mean forward lean of the trunk from the vertical", "", trunk_lean},
    {"cost_of_transport", Type::float64, one, "J kg-1 m-1",
     "positive joint work over an efficiency of 0.25, per mass and distance", "", summary<&Summary::cost_of_transport>},
};

}  // namespace

std::span<const Field> scenario_fields() { return table; }

}  // namespace psoas
