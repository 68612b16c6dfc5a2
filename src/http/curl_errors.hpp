#ifndef ALLO_SRC_HTTP_CURL_ERRORS_HPP
#define ALLO_SRC_HTTP_CURL_ERRORS_HPP

#include "http/exchange.hpp"

#include <curl/curl.h>

namespace allo::detail {

/// Throws what a failed transfer means. The text names the host, never the path, a header, the body or the proxy.
[[noreturn]] void throw_transfer_error(CURL* easy, CURLcode code, const Exchange& exchange);

/// Throws TransportError::Cancelled.
[[noreturn]] void throw_cancelled(const Origin& origin, bool may_have_been_sent);

}  // namespace allo::detail

#endif
