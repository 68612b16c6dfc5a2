#include "http/origin.hpp"

#include "base/text.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <cstddef>

ALLO_NAMESPACE_BEGIN
namespace detail {

Origin parse_origin(std::string_view url) {
  constexpr std::string_view separator = "://";
  Origin origin;
  const std::string_view name = url.substr(0, url.find(':'));
  const std::size_t scheme = name.size() + separator.size();
  origin.tls = equal_ignoring_case(name, "https");
  if (!(origin.tls || equal_ignoring_case(name, "http")) || url.substr(name.size(), separator.size()) != separator) {
    throw InvalidArgumentException("the URL of a request must begin with http:// or https://");
  }
  const std::string_view rest = url.substr(scheme);
  if (!std::all_of(rest.begin(), rest.end(), is_visible)) {
    throw InvalidArgumentException("the URL of a request must be printable ASCII, everything else percent-encoded");
  }
  const auto ends_host = [](char c) { return c == '/' || c == '?' || c == '#' || c == '\\' || c == '@'; };
  const auto end = std::find_if(rest.begin(), rest.end(), ends_host);
  if (end != rest.end() && *end == '@') {
    throw InvalidArgumentException("the URL of a request must not hold a user or a password");
  }
  origin.authority = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  origin.text = url.substr(0, scheme + origin.authority.size());
  if (origin.authority.empty()) throw InvalidArgumentException("the URL of a request must name a host");
  return origin;
}

std::string Origin::host_and_port() const {
  std::string result(authority);
  const std::size_t last = authority.find_last_of(":]");  // A colon within brackets is one of an address of IPv6.
  if (last == std::string_view::npos || authority[last] == ']') result += tls ? ":443" : ":80";
  return result;
}

}  // namespace detail
ALLO_NAMESPACE_END
