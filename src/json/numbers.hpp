#ifndef ALLO_SRC_JSON_NUMBERS_HPP
#define ALLO_SRC_JSON_NUMBERS_HPP

#include <allo/export.hpp>

#include <optional>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The value of a number of JSON, whatever the locale is; what is too small for a double is 0. No value for one that is
/// too large.
std::optional<double> read_real(std::string_view number);

/// The number of JSON that ends at `end` or, where the parser has looked ahead, before it; `begin` bounds the text.
std::string_view number_before(const char* begin, const char* end) noexcept;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
