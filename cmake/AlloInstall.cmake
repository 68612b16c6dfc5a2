# Install rules and the CMake and pkg-config packages. The rules are in three parts (CMake's install components):
# allo_runtime, allo_development and allo_testing.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(ALLO_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/Allo")

# A parent that exports its own targets from its build tree needs ours exported there, too. What is linked must then be
# imported: a dependency that is built along belongs to an export of its own, which is not ours to name.
set(ALLO_LINK "")
set(ALLO_TESTING_LINK "")
get_target_property(ALLO_LINK allo ALLO_LINKED)
if(TARGET allo_testing)
  get_target_property(ALLO_TESTING_LINK allo_testing ALLO_LINKED)
endif()
set(ALLO_ALL_IMPORTED TRUE)
foreach(target IN LISTS ALLO_LINK ALLO_TESTING_LINK)
  if(TARGET ${target})  # And not the name of one of the system's libraries.
    _allo_real_target(${target} real)
    get_target_property(is_imported ${real} IMPORTED)
    if(NOT is_imported)
      set(ALLO_ALL_IMPORTED FALSE)
    endif()
  endif()
endforeach()
macro(_allo_export_build_tree set)
  if(ALLO_ALL_IMPORTED)
    export(EXPORT ${set} NAMESPACE allo:: FILE "${PROJECT_BINARY_DIR}/${set}.cmake")
  endif()
endmacro()

install(TARGETS allo EXPORT AlloTargets
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT allo_development
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT allo_runtime NAMELINK_COMPONENT allo_development
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT allo_runtime
        INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(EXPORT AlloTargets NAMESPACE allo:: DESTINATION "${ALLO_CMAKE_DIR}" COMPONENT allo_development)
_allo_export_build_tree(AlloTargets)
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT allo_development)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/allo" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
        COMPONENT allo_development PATTERN testing EXCLUDE)

if(TARGET allo_testing)
  set_target_properties(allo_testing PROPERTIES EXPORT_NAME testing)
  install(TARGETS allo_testing EXPORT AlloTestingTargets
          ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT allo_testing
          LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT allo_testing
          RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT allo_testing
          INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  install(EXPORT AlloTestingTargets NAMESPACE allo:: DESTINATION "${ALLO_CMAKE_DIR}" COMPONENT allo_testing)
  _allo_export_build_tree(AlloTestingTargets)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/allo/testing" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/allo"
          COMPONENT allo_testing)
endif()
if(TARGET allo-sandbox)
  install(TARGETS allo-sandbox RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT allo_testing)
endif()

# A program that is installed beside a shared library finds it wherever the prefix is moved to.
if(NOT ALLO_IS_STATIC AND NOT APPLE AND NOT WIN32)
  file(RELATIVE_PATH ALLO_BIN_TO_LIB "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}")
  foreach(target allo_testing allo-sandbox allo_cli)
    if(TARGET ${target})
      set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN;$ORIGIN/${ALLO_BIN_TO_LIB}")
    endif()
  endforeach()
endif()

# What a static library asks of its consumer; a shared one has it linked in. The packages are looked for by
# AlloConfig.cmake, which then says what is linked: a target of the build machine's must not stand in the export.
set(ALLO_CONFIG_CORE_DEPENDENCIES "")
set(ALLO_CONFIG_TESTING_DEPENDENCIES "")
set(ALLO_CONFIG_CORE_LINK "")
set(ALLO_CONFIG_TESTING_LINK "")
if(ALLO_IS_STATIC)
  set(ALLO_CONFIG_CORE_DEPENDENCIES "threads libcurl openssl")
  set(ALLO_CONFIG_TESTING_DEPENDENCIES "httplib")
  if(ALLO_JSON_TOKENIZER STREQUAL "simdjson")
    string(APPEND ALLO_CONFIG_CORE_DEPENDENCIES " simdjson")
  endif()
  list(JOIN ALLO_LINK " " ALLO_CONFIG_CORE_LINK)
  list(JOIN ALLO_TESTING_LINK " " ALLO_CONFIG_TESTING_LINK)
endif()

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/AlloConfig.cmake.in" "${PROJECT_BINARY_DIR}/AlloConfig.cmake"
                              INSTALL_DESTINATION "${ALLO_CMAKE_DIR}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/AlloConfigVersion.cmake.in" "${PROJECT_BINARY_DIR}/AlloConfigVersion.cmake"
               @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/AlloConfig.cmake" "${PROJECT_BINARY_DIR}/AlloConfigVersion.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/AlloFindDependency.cmake"
        DESTINATION "${ALLO_CMAKE_DIR}" COMPONENT allo_development)
# find_package(allo), in lower case, looks for these names. The version file is the same one under another name.
install(FILES "${PROJECT_SOURCE_DIR}/cmake/allo-config.cmake" DESTINATION "${ALLO_CMAKE_DIR}" COMPONENT allo_development)
install(FILES "${PROJECT_BINARY_DIR}/AlloConfigVersion.cmake" RENAME allo-config-version.cmake
        DESTINATION "${ALLO_CMAKE_DIR}" COMPONENT allo_development)

include(AlloPkgConfig)
include(AlloUninstall)
