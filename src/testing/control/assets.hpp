#ifndef ALLO_SRC_TESTING_CONTROL_ASSETS_HPP
#define ALLO_SRC_TESTING_CONTROL_ASSETS_HPP

#include <allo/version.hpp>

#include <string_view>

/// The files of assets/, embedded by the build.
ALLO_NAMESPACE_BEGIN
namespace testing::detail {

std::string_view page_html();

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
