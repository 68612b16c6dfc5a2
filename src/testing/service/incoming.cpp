#include "testing/service/recordings.hpp"
#include "testing/service/service.hpp"

#include <allo/e164.hpp>
#include <allo/errors.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

std::string own_number(const State& state, const std::string& asked) {
  if (!asked.empty() && !state.owns_number(asked)) throw InvalidArgumentException("to: no number of the account");
  if (!asked.empty()) return asked;
  if (state.numbers.empty() || !state.numbers[0].number) {
    throw InvalidArgumentException("to: the account has no number");
  }
  return *state.numbers[0].number;
}

}  // namespace

Call Service::receive(const IncomingCall& incoming) {
  if (incoming.from != "anonymous" && !E164::is_valid(incoming.from)) {
    throw InvalidArgumentException("from: must be in E.164 form, or \"anonymous\"");
  }
  if (!(incoming.length_in_minutes >= 0.0 && incoming.length_in_minutes <= 24.0 * 60.0)) {
    throw InvalidArgumentException("length_in_minutes: must be from 0 to 1440");
  }
  const std::lock_guard lock{mutex_};
  State& state = parts_.engine.state();
  Item item;
  item.is_call = true;
  item.allo_number = own_number(state, incoming.to);
  item.other_number = incoming.from;
  item.data_collected = incoming.data_collected;
  Call& call = item.call;
  item.id = call.id = state.next_id("call_");
  call.from_number = incoming.from;
  call.to_number = item.allo_number;
  call.length_in_minutes = incoming.length_in_minutes;
  call.type = CallDirection::Inbound;
  call.result = incoming.result;
  call.summary = incoming.summary;
  call.tag = incoming.tag;
  if (incoming.tag) call.tags = {*incoming.tag};
  if (incoming.recorded) call.recording_url = served_recording_url(recording_url(call.id), parts_.engine.origin());
  call.start_date = parts_.engine.clock().now();
  double second = 0.0;
  for (const SpokenLine& line : incoming.transcript) {
    const Timestamp time = call.start_date + std::chrono::seconds{static_cast<long long>(second)};
    call.transcript.push_back({line.source, line.text, time, second, second + 3.0});
    second += 4.0;
  }
  std::vector<const char*> topics{"call.received", "call.answered", "call.completed"};
  if (incoming.result != CallResult::Answered) topics.erase(topics.begin() + 1);
  return happen(std::move(item), topics).call;
}

SmsMessage Service::receive(const IncomingSms& incoming) {
  if (!E164::is_valid(incoming.from)) throw InvalidArgumentException("from: must be in E.164 form");
  if (incoming.content.empty()) throw InvalidArgumentException("content: must not be empty");
  const std::lock_guard lock{mutex_};
  State& state = parts_.engine.state();
  Item item;
  item.id = state.next_id("msg_");
  item.allo_number = own_number(state, incoming.to);
  item.other_number = incoming.from;
  SmsMessage& message = item.message;
  message.from_number = incoming.from;
  message.to_number = item.allo_number;
  message.type = CallDirection::Inbound;
  message.content = incoming.content;
  message.start_date = parts_.engine.clock().now();
  return happen(std::move(item), {"sms.received"}).message;
}

const Item& Service::happen(Item item, const std::vector<const char*>& topics) {
  State& state = parts_.engine.state();
  state.touch(item.other_number, item.date());
  const Item& stored = state.add_item(std::move(item));
  for (const char* topic : topics) parts_.engine.tell()({topic, stored.id, stored.allo_number, {}});
  return stored;
}

Call Service::add_past(Call call) {
  const std::lock_guard lock{mutex_};
  State& state = parts_.engine.state();
  Item item;
  item.is_call = true;
  const std::string to = call.to_number.value_or(std::string{});
  const bool outbound = call.type ? *call.type == CallDirection::Outbound : state.owns_number(call.from_number);
  item.allo_number = outbound ? call.from_number : to;
  item.other_number = outbound ? to : call.from_number;
  if (!state.owns_number(item.allo_number)) {
    throw InvalidArgumentException("call: neither end is a number of the account");
  }
  if (call.id.empty()) call.id = state.next_id("call_");
  if (state.items.find(call.id) != nullptr) throw InvalidArgumentException("id: is taken: " + call.id);
  item.id = call.id;
  item.call = std::move(call);
  return state.add_item(std::move(item)).call;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
