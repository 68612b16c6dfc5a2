#include "base/words.hpp"
#include "core/core.hpp"
#include "json/model.hpp"
#include "v2/checks.hpp"
#include "v2/pages.hpp"
#include "v2/tables.hpp"

#include <allo/v2/dialing_queue.hpp>

#include <cstddef>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN

namespace v2 {
namespace {

struct WireQueuePage {
  std::vector<QueueNumber> data{};
  WirePagination pagination{};
  std::optional<DialingQueueMeta> queue{};
};

struct ClearResult {
  int removed = 0;
};

}  // namespace
}  // namespace v2

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<v2::QueueNumber> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::QueueNumber::number_to>("number_to"),
      field<&v2::QueueNumber::position>("position"),
      field<&v2::QueueNumber::created_at>("created_at"),
      field<&v2::QueueNumber::updated_at>("updated_at"),
      field<&v2::QueueNumber::call_start_date>("call_start_date"),
      field<&v2::QueueNumber::call_id>("call_id"),
      field<&v2::QueueNumber::routing_result>("routing_result"),
      field<&v2::QueueNumber::sync_status>("sync_status"),
      field<&v2::QueueNumber::detected_outbound_voicemail>("detected_outbound_voicemail"),
      field<&v2::QueueNumber::not_reached_destination_reason>("not_reached_destination_reason"),
      field<&v2::QueueNumber::voicemail_left>("voicemail_left"),
  };
};

template <>
struct Table<v2::DialingQueueMeta> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::DialingQueueMeta::id>("id"),
      field<&v2::DialingQueueMeta::name>("name"),
      field<&v2::DialingQueueMeta::creator_id>("creator_id"),
      field<&v2::DialingQueueMeta::assignee_id>("assignee_id"),
      field<&v2::DialingQueueMeta::voicemail_handling>("voicemail_handling"),
      field<&v2::DialingQueueMeta::do_not_disturb>("do_not_disturb"),
      field<&v2::DialingQueueMeta::created_at>("created_at"),
      field<&v2::DialingQueueMeta::updated_at>("updated_at"),
  };
};

template <>
struct Table<v2::DialingQueue> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::DialingQueue::id>("id"),
      field<&v2::DialingQueue::name>("name"),
      field<&v2::DialingQueue::creator_id>("creator_id"),
      field<&v2::DialingQueue::assignee_id>("assignee_id"),
      field<&v2::DialingQueue::voicemail_handling>("voicemail_handling"),
      field<&v2::DialingQueue::do_not_disturb>("do_not_disturb"),
      field<&v2::DialingQueue::numbers>("numbers"),
      field<&v2::DialingQueue::created_at>("created_at"),
      field<&v2::DialingQueue::updated_at>("updated_at"),
  };
};

template <>
struct Table<v2::QueuePage> : ModelTable {
  static constexpr Field fields[] = {
      inherited<v2::QueuePage, &v2::Page<v2::QueueNumber>::data>("data"),
      inherited<v2::QueuePage, &v2::Page<v2::QueueNumber>::pagination>("pagination"),
      field<&v2::QueuePage::queue>("queue"),
  };
};

template <>
struct Table<v2::QueueOwner> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::QueueOwner::user_id>("user_id"),
      field<&v2::QueueOwner::email>("email"),
  };
};

template <>
struct Table<v2::SkippedNumber> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::SkippedNumber::number>("number"),
      field<&v2::SkippedNumber::reason>("reason"),
  };
};

template <>
struct Table<v2::AppendResult> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::AppendResult::added>("added"),
      field<&v2::AppendResult::skipped>("skipped"),
  };
};

template <>
struct Table<v2::ResetQueueInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::ResetQueueInput::name>("name"),
      field<&v2::ResetQueueInput::owner, &v2::QueueOwner::user_id>("user_id"),
      field<&v2::ResetQueueInput::owner, &v2::QueueOwner::email>("email"),
  };
};

template <>
struct Table<v2::UpsertQueueInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::UpsertQueueInput::name>("name"),
      field<&v2::UpsertQueueInput::voicemail_handling>("voicemail_handling"),
      field<&v2::UpsertQueueInput::do_not_disturb>("do_not_disturb"),
      field<&v2::UpsertQueueInput::owner, &v2::QueueOwner::user_id>("user_id"),
      field<&v2::UpsertQueueInput::owner, &v2::QueueOwner::email>("email"),
  };
};

template <>
struct Table<v2::QueueEntry> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::QueueEntry::number>("number"),
      field<&v2::QueueEntry::name>("name"),
      field<&v2::QueueEntry::last_name>("last_name"),
      field<&v2::QueueEntry::company>("company"),
      field<&v2::QueueEntry::website>("website"),
      field<&v2::QueueEntry::job_title>("job_title"),
      field<&v2::QueueEntry::emails>("emails", OmitEmpty),
      field<&v2::QueueEntry::addresses>("addresses", OmitEmpty),
  };
};

template <>
struct Table<v2::AppendNumbersInput> : InputTable {
  static constexpr Field fields[] = {
      field<&v2::AppendNumbersInput::numbers>("numbers"),
      field<&v2::AppendNumbersInput::owner, &v2::QueueOwner::user_id>("user_id"),
      field<&v2::AppendNumbersInput::owner, &v2::QueueOwner::email>("email"),
  };
};

template <>
struct Table<v2::WireQueuePage> : AnswerTable {
  static constexpr Field fields[] = {
      field<&v2::WireQueuePage::data>("data", Required),
      field<&v2::WireQueuePage::pagination>("pagination"),
      field<&v2::WireQueuePage::queue>("queue"),
  };
};

template <>
struct Table<v2::ClearResult> : ModelTable {
  static constexpr Field fields[] = {field<&v2::ClearResult::removed>("removed")};
};

// clang-format on

}  // namespace detail

namespace v2 {
namespace {

constexpr detail::Word<VoicemailHandling> voicemail_handlings[] = {
    {VoicemailHandling::Skip, "SKIP"},
    {VoicemailHandling::NoSkip, "NO_SKIP"},
};

constexpr detail::Word<DoNotDisturb> do_not_disturbs[] = {
    {DoNotDisturb::Enabled, "ENABLED"},
    {DoNotDisturb::Disabled, "DISABLED"},
};

constexpr detail::Word<RoutingResult> routing_results[] = {
    {RoutingResult::Failed, "FAILED"},
    {RoutingResult::Received, "RECEIVED"},
    {RoutingResult::Blocked, "BLOCKED"},
    {RoutingResult::Answered, "ANSWERED"},
    {RoutingResult::TransferredBland, "TRANSFERRED_BLAND"},
    {RoutingResult::TransferredElevenLabs, "TRANSFERRED_ELEVEN_LABS"},
    {RoutingResult::TransferredExternal, "TRANSFERRED_EXTERNAL"},
    {RoutingResult::FailedExternal, "FAILED_EXTERNAL"},
    {RoutingResult::Voicemail, "VOICEMAIL"},
    {RoutingResult::Closed, "CLOSED"},
};

constexpr detail::Word<SyncStatus> sync_statuses[] = {
    {SyncStatus::NotSynced, "NOT_SYNCED"},
    {SyncStatus::Processing, "PROCESSING"},
    {SyncStatus::Synced, "SYNCED"},
};

constexpr detail::Word<NotReachedReason> not_reached_reasons[] = {
    {NotReachedReason::Busy, "BUSY"},
    {NotReachedReason::CalleeTemporarilyUnavailable, "CALLEE_TEMPORARILY_UNAVAILABLE"},
    {NotReachedReason::RingTimeout, "RING_TIMEOUT"},
    {NotReachedReason::NotInService, "NOT_IN_SERVICE"},
    {NotReachedReason::Declined, "DECLINED"},
    {NotReachedReason::NetworkError, "NETWORK_ERROR"},
};

constexpr detail::Word<SkipReason> skip_reasons[] = {
    {SkipReason::InvalidPhoneNumber, "INVALID_PHONE_NUMBER"},
};

}  // namespace

ALLO_WORDS(VoicemailHandling, voicemail_handlings)
ALLO_WORDS(DoNotDisturb, do_not_disturbs)
ALLO_WORDS(RoutingResult, routing_results)
ALLO_WORDS(SyncStatus, sync_statuses)
ALLO_WORDS(NotReachedReason, not_reached_reasons)
ALLO_WORDS(SkipReason, skip_reasons)

ALLO_MODEL(QueueNumber)
ALLO_MODEL(DialingQueueMeta)
ALLO_MODEL(DialingQueue)
ALLO_MODEL(QueuePage)
ALLO_MODEL(SkippedNumber)
ALLO_MODEL(AppendResult)
ALLO_PAGE_OF(QueueNumber)
ALLO_INPUT(QueueOwner)
ALLO_INPUT(ResetQueueInput)
ALLO_INPUT(UpsertQueueInput)
ALLO_INPUT(QueueEntry)
ALLO_INPUT(AppendNumbersInput)

namespace {

ALLO_MODEL(WireQueuePage)
ALLO_MODEL(ClearResult)

constexpr auto current_queue = detail::get<WireQueuePage>("/dialing-queues/current").pages(detail::PageIn::Query, 1);
constexpr auto reset_queue = detail::post<DialingQueue>("/dialing-queues/current");
constexpr auto upsert_queue = detail::patch<DialingQueue>("/dialing-queues/current");
constexpr auto append_numbers = detail::post<AppendResult>("/dialing-queues/current/numbers");
constexpr auto clear_numbers = detail::del<ClearResult>("/dialing-queues/current/numbers");

constexpr std::size_t longest_name = 255;

template <class Result>
void add_owner(detail::Request<Result>& request, const QueueOwner& owner) {
  check_owner(owner);
  request.query("user_id", owner.user_id).query("email", owner.email);
}

detail::Request<WireQueuePage> current_of(const QueueOwner& owner) {
  auto request = current_queue();
  add_owner(request, owner);
  return request;
}

detail::PulledPage<QueueNumber> pull_numbers(WireQueuePage&& page) {
  return pull(std::move(page.data), page.pagination,
              [](const QueueNumber& number) { return std::to_string(number.position); });
}

void check(const QueueEntry& entry, const std::string& field) {
  check_required(field + ".number", entry.number);
  check_each(field + ".emails", entry.emails);
  check_each(field + ".addresses", entry.addresses);
}

}  // namespace

QueuePage DialingQueueResource::current(const CurrentQueueInput& input, const RequestOptions& options) const {
  check_page(input.page, input.size);
  WireQueuePage page = core().run(current_of(input.owner).page(input.page, input.size), options);
  return {{std::move(page.data), pagination_of(page.pagination)}, std::move(page.queue)};
}

PageRange<QueueNumber> DialingQueueResource::current_all(const CurrentQueueRange& input,
                                                         const RequestOptions& options) const {
  return detail::make_range<QueueNumber>(core_, current_of(input.owner), pull_numbers, input.range, options);
}

DialingQueue DialingQueueResource::reset(const ResetQueueInput& input, const RequestOptions& options) const {
  check_owner(input.owner);
  if (input.name) check_length("name", *input.name, longest_name);
  return core().run(reset_queue().body(input), options);
}

DialingQueue DialingQueueResource::upsert(const UpsertQueueInput& input, const RequestOptions& options) const {
  check_owner(input.owner);
  if (const auto* name = input.name.value()) {
    check_required("name", *name);
    check_length("name", *name, longest_name);
  }
  check_word("voicemail_handling", input.voicemail_handling);
  check_word("do_not_disturb", input.do_not_disturb);
  return core().run(upsert_queue().body(input), options);
}

AppendResult DialingQueueResource::append(const AppendNumbersInput& input, const RequestOptions& options) const {
  check_owner(input.owner);
  check_not_empty("numbers", input.numbers.size());
  for (std::size_t i = 0; i < input.numbers.size(); ++i) {
    check(input.numbers[i], "numbers[" + std::to_string(i) + "]");
  }
  return core().run(append_numbers().body(input), options);
}

int DialingQueueResource::clear(const ClearNumbersInput& input, const RequestOptions& options) const {
  auto request = clear_numbers();
  if (input.number()) check_required("number", *input.number());
  request.query("number", input.number());
  if (input.position()) {
    if (*input.position() < 0) refuse("position", "must not be negative");
    request.query("position", *input.position());
    request.once();  // The places may have moved on: a second time it would take another number.
  }
  if (input.is_unassigned()) request.query("unassigned", true);
  add_owner(request, input.owner());
  return core().run(std::move(request), options).removed;
}

}  // namespace v2
ALLO_NAMESPACE_END
