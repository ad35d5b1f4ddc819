// What does the strength of one group of core muscles change? Each scenario against the default runner, under every
// assumption of the sharing.
#pragma once

#include <Eigen/Core>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/summaries.h"

namespace psoas {

/// A load of every scenario, and where the file has it.
struct CoreLoad {
  std::string_view title;                       ///< "peak compression"
  std::string_view spread;                      ///< field (scenario, assumption, level) [N]
  const Eigen::MatrixXd Summaries::*per_level;  ///< scenario x level [N], for files without that field
};
inline constexpr CoreLoad core_compression{"peak compression", "spread_peak_compression", &Summaries::peak_compression};
inline constexpr CoreLoad core_shear{"peak anterior–posterior shear", "spread_peak_shear_anterior",
                                     &Summaries::peak_shear_anterior};

/// One scenario in which one group is weaker or stronger, all others as in the default.
struct CoreChange {
  std::size_t scenario = 0;
  double strength = 1.0;              ///< of this group, relative to the default [-]
  std::size_t movement = 0;           ///< index into CoreChanges::movements
  bool solved = false;                ///< without it there are no numbers
  Eigen::VectorXd as_set, low, high;  ///< per level [N]: change as the scenario was set; least and largest change over
                                      ///< the assumptions, each against the default under the same assumption
  Eigen::MatrixXd each;  ///< level x assumption [N]: the change under each; NaN where muscles cannot meet it
};

/// One group: a varied key such as core.multifidus.
struct CoreGroupChanges {
  std::string name;                 ///< "core.multifidus"
  std::string label;                ///< "multifidus"
  std::vector<CoreChange> changes;  ///< by movement, then strength; without the default
};

struct CoreChanges {
  std::vector<std::string> movements;  ///< "predicted", "held": as in the file
  std::vector<CoreGroupChanges> groups;
  std::vector<Eigen::VectorXd> reference;           ///< per movement: load of the default at each level [N]
  std::vector<std::size_t> defaults;                ///< per movement: the scenario that the others are compared with
  std::vector<std::string> assumptions;             ///< that the bands reach over; none: the file has no bands
  std::vector<std::string> at_ends;                 ///< the up to three of them that most often give a band its ends
  std::vector<std::pair<std::string, int>> cannot;  ///< assumptions that some scenarios cannot meet, and how many
  std::size_t elsewhere = 0;                        ///< scenarios that differ in more than one group or otherwise
};

/// @throws InputError when no strength was varied, or no solved default is there to compare with
CoreChanges core_changes(const Results& results, const Summaries& all, const CoreLoad& load);

}  // namespace psoas
