#include "json/model.hpp"
#include "v1/tables/calls.hpp"
#include "v1/tables/webhook_parts.hpp"

#include <allo/v2/webhook_events.hpp>

ALLO_NAMESPACE_BEGIN

// One line per field. What version 1 calls otherwise is read in either spelling.
// clang-format off
namespace detail {

template <>
struct Table<v2::EventPerson> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::EventPerson::id>("id"),
      field<&v2::EventPerson::name>("name"),
      field<&v2::EventPerson::last_name>("last_name"),
      field<&v2::EventPerson::email>("email"),
      field<&v2::EventPerson::emails>("emails"),
      field<&v2::EventPerson::numbers>("numbers"),
      field<&v2::EventPerson::job_title>("job_title"),
      field<&v2::EventPerson::linkedin_url>("linkedin_url"),
      field<&v2::EventPerson::lead_source>("lead_source"),
  };
};

template <>
struct Table<v2::EventCompany> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::EventCompany::id>("id"),
      field<&v2::EventCompany::name>("name"),
  };
};

template <>
struct Table<v2::EventDeal> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::EventDeal::id>("id"),
      field<&v2::EventDeal::name>("name"),
      field<&v2::EventDeal::status>("status"),
      field<&v2::EventDeal::value>("value"),
      field<&v2::EventDeal::currency>("currency"),
      field<&v2::EventDeal::close_date>("close_date"),
  };
};

template <>
struct Table<v2::CallReceivedPayload> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::CallReceivedPayload::from_number>("from_number"),
      field<&v2::CallReceivedPayload::to_number>("to_number"),
      field<&v2::CallReceivedPayload::to_number>("to", DecodeOnly),
      field<&v2::CallReceivedPayload::started_at>("started_at"),
      field<&v2::CallReceivedPayload::user_email>("user_email"),
      field<&v2::CallReceivedPayload::person>("person"),
      field<&v2::CallReceivedPayload::company>("company"),
      field<&v2::CallReceivedPayload::deals>("deals"),
      field<&v2::CallReceivedPayload::allo_number>("allo_number"),
  };
};

template <>
struct Table<v2::CallTriggeredPayload> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::CallTriggeredPayload::user_email>("user_email"),
      field<&v2::CallTriggeredPayload::to_number>("to_number"),
      field<&v2::CallTriggeredPayload::to_number>("to", DecodeOnly),
      field<&v2::CallTriggeredPayload::started_at>("started_at"),
      field<&v2::CallTriggeredPayload::from_number>("from_number"),
      field<&v2::CallTriggeredPayload::person>("person"),
      field<&v2::CallTriggeredPayload::company>("company"),
      field<&v2::CallTriggeredPayload::deals>("deals"),
      field<&v2::CallTriggeredPayload::allo_number>("allo_number"),
  };
};

template <>
struct Table<v2::CallAnsweredPayload> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::CallAnsweredPayload::from_number>("from_number"),
      field<&v2::CallAnsweredPayload::to_number>("to_number"),
      field<&v2::CallAnsweredPayload::to_number>("to", DecodeOnly),
      field<&v2::CallAnsweredPayload::started_at>("started_at"),
      field<&v2::CallAnsweredPayload::answered_at>("answered_at"),
      field<&v2::CallAnsweredPayload::direction>("direction"),
      field<&v2::CallAnsweredPayload::direction>("type", DecodeOnly),
      field<&v2::CallAnsweredPayload::user_email>("user_email"),
      field<&v2::CallAnsweredPayload::person>("person"),
      field<&v2::CallAnsweredPayload::company>("company"),
      field<&v2::CallAnsweredPayload::deals>("deals"),
      field<&v2::CallAnsweredPayload::allo_number>("allo_number"),
  };
};

template <>
struct Table<v2::CallCompletedPayload> : ModelTable {
  static constexpr Field fields[] = {
      field<&v2::CallCompletedPayload::id>("id"),
      field<&v2::CallCompletedPayload::start_date>("start_date"),
      field<&v2::CallCompletedPayload::from_number>("from_number"),
      field<&v2::CallCompletedPayload::from_name>("from_name"),
      field<&v2::CallCompletedPayload::to_number>("to_number"),
      field<&v2::CallCompletedPayload::to_number>("to", DecodeOnly),
      field<&v2::CallCompletedPayload::to_name>("to_name"),
      field<&v2::CallCompletedPayload::direction>("direction"),
      field<&v2::CallCompletedPayload::direction>("type", DecodeOnly),
      field<&v2::CallCompletedPayload::length_in_minutes>("length_in_minutes"),
      field<&v2::CallCompletedPayload::result>("result"),
      field<&v2::CallCompletedPayload::recording_url>("recording_url"),
      field<&v2::CallCompletedPayload::summary>("summary"),
      field<&v2::CallCompletedPayload::one_sentence_summary>("one_sentence_summary"),
      field<&v2::CallCompletedPayload::transcriptions>("transcriptions"),
      field<&v2::CallCompletedPayload::concatenated_transcript>("concatenated_transcript"),
      field<&v2::CallCompletedPayload::tags>("tags"),
      field<&v2::CallCompletedPayload::ivr_result>("ivr_result"),
      field<&v2::CallCompletedPayload::data_collected>("data_collected"),
      field<&v2::CallCompletedPayload::transfer_from>("transfer_from"),
      field<&v2::CallCompletedPayload::transfer_to>("transfer_to"),
      field<&v2::CallCompletedPayload::transfer_original_call_id>("transfer_original_call_id"),
      field<&v2::CallCompletedPayload::original_to_number>("original_to_number"),
      field<&v2::CallCompletedPayload::user_email>("user_email"),
      field<&v2::CallCompletedPayload::person>("person"),
      field<&v2::CallCompletedPayload::company>("company"),
      field<&v2::CallCompletedPayload::deals>("deals"),
      field<&v2::CallCompletedPayload::allo_number>("allo_number"),
  };
};

}  // namespace detail
// clang-format on

namespace v2 {
ALLO_MODEL(EventPerson)
ALLO_MODEL(EventCompany)
ALLO_MODEL(EventDeal)
ALLO_MODEL(CallReceivedPayload)
ALLO_MODEL(CallTriggeredPayload)
ALLO_MODEL(CallAnsweredPayload)
ALLO_MODEL(CallCompletedPayload)
}  // namespace v2

ALLO_NAMESPACE_END
