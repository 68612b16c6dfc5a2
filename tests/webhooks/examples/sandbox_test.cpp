#include "support/daemon.hpp"
#include "support/ports.hpp"

#include <allo/client.hpp>
#include <allo/testing/sandbox.hpp>

#include <gtest/gtest.h>
#include <httplib.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

using allo::test::Daemon;
using allo::testing::DeliveryStatus;
using allo::testing::EnvelopeForm;
using allo::testing::Sandbox;

namespace {

const std::string token = "0123456789abcdef0123456789abcdef";

/// A sandbox whose webhook is webhook_server.
class SandboxDelivers : public testing::Test {
 protected:
  /// Starts the server, with the webhook's secret where deliveries are signed.
  void start(EnvelopeForm form, std::vector<allo::OpenEnum<allo::WebhookTopic>> topics = {
                                    allo::WebhookTopic::CallReceived, allo::WebhookTopic::SmsReceived,
                                    allo::WebhookTopic::ContactCreated, allo::WebhookTopic::ContactUpdated}) {
    allo::testing::Quirks quirks = sandbox.quirks();
    quirks.envelope = form;
    sandbox.set_quirks(quirks);
    const allo::Webhook webhook =
        allo.webhooks.create({.allo_number = "+1234567890",
                              .url = "http://127.0.0.1:" + std::to_string(port.port()) + "/webhooks/allo/" + token,
                              .topics = std::move(topics)});
    std::map<std::string, std::string> environment{{"ALLO_WEBHOOK_TOKEN", token}};
    if (form != EnvelopeForm::V1) environment["ALLO_WEBHOOK_SECRETS"] = sandbox.signing_secret(webhook.id);
    server = std::make_unique<Daemon>(
        ALLO_WEBHOOK_SERVER, std::vector<std::string>{"--port", std::to_string(port.port()), "--number", "+1234567890"},
        environment);
    ASSERT_EQ(server->wait_for_port(), port.port()) << server->output();
  }

  /// A call, a message, a new contact and a change of it.
  void make_events() {
    sandbox.simulate_incoming_call({.from = "+12025550100", .length_in_minutes = 2.0, .summary = "Order status"});
    sandbox.simulate_incoming_sms({.from = "+12025550100", .content = "Is it ready?"});
    const allo::Contact contact = allo.contacts.create({.numbers = {"+12025550199"}, .name = "Grace"});
    allo.contacts.update(contact.id, {.name = "Grace H."});
    ASSERT_TRUE(sandbox.wait_for_deliveries());
    for (const auto& delivery : sandbox.deliveries()) {
      EXPECT_EQ(delivery.status, DeliveryStatus::Delivered) << delivery.topic << "\n" << server->output();
      EXPECT_EQ(delivery.attempts.at(0).status, 202) << delivery.topic;
    }
  }

  void expect_version_1() {
    EXPECT_EQ(sandbox.deliveries().size(), 4u);
    EXPECT_NE(server->wait_for_line("from +12025550100 to +1234567890: Is it ready?"), "");
    EXPECT_NE(server->wait_for_line("ANSWERED from +12025550100 to +1234567890"), "");
    EXPECT_NE(server->wait_for_line("contact created"), "");
    EXPECT_NE(server->wait_for_line("contact updated"), "");
  }

  // The secret that the server is started with comes with the webhook, and the webhook's URL has the port.
  allo::test::ReservedPort port;
  Sandbox sandbox;
  allo::AlloClient allo{sandbox.client_options()};
  std::unique_ptr<Daemon> server;
};

}  // namespace

TEST_F(SandboxDelivers, EveryTopicOfVersion1) {
  start(EnvelopeForm::V1);
  make_events();
  expect_version_1();
}

TEST_F(SandboxDelivers, EveryTopicOfVersion1Signed) {
  start(EnvelopeForm::V1Signed);
  make_events();
  for (const auto& delivery : sandbox.deliveries()) EXPECT_TRUE(delivery.is_signed) << delivery.topic;
  expect_version_1();
}

TEST_F(SandboxDelivers, SignedEventsOfVersion2) {
  start(EnvelopeForm::V2Signed);
  make_events();
  allo.sms.send({.from = "+1234567890", .to = "+12025550100", .message = "It is."});
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  std::set<std::string> topics;
  for (const auto& delivery : sandbox.deliveries()) {
    EXPECT_TRUE(delivery.is_signed) << delivery.topic;
    const std::string topic = allo::JsonText{delivery.body}.get("topic").value();
    topics.insert(topic);
    EXPECT_NE(server->wait_for_line("event " + topic), "") << server->output();
  }
  EXPECT_EQ(topics, (std::set<std::string>{"call.completed", "contact.created", "contact.updated", "sms.received",
                                           "sms.sent"}));
}

TEST_F(SandboxDelivers, EveryTopicOfVersion2) {
  using allo::WebhookTopic;
  start(EnvelopeForm::V2Signed, {WebhookTopic::CallReceivedV2, WebhookTopic::CallTriggered, WebhookTopic::CallAnswered,
                                 WebhookTopic::CallCompleted, WebhookTopic::TagAdded, WebhookTopic::TagRemoved,
                                 WebhookTopic::SmsReceivedV2, WebhookTopic::SmsSentV2, WebhookTopic::ContactCreatedV2,
                                 WebhookTopic::ContactUpdatedV2, WebhookTopic::SummaryUpdated});
  for (const char* topic :
       {"call.received", "call.triggered", "call.answered", "tag.added", "tag.removed", "summary.updated"}) {
    EXPECT_EQ(sandbox.simulate_event({.topic = topic, .data = allo::JsonText{R"({"id":"evt_1"})"}}), 1u) << topic;
  }
  make_events();
  allo.sms.send({.from = "+1234567890", .to = "+12025550100", .message = "It is."});
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  EXPECT_EQ(sandbox.deliveries().size(), 11u);
  for (const auto& delivery : sandbox.deliveries()) {
    EXPECT_EQ(delivery.status, DeliveryStatus::Delivered) << delivery.topic;
    EXPECT_TRUE(delivery.is_signed) << delivery.topic;
    EXPECT_NE(server->wait_for_line("event " + delivery.topic), "") << server->output();
  }
}

TEST_F(SandboxDelivers, WhatTheProxySent) {
  start(EnvelopeForm::V1);
  Daemon proxy{ALLO_WEBHOOK_PROXY,
               {},
               {{"ALLO_PROXY_TOKEN", token}, {"ALLO_API_KEY", sandbox.key()}, {"ALLO_BASE_URL", sandbox.base_url()}}};
  httplib::Client client{"127.0.0.1", proxy.wait_for_port()};
  const httplib::Result result =
      client.Post("/sms", {{"Authorization", "Bearer " + token}},
                  R"({"from":"+1234567890","to":"+12025550143","message":"On its way"})", "application/json");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200) << result->body;
  ASSERT_TRUE(sandbox.wait_for_deliveries());
  EXPECT_NE(server->wait_for_line("OUTBOUND from +1234567890 to +12025550143: On its way"), "") << server->output();
}
