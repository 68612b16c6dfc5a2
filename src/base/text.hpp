#ifndef ALLO_SRC_BASE_TEXT_HPP
#define ALLO_SRC_BASE_TEXT_HPP

#include <allo/version.hpp>

#include <cstddef>
#include <string_view>

/// Small checks on text that several rooms share.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// Equality of ASCII texts without regard to case, independent of the locale.
bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

/// True for printable ASCII but the space, which is all that URLs and ids hold.
constexpr bool is_visible(char c) noexcept { return c > ' ' && c < '\x7F'; }

/// How much of the beginning of a text is a token of RFC 9110, as header names are.
std::size_t http_token_size(std::string_view text) noexcept;

/// True for such a token.
bool is_http_token(std::string_view text) noexcept;

/// The text without the spaces and tabs around it, the optional whitespace of RFC 9110.
std::string_view trim_blanks(std::string_view text) noexcept;

/// True for what may stand in a header's value: no control character but the tab.
bool is_header_value(std::string_view text) noexcept;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
