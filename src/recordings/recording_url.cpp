#include "recordings/recording_url.hpp"

#include "base/text.hpp"
#include "base/this_machine.hpp"

#include <allo/errors.hpp>

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

constexpr std::string_view storage_host = "storage.withallo.com";

/// Whether nobody reads along: https, this machine, or the very server that the client was allowed to talk http to.
bool is_private(const HttpUrl& url, const HttpUrl& base) noexcept {
  return url.tls || is_this_machine(url.host) || have_same_origin(url, base);
}

std::string text_of(const HttpUrl& url) {
  std::string text{url.origin};
  if (url.rest.substr(0, 1) != "/") text += '/';
  return text += url.rest;
}

/// A path without its segments "." and "..", by RFC 3986.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());  // A path begins with "/".
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    if (segment == "/..") out.erase(std::min(out.rfind('/'), out.size()));
    if (segment == "/." || segment == "/..") {
      if (path.empty()) out += '/';
    } else {
      out += segment;
    }
  }
  return out;
}

/// A reference in full, by RFC 3986. `from` is a URL of ours: its path is not empty.
std::string resolve(const std::string& from, std::string_view location) {
  const HttpUrl base = *parse_http_url(from);
  const std::size_t colon = location.find(':');
  if (colon != std::string_view::npos && colon < location.find_first_of("/?#")) return std::string{location};
  if (location.substr(0, 2) == "//") return (base.tls ? "https:" : "http:") + std::string{location};
  const std::string_view path = base.rest.substr(0, base.rest.find('?'));
  const std::size_t path_end = std::min(location.find_first_of("?#"), location.size());
  if (path_end == 0) return std::string{base.origin} + std::string{path} + std::string{location};
  std::string merged{location.substr(0, path_end)};
  if (merged.front() != '/') merged.insert(0, path.substr(0, path.rfind('/') + 1));
  return std::string{base.origin} + without_dots(merged) + std::string{location.substr(path_end)};
}

[[noreturn]] void refuse(const char* why) {
  throw TransportException(TransportError::Receive, std::string{"the redirect of a recording is not followed: "} + why,
                           true, {}, false);
}

}  // namespace

std::string checked_recording_url(std::string_view url, const HttpUrl& base, bool allow_any_host) {
  const auto parts = parse_http_url(url);
  if (!parts) {
    throw InvalidArgumentException(
        "url must be an absolute https URL in printable ASCII, with a host and without a user");
  }
  if (!is_private(*parts, base)) {
    throw InvalidArgumentException("url: http is for this machine alone; a recording of another one is had by https");
  }
  const bool is_known = equal_ignoring_case(parts->host, base.host) || equal_ignoring_case(parts->host, storage_host);
  if (!is_known && !allow_any_host) {
    throw InvalidArgumentException("url is neither on the host of base_url nor on " + std::string{storage_host} +
                                   "; see allow_any_host");
  }
  return text_of(*parts);
}

std::string redirect_target(const std::string& from, std::string_view location, const HttpUrl& base) {
  if (location.empty()) refuse("it names no address");
  const std::string target = resolve(from, location);
  const auto parts = parse_http_url(target);
  if (!parts) refuse("its address is not a valid http or https URL");
  const bool was_tls = parse_http_url(from)->tls;
  if (was_tls && !parts->tls) refuse("it leads from https to http");
  if (!was_tls && parts->tls) refuse("it leads from http to https");
  if (!is_private(*parts, base)) refuse("it leads to http of another machine");
  return text_of(*parts);
}

}  // namespace detail
ALLO_NAMESPACE_END
