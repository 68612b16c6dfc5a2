#ifndef ALLO_SRC_TESTING_ASSETS_HPP
#define ALLO_SRC_TESTING_ASSETS_HPP

#include <string_view>

/// The files of assets/, embedded by the build.
namespace allo::testing::detail {

std::string_view page_html();
std::string_view openapi_json();

}  // namespace allo::testing::detail

#endif
