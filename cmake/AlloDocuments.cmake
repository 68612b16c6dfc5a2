# The API reference: `cmake --build <folder> --target docs` writes docs/html there. Any warning of Doxygen is an error,
# a public member without a brief among them. Packages of the sources may leave docs/ out.
if(NOT EXISTS "${PROJECT_SOURCE_DIR}/docs/Doxyfile.in")
  return()
endif()
find_package(Doxygen 1.9.2 QUIET COMPONENTS dot)
if(NOT TARGET Doxygen::dot)
  message(STATUS "No target docs and no test documents.reference: they need Doxygen 1.9.2 and dot "
                 "(Debian: doxygen, graphviz)")
  return()
endif()
set(ALLO_DOCS_FOLDER "${PROJECT_BINARY_DIR}/docs")
file(MAKE_DIRECTORY "${ALLO_DOCS_FOLDER}")
configure_file("${PROJECT_SOURCE_DIR}/docs/Doxyfile.in" "${ALLO_DOCS_FOLDER}/Doxyfile" @ONLY)
add_custom_target(docs
  COMMAND Doxygen::doxygen "${ALLO_DOCS_FOLDER}/Doxyfile"
  COMMENT "Writing the API reference to ${ALLO_DOCS_FOLDER}/html"
  VERBATIM)

if(ALLO_BUILD_TESTS AND NOT ALLO_SANITIZE)
  add_test(NAME documents.reference COMMAND "${CMAKE_COMMAND}" --build "${PROJECT_BINARY_DIR}" --target docs)
  set_tests_properties(documents.reference PROPERTIES LABELS documents TIMEOUT 300)
endif()
