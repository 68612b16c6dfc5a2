#include "core/url.hpp"

#include "base/text.hpp"
#include "base/this_machine.hpp"
#include "base/utf8.hpp"

#include <allo/errors.hpp>

#include <algorithm>
#include <cassert>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEFabcdef";
constexpr std::string_view unreserved_marks = "-._~";
constexpr std::string_view sub_delimiters = "!$&'()*+,;=";

bool contains(std::string_view set, char c) noexcept { return set.find(c) != std::string_view::npos; }

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_unreserved(char c) noexcept {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || contains(unreserved_marks, c);
}

void append_encoded(std::string& out, std::string_view text, std::string_view kept = {}) {
  for (const char c : text) {
    if (is_unreserved(c) || contains(kept, c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += hex_digits[byte >> 4U];
      out += hex_digits[byte & 0x0FU];
    }
  }
}

/// The dots of "." and ".." are unreserved, but a whole segment of them would climb out of the route.
void append_segment(std::string& out, std::string_view segment) {
  if (segment == ".") {
    out += "%2E";
  } else if (segment == "..") {
    out += "%2E%2E";
  } else {
    append_encoded(out, segment);
  }
}

/// A path that is percent-encoded as RFC 3986 wants it.
bool is_encoded_path(std::string_view path) noexcept {
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (c == '%') {
      if (path.size() - i < 3 || !contains(hex_digits, path[i + 1]) || !contains(hex_digits, path[i + 2])) return false;
      i += 2;
    } else if (!is_unreserved(c) && !contains(sub_delimiters, c) && c != ':' && c != '@' && c != '/') {
      return false;
    }
  }
  return true;
}

/// True when a segment is "." or "..", encoded or not: a server may resolve either.
bool has_dot_segment(std::string_view path) noexcept {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    std::string_view segment = path.substr(0, end);
    std::size_t dots = 0;
    while (!segment.empty()) {
      if (segment[0] == '.') {
        segment.remove_prefix(1);
      } else if (equal_ignoring_case(segment.substr(0, 3), "%2e")) {
        segment.remove_prefix(3);
      } else {
        dots = 3;
        break;
      }
      ++dots;
    }
    if (dots == 1 || dots == 2) return true;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return false;
}

/// What follows "http://" or "https://"; no value for another scheme.
std::optional<std::string_view> after_scheme(std::string_view url) noexcept {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (equal_ignoring_case(url.substr(0, scheme.size()), scheme)) return url.substr(scheme.size());
  }
  return std::nullopt;
}

bool is_port(std::string_view text) noexcept {
  int port = 0;
  for (const char c : text) {
    if (!is_digit(c) || (port = port * 10 + (c - '0')) > 65535) return false;
  }
  return port > 0;
}

bool is_host_and_port(std::string_view authority) noexcept {
  std::size_t host_end = 0;
  if (authority.substr(0, 1) == "[") {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos || close < 3) return false;
    for (const char c : authority.substr(1, close - 1)) {
      if (!contains(hex_digits, c) && c != ':' && c != '.') return false;
    }
    host_end = close + 1;
  } else {
    while (host_end < authority.size() && (is_unreserved(authority[host_end]))) ++host_end;
    if (host_end == 0) return false;
  }
  const std::string_view rest = authority.substr(host_end);
  return rest.empty() || (rest[0] == ':' && is_port(rest.substr(1)));
}

void check_utf8(std::string_view name, std::string_view value) {
  if (!count_utf8(value)) throw InvalidArgumentException(std::string{name} + " is not valid UTF-8");
}

}  // namespace

std::string checked_base_url(std::string_view url) {
  const auto rest = after_scheme(url);
  if (!rest) throw InvalidArgumentException("base_url must begin with https:// or http://");
  if (rest->find_first_of("?#") != std::string_view::npos) {
    throw InvalidArgumentException("base_url must have neither query nor fragment");
  }
  const std::size_t slash = std::min(rest->find('/'), rest->size());
  const std::string_view authority = rest->substr(0, slash);
  if (contains(authority, '@')) throw InvalidArgumentException("base_url must not hold a user name or password");
  if (!is_host_and_port(authority)) throw InvalidArgumentException("base_url has no valid host and port");
  const std::string_view path = rest->substr(slash);
  if (!is_encoded_path(path) || has_dot_segment(path)) throw InvalidArgumentException("base_url has no valid path");
  const std::size_t last = url.find_last_not_of('/');
  return std::string{url.substr(0, last + 1)};
}

void check_that_nobody_reads_along(std::string_view base_url) {
  const std::string_view rest = *after_scheme(base_url);
  const bool is_https = base_url.size() - rest.size() == std::string_view{"https://"}.size();
  if (is_https || is_this_machine(rest.substr(0, rest.find('/')))) return;
  throw InvalidArgumentException(
      "base_url: http would send the key in clear to another machine; use https, or set allow_insecure_http");
}

std::optional<std::string> version_2_of(std::string_view url) {
  constexpr std::string_view end_of_1 = "/v1/api";
  constexpr std::string_view end_of_2 = "/v2/api";
  if (url.size() < end_of_2.size()) return std::nullopt;
  const std::string_view front = url.substr(0, url.size() - end_of_2.size());
  const std::string_view end = url.substr(front.size());
  if (end != end_of_1 && end != end_of_2) return std::nullopt;
  return std::string{front} + std::string{end_of_2};
}

bool is_absolute_http_url(std::string_view url) noexcept {
  const auto rest = after_scheme(url);
  if (!rest || rest->empty() || contains("/?#:@", rest->front())) return false;
  return std::none_of(url.begin(), url.end(), [](unsigned char c) { return c <= ' ' || c == 0x7F; });
}

std::optional<HttpUrl> parse_http_url(std::string_view url) noexcept {
  const auto rest = after_scheme(url);
  if (!rest || !std::all_of(url.begin(), url.end(), is_visible)) return std::nullopt;
  const std::string_view authority = rest->substr(0, rest->find_first_of("/?#"));
  if (!is_host_and_port(authority)) return std::nullopt;
  HttpUrl parts;
  parts.tls = url.size() - rest->size() == std::string_view{"https://"}.size();
  const std::size_t colon = authority.rfind(':');
  const bool has_port = colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
  parts.host = has_port ? authority.substr(0, colon) : authority;
  parts.port = parts.tls ? 443 : 80;
  if (has_port) {
    parts.port = 0;
    for (const char c : authority.substr(colon + 1)) parts.port = parts.port * 10 + (c - '0');
  }
  parts.origin = url.substr(0, url.size() - rest->size() + authority.size());
  parts.rest = rest->substr(authority.size(), rest->find('#') - authority.size());
  return parts;
}

bool have_same_origin(const HttpUrl& a, const HttpUrl& b) noexcept {
  return a.tls == b.tls && a.port == b.port && equal_ignoring_case(a.host, b.host);
}

Target::Target(std::string_view route, std::initializer_list<std::string_view> segments) : route_(route) {
  std::string_view rest = route;
  for (const std::string_view segment : segments) {
    const std::size_t open = rest.find('{');
    const std::size_t close = rest.find('}', open);
    assert(close != std::string_view::npos && "more segments than names in the route");
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    if (segment.empty()) throw InvalidArgumentException(std::string{name} + " is empty");
    check_utf8(name, segment);
    text_ += rest.substr(0, open);
    append_segment(text_, segment);
    rest.remove_prefix(close + 1);
  }
  assert(rest.find('{') == std::string_view::npos && "a name in the route without a segment");
  text_ += rest;
}

Target Target::from_path(std::string_view path) {
  if (path.substr(0, 1) != "/") throw InvalidArgumentException("path must begin with /");
  if (!is_encoded_path(path)) {
    throw InvalidArgumentException("path must be percent-encoded, without query and fragment");
  }
  if (has_dot_segment(path)) throw InvalidArgumentException("path must not have a segment that is . or ..");
  Target target;
  target.route_ = "{path}";
  target.text_ = path;
  return target;
}

Target& Target::add(std::string_view name, std::string_view value) {
  check_utf8("the name of a query parameter", name);
  check_utf8(name, value);
  text_ += separator_;
  separator_ = '&';
  append_encoded(text_, name);
  text_ += '=';
  append_encoded(text_, value, ",");  // The service writes its lists so: extend=engagement,activity.
  return *this;
}

}  // namespace detail
ALLO_NAMESPACE_END
