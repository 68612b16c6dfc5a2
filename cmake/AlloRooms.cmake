# The rooms of the library, one folder of src/ each. A room is an OBJECT library, and its link line says whom it may use:
# of the others it does not find the headers.

set_property(GLOBAL PROPERTY ALLO_ROOMS "")
set_property(GLOBAL PROPERTY ALLO_SANDBOX_ROOMS "")

# A room's target. "testing/model" is a room as well, of the sandbox.
function(_allo_room_target room result)
  string(REPLACE "/" "_" name "${room}")
  set(${result} "allo_room_${name}" PARENT_SCOPE)
endfunction()

# _allo_room_root(<room> <result>): a folder from which "<room>/x.hpp" is found, and no other room's headers are.
function(_allo_room_root room result)
  string(REPLACE "/" "_" name "${room}")
  set(root "${PROJECT_BINARY_DIR}/rooms/${name}")
  get_filename_component(folder "${root}/${room}" DIRECTORY)
  file(MAKE_DIRECTORY "${folder}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/src/${room}" "${root}/${room}" RESULT problem SYMBOLIC)
  if(problem)
    set(root "${PROJECT_SOURCE_DIR}/src")  # A system without links builds as well; others watch over the arrows.
  endif()
  set(${result} "${root}" PARENT_SCOPE)
endfunction()

# allo_room(<room> SOURCES <sources>... [USES <rooms>...] [LINK <libraries>...]): called in the room's folder or above it.
# <libraries> are those of others.
function(allo_room room)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;LINK")
  _allo_room_target(${room} target)
  add_library(${target} OBJECT ${arg_SOURCES})
  allo_target(${target})
  target_compile_definitions(${target} PRIVATE ALLO_BUILDING)
  _allo_room_root(${room} root)
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${root}>" "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>")
  set_target_properties(${target} PROPERTIES ALLO_USES "${arg_USES}")
  foreach(used IN LISTS arg_USES)
    _allo_room_target(${used} used_target)
    target_link_libraries(${target} PRIVATE ${used_target})
  endforeach()
  target_link_libraries(${target} PRIVATE ${arg_LINK})
  if(room MATCHES "^testing")
    set_property(GLOBAL APPEND PROPERTY ALLO_SANDBOX_ROOMS ${room})
  else()
    set_property(GLOBAL APPEND PROPERTY ALLO_ROOMS ${room})
  endif()
endfunction()

# allo_room_source_uses(<source> <rooms>...): for the one source of a room that may use more than the room does.
function(allo_room_source_uses source)
  foreach(room IN LISTS ARGN)
    _allo_room_root(${room} root)
    set_property(SOURCE "${source}" APPEND PROPERTY INCLUDE_DIRECTORIES "${root}")
  endforeach()
endfunction()
