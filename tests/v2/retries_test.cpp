#include "support/fault_server.hpp"
#include "v2/operations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

/// Repeating over real sockets: what the server saw, and what the caller is told.
namespace allo::test {
namespace {

using namespace std::chrono_literals;

using Answer = std::function<Script(int number, const SeenRequest&)>;

/// A server that answers the requests by their number, from 0, and a client of each version.
class Retries : public testing::Test {
 protected:
  void serve(Answer answer) {
    server_ = std::make_unique<FaultServer>(
        FaultServer::Options{.on_request = [this, answer = std::move(answer)](const SeenRequest& request) {
          return answer(count_++, request);
        }});
    options_.api_key = test_key;
    options_.base_url = server_->url("/v1/api");
    options_.transport = make_curl_transport();
    options_.retry.initial_delay = 1ms;
    options_.retry.max_delay = 2s;
  }
  v2::Client client() const { return v2::Client{AlloClient{options_}}; }

  std::vector<SeenRequest> seen() const { return server_->requests(); }
  std::set<std::string> keys() const {
    std::set<std::string> keys;
    for (const SeenRequest& request : seen()) keys.insert(request.header("Idempotency-Key").value_or(""));
    return keys;
  }

  std::atomic<int> count_{0};
  std::unique_ptr<FaultServer> server_{};
  AlloClientOptions options_{};
};

Script answer(int status, const std::string& body, const HeaderList& headers = {}) {
  return {send_bytes(http_response(status, body, headers))};
}

/// Resets the connection after the first request has been read, then answers.
Answer reset_once(const std::string& body, const HeaderList& headers = {}) {
  return [=](int number, const SeenRequest&) {
    return number == 0 ? Script{reset_connection()} : answer(200, body, headers);
  };
}

TEST_F(Retries, AWriteGoesOutAgainUnderItsKey) {
  serve(reset_once(example_answer("createPerson"), {{"Idempotency-Replayed", "true"}}));
  ResponseInfo response;
  RequestOptions options;
  options.response = &response;
  operation("createPerson").run(client(), options);
  ASSERT_EQ(seen().size(), 2U);
  EXPECT_EQ(keys().size(), 1U);
  EXPECT_NE(*keys().begin(), "");
  EXPECT_EQ(seen()[0].body, seen()[1].body);
  EXPECT_EQ(seen()[0].target, "/v2/api/crm/people");
  EXPECT_TRUE(response.idempotency_replayed);
  EXPECT_EQ(response.attempts, 2);
}

TEST_F(Retries, EachWriteHasAKeyOfItsOwn) {
  serve([](int, const SeenRequest&) { return answer(200, example_answer("createPerson")); });
  const v2::Client v2 = client();
  for (int i = 0; i < 5; ++i) operation("createPerson").run(v2, {});
  EXPECT_EQ(keys().size(), 5U);
}

TEST_F(Retries, ASearchGoesOutAgainWithoutAKey) {
  serve(reset_once(example_answer("searchAllConversations")));
  EXPECT_NO_THROW(client().items.search());
  ASSERT_EQ(seen().size(), 2U);
  EXPECT_EQ(keys(), std::set<std::string>{""});
}

TEST_F(Retries, WithoutTrustAPostOfEitherVersionGoesOutOnce) {
  serve([](int, const SeenRequest&) { return Script{reset_connection()}; });
  options_.retry.trust_idempotency_keys = false;
  const auto lost_sms = thrown_by<TransportException>(
      [&] { AlloClient{options_}.sms.send({.from = "+14155550100", .to = "+14155550101", .message = "Hello"}); });
  EXPECT_EQ(lost_sms.delivery(), DeliveryState::MaybeSent);
  EXPECT_EQ(seen().size(), 1U);
  const auto lost_person = thrown_by<TransportException>([&] { operation("createPerson").run(client(), {}); });
  EXPECT_EQ(lost_person.delivery(), DeliveryState::MaybeSent);
  EXPECT_EQ(seen().size(), 2U);
  const auto lost_deal = thrown_by<TransportException>([&] { operation("updateDeal").run(client(), {}); });
  EXPECT_EQ(lost_deal.delivery(), DeliveryState::MaybeSent);
  EXPECT_EQ(seen().size(), 3U);
  EXPECT_EQ(keys(), std::set<std::string>{""});
}

TEST_F(Retries, WithoutAWordOnTrustVersion1SendsOnceAndVersion2Again) {
  serve(reset_once(example_answer("createPerson")));
  EXPECT_THROW(AlloClient{options_}.sms.send({.from = "+14155550100", .to = "+14155550101", .message = "Hello"}),
               TransportException);
  EXPECT_EQ(seen().size(), 1U);
  count_ = 0;
  EXPECT_NO_THROW(operation("createPerson").run(client(), {}));
  EXPECT_EQ(seen().size(), 3U);
}

TEST_F(Retries, TwoChangesThatMetWaitAndGoOutAgain) {
  for (const char* code : {"DIALING_QUEUE_APPEND_CONFLICT", "OTHER_TRANSACTION_IN_PROGRESS"}) {
    count_ = 0;
    const std::string body =
        std::string{R"({"error":{"type":"conflict_error","code":")"} + code + R"(","retryable":false}})";
    serve([body](int number, const SeenRequest&) {
      return number < 2 ? answer(409, body) : answer(200, example_answer("appendDialingQueueNumbers"));
    });
    std::vector<int> statuses;
    options_.retry.on_retry = [&](const RetryEvent& event) { statuses.push_back(event.status); };
    EXPECT_NO_THROW(operation("appendDialingQueueNumbers").run(client(), {}));
    EXPECT_EQ(seen().size(), 3U);
    EXPECT_EQ(keys().size(), 1U);
    EXPECT_EQ(statuses, (std::vector<int>{409, 409}));
  }
}

TEST_F(Retries, AnyOtherConflictIsTheAnswer) {
  serve([](int, const SeenRequest&) {
    return answer(409, R"({"error":{"code":"NUMBER_ALREADY_ASSIGNED","message":"per-1 has it","retryable":false}})");
  });
  const auto error = thrown_by<ConflictException>([&] { operation("createPerson").run(client(), {}); });
  EXPECT_EQ(error.delivery(), DeliveryState::Rejected);
  EXPECT_EQ(seen().size(), 1U);
}

TEST_F(Retries, AConflictAfterALostAttemptLeavesOpenWhatBecameOfIt) {
  serve([](int number, const SeenRequest&) {
    return number == 0 ? Script{reset_connection()}
                       : answer(409, R"({"error":{"code":"NUMBER_ALREADY_ASSIGNED","retryable":false}})");
  });
  const auto error = thrown_by<ConflictException>([&] { operation("createPerson").run(client(), {}); });
  EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
}

TEST_F(Retries, ClearingByPositionGoesOutOnce) {
  serve([](int, const SeenRequest&) { return Script{reset_connection()}; });
  const auto error =
      thrown_by<TransportException>([&] { client().dialing_queue.clear(v2::ClearNumbersInput::by_position(2)); });
  EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
  EXPECT_EQ(seen().size(), 1U);
  EXPECT_THROW(client().dialing_queue.clear(v2::ClearNumbersInput::by_number_at("+33612345678", 2)),
               TransportException);
  EXPECT_EQ(seen().size(), 2U);
  // All of a number, or all that nobody has called, are the same whenever they are taken.
  EXPECT_THROW(client().dialing_queue.clear(v2::ClearNumbersInput::by_number("+33612345678")), TransportException);
  EXPECT_EQ(seen().size(), 5U);
}

TEST_F(Retries, ClearingByPositionWaitsOutWhatWasRefused) {
  serve([](int number, const SeenRequest&) {
    return number == 0 ? answer(429, "", {{"Retry-After", "0"}}) : answer(200, R"({"data":{"removed":1}})");
  });
  EXPECT_EQ(client().dialing_queue.clear(v2::ClearNumbersInput::by_position(2)), 1);
  EXPECT_EQ(seen().size(), 2U);
}

TEST_F(Retries, APartnerAccountIsMadeOnceUnlessTheCallerSaysOtherwise) {
  serve([](int, const SeenRequest&) { return Script{reset_connection()}; });
  const auto error = thrown_by<TransportException>([&] { operation("createPartnerAccount").run(client(), {}); });
  EXPECT_EQ(error.delivery(), DeliveryState::MaybeSent);
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_NE(seen()[0].header("Idempotency-Key").value_or(""), "");
  RequestOptions options;
  options.idempotency_key = "client-17";
  EXPECT_THROW(operation("createPartnerAccount").run(client(), options), TransportException);
  ASSERT_EQ(seen().size(), 4U);
  EXPECT_EQ(seen()[3].header("Idempotency-Key"), "client-17");
}

TEST_F(Retries, AnIdleConnectionThatDiesCostsNothing) {
  serve([](int, const SeenRequest&) { return answer(200, example_answer("createPerson")); });
  const v2::Client v2 = client();
  operation("createPerson").run(v2, {});
  ASSERT_TRUE(server_->close_idle_connections());
  EXPECT_NO_THROW(operation("createPerson").run(v2, {}));
  EXPECT_EQ(seen().size(), 2U);
  EXPECT_EQ(keys().size(), 2U);
}

TEST_F(Retries, WhatNeverWentOutIsRepeatedWhateverItIs) {
  serve([](int, const SeenRequest&) { return answer(200, example_answer("createPartnerAccount")); });
  int attempts = 0;
  options_.retry.trust_idempotency_keys = false;
  options_.on_request = [&](const RequestEvent&) { ++attempts; };
  options_.base_url = "http://127.0.0.1:1/v1/api";  // Nobody listens there.
  const auto error = thrown_by<TransportException>([&] { operation("createPartnerAccount").run(client(), {}); });
  EXPECT_EQ(error.delivery(), DeliveryState::NotSent);
  EXPECT_EQ(attempts, 3);
}

TEST_F(Retries, ManyThreadsShareOneClient) {
  serve([](int number, const SeenRequest&) {
    return number % 3 == 0 ? Script{reset_connection()} : answer(200, example_answer("createPerson"));
  });
  options_.retry.max_attempts = 20;
  const v2::Client v2 = client();
  std::vector<std::thread> threads;
  std::atomic<int> done{0};
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 5; ++k) {
        operation("createPerson").run(v2, {});
        ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 20);
  EXPECT_EQ(keys().size(), 20U);
}

}  // namespace
}  // namespace allo::test
