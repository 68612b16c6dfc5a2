#ifndef ALLO_SRC_WEBHOOKS_EVENTS_HPP
#define ALLO_SRC_WEBHOOKS_EVENTS_HPP

#include "webhooks/payloads.hpp"

#include <allo/webhook_events.hpp>
#include <allo/webhook_topic.hpp>

#include <cstddef>
#include <functional>
#include <string_view>

/// Deliveries, from their text to an event and its payload.
ALLO_NAMESPACE_BEGIN
namespace detail {

/// Reads a webhook's envelope, either version; `data` is kept as it came.
/// @throws DecodeException with a path such as "topic" or "data"; `data` must be an object for a topic that has a
/// payload of its own, and may be anything, or missing, for the others.
WebhookEvent decode_envelope(std::string_view body, std::size_t max_depth);

/// Reads the payload of an event, in either spelling of the field names; std::monostate for a topic that has none.
/// @throws DecodeException with a path that begins with "data".
WebhookPayload decode_payload(const WebhookEvent& event);

/// Reads the numbers of an event alone; all are absent where `data` is no object.
WebhookPayload decode_numbers(const WebhookEvent& event);

/// What came of one delivery.
struct DecodedEvent {
  WebhookEvent event{};
  WebhookPayload payload{};
};

/// True where somebody wants the typed payload of a topic.
using WantsPayload = std::function<bool(WebhookTopic)>;

/// decode_envelope and, where the payload is wanted, decode_payload in one pass over the body; or, with
/// `wants_numbers`, decode_numbers for all other events. Leaves the payload std::monostate, for those to read or to
/// refuse, where one pass does not do: when `data` comes before `topic` or does not decode.
/// @throws DecodeException as decode_envelope does.
DecodedEvent decode_event(std::string_view body, std::size_t max_depth, const WantsPayload& wants_payload,
                          bool wants_numbers = false);

}  // namespace detail
ALLO_NAMESPACE_END

#endif
