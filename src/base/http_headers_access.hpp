#ifndef ALLO_SRC_BASE_HTTP_HEADERS_ACCESS_HPP
#define ALLO_SRC_BASE_HTTP_HEADERS_ACCESS_HPP

#include <allo/http.hpp>

#include <cstddef>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// What the transport does with header lists and callers need not.
struct HttpHeadersAccess {
  /// Adds a header line as it came, without its line end. False, with nothing done, for one that no list can hold.
  static bool add_line(HttpHeaders& headers, std::string_view line);

  /// Makes the last value longer, by a space and `more`: the line was folded. False when `more` cannot be part of one.
  static bool continue_line(HttpHeaders& headers, std::string_view more);

  /// A copy with room for `room` more bytes, which so takes one allocation together with what will be added.
  static HttpHeaders copy_with_room(const HttpHeaders& headers, std::size_t room);

  /// Adds a header that is known to be valid.
  static void add_valid(HttpHeaders& headers, std::string_view name, std::string_view value);

  /// Puts `value` in the place of the last header's, which must be of the same size.
  static void replace_last_value(HttpHeaders& headers, std::string_view value) noexcept;

  /// All lines as one text: "name:value\n" after "name:value\n".
  static std::string& text(HttpHeaders& headers) noexcept;
  static const std::string& text(const HttpHeaders& headers) noexcept;

  /// Whether both hold the same names and values, to the letter and in the same order.
  static bool same(const HttpHeaders& a, const HttpHeaders& b) noexcept;
};

/// A header's value without the whitespace around it, which a transport of somebody else's may leave there; empty when
/// there is none.
std::string_view trimmed_value(const HttpHeaders& headers, std::string_view name) noexcept;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
