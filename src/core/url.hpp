#ifndef ALLO_SRC_CORE_URL_HPP
#define ALLO_SRC_CORE_URL_HPP

#include <allo/version.hpp>

#include <optional>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The base URL without its trailing slashes.
/// @throws InvalidArgumentException unless it is an absolute http or https URL with a host and without user, query or
/// fragment. The URL is not quoted, since it may hold a password.
std::string checked_base_url(std::string_view url);

/// Refuses a URL of `checked_base_url` that would carry the key over a network in clear.
/// @throws InvalidArgumentException for one of http to another machine
void check_that_nobody_reads_along(std::string_view base_url);

/// True for an http or https URL with a host, without spaces and control characters.
bool is_absolute_http_url(std::string_view url) noexcept;

/// Where a request goes, below the base URL: the route's template, which hooks may see, and the encoded path and query,
/// which name people.
class Target {
 public:
  /// A route without an id. `route` must be a literal: it is not copied.
  explicit Target(std::string_view route) : route_(route), text_(route) {}

  /// A route with an id in place of its `{id}`.
  /// @throws InvalidArgumentException for an id that is empty or not UTF-8.
  Target(std::string_view route, std::string_view id);

  /// A path that a caller wrote, already encoded.
  /// @throws InvalidArgumentException unless it begins with "/" and stays below the base URL.
  static Target from_path(std::string_view path);

  /// Appends a parameter to the query, percent-encoded but for commas in its value.
  /// @throws InvalidArgumentException for text that is not UTF-8, naming the parameter.
  Target& add(std::string_view name, std::string_view value);
  Target& add(std::string_view name, int value);
  Target& add_if_set(std::string_view name, const std::optional<std::string>& value);

  std::string_view route() const noexcept { return route_; }
  const std::string& path_and_query() const noexcept { return text_; }

 private:
  std::string_view route_;
  std::string text_;
  char separator_ = '?';
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
