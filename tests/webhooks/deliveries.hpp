#ifndef ALLO_TESTS_WEBHOOKS_DELIVERIES_HPP
#define ALLO_TESTS_WEBHOOKS_DELIVERIES_HPP

#include <allo/webhook_receiver.hpp>

#include <chrono>
#include <string>
#include <string_view>

/// Deliveries in the forms that the service's documentation shows.
namespace deliveries {

inline const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
inline const std::string other_secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

inline std::chrono::system_clock::time_point at(std::int64_t unix_seconds) {
  return std::chrono::system_clock::time_point{std::chrono::seconds{unix_seconds}};
}

inline constexpr std::int64_t now = 1'700'000'000;

inline std::string envelope(std::string_view topic, std::string_view data) {
  return R"({"topic":")" + std::string{topic} + R"(","data":)" + std::string{data} + "}";
}

/// As many arrays, or other things, inside of each other.
inline std::string nested(std::size_t levels, const std::string& open = "[", const std::string& close = "]") {
  std::string text;
  for (std::size_t i = 0; i < levels; ++i) text += open;
  for (std::size_t i = 0; i < levels; ++i) text += close;
  return text;
}

inline const std::string call_data = R"({
  "id": "cll_1", "start_date": "2024-01-15T10:30:00Z", "recording_url": "https://example.com/r.mp3",
  "from_number": "+14155551234", "from_name": "Ada", "to": "+14155550100", "to_name": "Front desk",
  "length_in_minutes": 5.5, "length": "5m 30s", "tag": "lead", "summary": "s", "one_sentence_summary": "o",
  "transcriptions": [{"source": "EXTERNAL", "time": "2024-01-15T10:30:05Z", "text": "Hello"}],
  "concatenated_transcript": "Hello", "data_collected": {"budget": 12}, "ivr_result": [{"dtmf_key": "1", "text_key": "sales"}],
  "type": "INBOUND", "result": "ANSWERED", "integration_id": null,
  "transfer_from": {"number": "+14155550111", "user_email": "a@example.com", "user_name": "Ann"}, "transfer_to": null,
  "transfer_original_call_id": null, "user_email": "u@example.com", "original_to_number": null, "original_to_name": null})";

inline const std::string sms_data = R"({"id": "sms_1", "direction": "INBOUND", "type": "SMS", "content": "Hi",
  "sent_at": "2024-01-15T10:30:00Z", "from_number": "+14155551234", "to_number": "+14155550100",
  "from_name": null, "to_name": "Front desk"})";

inline const std::string contact_data = R"({"id": "cnt_1", "name": "Ada", "last_name": "Lovelace", "company": "Engines",
  "emails": ["ada@example.com"], "numbers": ["+14155551234"]})";

inline const std::string call_body = envelope("CALL_RECEIVED", call_data);
inline const std::string sms_body = envelope("SMS_RECEIVED", sms_data);
inline const std::string contact_body = envelope("CONTACT_CREATED", contact_data);

/// A delivery signed with `secret` at `now`.
inline allo::WebhookDelivery signed_delivery(std::string body, std::string id = "msg_1") {
  return allo::make_delivery({.body = std::move(body), .secret = secret, .id = std::move(id), .timestamp = at(now)});
}

/// A receiver that wants `secret` and whose time is `now`.
inline allo::WebhookReceiver signed_receiver() {
  allo::WebhookReceiver receiver;
  receiver.signing_secrets({secret}).clock([] { return at(now); });
  return receiver;
}

}  // namespace deliveries

#endif
