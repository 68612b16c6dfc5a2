// Every documented response decodes, field by field.
#include "json/support.hpp"

#include <allo/contacts.hpp>
#include <allo/numbers.hpp>
#include <allo/webhooks.hpp>

#include <string>
#include <vector>

namespace allo::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Responses, NumbersKeepEveryField) {
  const auto numbers = decode<std::vector<PhoneNumber>>(fixture("responses/numbers.json"));
  ASSERT_EQ(numbers.size(), 2U);
  EXPECT_EQ(numbers[0].number, "+1234567890");
  EXPECT_EQ(numbers[0].name, "Main Line");
  EXPECT_EQ(numbers[0].country, "US");
  EXPECT_FALSE(numbers[0].is_shared_number);
  EXPECT_EQ(numbers[1].number, "+33612345678");
  EXPECT_EQ(numbers[1].name, "France Office");
  EXPECT_EQ(numbers[1].country, "FR");
  EXPECT_TRUE(numbers[1].is_shared_number);
}

TEST(Responses, CallsWithFlatPaginationKeepEveryField) {
  const auto page = decode<Page<Call>>(fixture("responses/calls_flat_pagination.json"));
  EXPECT_EQ(page.metadata.pagination.total_pages, 5);
  EXPECT_EQ(page.metadata.pagination.current_page, 0);
  ASSERT_EQ(page.results.size(), 1U);
  const Call& call = page.results[0];
  EXPECT_EQ(call.id, "call_abc123");
  EXPECT_EQ(call.from_number, "+1234567890");
  EXPECT_EQ(call.to_number, "+0987654321");
  EXPECT_DOUBLE_EQ(call.length_in_minutes, 5.5);
  EXPECT_EQ(call.type, CallDirection::Inbound);
  EXPECT_EQ(call.result, std::nullopt);
  EXPECT_EQ(call.summary, "Customer called about order status.");
  EXPECT_EQ(call.tag, "support");
  EXPECT_THAT(call.tags, IsEmpty());
  EXPECT_EQ(call.recording_url, "https://storage.withallo.com/recordings/abc123.mp3");
  EXPECT_EQ(call.start_date, at(2024, 1, 15, 10, 30, 0));
  ASSERT_EQ(call.transcript.size(), 2U);
  EXPECT_EQ(call.transcript[0].source, TranscriptSource::Agent);
  EXPECT_EQ(call.transcript[0].text, "Hello, how can I help you today?");
  EXPECT_EQ(call.transcript[0].time, at(2024, 1, 15, 10, 30, 5));
  EXPECT_EQ(call.transcript[0].start_seconds, 5.0);
  EXPECT_EQ(call.transcript[0].end_seconds, 8.5);
  EXPECT_EQ(call.transcript[1].source, TranscriptSource::External);
  EXPECT_EQ(call.transcript[1].end_seconds, 14.0);
}

TEST(Responses, CallsWithNestedPaginationNullsAndUnknownWords) {
  const auto page = decode<Page<Call>>(fixture("responses/calls_nested_pagination.json"));
  EXPECT_EQ(page.metadata.pagination.total_pages, 7);
  EXPECT_EQ(page.metadata.pagination.current_page, 3);
  ASSERT_EQ(page.results.size(), 2U);
  const Call& nulls = page.results[0];
  EXPECT_EQ(nulls.from_number, "anonymous");
  EXPECT_EQ(nulls.to_number, std::nullopt);
  EXPECT_DOUBLE_EQ(nulls.length_in_minutes, 5.0);
  EXPECT_EQ(nulls.type, std::nullopt);
  EXPECT_EQ(nulls.result, std::nullopt);
  EXPECT_EQ(nulls.summary, std::nullopt);
  EXPECT_EQ(nulls.tag, std::nullopt);
  EXPECT_EQ(nulls.recording_url, std::nullopt);
  EXPECT_EQ(nulls.start_date, at(2024, 1, 15, 10, 30, 0, 123456));
  EXPECT_THAT(nulls.transcript, IsEmpty());
  const Call& odd = page.results[1];
  EXPECT_EQ(odd.result, CallResult::FailedExternal);
  ASSERT_TRUE(odd.type.has_value());
  EXPECT_EQ(*odd.type, CallDirection::Unknown);
  EXPECT_EQ(odd.type->text(), "SIDEWAYS");
  EXPECT_EQ(odd.start_date, at(2024, 1, 15, 10, 30, 0));
}

TEST(Responses, ContactsOfASearch) {
  const auto page = decode<Page<Contact>>(fixture("responses/contacts.json"));
  EXPECT_EQ(page.metadata.pagination.total_pages, 5);
  ASSERT_EQ(page.results.size(), 1U);
  const Contact& contact = page.results[0];
  EXPECT_EQ(contact.id, "cnt_abc123");
  EXPECT_EQ(contact.name, "John");
  EXPECT_EQ(contact.last_name, "Doe");
  ASSERT_TRUE(contact.company.has_value());
  EXPECT_EQ(contact.company->id, "com_xyz789");
  EXPECT_EQ(contact.company->name, "Acme Corp");
  EXPECT_EQ(contact.job_title, "Manager");
  EXPECT_EQ(contact.website, std::nullopt);
  EXPECT_EQ(contact.status, "active");
  EXPECT_FALSE(contact.is_archived);
  EXPECT_EQ(contact.created_at, at(2024, 1, 10, 8, 0, 0));
  EXPECT_EQ(contact.updated_at, at(2024, 1, 15, 10, 30, 0));
  EXPECT_THAT(contact.numbers, ElementsAre("+1234567890"));
  EXPECT_THAT(contact.emails, IsEmpty());
  EXPECT_TRUE(contact.is_whitelisted);
  EXPECT_EQ(contact.last_activity_date, at(2024, 1, 15, 10, 30, 0));
  EXPECT_EQ(contact.engagement, Engagement::Engaged);
  EXPECT_TRUE(contact.integration_data.is_null());
  EXPECT_TRUE(contact.custom_properties.is_null());
  EXPECT_THAT(contact.activity, IsEmpty());
  EXPECT_EQ(contact.conversation_url, std::nullopt);
}

TEST(Responses, OneContactWithItsContext) {
  const auto contact = decode<Contact>(fixture("responses/contact.json"));
  EXPECT_EQ(contact.id, "cnt_abc123");
  EXPECT_THAT(contact.emails, ElementsAre("john@acme.com"));
  EXPECT_EQ(contact.website, "https://acme.com");
  EXPECT_EQ(contact.created_at, std::nullopt);
  EXPECT_EQ(contact.engagement, Engagement::Engaged);
  EXPECT_EQ(contact.integration_data.get("HUBSPOT.contact_id"), "12345");
  EXPECT_EQ(contact.integration_data.get("HUBSPOT.deal_stage"), "Negotiation");
  EXPECT_EQ(contact.custom_properties.get("preferred_language"), "English");
  EXPECT_EQ(contact.custom_properties.get("vip_status"), "true");
  ASSERT_EQ(contact.activity.size(), 2U);
  EXPECT_EQ(contact.activity[0].type, ActivityType::InboundCall);
  EXPECT_EQ(contact.activity[0].made_by, "John Doe");
  EXPECT_EQ(contact.activity[0].made_at, at(2024, 1, 15, 10, 30, 0));
  EXPECT_EQ(contact.activity[0].allo_number, "+1234567890");
  EXPECT_EQ(contact.activity[0].content, std::nullopt);
  EXPECT_EQ(contact.activity[1].type, ActivityType::OutboundSms);
  EXPECT_EQ(contact.activity[1].allo_number, std::nullopt);
  EXPECT_EQ(contact.activity[1].content, "Thank you for your call. We will follow up shortly.");
  EXPECT_EQ(contact.conversation_url, "/v1/api/contact/cnt_abc123/conversation");
}

TEST(Responses, AContactCreatedAndOneUpdated) {
  const auto created = decode<Contact>(fixture("responses/contact_created.json"));
  EXPECT_EQ(created.job_title, "CEO");
  EXPECT_EQ(created.status, std::nullopt);
  EXPECT_EQ(created.company, std::nullopt) << "the answer to a creation has no company";
  EXPECT_EQ(created.engagement, std::nullopt);
  EXPECT_EQ(created.created_at, at(2024, 1, 21, 10, 30, 0));
  const auto updated = decode<Contact>(fixture("responses/contact_updated.json"));
  EXPECT_EQ(updated.last_name, "Smith");
  EXPECT_EQ(updated.job_title, "CTO");
  EXPECT_EQ(updated.updated_at, at(2024, 1, 21, 11, 0, 0));
}

TEST(Responses, AConversationHoldsCallsAndMessages) {
  const auto page = decode<Page<ConversationEntry>>(fixture("responses/conversation.json"));
  EXPECT_EQ(page.metadata.pagination.total_pages, 5);
  ASSERT_EQ(page.results.size(), 2U);
  EXPECT_EQ(page.results[0].type, ConversationEntryType::Call);
  ASSERT_TRUE(page.results[0].call.has_value());
  EXPECT_THAT(page.results[0].call->tags, ElementsAre("support", "order"));
  ASSERT_EQ(page.results[0].call->transcript.size(), 1U);
  EXPECT_FALSE(page.results[0].message.has_value());
  EXPECT_EQ(page.results[1].type, ConversationEntryType::TextMessage);
  EXPECT_FALSE(page.results[1].call.has_value());
  ASSERT_TRUE(page.results[1].message.has_value());
  EXPECT_EQ(page.results[1].message->type, CallDirection::Outbound);
  EXPECT_EQ(page.results[1].message->content, "Thank you for contacting us!");
  EXPECT_EQ(page.results[1].message->start_date, at(2024, 1, 15, 11, 0, 0));
}

TEST(Responses, SentMessages) {
  const auto sms = decode<SmsMessage>(fixture("responses/sms_sent.json"));
  EXPECT_EQ(sms.from_number, "+1234567890");
  EXPECT_EQ(sms.sender_id, std::nullopt);
  EXPECT_EQ(sms.to_number, "+0987654321");
  EXPECT_EQ(sms.type, CallDirection::Outbound);
  EXPECT_EQ(sms.content, "Hello, this is a test message");
  EXPECT_EQ(sms.start_date, at(2024, 1, 15, 10, 30, 0));
  const auto french = decode<SmsMessage>(fixture("responses/sms_sent_france.json"));
  EXPECT_EQ(french.from_number, std::nullopt);
  EXPECT_EQ(french.sender_id, "MyCompany");
  EXPECT_EQ(french.to_number, "+33612345678");
}

TEST(Responses, WebhooksInEitherSpelling) {
  const auto webhooks = decode<std::vector<Webhook>>(fixture("responses/webhooks.json"));
  ASSERT_EQ(webhooks.size(), 2U);
  EXPECT_EQ(webhooks[0].id, "wh_abc123");
  EXPECT_EQ(webhooks[0].allo_number, "+1234567890");
  EXPECT_TRUE(webhooks[0].enabled);
  EXPECT_EQ(webhooks[0].url, "https://example.com/webhooks/allo");
  EXPECT_THAT(webhooks[0].topics, ElementsAre(WebhookTopic::CallReceived, WebhookTopic::SmsReceived));
  EXPECT_EQ(webhooks[1].id, "");
  EXPECT_FALSE(webhooks[1].enabled);
  ASSERT_EQ(webhooks[1].topics.size(), 3U);
  EXPECT_EQ(webhooks[1].topics[2], WebhookTopic::Unknown);
  EXPECT_EQ(webhooks[1].topics[2].text(), "FAX_RECEIVED");
  const auto created = decode<Webhook>(fixture("responses/webhook_created_camel_case.json"));
  EXPECT_EQ(created.allo_number, "+1234567890");
  EXPECT_THAT(created.topics, ElementsAre(WebhookTopic::CallReceived));
}

TEST(Responses, PagesWithoutListOrMetadata) {
  for (const char* name : {"responses/contacts_null_lists.json", "responses/contacts_null_pagination.json"}) {
    const auto page = decode<Page<Contact>>(fixture(name));
    EXPECT_THAT(page.results, IsEmpty()) << name;
    EXPECT_EQ(page.metadata.pagination.total_pages, 0) << name;
  }
  const auto empty = decode<Page<Call>>(R"({"data":{}})");
  EXPECT_THAT(empty.results, IsEmpty());
  EXPECT_EQ(empty.metadata.pagination.current_page, 0);
}

TEST(Responses, BothFormsOfPaginationAtOnce) {
  const auto nulls_last =
      decode<Page<Call>>(R"({"data":{"metadata":{"total_pages":4,"current_page":2,"pagination":null}}})");
  EXPECT_EQ(nulls_last.metadata.pagination.total_pages, 4);
  const auto nulls_first = decode<Page<Call>>(
      R"({"data":{"metadata":{"pagination":{"totalPages":4,"currentPage":2},"total_pages":null,"current_page":null}}})");
  EXPECT_EQ(nulls_first.metadata.pagination.total_pages, 4);
  EXPECT_EQ(nulls_first.metadata.pagination.current_page, 2);
}

TEST(Responses, UnknownFieldsAreIgnoredAndFreeObjectsKeepTheirBytes) {
  const auto contact = decode<Contact>(fixture("responses/contact_with_unknown_fields.json"));
  EXPECT_EQ(contact.name, "John");
  EXPECT_TRUE(contact.is_archived) << "isArchived";
  ASSERT_TRUE(contact.company.has_value());
  EXPECT_EQ(contact.company->id, std::nullopt);
  EXPECT_EQ(contact.integration_data.get("SALESFORCE.id"), "12345678901234567890");
  EXPECT_EQ(contact.integration_data.get("SALESFORCE.rate"), "1.10");
  const auto spaced = decode<Contact>(R"({"data":{"integration_data": { "a" : 1.10 , "b":[ {} ] }  , "id":"x"}})");
  EXPECT_EQ(spaced.integration_data, R"({ "a" : 1.10 , "b":[ {} ] })");
  EXPECT_EQ(spaced.id, "x");
}

TEST(Responses, OfAFieldGivenTwiceTheLastCounts) {
  const auto contact = decode<Contact>(
      R"({"data":{"name":"A","name":null,"numbers":["1"],"numbers":["2"],"company":{"id":"c"},"company":{"name":"n"},)"
      R"("job_title":"a","jobTitle":"b","integration_data":{"a":1},"integration_data":null}})");
  EXPECT_EQ(contact.name, std::nullopt);
  EXPECT_THAT(contact.numbers, ElementsAre("2"));
  ASSERT_TRUE(contact.company.has_value());
  EXPECT_EQ(contact.company->id, std::nullopt);
  EXPECT_EQ(contact.company->name, "n");
  EXPECT_EQ(contact.job_title, "b");
  EXPECT_TRUE(contact.integration_data.is_null());
  EXPECT_EQ(decode<Contact>(R"({"data":{"id":"first","name":"N"},"data":{"id":"second"}})").name, std::nullopt);
}

TEST(Responses, StringsOfAnyKind) {
  const auto sms = decode<SmsMessage>(
      "{\"data\":{\"content\":\"tab\\t quote\\\" back\\\\ nul\\u0000 \\u00e9 \\ud83d\\ude00 \xF0\x9F\x98\x80 \x7F\","
      "\"\\u0074o_number\":\"escaped key\"}}");
  EXPECT_EQ(sms.content, std::string("tab\t quote\" back\\ nul\0 \xC3\xA9 \xF0\x9F\x98\x80 \xF0\x9F\x98\x80 \x7F", 37));
  EXPECT_EQ(sms.to_number, "escaped key");
}

TEST(Responses, NumbersOfAnyForm) {
  const auto minutes = [](const char* number) {
    return decode<Page<Call>>(std::string{R"({"data":{"results":[{"length_in_minutes":)"} + number + "}]}}")
        .results.at(0)
        .length_in_minutes;
  };
  EXPECT_EQ(minutes("5"), 5.0);
  EXPECT_EQ(minutes("-3"), -3.0);
  EXPECT_EQ(minutes("0.1"), 0.1);
  EXPECT_EQ(minutes("1E2"), 100.0);
  EXPECT_EQ(minutes("18446744073709551615"), 18446744073709551615.0);
  EXPECT_EQ(minutes("123456789012345678901234567890"), 123456789012345678901234567890.0);
  EXPECT_EQ(minutes("1e-400"), 0.0);
  EXPECT_EQ(minutes("10E-0400"), 0.0);
  EXPECT_EQ(minutes("2.2250738585072011e-308"), 2.2250738585072011e-308);
  EXPECT_FALSE(std::signbit(minutes("-0")));
}

TEST(Responses, AByteOrderMarkIsSkipped) {
  EXPECT_EQ(decode<Contact>("\xEF\xBB\xBF{\"data\":{\"id\":\"x\"}}").id, "x");
  EXPECT_EQ(decode_error_path<Contact>("\xEF\xBB\xBF\xEF\xBB\xBF{\"data\":{\"id\":\"x\"}}"), "");
}

}  // namespace
}  // namespace allo::test
