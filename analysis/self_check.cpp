// Does this build on this machine compute what it should?
#include "analysis/self_check.h"

#include <cmath>

#include "scenarios/sweep.h"

namespace psoas {

bool SelfCheck::right() const {
  const auto near = [](double found, double known) { return std::abs(found - known) <= self_check_tolerance * known; };
  return converged && near(peak_compression, known_peak_compression) && near(step_frequency, known_step_frequency);
}

SelfCheck self_check(const Models& models) {
  const Simulator simulator = real_simulator(models);
  const double start = simulator.clock();
  const Scenario scenario;
  const std::shared_ptr<void> work = simulator.make_workspace();
  const auto baseline = simulator.solve_baseline(simulator.baseline_of(scenario), work.get());
  const Outcome outcome = simulator.simulate(scenario, baseline.get(), work.get());
  SelfCheck check;
  check.converged = outcome.status == Status::converged;
  if (check.converged) check.peak_compression = outcome.summary.peak_compression[0];  // levels begin with L5/S1
  check.step_frequency = outcome.summary.step_frequency;
  check.time = simulator.clock() - start;
  return check;
}

}  // namespace psoas
