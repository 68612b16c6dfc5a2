#ifndef ALLO_SRC_CORE_RESPONSE_HEADERS_HPP
#define ALLO_SRC_CORE_RESPONSE_HEADERS_HPP

#include <allo/http.hpp>
#include <allo/options.hpp>

#include <chrono>
#include <optional>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The wait that `Retry-After` asks for, in seconds or as a date that is compared with the response's own `Date`, or
/// else with `now`; a date in the past is 0. No value where the header is missing or malformed.
std::optional<std::chrono::milliseconds> read_retry_after(const HttpHeaders& headers,
                                                          std::chrono::system_clock::time_point now);

/// The `X-RateLimit-*` headers; what is malformed counts as missing. `X-RateLimit-Reset` is a time in Unix seconds or
/// milliseconds, or a number of seconds to wait: its size tells which.
RateLimitState read_rate_limit(const HttpHeaders& headers, std::chrono::system_clock::time_point now);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
