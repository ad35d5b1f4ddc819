// One runner for the tests of factors, on a coarse mesh.
#pragma once

#include <Eigen/Geometry>
#include <numbers>

#include "sim/simulate.h"
#include "sim/stride/movement.h"
#include "tests/stride/body.h"

namespace psoas::factors {

inline constexpr double degree = std::numbers::pi / 180.0;
inline constexpr int nodes = 30;

struct Running {
  Models models = read_models(models_folder());
  Runner runner = build_runner(*models.runner, {}, {});
  StrideSolution own = [] {
    StrideWorkspace scratch;
    return strides::Body().baseline(3.5, strides::with_nodes(nodes, ForceModel::emergent), scratch).solution;
  }();
  std::shared_ptr<Workspace> work = make_workspace();

  static Running& get() {
    static Running running;
    return running;
  }
  Scenario usual() const {
    Scenario scenario;
    scenario.stride.nodes = nodes;
    scenario.sharing.reserve = false;
    return scenario;
  }
  Outcome solve(const Scenario& scenario) {
    if (!baseline || scenario.gait.cadence_change != cadence)
      baseline = solve_baseline(models, scenario, *work), cadence = scenario.gait.cadence_change;
    return simulate(models, scenario, *baseline, *work);
  }

 private:
  std::shared_ptr<const Baseline> baseline;
  double cadence = 0.0;
};

}  // namespace psoas::factors
