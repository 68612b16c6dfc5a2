#ifndef ALLO_SRC_BASE_UTF8_HPP
#define ALLO_SRC_BASE_UTF8_HPP

#include <allo/export.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Takes the first character off a text that is not empty. Where that is not valid UTF-8, one byte goes, and there is
/// no value.
std::optional<char32_t> take_utf8(std::string_view& text) noexcept;

/// The number of characters (code points) of a UTF-8 text; no value when it is not valid UTF-8 (overlong forms,
/// surrogates and code points beyond U+10FFFF included).
std::optional<std::size_t> count_utf8(std::string_view text) noexcept;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
