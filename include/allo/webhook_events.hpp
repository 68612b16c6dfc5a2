#ifndef ALLO_WEBHOOK_EVENTS_HPP
#define ALLO_WEBHOOK_EVENTS_HPP

#include <allo/calls.hpp>
#include <allo/json_text.hpp>
#include <allo/open_enum.hpp>
#include <allo/timestamp.hpp>
#include <allo/webhooks.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allo {

/// One delivery of a webhook, of any topic, known or not.
struct WebhookEvent {
  OpenEnum<WebhookTopic> topic{};        ///< Keeps its text also where it is Unknown.
  std::string version{};                 ///< "1.0" for an envelope that names none.
  std::optional<Timestamp> timestamp{};  ///< Of the envelope, which version 1 lacks.
  std::optional<std::string> id{};       ///< The `webhook-id` header, where the delivery came with one.
  JsonText data{};                       ///< The payload as it came.
  /// Of the claim under which a receiver with de-duplication handles it; see WebhookClaim.
  std::optional<std::uint64_t> fencing_token{};

  /// The value at a path within `data`, such as "transfer_from.user_name"; see JsonText::get.
  std::optional<std::string> get(std::string_view path) const { return data.get(path); }
};

/// A party of a transferred call.
struct TransferParty {
  std::optional<std::string> number{};
  std::optional<std::string> user_email{};
  std::optional<std::string> user_name{};
};

/// One step of a caller's way through a voice menu.
struct IvrChoice {
  std::optional<std::string> dtmf_key{};  ///< The key that was pressed.
  std::string text_key{};
};

/// Topic CALL_RECEIVED: a call has ended.
struct CallReceivedPayload {
  std::string id{};
  Timestamp start_date{};
  std::optional<std::string> recording_url{};
  std::string from_number{};  ///< E.164, or the word "anonymous".
  std::optional<std::string> from_name{};
  std::string to{};  ///< E.164.
  std::optional<std::string> to_name{};
  double length_in_minutes = 0.0;
  std::string length{};  ///< For people, such as "5m 30s".
  std::optional<std::string> tag{};
  std::optional<std::string> summary{};
  std::optional<std::string> one_sentence_summary{};
  std::vector<TranscriptLine> transcriptions{};
  std::string concatenated_transcript{};
  JsonText data_collected{};  ///< A free object, or null.
  std::vector<IvrChoice> ivr_result{};
  OpenEnum<CallDirection> type{};
  OpenEnum<CallResult> result{};
  std::optional<std::string> integration_id{};
  std::optional<TransferParty> transfer_from{};
  std::optional<TransferParty> transfer_to{};
  std::optional<std::string> transfer_original_call_id{};
  std::string user_email{};
  std::optional<std::string> original_to_number{};  ///< The number that was called first, of a transferred call.
  std::optional<std::string> original_to_name{};
  std::optional<std::string> allo_number{};  ///< The account's number, where the service names it.
};

/// What kind of text message it was.
enum class SmsType { Unknown, Sms, Mms };

/// The wire's text, such as "MMS"; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(SmsType value) noexcept;

/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, SmsType& value) noexcept;

/// Topic SMS_RECEIVED: a text message came in or, whatever the topic's name says, went out.
struct SmsReceivedPayload {
  std::string id{};
  OpenEnum<CallDirection> direction{};
  OpenEnum<SmsType> type{};
  std::string content{};
  Timestamp sent_at{};
  std::string from_number{};
  std::string to_number{};
  std::optional<std::string> from_name{};
  std::optional<std::string> to_name{};
  std::optional<std::string> allo_number{};  ///< The account's number, where the service names it.
};

/// Topics CONTACT_CREATED and CONTACT_UPDATED.
struct ContactEventPayload {
  std::string id{};
  std::optional<std::string> name{};
  std::optional<std::string> last_name{};
  std::optional<std::string> company{};
  std::vector<std::string> emails{};
  std::vector<std::string> numbers{};
};

}  // namespace allo

#endif
