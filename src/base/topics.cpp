#include "base/words.hpp"

#include <allo/webhook_topic.hpp>

ALLO_NAMESPACE_BEGIN
namespace {

using detail::Word;

constexpr Word<WebhookTopic> webhook_topics[] = {
    {WebhookTopic::CallReceived, "CALL_RECEIVED"},
    {WebhookTopic::SmsReceived, "SMS_RECEIVED"},
    {WebhookTopic::ContactCreated, "CONTACT_CREATED"},
    {WebhookTopic::ContactUpdated, "CONTACT_UPDATED"},
    {WebhookTopic::SmsSent, "SMS_SENT"},
    {WebhookTopic::Ping, "PING"},
    {WebhookTopic::CallReceivedV2, "call.received"},
    {WebhookTopic::CallTriggered, "call.triggered"},
    {WebhookTopic::CallAnswered, "call.answered"},
    {WebhookTopic::CallCompleted, "call.completed"},
    {WebhookTopic::TagAdded, "tag.added"},
    {WebhookTopic::TagRemoved, "tag.removed"},
    {WebhookTopic::SmsReceivedV2, "sms.received"},
    {WebhookTopic::SmsSentV2, "sms.sent"},
    {WebhookTopic::ContactCreatedV2, "contact.created"},
    {WebhookTopic::ContactUpdatedV2, "contact.updated"},
    {WebhookTopic::SummaryUpdated, "summary.updated"},
};

}  // namespace

ALLO_WORDS(WebhookTopic, webhook_topics)

ALLO_NAMESPACE_END
