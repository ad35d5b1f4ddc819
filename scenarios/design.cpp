// In which ways can the values of a sweep be combined?
#include "scenarios/design.h"

#include <array>

#include "sim/core/check.h"

namespace psoas {
namespace {

// clang-format off
constexpr std::array table = {
    DesignInfo{Design::grid, "grid", "grid",
               "every value with every other, the last key fastest", false, false, true},
    DesignInfo{Design::zip, "zip", "zip",
               "the first values together, then the second, ...", false, false, true},
    DesignInfo{Design::list, "list", "list",
               "the cases as they are written, each a [[sweep.case]]", false, false, true},
    DesignInfo{Design::oat, "oat", "one at a time",
               "the study without its sweep first, then each value alone, all other keys as in the first", false, false, true},
    DesignInfo{Design::lhs, "lhs", "Latin hypercube",
               "each key's range is cut into `samples` strata of equal probability, each met once", true, true, true},
    DesignInfo{Design::sobol, "sobol", "Sobol",
               "Sobol sequence, scrambled by the seed: fills the space evenly, best with a power of two", true, true, true},
    DesignInfo{Design::monte_carlo, "monte_carlo", "Monte Carlo",
               "independent random points", true, true, true},
    DesignInfo{Design::saltelli, "saltelli", "Saltelli pairs",
               "per sample two points A and B, and for each key A with that key of B: for Sobol's sensitivity indices", true, false, false},
    DesignInfo{Design::morris, "morris", "Morris trajectories",
               "`samples` random paths over `levels` levels that move one key at a time: for elementary effects", true, false, false},
};
// clang-format on

}  // namespace

std::span<const DesignInfo> designs() { return table; }

const DesignInfo& about(Design design) {
  for (const DesignInfo& info : table)
    if (info.design == design) return info;
  CHECK(design != Design::single);
  return table.front();
}

std::string design_names(bool DesignInfo::*which) {
  std::string names;
  for (const DesignInfo& info : table)
    if (info.*which) names += (names.empty() ? "" : ", ") + std::string(info.name);
  return names;
}

}  // namespace psoas
