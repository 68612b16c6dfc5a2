#include "testing/service/v2/common.hpp"

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

Item& find(Context& c, const char* code = "CONVERSATION_ITEM_NOT_FOUND") {
  return find_or_refuse(c.state.items, c.path[0], code);
}

Item& find_call(Context& c) {
  Item& item = find(c, "CALL_NOT_FOUND");
  if (!item.is_call) throw Refusal{400, "INVALID_ITEM_ID", "Only calls can be changed so."};
  return item;
}

Json get(Context& c) { return item_document(c.state, find(c), wants_transcript(c, c.query)); }

Json get_many(Context& c) {
  Json out = Json::array();
  for (const Json& id : c.body.at("ids")) {
    if (id == "") throw Refusal{400, "INVALID_ITEM_ID", "An id is empty."};
    const Item* item = c.state.items.find(id.get<std::string>());
    if (item != nullptr) out.push_back(item_document(c.state, *item, false));
  }
  return out;
}

bool has_result(const Item& item, const std::string& wanted) {
  if (!item.is_call || !item.call.result) return false;
  const std::string_view text = item.call.result->text();
  return text == wanted || (wanted == "TRANSFERRED" && text.substr(0, wanted.size()) == wanted);
}

bool has_tags(const Item& item, const Json& tags) {
  const auto& own = item.call.tags;
  return std::any_of(tags.begin(), tags.end(), [&](const Json& tag) {
    return std::find(own.begin(), own.end(), tag.get<std::string>()) != own.end();
  });
}

std::string all_text(const Item& item) {
  std::string text = item.is_call ? item.call.summary.value_or("") : item.message.content;
  for (const TranscriptLine& line : item.call.transcript) text += ' ' + line.text;
  return text;
}

/// An item is unresponded while nothing went out to its number after it.
bool is_unresponded(const State& state, const Item& item) {
  return item.is_inbound() && std::none_of(state.items.begin(), state.items.end(), [&](const Item& other) {
           return !other.is_inbound() && other.other_number == item.other_number && other.date() > item.date();
         });
}

bool matches(const Context& c, const Item& item) {
  const Json& body = c.body;
  const auto asks = [&](const char* field, const auto& is_so) {
    return !body.contains(field) || is_so(body.at(field));
  };
  const auto equals = [&](const char* field, const std::string& own) {
    const std::string wanted = c.text(body, field);
    return wanted.empty() || wanted == own;
  };
  const std::string type = c.text(body, "type");
  return equals("allo_number", item.allo_number) && equals("contact_number", item.other_number) &&
         equals("direction", item.is_inbound() ? "INBOUND" : "OUTBOUND") &&
         (type == "ALL" || (type == "CALL") == item.is_call) &&
         asks("user_id", [&](const Json& id) { return user_ref(c.state, item.user_name).value("id", "") == id; }) &&
         asks("result", [&](const Json& result) { return has_result(item, result); }) &&
         asks("tags", [&](const Json& tags) { return tags.empty() || has_tags(item, tags); }) &&
         asks("unread", [&](const Json& unread) { return c.state.mark_of(item).unread == unread; }) &&
         asks("unresponded", [&](const Json& wanted) { return is_unresponded(c.state, item) == wanted; }) &&
         asks("date", [&](const Json& date) { return read_days(date, "date").holds(item.date()); }) &&
         (!body.contains("search") || has_words(all_text(item), c.text(body, "search")));
}

Json search(Context& c) {
  constexpr int late_page = 30;
  if (c.quirks.search_fails_late && c.body.at("page").get<int>() >= late_page && c.state.next_random() % 2 == 0) {
    Refusal refusal{500, "INTERNAL_SERVER_ERROR", "Something went wrong on our side."};
    refusal.retryable = true;
    throw refusal;
  }
  const bool transcript = wants_transcript(c, c.body);
  const bool newest_first = c.text(c.body, "sort") != "DATE_ASC";
  return c.paged(c.state.items.list([&](const Item& item) { return matches(c, item); }, newest_first),
                 [&](const Item& item) { return item_document(c.state, item, transcript); });
}

Json update_summary(Context& c) {
  Item& item = find_call(c);
  item.call.summary = c.text(c.body, "content");
  ++item.summary_version;
  c.tell({"summary.updated", item.id, item.allo_number});
  return {{"id", item.id},
          {"content", *item.call.summary},
          {"version", item.summary_version},
          {"updated_at", to_iso8601(c.now)},
          {"updated_by", user_ref(c.state, {})}};
}

Json add_tags(Context& c) {
  Item& item = find_call(c);
  const Json& tags = c.body.at("tags");
  if (tags.empty()) throw Refusal{400, "TAGS_REQUIRED", "At least one tag is needed."};
  for (const Json& each : tags) {
    const auto tag = each.get<std::string>();
    const bool known =
        std::any_of(c.state.tags.begin(), c.state.tags.end(), [&](auto& t) { return t.at("name") == tag; });
    if (!known) throw Refusal{404, "TAG_NOT_FOUND", "There is no tag " + tag + '.'};
    if (has_tags(item, Json::array({tag}))) throw Refusal{409, "TAG_ALREADY_EXISTS", "The call has it already: " + tag};
  }
  for (const Json& each : tags) {
    item.call.tags.push_back(each.get<std::string>());
    c.tell({"tag.added", item.id, item.allo_number, each.get<std::string>()});
  }
  item.call.tag = item.call.tags.front();
  return nullptr;
}

Json remove_tag(Context& c) {
  Item& item = find_call(c);
  auto& tags = item.call.tags;
  const auto found = std::find(tags.begin(), tags.end(), c.path[1]);
  if (found == tags.end()) throw Refusal{404, "TAG_NOT_FOUND", "The call does not have it: " + c.path[1]};
  tags.erase(found);
  item.call.tag.reset();
  if (!tags.empty()) item.call.tag = tags.front();
  c.tell({"tag.removed", item.id, item.allo_number, c.path[1]});
  return nullptr;
}

}  // namespace

bool wants_transcript(const Context& c, const Json& from) {
  const std::string extend = c.text(from, "extend");
  if (extend.empty() || extend == "transcript") return !extend.empty();
  throw Refusal{400, "UNSUPPORTED_EXTEND_VALUE", "extend: only transcript is known."};
}

Resource v2_items() {
  return {2,
          R"(
UserRef: id text name text email text
ItemDeal: id text name text status OPEN|WON|LOST
ItemContact: id text name text company CrmCompanyRef? deals [ItemDeal]
TranscriptEntry: source USER|EXTERNAL time time text text
ConversationItem: id text type CALL|SMS direction INBOUND|OUTBOUND allo_number text contact_number text
  contacts [ItemContact] user UserRef date time duration int? result ANSWERED|VOICEMAIL|TRANSFERRED? recording_url text?
  summary text? tags [text]? transcript [TranscriptEntry]? content text? status PENDING|SENT|DELIVERED|FAILED?
  message_type SMS|MMS|WHATSAPP? data_collected free-
SummaryAuthor: id text name text?
CallSummary: id text content text? version int updated_at time? updated_by SummaryAuthor?
DateRange: from date!~ to date~
ItemSearch: allo_number text contact_number text user_id text direction INBOUND|OUTBOUND~ type CALL|SMS|ALL~=ALL
  result ANSWERED|VOICEMAIL|TRANSFERRED~ tags [text] unread bool unresponded bool search text
  sort DATE_DESC|DATE_ASC|RELEVANCE~=DATE_DESC extend text page int(1..)=1 size int(1..100)=20 date DateRange
ItemIds: ids [text](..100)!
UpdateSummary: content text(..100000)!~ template_key MARKDOWN_CLASSIC|MARKDOWN_SHORT_CALL?
NewTags: tags [text]!
)",
          {{"POST", "/conversations/items/search", "CONVERSATIONS_READ", search, "searchAllConversations", "",
            "ItemSearch?", "page ConversationItem", 200, true},
           {"POST", "/conversations/items/batch", "CONVERSATIONS_READ", get_many, "batchGetConversationItems", "",
            "ItemIds", "[ConversationItem]", 200, true},
           {"GET", "/conversations/items/{id}", "CONVERSATIONS_READ", get, "getConversationItem", "extend text", "",
            "ConversationItem"},
           {"PATCH", "/conversations/items/{id}/summary", "CONVERSATIONS_WRITE", update_summary, "updateCallSummary",
            "", "UpdateSummary", "CallSummary"},
           {"POST", "/conversations/items/{id}/tags", "TAGS_WRITE", add_tags, "addTags", "", "NewTags"},
           {"DELETE", "/conversations/items/{id}/tags/{tag}", "TAGS_WRITE", remove_tag, "removeTag"}}};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
