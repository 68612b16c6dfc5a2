// Every documented word, in both directions; words that nobody knew yet.
#include "json/support.hpp"

#include <allo/contacts.hpp>
#include <allo/webhook_events.hpp>
#include <allo/webhooks.hpp>

#include <sstream>
#include <utility>
#include <vector>

namespace allo::test {
namespace {

template <class E>
void expect_words(const std::vector<std::pair<E, std::string_view>>& words) {
  for (const auto& [value, text] : words) {
    EXPECT_EQ(to_string(value), text);
    E read = E::Unknown;
    EXPECT_TRUE(from_string(text, read)) << text;
    EXPECT_EQ(read, value) << text;
  }
  E last = words.back().first;
  EXPECT_EQ(static_cast<std::size_t>(last), words.size()) << "the list above lacks an enumerator";
  EXPECT_FALSE(from_string("NOT_KNOWN_YET", last));
  EXPECT_EQ(last, E::Unknown);
  EXPECT_FALSE(from_string("UNKNOWN", last));
  EXPECT_FALSE(from_string("", last));
  EXPECT_EQ(to_string(E::Unknown), "UNKNOWN");
  EXPECT_EQ(to_string(static_cast<E>(1000)), "UNKNOWN");
}

TEST(Enums, EveryWordGoesThereAndBack) {
  expect_words<CallDirection>({{CallDirection::Inbound, "INBOUND"}, {CallDirection::Outbound, "OUTBOUND"}});
  expect_words<CallResult>({{CallResult::Answered, "ANSWERED"},
                            {CallResult::Voicemail, "VOICEMAIL"},
                            {CallResult::TransferredAi, "TRANSFERRED_AI"},
                            {CallResult::TransferredExternal, "TRANSFERRED_EXTERNAL"},
                            {CallResult::Blocked, "BLOCKED"},
                            {CallResult::Failed, "FAILED"},
                            {CallResult::FailedExternal, "FAILED_EXTERNAL"},
                            {CallResult::Received, "RECEIVED"},
                            {CallResult::Closed, "CLOSED"}});
  expect_words<TranscriptSource>(
      {{TranscriptSource::Agent, "AGENT"}, {TranscriptSource::External, "EXTERNAL"}, {TranscriptSource::User, "USER"}});
  expect_words<Engagement>(
      {{Engagement::Engaged, "ENGAGED"}, {Engagement::Cooling, "COOLING"}, {Engagement::Cold, "COLD"}});
  expect_words<ActivityType>({{ActivityType::InboundCall, "INBOUND_CALL"},
                              {ActivityType::OutboundCall, "OUTBOUND_CALL"},
                              {ActivityType::InboundSms, "INBOUND_SMS"},
                              {ActivityType::OutboundSms, "OUTBOUND_SMS"}});
  expect_words<ConversationEntryType>(
      {{ConversationEntryType::Call, "CALL"}, {ConversationEntryType::TextMessage, "TEXT_MESSAGE"}});
  expect_words<SmsType>({{SmsType::Sms, "SMS"}, {SmsType::Mms, "MMS"}});
  expect_words<WebhookTopic>({{WebhookTopic::CallReceived, "CALL_RECEIVED"},
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
                              {WebhookTopic::SummaryUpdated, "summary.updated"}});
}

TEST(Enums, AnUnknownWordKeepsItsTextAndEqualsNoKnownOne) {
  const auto odd = OpenEnum<CallResult>::parse("TELEPORTED");
  EXPECT_EQ(odd, CallResult::Unknown);
  EXPECT_NE(odd, CallResult::Answered);
  EXPECT_EQ(odd.text(), "TELEPORTED");
  EXPECT_EQ(odd, OpenEnum<CallResult>::parse("TELEPORTED"));
  EXPECT_NE(odd, OpenEnum<CallResult>::parse("BEAMED"));
  EXPECT_EQ(to_string(odd), "TELEPORTED");
  std::ostringstream out;
  out << odd << ' ' << OpenEnum<CallResult>{CallResult::Closed};
  EXPECT_EQ(out.str(), "TELEPORTED CLOSED");
  EXPECT_EQ(OpenEnum<CallResult>{}.text(), "");
}

}  // namespace
}  // namespace allo::test
