#include "http/origin.hpp"

#include "core/text.hpp"

#include <allo/errors.hpp>

namespace allo::detail {

Origin parse_origin(std::string_view url) {
  constexpr std::string_view http = "http://";
  constexpr std::string_view https = "https://";
  Origin origin;
  std::size_t scheme = 0;
  if (equal_ignoring_case(url.substr(0, https.size()), https)) {
    origin.tls = true;
    scheme = https.size();
  } else if (equal_ignoring_case(url.substr(0, http.size()), http)) {
    scheme = http.size();
  } else {
    throw InvalidArgumentException("the URL of a request must begin with http:// or https://");
  }
  std::size_t end = url.size();
  for (std::size_t i = url.size(); i-- > scheme;) {
    const char c = url[i];
    if (c <= ' ' || c >= '\x7F') {
      throw InvalidArgumentException("the URL of a request must be printable ASCII, everything else percent-encoded");
    }
    if (c == '/' || c == '?' || c == '#' || c == '\\') end = i;
  }
  origin.text = url.substr(0, end);
  origin.authority = url.substr(scheme, end - scheme);
  if (origin.authority.empty()) throw InvalidArgumentException("the URL of a request must name a host");
  if (origin.authority.find('@') != std::string_view::npos) {
    throw InvalidArgumentException("the URL of a request must not hold a user or a password");
  }
  return origin;
}

std::string Origin::host_and_port() const {
  std::string result(authority);
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  if (!has_port) result += tls ? ":443" : ":80";
  return result;
}

}  // namespace allo::detail
