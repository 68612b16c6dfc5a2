#include "webhooks/handlers.hpp"

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

void WebhookHandlers::add(std::string_view topic, Handler handler, bool wants_payload) {
  WebhookTopic value{};
  Topic& entry = from_string(topic, value) ? known_[static_cast<std::size_t>(value)] : unknown_[std::string{topic}];
  entry.handlers.push_back(std::move(handler));
  entry.wants_payload |= wants_payload;
}

const WebhookHandlers::Topic* WebhookHandlers::find(const WebhookEvent& event) const {
  const Topic* topic = nullptr;
  if (event.topic != WebhookTopic::Unknown) {
    topic = &known_[static_cast<std::size_t>(event.topic.value())];
  } else if (const auto position = unknown_.find(event.topic.text()); position != unknown_.end()) {
    topic = &position->second;
  }
  return topic != nullptr && !topic->handlers.empty() ? topic : nullptr;
}

void WebhookHandlers::call(const WebhookEvent& event, const WebhookPayload& payload) const {
  const Topic* topic = find(event);
  for (const Handler& handler : topic != nullptr ? topic->handlers : unhandled_) handler(event, payload);
}

}  // namespace detail
ALLO_NAMESPACE_END
