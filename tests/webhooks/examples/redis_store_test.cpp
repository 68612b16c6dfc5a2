#include "webhook_support/redis_store.hpp"

#include "webhooks/examples/redis.hpp"

#include <allo/webhook_errors.hpp>

#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using State = allo::WebhookClaim::State;
using namespace std::chrono_literals;

namespace {

class RedisStore : public allo::test::WithRedis {
 protected:
  std::unique_ptr<example::RedisDeduplicationStore> store(std::chrono::milliseconds lease = 60s) {
    return std::make_unique<example::RedisDeduplicationStore>(redis, "test", lease);
  }
};

}  // namespace

TEST_F(RedisStore, GrantsOneClaimAtATime) {
  const auto a = store();
  const auto b = store();
  const allo::WebhookClaim claim = a->claim("msg_1");
  EXPECT_EQ(claim.state, State::Granted);
  EXPECT_EQ(b->claim("msg_1").state, State::InProgress);
  EXPECT_TRUE(a->complete("msg_1", claim.fencing_token));
  EXPECT_EQ(b->claim("msg_1").state, State::Completed);
}

TEST_F(RedisStore, AReleasedClaimMayBeTakenAgainWithALargerToken) {
  const auto a = store();
  const allo::WebhookClaim first = a->claim("msg_1");
  a->release("msg_1", first.fencing_token);
  const allo::WebhookClaim second = a->claim("msg_1");
  EXPECT_EQ(second.state, State::Granted);
  EXPECT_GT(second.fencing_token, first.fencing_token);
  EXPECT_FALSE(a->complete("msg_1", first.fencing_token));
  a->release("msg_1", first.fencing_token);
  EXPECT_EQ(a->claim("msg_1").state, State::InProgress);
  EXPECT_TRUE(a->complete("msg_1", second.fencing_token));
}

TEST_F(RedisStore, AClaimEndsWithItsLease) {
  const auto slow = store(1ms);
  const auto other = store();
  const allo::WebhookClaim lost = slow->claim("msg_1");
  allo::WebhookClaim taken;
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (taken.state != State::Granted && std::chrono::steady_clock::now() < deadline) taken = other->claim("msg_1");
  ASSERT_EQ(taken.state, State::Granted);
  EXPECT_GT(taken.fencing_token, lost.fencing_token);
  EXPECT_FALSE(slow->complete("msg_1", lost.fencing_token));
  slow->release("msg_1", lost.fencing_token);
  EXPECT_TRUE(other->complete("msg_1", taken.fencing_token));
}

TEST_F(RedisStore, HandledDeliveriesAreRememberedFor28Hours) {
  const auto a = store();
  EXPECT_TRUE(a->complete("msg_1", a->claim("msg_1").fencing_token));
  const std::int64_t left = ask("return redis.call('PTTL', KEYS[1])", "{test}:delivery:msg_1");
  EXPECT_GT(left, 27 * 3'600'000);
  EXPECT_LE(left, 28 * 3'600'000);
}

TEST_F(RedisStore, ManyThreadsGetOneGrantADelivery) {
  const auto a = store();
  std::atomic<int> granted{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) granted += a->claim("msg_" + std::to_string(i)).state == State::Granted ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(granted, 50);
}

TEST_F(RedisStore, ALostServerIsAnExceptionAndReleaseStaysQuiet) {
  const auto a = store();
  const allo::WebhookClaim claim = a->claim("msg_1");
  server->signal(SIGKILL);
  server->wait();
  EXPECT_THROW(a->claim("msg_2"), std::runtime_error);
  EXPECT_THROW(a->complete("msg_1", claim.fencing_token), std::runtime_error);
  EXPECT_NO_THROW(a->release("msg_1", claim.fencing_token));
}

TEST_F(RedisStore, AConnectionThatTheServerClosedCostsNothing) {
  const auto a = store();
  const allo::WebhookClaim claim = a->claim("msg_1");
  close_clients();
  EXPECT_TRUE(a->complete("msg_1", claim.fencing_token));
  close_clients();
  EXPECT_EQ(a->claim("msg_1").state, State::Completed);
  close_clients();
  EXPECT_EQ(a->claim("msg_2").state, State::Granted);
}

TEST_F(RedisStore, WhatMayHaveRunMayRunAgain) {
  const auto a = store();
  const allo::WebhookClaim first = a->claim("msg_1", "me");
  const allo::WebhookClaim again = a->claim("msg_1", "me");
  EXPECT_EQ(again.state, State::Granted);
  EXPECT_EQ(again.fencing_token, first.fencing_token);
  EXPECT_EQ(a->claim("msg_1", "m").state, State::InProgress);
  EXPECT_EQ(a->claim("msg_1").state, State::InProgress);
  EXPECT_TRUE(a->complete("msg_1", first.fencing_token));
  EXPECT_TRUE(a->complete("msg_1", first.fencing_token));
  EXPECT_FALSE(a->complete("msg_1", first.fencing_token + 1));
  EXPECT_EQ(a->claim("msg_1", "me").state, State::Completed);
  a->release("msg_1", first.fencing_token);
  EXPECT_EQ(a->claim("msg_1").state, State::Completed);
}

TEST_F(RedisStore, AServerThatIsAwayMakesADeliveryWait) {
  const auto a = store();
  const allo::WebhookClaim claim = a->claim("msg_1");
  server->signal(SIGKILL);
  server->wait();
  EXPECT_THROW(a->claim("msg_2"), allo::WebhookUnavailableException);
  EXPECT_THROW(a->complete("msg_1", claim.fencing_token), allo::WebhookUnavailableException);
}

TEST_F(RedisStore, SignsInWhereRedisWantsAPassword) {
  start_redis({"--requirepass", "hunter2hunter2"});
  example::Redis knowing{{.port = port, .password = "hunter2hunter2"}};
  EXPECT_EQ(knowing.run("return 7", {}, {}).at(0), 7);
  for (const std::string password : {"", "wrong"}) {
    example::Redis guessing{{.port = port, .password = password}};
    EXPECT_THROW(guessing.run("return 7", {}, {}), std::runtime_error) << password;
  }
}
