#ifndef ALLO_SRC_CORE_URL_HPP
#define ALLO_SRC_CORE_URL_HPP

#include <allo/version.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The base URL without its trailing slashes.
/// @throws InvalidArgumentException unless it is an absolute http or https URL with a host and without user, query or
/// fragment. The URL is not quoted, since it may hold a password.
std::string checked_base_url(std::string_view url);

/// Refuses a URL of `checked_base_url` that would carry the key over a network in clear.
/// @throws InvalidArgumentException for one of http to another machine
void check_that_nobody_reads_along(std::string_view base_url);

/// The base URL of version 2 that stands beside one of version 1: "/v2/api" at its end instead of "/v1/api"; the same
/// where it has that already, no value where it ends in neither. `url` comes from checked_base_url.
std::optional<std::string> version_2_of(std::string_view url);

/// True for an http or https URL with a host, without spaces and control characters.
bool is_absolute_http_url(std::string_view url) noexcept;

/// An http or https URL taken apart, in views into it.
struct HttpUrl {
  bool tls = false;
  std::string_view host{};    ///< In brackets where it is an address of IPv6.
  int port = 0;               ///< The scheme's own where the URL names none.
  std::string_view origin{};  ///< As it is written, such as "https://api.withallo.com".
  std::string_view rest{};    ///< Path and query, without the fragment; may be empty.
};

/// No value for what is not an absolute http or https URL with a valid host and port, holds a user or a password, or
/// has a character that is not printable ASCII.
std::optional<HttpUrl> parse_http_url(std::string_view url) noexcept;

/// True for URLs of one scheme, host and port.
bool have_same_origin(const HttpUrl& a, const HttpUrl& b) noexcept;

/// Where a request goes, below the base URL: the route's template, which hooks may see, and the encoded path and query,
/// which name people.
class Target {
 public:
  /// A route with a text in place of each of its `{name}`s, in order. `route` must be a literal: it is not copied.
  /// @throws InvalidArgumentException for a text that is empty or not UTF-8, with the name.
  explicit Target(std::string_view route, std::initializer_list<std::string_view> segments = {});

  /// A route with one `{name}`.
  Target(std::string_view route, std::string_view segment) : Target(route, {segment}) {}

  /// A path that a caller wrote, already encoded.
  /// @throws InvalidArgumentException unless it begins with "/" and stays below the base URL.
  static Target from_path(std::string_view path);

  /// Appends a parameter to the query, percent-encoded but for commas in its value.
  /// @throws InvalidArgumentException for text that is not UTF-8, naming the parameter.
  Target& add(std::string_view name, std::string_view value);
  Target& add(std::string_view name, const char* value) { return add(name, std::string_view{value}); }
  Target& add(std::string_view name, const std::string& value) { return add(name, std::string_view{value}); }

  /// Appends a whole number, or `true` or `false`.
  template <class Value, std::enable_if_t<std::is_integral_v<Value>, int> = 0>
  Target& add(std::string_view name, Value value) {
    if constexpr (std::is_same_v<Value, bool>) {
      return add(name, std::string_view{value ? "true" : "false"});
    } else {
      return add(name, std::string_view{std::to_string(value)});
    }
  }

  Target& add_if_set(std::string_view name, const std::optional<std::string>& value) {
    return value ? add(name, *value) : *this;
  }

  std::string_view route() const noexcept { return route_; }
  const std::string& path_and_query() const noexcept { return text_; }

 private:
  Target() = default;

  std::string_view route_{};
  std::string text_{};
  char separator_ = '?';
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
