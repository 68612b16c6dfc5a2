#include "testing/account.hpp"

#include <allo/e164.hpp>
#include <allo/errors.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

std::string Account::own_number(const std::string& asked) const {
  if (!asked.empty()) {
    if (!state_.owns_number(asked)) throw InvalidArgumentException("to: no number of the account");
    return asked;
  }
  if (state_.numbers.empty() || !state_.numbers[0].number)
    throw InvalidArgumentException("to: the account has no number");
  return *state_.numbers[0].number;
}

Call Account::receive(const IncomingCall& incoming) {
  if (incoming.from != "anonymous" && !E164::is_valid(incoming.from)) {
    throw InvalidArgumentException("from: must be in E.164 form, or \"anonymous\"");
  }
  if (!(incoming.length_in_minutes >= 0.0 && incoming.length_in_minutes <= 24.0 * 60.0)) {
    throw InvalidArgumentException("length_in_minutes: must be from 0 to 1440");
  }
  StoredCall stored;
  stored.allo_number = own_number(incoming.to);
  stored.other_number = incoming.from;
  stored.data_collected = incoming.data_collected;
  Call& call = stored.call;
  call.id = state_.next_id("call_");
  call.from_number = incoming.from;
  call.to_number = stored.allo_number;
  call.length_in_minutes = incoming.length_in_minutes;
  call.type = CallDirection::Inbound;
  call.result = incoming.result;
  call.summary = incoming.summary;
  call.tag = incoming.tag;
  if (incoming.tag) call.tags = {*incoming.tag};
  if (incoming.recorded) call.recording_url = "https://storage.withallo.com/recordings/" + call.id + ".mp3";
  call.start_date = clock_.now();
  double second = 0.0;
  for (const SpokenLine& line : incoming.transcript) {
    const Timestamp time = call.start_date + std::chrono::seconds{static_cast<long long>(second)};
    call.transcript.push_back({line.source, line.text, time, second, second + 3.0});
    second += 4.0;
  }
  Call result = call;
  touch(stored.other_number);
  const Change change{Change::Kind::CallEnded, call.id, stored.allo_number};
  state_.add_call(std::move(stored));
  on_change_(change);
  return result;
}

SmsMessage Account::receive(const IncomingSms& incoming) {
  if (!E164::is_valid(incoming.from)) throw InvalidArgumentException("from: must be in E.164 form");
  if (incoming.content.empty()) throw InvalidArgumentException("content: must not be empty");
  StoredMessage stored;
  stored.id = state_.next_id("msg_");
  stored.allo_number = own_number(incoming.to);
  stored.other_number = incoming.from;
  SmsMessage& message = stored.message;
  message.from_number = incoming.from;
  message.to_number = stored.allo_number;
  message.type = CallDirection::Inbound;
  message.content = incoming.content;
  message.start_date = clock_.now();
  SmsMessage result = message;
  touch(stored.other_number);
  const Change change{Change::Kind::SmsIn, stored.id, stored.allo_number};
  state_.add_message(std::move(stored));
  on_change_(change);
  return result;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
