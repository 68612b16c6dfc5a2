# Debian packages: `cpack -G DEB` in the build folder. A shared build (-DBUILD_SHARED_LIBS=ON -DCMAKE_INSTALL_PREFIX=/usr)
# makes liballo<SONAME version>, liballo-dev and liballo-testing-dev; a static build makes the last two.
if(NOT ALLO_INSTALL OR WIN32)
  return()
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME allo)
set(CPACK_PACKAGE_CONTACT "The allo project <allo@example.com>")
set(CPACK_PACKAGE_HOMEPAGE_URL "${PROJECT_HOMEPAGE_URL}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${PROJECT_BINARY_DIR}/src")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)

set(ALLO_DEB_EXACT "(= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_ALLO_DEVELOPMENT_PACKAGE_NAME liballo-dev)
set(CPACK_DEBIAN_ALLO_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_ALLO_DEVELOPMENT_DESCRIPTION "C++ client library for the Allo phone service (development files)")
set(CPACK_DEBIAN_ALLO_DEVELOPMENT_PACKAGE_SUGGESTS "nlohmann-json3-dev (>= 3.10)")
set(CPACK_DEBIAN_ALLO_TESTING_PACKAGE_NAME liballo-testing-dev)
set(CPACK_DEBIAN_ALLO_TESTING_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_ALLO_TESTING_DESCRIPTION "Sandbox of the Allo phone service's API, for tests (library and program)")
set(CPACK_DEBIAN_ALLO_TESTING_PACKAGE_DEPENDS "liballo-dev ${ALLO_DEB_EXACT}")

set(CPACK_COMPONENTS_ALL allo_development)
if(TARGET allo_testing)
  list(APPEND CPACK_COMPONENTS_ALL allo_testing)
endif()
if(ALLO_IS_STATIC)
  set(CPACK_DEBIAN_ALLO_DEVELOPMENT_PACKAGE_DEPENDS "libcurl4-openssl-dev (>= 7.81) | libcurl-dev (>= 7.81), libssl-dev (>= 3.0)")
  if(ALLO_JSON_TOKENIZER STREQUAL "simdjson")
    string(APPEND CPACK_DEBIAN_ALLO_DEVELOPMENT_PACKAGE_DEPENDS ", libsimdjson-dev (>= 3.0)")
  endif()
  string(APPEND CPACK_DEBIAN_ALLO_TESTING_PACKAGE_DEPENDS ", libcpp-httplib-dev (>= 0.11)")
else()
  list(APPEND CPACK_COMPONENTS_ALL allo_runtime)
  get_target_property(ALLO_SOVERSION allo SOVERSION)
  set(CPACK_DEBIAN_ALLO_RUNTIME_PACKAGE_NAME "liballo${ALLO_SOVERSION}")
  set(CPACK_DEBIAN_ALLO_RUNTIME_PACKAGE_SECTION libs)
  set(CPACK_COMPONENT_ALLO_RUNTIME_DESCRIPTION "C++ client library for the Allo phone service")
  set(CPACK_DEBIAN_ALLO_DEVELOPMENT_PACKAGE_DEPENDS "${CPACK_DEBIAN_ALLO_RUNTIME_PACKAGE_NAME} ${ALLO_DEB_EXACT}")
endif()

# A shared library tells ldconfig of itself.
file(WRITE "${PROJECT_BINARY_DIR}/debian/triggers" "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(component ALLO_RUNTIME ALLO_TESTING)
  if(NOT ALLO_IS_STATIC)
    set(CPACK_DEBIAN_${component}_PACKAGE_CONTROL_EXTRA "${PROJECT_BINARY_DIR}/debian/triggers")
  endif()
endforeach()

# The changelog in Debian's form, with the day of this version's entry in ours, which a recipe's copy of the tree may lack.
if(EXISTS "${PROJECT_SOURCE_DIR}/CHANGELOG.md")
  file(STRINGS "${PROJECT_SOURCE_DIR}/CHANGELOG.md" ALLO_DEB_DAY REGEX "^## \\[${PROJECT_VERSION}\\] - [0-9-]+$")
  string(REGEX REPLACE "^.* - " "" ALLO_DEB_DAY "${ALLO_DEB_DAY}")
  execute_process(COMMAND "${CMAKE_COMMAND}" -E env LC_ALL=C date -u -R -d "${ALLO_DEB_DAY}" OUTPUT_VARIABLE ALLO_DEB_DAY
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  file(WRITE "${PROJECT_BINARY_DIR}/debian/changelog" "allo (${PROJECT_VERSION}) unstable; urgency=medium

  * Release ${PROJECT_VERSION}.

 -- ${CPACK_PACKAGE_CONTACT}  ${ALLO_DEB_DAY}
")
  execute_process(COMMAND gzip -9nc "${PROJECT_BINARY_DIR}/debian/changelog"
                  OUTPUT_FILE "${PROJECT_BINARY_DIR}/debian/changelog.gz" ERROR_QUIET)
endif()

# Debian wants licence and changelog of each package under the package's name; an installation without packages has the licence
# once.
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER "${component}" upper_component)
  set(ALLO_DEB_DOCUMENTS DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${upper_component}_PACKAGE_NAME}"
                         COMPONENT ${component} EXCLUDE_FROM_ALL)
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" RENAME copyright ${ALLO_DEB_DOCUMENTS})
  install(FILES "${PROJECT_BINARY_DIR}/debian/changelog.gz" ${ALLO_DEB_DOCUMENTS} OPTIONAL)
endforeach()
include(CPack)
