# Simbody beside ours, where it is installed.
include(${PROJECT_SOURCE_DIR}/tests/simbody/simbody.cmake)
if(TARGET simbody_tree)
  target_link_libraries(${name} PRIVATE simbody_tree)
endif()
