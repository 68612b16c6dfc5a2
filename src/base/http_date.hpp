#ifndef ALLO_SRC_BASE_HTTP_DATE_HPP
#define ALLO_SRC_BASE_HTTP_DATE_HPP

#include <allo/version.hpp>

#include <chrono>
#include <optional>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Reads an HTTP date of RFC 9110, such as "Sun, 06 Nov 1994 08:49:37 GMT"; no value for anything else.
std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
