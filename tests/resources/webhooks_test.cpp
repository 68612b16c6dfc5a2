#include "support/fake_transport.hpp"

#include <allo/webhooks.hpp>

#include <gtest/gtest.h>

#include <functional>

ALLO_NAMESPACE_BEGIN
namespace {

using test::FakeClient;
using test::refusal_of;
using test::respond;

TEST(Webhooks, AreListed) {
  FakeClient fake;
  fake.transport->then(respond(200, R"({"data":[{"id":"wh_1","allo_number":"+1234567890","enabled":true,
      "url":"https://example.com/hook","topics":["CALL_RECEIVED","NEW_TOPIC"]}]})"));
  const auto webhooks = fake.client().webhooks.list();
  ASSERT_EQ(webhooks.size(), 1U);
  EXPECT_EQ(webhooks[0].id, "wh_1");
  ASSERT_EQ(webhooks[0].topics.size(), 2U);
  EXPECT_EQ(webhooks[0].topics[0], WebhookTopic::CallReceived);
  EXPECT_EQ(webhooks[0].topics[1].text(), "NEW_TOPIC");
  EXPECT_EQ(fake.transport->last().url, "https://api.test/v1/api/webhooks");
  EXPECT_EQ(fake.transport->last().method, HttpMethod::Get);
}

TEST(Webhooks, AreCreated) {
  FakeClient fake;
  fake.transport->then(respond(201, R"({"data":{"id":"wh_2","alloNumber":"+1234567890","enabled":true,
      "url":"https://example.com/hook","topics":["CALL_RECEIVED"]}})"));
  const Webhook created =
      fake.client().webhooks.create({.allo_number = "+1234567890",
                                     .url = "https://example.com/hook",
                                     .topics = {WebhookTopic::CallReceived, WebhookTopic::SmsReceived}});
  EXPECT_EQ(created.id, "wh_2");
  EXPECT_EQ(created.allo_number, "+1234567890");
  const HttpRequest request = fake.transport->last();
  EXPECT_EQ(request.method, HttpMethod::Post);
  EXPECT_EQ(request.url, "https://api.test/v1/api/webhooks");
  const JsonText body{request.body};
  EXPECT_EQ(body.get("allo_number"), "+1234567890");
  EXPECT_EQ(body.get("enabled"), "true");
  EXPECT_EQ(body.get("url"), "https://example.com/hook");
  EXPECT_EQ(body.get("topics"), R"(["CALL_RECEIVED","SMS_RECEIVED"])");
}

TEST(Webhooks, AreNotCreatedFromWhatCannotWork) {
  FakeClient fake;
  const auto refusal = [&](const std::function<void(CreateWebhookInput&)>& change) {
    CreateWebhookInput input{
        .allo_number = "+1234567890", .url = "https://example.com/hook", .topics = {WebhookTopic::CallReceived}};
    change(input);
    return refusal_of([&] { fake.client().webhooks.create(input); });
  };
  EXPECT_EQ(refusal([](auto& i) { i.allo_number.clear(); }), "allo_number is empty");
  EXPECT_EQ(refusal([](auto& i) { i.allo_number = "12345"; }).find("allo_number is not in E.164 form"), 0U);
  for (const char* url : {"", "example.com", "ftp://example.com", "https://", "https://a b/", "https://a\r\nb"}) {
    EXPECT_EQ(refusal([&](auto& i) { i.url = url; }), "url is not an absolute https or http URL") << url;
  }
  EXPECT_NE(refusal([](auto& i) { i.url = "https://example.com/\xFF"; }).find("url"), std::string::npos);
  EXPECT_EQ(refusal([](auto& i) { i.topics.clear(); }), "topics is empty");
  EXPECT_EQ(refusal([](auto& i) { i.topics.push_back(WebhookTopic::Unknown); }), "topics holds WebhookTopic::Unknown");
  EXPECT_EQ(fake.transport->count(), 0U);
}

TEST(Webhooks, AreRemovedWhateverTheBodySays) {
  FakeClient fake;
  fake.transport->then(respond(200, R"({"data":{}})")).then(respond(204)).then(respond(202, "<html>gone"));
  const AlloClient client = fake.client();
  for (const char* id : {"wh_1", "a/b", ".."}) EXPECT_NO_THROW(client.webhooks.remove(id));
  const auto requests = fake.transport->requests();
  EXPECT_EQ(requests[0].method, HttpMethod::Delete);
  EXPECT_EQ(requests[0].url, "https://api.test/v1/api/webhooks/wh_1");
  EXPECT_EQ(requests[0].body, "");
  EXPECT_EQ(requests[1].url, "https://api.test/v1/api/webhooks/a%2Fb");
  EXPECT_EQ(requests[2].url, "https://api.test/v1/api/webhooks/%2E%2E");
  EXPECT_EQ(refusal_of([&] { client.webhooks.remove(""); }), "id is empty");
}

}  // namespace
ALLO_NAMESPACE_END
