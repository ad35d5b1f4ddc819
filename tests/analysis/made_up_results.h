// A results file with made-up numbers, for tests of what reads it: 2 leans x 3 surfaces x 3 shoes, one scenario
// unsolved. The numbers follow simple formulas, so that a test knows what it must find.
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numbers>
#include <string>

#include "scenarios/results/writer.h"
#include "sim/assumptions.h"

namespace psoas::made_up {

inline constexpr double lean[] = {0, 14};  // [deg]
inline constexpr const char* surface[] = {"concrete", "track",
                                          "`grass\""};  // the last one tries to break out of a script
inline constexpr double shoe[] = {50, 90, 160};         // [kN/m]
inline constexpr int count = 18, unsolved = 7;

/// Peak compression of a scenario at a level, 0 lowest [N].
inline double peak(int i, int level) {
  return 2000 + 40 * lean[i / 9] + 10 * (i / 3 % 3) + 0.5 * shoe[i % 3] - 100 * level;
}

inline Outcome outcome(int i) {
  Outcome o;
  o.quality.anchor_distance = 0.01 * std::abs(i - 4);
  if (i == unsolved) {
    o.status = Status::iteration_limit;
    o.reason = "made up";
    return o;
  }
  o.status = Status::converged;
  o.stride_duration = 0.7;
  Eigen::MatrixXd levels(level_count, cycle_points), ground = Eigen::MatrixXd::Zero(6, cycle_points);
  for (int k = 0; k < cycle_points; ++k) {
    const double phase = 0.01 * k;
    for (int level = 0; level < level_count; ++level)
      levels(level, k) = peak(i, level) * std::pow(std::sin(2 * std::numbers::pi * phase), 2);
    for (int foot = 0; foot < 2; ++foot) {
      const double stance = (phase - 0.5 * foot) / 0.34;
      if (stance > 0 && stance < 1) ground(3 * foot + 1, k) = 1700 * std::sin(std::numbers::pi * stance);
    }
  }
  o.cycle.compression = levels;
  o.cycle.shear_anterior = -0.2 * levels;
  o.cycle.shear_lateral = 0.05 * levels;
  o.cycle.ground_force = ground;
  // The reserve of a level is 1 + level / 2 + 0.1 x scenario at all times, of all together 0.9.
  o.cycle.strength_reserve = Eigen::MatrixXd::Constant(level_count + 1, cycle_points, 0.9);
  for (int level = 0; level < level_count; ++level)
    o.cycle.strength_reserve.row(level + 1).setConstant(1 + 0.5 * level + 0.1 * i);
  o.summary.peak_compression = levels.rowwise().maxCoeff();
  o.summary.peak_shear_anterior = 0.2 * o.summary.peak_compression;
  return o;
}

/// Writes the file.
inline void write(const std::filesystem::path& path) {
  Header header;
  header.axes = {{"lumbar_extension"}, {6}, {0, 1, 2}, {"MF_r"}};
  header.parameters = {{"runner.mass_kg", "kg", "body mass", false, false},
                       {"posture.trunk_lean_deg", "degree", "trunk lean", false, true},
                       {"surface.kind", "", "kind of ground", true, true},
                       {"shoe.heel_stiffness_kN_m", "kN/m", "shoe heel stiffness", false, true}};
  header.attributes = {{"format", std::string(results_format)}, {"format_version", results_format_version}};
  header.outputs = Outputs::waveforms;
  std::vector<Row> rows;
  for (int i = 0; i < count; ++i)
    rows.push_back({std::to_string(i), {70.0, lean[i / 9], std::string(surface[i / 3 % 3]), shoe[i % 3]}, outcome(i)});
  const std::vector<std::byte> bytes = encode(header, 0, rows);
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

// A second file: two movements x (the default, multifidus at 25, 50 and 150 %, rectus at 5 %), where the changes follow
// a formula and the default's own load under an assumption must cancel out.
inline constexpr double core_strengths[][2] = {{1, 1}, {0.25, 1}, {0.5, 1}, {1.5, 1}, {1, 0.05}};  // multifidus, rectus
inline constexpr int core_count = 10, core_unsolved = 4;  // rectus under the predicted movement
inline constexpr int core_cannot = 7;                     // multifidus 50 % held cannot meet the assumption below
inline constexpr int cannot_assumption = 2;

/// Peak compression under an assumption at a level [N].
inline double core_peak(int i, int assumption, int level) {
  const double effect = (i < 5 ? 400 : -100) * (core_strengths[i % 5][0] - 1) * (1 + 0.1 * assumption);
  return 2500 - 100 * level + 50 * assumption + effect;
}

inline void write_core(const std::filesystem::path& path, bool with_spread = true) {
  Header header;
  header.axes = {{"lumbar_extension"}, {6}, {0, 1, 2}, {"MF_r"}};
  header.parameters = {{"runner.mass_kg", "kg", "body mass", false, false},
                       {"core.multifidus", "1", "strength", false, true},
                       {"core.rectus", "1", "strength", false, true},
                       {"core.movement", "", "movement", true, true}};
  header.attributes = {{"format", std::string(results_format)}, {"format_version", results_format_version}};
  header.outputs = Outputs::waveforms;
  const auto assumed = static_cast<Eigen::Index>(assumptions().size());
  std::vector<Row> rows;
  for (int i = 0; i < core_count; ++i) {
    Outcome o = outcome(0);
    if (i == core_unsolved) {
      o = {};
      o.status = Status::sharing_infeasible;
      o.reason = "made up";
    } else {
      for (int level = 0; level < level_count; ++level) o.summary.peak_compression[level] = core_peak(i, 0, level);
      o.summary.least_reserve = Eigen::VectorXd::Constant(level_count + 1, 1.5 + 0.1 * i);
      if (with_spread) {
        Eigen::MatrixXd peaks(level_count, assumed);
        for (Eigen::Index a = 0; a < assumed; ++a)
          for (int level = 0; level < level_count; ++level) peaks(level, a) = core_peak(i, static_cast<int>(a), level);
        if (i == core_cannot) peaks.col(cannot_assumption).setConstant(std::numeric_limits<double>::quiet_NaN());
        o.spread = {peaks, 0.5 * peaks, 0.2 * peaks};
      }
    }
    const double* strength = core_strengths[i % 5];
    rows.push_back(
        {std::to_string(i), {70.0, strength[0], strength[1], std::string(i < 5 ? "predicted" : "held")}, std::move(o)});
  }
  const std::vector<std::byte> bytes = encode(header, 0, rows);
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace psoas::made_up
