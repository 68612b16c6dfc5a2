#ifndef ALLO_SRC_HTTP_PROXY_HPP
#define ALLO_SRC_HTTP_PROXY_HPP

#include "http/origin.hpp"

#include <allo/transport.hpp>

#include <curl/curl.h>

#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// A proxy as a message may show it: without its user and password.
struct Proxy {
  std::string host{};
  int port = 0;
  bool tls = false;  ///< It is spoken to over TLS.
  bool has_credentials = false;

  /// Such as "proxy.example.com:3128".
  std::string host_and_port() const { return host + ':' + std::to_string(port); }
};

/// Tells `easy` what the options say of proxies for every request.
void set_proxy(CURL* easy, const CurlTransportOptions& options);

/// Tells `easy` what depends on where a request goes: this machine is reached without the proxy of the environment.
void set_proxy_for(CURL* easy, const CurlTransportOptions& options, const Origin& origin);

/// Reads the URL of a proxy; none when it is not valid.
std::optional<Proxy> parse_proxy(const std::string& url);

/// The proxy that `options`, or else the environment, name for `origin`; whether it is used depends on the exceptions,
/// too, which libcurl alone reads.
std::optional<Proxy> proxy_named_for(const Origin& origin, const CurlTransportOptions& options);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
