# For find_package(allo) in lower case.
include("${CMAKE_CURRENT_LIST_DIR}/AlloConfig.cmake")
