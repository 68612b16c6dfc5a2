#ifndef ALLO_SRC_WEBHOOKS_PAYLOADS_HPP
#define ALLO_SRC_WEBHOOKS_PAYLOADS_HPP

#include <allo/v2/webhook_events.hpp>
#include <allo/webhook_events.hpp>

#include <optional>
#include <string>
#include <variant>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// What an event says of numbers, and nothing else: an allow-list needs no more. A value that is no text stands here as
/// its JSON, which is no number that anybody allows.
struct EventNumbers {
  std::optional<std::string> allo_number{};
  std::optional<std::string> from_number{};
  std::optional<std::string> original_to_number{};
  std::optional<std::string> to{};
  std::optional<std::string> to_number{};
  std::optional<std::string> direction{};
  std::optional<std::string> type{};
};

/// The typed payload of an event, for the topics that have one and where somebody wants it; or its numbers alone.
using WebhookPayload =
    std::variant<std::monostate, EventNumbers, CallReceivedPayload, SmsReceivedPayload, ContactEventPayload,
                 v2::CallReceivedPayload, v2::CallTriggeredPayload, v2::CallAnsweredPayload, v2::CallCompletedPayload>;

}  // namespace detail
ALLO_NAMESPACE_END

#endif
