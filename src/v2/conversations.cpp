#include "base/words.hpp"
#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/item_tables.hpp"
#include "v2/pages.hpp"
#include "v2/tables.hpp"

#include <allo/v2/conversations.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN

namespace v2 {
namespace {

struct ActionInput {
  OpenEnum<ConversationAction> action{};
  std::optional<std::string> allo_number{};
};

}  // namespace
}  // namespace v2

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::ConversationSummary> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::ConversationSummary::contact_number>("contact_number"),
      field<&v2::ConversationSummary::contacts>("contacts"),
      field<&v2::ConversationSummary::last_activity>("last_activity"),
      field<&v2::ConversationSummary::last_item>("last_item"),
  };
};

template <>
struct Table<v2::ActionInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::ActionInput::action>("action"),
      field<&v2::ActionInput::allo_number>("allo_number"),
  };
};

}  // namespace detail
// clang-format on

namespace v2 {
namespace {

constexpr detail::Word<ConversationAction> conversation_actions[] = {
    {ConversationAction::Read, "READ"},
    {ConversationAction::Unread, "UNREAD"},
    {ConversationAction::Archive, "ARCHIVE"},
    {ConversationAction::Unarchive, "UNARCHIVE"},
};

}  // namespace

ALLO_WORDS(ConversationAction, conversation_actions)

ALLO_MODEL(ConversationSummary)
ALLO_PAGE_OF(ConversationSummary)

namespace {

ALLO_INPUT(ActionInput)

constexpr auto list_conversations =
    detail::get<WirePage<ConversationSummary>>("/conversations").pages(detail::PageIn::Query, 1);
constexpr auto mark_conversation = detail::put<void>("/conversations/{contact_number}/action");

template <class Input>
detail::Request<WirePage<ConversationSummary>> list_of(const Input& input) {
  check_required("allo_number", input.allo_number);
  auto request = list_conversations().query("allo_number", input.allo_number);
  if (input.last_activity_since) request.query("last_activity_since", to_iso8601(*input.last_activity_since));
  request.query("unread", input.unread);
  if (input.transcript) request.query("extend", "transcript");
  return request;
}

detail::PulledPage<ConversationSummary> pull_summaries(WirePage<ConversationSummary>&& page) {
  return pull(std::move(page.data), page.pagination,
              [](const ConversationSummary& summary) { return summary.contact_number; });
}

}  // namespace

Page<ConversationSummary> ConversationsResource::list(const ListConversationsInput& input,
                                                      const RequestOptions& options) const {
  check_page(input.page, input.size);
  return page_of(core().run(list_of(input).page(input.page, input.size), options));
}

PageRange<ConversationSummary> ConversationsResource::list_all(const ListConversationsRange& input,
                                                               const RequestOptions& options) const {
  return detail::make_range<ConversationSummary>(core_, list_of(input), pull_summaries, input.range, options);
}

void ConversationsResource::mark(std::string_view contact_number, const OpenEnum<ConversationAction>& action,
                                 const std::optional<std::string>& allo_number, const RequestOptions& options) const {
  auto request = mark_conversation(contact_number);
  check_word("action", action);
  if (allo_number) check_required("allo_number", *allo_number);
  core().run(request.body(ActionInput{action, allo_number}), options);
}

}  // namespace v2
ALLO_NAMESPACE_END
