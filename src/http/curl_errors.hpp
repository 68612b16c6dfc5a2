#ifndef ALLO_SRC_HTTP_CURL_ERRORS_HPP
#define ALLO_SRC_HTTP_CURL_ERRORS_HPP

#include "http/exchange.hpp"

#include <curl/curl.h>

#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Throws what a failed transfer means; `libcurl_text` is what libcurl wrote to its error buffer. The text of the
/// exception names the host, never the path, a header, the body or the proxy.
[[noreturn]] void throw_transfer_error(CURL* easy, CURLcode code, std::string_view libcurl_text,
                                       const Exchange& exchange);

/// Throws TransportError::Cancelled.
[[noreturn]] void throw_cancelled(const Origin& origin, bool may_have_been_sent);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
