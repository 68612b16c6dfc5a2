#ifndef ALLO_ERROR_CODES_HPP
#define ALLO_ERROR_CODES_HPP

#include <allo/version.hpp>

#include <string_view>

/// The error codes that the service is documented to use. It may use others: AlloApiException::code() keeps any text.
ALLO_NAMESPACE_BEGIN
namespace codes {

// A literal with its length; to have the compiler count these took 2 % of <allo/allo.hpp>.
using std::literals::string_view_literals::operator""sv;

inline constexpr std::string_view ApiKeyInvalid = "API_KEY_INVALID"sv;                       ///< 401
inline constexpr std::string_view ApiKeyInsufficientScope = "API_KEY_INSUFFICIENT_SCOPE"sv;  ///< 403
inline constexpr std::string_view ApiKeyQuotaExceeded = "API_KEY_QUOTA_EXCEEDED"sv;  ///< 429, a spent daily quota
inline constexpr std::string_view RateLimited = "RATE_LIMITED"sv;                    ///< 429
inline constexpr std::string_view RateLimitExceeded = "RATE_LIMIT_EXCEEDED"sv;       ///< 429, newer envelope
inline constexpr std::string_view ContactNotFound = "CONTACT_NOT_FOUND"sv;           ///< 400
inline constexpr std::string_view WebhookNotFound = "WEBHOOK_NOT_FOUND"sv;           ///< 404
inline constexpr std::string_view FromNumberNotFound = "FROM_NUMBER_NOT_FOUND"sv;    ///< 400, SMS
inline constexpr std::string_view InvalidToNumber = "INVALID_TO_NUMBER"sv;           ///< 400, SMS
inline constexpr std::string_view ToNumberCountryMismatch = "TO_NUMBER_COUNTRY_MISMATCH"sv;        ///< 400, SMS
inline constexpr std::string_view InvalidLength = "INVALID_LENGTH"sv;                              ///< 400, SMS
inline constexpr std::string_view ProviderNotSupported = "PROVIDER_NOT_SUPPORTED"sv;               ///< 400, SMS
inline constexpr std::string_view InvalidSenderId = "INVALID_SENDER_ID"sv;                         ///< 400, French SMS
inline constexpr std::string_view SenderIdNotActive = "SENDER_ID_NOT_ACTIVE"sv;                    ///< 400, French SMS
inline constexpr std::string_view IdempotencyKeyReuse = "IDEMPOTENCY_KEY_REUSE"sv;                 ///< 409
inline constexpr std::string_view OtherTransactionInProgress = "OTHER_TRANSACTION_IN_PROGRESS"sv;  ///< 409, passes
inline constexpr std::string_view DialingQueueAppendConflict = "DIALING_QUEUE_APPEND_CONFLICT"sv;  ///< 409, passes

// SMS.
inline constexpr std::string_view NumberNotSmsEnabled = "NUMBER_NOT_SMS_ENABLED"sv;                  ///< 400, SMS
inline constexpr std::string_view SenderIdInboxCannotSendSms = "SENDER_ID_INBOX_CANNOT_SEND_SMS"sv;  ///< 400, SMS
inline constexpr std::string_view MessageNotCompliant = "MESSAGE_NOT_COMPLIANT"sv;                   ///< 400, SMS
inline constexpr std::string_view LandlineNumberNotSupported = "LANDLINE_NUMBER_NOT_SUPPORTED"sv;    ///< 400, SMS
inline constexpr std::string_view A2pNotEnabled = "A2P_NOT_ENABLED"sv;                               ///< 403, SMS
inline constexpr std::string_view SenderIdNotFound = "SENDER_ID_NOT_FOUND"sv;                        ///< 404, SMS
inline constexpr std::string_view TrialSmsLimitReached = "TRIAL_SMS_LIMIT_REACHED"sv;  ///< 429, until tomorrow
inline constexpr std::string_view SmsLimitReached = "SMS_LIMIT_REACHED"sv;             ///< 429, until tomorrow
inline constexpr std::string_view DailySmsLimitReached = "DAILY_SMS_LIMIT_REACHED"sv;  ///< 429, until tomorrow

// Keys, plans and billing.
inline constexpr std::string_view ApiKeyRevoked = "API_KEY_REVOKED"sv;                                     ///< 401
inline constexpr std::string_view Unauthorized = "UNAUTHORIZED"sv;                                         ///< 401
inline constexpr std::string_view PartnerSubscriptionNotBillable = "PARTNER_SUBSCRIPTION_NOT_BILLABLE"sv;  ///< 402
inline constexpr std::string_view PartnerBillingFailed = "PARTNER_BILLING_FAILED"sv;                       ///< 402
inline constexpr std::string_view EsimPaymentFailed = "ESIM_PAYMENT_FAILED"sv;                             ///< 402
inline constexpr std::string_view ApiKeyTrialNotAllowed = "API_KEY_TRIAL_NOT_ALLOWED"sv;                   ///< 403
inline constexpr std::string_view Forbidden = "FORBIDDEN"sv;                                               ///< 403

// Input.
inline constexpr std::string_view InvalidRequestBody = "INVALID_REQUEST_BODY"sv;                                ///< 400
inline constexpr std::string_view MissingParameter = "MISSING_PARAMETER"sv;                                     ///< 400
inline constexpr std::string_view MissingHeader = "MISSING_HEADER"sv;                                           ///< 400
inline constexpr std::string_view UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE"sv;                            ///< 415
inline constexpr std::string_view MethodNotAllowed = "METHOD_NOT_ALLOWED"sv;                                    ///< 405
inline constexpr std::string_view InvalidPageSize = "INVALID_PAGE_SIZE"sv;                                      ///< 400
inline constexpr std::string_view InvalidSearchQuery = "INVALID_SEARCH_QUERY"sv;                                ///< 400
inline constexpr std::string_view MissingAlloNumber = "MISSING_ALLO_NUMBER"sv;                                  ///< 400
inline constexpr std::string_view InvalidDateRange = "INVALID_DATE_RANGE"sv;                                    ///< 400
inline constexpr std::string_view DateRangeTooWide = "DATE_RANGE_TOO_WIDE"sv;                                   ///< 400
inline constexpr std::string_view InvalidItemId = "INVALID_ITEM_ID"sv;                                          ///< 400
inline constexpr std::string_view BatchTooLarge = "BATCH_TOO_LARGE"sv;                                          ///< 400
inline constexpr std::string_view TagsRequired = "TAGS_REQUIRED"sv;                                             ///< 400
inline constexpr std::string_view InvalidAction = "INVALID_ACTION"sv;                                           ///< 400
inline constexpr std::string_view InvalidGranularity = "INVALID_GRANULARITY"sv;                                 ///< 400
inline constexpr std::string_view InvalidGroupBy = "INVALID_GROUP_BY"sv;                                        ///< 400
inline constexpr std::string_view UnsupportedExtendValue = "UNSUPPORTED_EXTEND_VALUE"sv;                        ///< 400
inline constexpr std::string_view InvalidPhoneFormat = "INVALID_PHONE_FORMAT"sv;                                ///< 400
inline constexpr std::string_view InvalidPhoneNumber = "INVALID_PHONE_NUMBER"sv;                                ///< 400
inline constexpr std::string_view SummaryTemplateKeyRequired = "SUMMARY_TEMPLATE_KEY_REQUIRED"sv;               ///< 400
inline constexpr std::string_view InvalidEventType = "INVALID_EVENT_TYPE"sv;                                    ///< 400
inline constexpr std::string_view DialingQueueLimitReached = "DIALING_QUEUE_LIMIT_REACHED"sv;                   ///< 400
inline constexpr std::string_view DialingQueueDeleteFilterRequired = "DIALING_QUEUE_DELETE_FILTER_REQUIRED"sv;  ///< 400
inline constexpr std::string_view DialingQueueDeleteFilterConflict = "DIALING_QUEUE_DELETE_FILTER_CONFLICT"sv;  ///< 400

// Not found.
inline constexpr std::string_view ConversationItemNotFound = "CONVERSATION_ITEM_NOT_FOUND"sv;         ///< 404
inline constexpr std::string_view CallNotFound = "CALL_NOT_FOUND"sv;                                  ///< 404
inline constexpr std::string_view TextMessageNotFound = "TEXT_MESSAGE_NOT_FOUND"sv;                   ///< 404
inline constexpr std::string_view MemberNotFound = "MEMBER_NOT_FOUND"sv;                              ///< 404
inline constexpr std::string_view TeamNotFound = "TEAM_NOT_FOUND"sv;                                  ///< 404
inline constexpr std::string_view UserNotFound = "USER_NOT_FOUND"sv;                                  ///< 404
inline constexpr std::string_view BusinessNotFound = "BUSINESS_NOT_FOUND"sv;                          ///< 404
inline constexpr std::string_view PhoneNumberNotFound = "PHONE_NUMBER_NOT_FOUND"sv;                   ///< 404
inline constexpr std::string_view TagNotFound = "TAG_NOT_FOUND"sv;                                    ///< 404
inline constexpr std::string_view SummaryTemplateNotFound = "SUMMARY_TEMPLATE_NOT_FOUND"sv;           ///< 404
inline constexpr std::string_view EndpointNotFound = "ENDPOINT_NOT_FOUND"sv;                          ///< 404
inline constexpr std::string_view AssigneeNotFound = "ASSIGNEE_NOT_FOUND"sv;                          ///< 404
inline constexpr std::string_view DialingQueueNotFound = "DIALING_QUEUE_NOT_FOUND"sv;                 ///< 404
inline constexpr std::string_view QueueNumberPositionNotFound = "QUEUE_NUMBER_POSITION_NOT_FOUND"sv;  ///< 404
inline constexpr std::string_view PartnerAccountNotFound = "PARTNER_ACCOUNT_NOT_FOUND"sv;             ///< 404

// Conflicts and the rest.
inline constexpr std::string_view TagAlreadyExists = "TAG_ALREADY_EXISTS"sv;            ///< 409, harmless: it is there
inline constexpr std::string_view NumberAlreadyAssigned = "NUMBER_ALREADY_ASSIGNED"sv;  ///< 409
inline constexpr std::string_view PartnerAccountAlreadyExists = "PARTNER_ACCOUNT_ALREADY_EXISTS"sv;  ///< 409
inline constexpr std::string_view NoNumberAvailable = "NO_NUMBER_AVAILABLE"sv;                       ///< 409
inline constexpr std::string_view InternalServerError = "INTERNAL_SERVER_ERROR"sv;                   ///< 500

}  // namespace codes
ALLO_NAMESPACE_END

#endif
