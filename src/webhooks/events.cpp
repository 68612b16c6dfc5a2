#include "webhooks/events.hpp"

#include "json/decoder.hpp"
#include "json/document.hpp"
#include "json/tokenizer.hpp"
#include "json/type_info.hpp"
#include "webhooks/topics.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

ALLO_NAMESPACE_BEGIN
namespace detail {

template <>
struct Table<EventNumbers> : ModelTable {
  static constexpr Field fields[] = {
      field<&EventNumbers::allo_number>("allo_number"),
      field<&EventNumbers::from_number>("from_number"),
      field<&EventNumbers::original_to_number>("original_to_number"),
      field<&EventNumbers::to>("to"),
      field<&EventNumbers::to_number>("to_number"),
      field<&EventNumbers::direction>("direction"),
      field<&EventNumbers::type>("type"),
  };
};

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

/// Makes `payload` an empty one of a topic; no type, and std::monostate, for a topic that has none.
Slot open_payload(WebhookTopic topic, WebhookPayload& payload) {
  if (const auto open = topic_info(topic).open) return open(payload);
  payload.emplace<std::monostate>();
  return {};
}

Slot open_numbers(WebhookPayload& payload) { return {&TypeOf<EventNumbers>::info, &payload.emplace<EventNumbers>()}; }

/// The numbers of an event of which one is no text: looked up one by one, since that is what nobody sends.
EventNumbers find_numbers(const WebhookEvent& event) {
  const auto find = [&](std::initializer_list<std::string_view> names) {
    std::optional<std::string> value;
    for (const std::string_view name : names) value = value ? std::move(value) : event.get(name);
    return value;
  };
  return {find({"allo_number", "alloNumber"}),
          find({"from_number", "fromNumber"}),
          find({"original_to_number", "originalToNumber"}),
          find({"to"}),
          find({"to_number", "toNumber"}),
          find({"direction"}),
          find({"type"})};
}

void complete(WebhookEvent& event) {
  if (event.topic.text().empty()) throw DecodeException("topic", "empty");
  if (event.data.str().front() != '{' && topic_info(event.topic).open != nullptr) {
    throw DecodeException("data", event.data.is_null() ? "missing" : "expected an object");
  }
  if (event.version.empty()) event.version = "1.0";
}

/// Has `data` decoded into the payload of the topic that came before it.
class PayloadOpener final : public TwinOpener {
 public:
  PayloadOpener(DecodedEvent& decoded, const WantsPayload& wants_payload, bool wants_numbers)
      : decoded_(decoded), wants_payload_(wants_payload), wants_numbers_(wants_numbers) {}

  Slot open() override {
    topic_ = decoded_.event.topic;
    if (wants_payload_(topic_)) return open_payload(topic_, decoded_.payload);
    return wants_numbers_ ? open_numbers(decoded_.payload) : open_payload(WebhookTopic::Unknown, decoded_.payload);
  }

  /// Drops the payload of a topic that another one replaced afterwards: of a key that comes twice the last value
  /// counts.
  void complete() {
    if (decoded_.event.topic != topic_) decoded_.payload.emplace<std::monostate>();
  }

 private:
  DecodedEvent& decoded_;
  const WantsPayload& wants_payload_;
  bool wants_numbers_;
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

DecodedEvent decode_event(std::string_view body, std::size_t max_depth, const WantsPayload& wants_payload,
                          bool wants_numbers) {
  DecodedEvent decoded{make_event(body), {}};
  PayloadOpener opener{decoded, wants_payload, wants_numbers};
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

WebhookPayload decode_numbers(const WebhookEvent& event) {
  WebhookPayload payload;
  const Slot slot = open_numbers(payload);
  const std::string& text = event.data.str();
  if (text.front() != '{') return payload;
  try {
    decode_document(text, text.capacity(), {*slot.type, slot.target, "data"});
  } catch (const DecodeException&) {
    payload = find_numbers(event);
  }
  return payload;
}

}  // namespace detail
ALLO_NAMESPACE_END
