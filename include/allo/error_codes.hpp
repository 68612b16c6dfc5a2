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

// SMS.
inline constexpr std::string_view NumberNotSmsEnabled = "NUMBER_NOT_SMS_ENABLED";                  ///< 400, SMS
inline constexpr std::string_view SenderIdInboxCannotSendSms = "SENDER_ID_INBOX_CANNOT_SEND_SMS";  ///< 400, SMS
inline constexpr std::string_view MessageNotCompliant = "MESSAGE_NOT_COMPLIANT";                   ///< 400, SMS
inline constexpr std::string_view LandlineNumberNotSupported = "LANDLINE_NUMBER_NOT_SUPPORTED";    ///< 400, SMS
inline constexpr std::string_view A2pNotEnabled = "A2P_NOT_ENABLED";                               ///< 403, SMS
inline constexpr std::string_view SenderIdNotFound = "SENDER_ID_NOT_FOUND";                        ///< 404, SMS
inline constexpr std::string_view TrialSmsLimitReached = "TRIAL_SMS_LIMIT_REACHED";  ///< 429, until tomorrow
inline constexpr std::string_view SmsLimitReached = "SMS_LIMIT_REACHED";             ///< 429, until tomorrow
inline constexpr std::string_view DailySmsLimitReached = "DAILY_SMS_LIMIT_REACHED";  ///< 429, until tomorrow

// Keys, plans and billing.
inline constexpr std::string_view ApiKeyRevoked = "API_KEY_REVOKED";                                     ///< 401
inline constexpr std::string_view Unauthorized = "UNAUTHORIZED";                                         ///< 401
inline constexpr std::string_view PartnerSubscriptionNotBillable = "PARTNER_SUBSCRIPTION_NOT_BILLABLE";  ///< 402
inline constexpr std::string_view PartnerBillingFailed = "PARTNER_BILLING_FAILED";                       ///< 402
inline constexpr std::string_view EsimPaymentFailed = "ESIM_PAYMENT_FAILED";                             ///< 402
inline constexpr std::string_view ApiKeyTrialNotAllowed = "API_KEY_TRIAL_NOT_ALLOWED";                   ///< 403
inline constexpr std::string_view Forbidden = "FORBIDDEN";                                               ///< 403

// Input.
inline constexpr std::string_view InvalidRequestBody = "INVALID_REQUEST_BODY";                                ///< 400
inline constexpr std::string_view MissingParameter = "MISSING_PARAMETER";                                     ///< 400
inline constexpr std::string_view MissingHeader = "MISSING_HEADER";                                           ///< 400
inline constexpr std::string_view UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";                            ///< 415
inline constexpr std::string_view MethodNotAllowed = "METHOD_NOT_ALLOWED";                                    ///< 405
inline constexpr std::string_view InvalidPageSize = "INVALID_PAGE_SIZE";                                      ///< 400
inline constexpr std::string_view InvalidSearchQuery = "INVALID_SEARCH_QUERY";                                ///< 400
inline constexpr std::string_view MissingAlloNumber = "MISSING_ALLO_NUMBER";                                  ///< 400
inline constexpr std::string_view InvalidDateRange = "INVALID_DATE_RANGE";                                    ///< 400
inline constexpr std::string_view DateRangeTooWide = "DATE_RANGE_TOO_WIDE";                                   ///< 400
inline constexpr std::string_view InvalidItemId = "INVALID_ITEM_ID";                                          ///< 400
inline constexpr std::string_view BatchTooLarge = "BATCH_TOO_LARGE";                                          ///< 400
inline constexpr std::string_view TagsRequired = "TAGS_REQUIRED";                                             ///< 400
inline constexpr std::string_view InvalidAction = "INVALID_ACTION";                                           ///< 400
inline constexpr std::string_view InvalidGranularity = "INVALID_GRANULARITY";                                 ///< 400
inline constexpr std::string_view InvalidGroupBy = "INVALID_GROUP_BY";                                        ///< 400
inline constexpr std::string_view UnsupportedExtendValue = "UNSUPPORTED_EXTEND_VALUE";                        ///< 400
inline constexpr std::string_view InvalidPhoneFormat = "INVALID_PHONE_FORMAT";                                ///< 400
inline constexpr std::string_view InvalidPhoneNumber = "INVALID_PHONE_NUMBER";                                ///< 400
inline constexpr std::string_view SummaryTemplateKeyRequired = "SUMMARY_TEMPLATE_KEY_REQUIRED";               ///< 400
inline constexpr std::string_view InvalidEventType = "INVALID_EVENT_TYPE";                                    ///< 400
inline constexpr std::string_view DialingQueueLimitReached = "DIALING_QUEUE_LIMIT_REACHED";                   ///< 400
inline constexpr std::string_view DialingQueueDeleteFilterRequired = "DIALING_QUEUE_DELETE_FILTER_REQUIRED";  ///< 400
inline constexpr std::string_view DialingQueueDeleteFilterConflict = "DIALING_QUEUE_DELETE_FILTER_CONFLICT";  ///< 400

// Not found.
inline constexpr std::string_view ConversationItemNotFound = "CONVERSATION_ITEM_NOT_FOUND";         ///< 404
inline constexpr std::string_view CallNotFound = "CALL_NOT_FOUND";                                  ///< 404
inline constexpr std::string_view TextMessageNotFound = "TEXT_MESSAGE_NOT_FOUND";                   ///< 404
inline constexpr std::string_view MemberNotFound = "MEMBER_NOT_FOUND";                              ///< 404
inline constexpr std::string_view TeamNotFound = "TEAM_NOT_FOUND";                                  ///< 404
inline constexpr std::string_view UserNotFound = "USER_NOT_FOUND";                                  ///< 404
inline constexpr std::string_view BusinessNotFound = "BUSINESS_NOT_FOUND";                          ///< 404
inline constexpr std::string_view PhoneNumberNotFound = "PHONE_NUMBER_NOT_FOUND";                   ///< 404
inline constexpr std::string_view TagNotFound = "TAG_NOT_FOUND";                                    ///< 404
inline constexpr std::string_view SummaryTemplateNotFound = "SUMMARY_TEMPLATE_NOT_FOUND";           ///< 404
inline constexpr std::string_view EndpointNotFound = "ENDPOINT_NOT_FOUND";                          ///< 404
inline constexpr std::string_view AssigneeNotFound = "ASSIGNEE_NOT_FOUND";                          ///< 404
inline constexpr std::string_view DialingQueueNotFound = "DIALING_QUEUE_NOT_FOUND";                 ///< 404
inline constexpr std::string_view QueueNumberPositionNotFound = "QUEUE_NUMBER_POSITION_NOT_FOUND";  ///< 404
inline constexpr std::string_view PartnerAccountNotFound = "PARTNER_ACCOUNT_NOT_FOUND";             ///< 404

// Conflicts and the rest.
inline constexpr std::string_view TagAlreadyExists = "TAG_ALREADY_EXISTS";            ///< 409, harmless: it is there
inline constexpr std::string_view NumberAlreadyAssigned = "NUMBER_ALREADY_ASSIGNED";  ///< 409
inline constexpr std::string_view PartnerAccountAlreadyExists = "PARTNER_ACCOUNT_ALREADY_EXISTS";  ///< 409
inline constexpr std::string_view NoNumberAvailable = "NO_NUMBER_AVAILABLE";                       ///< 409
inline constexpr std::string_view InternalServerError = "INTERNAL_SERVER_ERROR";                   ///< 500

}  // namespace codes
ALLO_NAMESPACE_END

#endif
