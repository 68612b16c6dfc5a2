# How every target of this project is built. Applied target by target, so that a parent project's flags stay its own.

# allo_target(<target>): C++17, warnings where this project is developed, sanitizers where asked for.
function(allo_target target)
  target_compile_features(${target} PUBLIC cxx_std_17)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON
    # Sources of one room may give two things in unnamed namespaces one name, so a parent's unity build leaves us out.
    UNITY_BUILD OFF
    COMPILE_WARNING_AS_ERROR OFF)
  get_property(is_multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(is_multi AND NOT DEFINED CMAKE_DEBUG_POSTFIX)
    set_target_properties(${target} PROPERTIES DEBUG_POSTFIX d)  # Both configurations may go to one prefix.
  endif()
  if(PROJECT_IS_TOP_LEVEL AND NOT MSVC)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
    if(ALLO_WERROR)
      target_compile_options(${target} PRIVATE -Werror)
    endif()
  elseif(NOT PROJECT_IS_TOP_LEVEL)
    # A parent's warnings are for its own sources, and so is its -Werror.
    target_compile_options(${target} PRIVATE "$<IF:$<CXX_COMPILER_ID:MSVC>,/w;/WX-,-w>")
  endif()
  if(ALLO_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${ALLO_SANITIZE} -fno-omit-frame-pointer
                                             -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC -fsanitize=${ALLO_SANITIZE})
  endif()
endfunction()

# allo_link_privately(<target> <libraries>...): links them without a word of them in the exported target. One of them may be
# built by the calling project, and then no export of ours could name it; AlloConfig.cmake adds them again.
function(allo_link_privately target)
  foreach(library IN LISTS ARGN)
    target_link_libraries(${target} PRIVATE "$<BUILD_INTERFACE:${library}>")
  endforeach()
  set_target_properties(${target} PROPERTIES ALLO_LINKED "${ARGN}")
endfunction()

# allo_program(<target> <sources>...): an executable in C++20, linked with allo::allo.
function(allo_program target)
  add_executable(${target} ${ARGN})
  allo_target(${target})
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_link_libraries(${target} PRIVATE allo::allo)
endfunction()

# allo_precompile(<target> <arguments of target_precompile_headers>...): where ALLO_PRECOMPILE says so.
function(allo_precompile target)
  if(ALLO_PRECOMPILE)
    target_precompile_headers(${target} ${ARGN})
  endif()
endfunction()
