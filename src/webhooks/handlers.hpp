#ifndef ALLO_SRC_WEBHOOKS_HANDLERS_HPP
#define ALLO_SRC_WEBHOOKS_HANDLERS_HPP

#include <allo/webhook_events.hpp>
#include <allo/webhooks.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace allo::detail {

/// The typed payload of an event, for the topics that have one and where somebody wants it.
using WebhookPayload = std::variant<std::monostate, CallReceivedPayload, SmsReceivedPayload, ContactEventPayload>;

/// Reads the typed payload of an event; std::monostate for a topic that has none.
/// @throws InvalidWebhookPayloadException
WebhookPayload decode_typed_payload(const WebhookEvent& event);

/// The registered handlers. Written before the first delivery, only read afterwards.
class WebhookHandlers {
 public:
  using Handler = std::function<void(const WebhookEvent&, const WebhookPayload&)>;

  /// Registers for a topic's text.
  void add(std::string_view topic, Handler handler, bool wants_payload);
  void add_unhandled(Handler handler) { unhandled_.push_back(std::move(handler)); }

  /// True when a handler of this event takes the typed payload.
  bool want_payload(const WebhookEvent& event) const;

  /// Calls the handlers of the event's topic in order, or those for events that have none.
  void call(const WebhookEvent& event, const WebhookPayload& payload) const;

 private:
  struct Topic {
    std::vector<Handler> handlers;
    bool wants_payload = false;
  };
  const Topic* find(const WebhookEvent& event) const;

  static constexpr std::size_t known_topics = static_cast<std::size_t>(WebhookTopic::SummaryUpdated) + 1;
  std::array<Topic, known_topics> known_;
  std::map<std::string, Topic, std::less<>> unknown_;
  std::vector<Handler> unhandled_;
};

}  // namespace allo::detail

#endif
