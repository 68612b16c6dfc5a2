#include "http/origin.hpp"

#include "base/text.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <cstddef>

ALLO_NAMESPACE_BEGIN
namespace detail {

Origin parse_origin(std::string_view url) {
  constexpr std::string_view http = "http://";
  constexpr std::string_view https = "https://";
  Origin origin;
  std::size_t scheme = 0;
  const auto begins_with = [&](std::string_view text) {
    const std::string_view begin = url.substr(0, text.size());
    return begin == text || equal_ignoring_case(begin, text);
  };
  if (begins_with(https)) {
    origin.tls = true;
    scheme = https.size();
  } else if (begins_with(http)) {
    scheme = http.size();
  } else {
    throw InvalidArgumentException("the URL of a request must begin with http:// or https://");
  }
  if (!std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7F'; })) {
    throw InvalidArgumentException("the URL of a request must be printable ASCII, everything else percent-encoded");
  }
  const auto ends_authority = [](char c) { return c == '/' || c == '?' || c == '#' || c == '\\'; };
  const auto past = std::find_if(url.begin() + static_cast<std::ptrdiff_t>(scheme), url.end(), ends_authority);
  const auto end = static_cast<std::size_t>(past - url.begin());
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

}  // namespace detail
ALLO_NAMESPACE_END
