#include "webhooks/deliveries.hpp"

#include <allo/errors.hpp>
#include <allo/webhook_receiver.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <new>
#include <string>
#include <utility>
#include <vector>

using namespace deliveries;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

static_assert(noexcept(std::declval<allo::WebhookReceiver&>().respond({}, "")));
static_assert(std::is_nothrow_move_constructible_v<allo::WebhookReceiver>);
static_assert(!std::is_copy_constructible_v<allo::WebhookReceiver>);

TEST(WebhookRespond, ADeliveryThatIsDoneIsA204) {
  allo::WebhookReceiver receiver = signed_receiver();
  receiver.on_call_received([](const allo::CallReceivedPayload&) {});
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  const allo::WebhookResponse response = receiver.respond(delivery.headers, delivery.body);
  EXPECT_EQ(response.status, 204);
  EXPECT_THAT(response.body, IsEmpty());
}

TEST(WebhookRespond, WhateverAHandlerThrowsIsA500) {
  const std::vector<std::function<void()>> throwers = {
      [] { throw std::runtime_error("x"); },
      [] { throw 42; },
      [] { throw "text"; },
      [] { throw std::bad_alloc(); },
      // What would be a refusal had the receiver thrown it.
      [] { throw allo::WebhookSignatureException("x"); },
      [] { throw allo::WebhookNumberNotAllowedException("x"); },
      [] { throw allo::InvalidWebhookPayloadException("data", "x"); },
      [] { throw allo::WebhookTooLargeException(1, 2); },
      [] { throw allo::WebhookInProgressException("x"); },
      [] { throw allo::DecodeException("data", "x"); },
  };
  for (const auto& thrower : throwers) {
    allo::WebhookReceiver receiver;
    receiver.on_call_received([&](const allo::CallReceivedPayload&) { thrower(); });
    const allo::WebhookResponse response = receiver.respond({}, call_body);
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body, R"({"error":"internal error"})");
    // The receiver stays usable.
    EXPECT_EQ(receiver.respond({}, sms_body).status, 204);
  }
}

TEST(WebhookRespond, FailuresReachOnErrorWithTheirStatus) {
  std::vector<std::pair<int, std::string>> seen;
  allo::WebhookReceiver receiver = signed_receiver();
  receiver.on_error([&](const std::exception& error, int status) { seen.emplace_back(status, error.what()); })
      .on_error([](const std::exception&, int) { throw std::runtime_error("the log is full"); })
      .max_body_size(5'000)
      .allowed_allo_numbers({"+14155559999"})
      .on("boom", [](const allo::WebhookEvent&) { throw std::runtime_error("database away"); })
      .on("odd", [](const allo::WebhookEvent&) { throw 7; });
  const auto deliver = [&](const std::string& body) {
    const allo::WebhookDelivery delivery = signed_delivery(body);
    return receiver.respond(delivery.headers, delivery.body).status;
  };
  EXPECT_EQ(deliver("junk"), 400);
  EXPECT_EQ(receiver.respond({}, call_body).status, 401);
  EXPECT_EQ(deliver(call_body), 403);
  EXPECT_EQ(deliver(std::string(5'001, ' ')), 413);
  EXPECT_EQ(deliver(envelope("boom", "{}")), 500);
  EXPECT_EQ(deliver(envelope("odd", "{}")), 500);
  EXPECT_EQ(deliver(envelope("fine", "{}")), 204);
  EXPECT_THAT(seen, ElementsAre(Pair(400, testing::_), Pair(401, HasSubstr("webhook-id")),
                                Pair(403, HasSubstr("number")), Pair(413, HasSubstr("5001")),
                                Pair(500, "database away"), Pair(500, HasSubstr("std::exception"))));
}

TEST(WebhookRespond, QueuesInsteadOfHandlingWhereAsked) {
  allo::WebhookReceiver receiver = signed_receiver();
  int calls = 0;
  receiver.deduplicate().on_call_received([&](const allo::CallReceivedPayload&) { ++calls; });
  std::vector<allo::WebhookEvent> queue;
  const auto enqueue = [&](allo::WebhookEvent event) {
    if (queue.size() == 2) return false;
    queue.push_back(std::move(event));
    return true;
  };
  const allo::WebhookDelivery delivery = signed_delivery(call_body, "msg_9");
  EXPECT_EQ(receiver.respond(delivery.headers, delivery.body, enqueue).status, 202);
  EXPECT_EQ(receiver.respond(delivery.headers, delivery.body, enqueue).status, 202);
  EXPECT_EQ(receiver.respond(delivery.headers, delivery.body, enqueue).status, 503);
  EXPECT_EQ(calls, 0);
  ASSERT_EQ(queue.size(), 2u);
  EXPECT_EQ(queue[0].id, "msg_9");
  for (const allo::WebhookEvent& event : queue) receiver.dispatch(event);
  EXPECT_EQ(calls, 1);
}

TEST(WebhookRespond, ChecksBeforeItQueues) {
  allo::WebhookReceiver receiver = signed_receiver();
  receiver.allowed_allo_numbers({"+14155559999"}).on_sms_received([](const allo::SmsReceivedPayload&) {});
  const auto never = [](allo::WebhookEvent) -> bool {
    ADD_FAILURE();
    return true;
  };
  const auto deliver = [&](const std::string& body) {
    const allo::WebhookDelivery delivery = signed_delivery(body);
    return receiver.respond(delivery.headers, delivery.body, never).status;
  };
  EXPECT_EQ(deliver("junk"), 400);
  EXPECT_EQ(deliver(envelope("SMS_RECEIVED", R"({"content":7})")), 400);
  EXPECT_EQ(deliver(call_body), 403);
  EXPECT_EQ(receiver.respond({}, call_body, never).status, 401);
  const allo::WebhookDelivery contact = signed_delivery(contact_body);
  const auto throwing = [](allo::WebhookEvent) -> bool { throw std::runtime_error("x"); };
  EXPECT_EQ(receiver.respond(contact.headers, contact.body, throwing).status, 500);
  EXPECT_EQ(receiver.respond(contact.headers, contact.body, nullptr).status, 500);
}

TEST(WebhookRespond, OnErrorIsToldWhenThereIsNoRoom) {
  allo::WebhookReceiver receiver;
  std::vector<std::pair<int, std::string>> seen;
  receiver.on_error([&](const std::exception& error, int status) {
    EXPECT_NE(dynamic_cast<const allo::WebhookUnavailableException*>(&error), nullptr);
    seen.emplace_back(status, error.what());
  });
  EXPECT_EQ(receiver.respond({}, call_body, [](allo::WebhookEvent) { return false; }).status, 503);
  EXPECT_EQ(receiver.respond({}, call_body, [](allo::WebhookEvent) { return true; }).status, 202);
  const auto away = [](allo::WebhookEvent) -> bool { throw allo::WebhookUnavailableException("the broker is away"); };
  EXPECT_EQ(receiver.respond({}, call_body, away).status, 503);
  EXPECT_THAT(seen, ElementsAre(Pair(503, HasSubstr("no room")), Pair(503, "the broker is away")));
}

TEST(WebhookRespond, AnErrorHandlerThatThrowsDoesNotSilenceTheNext) {
  allo::WebhookReceiver receiver;
  std::vector<std::string> seen;
  receiver.on_error([](const std::exception&, int) { throw std::runtime_error("the log is full"); })
      .on_error([&](const std::exception&, int status) { seen.push_back("second " + std::to_string(status)); })
      .on_error([](const std::exception&, int) { throw 7; })
      .on_error([&](const std::exception&, int status) { seen.push_back("fourth " + std::to_string(status)); });
  EXPECT_EQ(receiver.respond({}, "junk").status, 400);
  EXPECT_THAT(seen, ElementsAre("second 400", "fourth 400"));
  EXPECT_EQ(receiver.respond({}, call_body, [](allo::WebhookEvent) { return false; }).status, 503);
  EXPECT_THAT(seen, ElementsAre("second 400", "fourth 400", "second 503", "fourth 503"));
}

TEST(WebhookRespond, AHandlerThatCannotWorkNowIsA503) {
  allo::WebhookReceiver receiver;
  receiver.on_call_received(
      [](const allo::CallReceivedPayload&) { throw allo::WebhookUnavailableException("the database is away"); });
  EXPECT_EQ(receiver.respond({}, call_body).status, 503);
}

namespace {

/// A string of another library, as Boost's is: it has data() and size(), and no way to the standard's.
struct ForeignText {
  std::string text;
  const char* data() const { return text.data(); }
  std::size_t size() const { return text.size(); }
};

/// A field as Boost.Beast has them.
struct ForeignField {
  std::string name;
  std::string text;
  ForeignText name_string() const { return {name}; }
  ForeignText value() const { return {text}; }
};

}  // namespace

TEST(WebhookRespond, TakesTheHeadersOfAnyRange) {
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  std::vector<std::pair<std::string_view, std::string_view>> views{{"host", "example.com"}};
  std::vector<ForeignField> fields{{"Host", "example.com"}, {"", ""}, {"X", "\x01\n"}};
  std::vector<std::pair<ForeignText, ForeignText>> foreign;
  std::map<std::string, std::string, std::less<>> map{{"x y", "\x7f"}};
  for (const allo::HttpHeader header : delivery.headers) {
    views.emplace_back(header.name, header.value);
    fields.push_back({std::string{header.name}, std::string{header.value}});
    foreign.push_back({{std::string{header.name}}, {std::string{header.value}}});
    map.emplace(header.name, header.value);
  }
  allo::WebhookReceiver receiver = signed_receiver();
  for (const allo::HttpHeaders& headers :
       {allo::webhook_headers(views), allo::webhook_headers(fields), allo::webhook_headers(foreign),
        allo::webhook_headers(map), allo::webhook_headers(delivery.headers)}) {
    EXPECT_EQ(headers.size(), 3u);
    EXPECT_EQ(receiver.respond(headers, delivery.body).status, 204);
  }
}

TEST(WebhookRespond, AHeaderWithAControlByteEndsNothing) {
  for (const std::string& bad :
       {std::string{"\x01"}, std::string{"a\r\nb"}, std::string{"\0", 1}, std::string{"\x7f"}}) {
    for (const char* name : {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
      const std::vector<std::pair<std::string, std::string>> pairs{{name, bad}};
      EXPECT_NO_THROW({
        const allo::HttpHeaders headers = allo::webhook_headers(pairs);
        EXPECT_EQ(headers.get(name), "");
        EXPECT_EQ(signed_receiver().respond(headers, call_body).status, 401);
      });
    }
    allo::HttpHeaders headers;
    EXPECT_FALSE(headers.try_add("webhook-id", bad));
    EXPECT_FALSE(headers.try_add(bad, "msg_1"));
    EXPECT_FALSE(headers.try_add("", "msg_1"));
    EXPECT_FALSE(headers.try_add("a b", "msg_1"));
    EXPECT_TRUE(headers.empty());
    EXPECT_TRUE(headers.try_add("webhook-id", "msg_1\t"));
    EXPECT_EQ(headers.get("webhook-id"), "msg_1\t");
  }
}

TEST(WebhookRespond, TakesTheHeadersOfAnyServer) {
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  std::multimap<std::string, std::string> headers{{"User-Agent", "a\nb"}};
  for (const allo::HttpHeader header : delivery.headers) headers.emplace(header.name, header.value);
  allo::WebhookReceiver receiver = signed_receiver();
  EXPECT_EQ(receiver.respond(allo::webhook_headers(headers), delivery.body).status, 204);
}
