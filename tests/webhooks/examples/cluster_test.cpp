#include "webhooks/deliveries.hpp"
#include "webhooks/examples/redis.hpp"

#include <allo/webhook_signature.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using allo::test::Daemon;
using namespace deliveries;
using namespace std::chrono_literals;

namespace {

/// Programs behind one address: the same port, over which the system spreads the connections.
class WebhookCluster : public allo::test::WithRedis {
 protected:
  std::unique_ptr<Daemon> start(std::vector<std::string> more = {}) {
    return start_with({{"ALLO_WEBHOOK_SECRET", secret}}, std::move(more));
  }

  std::unique_ptr<Daemon> start_with(const std::map<std::string, std::string>& environment,
                                     std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{
        "--port", std::to_string(address), "--redis-port", std::to_string(port), "--rate", "1000000", "--prefix",
        "test"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto receiver = std::make_unique<Daemon>(ALLO_WEBHOOK_CLUSTER, std::move(arguments), environment);
    address = receiver->wait_for_port();
    EXPECT_GT(address, 0) << receiver->output();
    return receiver;
  }

  /// The status of one delivery; 0 when the connection broke.
  int deliver(const std::string& id) {
    const allo::WebhookDelivery delivery = allo::make_delivery({.body = call_body, .secret = secret, .id = id});
    httplib::Headers headers;
    for (const allo::HttpHeader header : delivery.headers) {
      if (header.name != "content-type") headers.emplace(header.name, header.value);
    }
    httplib::Client client{"127.0.0.1", address};
    client.set_read_timeout(60);
    const httplib::Result result = client.Post("/webhooks", headers, delivery.body, "application/json");
    return result ? result->status : 0;
  }

  /// Delivers as the service does: again and again until the answer is a success.
  void deliver_until_done(const std::string& id) {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (deliver(id) / 100 != 2) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << id;
      std::this_thread::sleep_for(10ms);
    }
  }

  std::int64_t handled() { return ask("return redis.call('LLEN', KEYS[1])", "{test}:handled"); }

  /// How often an id stands in the list of what was handled.
  std::int64_t handled(const std::string& id) {
    return redis
        ->run(R"(
local count = 0
for _, each in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do if each == ARGV[1] then count = count + 1 end end
return count)",
              {"{test}:handled"}, {id})
        .at(0);
  }

  int address = 0;
};

bool printed(Daemon& daemon, const std::string& line) { return daemon.output().find(line + "\n") != std::string::npos; }

}  // namespace

TEST_F(WebhookCluster, TwoReceiversRunEachDeliveryOnce) {
  const auto first = start();
  const auto second = start();
  constexpr int count = 60;
  std::vector<std::thread> senders;
  for (int sender = 0; sender < 4; ++sender) {
    senders.emplace_back([this] {
      for (int i = 0; i < count; ++i) deliver_until_done("msg_" + std::to_string(i));
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(handled(), count);
  for (int i = 0; i < count; ++i) {
    const std::string line = "handled msg_" + std::to_string(i);
    EXPECT_NE(printed(*first, line), printed(*second, line)) << line;
  }
  // Both had a share, so it was not one receiver that remembered.
  EXPECT_NE(first->output().find("handled"), std::string::npos);
  EXPECT_NE(second->output().find("handled"), std::string::npos);
}

TEST_F(WebhookCluster, ADeliveryWhoseReceiverDiesInTheMiddleRunsOnTheOther) {
  auto dying = start({"--lease", "500", "--work", "600000"});
  std::thread sender{[this] { EXPECT_EQ(deliver("msg_1"), 0); }};
  EXPECT_EQ(dying->wait_for_line("started"), "started msg_1");
  const auto living = start();
  dying->signal(SIGKILL);
  dying->wait();
  sender.join();
  EXPECT_EQ(handled("msg_1"), 0);
  deliver_until_done("msg_1");
  EXPECT_EQ(handled("msg_1"), 1);
  EXPECT_EQ(deliver("msg_1"), 200);
  EXPECT_EQ(handled("msg_1"), 1);
  EXPECT_TRUE(printed(*living, "handled msg_1"));
  EXPECT_FALSE(printed(*dying, "handled msg_1"));
}

TEST_F(WebhookCluster, ADeliveryWhoseReceiverDiedBehindItsWorkIsNotWorkedOffAgain) {
  // What a receiver leaves behind that was granted token 1, did the work and died before it could say so.
  redis->run(R"(
redis.call('SET', KEYS[1], 1)
redis.call('SET', KEYS[2], 1, 'PX', 300)
redis.call('SET', KEYS[3], 1)
return redis.call('RPUSH', KEYS[4], 'msg_1'))",
             {"{test}:fence", "{test}:delivery:msg_1", "{test}:seen:msg_1", "{test}:handled"}, {});
  const auto living = start();
  deliver_until_done("msg_1");
  EXPECT_EQ(deliver("msg_1"), 200);
  EXPECT_EQ(handled("msg_1"), 1);
}

TEST_F(WebhookCluster, AReceiverThatWasOnlySlowChangesNothingAfterItsLease) {
  const auto slow = start({"--lease", "100", "--work", "1500"});
  int late = -1;
  std::thread sender{[&] { late = deliver("msg_1"); }};
  EXPECT_EQ(slow->wait_for_line("started"), "started msg_1");
  // At an address of its own, so that the slow one gets nothing more.
  const int slow_address = address;
  address = 0;
  const auto living = start();
  deliver_until_done("msg_1");
  EXPECT_EQ(handled("msg_1"), 1);
  sender.join();
  EXPECT_EQ(late, 500);
  EXPECT_EQ(handled("msg_1"), 1);
  EXPECT_TRUE(printed(*living, "handled msg_1"));
  EXPECT_FALSE(printed(*slow, "handled msg_1"));
  address = slow_address;
  EXPECT_EQ(deliver("msg_1"), 200);
}

TEST_F(WebhookCluster, WithoutRedisNothingIsAcceptedAndNothingLost) {
  const auto receiver = start();
  server->signal(SIGKILL);
  server->wait();
  EXPECT_EQ(deliver("msg_1"), 503);
  EXPECT_FALSE(printed(*receiver, "started msg_1"));
  EXPECT_NE(receiver->wait_for_line("refused 127.0.0.1: 503 Redis:"), "");
}

TEST_F(WebhookCluster, AConnectionThatRedisClosedCostsNothing) {
  const auto receiver = start();
  EXPECT_EQ(deliver("msg_1"), 204);
  close_clients();
  EXPECT_EQ(deliver("msg_2"), 204);
  EXPECT_EQ(deliver("msg_1"), 200);
  EXPECT_EQ(handled(), 2);
}

TEST_F(WebhookCluster, ADeliveryWithoutAnIdRunsOnceToo) {
  const auto receiver = start_with({});  // Version 1 is not signed.
  const auto post = [&] {
    httplib::Client client{"127.0.0.1", address};
    const httplib::Result result = client.Post("/webhooks", sms_body, "application/json");
    return result ? result->status : 0;
  };
  EXPECT_EQ(post(), 204);
  EXPECT_EQ(post(), 200);
  EXPECT_EQ(handled(), 1);
}
