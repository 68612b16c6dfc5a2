#ifndef ALLO_SRC_JSON_CODEC_HPP
#define ALLO_SRC_JSON_CODEC_HPP

#include <allo/errors.hpp>
#include <allo/json_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

/// What the rest of the library asks of the JSON room. No tokenizer shows here.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// Deepest nesting that is read anywhere unless a caller asks for less.
inline constexpr std::size_t max_json_depth = 128;

/// Reads a response `{"data": T}` straight into `T`. Takes the body over, so that it can be padded in place.
/// @throws DecodeException with a path that begins with "data"; its delivery() is MaybeSent.
template <class T>
T decode_response(std::string&& body);

/// Checks that `text` is one JSON document within `max_depth`.
/// @throws DecodeException naming the byte offset of the first error.
void check_json(std::string_view text, std::size_t max_depth = max_json_depth);

/// Writes a request body: absent fields are left out, cleared ones are null.
/// @throws InvalidArgumentException for a string that is not UTF-8, naming the field.
template <class Input>
std::string encode_request(const Input& input);

/// Reads every documented form of an error body into `error`; whatever is no such form leaves the fields as they are.
/// Never throws for the body's sake. `reset_in` of a quota detail and `retry_after_seconds` become `retry_after`.
void decode_error_body(std::string_view body, ApiError& error);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
