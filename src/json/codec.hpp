#ifndef ALLO_SRC_JSON_CODEC_HPP
#define ALLO_SRC_JSON_CODEC_HPP

#include <allo/errors.hpp>
#include <allo/json_text.hpp>
#include <allo/webhook_events.hpp>
#include <allo/webhooks.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

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

/// Reads a webhook's envelope, either version; `data` is kept as it came.
/// @throws DecodeException with a path such as "topic" or "data"; `data` must be an object.
WebhookEvent decode_envelope(std::string_view body, std::size_t max_depth);

/// The typed payload of an event, for the topics that have one and where somebody wants it.
using WebhookPayload = std::variant<std::monostate, CallReceivedPayload, SmsReceivedPayload, ContactEventPayload>;

/// Reads the payload of an event, in either spelling of the field names; std::monostate for a topic that has none.
/// @throws DecodeException with a path that begins with "data".
WebhookPayload decode_payload(const WebhookEvent& event);

/// What came of one delivery.
struct DecodedEvent {
  WebhookEvent event{};
  WebhookPayload payload{};
};

/// True where somebody wants the typed payload of a topic.
using WantsPayload = std::function<bool(WebhookTopic)>;

/// decode_envelope and, where the payload is wanted, decode_payload in one pass over the body. Leaves the payload
/// std::monostate, for decode_payload to read or to refuse, where one pass does not do: when `data` comes before
/// `topic`, does not decode, or simdjson is not built in.
/// @throws DecodeException as decode_envelope does.
DecodedEvent decode_event(std::string_view body, std::size_t max_depth, const WantsPayload& wants_payload);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
