#ifndef ALLO_SRC_HTTP_ORIGIN_HPP
#define ALLO_SRC_HTTP_ORIGIN_HPP

#include <allo/version.hpp>

#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Where a request goes: views into its URL.
struct Origin {
  std::string_view text{};       ///< Such as "https://api.withallo.com".
  std::string_view authority{};  ///< Such as "api.withallo.com" or "[::1]:8080".
  bool tls = false;

  /// Host and port for a message, such as "api.withallo.com:443".
  std::string host_and_port() const;
};

/// Checks a URL that is about to be requested and splits off its origin.
/// @throws InvalidArgumentException when it is not an absolute http or https URL in printable ASCII without a user; the
/// URL is not quoted.
Origin parse_origin(std::string_view url);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
