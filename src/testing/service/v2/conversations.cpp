#include "testing/service/v2/common.hpp"

#include <string_view>
#include <unordered_set>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

/// The last item of each conversation of a number, the latest activity first.
std::vector<const Item*> last_items(const State& state, const std::string& allo_number) {
  std::vector<const Item*> out;
  std::unordered_set<std::string_view> known;
  for (const Item* each : state.items.list([&](const Item& i) { return i.allo_number == allo_number; }, true)) {
    if (known.insert(each->other_number).second) out.push_back(each);
  }
  return out;
}

Json list(Context& c) {
  const bool transcript = wants_transcript(c, c.query);
  const std::string since_text = c.text(c.query, "last_activity_since");
  const Timestamp since = since_text.empty() ? Timestamp::min() : *parse_iso8601(since_text);
  const auto unread = c.query.find("unread");
  auto items = last_items(c.state, c.text(c.query, "allo_number"));
  const auto left_out = [&](const Item* item) {
    return item->date() < since || (unread != c.query.end() && *unread != c.state.mark_of(*item).unread);
  };
  items.erase(std::remove_if(items.begin(), items.end(), left_out), items.end());
  return c.paged(items, [&](const Item& item) -> Json {
    return {{"contact_number", item.other_number},
            {"contacts", contacts_of(c.state, item.other_number)},
            {"last_activity", to_iso8601(item.date())},
            {"last_item", item_document(c.state, item, transcript)}};
  });
}

Json mark(Context& c) {
  const std::string action = c.text(c.body, "action");
  const std::string own = c.text(c.body, "allo_number");
  bool found = false;
  for (const Item& item : c.state.items) {
    if (item.other_number != c.path[0] || (!own.empty() && item.allo_number != own)) continue;
    found = true;
    Mark& mark = c.state.marks[{item.allo_number, item.other_number}];
    if (action == "READ" || action == "ARCHIVE") mark.unread = false;
    if (action == "UNREAD") mark.unread = true;
    if (action == "ARCHIVE" || action == "UNARCHIVE") mark.archived = action == "ARCHIVE";
  }
  if (!found) throw Refusal{404, "CONVERSATION_ITEM_NOT_FOUND", "There is no conversation with " + c.path[0] + '.'};
  return nullptr;
}

}  // namespace

Resource v2_conversations() {
  return {2,
          R"(
ConversationSummary: contact_number text contacts [ItemContact] last_activity time last_item ConversationItem
ConversationAction: action READ|UNREAD|ARCHIVE|UNARCHIVE! allo_number text
)",
          {{"GET", "/conversations", "CONVERSATIONS_READ", list, "listConversations",
            "allo_number phone! last_activity_since time unread bool page int(1..)=1 size int(1..100)=20 extend text",
            "", "page ConversationSummary"},
           {"PUT", "/conversations/{contact_number}/action", "CONVERSATIONS_WRITE", mark, "executeConversationAction",
            "", "ConversationAction"}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
