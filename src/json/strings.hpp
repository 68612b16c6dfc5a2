#ifndef ALLO_SRC_JSON_STRINGS_HPP
#define ALLO_SRC_JSON_STRINGS_HPP

#include <allo/export.hpp>

#include <optional>
#include <string>
#include <string_view>

/// Half a pair of surrogates, escaped, is valid by the grammar of JSON, and no tokenizer takes it: JavaScript writes it
/// when it cuts a text within an emoji. It stands for U+FFFD wherever text is decoded.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// True where a text of JSON may hold a surrogate, whole pairs included.
bool may_hold_surrogates(std::string_view json) noexcept;

/// A text of JSON of the same length, with "\ufffd" for each escaped surrogate that lacks its other half; no value
/// where all have theirs. What is no JSON stays that.
std::optional<std::string> with_whole_surrogates(std::string_view json);

/// What stands between the quotation marks of a string of JSON, which must be UTF-8 without control characters, as
/// text. False where an escape is none.
bool unescape(std::string_view raw, std::string& text);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
