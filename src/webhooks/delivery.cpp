#include "base/random.hpp"
#include "base/text.hpp"
#include "webhooks/signature.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_receiver.hpp>
#include <allo/webhook_signature.hpp>

ALLO_NAMESPACE_BEGIN

namespace {

using Clock = std::chrono::system_clock;

std::string unix_seconds(Clock::time_point time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  if (seconds < 0) throw InvalidArgumentException("the time stamp of a delivery lies before 1970");
  return std::to_string(seconds);
}

}  // namespace

std::string sign(std::string_view secret, std::string_view id, Clock::time_point timestamp, std::string_view body) {
  if (!detail::is_delivery_id(id)) {
    throw InvalidArgumentException("the id of a delivery must be 1 to 256 visible ASCII characters without a dot");
  }
  const detail::SignatureText text = detail::SigningKey{secret}.sign(id, unix_seconds(timestamp), body);
  return {text.data(), text.size()};
}

WebhookDelivery make_delivery(MakeDeliveryInput input) {
  if (input.id.empty()) input.id = "msg_" + detail::random_key();
  WebhookDelivery delivery;
  delivery.headers.add("content-type", "application/json");
  delivery.headers.add(detail::webhook_id_header, input.id);
  if (!input.secret.empty()) {
    const auto timestamp = input.timestamp == Clock::time_point{} ? Clock::now() : input.timestamp;
    delivery.headers.add(detail::webhook_timestamp_header, unix_seconds(timestamp));
    delivery.headers.add(detail::webhook_signature_header, sign(input.secret, input.id, timestamp, input.body));
  }
  delivery.body = std::move(input.body);
  return delivery;
}

void detail::add_webhook_header(HttpHeaders& headers, std::string_view name, std::string_view value) {
  for (const std::string_view wanted : {webhook_id_header, webhook_timestamp_header, webhook_signature_header}) {
    if (equal_ignoring_case(name, wanted)) headers.add(wanted, is_header_value(value) ? value : std::string_view{});
  }
}

ALLO_NAMESPACE_END
