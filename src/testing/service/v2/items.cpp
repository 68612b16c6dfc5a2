#include "testing/service/v2/common.hpp"

#include <optional>
#include <unordered_map>

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

/// Calls `see` with what was said or written.
template <class See>
auto with_all_text(const Item& item, See see) {
  if (!item.is_call) return see(item.message.content);
  std::string text = item.call.summary.value_or("");
  for (const TranscriptLine& line : item.call.transcript) text += ' ' + line.text;
  return see(text);
}

/// What a search asks for, read once.
class Wanted {
 public:
  explicit Wanted(const Context& c)
      : state_(c.state),
        number_(c.text(c.body, "allo_number")),
        contact_(c.text(c.body, "contact_number")),
        direction_(c.text(c.body, "direction")),
        type_(c.text(c.body, "type")),
        user_(c.text(c.body, "user_id")),
        result_(c.text(c.body, "result")),
        words_(c.text(c.body, "search")),
        tags_(c.body.value("tags", Json::array())) {
    if (c.body.contains("date")) days_ = read_days(c.body.at("date"), "date");
    if (c.body.contains("unread")) unread_ = c.body.at("unread").get<bool>();
    if (!c.body.contains("unresponded")) return;
    unresponded_ = c.body.at("unresponded").get<bool>();
    for (const Item& item : c.state.items) {
      if (!item.is_inbound()) last_out_[item.other_number] = item.date();
    }
  }

  bool matches(const Item& item) const {
    return (number_.empty() || number_ == item.allo_number) && (contact_.empty() || contact_ == item.other_number) &&
           (direction_.empty() || (direction_ == "INBOUND") == item.is_inbound()) &&
           (type_ == "ALL" || (type_ == "CALL") == item.is_call) && (!days_ || days_->holds(item.date())) &&
           (user_.empty() || user_ref(state_, item.user_name).value("id", "") == user_) &&
           (result_.empty() || has_result(item, result_)) && (tags_.empty() || has_tags(item, tags_)) &&
           (!unread_ || state_.mark_of(item).unread == *unread_) &&
           (!unresponded_ || is_unresponded(item) == *unresponded_) &&
           (words_.empty() || with_all_text(item, [this](const std::string& text) { return words_.all_in(text); }));
  }

  /// How often the words that are looked for stand in an item.
  std::size_t relevance(const Item& item) const {
    return with_all_text(item, [this](const std::string& text) { return words_.count_in(text); });
  }

 private:
  /// An item is unresponded while nothing went out to its number after it.
  bool is_unresponded(const Item& item) const {
    const auto out = last_out_.find(item.other_number);
    return item.is_inbound() && (out == last_out_.end() || out->second <= item.date());
  }

  const State& state_;
  std::string number_, contact_, direction_, type_, user_, result_;
  SearchWords words_;
  Json tags_;
  std::optional<DayRange> days_{};
  std::optional<bool> unread_{};
  std::optional<bool> unresponded_{};
  std::unordered_map<std::string, Timestamp> last_out_{};  ///< When something last went out, by number.
};

/// Puts the items that say the words most often first.
void sort_by_relevance(std::vector<const Item*>& items, const Wanted& wanted) {
  std::vector<std::pair<std::size_t, const Item*>> rated;
  for (const Item* item : items) rated.emplace_back(wanted.relevance(*item), item);
  std::stable_sort(rated.begin(), rated.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::transform(rated.begin(), rated.end(), items.begin(), [](const auto& each) { return each.second; });
}

Json search(Context& c) {
  constexpr int late_page = 30;
  if (c.quirks.search_fails_late && c.body.at("page").get<int>() >= late_page && c.state.next_random() % 2 == 0) {
    Refusal refusal{500, "INTERNAL_SERVER_ERROR", "Something went wrong on our side."};
    refusal.retryable = true;
    throw refusal;
  }
  const bool transcript = wants_transcript(c, c.body);
  const std::string sort = c.text(c.body, "sort");
  const Wanted wanted{c};
  auto found = c.state.items.list([&](const Item& item) { return wanted.matches(item); }, sort != "DATE_ASC");
  if (sort == "RELEVANCE") sort_by_relevance(found, wanted);
  return c.paged(found, [&](const Item& item) { return item_document(c.state, item, transcript); });
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
