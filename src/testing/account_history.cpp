#include "testing/account.hpp"
#include "testing/paging.hpp"
#include "testing/validate.hpp"

#include <algorithm>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// A call or a message of a conversation.
struct Entry {
  Timestamp time{};
  const StoredCall* call = nullptr;
  const StoredMessage* message = nullptr;
};

std::vector<Entry> entries_with(const State& state, const Contact& contact,
                                const std::optional<std::string>& allo_number) {
  const auto is_with = [&](const std::string& other, const std::string& own) {
    return std::find(contact.numbers.begin(), contact.numbers.end(), other) != contact.numbers.end() &&
           (!allo_number || own == *allo_number);
  };
  std::vector<Entry> entries;
  for (const StoredCall& call : state.calls) {
    if (is_with(call.other_number, call.allo_number)) entries.push_back({call.call.start_date, &call, nullptr});
  }
  for (const StoredMessage& message : state.messages) {
    if (is_with(message.other_number, message.allo_number)) {
      entries.push_back({message.message.start_date, nullptr, &message});
    }
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.time < b.time; });
  return entries;
}

Json entry_json(const Entry& entry, const Renderer& render) {
  Json item = {{"type", render.word(entry.call != nullptr ? "CALL" : "TEXT_MESSAGE")}};
  item["call"] = entry.call != nullptr ? render.call(entry.call->call, true) : Json(nullptr);
  item["message"] = entry.message != nullptr ? render.message(entry.message->message) : Json(nullptr);
  return item;
}

}  // namespace

Response Account::search_calls(const Target& target) {
  QueryReader query{target, {"allo_number", "contact_number", "page", "size"}};
  const PageBounds bounds = read_page_bounds(query);
  const auto allo_number = query.phone_number("allo_number");
  const auto contact_number = query.phone_number("contact_number");
  if (!allo_number) query.complain("allo_number", "is required");
  if (!query.ok()) return invalid_request(query.findings());
  std::vector<const Call*> matching;
  for (auto stored = state_.calls.rbegin(); stored != state_.calls.rend(); ++stored) {
    if (stored->allo_number == *allo_number && (!contact_number || stored->other_number == *contact_number)) {
      matching.push_back(&stored->call);
    }
  }
  const PageSlice slice = slice_page(matching.size(), bounds);
  Json results = Json::array();
  for (std::size_t i = slice.begin; i < slice.end; ++i) results.push_back(render_.call(*matching[i], false));
  return data_response(200, render_.finish(render_.page(std::move(results), slice.total_pages, bounds.page, true)));
}

Response Account::conversation(const std::string& id, const Target& target) {
  QueryReader query{target, {"page", "size", "allo_number"}};
  const PageBounds bounds = read_page_bounds(query);
  const auto allo_number = query.phone_number("allo_number");
  if (!query.ok()) return invalid_request(query.findings());
  const Contact* contact = state_.find_contact(id);
  if (contact == nullptr) return contact_not_found();
  const std::vector<Entry> entries = entries_with(state_, *contact, allo_number);
  const PageSlice slice = slice_page(entries.size(), bounds);
  Json results = Json::array();
  for (std::size_t i = slice.begin; i < slice.end; ++i) results.push_back(entry_json(entries[i], render_));
  return data_response(200, render_.finish(render_.page(std::move(results), slice.total_pages, bounds.page, false)));
}

Json Account::whole_conversation(const Contact& contact) const {
  Json list = Json::array();
  const Quirks plain{};
  for (const Entry& entry : entries_with(state_, contact, std::nullopt))
    list.push_back(entry_json(entry, Renderer{plain}));
  return list;
}

Json Account::recent_activity(const Contact& contact) const {
  constexpr std::size_t most = 10;
  const std::vector<Entry> entries = entries_with(state_, contact, std::nullopt);
  Json list = Json::array();
  for (auto entry = entries.rbegin(); entry != entries.rend() && list.size() < most; ++entry) {
    if (entry->call != nullptr) {
      const bool inbound = entry->call->call.type && *entry->call->call.type == CallDirection::Inbound;
      list.push_back(render_.activity(inbound ? "INBOUND_CALL" : "OUTBOUND_CALL", entry->call->user_name, entry->time,
                                      entry->call->allo_number, nullptr));
    } else {
      const bool inbound = entry->message->message.type == CallDirection::Inbound;
      list.push_back(render_.activity(inbound ? "INBOUND_SMS" : "OUTBOUND_SMS", entry->message->user_name, entry->time,
                                      nullptr, entry->message->message.content));
    }
  }
  return list;
}

Response Account::list_numbers(const Target& target) {
  const QueryReader query{target, {}};
  if (!query.ok()) return invalid_request(query.findings());
  Json list = Json::array();
  for (const PhoneNumber& number : state_.numbers) list.push_back(render_.number(number));
  return data_response(200, render_.finish(std::move(list)));
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
