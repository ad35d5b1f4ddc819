// What does the sweep run? The simulation of sim/simulate.h behind the functions of sweep.h.
#include <chrono>

#include "scenarios/sweep.h"

namespace psoas {

Simulator real_simulator(const Models& models) {
  const auto work_of = [](void* workspace) -> Workspace& { return *static_cast<Workspace*>(workspace); };
  return {
      .make_workspace = [] { return make_workspace(); },
      .baseline_of = [](const Scenario& scenario) { return baseline_of(scenario); },
      .solve_baseline = [&models, work_of](const Scenario& scenario, void* workspace) -> std::shared_ptr<const void> {
        return solve_baseline(models, scenario, work_of(workspace));
      },
      .simulate =
          [&models, work_of](const Scenario& scenario, const void* baseline, void* workspace) {
            return simulate(models, scenario, *static_cast<const Baseline*>(baseline), work_of(workspace));
          },
      .clock =
          [] { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); },
  };
}

}  // namespace psoas
