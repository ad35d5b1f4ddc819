// The other choices: see assumptions.h. Ranges are those of PHYSICS.md §4 (models/SOURCES.md).
#include "sim/assumptions.h"

#include <algorithm>
#include <array>
#include <limits>

#include "sim/lumbar/loads.h"

namespace psoas {
namespace {

using Sharing = SharingOptions;
using Core = CoreOptions;

constexpr std::array table = {
    Assumption{"as_set", "as the scenario has it", [](Sharing&, Core&) {}},
    Assumption{"exponent_3", "effort is activation to the power of 3, and its changes are free",
               [](Sharing& s, Core&) { s.exponent = 3, s.activation_time = 0.0; }},
    Assumption{"dear_slack", "a third of the usual moment may stay unbalanced for its price",
               [](Sharing& s, Core&) { s.level_slack = 1.0; }},
    Assumption{"cheap_slack", "three times the usual moment may", [](Sharing& s, Core&) { s.level_slack = 10.0; }},
    Assumption{"rhythm", "only the three moments of one lumbar joint are balanced",
               [](Sharing& s, Core&) { s.equilibrium = Equilibrium::rhythm; }},
    Assumption{"hip_first", "the hips alone decide about psoas",
               [](Sharing& s, Core&) { s.psoas = PsoasRule::hip_first; }},
    Assumption{"no_floor", "a muscle may be silent", [](Sharing& s, Core&) { s.force_floor = 0.0; }},
    Assumption{"floor_2_percent", "no muscle is below 2 % of its reference strength",
               [](Sharing& s, Core&) { s.force_floor = 0.02; }},
    Assumption{"isometric", "muscle has its full strength at every length and speed",
               [](Sharing& s, Core&) { s.fibres = Fibres::isometric; }},
    Assumption{"pressure_5_kPa", "the abdomen is held under 5 kPa at least",
               [](Sharing&, Core& c) {
                 c.abdominal_pressure = std::max(c.abdominal_pressure, 5000.0), c.pressure = PressureRule::held;
               }},
    Assumption{"stable", "the spine must resist buckling with 10 N·m/rad without reflexes",
               [](Sharing&, Core& c) { c.stability = std::max(c.stability, 10.0); }},
    Assumption{"filter_10_Hz", "moments are low-passed at 10 Hz", [](Sharing& s, Core&) { s.filter = 10.0; }},
};

}  // namespace

std::span<const Assumption> assumptions() { return table; }

LoadSpread spread_of(const Runner& runner, const Spine& spine,
                     const std::function<StrideSolution(const SharingOptions&)>& frames, const CoreOptions& core,
                     const Eigen::VectorXd& usage, const SharingOptions& sharing, SharingWorkspace& work) {
  const auto none = Eigen::MatrixXd::Constant(level_count, static_cast<Eigen::Index>(table.size()),
                                              std::numeric_limits<double>::quiet_NaN());
  LoadSpread spread{none, none, none};
  Eigen::Index column = 0;
  for (const Assumption& assumption : table) {
    SharingOptions other = sharing;
    CoreOptions other_core = core;
    assumption.apply(other, other_core);
    other.reserve = false;
    const StrideSolution stride = frames(other);
    const SharedLoad load = share_load(runner, spine, stride, other_core, usage, other, work);
    if (load.status == Status::converged) {
      const LumbarLoads lumbar = lumbar_loads(runner, spine, stride, load);
      spread.peak_compression.col(column) = lumbar.compression.rowwise().maxCoeff();
      spread.mean_compression.col(column) = lumbar.compression.rowwise().mean();
      spread.peak_shear_anterior.col(column) = lumbar.shear_anterior.cwiseAbs().rowwise().maxCoeff();
    }
    ++column;
  }
  return spread;
}

}  // namespace psoas
