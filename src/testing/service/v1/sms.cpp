#include "testing/model/phone.hpp"
#include "testing/service/resources.hpp"

#include <allo/e164.hpp>

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// 3 to 11 letters, digits or spaces, which covers short codes of digits.
bool is_sender_id(std::string_view text) {
  return text.size() >= 3 && text.size() <= 11 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ';
         });
}

void check_number(const State& state, const std::string& from, const std::string& to) {
  if (!state.owns_number(from)) throw Refusal{400, "FROM_NUMBER_NOT_FOUND"};
  if (!E164::is_valid(to)) throw Refusal{400, "INVALID_TO_NUMBER"};
  if (calling_code(from) != calling_code(to)) throw Refusal{400, "TO_NUMBER_COUNTRY_MISMATCH"};
}

void check_sender_id(const State& state, const std::string& sender_id, const std::string& to) {
  const auto known = state.sender_ids.find(sender_id);
  if (!is_sender_id(sender_id) || known == state.sender_ids.end()) throw Refusal{400, "INVALID_SENDER_ID"};
  if (!known->second) throw Refusal{400, "SENDER_ID_NOT_ACTIVE"};
  if (!E164::is_valid(to) || calling_code(to) != "33") throw Refusal{400, "INVALID_TO_NUMBER"};
}

Json send(Context& c) {
  constexpr std::size_t max_characters = 1000;
  const bool by_sender_id = c.body.contains("sender_id");
  Item item;
  SmsMessage& message = item.message;
  const std::string from = c.text(c.body, by_sender_id ? "sender_id" : "from");
  message.to_number = item.other_number = c.text(c.body, "to");
  message.content = c.text(c.body, "message");
  by_sender_id ? check_sender_id(c.state, from, message.to_number) : check_number(c.state, from, message.to_number);
  if (message.content.empty() || count_characters(message.content) > max_characters) {
    throw Refusal{400, "INVALID_LENGTH"};
  }
  const auto& silent = c.state.numbers_without_sms;
  if (std::find(silent.begin(), silent.end(), from) != silent.end()) throw Refusal{400, "PROVIDER_NOT_SUPPORTED"};
  (by_sender_id ? message.sender_id : message.from_number) = from;
  if (!by_sender_id) item.allo_number = from;
  message.type = CallDirection::Outbound;
  message.start_date = c.now;
  item.id = c.state.next_id("msg_");
  c.state.touch(item.other_number, c.now);
  const Item& stored = c.state.add_item(std::move(item));
  c.tell({"sms.sent", stored.id, stored.allo_number, {}});
  return to_document(stored.message);
}

}  // namespace

Resource v1_sms() {
  return {1,
          R"(
Message: from_number text? sender_id text? to_number text type INBOUND|OUTBOUND content text start_date time
SendSms: from phone!~ to phone!~ message text(1..1000)!~
SendSmsFrance: sender_id text(3..11)!~ to phone!~ message text(1..1000)!~
)",
          {{"POST", "/sms", "SMS_SEND", send, "sendSMS", "", "SendSms|SendSmsFrance", "Message"}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
