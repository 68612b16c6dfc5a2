#include "webhooks/events.hpp"

#include "json/decoder.hpp"
#include "json/document.hpp"
#include "json/tokenizer.hpp"
#include "json/type_info.hpp"

#include <string>
#include <string_view>
#include <variant>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

/// A WebhookEvent without the last line of its table: the id of a delivery is a header.
TypeInfo envelope_info() noexcept {
  TypeInfo info = info_of<WebhookEvent>();
  --info.field_count;
  return info;
}

/// An empty event; `data` is nearly all of a body. decode_payload reads that text where it is, padding included.
WebhookEvent make_event(std::string_view body) {
  WebhookEvent event;
  JsonTextAccess::text(event.data).reserve(body.size() + simdjson_padding());
  return event;
}

template <class Payload>
Slot fresh(WebhookPayload& payload) {
  return {&info_of<Payload>(), &payload.emplace<Payload>()};
}

/// Makes `payload` an empty one of a topic; no type, and std::monostate, for a topic that has none.
Slot open_payload(WebhookTopic topic, WebhookPayload& payload) {
  switch (topic) {
    case WebhookTopic::CallReceived:
      return fresh<CallReceivedPayload>(payload);
    case WebhookTopic::SmsReceived:
      return fresh<SmsReceivedPayload>(payload);
    case WebhookTopic::ContactCreated:
    case WebhookTopic::ContactUpdated:
      return fresh<ContactEventPayload>(payload);
    default:
      payload.emplace<std::monostate>();
      return {};
  }
}

void complete(WebhookEvent& event) {
  if (event.topic.text().empty()) throw DecodeException("topic", "empty");
  WebhookPayload payload;
  if (event.data.str().front() != '{' && open_payload(event.topic, payload).type != nullptr) {
    throw DecodeException("data", event.data.is_null() ? "missing" : "expected an object");
  }
  if (event.version.empty()) event.version = "1.0";
}

/// Has `data` decoded into the payload of the topic that came before it.
class PayloadOpener final : public TwinOpener {
 public:
  PayloadOpener(DecodedEvent& decoded, const WantsPayload& wants_payload)
      : decoded_(decoded), wants_payload_(wants_payload) {}

  Slot open() override {
    const WebhookTopic topic = decoded_.event.topic;
    topic_ = wants_payload_(topic) ? topic : WebhookTopic::Unknown;
    return open_payload(topic_, decoded_.payload);
  }

  /// Drops the payload of a topic that another one replaced afterwards: of a key that comes twice the last value
  /// counts.
  void complete() {
    if (decoded_.event.topic != topic_) decoded_.payload.emplace<std::monostate>();
  }

 private:
  DecodedEvent& decoded_;
  const WantsPayload& wants_payload_;
  WebhookTopic topic_ = WebhookTopic::Unknown;
};

}  // namespace

WebhookEvent decode_envelope(std::string_view body, std::size_t max_depth) {
  WebhookEvent event = make_event(body);
  const TypeInfo envelope = envelope_info();
  decode_document(body, body.size(), {envelope, &event, {}, max_depth});
  complete(event);
  return event;
}

DecodedEvent decode_event(std::string_view body, std::size_t max_depth, const WantsPayload& wants_payload) {
  DecodedEvent decoded{make_event(body), {}};
  PayloadOpener opener{decoded, wants_payload};
  const TypeInfo envelope = envelope_info();
  if (decode_in_one_pass(body, body.size(), {envelope, &decoded.event, {}, max_depth}, opener)) {
    opener.complete();
    complete(decoded.event);
  } else {
    // Whether the envelope or the payload is at fault, and whether that matters, is for the two passes to say.
    decoded = {decode_envelope(body, max_depth), {}};
  }
  return decoded;
}

WebhookPayload decode_payload(const WebhookEvent& event) {
  WebhookPayload payload;
  if (const Slot slot = open_payload(event.topic, payload); slot.type != nullptr) {
    const std::string& text = event.data.str();
    decode_document(text, text.capacity(), {*slot.type, slot.target, "data"});
  }
  return payload;
}

}  // namespace detail
ALLO_NAMESPACE_END
