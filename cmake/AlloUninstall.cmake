# The target uninstall removes what the last `cmake --install` of this build folder wrote, by its own list of it.
if(NOT PROJECT_IS_TOP_LEVEL OR TARGET uninstall)
  return()
endif()
add_custom_target(uninstall
  COMMAND "${CMAKE_COMMAND}" -DMANIFESTS=${CMAKE_BINARY_DIR} -P "${PROJECT_SOURCE_DIR}/cmake/uninstall.cmake"
  COMMENT "Removing what was installed from this build folder"
  VERBATIM)
