// Typed payloads of the topics of version 2 whose fields are known, in both spellings.
#include "webhooks/deliveries.hpp"

#include <allo/json_text.hpp>
#include <allo/v2/webhook_events.hpp>
#include <allo/webhook_receiver.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

using namespace deliveries;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

const std::string person = R"({"id":"con_1","name":"Ada","last_name":"Lovelace","email":"ada@example.com",
  "emails":["ada@example.com","a@example.org"],"numbers":["+14155551234"],"job_title":"Analyst",
  "linkedin_url":"https://www.linkedin.com/in/ada","lead_source":"fair"})";
const std::string around = R"("person":)" + person + R"(,"company":{"id":"cmp_1","name":"Engines"},
  "deals":[{"id":"deal_1","name":"Renewal","status":"negotiation","value":1200.5,"currency":"EUR",
            "close_date":"2024-03-31T00:00:00"},{"id":"deal_2"}])";

/// The payload of a delivery, which comes with its event.
template <class Payload>
Payload received(const std::string& topic, const std::string& data) {
  allo::WebhookReceiver receiver;
  std::optional<Payload> seen;
  receiver.on<Payload>([&](const Payload& payload, const allo::WebhookEvent& event) {
    seen = payload;
    EXPECT_EQ(event.topic.text(), topic);
    EXPECT_EQ(event.version, "2.0");
  });
  const std::string body =
      R"({"topic":")" + topic + R"(","version":"2.0","timestamp":"2024-01-15T10:36:00.123456Z","data":)" + data + "}";
  EXPECT_EQ(receiver.respond({}, body).status, 204) << body;
  EXPECT_TRUE(seen) << body;
  if (!seen) return {};
  // The form that it is written in is read again.
  EXPECT_EQ(allo::to_json_text(allo::from_json_text<Payload>(allo::to_json_text(*seen).str())),
            allo::to_json_text(*seen));
  return *seen;
}

template <class Payload>
void expect_surroundings(const Payload& payload) {
  ASSERT_TRUE(payload.person);
  EXPECT_EQ(payload.person->id, "con_1");
  EXPECT_EQ(payload.person->name, "Ada");
  EXPECT_EQ(payload.person->last_name, "Lovelace");
  EXPECT_EQ(payload.person->email, "ada@example.com");
  EXPECT_THAT(payload.person->emails, ElementsAre("ada@example.com", "a@example.org"));
  EXPECT_THAT(payload.person->numbers, ElementsAre("+14155551234"));
  EXPECT_EQ(payload.person->job_title, "Analyst");
  EXPECT_EQ(payload.person->linkedin_url, "https://www.linkedin.com/in/ada");
  EXPECT_EQ(payload.person->lead_source, "fair");
  ASSERT_TRUE(payload.company);
  EXPECT_EQ(payload.company->id, "cmp_1");
  EXPECT_EQ(payload.company->name, "Engines");
  ASSERT_EQ(payload.deals.size(), 2u);
  EXPECT_EQ(payload.deals[0].id, "deal_1");
  EXPECT_EQ(payload.deals[0].name, "Renewal");
  EXPECT_EQ(payload.deals[0].status, "negotiation");
  EXPECT_EQ(payload.deals[0].value, 1200.5);
  EXPECT_EQ(payload.deals[0].currency, "EUR");
  EXPECT_EQ(payload.deals[0].close_date, "2024-03-31T00:00:00");
  EXPECT_EQ(payload.deals[1].value, std::nullopt);
}

}  // namespace

TEST(WebhookPayloadsV2, ACallThatComesIn) {
  const auto call = received<allo::v2::CallReceivedPayload>(
      "call.received", R"({"from_number":"+14155551234","to_number":"+14155550100","started_at":"2024-01-15T10:30:00Z",
                           "user_email":"u@example.com",)" +
                           around + "}");
  EXPECT_EQ(call.from_number, "+14155551234");
  EXPECT_EQ(call.to_number, "+14155550100");
  EXPECT_EQ(allo::to_iso8601(call.started_at), "2024-01-15T10:30:00Z");
  EXPECT_EQ(call.user_email, "u@example.com");
  expect_surroundings(call);
  const auto bare = received<allo::v2::CallReceivedPayload>("call.received", R"({"to":"+14155550100","person":null})");
  EXPECT_EQ(bare.to_number, "+14155550100");
  EXPECT_FALSE(bare.person);
  EXPECT_FALSE(bare.company);
  EXPECT_THAT(bare.deals, IsEmpty());
}

TEST(WebhookPayloadsV2, ACallThatGoesOut) {
  const auto call = received<allo::v2::CallTriggeredPayload>(
      "call.triggered",
      R"({"user_email":"u@example.com","toNumber":"+14155551234","startedAt":"2024-01-15T10:30:00.5Z",)" + around +
          "}");
  EXPECT_EQ(call.user_email, "u@example.com");
  EXPECT_EQ(call.to_number, "+14155551234");
  EXPECT_EQ(allo::to_iso8601(call.started_at), "2024-01-15T10:30:00.500Z");
  EXPECT_EQ(call.from_number, std::nullopt);
  expect_surroundings(call);
}

TEST(WebhookPayloadsV2, ACallThatIsAnswered) {
  for (const char* direction : {"direction", "type"}) {
    const auto call = received<allo::v2::CallAnsweredPayload>(
        "call.answered", R"({"from_number":"anonymous","to_number":"+14155550100","started_at":"2024-01-15T10:30:00Z",
          "answered_at":"2024-01-15T10:30:07Z","user_email":"u@example.com",")" +
                             std::string{direction} + R"(":"INBOUND"})");
    EXPECT_EQ(call.from_number, "anonymous");
    EXPECT_EQ(call.direction, allo::CallDirection::Inbound) << direction;
    ASSERT_TRUE(call.answered_at);
    EXPECT_EQ(allo::to_iso8601(*call.answered_at), "2024-01-15T10:30:07Z");
    EXPECT_EQ(call.user_email, "u@example.com");
  }
}

TEST(WebhookPayloadsV2, ACallThatHasEnded) {
  for (const bool newer : {true, false}) {
    const std::string data =
        R"({"id":"cll_1","start_date":"2024-01-15T10:30:02Z","from_number":"+14155551234",)" +
        std::string{newer ? R"("to_number":"+14155550100","direction":"INBOUND",)"
                          : R"("to":"+14155550100","type":"INBOUND",)"} +
        R"("length_in_minutes":5.5,"result":"VOICEMAIL","recording_url":"https://example.com/r.mp3",
        "summary":"s","concatenated_transcript":"Hello","tags":["vip","lead"],
        "ivr_result":[{"dtmf_key":"1","text_key":"sales"}],"user_email":"u@example.com",)" +
        around + "}";
    const auto call = received<allo::v2::CallCompletedPayload>("call.completed", data);
    EXPECT_EQ(call.id, "cll_1");
    EXPECT_EQ(allo::to_iso8601(call.start_date), "2024-01-15T10:30:02Z");
    EXPECT_EQ(call.from_number, "+14155551234");
    EXPECT_EQ(call.to_number, "+14155550100") << newer;
    EXPECT_EQ(call.direction, allo::CallDirection::Inbound) << newer;
    EXPECT_EQ(call.length_in_minutes, 5.5);
    EXPECT_EQ(call.result, allo::CallResult::Voicemail);
    EXPECT_EQ(call.recording_url, "https://example.com/r.mp3");
    EXPECT_EQ(call.summary, "s");
    EXPECT_EQ(call.concatenated_transcript, "Hello");
    EXPECT_THAT(call.tags, ElementsAre("vip", "lead"));
    ASSERT_EQ(call.ivr_result.size(), 1u);
    EXPECT_EQ(call.ivr_result[0].text_key, "sales");
    EXPECT_EQ(call.user_email, "u@example.com");
    expect_surroundings(call);
  }
}

TEST(WebhookPayloadsV2, HaveTheFieldsOfVersion1Too) {
  const auto call = received<allo::v2::CallCompletedPayload>("call.completed", call_data);
  EXPECT_EQ(call.id, "cll_1");
  EXPECT_EQ(call.from_name, "Ada");
  EXPECT_EQ(call.to_number, "+14155550100");
  EXPECT_EQ(call.to_name, "Front desk");
  EXPECT_EQ(call.one_sentence_summary, "o");
  ASSERT_EQ(call.transcriptions.size(), 1u);
  EXPECT_EQ(call.transcriptions[0].text, "Hello");
  EXPECT_EQ(call.data_collected.get("budget"), "12");
  ASSERT_TRUE(call.transfer_from);
  EXPECT_EQ(call.transfer_from->user_name, "Ann");
  EXPECT_EQ(call.direction, allo::CallDirection::Inbound);
}

TEST(WebhookPayloadsV2, AWrongFieldIsA400WithItsPathOnlyForThoseWhoWantIt) {
  const std::string body = envelope("call.completed", R"({"id":"cll_1","tags":7})");
  allo::WebhookReceiver typed;
  std::string path;
  typed.on<allo::v2::CallCompletedPayload>([](const allo::v2::CallCompletedPayload&) { FAIL(); })
      .on_error([&](const std::exception& error, int) {
        path = dynamic_cast<const allo::InvalidWebhookPayloadException&>(error).path();
      });
  EXPECT_EQ(typed.respond({}, body).status, 400);
  EXPECT_EQ(path, "data.tags");
  allo::WebhookReceiver untyped;
  untyped.on(allo::WebhookTopic::CallCompleted, [](const allo::WebhookEvent&) {});
  EXPECT_EQ(untyped.respond({}, body).status, 204);
}

TEST(WebhookPayloadsV2, OneHandlerATypeAndAllOfItsTopic) {
  allo::WebhookReceiver receiver;
  std::string order;
  receiver.on<allo::v2::CallReceivedPayload>([&](const allo::v2::CallReceivedPayload&) { order += "typed "; })
      .on(allo::WebhookTopic::CallReceivedV2, [&](const allo::WebhookEvent&) { order += "event "; })
      .on<allo::CallReceivedPayload>([&](const allo::CallReceivedPayload&) { order += "first version "; })
      .on<allo::SmsReceivedPayload>([&](const allo::SmsReceivedPayload&) { order += "sms "; });
  receiver.handle(envelope("call.received", "{}"));
  receiver.handle(call_body);
  receiver.handle(sms_body);
  EXPECT_EQ(order, "typed event first version sms ");
  EXPECT_THROW(receiver.on<allo::v2::CallReceivedPayload>([](const allo::v2::CallReceivedPayload&) {}),
               std::logic_error);
  EXPECT_THROW(allo::WebhookReceiver{}.on<allo::v2::CallReceivedPayload>(
                   allo::WebhookReceiver::PayloadHandler<allo::v2::CallReceivedPayload>{}),
               allo::InvalidArgumentException);
}
