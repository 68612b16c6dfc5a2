// Webhook deliveries: envelopes of both versions and the payloads in both spellings.
#include "webhooks/events.hpp"

#include "json/both_tokenizers.hpp"
#include "json/document.hpp"
#include "json/support.hpp"

#include <allo/webhook_events.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace allo::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

WebhookEvent envelope(std::string_view body, std::size_t max_depth = detail::max_json_depth) {
  return detail::decode_envelope(body, max_depth);
}

std::string envelope_error_path(std::string_view body, std::size_t max_depth = detail::max_json_depth) {
  try {
    detail::decode_envelope(body, max_depth);
  } catch (const DecodeException& error) {
    return error.path();
  }
  return "no error";
}

template <class Payload>
Payload payload(std::string_view name) {
  return std::get<Payload>(detail::decode_payload(envelope(fixture(name))));
}

std::string payload_error_path(WebhookTopic topic, const std::string& data) {
  WebhookEvent event;
  event.topic = topic;
  event.data = JsonText{data};
  try {
    detail::decode_payload(event);
  } catch (const DecodeException& error) {
    return error.path();
  }
  return "no error";
}

void expect_full_call(const CallReceivedPayload& call) {
  EXPECT_EQ(call.id, "call_abc123");
  EXPECT_EQ(call.start_date, at(2024, 1, 15, 10, 30, 0));
  EXPECT_EQ(call.recording_url, "https://storage.example.com/abc123.mp3");
  EXPECT_EQ(call.from_number, "+1234567890");
  EXPECT_EQ(call.from_name, "John Doe");
  EXPECT_EQ(call.to, "+0987654321");
  EXPECT_EQ(call.to_name, "Main Line");
  EXPECT_DOUBLE_EQ(call.length_in_minutes, 5.5);
  EXPECT_EQ(call.length, "5m 30s");
  EXPECT_EQ(call.tag, "support");
  EXPECT_EQ(call.summary, "The customer asked for the state of an order.");
  EXPECT_EQ(call.one_sentence_summary, "Order status.");
  ASSERT_EQ(call.transcriptions.size(), 2U);
  EXPECT_EQ(call.transcriptions[1].source, TranscriptSource::External);
  EXPECT_EQ(call.transcriptions[1].time, at(2024, 1, 15, 10, 30, 10));
  EXPECT_EQ(call.transcriptions[1].text, "Hi \xE2\x80\x93 where is my \"order\"?");
  EXPECT_EQ(call.concatenated_transcript, "AGENT: Hello!\nEXTERNAL: Hi");
  EXPECT_EQ(call.data_collected.get("order"), "12345678901234567890");
  EXPECT_EQ(call.data_collected.get("amount"), "1.10");
  EXPECT_EQ(call.data_collected.get("tags.1"), "b");
  ASSERT_EQ(call.ivr_result.size(), 2U);
  EXPECT_EQ(call.ivr_result[0].dtmf_key, "1");
  EXPECT_EQ(call.ivr_result[0].text_key, "sales");
  EXPECT_EQ(call.ivr_result[1].dtmf_key, std::nullopt);
  EXPECT_EQ(call.type, CallDirection::Inbound);
  EXPECT_EQ(call.result, CallResult::Answered);
  EXPECT_EQ(call.integration_id, "int_1");
  ASSERT_TRUE(call.transfer_from.has_value());
  EXPECT_EQ(call.transfer_from->number, "+15550001111");
  EXPECT_EQ(call.transfer_from->user_email, "a@example.com");
  EXPECT_EQ(call.transfer_from->user_name, "Ann");
  ASSERT_TRUE(call.transfer_to.has_value());
  EXPECT_EQ(call.transfer_to->number, std::nullopt);
  EXPECT_EQ(call.transfer_to->user_name, "Bob");
  EXPECT_EQ(call.transfer_original_call_id, "call_000");
  EXPECT_EQ(call.user_email, "user@example.com");
  EXPECT_EQ(call.original_to_number, "+15550002222");
  EXPECT_EQ(call.original_to_name, "Front Desk");
  EXPECT_EQ(call.allo_number, std::nullopt);
}

TEST(Events, ACallInSnakeCase) { expect_full_call(payload<CallReceivedPayload>("events/call_received.json")); }

TEST(Events, ACallInCamelCase) {
  expect_full_call(payload<CallReceivedPayload>("events/call_received_camel_case.json"));
}

TEST(Events, ACallWithNulls) {
  const auto call = payload<CallReceivedPayload>("events/call_received_nulls.json");
  EXPECT_EQ(call.id, "call_abc123");
  EXPECT_EQ(call.recording_url, std::nullopt);
  EXPECT_EQ(call.transfer_from, std::nullopt);
  EXPECT_TRUE(call.data_collected.is_null());
  EXPECT_THAT(call.transcriptions, IsEmpty());
  EXPECT_THAT(call.ivr_result, IsEmpty());
}

TEST(Events, AMessage) {
  const auto sms = payload<SmsReceivedPayload>("events/sms_received.json");
  EXPECT_EQ(sms.id, "msg_abc123");
  EXPECT_EQ(sms.direction, CallDirection::Inbound);
  EXPECT_EQ(sms.type, SmsType::Sms);
  EXPECT_EQ(sms.content, "Thanks \xF0\x9F\x98\x80");
  EXPECT_EQ(sms.sent_at, at(2024, 1, 15, 11, 0, 0));
  EXPECT_EQ(sms.from_number, "+1234567890");
  EXPECT_EQ(sms.to_number, "+0987654321");
  EXPECT_EQ(sms.from_name, "John Doe");
  EXPECT_EQ(sms.to_name, std::nullopt);
}

TEST(Events, Contacts) {
  const auto created = payload<ContactEventPayload>("events/contact_created.json");
  EXPECT_EQ(created.id, "cnt_abc123");
  EXPECT_EQ(created.name, "John");
  EXPECT_EQ(created.last_name, "Doe");
  EXPECT_EQ(created.company, "Acme Corp");
  EXPECT_THAT(created.emails, ElementsAre("john@acme.com"));
  EXPECT_THAT(created.numbers, ElementsAre("+1234567890"));
  const auto updated = payload<ContactEventPayload>("events/contact_updated.json");
  EXPECT_EQ(updated.name, std::nullopt);
  EXPECT_THAT(updated.emails, IsEmpty());
  EXPECT_THAT(updated.numbers, ElementsAre("+1234567890", "+1234567891"));
}

TEST(Events, EnvelopesOfBothVersions) {
  const WebhookEvent first = envelope(fixture("events/call_received.json"));
  EXPECT_EQ(first.topic, WebhookTopic::CallReceived);
  EXPECT_EQ(first.version, "1.0");
  EXPECT_EQ(first.timestamp, std::nullopt);
  EXPECT_EQ(first.id, std::nullopt);
  const WebhookEvent second = envelope(fixture("events/call_completed_v2.json"));
  EXPECT_EQ(second.topic, WebhookTopic::CallCompleted);
  EXPECT_EQ(second.version, "2.0");
  EXPECT_EQ(second.timestamp, at(2024, 1, 15, 10, 36, 0, 250'000));
  EXPECT_EQ(second.get("transfer_from.user_name"), "Ann");
  EXPECT_EQ(second.get("items.1.id"), "7");
  const WebhookEvent unknown = envelope(fixture("events/unknown_topic.json"));
  EXPECT_EQ(unknown.topic, WebhookTopic::Unknown);
  EXPECT_EQ(unknown.topic.text(), "fax.received");
  EXPECT_EQ(unknown.data, "{}");
}

TEST(Events, DataIsKeptByteByByte) {
  EXPECT_EQ(envelope("{\"topic\":\"PING\", \"data\" : { \"n\":1.10,\n \"big\":123456789012345678901 } \n}").data,
            "{ \"n\":1.10,\n \"big\":123456789012345678901 }");
  EXPECT_EQ(envelope(R"({"data":{"a":{}},"topic":"PING"})").data, R"({"a":{}})");
}

TEST(Events, AnIdInTheBodyIsNotTheIdOfTheDelivery) {
  EXPECT_EQ(envelope(R"({"topic":"PING","id":5,"data":{}})").id, std::nullopt);
}

TEST(Events, WhatIsNoEnvelopeIsRefusedWithItsPath) {
  EXPECT_EQ(envelope_error_path(""), "");
  EXPECT_EQ(envelope_error_path("[]"), "");
  EXPECT_EQ(envelope_error_path("<html>"), "");
  EXPECT_EQ(envelope_error_path("{}"), "topic");
  EXPECT_EQ(envelope_error_path(R"({"topic":"CALL_RECEIVED"})"), "data");
  EXPECT_EQ(envelope_error_path(R"({"data":{}})"), "topic");
  EXPECT_EQ(envelope_error_path(R"({"topic":"","data":{}})"), "topic");
  EXPECT_EQ(envelope_error_path(R"({"topic":null,"data":{}})"), "topic");
  EXPECT_EQ(envelope_error_path(R"({"topic":7,"data":{}})"), "topic");
  EXPECT_EQ(envelope_error_path(R"({"topic":"CALL_RECEIVED","data":null})"), "data");
  EXPECT_EQ(envelope_error_path(R"({"topic":"CALL_RECEIVED","data":[1]})"), "data");
  EXPECT_EQ(envelope_error_path(R"({"topic":"CALL_RECEIVED","data":"{}"})"), "data");
  EXPECT_EQ(envelope_error_path(R"({"topic":"PING","version":2,"data":{}})"), "version");
  EXPECT_EQ(envelope_error_path(R"({"topic":"PING","timestamp":"now","data":{}})"), "timestamp");
}

TEST(Events, DataOfATopicWithoutATypeMayBeAnythingOrMissing) {
  const auto data = [](const std::string& json) {
    const std::string body = R"({"topic":"fax.received","data":)" + json + R"(,"version":"2.0"})";
    const WebhookEvent event = envelope(body);
    EXPECT_EQ(event.version, "2.0");
    EXPECT_EQ(compare<WebhookEvent>(body).agree(), true) << body;
    EXPECT_EQ(to_json_text(from_json_text<WebhookEvent>(to_json_text(event).str())), to_json_text(event));
    return event.data.str();
  };
  EXPECT_EQ(data("null"), "null");
  EXPECT_EQ(data("true"), "true");
  EXPECT_EQ(data("-5"), "-5");
  EXPECT_EQ(data("18446744073709551615"), "18446744073709551615");
  EXPECT_EQ(data("1.5"), "1.5");
  EXPECT_EQ(data(R"("a \"b\"\n\ud83d")"), "\"a \\\"b\\\"\\n\xEF\xBF\xBD\"");
  EXPECT_EQ(data(R"([ 1.10, {"a":[]} ,"\ud83d"])"), R"([ 1.10, {"a":[]} ,"\ud83d"])");
  EXPECT_EQ(data("[]"), "[]");
  EXPECT_EQ(data(R"({ "a":1 })"), R"({ "a":1 })");
  EXPECT_EQ(envelope(R"({"topic":"PING"})").data, "null");
  EXPECT_EQ(envelope(R"({"topic":"PING","data":[{}],"data":{}})").data, "{}");
  EXPECT_EQ(envelope_error_path(R"({"topic":"PING","data":[1,})"), "data");
}

TEST(Events, ACompanyIsATextOrAnObjectWithAName) {
  const auto company = [](const std::string& json) {
    const std::string document = R"({"id":"c","company":)" + json + R"(,"emails":["e"]})";
    EXPECT_TRUE(compare<ContactEventPayload>(document).agree()) << document;
    const auto payload = from_json_text<ContactEventPayload>(document);
    EXPECT_EQ(payload.emails, std::vector<std::string>{"e"});
    return payload.company;
  };
  EXPECT_EQ(company(R"("Acme")"), "Acme");
  EXPECT_EQ(company(R"({"id":"x","name":"Acme","more":{"name":"no"}})"), "Acme");
  EXPECT_EQ(company(R"({"name":null})"), std::nullopt);
  EXPECT_EQ(company("null"), std::nullopt);
  EXPECT_EQ(payload_error_path(WebhookTopic::ContactUpdated, R"({"company":{"name":5}})"), "data.company.name");
  EXPECT_EQ(payload_error_path(WebhookTopic::ContactUpdated, R"({"company":[]})"), "data.company");
  EXPECT_EQ(payload_error_path(WebhookTopic::ContactUpdated, R"({"company":{"id":"c"}})"), "data.company.name");
  EXPECT_EQ(payload_error_path(WebhookTopic::ContactUpdated, R"({"name":{"name":"n"}})"), "data.name");
}

TEST(Events, DepthIsBounded) {
  const auto nested = [](std::size_t levels) {
    return R"({"topic":"PING","data":{"a":)" + std::string(levels, '[') + std::string(levels, ']') + "}}";
  };
  EXPECT_EQ(envelope_error_path(nested(6), 8), "no error");
  EXPECT_EQ(envelope_error_path(nested(7), 8), "data");
  EXPECT_EQ(envelope_error_path(nested(126)), "no error");
  EXPECT_EQ(envelope_error_path(nested(127)), "data");
}

/// The payload that comes along with an event, where handlers of calls and contacts want theirs.
template <class Payload>
bool comes_with(std::string_view body) {
  const auto wants = [](WebhookTopic topic) { return topic != WebhookTopic::SmsReceived; };
  return std::holds_alternative<Payload>(detail::decode_event(body, 64, wants).payload);
}

TEST(Events, APayloadThatIsWantedComesInThePassOfTheEnvelope) {
  EXPECT_TRUE(comes_with<CallReceivedPayload>(fixture("events/call_received.json")));
  EXPECT_TRUE(comes_with<CallReceivedPayload>(fixture("events/call_received_camel_case.json")));
  EXPECT_TRUE(comes_with<ContactEventPayload>(fixture("events/contact_created.json")));
  EXPECT_TRUE(comes_with<ContactEventPayload>(fixture("events/contact_updated.json")));
  EXPECT_TRUE(comes_with<v2::CallCompletedPayload>(fixture("events/call_completed_v2.json")));
  EXPECT_TRUE(comes_with<CallReceivedPayload>("\xEF\xBB\xBF" + fixture("events/call_received.json")));
}

TEST(Events, NoPayloadComesInThePassOfTheEnvelopeWhereItIsUnwantedOrUncertain) {
  using None = std::monostate;
  EXPECT_TRUE(comes_with<None>(fixture("events/sms_received.json")));
  EXPECT_TRUE(comes_with<None>(fixture("events/unknown_topic.json")));
  EXPECT_TRUE(comes_with<None>(R"({"data":{},"topic":"CALL_RECEIVED"})"));
  EXPECT_TRUE(comes_with<None>(R"({"topic":"CALL_RECEIVED","data":{"start_date":"soon"}})"));
  EXPECT_TRUE(comes_with<None>(R"({"topic":"CALL_RECEIVED","data":{},"topic":"CONTACT_CREATED"})"));
  EXPECT_TRUE(comes_with<None>(R"({"topic":"CALL_RECEIVED","data":{},"topic":"SMS_RECEIVED","data":{}})"));
  EXPECT_TRUE(comes_with<None>(R"({"topic":"CALL_RECEIVED","data":{},"topic":"of.tomorrow","data":{}})"));
}

TEST(Events, PathsOfPayloadsBeginWithData) {
  EXPECT_EQ(payload_error_path(WebhookTopic::CallReceived, "null"), "data");
  EXPECT_EQ(payload_error_path(WebhookTopic::CallReceived, R"({"startDate":"x"})"), "data.start_date");
  EXPECT_EQ(payload_error_path(WebhookTopic::CallReceived, R"({"ivr_result":[{},{"text_key":1}]})"),
            "data.ivr_result[1].text_key");
  EXPECT_EQ(payload_error_path(WebhookTopic::CallReceived, R"({"data_collected":[1]})"), "data.data_collected");
  EXPECT_EQ(payload_error_path(WebhookTopic::SmsReceived, R"({"sent_at":5})"), "data.sent_at");
  EXPECT_EQ(payload_error_path(WebhookTopic::ContactUpdated, R"({"company":5})"), "data.company");
}

}  // namespace
}  // namespace allo::test
