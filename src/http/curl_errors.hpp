#ifndef ALLO_SRC_HTTP_CURL_ERRORS_HPP
#define ALLO_SRC_HTTP_CURL_ERRORS_HPP

#include "http/exchange.hpp"
#include "http/kept_connection.hpp"

#include <curl/curl.h>

#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// A transfer that libcurl gave up.
struct FailedTransfer {
  CURL* easy;
  CURLcode code;
  std::string_view libcurl_text;  ///< What libcurl wrote to its error buffer.
  const Exchange& exchange;
  const KeptConnection& connection;
  const CurlTransportOptions& options;
};

/// Throws what a failed transfer means. The text of the exception names the host, the proxy or the file that it is
/// about, never the path, a header, the body or a password.
[[noreturn]] void throw_transfer_error(const FailedTransfer& failed);

/// Throws TransportError::Timeout: nothing of the response has come for too long.
[[noreturn]] void throw_stalled(const Exchange& exchange);

/// Throws TransportError::Cancelled.
[[noreturn]] void throw_cancelled(const Origin& origin, bool may_have_been_sent);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
