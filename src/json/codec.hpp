#ifndef ALLO_SRC_JSON_CODEC_HPP
#define ALLO_SRC_JSON_CODEC_HPP

#include <allo/api_error.hpp>
#include <allo/json_text.hpp>
#include <allo/model.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

/// What the rest of the library asks of the JSON room. No tokenizer shows here.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// Deepest nesting that is read anywhere unless a caller asks for less.
inline constexpr std::size_t max_json_depth = 128;

/// Reads the response of an operation into a fresh object: `{"data": T}` or, where the table of T says so, a `T`. Takes
/// the body over, so that it can be padded in place.
/// @throws DecodeException with a path such as "data.results[3].start_date"; its delivery() is MaybeSent.
void decode_answer(std::string&& body, const TypeInfo& type, void* target);

/// The same, for a model or a list of models.
template <class T>
T decode_response(std::string&& body) {
  T value{};
  decode_answer(std::move(body), info_of<T>(), &value);
  return value;
}

/// Takes a response as it came, checked; an empty one leaves `json` as it is.
/// @throws DecodeException for what is not JSON
void decode_free_answer(std::string&& body, JsonText& json);

/// True for a response that holds an `error`, whatever its status is.
bool has_error_envelope(std::string_view body);

/// What a response reports that has the envelope of an error whatever its status is: "the response reports " and the
/// code and the message. Empty where it has none.
std::string reported_error(std::string_view body);

/// Checks that `text` is one JSON document within `max_depth`.
/// @throws DecodeException naming the byte offset of the first error.
void check_json(std::string_view text, std::size_t max_depth = max_json_depth);

/// Writes a request body: absent fields are left out, cleared ones are null.
/// @throws InvalidArgumentException for a string that is not UTF-8, naming the field.
std::string encode_body(const TypeInfo& type, const void* input);

/// The same, of an input.
template <class Input>
std::string encode_request(const Input& input) {
  return encode_body(info_of<Input>(), &input);
}

/// Reads every documented form of an error body into `error`; whatever is no such form leaves the fields as they are.
/// Never throws for the body's sake. `reset_in` of a quota detail and `retry_after_seconds` become `retry_after`.
void decode_error_body(std::string_view body, ApiError& error);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
