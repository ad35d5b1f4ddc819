# Turns scenarios/templates/*.toml into a source file, so that the program carries them wherever it goes.
file(GLOB templates CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/scenarios/templates/*.toml)
set(rows "")
foreach(template ${templates})
  get_filename_component(name ${template} NAME_WE)
  file(READ ${template} text)
  string(APPEND rows "    Template{\"${name}\", R\"toml(${text})toml\"},\n")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${template})
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/templates.cpp @ONLY CONTENT
"// Written by scenarios/templates.cmake.
#include \"scenarios/templates.h\"

#include <array>

namespace psoas {
namespace {
constexpr std::array table = {
@rows@};
}  // namespace
std::span<const Template> templates() { return table; }
}  // namespace psoas
")
