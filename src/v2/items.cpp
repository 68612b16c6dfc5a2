#include "base/words.hpp"
#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/item_tables.hpp"
#include "v2/pages.hpp"
#include "v2/tables.hpp"

#include <allo/v2/items.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

ALLO_NAMESPACE_BEGIN

namespace v2 {
namespace {

struct BatchInput {
  std::vector<std::string> ids{};
};

struct TagsInput {
  std::vector<std::string> tags{};
};

}  // namespace
}  // namespace v2

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::SummaryAuthor> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::SummaryAuthor::id>("id"),
      field<&v2::SummaryAuthor::name>("name"),
  };
};

template <>
struct Table<v2::CallSummary> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::CallSummary::id>("id"),
      field<&v2::CallSummary::content>("content"),
      field<&v2::CallSummary::version>("version"),
      field<&v2::CallSummary::updated_at>("updated_at"),
      field<&v2::CallSummary::updated_by>("updated_by"),
  };
};

template <>
struct Table<v2::UpdateSummaryInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::UpdateSummaryInput::content>("content"),
      field<&v2::UpdateSummaryInput::template_key>("template_key"),
  };
};


template <class Search>
struct ItemSearchTable : InputTable {
  static constexpr Field fields[] = {
      field<&Search::allo_number>("allo_number"),
      field<&Search::contact_number>("contact_number"),
      field<&Search::user_id>("user_id"),
      field<&Search::direction>("direction"),
      field<&Search::type>("type"),
      field<&Search::result>("result"),
      field<&Search::tags>("tags", OmitEmpty),
      field<&Search::unread>("unread"),
      field<&Search::unresponded>("unresponded"),
      field<&Search::search>("search"),
      field<&Search::sort>("sort"),
      field_as<&Search::transcript>("extend", word_if_true_info<transcript_word>),
      field<&Search::date>("date"),
  };
};
template <>
struct Table<v2::SearchItemsInput> : ItemSearchTable<v2::SearchItemsInput> {};
template <>
struct Table<v2::SearchItemsRange> : ItemSearchTable<v2::SearchItemsRange> {};

template <>
struct Table<v2::BatchInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::BatchInput::ids>("ids"),
  };
};

template <>
struct Table<v2::TagsInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::TagsInput::tags>("tags"),
  };
};

}  // namespace detail
// clang-format on

namespace v2 {
namespace {

constexpr detail::Word<ItemType> item_types[] = {
    {ItemType::Call, "CALL"},
    {ItemType::Sms, "SMS"},
    {ItemType::All, "ALL"},
};

constexpr detail::Word<Direction> directions[] = {
    {Direction::Inbound, "INBOUND"},
    {Direction::Outbound, "OUTBOUND"},
};

constexpr detail::Word<ItemResult> item_results[] = {
    {ItemResult::Answered, "ANSWERED"},
    {ItemResult::Voicemail, "VOICEMAIL"},
    {ItemResult::Transferred, "TRANSFERRED"},
};

constexpr detail::Word<MessageStatus> message_statuses[] = {
    {MessageStatus::Pending, "PENDING"},
    {MessageStatus::Sent, "SENT"},
    {MessageStatus::Delivered, "DELIVERED"},
    {MessageStatus::Failed, "FAILED"},
};

constexpr detail::Word<MessageType> message_types[] = {
    {MessageType::Sms, "SMS"},
    {MessageType::Mms, "MMS"},
    {MessageType::Whatsapp, "WHATSAPP"},
};

constexpr detail::Word<DealStatus> deal_statuses[] = {
    {DealStatus::Open, "OPEN"},
    {DealStatus::Won, "WON"},
    {DealStatus::Lost, "LOST"},
};

constexpr detail::Word<ItemSort> item_sorts[] = {
    {ItemSort::DateDesc, "DATE_DESC"},
    {ItemSort::DateAsc, "DATE_ASC"},
    {ItemSort::Relevance, "RELEVANCE"},
};

constexpr detail::Word<SummaryTemplateKey> summary_template_keies[] = {
    {SummaryTemplateKey::MarkdownClassic, "MARKDOWN_CLASSIC"},
    {SummaryTemplateKey::MarkdownShortCall, "MARKDOWN_SHORT_CALL"},
};

}  // namespace

ALLO_WORDS(ItemType, item_types)
ALLO_WORDS(Direction, directions)
ALLO_WORDS(ItemResult, item_results)
ALLO_WORDS(MessageStatus, message_statuses)
ALLO_WORDS(MessageType, message_types)
ALLO_WORDS(DealStatus, deal_statuses)
ALLO_WORDS(ItemSort, item_sorts)
ALLO_WORDS(SummaryTemplateKey, summary_template_keies)

ALLO_MODEL(ItemDeal)
ALLO_MODEL(ItemContact)
ALLO_MODEL(TranscriptEntry)
ALLO_MODEL(ConversationItem)
ALLO_MODEL(SummaryAuthor)
ALLO_MODEL(CallSummary)
ALLO_PAGE_OF(ConversationItem)
ALLO_INPUT(UpdateSummaryInput)

namespace {

ALLO_INPUT(BatchInput)
ALLO_INPUT(TagsInput)

constexpr std::size_t largest_batch = 100;
constexpr std::size_t longest_summary = 100'000;

constexpr auto search_items =
    detail::post<WirePage<ConversationItem>>("/conversations/items/search").reads().pages(detail::PageIn::Body, 1);
constexpr auto get_batch = detail::post<std::vector<ConversationItem>>("/conversations/items/batch").reads();
constexpr auto get_item = detail::get<ConversationItem>("/conversations/items/{id}");
constexpr auto update_item_summary = detail::patch<CallSummary>("/conversations/items/{id}/summary");
constexpr auto add_item_tags = detail::post<void>("/conversations/items/{id}/tags");
constexpr auto remove_item_tag = detail::del<void>("/conversations/items/{id}/tags/{tag}");

template <class Search>
detail::Request<WirePage<ConversationItem>> search_of(const Search& input) {
  check_word("direction", input.direction);
  check_word("type", input.type);
  check_word("result", input.result);
  check_word("sort", input.sort);
  check_each("tags", input.tags);
  if (input.date) check_dates("date", *input.date);
  auto request = search_items();
  request.parts().body = detail::body_by_table(input);
  return request;
}

}  // namespace

Page<ConversationItem> ItemsResource::search(const SearchItemsInput& input, const RequestOptions& options) const {
  check_page(input.page, input.size);
  return page_of(core().run(search_of(input).page(input.page, input.size), options));
}

PageRange<ConversationItem> ItemsResource::search_all(const SearchItemsRange& input,
                                                      const RequestOptions& options) const {
  return detail::make_range<ConversationItem>(core_, search_of(input), pull<ConversationItem>, input.range, options);
}

std::vector<ConversationItem> ItemsResource::get_many(const std::vector<std::string>& ids,
                                                      const RequestOptions& options) const {
  check_each("ids", ids);
  // Where each id stands in what is asked for; an item that the service does not know stays empty.
  std::unordered_map<std::string_view, std::optional<ConversationItem>> found;
  BatchInput batch;
  const auto fetch = [&] {
    for (ConversationItem& item : core().run(get_batch().body(batch), options)) {
      if (const auto place = found.find(item.id); place != found.end()) place->second = std::move(item);
    }
    batch.ids.clear();
  };
  for (const std::string& id : ids) {
    if (!found.try_emplace(id).second) continue;
    batch.ids.push_back(id);
    if (batch.ids.size() == largest_batch) fetch();
  }
  if (!batch.ids.empty()) fetch();

  std::vector<ConversationItem> items;
  items.reserve(ids.size());
  for (const std::string& id : ids) {
    if (const auto& item = found.at(id)) items.push_back(*item);
  }
  return items;
}

ConversationItem ItemsResource::get(std::string_view id, const GetItemInput& input,
                                    const RequestOptions& options) const {
  auto request = get_item(id);
  if (input.transcript) request.query("extend", "transcript");
  return core().run(std::move(request), options);
}

CallSummary ItemsResource::update_summary(std::string_view id, const UpdateSummaryInput& input,
                                          const RequestOptions& options) const {
  auto request = update_item_summary(id);
  check_required("content", input.content);
  check_length("content", input.content, longest_summary);
  check_word("template_key", input.template_key);
  return core().run(request.body(input), options);
}

void ItemsResource::add_tags(std::string_view id, const std::vector<std::string>& tags,
                             const RequestOptions& options) const {
  auto request = add_item_tags(id);
  check_not_empty("tags", tags.size());
  check_each("tags", tags);
  core().run(request.body(TagsInput{tags}), options);
}

void ItemsResource::remove_tag(std::string_view id, std::string_view tag, const RequestOptions& options) const {
  core().run(remove_item_tag(id, tag), options);
}

}  // namespace v2
ALLO_NAMESPACE_END
