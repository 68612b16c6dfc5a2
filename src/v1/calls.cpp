#include "v1/tables/calls.hpp"

#include "base/words.hpp"
#include "core/core.hpp"
#include "json/model.hpp"
#include "v1/checks.hpp"
#include "v1/page_range.hpp"
#include "v1/tables/page.hpp"

#include <allo/calls.hpp>

#include <utility>

ALLO_NAMESPACE_BEGIN

namespace {

constexpr detail::Word<CallDirection> call_directions[] = {
    {CallDirection::Inbound, "INBOUND"},
    {CallDirection::Outbound, "OUTBOUND"},
};

constexpr detail::Word<CallResult> call_results[] = {
    {CallResult::Answered, "ANSWERED"},
    {CallResult::Voicemail, "VOICEMAIL"},
    {CallResult::TransferredAi, "TRANSFERRED_AI"},
    {CallResult::TransferredExternal, "TRANSFERRED_EXTERNAL"},
    {CallResult::Blocked, "BLOCKED"},
    {CallResult::Failed, "FAILED"},
    {CallResult::FailedExternal, "FAILED_EXTERNAL"},
    {CallResult::Received, "RECEIVED"},
    {CallResult::Closed, "CLOSED"},
};

constexpr detail::Word<TranscriptSource> transcript_sources[] = {
    {TranscriptSource::Agent, "AGENT"},
    {TranscriptSource::External, "EXTERNAL"},
    {TranscriptSource::User, "USER"},
};

}  // namespace

ALLO_WORDS(CallDirection, call_directions)
ALLO_WORDS(CallResult, call_results)
ALLO_WORDS(TranscriptSource, transcript_sources)

ALLO_MODEL(TranscriptLine)
ALLO_MODEL(Call)
ALLO_PAGE_OF(TranscriptLine)
ALLO_PAGE_OF(Call)
namespace {

constexpr auto search_calls = detail::get<CallSearchResult>("/calls");

detail::Request<CallSearchResult> calls_of(const std::string& allo_number,
                                           const std::optional<std::string>& contact_number) {
  detail::check_number("allo_number", allo_number);
  detail::check_number_if_set("contact_number", contact_number);
  return search_calls().query("allo_number", allo_number).query("contact_number", contact_number);
}

/// The service answers with the newest first: what is newer than `until` is skipped, and the first call older than
/// `since` ends the walk.
detail::PulledPage<Call> pull_within(CallSearchResult&& page, const std::optional<Timestamp>& since,
                                     const std::optional<Timestamp>& until) {
  detail::PulledPage<Call> pulled = detail::pull(std::move(page));
  for (const Call& call : pulled.items) {
    if (since && call.start_date < *since) pulled.facts.nothing_follows = true;
    pulled.facts.unwanted.push_back(pulled.facts.nothing_follows || (until && call.start_date > *until));
  }
  return pulled;
}

}  // namespace

CallSearchResult CallsResource::search(const CallSearchInput& input, const RequestOptions& options) const {
  detail::check_page(input.page, input.size);
  return core().run(calls_of(input.allo_number, input.contact_number).page(input.page, input.size), options);
}

PageRange<Call> CallsResource::all(const CallRangeInput& input, const RequestOptions& options) const {
  const auto pull = [since = input.since, until = input.until](CallSearchResult&& page) {
    return pull_within(std::move(page), since, until);
  };
  return detail::make_range<Call>(core_, calls_of(input.allo_number, input.contact_number), pull, input.range, options);
}

ALLO_NAMESPACE_END
