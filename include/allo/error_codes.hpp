#ifndef ALLO_ERROR_CODES_HPP
#define ALLO_ERROR_CODES_HPP

#include <allo/version.hpp>

#include <string_view>

/// The error codes that the service is documented to use. It may use others: AlloApiException::code() keeps any text.
ALLO_NAMESPACE_BEGIN
namespace codes {

inline constexpr std::string_view ApiKeyInvalid = "API_KEY_INVALID";                       ///< 401
inline constexpr std::string_view ApiKeyInsufficientScope = "API_KEY_INSUFFICIENT_SCOPE";  ///< 403
inline constexpr std::string_view ApiKeyQuotaExceeded = "API_KEY_QUOTA_EXCEEDED";          ///< 429, a spent daily quota
inline constexpr std::string_view RateLimited = "RATE_LIMITED";                            ///< 429
inline constexpr std::string_view RateLimitExceeded = "RATE_LIMIT_EXCEEDED";               ///< 429, newer envelope
inline constexpr std::string_view ContactNotFound = "CONTACT_NOT_FOUND";                   ///< 400
inline constexpr std::string_view WebhookNotFound = "WEBHOOK_NOT_FOUND";                   ///< 404
inline constexpr std::string_view FromNumberNotFound = "FROM_NUMBER_NOT_FOUND";            ///< 400, SMS
inline constexpr std::string_view InvalidToNumber = "INVALID_TO_NUMBER";                   ///< 400, SMS
inline constexpr std::string_view ToNumberCountryMismatch = "TO_NUMBER_COUNTRY_MISMATCH";  ///< 400, SMS
inline constexpr std::string_view InvalidLength = "INVALID_LENGTH";                        ///< 400, SMS
inline constexpr std::string_view ProviderNotSupported = "PROVIDER_NOT_SUPPORTED";         ///< 400, SMS
inline constexpr std::string_view InvalidSenderId = "INVALID_SENDER_ID";                   ///< 400, French SMS
inline constexpr std::string_view SenderIdNotActive = "SENDER_ID_NOT_ACTIVE";              ///< 400, French SMS
inline constexpr std::string_view IdempotencyKeyReuse = "IDEMPOTENCY_KEY_REUSE";           ///< 409
inline constexpr std::string_view OtherTransactionInProgress = "OTHER_TRANSACTION_IN_PROGRESS";  ///< 409, passes
inline constexpr std::string_view DialingQueueAppendConflict = "DIALING_QUEUE_APPEND_CONFLICT";  ///< 409, passes

}  // namespace codes
ALLO_NAMESPACE_END

#endif
