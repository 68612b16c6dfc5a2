#include "webhooks/deliveries.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_receiver.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace deliveries;
using namespace std::string_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

/// What a delivery is answered with, signed and unsigned, by receivers whose handlers cover every topic.
int status_of(const std::string& body) {
  int calls = 0;
  const auto cover = [&](allo::WebhookReceiver& receiver) {
    receiver.on_call_received([&](const allo::CallReceivedPayload&) { ++calls; })
        .on_sms_received([&](const allo::SmsReceivedPayload&) { ++calls; })
        .on_contact_created([&](const allo::ContactEventPayload&) { ++calls; })
        .on_contact_updated([&](const allo::ContactEventPayload&) { ++calls; })
        .on_unhandled([&](const allo::WebhookEvent&) { ++calls; })
        .on_error([](const std::exception& error, int) {
          EXPECT_THAT(error.what(), Not(HasSubstr(secret.substr(6)))) << "a secret in a text";
        });
  };
  allo::WebhookReceiver open;
  cover(open);
  const allo::WebhookResponse response = open.respond({}, body);
  EXPECT_EQ(calls, response.status == 204 ? 1 : 0);
  allo::WebhookReceiver strict = signed_receiver();
  cover(strict);
  EXPECT_EQ(strict.respond({}, body).status, body.size() > (1u << 20) ? 413 : 401);
  EXPECT_EQ(calls, response.status == 204 ? 1 : 0);
  const allo::WebhookDelivery delivery = signed_delivery(body);
  EXPECT_EQ(strict.respond(delivery.headers, delivery.body).status, response.status);
  return response.status;
}

/// The path and text of the refusal.
std::pair<std::string, std::string> refusal(const std::string& body) {
  allo::WebhookReceiver receiver;
  receiver.on_call_received([](const allo::CallReceivedPayload&) { FAIL(); });
  try {
    receiver.handle(body);
  } catch (const allo::InvalidWebhookPayloadException& error) {
    return {error.path(), error.what()};
  }
  ADD_FAILURE() << "accepted: " << body;
  return {};
}

}  // namespace

TEST(WebhookBadInput, WhatIsNoEnvelopeIsA400) {
  const std::vector<std::string> bodies = {
      "",
      " ",
      "\n",
      "null",
      "true",
      "42",
      "\"CALL_RECEIVED\"",
      "[]",
      "[" + call_body + "]",
      "{}",
      "not json",
      "<html><body>502 Bad Gateway</body></html>",
      "topic=CALL_RECEIVED&data=%7B%7D",
      R"({"topic":"CALL_RECEIVED"})",
      R"({"data":{}})",
      R"({"topic":null,"data":{}})",
      R"({"topic":7,"data":{}})",
      R"({"topic":{},"data":{}})",
      R"({"topic":{"name":"CALL_RECEIVED"},"data":{}})",
      R"({"topic":["CALL_RECEIVED"],"data":{}})",
      R"({"topic":true,"data":{}})",
      R"({"topic":"","data":{}})",
      R"({"topic":"CALL_RECEIVED","data":null})",
      R"({"topic":"CALL_RECEIVED","data":[]})",
      R"({"topic":"CALL_RECEIVED","data":[{"id":"x"}]})",
      R"({"topic":"CALL_RECEIVED","data":"{}"})",
      R"({"topic":"CALL_RECEIVED","data":5})",
      R"({"topic":"call.completed","version":2,"data":{}})",
      R"({"topic":"call.completed","version":"2.0","timestamp":"yesterday","data":{}})",
      R"({"topic":"call.completed","version":"2.0","timestamp":1700000000,"data":{}})",
      R"({'topic':'CALL_RECEIVED','data':{}})",
      R"({"topic":"CALL_RECEIVED","data":{},})",
      R"({"topic":"CALL_RECEIVED","data":{}}})",
      R"({"topic":"CALL_RECEIVED","data":{}} {"topic":"SMS_RECEIVED","data":{}})",
      R"({"topic":"CALL_RECEIVED","data":{} // a comment
      })",
      R"({"topic":"CALL_RECEIVED","data":{"id":NaN}})",
      R"({"topic":"CALL_RECEIVED","data":{"id":01}})",
      call_body + "x",
      "\0"s + call_body,
      call_body + "\0"s,
      R"({"topic":"CALL_RECEIVED)"s + '\0' + R"(","data":{}})",
      "{\"topic\":\"CALL_RECEIVED\",\"data\":{\"id\":\"a\nb\"}}",
      "\xff\xfe{\0}\0"s,
      "{\"topic\":\"CALL_RECEIVED\",\"data\":{\"id\":\"\xff\"}}",
      "{\"topic\":\"CALL_RECEIVED\",\"data\":{\"id\":\"\xc0\xaf\"}}",
      "{\"topic\":\"CALL_RECEIVED\",\"data\":{\"id\":\"\xed\xa0\x80\"}}",
      "{\"topic\":\"CALL_RECEIVED\",\"data\":{\"id\":\"\xf5\x80\x80\x80\"}}",
      "{\"topic\":\"\xff\",\"data\":{}}",
      R"({"topic":"CALL_RECEIVED","data":{"id":"\x41"}})",
      R"({"topic":"CALL_RECEIVED","data":{"id":"\u12"}})",
      R"({"topic":"CALL_RECEIVED","data":{"length_in_minutes":1e999}})",
      R"({"topic":"CALL_RECEIVED","data":{"length_in_minutes":-1e999}})",
      R"({"topic":"CALL_RECEIVED","data":{"length_in_minutes":)" + std::string(400, '9') + "}}",
  };
  for (const std::string& body : bodies) EXPECT_EQ(status_of(body), 400) << body;
}

TEST(WebhookBadInput, WhatTheFieldSendsIsNone) {
  for (const char* body : {
           R"({"topic":"CALL_RECEIVED","data":{"id":"cut \ud800"}})",
           R"({"topic":"CALL_RECEIVED","data":{"id":"\udc00\ud800","\ud83d":"\ud83dA"}})",
           R"({"topic":"CALL_RECEIVED","data":{"data_collected":[],"start_date":"2024-01-15 10:30"}})",
           R"({"topic":"CONTACT_UPDATED","data":{"company":{"id":"c","name":"Acme"}}})",
           R"({"topic":"PING","data":"x"})",
           R"({"topic":"PING"})",
           R"({"topic":"fax.received","data":[{"\ud83d":1}]})",
       }) {
    EXPECT_EQ(status_of(body), 204) << body;
  }
}

TEST(WebhookBadInput, APayloadOfTheWrongKindIsA400) {
  const std::vector<std::pair<std::string, std::string>> payloads = {
      {"CALL_RECEIVED", R"({"id":7})"},
      {"CALL_RECEIVED", R"({"id":{}})"},
      {"CALL_RECEIVED", R"({"start_date":"yesterday"})"},
      {"CALL_RECEIVED", R"({"start_date":1700000000})"},
      {"CALL_RECEIVED", R"({"start_date":"2024-02-30T10:00:00Z"})"},
      {"CALL_RECEIVED", R"({"to":["+14155550100"]})"},
      {"CALL_RECEIVED", R"({"length_in_minutes":"5.5"})"},
      {"CALL_RECEIVED", R"({"transcriptions":{}})"},
      {"CALL_RECEIVED", R"({"transcriptions":["Hello"]})"},
      {"CALL_RECEIVED", R"({"ivr_result":[[]]})"},
      {"CALL_RECEIVED", R"({"type":1})"},
      {"CALL_RECEIVED", R"({"transfer_from":"Ann"})"},
      {"SMS_RECEIVED", R"({"content":{}})"},
      {"SMS_RECEIVED", R"({"sent_at":true})"},
      {"SMS_RECEIVED", R"({"direction":[]})"},
      {"CONTACT_CREATED", R"({"emails":"ada@example.com"})"},
      {"CONTACT_UPDATED", R"({"numbers":[1415]})"},
      {"CONTACT_UPDATED", R"({"company":{"id":"c"}})"},
  };
  for (const auto& [topic, data] : payloads) EXPECT_EQ(status_of(envelope(topic, data)), 400) << data;
}

TEST(WebhookBadInput, ARefusalNamesThePath) {
  EXPECT_EQ(refusal(R"({"topic":{},"data":{}})").first, "topic");
  EXPECT_EQ(refusal(R"({"topic":"CALL_RECEIVED","data":[]})").first, "data");
  EXPECT_EQ(refusal(envelope("CALL_RECEIVED", R"({"start_date":"yesterday"})")).first, "data.start_date");
  EXPECT_EQ(refusal(envelope("CALL_RECEIVED", R"({"transcriptions":[{"text":"a"},{"text":7}]})")).first,
            "data.transcriptions[1].text");
  EXPECT_THAT(refusal(envelope("CALL_RECEIVED", R"({"id":7})")).second, HasSubstr("data.id"));
}

TEST(WebhookBadInput, OddButWholeDeliveriesAreAccepted) {
  EXPECT_EQ(status_of("  \r\n\t" + call_body + "\n"), 204);
  EXPECT_EQ(status_of("\xef\xbb\xbf" + call_body), 204);  // A byte order mark.
  EXPECT_EQ(status_of(envelope("CALL_RECEIVED", "{}")), 204);
  EXPECT_EQ(status_of(envelope("voicemail.created", R"({"id":"\u0000\ud83d\ude00"})")), 204);
  EXPECT_EQ(status_of(R"({"data":{"id":"c"},"extra":[1,{"data":[]}],"topic":"CALL_RECEIVED"})"), 204);
  EXPECT_EQ(status_of(envelope("CALL_RECEIVED", R"({"id":"c","news":{"a":[1,2,{"b":null}]}})")), 204);
  EXPECT_EQ(status_of(envelope("CALL_RECEIVED", R"({"type":"SIDEWAYS","result":"ABDUCTED"})")), 204);
  EXPECT_EQ(status_of(envelope(std::string(5'000, 'T'), "{}")), 204);
  EXPECT_EQ(status_of(envelope("CALL_RECEIVED", R"({"length_in_minutes":1e-999})")), 204);
}

TEST(WebhookBadInput, HalfAPairOfSurrogatesIsAReplacementCharacterAndKeptInTheText) {
  allo::WebhookReceiver receiver;
  std::vector<std::string> seen;
  receiver.on_sms_received([&](const allo::SmsReceivedPayload& sms, const allo::WebhookEvent& event) {
    seen.push_back(sms.content);
    EXPECT_NE(event.data.str().find(R"(\ud)"), std::string::npos);
  });
  for (const char* half : {R"(\ud83d)", R"(\udc00\ud800)", R"(\ud800A)"}) {
    const std::string data = R"({"id":"a","content":"cut )" + std::string{half} + "\"}";
    EXPECT_EQ(receiver.respond({}, envelope("SMS_RECEIVED", data)).status, 204) << half;
    EXPECT_EQ(receiver.respond({}, envelope("PING", data)).status, 204) << half;
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"cut \xef\xbf\xbd", "cut \xef\xbf\xbd\xef\xbf\xbd",
                                            "cut \xef\xbf\xbd"
                                            "A"}));
}

TEST(WebhookBadInput, DepthIsBounded) {
  // The envelope is level 1, its data level 2.
  EXPECT_EQ(status_of(envelope("x", R"({"a":)" + nested(62) + "}")), 204);
  EXPECT_EQ(status_of(envelope("x", R"({"a":)" + nested(63) + "}")), 400);
  EXPECT_EQ(status_of(envelope("x", R"({"a":)" + nested(100'000) + "}")), 400);
  EXPECT_EQ(status_of(envelope("CALL_RECEIVED", nested(100'000, R"({"a":)", "}"))), 400);
  EXPECT_EQ(status_of(std::string(100'000, '[')), 400);
  EXPECT_EQ(status_of(nested(50'000, R"({"topic":)", "}")), 400);
}

TEST(WebhookBadInput, DepthCanBeSet) {
  allo::WebhookReceiver receiver;
  receiver.max_depth(3);
  EXPECT_EQ(receiver.respond({}, envelope("x", R"({"a":[]})")).status, 204);
  EXPECT_EQ(receiver.respond({}, envelope("x", R"({"a":[[]]})")).status, 400);
  EXPECT_THROW(allo::WebhookReceiver{}.max_depth(1), allo::InvalidArgumentException);
  EXPECT_THROW(allo::WebhookReceiver{}.max_depth(129), allo::InvalidArgumentException);
  EXPECT_NO_THROW(allo::WebhookReceiver{}.max_depth(128));
}

TEST(WebhookBadInput, SizeIsBoundedBeforeAnythingElse) {
  const std::size_t limit = std::size_t{1} << 20;
  const std::string frame = envelope("x", R"({"a":""})");
  const std::string fitting = envelope("x", R"({"a":")" + std::string(limit - frame.size(), 'a') + "\"}");
  ASSERT_EQ(fitting.size(), limit);
  EXPECT_EQ(status_of(fitting), 204);
  EXPECT_EQ(status_of(fitting + " "), 413);
  EXPECT_EQ(status_of(std::string(10 * limit, '[')), 413);
  EXPECT_EQ(status_of(std::string(10 * limit, ' ') + call_body), 413);
  allo::WebhookReceiver receiver;
  receiver.max_body_size(10);
  EXPECT_EQ(receiver.respond({}, "12345678901").status, 413);
  EXPECT_EQ(receiver.respond({}, "1234567890").status, 400);
  EXPECT_THROW(receiver.parse("12345678901"), allo::WebhookTooLargeException);
}

TEST(WebhookBadInput, IdsAreCheckedOnUnsignedDeliveriesToo) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.on_unhandled([&](const allo::WebhookEvent& event) {
    ++calls;
    EXPECT_EQ(event.id, "msg_1");
  });
  for (const std::string& id : {""s, "a.b"s, "a b"s, "a\tb"s, "\x80"s, std::string(257, 'a')}) {
    EXPECT_EQ(receiver.respond({{"webhook-id", id}}, call_body).status, 400) << id;
  }
  for (const std::string& id : {"a\nb"s, "a\r\nwebhook-id: b"s, "\0"s, "a\0b"s, "\x1b[2J"s, "\x7f"s}) {
    const std::vector<std::pair<std::string, std::string>> headers = {{"webhook-id", id}};
    EXPECT_EQ(receiver.respond(allo::webhook_headers(headers), call_body).status, 400) << id;
    EXPECT_EQ(signed_receiver().respond(allo::webhook_headers(headers), call_body).status, 401) << id;
  }
  EXPECT_EQ(receiver.respond({{"webhook-id", "msg_1"}, {"Webhook-Id", "msg_1"}}, call_body).status, 400);
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(receiver.respond({{"webhook-id", "msg_1"}}, call_body).status, 204);
  EXPECT_EQ(calls, 1);
}

TEST(WebhookBadInput, OfDuplicateKeysTheLastOneCountsEverywhere) {
  allo::WebhookReceiver receiver;
  int calls = 0;
  receiver.on_sms_received([&](const allo::SmsReceivedPayload& sms, const allo::WebhookEvent& event) {
    ++calls;
    EXPECT_EQ(sms.id, "last");
    EXPECT_EQ(event.get("id"), "last");
    EXPECT_EQ(event.data.str().find("first"), std::string::npos);
  });
  EXPECT_EQ(receiver
                .respond({}, R"({"topic":"CALL_RECEIVED","topic":"SMS_RECEIVED",
                                 "data":{"id":"first"},"data":{"id":"middle","id":"last"}})")
                .status,
            204);
  EXPECT_EQ(calls, 1);
}

TEST(WebhookBadInput, ResponsesSayNothingOfTheDelivery) {
  allo::WebhookReceiver receiver = signed_receiver();
  receiver.on_call_received([](const allo::CallReceivedPayload&) { throw std::runtime_error("SELECT * FROM calls"); });
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  for (const allo::WebhookResponse& response :
       {receiver.respond(delivery.headers, delivery.body), receiver.respond({}, "<script>alert(1)</script>"),
        receiver.respond({{"webhook-id", "<script>"}}, "x")}) {
    EXPECT_THAT(response.body, StartsWith(R"({"error":")"));
    for (const char* leak : {"script", "SELECT", "call", "json", "JSON", "data", "topic"}) {
      EXPECT_THAT(response.body, Not(HasSubstr(leak)));
    }
  }
}
