#ifndef ALLO_SRC_WEBHOOKS_HANDLERS_HPP
#define ALLO_SRC_WEBHOOKS_HANDLERS_HPP

#include "webhooks/events.hpp"

#include <allo/webhook_events.hpp>
#include <allo/webhooks.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// The registered handlers. Written before the first delivery, only read afterwards.
class WebhookHandlers {
 public:
  using Handler = std::function<void(const WebhookEvent&, const WebhookPayload&)>;

  /// Registers for a topic's text.
  void add(std::string_view topic, Handler handler, bool wants_payload);
  void add_unhandled(Handler handler) { unhandled_.push_back(std::move(handler)); }

  /// True when a handler of this topic takes the typed payload.
  bool want_payload(WebhookTopic topic) const noexcept { return known_[static_cast<std::size_t>(topic)].wants_payload; }

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

}  // namespace detail
ALLO_NAMESPACE_END

#endif
