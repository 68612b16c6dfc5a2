#include "base/words.hpp"

#include <allo/calls.hpp>
#include <allo/contacts.hpp>
#include <allo/webhook_events.hpp>

#include <string_view>

/// One table per enumeration: enumerator and text on the wire.
ALLO_NAMESPACE_BEGIN
namespace {

using detail::Word;

constexpr Word<CallDirection> call_directions[] = {
    {CallDirection::Inbound, "INBOUND"},
    {CallDirection::Outbound, "OUTBOUND"},
};

constexpr Word<CallResult> call_results[] = {
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

constexpr Word<TranscriptSource> transcript_sources[] = {
    {TranscriptSource::Agent, "AGENT"},
    {TranscriptSource::External, "EXTERNAL"},
    {TranscriptSource::User, "USER"},
};

constexpr Word<Engagement> engagements[] = {
    {Engagement::Engaged, "ENGAGED"},
    {Engagement::Cooling, "COOLING"},
    {Engagement::Cold, "COLD"},
};

constexpr Word<ActivityType> activity_types[] = {
    {ActivityType::InboundCall, "INBOUND_CALL"},
    {ActivityType::OutboundCall, "OUTBOUND_CALL"},
    {ActivityType::InboundSms, "INBOUND_SMS"},
    {ActivityType::OutboundSms, "OUTBOUND_SMS"},
};

constexpr Word<ConversationEntryType> conversation_entry_types[] = {
    {ConversationEntryType::Call, "CALL"},
    {ConversationEntryType::TextMessage, "TEXT_MESSAGE"},
};

constexpr Word<SmsType> sms_types[] = {
    {SmsType::Sms, "SMS"},
    {SmsType::Mms, "MMS"},
};

}  // namespace

std::string_view to_string(CallDirection value) noexcept { return detail::text_of(call_directions, value); }
std::string_view to_string(CallResult value) noexcept { return detail::text_of(call_results, value); }
std::string_view to_string(TranscriptSource value) noexcept { return detail::text_of(transcript_sources, value); }
std::string_view to_string(Engagement value) noexcept { return detail::text_of(engagements, value); }
std::string_view to_string(ActivityType value) noexcept { return detail::text_of(activity_types, value); }
std::string_view to_string(ConversationEntryType value) noexcept {
  return detail::text_of(conversation_entry_types, value);
}
std::string_view to_string(SmsType value) noexcept { return detail::text_of(sms_types, value); }

bool from_string(std::string_view text, CallDirection& value) noexcept {
  return detail::value_of(call_directions, text, value);
}
bool from_string(std::string_view text, CallResult& value) noexcept {
  return detail::value_of(call_results, text, value);
}
bool from_string(std::string_view text, TranscriptSource& value) noexcept {
  return detail::value_of(transcript_sources, text, value);
}
bool from_string(std::string_view text, Engagement& value) noexcept {
  return detail::value_of(engagements, text, value);
}
bool from_string(std::string_view text, ActivityType& value) noexcept {
  return detail::value_of(activity_types, text, value);
}
bool from_string(std::string_view text, ConversationEntryType& value) noexcept {
  return detail::value_of(conversation_entry_types, text, value);
}
bool from_string(std::string_view text, SmsType& value) noexcept { return detail::value_of(sms_types, text, value); }

ALLO_NAMESPACE_END
