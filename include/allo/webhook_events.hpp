#ifndef ALLO_WEBHOOK_EVENTS_HPP
#define ALLO_WEBHOOK_EVENTS_HPP

#include <allo/calls.hpp>
#include <allo/json_text.hpp>
#include <allo/maybe.hpp>
#include <allo/model.hpp>
#include <allo/open_enum.hpp>
#include <allo/timestamp.hpp>
#include <allo/webhooks.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

ALLO_NAMESPACE_BEGIN

/// One delivery of a webhook, of any topic, known or not.
struct WebhookEvent {
  OpenEnum<WebhookTopic> topic{};        ///< Keeps its text also where it is Unknown.
  std::string version{};                 ///< "1.0" for an envelope that names none.
  std::optional<Timestamp> timestamp{};  ///< Of the envelope, which version 1 lacks.
  std::optional<std::string> id{};       ///< The `webhook-id` header, where the delivery came with one.
  JsonText data{};                       ///< The payload as it came.

  /// Of the claim under which a receiver with de-duplication handles it; see WebhookClaim.
  Maybe<std::uint64_t> fencing_token{};

  /// What a receiver with de-duplication knows a call or a message by that came without an id: the topic and the
  /// SHA-256 of the raw body. Unlike any id, it has a dot in it.
  std::optional<std::string> repeat_key{};

  /// The value at a path within `data`, such as "transfer_from.user_name"; see JsonText::get.
  std::optional<std::string> get(std::string_view path) const { return data.get(path); }
};

/// A party of a transferred call.
struct TransferParty {
  std::optional<std::string> number{};      ///< E.164.
  std::optional<std::string> user_email{};  ///< Of the member of the team.
  std::optional<std::string> user_name{};   ///< Of the member of the team.
};

/// One step of a caller's way through a voice menu.
struct IvrChoice {
  std::optional<std::string> dtmf_key{};  ///< The key that was pressed.
  std::string text_key{};                 ///< What the menu calls that choice.
};

/// Topic CALL_RECEIVED: a call has ended.
struct CallReceivedPayload {
  std::string id{};                                        ///< Opaque; the same when the event is delivered again.
  Timestamp start_date{};                                  ///< When it began.
  std::optional<std::string> recording_url{};              ///< Where the recording is.
  std::string from_number{};                               ///< Who called: E.164, or the word "anonymous".
  std::optional<std::string> from_name{};                  ///< The name that is known for that number.
  std::string to{};                                        ///< Who was called, E.164.
  std::optional<std::string> to_name{};                    ///< The name that is known for that number.
  double length_in_minutes = 0.0;                          ///< With a fraction, such as 5.5.
  std::string length{};                                    ///< For people, such as "5m 30s".
  std::optional<std::string> tag{};                        ///< Its category, such as "support".
  std::optional<std::string> summary{};                    ///< What was said, in short; written by the AI.
  std::optional<std::string> one_sentence_summary{};       ///< The same, shorter.
  std::vector<TranscriptLine> transcriptions{};            ///< Line by line; the lines have no seconds.
  std::string concatenated_transcript{};                   ///< All lines as one text.
  JsonText data_collected{};                               ///< What the AI agent found out: a free object, or null.
  std::vector<IvrChoice> ivr_result{};                     ///< The caller's way through a voice menu.
  OpenEnum<CallDirection> type{};                          ///< Which way it went.
  OpenEnum<CallResult> result{};                           ///< How it ended.
  std::optional<std::string> integration_id{};             ///< As it came; the service does not describe it.
  std::optional<TransferParty> transfer_from{};            ///< Who passed the call on.
  std::optional<TransferParty> transfer_to{};              ///< Who it was passed on to.
  std::optional<std::string> transfer_original_call_id{};  ///< The call that was passed on.
  std::string user_email{};                                ///< Of the member of the team.
  std::optional<std::string> original_to_number{};         ///< The number that was called first, before a transfer.
  std::optional<std::string> original_to_name{};           ///< The name that is known for that number.
  std::optional<std::string> allo_number{};                ///< The account's number, where the service names it.
};

/// What kind of text message it was.
enum class SmsType { Unknown, Sms, Mms };

/// The wire's text, such as "MMS"; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(SmsType value) noexcept;

/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, SmsType& value) noexcept;

/// Topic SMS_RECEIVED: a text message came in or, whatever the topic's name says, went out.
struct SmsReceivedPayload {
  std::string id{};                          ///< Opaque; the same when the event is delivered again.
  OpenEnum<CallDirection> direction{};       ///< Which way it went.
  OpenEnum<SmsType> type{};                  ///< With or without media.
  std::string content{};                     ///< The text.
  Timestamp sent_at{};                       ///< When it was sent.
  std::string from_number{};                 ///< E.164.
  std::string to_number{};                   ///< E.164.
  std::optional<std::string> from_name{};    ///< The name that is known for that number.
  std::optional<std::string> to_name{};      ///< The name that is known for that number.
  std::optional<std::string> allo_number{};  ///< The account's number, where the service names it.
};

/// Topics CONTACT_CREATED and CONTACT_UPDATED.
struct ContactEventPayload {
  std::string id{};                        ///< Opaque, such as "cnt_abc123"; for ContactsResource::get.
  std::optional<std::string> name{};       ///< First name.
  std::optional<std::string> last_name{};  ///< Family name.
  std::optional<std::string> company{};    ///< Its name.
  std::vector<std::string> emails{};       ///< Addresses.
  std::vector<std::string> numbers{};      ///< E.164.
};

/// @{
/// The fields of what stands above; see <allo/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const WebhookEvent*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const TransferParty*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const IvrChoice*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const CallReceivedPayload*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const SmsReceivedPayload*) noexcept;
ALLO_EXPORT const detail::TypeInfo& model_info(const ContactEventPayload*) noexcept;
/// @}

ALLO_NAMESPACE_END

#endif
