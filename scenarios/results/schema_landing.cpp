// Which numbers and curves of the landing does a results file hold? Definitions in sim/impact/measures.h.
#include "scenarios/results/schema_fields.h"

namespace psoas {
namespace {

bool converged(const Row& row) { return row.outcome.status == Status::converged; }

template <double Summary::*member>
void summary(const Row& row, const Axes&, std::span<double> out) {
  out[0] = converged(row) ? row.outcome.summary.*member : nan;
}
template <Eigen::VectorXd Summary::*member>
void both_feet(const Row& row, const Axes&, std::span<double> out) {
  const Eigen::VectorXd& values = row.outcome.summary.*member;
  const bool there = converged(row) && static_cast<std::size_t>(values.size()) == out.size();
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = there ? values[static_cast<Eigen::Index>(i)] : nan;
}
void impact_kind(const Row& row, const Axes&, std::span<double> out) {
  out[0] = converged(row) ? row.outcome.summary.impact_kind : -1;
}
template <Eigen::MatrixXd Landing::*member>
void landing(const Row& row, const Axes&, std::span<double> out) {
  copy(row.outcome.landing.*member, out);
}

using enum Dim;
constexpr Dims one{scenario}, each_foot{scenario, foot}, by_assumption{scenario, landing_assumption};
constexpr Dims once{scenario, landing_time}, vectors{scenario, landing_time, xyz};

constexpr std::string_view simulated =
    "Right foot, vertical along the ground's normal; simulated forwards at 1 ms from the stride's state before "
    "touch-down, with its joint moments, joint stiffness and wobbling masses; low-pass: zero-lag Butterworth at "
    "impact.force_filter_Hz. NaN when impact.simulate "
    "is off.";
constexpr std::string_view shaken =
    "Without gravity; low-pass: zero-lag Butterworth at impact.acceleration_filter_Hz. NaN when impact.simulate is "
    "off.";
constexpr std::string_view at_impact =
    "Where the vertical force of the landing has its first maximum or, failing that, the least slope after its "
    "steepest rise, within 50 ms [Nordin 2017]; impact_kind says which. NaN without either.";
constexpr std::string_view rate =
    "Between 20 and 80 % of the time from touch-down to impact_peak_time [Milner 2006]; without one, to 13 % of "
    "contact [Samaan 2014]. Of landing_force, so filtered alike.";

constexpr Field table[] = {
    {"impact_kind", Type::int32, one, "1",
     "how the vertical force shows the impact: 2 a peak, 1 a shoulder, 0 neither, -1 not simulated", at_impact,
     impact_kind},
    {"impact_peak", Type::float64, one, "N", "vertical ground force at impact peak or shoulder, right foot", at_impact,
     summary<&Summary::impact_peak>},
    {"impact_peak_time", Type::float64, one, "s", "time of impact_peak from touch-down, 20 N", at_impact,
     summary<&Summary::impact_peak_time>},
    {"average_loading_rate", Type::float64, one, "N s-1",
     "VALR: mean slope of the vertical ground force on its way to the impact peak", rate,
     summary<&Summary::average_loading_rate>},
    {"instantaneous_loading_rate", Type::float64, one, "N s-1",
     "VILR: largest slope of the vertical ground force within 1 ms on its way to the impact peak", rate,
     summary<&Summary::instantaneous_loading_rate>},
    {"tibial_acceleration", Type::float64, one, "m s-2",
     "largest acceleration of the right shank along itself at impact", shaken, summary<&Summary::tibial_acceleration>},
    {"pelvic_acceleration", Type::float64, one, "m s-2", "largest upward acceleration of the pelvis at L5-S1 at impact",
     shaken, summary<&Summary::pelvic_acceleration>},
    {"touch_down_velocity", Type::float64, one, "m s-1", "vertical velocity of the foot's centre of mass at touch-down",
     "", summary<&Summary::touch_down_velocity>},
    {"effective_mass", Type::float64, one, "kg", "mass that stops with the foot up to impact_peak_time",
     "Impulse of the vertical force over the change of the foot's velocity and gravity's [Lieberman 2010].",
     summary<&Summary::effective_mass>},
    {"landing_departure", Type::float64, one, "N",
     "rms distance of the landing's vertical force from the stride's own in the first 50 ms", "",
     summary<&Summary::landing_departure>},
    {"foot_impact_peak", Type::float64, each_foot, "N", "impact_peak of the landing of each foot", at_impact,
     both_feet<&Summary::foot_impact_peak>},
    {"foot_loading_rate", Type::float64, each_foot, "N s-1", "instantaneous_loading_rate of the landing of each foot",
     rate, both_feet<&Summary::foot_loading_rate>},
    {"foot_tibial_acceleration", Type::float64, each_foot, "m s-2", "tibial_acceleration of the landing of each foot",
     shaken, both_feet<&Summary::foot_tibial_acceleration>},
    {"spread_impact_peak", Type::float32, by_assumption, "N", "impact_peak under each assumption", at_impact,
     landing<&Landing::impact_peak>},
    {"spread_instantaneous_loading_rate", Type::float32, by_assumption, "N s-1",
     "instantaneous_loading_rate under each assumption", rate, landing<&Landing::instantaneous_loading_rate>},
    {"spread_tibial_acceleration", Type::float32, by_assumption, "m s-2", "tibial_acceleration under each assumption",
     shaken, landing<&Landing::tibial_acceleration>},

    {"landing_force", Type::float32, vectors, "N", "ground force on the landing foot", simulated,
     landing<&Landing::force>},
    {"landing_stride_force", Type::float32, once, "N", "vertical ground force of the stride at the same instants",
     "As the optimal control problem has it, straight between its knots; filter: none.",
     landing<&Landing::stride_force>},
    {"landing_tibial_acceleration", Type::float32, once, "m s-2",
     "acceleration of the shank along itself, upward positive", shaken, landing<&Landing::tibia>},
    {"landing_pelvic_acceleration", Type::float32, once, "m s-2", "vertical acceleration of the pelvis at L5-S1",
     shaken, landing<&Landing::pelvis>},
};

}  // namespace

std::span<const Field> landing_fields() { return table; }

}  // namespace psoas
