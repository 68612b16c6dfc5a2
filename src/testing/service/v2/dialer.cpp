#include "testing/service/dialer.hpp"

#include <allo/timestamp.hpp>

#include <array>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// How a call of the queue ends: of ten, six are answered, two reach a voicemail and two nobody.
struct Ending {
  CallResult result;
  const char* routing;
  const char* reason;
};
constexpr std::array<Ending, 10> endings{{{CallResult::Answered, "ANSWERED", nullptr},
                                          {CallResult::Answered, "ANSWERED", nullptr},
                                          {CallResult::Voicemail, "VOICEMAIL", nullptr},
                                          {CallResult::Answered, "ANSWERED", nullptr},
                                          {CallResult::Answered, "ANSWERED", nullptr},
                                          {CallResult::Failed, "FAILED", "RING_TIMEOUT"},
                                          {CallResult::Answered, "ANSWERED", nullptr},
                                          {CallResult::Voicemail, "VOICEMAIL", nullptr},
                                          {CallResult::Answered, "ANSWERED", nullptr},
                                          {CallResult::Failed, "FAILED", "BUSY"}}};

Item call_to(State& state, const std::string& number, const Ending& ending, Timestamp now) {
  Item item;
  item.is_call = true;
  item.allo_number = state.numbers.empty() ? std::string{} : state.numbers[0].number.value_or("");
  item.other_number = number;
  Call& call = item.call;
  item.id = call.id = state.next_id("call_");
  call.from_number = item.allo_number;
  call.to_number = number;
  call.type = CallDirection::Outbound;
  call.result = ending.result;
  call.start_date = now;
  if (ending.result != CallResult::Answered) return item;
  call.length_in_minutes = 1.0 + static_cast<double>(state.next_random() % 8) / 2;
  call.summary = "Reached by the power dialer.";
  return item;
}

}  // namespace

Dialed dial_next(State& state, Timestamp now, const Tell& tell) {
  Dialed out;
  for (auto& [user, queue] : state.queues) {
    for (Json& entry : queue.at("numbers")) {
      if (!entry.value("call_id", Json()).is_null()) continue;
      if (!out.number.empty()) {
        ++out.left;
        continue;
      }
      const Ending& ending = endings[state.next_random() % endings.size()];
      out.number = entry.at("number_to").get<std::string>();
      out.result = ending.routing;
      const Item item = state.add_item(call_to(state, out.number, ending, now));
      const bool voicemail = ending.result == CallResult::Voicemail;
      entry.update(
          {{"call_id", item.id},
           {"call_start_date", to_iso8601(now)},
           {"updated_at", to_iso8601(now)},
           {"routing_result", ending.routing},
           {"sync_status", "SYNCED"},
           {"detected_outbound_voicemail", voicemail},
           {"voicemail_left", voicemail && queue.at("voicemail_handling") == "NO_SKIP"},
           {"not_reached_destination_reason", ending.reason == nullptr ? Json(nullptr) : Json(ending.reason)}});
      tell({"call.triggered", item.id, item.allo_number, {}});
      if (ending.result == CallResult::Answered) tell({"call.answered", item.id, item.allo_number, {}});
      tell({"call.completed", item.id, item.allo_number, {}});
      state.touch(out.number, now);
    }
  }
  return out;
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
