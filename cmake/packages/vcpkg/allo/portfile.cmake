# An overlay port (`vcpkg install allo --overlay-ports=<this tree>/cmake/packages/vcpkg`): it builds the tree that it
# stands in, and fetches nothing.
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../../.." ABSOLUTE)

vcpkg_check_features(OUT_FEATURE_OPTIONS FEATURE_OPTIONS
  FEATURES
    simdjson ALLO_WITH_SIMDJSON
    testing ALLO_BUILD_SANDBOX
)
vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    ${FEATURE_OPTIONS}
    -DALLO_BUILD_TESTS=OFF
    -DALLO_BUILD_EXAMPLES=OFF
    -DALLO_INSTALL=ON
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME allo CONFIG_PATH lib/cmake/Allo)
vcpkg_fixup_pkgconfig()
if("testing" IN_LIST FEATURES)
  vcpkg_copy_tools(TOOL_NAMES allo-sandbox AUTO_CLEAN)
endif()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
