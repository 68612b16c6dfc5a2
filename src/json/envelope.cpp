#include "json/codec.hpp"
#include "json/document.hpp"
#include "json/tables/webhook_events.hpp"

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
  decode_document(body, body.size(), {envelope, &event, {}, max_depth});
  if (event.topic.text().empty()) throw DecodeException("topic", "empty");
  if (event.version.empty()) event.version = "1.0";
  // decode_payload reads the text where it is.
  reserve_padding(JsonTextAccess::text(event.data));
  return event;
}

}  // namespace allo::detail
