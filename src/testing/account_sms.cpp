#include "testing/account.hpp"
#include "testing/phone.hpp"
#include "testing/validate.hpp"

#include <allo/e164.hpp>

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

constexpr std::size_t max_message_characters = 1000;

/// 3 to 11 letters, digits or spaces, which covers short codes of digits.
bool is_sender_id(std::string_view text) {
  return text.size() >= 3 && text.size() <= 11 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ';
         });
}

bool has_valid_length(std::string_view message) {
  return !message.empty() && count_characters(message) <= max_message_characters;
}

}  // namespace

Response Account::send_sms(const Json& body) {
  if (body.is_object() && body.contains("sender_id")) return send_from_sender_id(body);
  return send_from_number(body);
}

Response Account::send_from_number(const Json& body) {
  BodyReader reader{body, {"from", "to", "message"}};
  const std::string from = reader.required_string("from");
  SmsMessage message;
  message.to_number = reader.required_string("to");
  message.content = reader.required_string("message");
  if (!reader.ok()) return invalid_request(reader.findings());
  if (!state_.owns_number(from)) return error_response(400, "FROM_NUMBER_NOT_FOUND");
  if (!E164::is_valid(message.to_number)) return error_response(400, "INVALID_TO_NUMBER");
  if (calling_code(from) != calling_code(message.to_number)) return error_response(400, "TO_NUMBER_COUNTRY_MISMATCH");
  if (!has_valid_length(message.content)) return error_response(400, "INVALID_LENGTH");
  const auto& silent = state_.numbers_without_sms;
  if (std::find(silent.begin(), silent.end(), from) != silent.end()) {
    return error_response(400, "PROVIDER_NOT_SUPPORTED");
  }
  message.from_number = from;
  return send(std::move(message), from);
}

Response Account::send_from_sender_id(const Json& body) {
  BodyReader reader{body, {"sender_id", "to", "message"}};
  const std::string sender_id = reader.required_string("sender_id");
  SmsMessage message;
  message.to_number = reader.required_string("to");
  message.content = reader.required_string("message");
  if (!reader.ok()) return invalid_request(reader.findings());
  const auto known = state_.sender_ids.find(sender_id);
  if (!is_sender_id(sender_id) || known == state_.sender_ids.end()) return error_response(400, "INVALID_SENDER_ID");
  if (!known->second) return error_response(400, "SENDER_ID_NOT_ACTIVE");
  if (!E164::is_valid(message.to_number) || calling_code(message.to_number) != "33") {
    return error_response(400, "INVALID_TO_NUMBER");
  }
  if (!has_valid_length(message.content)) return error_response(400, "INVALID_LENGTH");
  message.sender_id = sender_id;
  return send(std::move(message), {});
}

Response Account::send(SmsMessage message, std::string allo_number) {
  message.type = CallDirection::Outbound;
  message.start_date = clock_.now();
  Json answer = render_.message(message);
  StoredMessage stored;
  stored.id = state_.next_id("msg_");
  stored.allo_number = std::move(allo_number);
  stored.other_number = message.to_number;
  stored.message = std::move(message);
  touch(stored.other_number);
  const Change change{Change::Kind::SmsOut, stored.id, stored.allo_number};
  state_.add_message(std::move(stored));
  on_change_(change);
  return data_response(200, render_.finish(std::move(answer)));
}

void Account::touch(std::string_view number) {
  const Contact* known = state_.find_contact_by_number(number);
  if (known != nullptr) state_.find_contact(known->id)->last_activity_date = clock_.now();
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
