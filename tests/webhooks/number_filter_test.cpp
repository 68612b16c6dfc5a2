#include "webhooks/deliveries.hpp"

#include <allo/errors.hpp>
#include <allo/v2/webhook_events.hpp>
#include <allo/webhook_receiver.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

using namespace deliveries;

namespace {

/// The status of a delivery where only +14155550100 is allowed; a handler runs exactly when it is accepted.
int status_for_number(const std::string& body) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  const auto count = [&](const auto&) { ++calls; };
  receiver.allowed_allo_numbers({"+1 (415) 555-0100"})
      .on_call_received([&](const allo::CallReceivedPayload&) { ++calls; })
      .on_sms_received([&](const allo::SmsReceivedPayload&) { ++calls; })
      .on_contact_created([&](const allo::ContactEventPayload&) { ++calls; })
      .on_unhandled([&](const allo::WebhookEvent& event) { count(event); });
  const int status = receiver.respond({}, body).status;
  EXPECT_EQ(calls, status == 204 ? 1 : 0) << body;
  return status;
}

std::string call(const std::string& fields) { return envelope("CALL_RECEIVED", "{" + fields + "}"); }
std::string sms(const std::string& fields) { return envelope("SMS_RECEIVED", "{" + fields + "}"); }

}  // namespace

TEST(WebhookNumbers, AnInboundCallConcernsTheCalledNumber) {
  EXPECT_EQ(status_for_number(call(R"("type":"INBOUND","from_number":"+14155551234","to":"+14155550100")")), 204);
  EXPECT_EQ(status_for_number(call(R"("type":"INBOUND","from_number":"+14155550100","to":"+14155551234")")), 403);
  EXPECT_EQ(status_for_number(call(R"("type":"INBOUND","from_number":"anonymous","to":"+14155550100")")), 204);
}

TEST(WebhookNumbers, AnOutboundCallConcernsTheCallingNumber) {
  EXPECT_EQ(status_for_number(call(R"("type":"OUTBOUND","from_number":"+14155550100","to":"+14155551234")")), 204);
  EXPECT_EQ(status_for_number(call(R"("type":"OUTBOUND","from_number":"+14155551234","to":"+14155550100")")), 403);
}

TEST(WebhookNumbers, ATransferredCallConcernsTheNumberThatWasCalledFirst) {
  EXPECT_EQ(status_for_number(call(
                R"("type":"INBOUND","from_number":"+1415","to":"+14155559999","original_to_number":"+14155550100")")),
            204);
  EXPECT_EQ(status_for_number(call(
                R"("type":"INBOUND","from_number":"+1415","to":"+14155550100","originalToNumber":"+14155559999")")),
            403);
  EXPECT_EQ(status_for_number(call(
                R"("type":"OUTBOUND","from_number":"+14155559999","to":"+1","original_to_number":"+14155550100")")),
            403);
}

TEST(WebhookNumbers, AMessageConcernsTheNumberOnTheAccountsSide) {
  EXPECT_EQ(status_for_number(sms(R"("direction":"INBOUND","from_number":"+14155551234","to_number":"+14155550100")")),
            204);
  EXPECT_EQ(status_for_number(sms(R"("direction":"INBOUND","from_number":"+14155550100","to_number":"+14155551234")")),
            403);
  EXPECT_EQ(status_for_number(sms(R"("direction":"OUTBOUND","fromNumber":"+14155550100","toNumber":"+14155551234")")),
            204);
  EXPECT_EQ(status_for_number(sms(R"("direction":"OUTBOUND","from_number":"+14155551234","to_number":"+14155550100")")),
            403);
}

TEST(WebhookNumbers, AnExplicitNumberDecides) {
  EXPECT_EQ(status_for_number(
                call(R"("type":"INBOUND","from_number":"+1415","to":"+14155559999","allo_number":"+14155550100")")),
            204);
  EXPECT_EQ(status_for_number(
                call(R"("type":"INBOUND","from_number":"+1415","to":"+14155550100","alloNumber":"+14155559999")")),
            403);
  EXPECT_EQ(status_for_number(sms(R"("direction":"INBOUND","to_number":"+14155550100","alloNumber":"+14155559999")")),
            403);
  EXPECT_EQ(status_for_number(sms(R"("direction":"INBOUND","to_number":"+14155550100","allo_number":null)")), 204);
}

TEST(WebhookNumbers, AnUnknownDirectionNeedsOneOfBothNumbers) {
  EXPECT_EQ(status_for_number(call(R"("type":"SIDEWAYS","from_number":"+14155550100","to":"+14155559999")")), 204);
  EXPECT_EQ(status_for_number(call(R"("from_number":"+14155559999","to":"+14155550100")")), 204);
  EXPECT_EQ(status_for_number(call(R"("from_number":"+14155559999","to":"+14155559998")")), 403);
  EXPECT_EQ(status_for_number(call("")), 403);
}

TEST(WebhookNumbers, ContactEventsPass) {
  EXPECT_EQ(status_for_number(contact_body), 204);
  EXPECT_EQ(status_for_number(envelope("contact.updated", R"({"id":"c","numbers":["+14155559999"]})")), 204);
}

TEST(WebhookNumbers, OtherTopicsAreHeldToTheNumberThatTheyName) {
  EXPECT_EQ(status_for_number(envelope("call.completed", R"({"allo_number":"+14155550100"})")), 204);
  EXPECT_EQ(status_for_number(envelope("call.completed", R"({"allo_number":"+14155559999"})")), 403);
  EXPECT_EQ(status_for_number(envelope("voicemail.created", R"({"alloNumber":"+14155559999"})")), 403);
  EXPECT_EQ(status_for_number(envelope("voicemail.created", R"({"allo_number":{"number":"+14155550100"}})")), 403);
  EXPECT_EQ(status_for_number(envelope("voicemail.created", R"({"allo_number":14155550100})")), 403);
  EXPECT_EQ(status_for_number(envelope("tag.added", R"({"tag":"vip"})")), 204);
}

TEST(WebhookNumbers, CallsAndMessagesOfVersion2AreHeldToTheAccountsSide) {
  const std::string ours = "+14155550100";
  const std::string theirs = "+14155559999";
  const auto from_to = [](const std::string& from, const std::string& to, const std::string& more = "") {
    return R"({"from_number":")" + from + R"(","to_number":")" + to + "\"" + more + "}";
  };
  for (const char* topic : {"call.received", "sms.received"}) {
    EXPECT_EQ(status_for_number(envelope(topic, from_to(theirs, ours))), 204) << topic;
    EXPECT_EQ(status_for_number(envelope(topic, from_to(ours, theirs))), 403) << topic;
    EXPECT_EQ(status_for_number(envelope(topic, from_to("anonymous", ours))), 204) << topic;
    EXPECT_EQ(status_for_number(envelope(topic, R"({"from_number":"+14155550100"})")), 403) << topic;
  }
  for (const char* topic : {"call.triggered", "sms.sent", "SMS_SENT"}) {
    EXPECT_EQ(status_for_number(envelope(topic, from_to(ours, theirs))), 204) << topic;
    EXPECT_EQ(status_for_number(envelope(topic, from_to(theirs, ours))), 403) << topic;
  }
  for (const char* topic : {"call.answered", "call.completed", "summary.updated", "tag.added", "tag.removed"}) {
    EXPECT_EQ(status_for_number(envelope(topic, from_to(theirs, ours, R"(,"type":"INBOUND")"))), 204) << topic;
    EXPECT_EQ(status_for_number(envelope(topic, from_to(ours, theirs, R"(,"type":"INBOUND")"))), 403) << topic;
    EXPECT_EQ(status_for_number(envelope(topic, from_to(ours, theirs, R"(,"direction":"OUTBOUND")"))), 204) << topic;
    EXPECT_EQ(status_for_number(envelope(topic, from_to(theirs, ours, R"(,"direction":"OUTBOUND")"))), 403) << topic;
    EXPECT_EQ(status_for_number(envelope(topic, from_to(ours, theirs))), 204) << topic;
    EXPECT_EQ(status_for_number(envelope(topic, from_to(theirs, theirs))), 403) << topic;
    EXPECT_EQ(status_for_number(envelope(topic, R"({"call_id":"cll_1"})")), 204) << topic;
  }
  EXPECT_EQ(
      status_for_number(envelope("call.completed", R"({"type":"INBOUND","fromNumber":"+1415","to":"+14155559999",)"
                                                   R"("originalToNumber":"+14155550100"})")),
      204);
  EXPECT_EQ(
      status_for_number(envelope("call.completed", R"({"type":"INBOUND","from_number":7,"to":["+14155550100"]})")),
      403);
}

namespace {

/// The status where only +14155550100 is allowed and nobody asks for a typed payload.
int untyped_status_of(const std::string& body) {
  allo::WebhookReceiver receiver;
  receiver.allowed_allo_numbers({"+14155550100"}).on_unhandled([](const allo::WebhookEvent&) {});
  return receiver.respond({}, body).status;
}

}  // namespace

TEST(WebhookNumbers, NothingElseIsReadForThem) {
  EXPECT_EQ(untyped_status_of(envelope("CONTACT_CREATED", R"({"id":7,"emails":"no list","company":[1]})")), 204);
  EXPECT_EQ(untyped_status_of(envelope("CONTACT_UPDATED", R"({"name":{"first":"Ada"}})")), 204);
  const std::string wrong =
      R"("start_date":"yesterday","transcriptions":7,"length_in_minutes":"5","from_number":"+1415",)";
  EXPECT_EQ(untyped_status_of(call(wrong + R"("type":"INBOUND","to":"+14155550100")")), 204);
  EXPECT_EQ(untyped_status_of(call(wrong + R"("type":"INBOUND","to":"+14155559999")")), 403);
  EXPECT_EQ(untyped_status_of(sms(R"("sent_at":5,"content":{},"direction":"INBOUND","to_number":"+14155550100")")),
            204);
  EXPECT_EQ(untyped_status_of(sms(R"("sent_at":5,"content":{},"direction":"INBOUND","to_number":"+14155559999")")),
            403);
  EXPECT_EQ(
      untyped_status_of(envelope("call.completed", R"({"id":7,"direction":"OUTBOUND","from_number":"+14155550100"})")),
      204);
  // Who handles the payload needs all of it.
  EXPECT_EQ(status_for_number(call(wrong + R"("type":"INBOUND","to":"+14155550100")")), 400);
}

TEST(WebhookNumbers, WhatIsNoTextIsNoNumberThatIsAllowed) {
  for (const char* value : {"7", "14155550100", "true", R"(["+14155550100"])", R"({"number":"+14155550100"})"}) {
    const std::string number{value};
    EXPECT_EQ(untyped_status_of(call(R"("type":"INBOUND","to":)" + number)), 403) << value;
    EXPECT_EQ(untyped_status_of(call(R"("type":"INBOUND","alloNumber":)" + number)), 403) << value;
    EXPECT_EQ(untyped_status_of(sms(R"("direction":"INBOUND","toNumber":)" + number)), 403) << value;
    EXPECT_EQ(untyped_status_of(envelope("call.received", R"({"to_number":)" + number + "}")), 403) << value;
    // The others count all the same.
    EXPECT_EQ(untyped_status_of(call(R"("type":"INBOUND","from_number":)" + number + R"(,"to":"+14155550100")")), 204)
        << value;
    EXPECT_EQ(untyped_status_of(call(R"("type":"INBOUND","from_number":)" + number + R"(,"to":"+14155559999")")), 403)
        << value;
    EXPECT_EQ(untyped_status_of(call(R"("type":)" + number + R"(,"from_number":"+1415","to":"+14155550100")")), 204)
        << value;
  }
  EXPECT_EQ(untyped_status_of(call(R"("type":"INBOUND","to":"\u002B14155550100")")), 204);
  EXPECT_EQ(untyped_status_of(call("")), 403);
  EXPECT_EQ(untyped_status_of(sms("")), 403);
  EXPECT_EQ(untyped_status_of(envelope("call.completed", "{}")), 204);
}

TEST(WebhookNumbers, OfTypedPayloadsOfVersion2CountLikeTheOthers) {
  const auto status = [](const std::string& topic, const std::string& fields) {
    allo::WebhookReceiver receiver;
    int calls = 0;
    receiver.allowed_allo_numbers({"+14155550100"})
        .on<allo::v2::CallReceivedPayload>([&](const allo::v2::CallReceivedPayload&) { ++calls; })
        .on<allo::v2::CallTriggeredPayload>([&](const allo::v2::CallTriggeredPayload&) { ++calls; })
        .on<allo::v2::CallAnsweredPayload>([&](const allo::v2::CallAnsweredPayload&) { ++calls; })
        .on<allo::v2::CallCompletedPayload>([&](const allo::v2::CallCompletedPayload&) { ++calls; });
    const std::string body = envelope(topic, "{" + fields + "}");
    const int answer = receiver.respond({}, body).status;
    EXPECT_EQ(calls, answer == 204 ? 1 : 0) << body;
    EXPECT_EQ(untyped_status_of(body), answer) << body;
    return answer;
  };
  const std::string inward = R"("from_number":"+14155559999","to_number":"+14155550100")";
  const std::string outward = R"("from_number":"+14155550100","to":"+14155559999")";
  EXPECT_EQ(status("call.received", inward), 204);
  EXPECT_EQ(status("call.received", outward), 403);
  EXPECT_EQ(status("call.triggered", outward), 204);
  EXPECT_EQ(status("call.triggered", inward), 403);
  for (const char* topic : {"call.answered", "call.completed"}) {
    for (const char* direction : {"direction", "type"}) {
      const std::string name = "\"" + std::string{direction} + "\":";
      EXPECT_EQ(status(topic, inward + "," + name + R"("INBOUND")"), 204) << topic << direction;
      EXPECT_EQ(status(topic, outward + "," + name + R"("INBOUND")"), 403) << topic << direction;
      EXPECT_EQ(status(topic, outward + "," + name + R"("OUTBOUND")"), 204) << topic << direction;
      EXPECT_EQ(status(topic, inward + "," + name + R"("OUTBOUND")"), 403) << topic << direction;
    }
  }
  EXPECT_EQ(status("call.completed", outward + R"(,"type":"INBOUND","allo_number":"+14155550100")"), 204);
  EXPECT_EQ(status("call.completed", inward + R"(,"type":"INBOUND","original_to_number":"+14155559999")"), 403);
  EXPECT_EQ(status("call.completed", inward + R"(,"type":"INBOUND","allo_number":"+14155559999")"), 403);
  EXPECT_EQ(status("call.received", inward + R"(,"allo_number":"+14155559999")"), 403);
}

TEST(WebhookNumbers, AreComparedAfterNormalising) {
  for (const char* number : {"+1 415 555 0100", "+1-415-555-0100", "001 (415) 555.0100"}) {
    EXPECT_EQ(status_for_number(sms(R"("direction":"INBOUND","to_number":")" + std::string{number} + "\"")), 204)
        << number;
  }
  for (const char* number : {"14155550100", "+141555501000", "+1415555010", "", "anonymous", "+1415555010O"}) {
    EXPECT_EQ(status_for_number(sms(R"("direction":"INBOUND","to_number":")" + std::string{number} + "\"")), 403)
        << number;
  }
}

TEST(WebhookNumbers, OfTheServicesOwnExamplesDoToo) {
  allo::WebhookReceiver receiver;
  receiver.allowed_allo_numbers({"+0987654321"});
  EXPECT_EQ(receiver.respond({}, sms(R"("direction":"INBOUND","to_number":"+0987654321")")).status, 204);
  EXPECT_EQ(receiver.respond({}, sms(R"("direction":"INBOUND","to_number":"+0987654322")")).status, 403);
}

TEST(WebhookNumbers, DispatchChecksThemToo) {
  allo::WebhookReceiver receiver;
  receiver.allowed_allo_numbers({"+14155559999", "+14155559998"});
  EXPECT_THROW(receiver.dispatch(receiver.parse(call_body)), allo::WebhookNumberNotAllowedException);
  EXPECT_THROW(receiver.handle(call_body), allo::WebhookNumberNotAllowedException);
  EXPECT_THROW(receiver.accept(call_body, {}), allo::WebhookNumberNotAllowedException);
}

TEST(WebhookNumbers, TheListMustHoldNumbers) {
  EXPECT_THROW(allo::WebhookReceiver{}.allowed_allo_numbers({}), allo::InvalidArgumentException);
  EXPECT_THROW(allo::WebhookReceiver{}.allowed_allo_numbers({"+14155550100", "junk"}), allo::InvalidArgumentException);
}
