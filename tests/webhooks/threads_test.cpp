#include "webhooks/deliveries.hpp"

#include <allo/webhook_receiver.hpp>

#include <gtest/gtest.h>

#include <atomic>
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
