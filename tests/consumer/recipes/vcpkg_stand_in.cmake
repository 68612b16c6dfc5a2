# Runs the port as vcpkg does, without vcpkg: cmake -DPORT_FOLDER=<port> -DWORK=<scratch> -DFEATURES=<list> -P this file.
# With -DSAY_OPTIONS=ON it says with what it would configure, and fails. Debug and release are built apart; the release's prefix is WORK/packages, the debug's WORK/packages/debug.
cmake_minimum_required(VERSION 3.22)
set(CURRENT_PACKAGES_DIR "${WORK}/packages")
set(PORT allo)

function(vcpkg_check_features)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "OUT_FEATURE_OPTIONS" "FEATURES")
  set(options "")
  while(arg_FEATURES)
    list(POP_FRONT arg_FEATURES feature option)
    if(feature IN_LIST FEATURES)
      list(APPEND options "-D${option}=ON")
    else()
      list(APPEND options "-D${option}=OFF")
    endif()
  endwhile()
  set(${arg_OUT_FEATURE_OPTIONS} ${options} PARENT_SCOPE)
endfunction()

function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
  if(SAY_OPTIONS)
    message(FATAL_ERROR "${arg_OPTIONS}")  # That is all that is asked for.
  endif()
  foreach(type prefix IN ZIP_LISTS types prefixes)
    run("${CMAKE_COMMAND}" -S "${arg_SOURCE_PATH}" -B "${WORK}/${type}" -DCMAKE_BUILD_TYPE=${type} -DBUILD_SHARED_LIBS=OFF
        "-DCMAKE_INSTALL_PREFIX=${prefix}" -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_INSTALL_BINDIR=bin
        -DCMAKE_EXPORT_NO_PACKAGE_REGISTRY=ON -DFETCHCONTENT_FULLY_DISCONNECTED=ON ${arg_OPTIONS})
  endforeach()
endfunction()

function(vcpkg_cmake_install)
  foreach(type IN LISTS types)
    run("${CMAKE_COMMAND}" --build "${WORK}/${type}" --target install)
  endforeach()
endfunction()

# Moves the package to share/, takes the debug library's file over, and mends the way up to the prefix.
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "PACKAGE_NAME;CONFIG_PATH" "")
  set(share "${CURRENT_PACKAGES_DIR}/share/${arg_PACKAGE_NAME}")
  file(COPY "${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH}/" DESTINATION "${share}")
  file(GLOB debug_files "${CURRENT_PACKAGES_DIR}/debug/${arg_CONFIG_PATH}/*-debug.cmake")
  foreach(file IN LISTS debug_files)
    file(READ "${file}" text)
    string(REPLACE "\${_IMPORT_PREFIX}/lib" "\${_IMPORT_PREFIX}/debug/lib" text "${text}")
    get_filename_component(name "${file}" NAME)
    file(WRITE "${share}/${name}" "${text}")
  endforeach()
  file(GLOB targets "${share}/*Targets.cmake")
  foreach(file IN LISTS targets)
    file(READ "${file}" text)
    string(REPLACE "get_filename_component(_IMPORT_PREFIX \"\${_IMPORT_PREFIX}\" PATH)\nif(_IMPORT_PREFIX STREQUAL"
                   "if(_IMPORT_PREFIX STREQUAL" text "${text}")
    file(WRITE "${file}" "${text}")
  endforeach()
  file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH}" "${CURRENT_PACKAGES_DIR}/debug/${arg_CONFIG_PATH}")
endfunction()

function(vcpkg_fixup_pkgconfig)
endfunction()

function(vcpkg_copy_tools)
  cmake_parse_arguments(PARSE_ARGV 0 arg "AUTO_CLEAN" "" "TOOL_NAMES")
  foreach(name IN LISTS arg_TOOL_NAMES)
    file(COPY "${CURRENT_PACKAGES_DIR}/bin/${name}" DESTINATION "${CURRENT_PACKAGES_DIR}/tools/${PORT}")
  endforeach()
  file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/bin" "${CURRENT_PACKAGES_DIR}/debug/bin")
endfunction()

function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
  file(COPY_FILE "${arg_FILE_LIST}" "${CURRENT_PACKAGES_DIR}/share/${PORT}/copyright")
endfunction()

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(types Release Debug)
set(prefixes "${CURRENT_PACKAGES_DIR}" "${CURRENT_PACKAGES_DIR}/debug")
include("${PORT_FOLDER}/portfile.cmake")
