// One runner for the tests of factors, on a coarse mesh.
#pragma once

#include <Eigen/Geometry>
#include <numbers>

#include "scenarios/keys.h"
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
    if (!baseline || scenario_id(baseline_of(scenario)) != id)
      baseline = solve_baseline(models, scenario, *work), id = scenario_id(baseline_of(scenario));
    return simulate(models, scenario, *baseline, *work);
  }

 private:
  std::shared_ptr<const Baseline> baseline;
  std::string id;  ///< of the baseline
};

}  // namespace psoas::factors
