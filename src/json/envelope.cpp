#include "json/codec.hpp"
#include "json/document.hpp"
#include "json/tables/webhook_events.hpp"
#include "json/tokenizer.hpp"

#include <string_view>

namespace allo::detail {
namespace {

/// A WebhookEvent without the last line of its table: the id of a delivery is a header.
constexpr TypeInfo envelope_info() {
  TypeInfo info = TypeOf<WebhookEvent>::info;
  --info.field_count;
  return info;
}
constexpr TypeInfo envelope = envelope_info();

}  // namespace

WebhookEvent decode_envelope(std::string_view body, std::size_t max_depth) {
  WebhookEvent event;
  // `data` is nearly all of it. decode_payload reads that text where it is, padding included.
  JsonTextAccess::text(event.data).reserve(body.size() + simdjson_padding());
  decode_document(body, body.size(), {envelope, &event, {}, max_depth});
  if (event.topic.text().empty()) throw DecodeException("topic", "empty");
  if (event.version.empty()) event.version = "1.0";
  return event;
}

}  // namespace allo::detail
