#include "http/proxy.hpp"

#include "base/this_machine.hpp"
#include "http/curl_global.hpp"

#include <cstdlib>
#include <memory>
#include <new>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

bool is_direct(const CurlTransportOptions& options) { return options.direct || !options.unix_socket.empty(); }

std::optional<std::string> part_of(CURLU* url, CURLUPart part, unsigned int flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return std::nullopt;
  std::string copy(text);
  curl_free(text);
  return copy;
}

/// As libcurl reads them: `http_proxy` in capitals would be a header of CGI.
const char* proxy_of_environment(bool tls) {
  for (const char* name :
       {tls ? "https_proxy" : "http_proxy", tls ? "HTTPS_PROXY" : nullptr, "all_proxy", "ALL_PROXY"}) {
    const char* const value = name != nullptr ? std::getenv(name) : nullptr;
    if (value != nullptr && *value != '\0') return value;
  }
  return nullptr;
}

}  // namespace

void set_proxy(CURL* easy, const CurlTransportOptions& options) {
  if (is_direct(options)) {
    set_option(easy, CURLOPT_PROXY, "");
    return;
  }
  if (!options.proxy.empty()) set_option(easy, CURLOPT_PROXY, options.proxy.c_str());
  // An empty list stands for no exceptions, none for those of the environment.
  if (!options.proxy.empty() || !options.no_proxy.empty()) {
    set_option(easy, CURLOPT_NOPROXY, options.no_proxy.c_str());
  }
  const bool digest = options.proxy_auth == ProxyAuth::Digest;
  set_option(easy, CURLOPT_PROXYAUTH, static_cast<long>(digest ? CURLAUTH_DIGEST : CURLAUTH_BASIC));
}

void set_proxy_for(CURL* easy, const CurlTransportOptions& options, const Origin& origin) {
  if (is_direct(options) || !options.proxy.empty()) return;
  // Empty stands for no proxy, and none for that of the environment.
  set_option(easy, CURLOPT_PROXY, is_this_machine(origin.authority) ? "" : static_cast<const char*>(nullptr));
}

std::optional<Proxy> parse_proxy(const std::string& text) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> url(curl_url(), &curl_url_cleanup);
  if (!url) throw std::bad_alloc();
  // libcurl takes a proxy without a scheme for one of http, whatever its name begins with.
  const std::string full = text.find("://") == std::string::npos ? "http://" + text : text;
  if (curl_url_set(url.get(), CURLUPART_URL, full.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) return std::nullopt;
  const auto host = part_of(url.get(), CURLUPART_HOST);
  const auto scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (!host || !scheme) return std::nullopt;
  Proxy proxy;
  proxy.host = *host;
  proxy.tls = *scheme == "https";
  const auto port = part_of(url.get(), CURLUPART_PORT);
  proxy.port = port ? std::atoi(port->c_str()) : proxy.tls ? 443 : 1080;
  proxy.has_credentials = part_of(url.get(), CURLUPART_USER).has_value();
  return proxy;
}

std::optional<Proxy> proxy_named_for(const Origin& origin, const CurlTransportOptions& options) {
  if (is_direct(options)) return std::nullopt;
  if (!options.proxy.empty()) return parse_proxy(options.proxy);
  if (is_this_machine(origin.authority)) return std::nullopt;
  const char* const named = proxy_of_environment(origin.tls);
  return named != nullptr ? parse_proxy(named) : std::nullopt;
}

}  // namespace detail
ALLO_NAMESPACE_END
