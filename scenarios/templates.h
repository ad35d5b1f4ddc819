// With which study does a newcomer begin? Commented studies to change: the files of scenarios/templates/, built in.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace psoas {

struct Template {
  std::string_view name;  ///< "cushioning"
  std::string_view text;  ///< the whole study
};

/// All of them, in the order of their names. Written by the build from scenarios/templates/*.toml.
std::span<const Template> templates();

}  // namespace psoas
