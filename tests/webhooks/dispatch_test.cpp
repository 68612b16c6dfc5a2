#include "webhooks/deliveries.hpp"

#include <allo/errors.hpp>
#include <allo/json_text.hpp>
#include <allo/webhook_receiver.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

using namespace deliveries;
using testing::ElementsAre;

TEST(WebhookDispatch, ACallArrivesWithEveryField) {
  allo::WebhookReceiver receiver;
  allo::CallReceivedPayload seen;
  receiver.on_call_received([&](const allo::CallReceivedPayload& call) { seen = call; });
  const allo::WebhookEvent event = receiver.handle(call_body);
  EXPECT_EQ(event.topic, allo::WebhookTopic::CallReceived);
  EXPECT_EQ(event.version, "1.0");
  EXPECT_FALSE(event.id);
  EXPECT_EQ(seen.id, "cll_1");
  EXPECT_EQ(allo::to_iso8601(seen.start_date), "2024-01-15T10:30:00Z");
  EXPECT_EQ(seen.recording_url, "https://example.com/r.mp3");
  EXPECT_EQ(seen.from_number, "+14155551234");
  EXPECT_EQ(seen.from_name, "Ada");
  EXPECT_EQ(seen.to, "+14155550100");
  EXPECT_EQ(seen.to_name, "Front desk");
  EXPECT_EQ(seen.length_in_minutes, 5.5);
  EXPECT_EQ(seen.length, "5m 30s");
  EXPECT_EQ(seen.tag, "lead");
  EXPECT_EQ(seen.one_sentence_summary, "o");
  ASSERT_EQ(seen.transcriptions.size(), 1u);
  EXPECT_EQ(seen.transcriptions[0].source, allo::TranscriptSource::External);
  EXPECT_EQ(seen.transcriptions[0].text, "Hello");
  EXPECT_EQ(seen.data_collected.get("budget"), "12");
  ASSERT_EQ(seen.ivr_result.size(), 1u);
  EXPECT_EQ(seen.ivr_result[0].text_key, "sales");
  EXPECT_EQ(seen.type, allo::CallDirection::Inbound);
  EXPECT_EQ(seen.result, allo::CallResult::Answered);
  EXPECT_FALSE(seen.integration_id);
  ASSERT_TRUE(seen.transfer_from);
  EXPECT_EQ(seen.transfer_from->user_name, "Ann");
  EXPECT_FALSE(seen.transfer_to);
  EXPECT_EQ(seen.user_email, "u@example.com");
}

TEST(WebhookDispatch, TheOlderSpellingArrivesAsWell) {
  allo::WebhookReceiver receiver;
  allo::CallReceivedPayload seen;
  receiver.on_call_received([&](const allo::CallReceivedPayload& call) { seen = call; });
  receiver.handle(envelope("CALL_RECEIVED", R"({"id":"c","startDate":"2024-01-15T10:30:00","recordingUrl":"https://r",
      "fromNumber":"+14155551234","to":"+14155550100","toName":"T","lengthInMinutes":5,"oneSentenceSummary":"o",
      "type":"OUTBOUND","transferFrom":{"userName":"Ann"},"originalToNumber":"+14155550122"})"));
  EXPECT_EQ(allo::to_iso8601(seen.start_date), "2024-01-15T10:30:00Z");
  EXPECT_EQ(seen.recording_url, "https://r");
  EXPECT_EQ(seen.from_number, "+14155551234");
  EXPECT_EQ(seen.to_name, "T");
  EXPECT_EQ(seen.length_in_minutes, 5.0);
  EXPECT_EQ(seen.one_sentence_summary, "o");
  ASSERT_TRUE(seen.transfer_from);
  EXPECT_EQ(seen.transfer_from->user_name, "Ann");
  EXPECT_EQ(seen.original_to_number, "+14155550122");
}

TEST(WebhookDispatch, TheOlderSpellingOfMessagesAndContactsToo) {
  allo::WebhookReceiver receiver;
  allo::SmsReceivedPayload sms;
  allo::ContactEventPayload contact;
  receiver.on_sms_received([&](const allo::SmsReceivedPayload& payload) { sms = payload; })
      .on_contact_updated([&](const allo::ContactEventPayload& payload) { contact = payload; });
  receiver.handle(envelope("SMS_RECEIVED", R"({"id":"s","sentAt":"2024-01-15T10:30:00Z","fromNumber":"+14155551234",
      "toNumber":"+14155550100","fromName":"Ada","toName":"T","alloNumber":"+14155550100"})"));
  receiver.handle(envelope("CONTACT_UPDATED", R"({"id":"c","lastName":"Lovelace"})"));
  EXPECT_EQ(allo::to_iso8601(sms.sent_at), "2024-01-15T10:30:00Z");
  EXPECT_EQ(sms.from_number, "+14155551234");
  EXPECT_EQ(sms.to_number, "+14155550100");
  EXPECT_EQ(sms.from_name, "Ada");
  EXPECT_EQ(sms.to_name, "T");
  EXPECT_EQ(sms.allo_number, "+14155550100");
  EXPECT_EQ(contact.last_name, "Lovelace");
}

TEST(WebhookDispatch, MessagesAndContactsArriveTyped) {
  allo::WebhookReceiver receiver;
  std::vector<std::string> seen;
  receiver
      .on_sms_received([&](const allo::SmsReceivedPayload& sms) {
        seen.push_back("sms " + sms.content + " " + to_string(sms.direction) + " " + to_string(sms.type));
      })
      .on_contact_created([&](const allo::ContactEventPayload& contact) {
        seen.push_back("created " + contact.company.value() + " " + contact.emails.at(0));
      })
      .on_contact_updated([&](const allo::ContactEventPayload& contact) {
        seen.push_back("updated " + contact.last_name.value() + " " + contact.numbers.at(0));
      });
  receiver.handle(sms_body);
  receiver.handle(contact_body);
  receiver.handle(envelope("CONTACT_UPDATED", contact_data));
  EXPECT_THAT(seen,
              ElementsAre("sms Hi INBOUND SMS", "created Engines ada@example.com", "updated Lovelace +14155551234"));
}

TEST(WebhookDispatch, HandlersRunInOrderOfRegistrationWhateverTheirKind) {
  allo::WebhookReceiver receiver;
  std::vector<int> order;
  receiver.on_call_received([&](const allo::CallReceivedPayload&) { order.push_back(1); })
      .on("CALL_RECEIVED", [&](const allo::WebhookEvent&) { order.push_back(2); })
      .on_call_received([&](const allo::CallReceivedPayload& call, const allo::WebhookEvent& event) {
        EXPECT_EQ(event.get("id"), call.id);
        EXPECT_EQ(event.get("transfer_from.user_name"), "Ann");
        EXPECT_EQ(event.get("transcriptions.0.text"), "Hello");
        order.push_back(3);
      })
      .on(allo::WebhookTopic::CallReceived, [&](const allo::WebhookEvent&) { order.push_back(4); })
      .on_unhandled([&](const allo::WebhookEvent&) { order.push_back(5); });
  receiver.handle(call_body);
  EXPECT_THAT(order, ElementsAre(1, 2, 3, 4));
}

TEST(WebhookDispatch, TheFirstHandlerThatThrowsEndsTheDelivery) {
  allo::WebhookReceiver receiver;
  int later = 0;
  receiver.on_call_received([](const allo::CallReceivedPayload&) { throw std::runtime_error("database"); })
      .on_call_received([&](const allo::CallReceivedPayload&) { ++later; });
  EXPECT_THROW(receiver.handle(call_body), std::runtime_error);
  EXPECT_EQ(later, 0);
}

TEST(WebhookDispatch, EveryTopicOfVersion2ArrivesAsAnEvent) {
  const std::vector<std::pair<std::string, allo::WebhookTopic>> topics = {
      {"call.received", allo::WebhookTopic::CallReceivedV2},
      {"call.triggered", allo::WebhookTopic::CallTriggered},
      {"call.answered", allo::WebhookTopic::CallAnswered},
      {"call.completed", allo::WebhookTopic::CallCompleted},
      {"tag.added", allo::WebhookTopic::TagAdded},
      {"tag.removed", allo::WebhookTopic::TagRemoved},
      {"sms.received", allo::WebhookTopic::SmsReceivedV2},
      {"sms.sent", allo::WebhookTopic::SmsSentV2},
      {"contact.created", allo::WebhookTopic::ContactCreatedV2},
      {"contact.updated", allo::WebhookTopic::ContactUpdatedV2},
      {"summary.updated", allo::WebhookTopic::SummaryUpdated}};
  ASSERT_EQ(topics.size(), 11u);
  for (const auto& [text, topic] : topics) {
    allo::WebhookReceiver receiver;
    std::vector<std::string> seen;
    receiver.on(topic, [&](const allo::WebhookEvent& event) {
      seen.emplace_back(event.topic.text());
      EXPECT_EQ(event.version, "2.0");
      ASSERT_TRUE(event.timestamp);
      EXPECT_EQ(allo::to_iso8601(*event.timestamp), "2026-04-21T14:30:00Z");
      EXPECT_EQ(event.get("a.b.0.c"), "deep");
      EXPECT_EQ(event.get("a.b.1.c"), std::nullopt);
    });
    receiver.handle(R"({"topic":")" + text +
                    R"(","version":"2.0","timestamp":"2026-04-21T14:30:00Z","data":{"a":{"b":[{"c":"deep"}]}}})");
    EXPECT_THAT(seen, ElementsAre(text));
  }
}

TEST(WebhookDispatch, AnEventOfVersion2CanBeReadAsAPayloadOfVersion1) {
  allo::WebhookReceiver receiver;
  std::vector<std::string> seen;
  receiver.on(allo::WebhookTopic::CallCompleted, [&](const allo::WebhookEvent& event) {
    seen.push_back(allo::from_json_text<allo::CallReceivedPayload>(event.data).user_email);
  });
  receiver.handle(envelope("call.completed", call_data));
  EXPECT_THAT(seen, ElementsAre("u@example.com"));
}

TEST(WebhookDispatch, TopicsOfTheFutureCanBeHandledByTheirText) {
  allo::WebhookReceiver receiver;
  std::vector<std::string> seen;
  receiver.on("voicemail.created", [&](const allo::WebhookEvent& event) { seen.push_back(event.get("id").value()); });
  receiver.handle(envelope("voicemail.created", R"({"id":"v1"})"));
  EXPECT_THAT(seen, ElementsAre("v1"));
}

TEST(WebhookDispatch, WhatNobodyHandlesGoesToOnUnhandled) {
  allo::WebhookReceiver receiver;
  std::vector<std::string> seen;
  receiver.on_contact_created([](const allo::ContactEventPayload&) { FAIL(); })
      .on_unhandled([&](const allo::WebhookEvent& event) { seen.push_back(to_string(event.topic)); });
  for (const char* topic : {"CALL_RECEIVED", "call.completed", "PING", "voicemail.created", "call_received"}) {
    receiver.handle(envelope(topic, R"({"id":"x"})"));
  }
  EXPECT_THAT(seen, ElementsAre("CALL_RECEIVED", "call.completed", "PING", "voicemail.created", "call_received"));
}

TEST(WebhookDispatch, WhatNobodyHandlesIsAcceptedWithoutOnUnhandled) {
  allo::WebhookReceiver receiver;
  EXPECT_EQ(receiver.respond({}, call_body).status, 204);
  EXPECT_EQ(receiver.respond({}, envelope("voicemail.created", "{}")).status, 204);
}

TEST(WebhookDispatch, AnUntypedHandlerSeesPayloadsThatDoNotDecode) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.on(allo::WebhookTopic::CallReceived, [&](const allo::WebhookEvent&) { ++calls; });
  EXPECT_EQ(receiver.respond({}, envelope("CALL_RECEIVED", R"({"start_date":"yesterday"})")).status, 204);
  EXPECT_EQ(calls, 1);
}

TEST(WebhookDispatch, ParseThenDispatchIsHandle) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.on_call_received([&](const allo::CallReceivedPayload&) { ++calls; });
  const allo::WebhookEvent event = receiver.parse(call_body);
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(event.data.get("id"), "cll_1");
  receiver.dispatch(event);
  EXPECT_EQ(calls, 1);
}

TEST(WebhookDispatch, RefusesHandlersThatCannotRun) {
  allo::WebhookReceiver receiver;
  EXPECT_THROW(receiver.on(allo::WebhookTopic::Unknown, [](const allo::WebhookEvent&) {}),
               allo::InvalidArgumentException);
  EXPECT_THROW(receiver.on("", [](const allo::WebhookEvent&) {}), allo::InvalidArgumentException);
  EXPECT_THROW(receiver.on("x", nullptr), allo::InvalidArgumentException);
  EXPECT_THROW(receiver.on_unhandled(nullptr), allo::InvalidArgumentException);
  EXPECT_THROW(receiver.on_call_received(allo::WebhookReceiver::PayloadHandler<allo::CallReceivedPayload>{}),
               allo::InvalidArgumentException);
}

TEST(WebhookDispatch, RegistrationAfterTheFirstDeliveryIsAnError) {
  allo::WebhookReceiver receiver;
  receiver.respond({}, "junk");
  try {
    receiver.on_call_received([](const allo::CallReceivedPayload&) {});
    ADD_FAILURE() << "registered";
  } catch (const std::logic_error& error) {
    EXPECT_STREQ(error.what(), "a WebhookReceiver must be configured before its first delivery");
  }
  EXPECT_THROW(receiver.on_sms_received([](const allo::SmsReceivedPayload&) {}), std::logic_error);
  EXPECT_THROW(receiver.on_contact_created([](const allo::ContactEventPayload&) {}), std::logic_error);
  EXPECT_THROW(receiver.on_contact_updated([](const allo::ContactEventPayload&) {}), std::logic_error);
  EXPECT_THROW(receiver.on("x", [](const allo::WebhookEvent&) {}), std::logic_error);
  EXPECT_THROW(receiver.on_unhandled([](const allo::WebhookEvent&) {}), std::logic_error);
  EXPECT_THROW(receiver.on_error([](const std::exception&, int) {}), std::logic_error);
  EXPECT_THROW(receiver.signing_secrets({secret}), std::logic_error);
  EXPECT_THROW(receiver.allowed_allo_numbers({"+14155550100"}), std::logic_error);
  EXPECT_THROW(receiver.accept_unsigned_deliveries_insecurely(), std::logic_error);
  EXPECT_THROW(receiver.tolerance(std::chrono::minutes{1}), std::logic_error);
  EXPECT_THROW(receiver.clock([] { return at(now); }), std::logic_error);
  EXPECT_THROW(receiver.max_body_size(10), std::logic_error);
  EXPECT_THROW(receiver.max_depth(10), std::logic_error);
  EXPECT_THROW(receiver.deduplicate(), std::logic_error);
  EXPECT_THROW(receiver.deduplicate(allo::make_memory_deduplication_store()), std::logic_error);
}

TEST(WebhookDispatch, AMovedReceiverKeepsItsHandlersAndItsClock) {
  allo::WebhookReceiver first = signed_receiver();
  int calls = 0;
  first.deduplicate().on_call_received([&](const allo::CallReceivedPayload&) { ++calls; });
  allo::WebhookReceiver second = std::move(first);
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  EXPECT_EQ(second.respond(delivery.headers, delivery.body).status, 204);
  EXPECT_EQ(second.respond(delivery.headers, delivery.body).status, 200);
  EXPECT_EQ(calls, 1);
}

TEST(WebhookDispatch, AnAssignedReceiverTakesOverWhatTheOtherHad) {
  int calls = 0;
  allo::WebhookReceiver receiver = signed_receiver();
  receiver.on_call_received([&](const allo::CallReceivedPayload&) { calls += 100; });
  allo::WebhookReceiver other = signed_receiver();
  other.on_call_received([&](const allo::CallReceivedPayload&) { ++calls; });
  receiver = std::move(other);
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  EXPECT_EQ(receiver.respond(delivery.headers, delivery.body).status, 204);
  EXPECT_EQ(calls, 1);
}
