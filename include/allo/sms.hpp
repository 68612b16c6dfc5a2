#ifndef ALLO_SMS_HPP
#define ALLO_SMS_HPP

#include <allo/calls.hpp>
#include <allo/handle.hpp>
#include <allo/model.hpp>
#include <allo/open_enum.hpp>
#include <allo/options.hpp>
#include <allo/timestamp.hpp>

#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN

/// A text message, sent or received.
struct SmsMessage {
  std::optional<std::string> from_number{};  ///< E.164; none for a message under a sender id.
  std::optional<std::string> sender_id{};    ///< The alphanumeric sender, where there is one.
  std::string to_number{};                   ///< E.164.
  OpenEnum<CallDirection> type{};            ///< Which way it went.
  std::string content{};                     ///< The text.
  Timestamp start_date{};                    ///< When it was sent.
};

/// A text message that was just sent; its type is CallDirection::Outbound.
using SentSms = SmsMessage;

/// An SMS from one of the account's numbers (US and international).
struct SendSmsInput {
  std::string from{};     ///< One of the account's numbers, E.164. Required.
  std::string to{};       ///< E.164, in the country of `from`. Required.
  std::string message{};  ///< 1 to 1000 characters of UTF-8. Required.
};

/// An SMS to France, which needs a sender id that Allo has approved.
struct SendSmsFranceInput {
  std::string sender_id{};  ///< 3 to 11 letters, digits or spaces, or a short code of digits. Required.
  std::string to{};         ///< E.164, in France. Required.
  std::string message{};    ///< 1 to 1000 characters of UTF-8. Required.
};

/// @{
/// The fields of what stands above; see <allo/model.hpp>.
ALLO_EXPORT const detail::TypeInfo& model_info(const SmsMessage*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const SendSmsInput*) noexcept;
ALLO_EXPORT const detail::TypeInfo& input_info(const SendSmsFranceInput*) noexcept;
/// @}

/// Outgoing text messages, `/sms`. A handle: cheap to copy, safe from any thread, independent of the lifetime of the
/// client that it came from.
///
/// A send is repeated only when the service cannot have acted on it (see RetryPolicy). When one throws, delivery() of
/// the exception says whether the message may have gone out.
class ALLO_EXPORT SmsResource : private detail::CoreHolder {
 public:
  /// Sends from a number of the account (POST /sms, scope SMS_SEND).
  /// @throws InvalidArgumentException before sending; AlloApiException, TransportException, DecodeException
  SentSms send(const SendSmsInput& input, const RequestOptions& options = {}) const;

  /// Sends to France under an approved sender id (POST /sms, scope SMS_SEND).
  /// @throws InvalidArgumentException before sending; AlloApiException (code INVALID_SENDER_ID for a sender that was
  /// not approved), TransportException, DecodeException
  SentSms send_france(const SendSmsFranceInput& input, const RequestOptions& options = {}) const;

 private:
  friend class AlloClient;
  explicit SmsResource(const detail::Handle& core) noexcept : CoreHolder(core) {}
};

ALLO_NAMESPACE_END

#endif
