# Library simbody_tree: the runner's tree in Simbody, for the test that compares with it and the bench beside it.
# Included once in each folder that links it: targets found by find_package are known in their own folder only.
find_package(Simbody 3.7 QUIET CONFIG)
if(Simbody_FOUND AND NOT TARGET simbody_tree)
  add_library(simbody_tree STATIC ${PROJECT_SOURCE_DIR}/tests/simbody/tree.cpp)
  set_target_properties(simbody_tree PROPERTIES CXX_STANDARD 17)  # Simbody 3.7's comparisons are ambiguous in C++20
  # Debian builds it with assertions, and a header's structs are larger with them.
  target_compile_options(simbody_tree PRIVATE -UNDEBUG)
  target_include_directories(simbody_tree SYSTEM PRIVATE ${Simbody_INCLUDE_DIR})
  target_link_libraries(simbody_tree PUBLIC psoas_core ${Simbody_LIBRARIES})
  target_compile_definitions(simbody_tree INTERFACE PSOAS_HAS_SIMBODY)
endif()
