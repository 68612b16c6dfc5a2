#include "support/fake_transport.hpp"

#include <allo/sms.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace {

using test::FakeClient;
using test::refusal_of;
using test::respond;

TEST(Sms, IsSentFromANumber) {
  FakeClient fake;
  fake.transport->then(respond(200, R"({"data":{"from_number":"+1234567890","sender_id":null,
      "to_number":"+1234567891","type":"OUTBOUND","content":"Hi","start_date":"2024-01-15T10:30:00Z"}})"));
  const SentSms sent = fake.client().sms.send({.from = "+1234567890", .to = "+1234567891", .message = "Hi"});
  EXPECT_EQ(sent.from_number, "+1234567890");
  EXPECT_EQ(sent.sender_id, std::nullopt);
  EXPECT_EQ(sent.type, CallDirection::Outbound);
  const HttpRequest request = fake.transport->last();
  EXPECT_EQ(request.method, HttpMethod::Post);
  EXPECT_EQ(request.url, "https://api.test/v1/api/sms");
  EXPECT_EQ(request.body, R"({"from":"+1234567890","to":"+1234567891","message":"Hi"})");
}

TEST(Sms, IsSentUnderASenderId) {
  FakeClient fake;
  fake.transport->then(respond(201, R"({"data":{"from_number":null,"sender_id":"MyCompany",
      "to_number":"+33612345678","type":"OUTBOUND","content":"Bonjour","start_date":"2024-01-15T10:30:00Z"}})"));
  const SentSms sent =
      fake.client().sms.send_france({.sender_id = "MyCompany", .to = "+33612345678", .message = "Bonjour"});
  EXPECT_EQ(sent.from_number, std::nullopt);
  EXPECT_EQ(sent.sender_id, "MyCompany");
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/sms");
  EXPECT_EQ(fake.transport->last().body, R"({"sender_id":"MyCompany","to":"+33612345678","message":"Bonjour"})");
}

TEST(Sms, CountsCharactersAndNotBytes) {
  std::string thousand;
  for (int i = 0; i < 1000; ++i) thousand += "\xF0\x9F\x98\x80";
  FakeClient fake;
  fake.transport->always([](const HttpRequest&) { return respond(200, R"({"data":{}})"); });
  const AlloClient client = fake.client();
  const auto send = [&](std::string message) {
    client.sms.send({.from = "+1234567890", .to = "+1234567891", .message = std::move(message)});
  };
  EXPECT_NO_THROW(send(thousand));
  EXPECT_NO_THROW(send("x"));
  EXPECT_EQ(refusal_of([&] { send(thousand + "!"); }),
            "message has 1001 characters, more than the 1000 that are allowed");
  EXPECT_EQ(refusal_of([&] { send(""); }), "message is empty");
  EXPECT_EQ(refusal_of([&] { send("caf\xE9"); }), "message is not valid UTF-8");
  EXPECT_EQ(fake.transport->count(), 2U);
}

TEST(Sms, RefusesNumbersThatAreNone) {
  FakeClient fake;
  const AlloClient client = fake.client();
  const auto refusal = [&](const char* from, const char* to) {
    return refusal_of([&] { client.sms.send({.from = from, .to = to, .message = "Hi"}); });
  };
  EXPECT_EQ(refusal("", "+1234567891"), "from is empty");
  EXPECT_EQ(refusal("+1234567890", ""), "to is empty");
  EXPECT_EQ(refusal("MyCompany", "+1234567891").find("from is not in E.164 form"), 0U);
  for (const char* bad : {"+", "+1", "+1234567890123456", "12345678", "++123456", "+123456a", "+12 345", "+12\n"}) {
    EXPECT_EQ(refusal(bad, "+1234567891").find("from is not in E.164 form"), 0U) << bad;
  }
  const std::string to = refusal("+1234567890", "0612345678");
  EXPECT_EQ(to.find("to is not in E.164 form"), 0U);
  EXPECT_EQ(to.find("0612345678"), std::string::npos);
  EXPECT_EQ(refusal_of([&] {
              client.sms.send_france({.sender_id = "Shop", .to = "06", .message = "Hi"});
            }).find("to is not in E.164 form"),
            0U);
  EXPECT_EQ(fake.transport->count(), 0U);
}

TEST(Sms, TakesTheNumbersOfTheServicesOwnExamples) {
  FakeClient fake;
  fake.transport->always([](const HttpRequest&) { return respond(200, R"({"data":{}})"); });
  const AlloClient client = fake.client();
  for (const char* good : {"+0987654321", "+12", "+123456789012345"}) {
    EXPECT_NO_THROW(client.sms.send({.from = "+1234567890", .to = good, .message = "Hi"})) << good;
  }
}

TEST(Sms, ChecksTheSenderId) {
  FakeClient fake;
  fake.transport->always([](const HttpRequest&) { return respond(200, R"({"data":{}})"); });
  const AlloClient client = fake.client();
  const auto send = [&](std::string sender) {
    client.sms.send_france({.sender_id = std::move(sender), .to = "+33612345678", .message = "Hi"});
  };
  for (const char* good : {"ABC", "MyCompany11", "My Shop", "36200", "12345678901"}) EXPECT_NO_THROW(send(good));
  for (const char* bad : {"", "AB", "MyCompany112"}) {
    EXPECT_EQ(refusal_of([&] { send(bad); }), "sender_id must have 3 to 11 characters") << bad;
  }
  for (const char* bad : {"My-Shop", "Caf\xC3\xA9", "+33612", "a\r\nb", "Shop\t1"}) {
    EXPECT_EQ(refusal_of([&] { send(bad); }), "sender_id may hold letters, digits and spaces only") << bad;
  }
  EXPECT_EQ(refusal_of([&] { send("    "); }), "sender_id is blank");
  EXPECT_EQ(fake.transport->count(), 5U);
}

TEST(Sms, IsNeverSentTwiceUnlessItWasRefusedOrNeverLeft) {
  const auto tries = [](const std::function<void(test::FakeTransport&)>& script) {
    FakeClient fake;
    script(*fake.transport);
    fake.transport->always([](const HttpRequest&) { return respond(200, R"({"data":{}})"); });
    try {
      fake.client().sms.send({.from = "+1234567890", .to = "+1234567891", .message = "Hi"});
    } catch (const AlloException& error) {
      EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
    }
    return fake.transport->count();
  };
  for (const auto kind : {TransportError::Timeout, TransportError::Send, TransportError::Receive}) {
    EXPECT_EQ(tries([=](auto& t) { t.then_fail(kind, true); }), 1U);
    EXPECT_EQ(tries([=](auto& t) { t.then_fail(kind, false); }), 2U);
  }
  for (const int status : {408, 500, 502, 503, 504}) EXPECT_EQ(tries([=](auto& t) { t.then(respond(status)); }), 1U);
  EXPECT_EQ(tries([](auto& t) { t.then(respond(429)); }), 2U);
  EXPECT_EQ(tries([](auto& t) { t.then(respond(200, "<html>")); }), 1U);
}

}  // namespace
ALLO_NAMESPACE_END
