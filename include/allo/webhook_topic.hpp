#ifndef ALLO_WEBHOOK_TOPIC_HPP
#define ALLO_WEBHOOK_TOPIC_HPP

#include <allo/export.hpp>

#include <string_view>

ALLO_NAMESPACE_BEGIN

/// What a webhook reports. The first six are topics of version 1 of the API, the rest of version 2, where a name that
/// both have ends in V2.
enum class WebhookTopic {
  Unknown,
  CallReceived,
  SmsReceived,
  ContactCreated,
  ContactUpdated,
  SmsSent,  ///< Seen in older documents only.
  Ping,     ///< Seen in older documents only.
  CallReceivedV2,
  CallTriggered,
  CallAnswered,
  CallCompleted,
  TagAdded,
  TagRemoved,
  SmsReceivedV2,
  SmsSentV2,
  ContactCreatedV2,
  ContactUpdatedV2,
  SummaryUpdated,
};

/// The wire's text, such as "CALL_RECEIVED" or "call.completed"; "UNKNOWN" for Unknown.
ALLO_EXPORT std::string_view to_string(WebhookTopic value) noexcept;

/// The enumerator of a wire's text; false and `Unknown` for a text that this version does not know.
ALLO_EXPORT bool from_string(std::string_view text, WebhookTopic& value) noexcept;

ALLO_NAMESPACE_END

#endif
