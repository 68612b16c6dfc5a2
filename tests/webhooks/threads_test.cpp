#include "webhooks/deliveries.hpp"

#include <allo/webhook_receiver.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <dlfcn.h>
#include <future>
#include <mutex>
#include <pthread.h>
#include <string>
#include <thread>
#include <vector>

using namespace deliveries;

namespace {

constexpr int thread_count = 8;

template <class Work>
void run_in_threads(Work work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < thread_count; ++i) threads.emplace_back([&work, i] { work(i); });
  for (std::thread& thread : threads) thread.join();
}

}  // namespace

TEST(WebhookThreads, DeliverAtOnce) {
  allo::WebhookReceiver receiver = signed_receiver();
  std::atomic<int> calls{0};
  receiver.allowed_allo_numbers({"+14155550100"}).on_call_received([&](const allo::CallReceivedPayload& call) {
    EXPECT_EQ(call.id, "cll_1");
    ++calls;
  });
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  run_in_threads([&](int) {
    for (int i = 0; i < 200; ++i) {
      EXPECT_EQ(receiver.respond(delivery.headers, delivery.body).status, 204);
      EXPECT_EQ(receiver.respond({}, delivery.body).status, 401);
      EXPECT_EQ(receiver.respond(delivery.headers, "x").status, 401);
    }
  });
  EXPECT_EQ(calls, 200 * thread_count);
}

TEST(WebhookThreads, SecretsAreReplacedUnderLoad) {
  allo::WebhookReceiver receiver = signed_receiver();
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  const auto late =
      allo::make_delivery({.body = sms_body, .secret = other_secret, .id = "msg_2", .timestamp = at(now)});
  std::atomic<bool> done{false};
  std::atomic<int> runs{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!done) {
        // The first secret stands in every list, the second in every other one.
        EXPECT_EQ(receiver.respond(delivery.headers, delivery.body).status, 204);
        const int status = receiver.respond(late.headers, late.body).status;
        EXPECT_TRUE(status == 204 || status == 401) << status;
        ++runs;
      }
    });
  }
  std::thread other{[&] {
    for (int i = 0; i < 50; ++i) receiver.replace_signing_secrets({secret});
  }};
  for (int i = 0; i < 50; ++i) {
    receiver.replace_signing_secrets({secret, other_secret});
    receiver.replace_signing_secrets({other_secret, secret});
  }
  other.join();
  while (runs < 200) std::this_thread::yield();
  receiver.replace_signing_secrets({secret});
  // When it returns, nobody is checked with the old ones any more.
  EXPECT_EQ(receiver.respond(late.headers, late.body).status, 401);
  done = true;
  for (std::thread& thread : threads) thread.join();
}

TEST(WebhookThreads, EveryDeliveryRunsOnceHoweverOftenItComes) {
  constexpr int deliveries_count = 100;
  allo::WebhookReceiver receiver;
  std::vector<std::atomic<int>> calls(deliveries_count);
  receiver.deduplicate().on_unhandled(
      [&](const allo::WebhookEvent& event) { ++calls[static_cast<std::size_t>(std::stoi(event.id->substr(4)))]; });
  run_in_threads([&](int) {
    for (int i = 0; i < deliveries_count; ++i) {
      const int status = receiver.respond({{"webhook-id", "msg_" + std::to_string(i)}}, call_body).status;
      EXPECT_TRUE(status == 204 || status == 200 || status == 409) << status;
    }
  });
  for (const std::atomic<int>& count : calls) EXPECT_EQ(count, 1);
}

TEST(WebhookThreads, FailuresAreRepeatedUntilOneSucceeds) {
  allo::WebhookReceiver receiver;
  std::atomic<int> tries{0};
  std::atomic<int> successes{0};
  receiver.deduplicate().on_unhandled([&](const allo::WebhookEvent&) {
    if (++tries % 10 != 0) throw std::runtime_error("not yet");
    ++successes;
  });
  run_in_threads([&](int) {
    while (receiver.respond({{"webhook-id", "msg_1"}}, call_body).status != 200) std::this_thread::yield();
  });
  EXPECT_EQ(successes, 1);
  EXPECT_EQ(tries, 10);
}

TEST(WebhookThreads, AHandlerThatTakesLongKeepsNobodyWaiting) {
  allo::WebhookReceiver receiver;
  std::promise<void> started;
  std::promise<void> finish;
  receiver.deduplicate()
      .on_call_received([&](const allo::CallReceivedPayload&) {
        started.set_value();
        finish.get_future().wait();
      })
      .on_sms_received([](const allo::SmsReceivedPayload&) {});
  auto slow = std::async(std::launch::async, [&] {
    return receiver.respond({{"webhook-id", "msg_1"}}, call_body).status;
  });
  started.get_future().wait();
  EXPECT_EQ(receiver.respond({{"webhook-id", "msg_2"}}, sms_body).status, 204);
  finish.set_value();
  EXPECT_EQ(slow.get(), 204);
}

// The sanitizers put functions of their own in these places.
#if !defined(ALLO_TESTS_SANITIZED)
namespace {

thread_local int locks_taken = 0;

/// Calls the C library's function of that name.
template <class Object>
int take(const char* name, Object* object) {
  ++locks_taken;
  return reinterpret_cast<int (*)(Object*)>(dlsym(RTLD_NEXT, name))(object);
}

}  // namespace

// Instead of the C library's, for this program and the libraries that it loads.
extern "C" {
[[gnu::visibility("default")]] int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  return take("pthread_mutex_lock", mutex);
}
[[gnu::visibility("default")]] int pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept {
  return take("pthread_rwlock_rdlock", lock);
}
[[gnu::visibility("default")]] int pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept {
  return take("pthread_rwlock_wrlock", lock);
}
}

TEST(WebhookThreads, ADeliveryTakesNoLock) {
  allo::WebhookReceiver receiver = signed_receiver();
  receiver.allowed_allo_numbers({"+14155550100"}).on_call_received([](const allo::CallReceivedPayload&) {});
  const allo::WebhookDelivery delivery = signed_delivery(call_body);
  receiver.respond(delivery.headers, delivery.body);
  std::mutex mutex;
  locks_taken = 0;
  const std::unique_lock counted{mutex};
  ASSERT_EQ(locks_taken, 1);
  EXPECT_EQ(receiver.respond(delivery.headers, delivery.body).status, 204);
  EXPECT_EQ(receiver.respond({}, delivery.body).status, 401);
  EXPECT_EQ(receiver.handle(delivery.body, delivery.headers).id, "msg_1");
  EXPECT_EQ(locks_taken, 1);
}
#endif
