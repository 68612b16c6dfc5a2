# How every target of this project is built. Applied target by target, so that a parent project's flags stay its own.

# allo_target(<target>): C++17, warnings where this project is developed, sanitizers where asked for.
function(allo_target target)
  target_compile_features(${target} PUBLIC cxx_std_17)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON)
  if(PROJECT_IS_TOP_LEVEL AND NOT MSVC)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
    if(ALLO_WERROR)
      target_compile_options(${target} PRIVATE -Werror)
    endif()
  endif()
  if(ALLO_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${ALLO_SANITIZE} -fno-omit-frame-pointer
                                             -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC -fsanitize=${ALLO_SANITIZE})
  endif()
endfunction()

# allo_program(<target> <sources>...): an executable in C++20, linked with allo::allo.
function(allo_program target)
  add_executable(${target} ${ARGN})
  allo_target(${target})
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_link_libraries(${target} PRIVATE allo::allo)
endfunction()
