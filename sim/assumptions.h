// What else could one have assumed about the sharing, and what would the load be then? One stride, shared again under
// each other choice that someone in the literature makes: the spread is what "it depends on the model" amounts to.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "models/options.h"
#include "sim/sharing/options.h"
#include "sim/sharing/share.h"
#include "sim/simulate.h"

namespace psoas {

/// One other choice, everything else as the scenario has it.
struct Assumption {
  std::string_view name;     ///< "exponent_3"
  std::string_view meaning;  ///< in plain words
  void (*apply)(SharingOptions& sharing, CoreOptions& core);
};

/// As the scenario itself has it first, then the others.
std::span<const Assumption> assumptions();

/// Loads under every assumption. Filters are assumptions too, so the frames to share are asked for anew.
/// @param frames  the stride or task as shared under these options
LoadSpread spread_of(const Runner& runner, const Spine& spine,
                     const std::function<StrideSolution(const SharingOptions&)>& frames, const CoreOptions& core,
                     const Eigen::VectorXd& usage, const SharingOptions& sharing, SharingWorkspace& work);

}  // namespace psoas
