#ifndef ALLO_V2_WEBHOOK_EVENTS_HPP
#define ALLO_V2_WEBHOOK_EVENTS_HPP

/// @file
/// Payloads of the webhooks of version 2, as far as their fields are known:
///
///     receiver.on<allo::v2::CallCompletedPayload>([](const allo::v2::CallCompletedPayload& call) { ... });
///
/// All other topics come as allo::WebhookEvent. There is no order among the events of a call, and none is certain to
/// come; before `call.completed` they have no id of the call.

#include <allo/calls.hpp>
#include <allo/json_text.hpp>
#include <allo/model.hpp>
#include <allo/open_enum.hpp>
#include <allo/timestamp.hpp>
#include <allo/webhook_events.hpp>

#include <optional>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace v2 {

/// The person at the other end, where the account knows one.
struct EventPerson {
  std::string id{};                           ///< Opaque, such as "con_abc123".
  std::optional<std::string> name{};          ///< First name.
  std::optional<std::string> last_name{};     ///< Family name.
  std::optional<std::string> email{};         ///< The first of the addresses.
  std::vector<std::string> emails{};          ///< Addresses.
  std::vector<std::string> numbers{};         ///< E.164.
  std::optional<std::string> job_title{};     ///< Such as "CEO".
  std::optional<std::string> linkedin_url{};  ///< A URL.
  std::optional<std::string> lead_source{};   ///< Where the person came from, in the team's words.
};

/// The company of that person.
struct EventCompany {
  std::string id{};                   ///< Opaque.
  std::optional<std::string> name{};  ///< Such as "Acme Corp".
};

/// A deal with that person or company.
struct EventDeal {
  std::string id{};                         ///< Opaque.
  std::optional<std::string> name{};        ///< Such as "Renewal".
  std::optional<std::string> status{};      ///< The team's own word, such as "negotiation".
  std::optional<double> value{};            ///< In `currency`.
  std::optional<std::string> currency{};    ///< Such as "EUR".
  std::optional<std::string> close_date{};  ///< As it came: a date and perhaps a time, without a zone.
};

/// Topic `call.received`: a call comes in. There is no id of the call yet.
struct CallReceivedPayload {
  std::string from_number{};                 ///< Who calls: E.164, or the word "anonymous".
  std::string to_number{};                   ///< Who is called, E.164.
  Timestamp started_at{};                    ///< When it began.
  std::string user_email{};                  ///< Of the member of the team.
  std::optional<EventPerson> person{};       ///< Who calls, where that is known.
  std::optional<EventCompany> company{};     ///< The company of that person.
  std::vector<EventDeal> deals{};            ///< Deals with them.
  std::optional<std::string> allo_number{};  ///< The account's number, where the service names it.
};

/// Topic `call.triggered`: a member of the team calls. There is no id of the call yet; its `call.completed` has the
/// same user and number, and began within some seconds.
struct CallTriggeredPayload {
  std::string user_email{};                  ///< Of the member of the team.
  std::string to_number{};                   ///< Who is called, E.164.
  Timestamp started_at{};                    ///< When it began.
  std::optional<std::string> from_number{};  ///< The number that is called from.
  std::optional<EventPerson> person{};       ///< Who is called, where that is known.
  std::optional<EventCompany> company{};     ///< The company of that person.
  std::vector<EventDeal> deals{};            ///< Deals with them.
  std::optional<std::string> allo_number{};  ///< The account's number, where the service names it.
};

/// Topic `call.answered`. There is no id of the call yet.
struct CallAnsweredPayload {
  std::string from_number{};                 ///< Who calls: E.164, or the word "anonymous".
  std::string to_number{};                   ///< Who is called, E.164.
  Timestamp started_at{};                    ///< When it began.
  std::optional<Timestamp> answered_at{};    ///< When it was answered.
  OpenEnum<CallDirection> direction{};       ///< Which way it goes.
  std::string user_email{};                  ///< Of the member of the team.
  std::optional<EventPerson> person{};       ///< The other side, where that is known.
  std::optional<EventCompany> company{};     ///< The company of that person.
  std::vector<EventDeal> deals{};            ///< Deals with them.
  std::optional<std::string> allo_number{};  ///< The account's number, where the service names it.
};

/// Topic `call.completed`: a call has ended, some time ago.
struct CallCompletedPayload {
  std::string id{};                                        ///< Opaque, such as "cll_abc123".
  Timestamp start_date{};                                  ///< When it began.
  std::string from_number{};                               ///< Who called: E.164, or the word "anonymous".
  std::optional<std::string> from_name{};                  ///< The name that is known for that number.
  std::string to_number{};                                 ///< Who was called, E.164; `to` on the wire as well.
  std::optional<std::string> to_name{};                    ///< The name that is known for that number.
  OpenEnum<CallDirection> direction{};                     ///< Which way it went; `type` on the wire as well.
  double length_in_minutes = 0.0;                          ///< With a fraction, such as 5.5.
  OpenEnum<CallResult> result{};                           ///< How it ended.
  std::optional<std::string> recording_url{};              ///< Where the recording is.
  std::optional<std::string> summary{};                    ///< What was said, in short; written by the AI.
  std::optional<std::string> one_sentence_summary{};       ///< The same, shorter.
  std::vector<TranscriptLine> transcriptions{};            ///< Line by line; the lines have no seconds.
  std::optional<std::string> concatenated_transcript{};    ///< All lines as one text.
  std::vector<std::string> tags{};                         ///< Its categories.
  std::vector<IvrChoice> ivr_result{};                     ///< The caller's way through a voice menu.
  JsonText data_collected{};                               ///< What the AI agent found out: a free object, or null.
  std::optional<TransferParty> transfer_from{};            ///< Who passed the call on.
  std::optional<TransferParty> transfer_to{};              ///< Who it was passed on to.
  std::optional<std::string> transfer_original_call_id{};  ///< The call that was passed on.
  std::optional<std::string> original_to_number{};         ///< The number that was called first, before a transfer.
  std::string user_email{};                                ///< Of the member of the team.
  std::optional<EventPerson> person{};                     ///< The other side, where that is known.
  std::optional<EventCompany> company{};                   ///< The company of that person.
  std::vector<EventDeal> deals{};                          ///< Deals with them.
  std::optional<std::string> allo_number{};                ///< The account's number, where the service names it.
};

/// @{
/// The fields of what stands above; see <allo/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const EventPerson*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const EventCompany*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const EventDeal*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const CallReceivedPayload*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const CallTriggeredPayload*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const CallAnsweredPayload*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const CallCompletedPayload*) noexcept;
/// @}

}  // namespace v2

ALLO_NAMESPACE_END

#endif
