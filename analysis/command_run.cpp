// psoas run: one scenario, from a study to a table of loads.
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <numbers>

#include "analysis/commands.h"
#include "scenarios/plan.h"
#include "scenarios/results/durable.h"
#include "scenarios/study_plan.h"
#include "sim/assumptions.h"
#include "sim/contact/uneven.h"
#include "sim/core/input_error.h"
#include "sim/sharing/share.h"

namespace psoas {

namespace {

/// What the muscles could not balance is never silent, nor that the runner moves otherwise because of it.
std::string care_text(const Quality& q) {
  std::string text;
  if (q.avoided_moment > 0.0)
    text = fmt::format(
        "the muscles cannot make the movement that was asked: lumbar moments change by up to {:.1f} N·m to spare "
        "them\n",
        q.avoided_moment);
  if (q.largest_slack <= level_slack_warning && q.largest_leg_slack <= leg_slack_warning) return text;
  return text + fmt::format("care: muscles leave {:.1f} N·m of a level and {:.1f} N·m of a leg joint unbalanced\n",
                            q.largest_slack, q.largest_leg_slack);
}

/// Rounded, without the sign of a zero.
double whole(double value) { return std::round(value) + 0.0; }

/// Times the moment, as far as the programme looks.
std::string times(double reserve) {
  constexpr double cap = 10.0;
  return reserve < 0.999 * cap ? fmt::format("{:.2f}", reserve) : fmt::format("{:.0f} or more", cap);
}

/// What strength decides beside the load: the margin left, and whether the muscles alone hold the spine upright.
std::string strength_text(const Summary& s) {
  std::string text;
  if (!std::isnan(s.least_reserve[0])) {
    Eigen::Index weakest = 0;
    const double level = s.least_reserve.tail(level_count).minCoeff(&weakest);
    text += fmt::format(
        "strength reserve: all level moments could grow to {} times before the muscles give out, that of {} alone to "
        "{}\n",
        times(s.least_reserve[0]), level_names[static_cast<std::size_t>(weakest)], times(level));
  }
  text += fmt::format("spine stiffness: least {:.0f} N·m/rad", s.least_stiffness);
  if (s.unstable_share > 0.0)
    text += fmt::format("; below zero, where only reflexes hold it, {:.0f} % of the time", 100 * s.unstable_share);
  return text + "\n";
}

/// The same load under every other assumption, where that was asked for.
std::string spread_text(const Outcome& outcome) {
  const Eigen::MatrixXd& peak = outcome.spread.peak_compression;
  if (peak.size() == 0) return "";
  std::string text = "L5-S1 peak under each assumption, N:";
  for (Eigen::Index a = 0; a < peak.cols(); ++a)
    text += fmt::format("{} {} {}", a == 0 ? "" : ",", assumptions()[static_cast<std::size_t>(a)].name,
                        std::isnan(peak(0, a)) ? "cannot be met" : fmt::format("{:.0f}", peak(0, a)));
  return text + "\n";
}

/// A posture has one value of each load, and no cadence.
std::string task_table(const Scenario& scenario, const Outcome& outcome) {
  const Summary& s = outcome.summary;
  const Cycle& cycle = outcome.cycle;
  const double body_weight = scenario.runner.mass * Runner::gravity;  // [N]
  std::string text = fmt::format("{:<8}{:>16}{:>8}{:>16}{:>16}{:>20}\n", "level", "compression N", "BW", "anterior N",
                                 "lateral N", "ext. moment N m");
  for (int i = level_count - 1; i >= 0; --i)
    text +=
        fmt::format("{:<8}{:>16.0f}{:>8.2f}{:>16.0f}{:>16.0f}{:>20.1f}\n", level_names[static_cast<std::size_t>(i)],
                    cycle.compression(i, 0), cycle.compression(i, 0) / body_weight, whole(cycle.shear_anterior(i, 0)),
                    whole(cycle.shear_lateral(i, 0)), cycle.level_moment(3 * i, 0));
  text += fmt::format(
      "\nthorax {:.1f} deg forward, lumbar moment {:.0f} N m, floor on the right foot {:.0f} N, on the left {:.0f} N\n",
      s.trunk_lean * 180 / std::numbers::pi, s.peak_lumbar_moment, cycle.ground_force(1, 0), cycle.ground_force(4, 0));
  return text + strength_text(s) + spread_text(outcome) + care_text(outcome.quality);
}

/// The landing of the right foot, vertical being the ground's normal, and how far it depends on what is assumed of
/// muscles and flesh.
std::string landing_text(const Outcome& outcome, double body_weight) {
  const Summary& s = outcome.summary;
  if (s.impact_kind < 0) return "";
  const auto range = [](const Eigen::MatrixXd& row, double unit) {  // over assumptions that have it
    double low = INFINITY, high = -INFINITY;
    for (const double x : row.reshaped())
      if (std::isfinite(x)) low = std::min(low, x / unit), high = std::max(high, x / unit);
    return low > high ? std::string("none at") : fmt::format("{:.3g} to {:.3g}", low, high);
  };
  const Landing& landing = outcome.landing;
  std::string text = s.impact_kind == 0
                         ? std::string("landing of the right foot: no impact peak")
                         : fmt::format("landing of the right foot: impact {} {:.0f} N ({:.2f} BW) after {:.0f} ms",
                                       s.impact_kind == 2 ? "peak" : "shoulder", s.impact_peak,
                                       s.impact_peak / body_weight, 1000 * s.impact_peak_time);
  text += fmt::format(", loading rate {:.0f} BW/s average and {:.0f} instantaneous, shank {:.1f} g, pelvis {:.1f} g\n",
                      s.average_loading_rate / body_weight, s.instantaneous_loading_rate / body_weight,
                      s.tibial_acceleration / Runner::gravity, s.pelvic_acceleration / Runner::gravity);
  return text + fmt::format("  under other assumptions: impact {} BW, {} BW/s instantaneous, shank {} g\n",
                            range(landing.impact_peak, body_weight),
                            range(landing.instantaneous_loading_rate, body_weight),
                            range(landing.tibial_acceleration, Runner::gravity));
}

/// How the right foot lands, with the limits of [Altman 2012].
std::string strike_text(const Summary& s, Eigen::Index foot) {
  const double angle = s.foot_strike_angle[foot] * 180 / std::numbers::pi;
  return fmt::format("foot strike {:.0f} deg ({})", angle,
                     angle > 8.0     ? "rearfoot"
                     : angle >= -1.6 ? "midfoot"
                                     : "forefoot");
}

/// Both feet side by side, where the ground makes them differ.
std::string feet_text(const Scenario& scenario, const Summary& s) {
  if (!sides_differ(scenario.surface) && scenario.runner.leg_length_difference == 0.0) return "";
  std::string text;
  for (const Eigen::Index f : {0, 1})
    text += fmt::format(
        "  {:<5} foot: peak {:.0f} N, contact {:.0f} ms, {}, loading rate {:.0f} N/s; L5-S1 in its step at most {:.0f} "
        "N\n",
        f == 0 ? "right" : "left", s.foot_peak_force[f], 1000 * s.foot_contact_time[f], strike_text(s, f),
        s.foot_loading_rate[f], s.step_peak_compression[f]);
  return text;
}

std::string loads_table(const Scenario& scenario, const Outcome& outcome) {
  const Summary& s = outcome.summary;
  const double body_weight = scenario.runner.mass * Runner::gravity;  // [N]
  std::string text = fmt::format("{:<8}{:>16}{:>8}{:>16}{:>16}{:>16}{:>14}\n", "level", "peak compr. N", "BW",
                                 "peak ant. N", "peak lat. N", "mean compr. N", "impulse N s");
  for (int i = level_count - 1; i >= 0; --i)
    text += fmt::format("{:<8}{:>16.0f}{:>8.2f}{:>16.0f}{:>16.0f}{:>16.0f}{:>14.0f}\n",
                        level_names[static_cast<std::size_t>(i)], s.peak_compression[i],
                        s.peak_compression[i] / body_weight, s.peak_shear_anterior[i], s.peak_shear_lateral[i],
                        s.mean_compression[i], s.load_impulse[i]);
  text += fmt::format(
      "\npeak vertical ground force {:.0f} N ({:.2f} BW), contact {:.0f} ms, {:.1f} steps/min, trunk lean {:.1f} deg, "
      "{}\n",
      s.peak_vertical_force, s.peak_vertical_force / body_weight, 1000 * s.contact_time, 60 * s.step_frequency,
      s.trunk_lean * 180 / std::numbers::pi, strike_text(s, 0));
  text += feet_text(scenario, s) + landing_text(outcome, body_weight) + strength_text(s) + spread_text(outcome);
  const Quality& q = outcome.quality;
  text +=
      fmt::format("{} iterations, residual {:.1e} at the knots and {:.3f} between them, {:.3f} rad from the baseline\n",
                  q.iterations, q.constraint_violation, q.mesh_error, q.anchor_distance);
  text += care_text(q);
  constexpr double far = 2.0 * std::numbers::pi / 180.0;
  if (q.anchor_distance > far)
    text += fmt::format("care: {:.1f} deg rms from the runner's own stride; beyond 2 deg the anchor is stretched\n",
                        q.anchor_distance * 180 / std::numbers::pi);
  return text;
}

}  // namespace

int run(const Global& global, const RunCommand& command) {
  // 1. The study, which must be a single scenario
  const Study study = read_study(command.file, command.sets);
  if (size(study) != 1)
    throw InputError({{command.file.string(), 0, 0,
                       fmt::format("{} scenarios; `psoas sweep` runs them, or --set fixes what varies", size(study))}});
  if (!command.output.empty() && !command.force && std::filesystem::exists(command.output))
    throw InputError(command.output.string() + " exists; --force replaces it");

  // 2. Its baseline, then the scenario itself
  const Models models = read_models(models_folder());
  const Simulator simulator = real_simulator(models);
  const SweepPlan plan = plan_of(study);
  const Scenario scenario = plan.scenario(0);
  const std::shared_ptr<void> work = simulator.make_workspace();
  const auto baseline = simulator.solve_baseline(simulator.baseline_of(scenario), work.get());
  const double start = simulator.clock();
  Row row{plan.id(scenario), plan.values(scenario), simulator.simulate(scenario, baseline.get(), work.get())};
  row.outcome.quality.solve_time = simulator.clock() - start;

  // 3. What came of it
  const bool converged = row.outcome.status == Status::converged;
  fmt::print("{}\nscenario {}: {}{}\n", study.title, row.id, name(row.outcome.status),
             row.outcome.reason.empty() ? "" : ", " + row.outcome.reason);
  if (converged)
    fmt::print("{}", scenario.task.kind == TaskKind::still ? task_table(scenario, row.outcome)
                                                           : loads_table(scenario, row.outcome));
  if (!command.output.empty()) {
    const Header header{axes_of(models), plan.parameters, provenance(origin_of(study, models, global.command)),
                        Outputs::muscles};
    write_durably(command.output, encode(header, 0, {&row, 1}));
    if (!global.quiet) fmt::print(stderr, "psoas: wrote {}\n", command.output.string());
  }
  return converged ? Exit::ok : Exit::not_converged;
}

}  // namespace psoas
