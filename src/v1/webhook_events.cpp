#include "base/words.hpp"
#include "json/model.hpp"
#include "v1/tables/calls.hpp"
#include "v1/tables/webhook_parts.hpp"

#include <allo/webhook_events.hpp>

ALLO_NAMESPACE_BEGIN

namespace {

constexpr detail::Word<SmsType> sms_types[] = {
    {SmsType::Sms, "SMS"},
    {SmsType::Mms, "MMS"},
};

}  // namespace

ALLO_WORDS(SmsType, sms_types)

// One line per field.
// clang-format off
namespace detail {

template <>
struct Table<WebhookEvent> : ModelTable {
  static constexpr Field fields[] = {
      field<&WebhookEvent::topic>("topic", Required),
      field<&WebhookEvent::version>("version"),
      field<&WebhookEvent::timestamp>("timestamp"),
      any_field<&WebhookEvent::data>("data"),
      // The last on the wire, because a delivery has its id in a header: the envelope is read without this line.
      field<&WebhookEvent::id>("id"),
      field<&WebhookEvent::fencing_token>("fencing_token", Local),
  };
};

template <>
struct Table<CallReceivedPayload> : ModelTable {
  static constexpr Field fields[] = {
      field<&CallReceivedPayload::id>("id"),
      field<&CallReceivedPayload::start_date>("start_date"),
      field<&CallReceivedPayload::recording_url>("recording_url"),
      field<&CallReceivedPayload::from_number>("from_number"),
      field<&CallReceivedPayload::from_name>("from_name"),
      field<&CallReceivedPayload::to>("to"),
      field<&CallReceivedPayload::to_name>("to_name"),
      field<&CallReceivedPayload::length_in_minutes>("length_in_minutes"),
      field<&CallReceivedPayload::length>("length"),
      field<&CallReceivedPayload::tag>("tag"),
      field<&CallReceivedPayload::summary>("summary"),
      field<&CallReceivedPayload::one_sentence_summary>("one_sentence_summary"),
      field<&CallReceivedPayload::transcriptions>("transcriptions"),
      field<&CallReceivedPayload::concatenated_transcript>("concatenated_transcript"),
      field<&CallReceivedPayload::data_collected>("data_collected"),
      field<&CallReceivedPayload::ivr_result>("ivr_result"),
      field<&CallReceivedPayload::type>("type"),
      field<&CallReceivedPayload::result>("result"),
      field<&CallReceivedPayload::integration_id>("integration_id"),
      field<&CallReceivedPayload::transfer_from>("transfer_from"),
      field<&CallReceivedPayload::transfer_to>("transfer_to"),
      field<&CallReceivedPayload::transfer_original_call_id>("transfer_original_call_id"),
      field<&CallReceivedPayload::user_email>("user_email"),
      field<&CallReceivedPayload::original_to_number>("original_to_number"),
      field<&CallReceivedPayload::original_to_name>("original_to_name"),
      field<&CallReceivedPayload::allo_number>("allo_number"),
  };
};

template <>
struct Table<SmsReceivedPayload> : ModelTable {
  static constexpr Field fields[] = {
      field<&SmsReceivedPayload::id>("id"),
      field<&SmsReceivedPayload::direction>("direction"),
      field<&SmsReceivedPayload::type>("type"),
      field<&SmsReceivedPayload::content>("content"),
      field<&SmsReceivedPayload::sent_at>("sent_at"),
      field<&SmsReceivedPayload::from_number>("from_number"),
      field<&SmsReceivedPayload::to_number>("to_number"),
      field<&SmsReceivedPayload::from_name>("from_name"),
      field<&SmsReceivedPayload::to_name>("to_name"),
      field<&SmsReceivedPayload::allo_number>("allo_number"),
  };
};

template <>
struct Table<ContactEventPayload> : ModelTable {
  static constexpr Field fields[] = {
      field<&ContactEventPayload::id>("id"),
      field<&ContactEventPayload::name>("name"),
      field<&ContactEventPayload::last_name>("last_name"),
      field<&ContactEventPayload::company>("company", OrName),
      field<&ContactEventPayload::emails>("emails"),
      field<&ContactEventPayload::numbers>("numbers"),
  };
};

}  // namespace detail
// clang-format on

ALLO_MODEL(WebhookEvent)
ALLO_MODEL(TransferParty)
ALLO_MODEL(IvrChoice)
ALLO_MODEL(CallReceivedPayload)
ALLO_MODEL(SmsReceivedPayload)
ALLO_MODEL(ContactEventPayload)

ALLO_NAMESPACE_END
