#include "missed_calls.hpp"

#include <allo/testing/sandbox.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using allo::testing::Fault;
using allo::testing::FaultKind;
using allo::testing::IncomingCall;
using allo::testing::Sandbox;

/// What John Doe, a contact of every sandbox, calls from.
constexpr const char* john = "+12025550100";

class MissedCallsTest : public testing::Test {
 protected:
  MissedCallsTest() {
    allo.webhooks.create(
        {.allo_number = "+1234567890", .url = "http://127.0.0.1/calls", .topics = {allo::WebhookTopic::CallReceived}});
    // The deliveries are read from the sandbox's log below, so that the tests need no web server.
    sandbox.hold_deliveries();
  }

  static allo::testing::SandboxOptions options() {
    allo::testing::SandboxOptions options;
    // What was expected of the service and did not happen, or happened unexpectedly, fails the test.
    options.on_unmet = [](std::string_view report) { ADD_FAILURE() << report; };
    return options;
  }

  /// Somebody calls and reaches the voice mail; the body of the delivery that reports it.
  std::string missed_call(const std::string& from) {
    sandbox.simulate_incoming_call({.from = from, .result = allo::CallResult::Voicemail});
    return sandbox.deliveries().back().body;
  }

  /// The status that the service answers to a delivery with, which in version 1 comes without an id or a signature.
  int deliver(const std::string& body) { return service.on_delivery({}, body).status; }

  /// The messages that went to a number.
  int texts_to(const std::string& number) const {
    int count = 0;
    for (const allo::SmsMessage& message : sandbox.messages()) {
      if (message.to_number == number && message.content.find("we missed your call") != std::string::npos) ++count;
    }
    return count;
  }

  Sandbox sandbox{options()};
  allo::AlloClient allo{sandbox.client_options()};
  MissedCalls service{allo};
};

TEST_F(MissedCallsTest, TextsBack) {
  // From here on, any other request to Allo fails the test as well.
  sandbox.expect_request({.method = "POST", .route = "/sms", .body = R"({"from":"+1234567890","to":"+12025550100"})"});
  EXPECT_EQ(deliver(missed_call(john)), 204);
  EXPECT_EQ(sandbox.messages().back().content, "Hello John Doe, we missed your call. We will call you back today.");
}

TEST_F(MissedCallsTest, TextsNobodyWhoWasAnsweredOrHidesTheNumber) {
  sandbox.simulate_incoming_call({.from = john, .result = allo::CallResult::Answered});
  EXPECT_EQ(deliver(sandbox.deliveries().back().body), 204);
  EXPECT_EQ(deliver(missed_call("anonymous")), 204);
  EXPECT_TRUE(sandbox.requests().size() == 1) << "only the webhook of this test was created";
}

TEST_F(MissedCallsTest, TextsOnceForADeliveryThatComesTwice) {
  const std::string body = missed_call(john);
  EXPECT_EQ(deliver(body), 204);
  EXPECT_EQ(deliver(body), 200);
  EXPECT_EQ(texts_to(john), 1);
}

TEST_F(MissedCallsTest, WaitsOutARateLimit) {
  sandbox.arm({.kind = FaultKind::RateLimitSeconds, .route = "/sms", .retry_after = std::chrono::seconds{0}});
  EXPECT_EQ(deliver(missed_call(john)), 204);
  EXPECT_EQ(texts_to(john), 1);
}

TEST_F(MissedCallsTest, NeverTextsTwiceWhenTheAnswerIsLost) {
  sandbox.arm({.kind = FaultKind::ResetAfterReading, .route = "/sms", .carry_out = true});
  const std::string body = missed_call(john);
  EXPECT_EQ(deliver(body), 204);
  EXPECT_EQ(deliver(body), 200) << "Allo delivers once more";
  EXPECT_EQ(texts_to(john), 1);
}

TEST_F(MissedCallsTest, AsksForAnotherDeliveryWhenAlloIsDown) {
  sandbox.arm({.kind = FaultKind::Status, .route = "/sms", .status = 503});
  const std::string body = missed_call(john);
  EXPECT_EQ(deliver(body), 500);
  EXPECT_EQ(deliver(body), 204) << "the next time";
  EXPECT_EQ(texts_to(john), 1);
}

TEST_F(MissedCallsTest, GivesUpOnALandline) {
  const std::string body = missed_call("+442079460555");
  EXPECT_EQ(deliver(body), 204) << "the sandbox answers TO_NUMBER_COUNTRY_MISMATCH";
  EXPECT_EQ(texts_to("+442079460555"), 0);
}

}  // namespace
