# Install rules and the CMake and pkg-config packages. The rules are in three parts (CMake's install components):
# allo_runtime, allo_development and allo_testing.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(ALLO_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/Allo")

install(TARGETS allo EXPORT AlloTargets
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT allo_development
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT allo_runtime NAMELINK_COMPONENT allo_development
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT allo_runtime
        INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(EXPORT AlloTargets NAMESPACE allo:: DESTINATION "${ALLO_CMAKE_DIR}" COMPONENT allo_development)
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
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/allo/testing" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/allo"
          COMPONENT allo_testing)
endif()
if(TARGET allo-sandbox)
  install(TARGETS allo-sandbox RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT allo_testing)
endif()

# A program that is installed beside a shared library finds it wherever the prefix is moved to.
if(NOT ALLO_IS_STATIC AND NOT APPLE AND NOT WIN32)
  file(RELATIVE_PATH ALLO_BIN_TO_LIB "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}")
  foreach(target allo_testing allo-sandbox)
    if(TARGET ${target})
      set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN;$ORIGIN/${ALLO_BIN_TO_LIB}")
    endif()
  endforeach()
endif()

# What a static library asks of its consumer; a shared one has it linked in.
set(ALLO_CONFIG_CORE_DEPENDENCIES "")
set(ALLO_CONFIG_TESTING_DEPENDENCIES "")
set(ALLO_PC_REQUIRES "")
set(ALLO_PC_LIBS "")
if(ALLO_IS_STATIC)
  set(ALLO_CONFIG_CORE_DEPENDENCIES "threads libcurl openssl")
  set(ALLO_CONFIG_TESTING_DEPENDENCIES "httplib")
  set(ALLO_PC_REQUIRES "openssl >= 3.0")
  if(ALLO_JSON_TOKENIZER STREQUAL "simdjson")
    string(APPEND ALLO_CONFIG_CORE_DEPENDENCIES " simdjson")
    string(APPEND ALLO_PC_REQUIRES ", simdjson >= 3.0")
  endif()

  # A static libcurl needs all that libcurl.pc lists. For a shared one that list is harmful: with `--static` it names
  # libraries whose development packages need not be installed.
  get_target_property(ALLO_CURL_LOCATION CURL::libcurl LOCATION)
  if(ALLO_CURL_LOCATION MATCHES "\\.(a|lib)$")
    string(APPEND ALLO_PC_REQUIRES ", libcurl >= 7.81")
  else()
    get_filename_component(ALLO_CURL_DIR "${ALLO_CURL_LOCATION}" DIRECTORY)
    if(ALLO_CURL_DIR AND NOT ALLO_CURL_DIR IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
      string(APPEND ALLO_PC_LIBS " -L\"${ALLO_CURL_DIR}\"")
    endif()
    string(APPEND ALLO_PC_LIBS " -lcurl -pthread")
  endif()
endif()

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/AlloConfig.cmake.in" "${PROJECT_BINARY_DIR}/AlloConfig.cmake"
                              INSTALL_DESTINATION "${ALLO_CMAKE_DIR}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/AlloConfigVersion.cmake" COMPATIBILITY SameMajorVersion)
install(FILES "${PROJECT_BINARY_DIR}/AlloConfig.cmake" "${PROJECT_BINARY_DIR}/AlloConfigVersion.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/AlloFindDependency.cmake"
        DESTINATION "${ALLO_CMAKE_DIR}" COMPONENT allo_development)

# The prefix of allo.pc follows the file, so that an installation can be moved; absolute directories stay as they are.
set(ALLO_PC_LIBDIR "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
set(ALLO_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(ALLO_PC_PREFIX "${CMAKE_INSTALL_PREFIX}")
  set(ALLO_PC_LIBDIR "${CMAKE_INSTALL_LIBDIR}")
else()
  file(RELATIVE_PATH ALLO_PC_UP "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  string(REGEX REPLACE "/$" "" ALLO_PC_UP "${ALLO_PC_UP}")
  set(ALLO_PC_PREFIX "\${pcfiledir}/${ALLO_PC_UP}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(ALLO_PC_INCLUDEDIR "${CMAKE_INSTALL_INCLUDEDIR}")
endif()
configure_file("${PROJECT_SOURCE_DIR}/cmake/allo.pc.in" "${PROJECT_BINARY_DIR}/allo.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/allo.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT allo_development)
