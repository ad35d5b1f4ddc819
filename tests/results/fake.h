// A study and a simulation with made-up numbers that take no time, for tests of what runs and writes them.
#pragma once

#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "scenarios/sweep.h"

namespace psoas::fake {

inline Axes axes() { return {{"hip_flexion_r", "knee_r"}, {3, 4}, {0, 1, 2}, {"MF_r", "MF_l", "psoas_é"}}; }

inline std::vector<Attribute> attributes() {
  return {{"title", "made up"},
          {"format", std::string(results_format)},
          {"format_version", results_format_version},
          {"seed", 7}};
}

/// `masses` bodies x 5 leans x 3 core strengths, the last fastest.
inline SweepPlan plan(std::size_t masses) {
  return {
      .size = masses * 15,
      .scenario =
          [](std::size_t i) {
            Scenario s;
            s.runner.mass = 60.0 + static_cast<double>(i / 15);
            s.posture.trunk_lean = 0.05 * static_cast<double>(i / 3 % 5);
            s.core.strength = 0.7 + 0.3 * static_cast<double>(i % 3);
            s.surface.kind = i % 2 == 0 ? "track" : "grass";
            return s;
          },
      .id =
          [](const Scenario& s) {
            return "id-" + std::to_string(s.runner.mass) + "-" + std::to_string(s.posture.trunk_lean) + "-" +
                   std::to_string(s.core.strength) + s.surface.kind;
          },
      .parameters = {{"posture.lean", "rad", "lean", false, true},
                     {"core.strength", "1", "strength", false, true},
                     {"runner.mass", "kg", "mass", false, false},
                     {"surface.kind", "", "kind of surface", true, false}},
      .values =
          [](const Scenario& s) {
            return std::vector<Value>{s.posture.trunk_lean, s.core.strength, s.runner.mass, s.surface.kind};
          },
  };
}

/// The load that every fake scenario predicts at the lowest level [N].
inline double load(const Scenario& s) { return s.runner.mass * (30 + 20 * s.posture.trunk_lean) / s.core.strength; }

inline bool fails(const Scenario& s) { return s.posture.trunk_lean > 0.19 && s.core.strength < 0.8; }

inline Outcome outcome(const Scenario& s, double baseline_mass) {
  Outcome o;
  o.quality.iterations = 5 + static_cast<int>(s.runner.mass) % 7;
  o.quality.mesh_error = 0.01;
  if (fails(s)) {
    o.status = Status::iteration_limit;
    o.reason = "made up: 150 iterations were not enough";
    return o;
  }
  o.status = Status::converged;
  o.stride_duration = 0.7;
  const auto wave = [&](Eigen::Index rows, double size) {
    Eigen::MatrixXd m(rows, cycle_points);
    for (Eigen::Index k = 0; k < cycle_points; ++k)
      for (Eigen::Index r = 0; r < rows; ++r)
        m(r, k) = size * std::sin(0.06 * static_cast<double>(k)) + static_cast<double>(r);
    return m;
  };
  const double peak = load(s) + baseline_mass - s.runner.mass;  // wrong when the baseline is another body's
  o.cycle.joint_angle = wave(5, 1.0);
  o.cycle.joint_moment = wave(5, 100.0);
  o.cycle.ground_force = wave(6, 1500.0);
  o.cycle.centre_of_pressure = wave(6, 0.1);
  o.cycle.centre_of_pressure.col(50).setConstant(NAN);
  o.cycle.muscle_force = wave(3, 300.0 / s.core.strength);
  o.cycle.muscle_activation = wave(3, 0.3);
  o.cycle.compression = wave(6, peak);
  o.cycle.shear_anterior = wave(6, 200.0);
  o.cycle.shear_lateral = wave(6, 50.0);
  o.cycle.level_moment = wave(18, 60.0);
  for (Eigen::VectorXd* v : {&o.summary.peak_compression, &o.summary.peak_shear_anterior, &o.summary.peak_shear_lateral,
                             &o.summary.mean_compression, &o.summary.load_impulse, &o.summary.loading_rate})
    *v = Eigen::VectorXd::LinSpaced(level_count, peak, 0.5 * peak);
  o.summary.trunk_lean = s.posture.trunk_lean;
  o.summary.step_frequency = 2.8;
  return o;
}

/// What a fake simulation was asked to do.
struct Calls {
  std::atomic<int> workspaces = 0, baselines = 0, scenarios = 0;
};

/// @param naps  let scenarios finish out of order: some take 0.2 to 2 ms
inline Simulator simulator(std::shared_ptr<Calls> calls = std::make_shared<Calls>(), bool naps = false) {
  return {
      .make_workspace =
          [calls] {
            ++calls->workspaces;
            return std::make_shared<int>(0);
          },
      .baseline_of =
          [](const Scenario& s) {
            Scenario base;
            base.runner = s.runner;
            base.gait = s.gait;
            return base;
          },
      .solve_baseline =
          [calls](const Scenario& s, void*) {
            ++calls->baselines;
            return std::make_shared<double>(s.runner.mass);
          },
      .simulate =
          [calls, naps](const Scenario& s, const void* baseline, void*) {
            const int call = ++calls->scenarios;
            if (naps) std::this_thread::sleep_for(std::chrono::microseconds(200 * (call * 7 % 10)));
            return outcome(s, *static_cast<const double*>(baseline));
          },
      .clock = [] { return 0.0; },  // so that equal results are equal bytes
  };
}

/// An empty folder of its own, removed at the end.
class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "psoas-test-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The finished shards in a folder, in order.
inline std::vector<std::filesystem::path> shards(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> all;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "shards", ignored))
    if (entry.path().extension() == ".h5") all.push_back(entry.path());
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace psoas::fake
