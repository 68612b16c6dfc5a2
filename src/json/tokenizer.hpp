#ifndef ALLO_SRC_JSON_TOKENIZER_HPP
#define ALLO_SRC_JSON_TOKENIZER_HPP

#include "json/decoder.hpp"

#include <cstddef>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// Feeds a document of JSON (RFC 8259, UTF-8, no byte order mark) to a decoder. False when the text is no such document
/// or the decoder refused it; `decoder` says why. `offset` is what byte offsets in problems count from.
bool tokenize_nlohmann(std::string_view text, std::size_t offset, Decoder& decoder);

/// The bytes that must be allocated, though not filled, behind a text for tokenize_simdjson; 0 when it is not built in.
std::size_t simdjson_padding() noexcept;

/// The same on `text.data()` with simdjson_padding() allocated bytes behind it, and several times as fast. Where it is
/// false `decoder` may not say why; tokenize_nlohmann does. Always false when simdjson is not built in.
bool tokenize_simdjson(std::string_view text, Decoder& decoder);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
