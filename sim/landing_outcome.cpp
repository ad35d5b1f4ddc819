// What of a landing goes into an outcome?
#include "sim/landing_outcome.h"

#include "sim/impact/measures.h"

namespace psoas {

void add_landing(const Runner& runner, const StrideSolution& stride, const LandingTables& tables,
                 const ImpactOptions& options, Outcome& outcome) {
  Summary& s = outcome.summary;
  const auto measure = [&](const LandingRecord& record, Eigen::Index foot) {
    return measure_landing(record, options, s.foot_contact_time[foot], runner.body_weight());
  };
  const auto keep = [&](const LandingMeasures& m, Eigen::Index foot) {
    s.foot_impact_peak[foot] = m.peak, s.foot_loading_rate[foot] = m.instantaneous_rate;
    s.foot_tibial_acceleration[foot] = m.tibia;
  };
  if (!stride.one_step) {
    const LandingRun left = simulate_landing(runner, stride, stride.ground[1], tables, options);
    if (left.landed) keep(measure(left.records[0], 1), 1);
  }
  const LandingRun run = simulate_landing(runner, stride, stride.ground[0], tables, options);
  if (!run.landed) return;

  const LandingCurves curves = landing_curves(run.records[0], options);
  Landing& landing = outcome.landing;
  landing.force = curves.force, landing.stride_force = curves.path_force;
  landing.tibia = curves.tibia, landing.pelvis = curves.pelvis;

  const LandingMeasures own = measure(run.records[0], 0);
  keep(own, 0);
  if (stride.one_step) keep(own, 1);
  s.impact_kind = static_cast<int>(own.kind);
  s.impact_peak = own.peak, s.impact_peak_time = own.peak_time;
  s.average_loading_rate = own.average_rate, s.instantaneous_loading_rate = own.instantaneous_rate;
  s.tibial_acceleration = own.tibia, s.pelvic_acceleration = own.pelvis;
  s.touch_down_velocity = own.touch_down_velocity, s.effective_mass = own.effective_mass;
  s.landing_departure = own.departure;

  const auto count = static_cast<Eigen::Index>(run.records.size());
  for (auto* row : {&landing.impact_peak, &landing.instantaneous_loading_rate, &landing.tibial_acceleration})
    row->setConstant(1, count, Summary::none);
  for (Eigen::Index i = 0; i < count; ++i) {
    const LandingRecord& record = run.records[static_cast<std::size_t>(i)];
    if (!(record.contact > 0.0)) continue;
    const LandingMeasures other = measure(record, 0);
    landing.impact_peak(0, i) = other.peak;
    landing.instantaneous_loading_rate(0, i) = other.instantaneous_rate;
    landing.tibial_acceleration(0, i) = other.tibia;
  }
}

}  // namespace psoas
