#include "json/codec.hpp"
#include "webhooks/receiver_impl.hpp"
#include "webhooks/topics.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_receiver.hpp>

#include <stdexcept>
#include <utility>
#include <variant>

ALLO_NAMESPACE_BEGIN

namespace {

using detail::WebhookPayload;

template <class Function>
void require_function(const Function& function) {
  if (!function) throw InvalidArgumentException("a WebhookReceiver was given an empty function");
}

template <class Payload>
detail::WebhookHandlers::Handler with_payload(WebhookReceiver::PayloadHandler<Payload> handler) {
  require_function(handler);
  return [handler = std::move(handler)](const WebhookEvent&, const WebhookPayload& payload) {
    handler(std::get<Payload>(payload));
  };
}

template <class Payload>
detail::WebhookHandlers::Handler with_payload(WebhookReceiver::PayloadEventHandler<Payload> handler) {
  require_function(handler);
  return [handler = std::move(handler)](const WebhookEvent& event, const WebhookPayload& payload) {
    handler(std::get<Payload>(payload), event);
  };
}

detail::WebhookHandlers::Handler without_payload(WebhookReceiver::EventHandler handler) {
  require_function(handler);
  return [handler = std::move(handler)](const WebhookEvent& event, const WebhookPayload&) { handler(event); };
}

}  // namespace

WebhookReceiver::Impl& WebhookReceiver::Impl::configure() {
  if (delivering.load(std::memory_order_relaxed)) {
    throw std::logic_error("a WebhookReceiver must be configured before its first delivery");
  }
  return *this;
}

void WebhookReceiver::Impl::set_secrets(const std::vector<std::string>& secrets) {
  if (secrets.empty()) {
    throw InvalidArgumentException(
        "the list of signing secrets is empty; leave it out where deliveries are not signed");
  }
  std::vector<detail::SigningKey> fresh;
  for (const std::string& secret : secrets) fresh.emplace_back(secret);
  keys.replace(std::move(fresh));
  has_keys.store(true, std::memory_order_release);
}

WebhookReceiver::WebhookReceiver() : impl_(new Impl) {}
WebhookReceiver::~WebhookReceiver() { delete impl_; }
WebhookReceiver::WebhookReceiver(WebhookReceiver&& other) noexcept : impl_(std::exchange(other.impl_, nullptr)) {}
WebhookReceiver& WebhookReceiver::operator=(WebhookReceiver&& other) noexcept {
  WebhookReceiver old{std::move(other)};
  std::swap(impl_, old.impl_);
  return *this;
}

template <class Payload>
WebhookReceiver& WebhookReceiver::on(PayloadHandler<Payload> handler) {
  impl_->configure().add(detail::topic_of<Payload>().topic, with_payload(std::move(handler)));
  return *this;
}

template <class Payload>
WebhookReceiver& WebhookReceiver::on(PayloadEventHandler<Payload> handler) {
  impl_->configure().add(detail::topic_of<Payload>().topic, with_payload(std::move(handler)));
  return *this;
}

#define ALLO_ON(Payload)                                                                               \
  template ALLO_EXPORT WebhookReceiver& WebhookReceiver::on<Payload>(PayloadHandler<Payload> handler); \
  template ALLO_EXPORT WebhookReceiver& WebhookReceiver::on<Payload>(PayloadEventHandler<Payload> handler);
ALLO_ON(CallReceivedPayload)
ALLO_ON(SmsReceivedPayload)
ALLO_ON(v2::CallReceivedPayload)
ALLO_ON(v2::CallTriggeredPayload)
ALLO_ON(v2::CallAnsweredPayload)
ALLO_ON(v2::CallCompletedPayload)

WebhookReceiver& WebhookReceiver::on_call_received(PayloadHandler<CallReceivedPayload> handler) {
  return on<CallReceivedPayload>(std::move(handler));
}
WebhookReceiver& WebhookReceiver::on_call_received(PayloadEventHandler<CallReceivedPayload> handler) {
  return on<CallReceivedPayload>(std::move(handler));
}
WebhookReceiver& WebhookReceiver::on_sms_received(PayloadHandler<SmsReceivedPayload> handler) {
  return on<SmsReceivedPayload>(std::move(handler));
}
WebhookReceiver& WebhookReceiver::on_sms_received(PayloadEventHandler<SmsReceivedPayload> handler) {
  return on<SmsReceivedPayload>(std::move(handler));
}

WebhookReceiver& WebhookReceiver::on_contact_created(PayloadHandler<ContactEventPayload> handler) {
  impl_->configure().add(WebhookTopic::ContactCreated, with_payload(std::move(handler)));
  return *this;
}

WebhookReceiver& WebhookReceiver::on_contact_created(PayloadEventHandler<ContactEventPayload> handler) {
  impl_->configure().add(WebhookTopic::ContactCreated, with_payload(std::move(handler)));
  return *this;
}

WebhookReceiver& WebhookReceiver::on_contact_updated(PayloadHandler<ContactEventPayload> handler) {
  impl_->configure().add(WebhookTopic::ContactUpdated, with_payload(std::move(handler)));
  return *this;
}

WebhookReceiver& WebhookReceiver::on_contact_updated(PayloadEventHandler<ContactEventPayload> handler) {
  impl_->configure().add(WebhookTopic::ContactUpdated, with_payload(std::move(handler)));
  return *this;
}

WebhookReceiver& WebhookReceiver::on(WebhookTopic topic, EventHandler handler) {
  if (topic == WebhookTopic::Unknown) {
    throw InvalidArgumentException(
        "WebhookTopic::Unknown is no topic; name the topic by its text, or use on_unhandled");
  }
  return on(to_string(topic), std::move(handler));
}

WebhookReceiver& WebhookReceiver::on(std::string_view topic, EventHandler handler) {
  Impl& impl = impl_->configure();
  if (topic.empty()) throw InvalidArgumentException("the topic of a handler is empty");
  impl.handlers.add(topic, without_payload(std::move(handler)), false);
  return *this;
}

WebhookReceiver& WebhookReceiver::on_unhandled(EventHandler handler) {
  Impl& impl = impl_->configure();
  impl.handlers.add_unhandled(without_payload(std::move(handler)));
  return *this;
}

WebhookReceiver& WebhookReceiver::on_error(std::function<void(const std::exception&, int)> handler) {
  Impl& impl = impl_->configure();
  require_function(handler);
  impl.error_handlers.push_back(std::move(handler));
  return *this;
}

WebhookReceiver& WebhookReceiver::allowed_allo_numbers(const std::vector<std::string>& numbers) {
  Impl& impl = impl_->configure();
  impl.numbers = detail::NumberFilter{numbers};
  return *this;
}

WebhookReceiver& WebhookReceiver::signing_secrets(const std::vector<std::string>& secrets) {
  impl_->configure().set_secrets(secrets);
  return *this;
}

void WebhookReceiver::replace_signing_secrets(const std::vector<std::string>& secrets) { impl_->set_secrets(secrets); }

WebhookReceiver& WebhookReceiver::accept_unsigned_deliveries_insecurely() {
  Impl& impl = impl_->configure();
  impl.verify = false;
  return *this;
}

WebhookReceiver& WebhookReceiver::tolerance(std::chrono::seconds tolerance) {
  Impl& impl = impl_->configure();
  if (tolerance < std::chrono::seconds::zero()) throw InvalidArgumentException("the tolerance is negative");
  impl.tolerance = tolerance;
  return *this;
}

WebhookReceiver& WebhookReceiver::clock(std::function<std::chrono::system_clock::time_point()> now) {
  Impl& impl = impl_->configure();
  require_function(now);
  impl.now = std::move(now);
  return *this;
}

WebhookReceiver& WebhookReceiver::max_body_size(std::size_t bytes) {
  Impl& impl = impl_->configure();
  impl.max_body_size = bytes;
  return *this;
}

WebhookReceiver& WebhookReceiver::max_depth(std::size_t levels) {
  Impl& impl = impl_->configure();
  if (levels < 2 || levels > detail::max_json_depth) {
    throw InvalidArgumentException("the depth must be 2 to 128 levels");
  }
  impl.max_depth = levels;
  return *this;
}

WebhookReceiver& WebhookReceiver::deduplicate(std::chrono::seconds window) {
  Impl& impl = impl_->configure();
  // The store belongs to the Impl alone, whose address no move changes, so that it may use the clock within.
  impl.store = make_memory_deduplication_store({window, 100'000, [&impl] { return impl.now(); }});
  return *this;
}

WebhookReceiver& WebhookReceiver::deduplicate(std::shared_ptr<WebhookDeduplicationStore> store) {
  Impl& impl = impl_->configure();
  if (!store) throw InvalidArgumentException("the de-duplication store is a null pointer");
  impl.store = std::move(store);
  return *this;
}

ALLO_NAMESPACE_END
