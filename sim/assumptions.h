// What else could one have assumed about the sharing, and what would the load be then? One stride, shared again under
// each other choice that someone in the literature makes: the spread is what "it depends on the model" amounts to.
#pragma once

#include <Eigen/Core>
#include <span>
#include <string_view>

#include "models/options.h"
#include "sim/sharing/options.h"

namespace psoas {

/// One other choice, everything else as the scenario has it.
struct Assumption {
  std::string_view name;     ///< "exponent_3"
  std::string_view meaning;  ///< in plain words
  void (*apply)(SharingOptions& sharing, CoreOptions& core);
};

/// As the scenario itself has it first, then the others.
std::span<const Assumption> assumptions();

}  // namespace psoas
