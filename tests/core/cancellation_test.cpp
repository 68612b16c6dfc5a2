#include "base/wait.hpp"

#include <allo/cancellation.hpp>

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using namespace std::chrono_literals;

TEST(Cancellation, ADefaultTokenIsNeverCancelled) {
  const CancellationToken token;
  EXPECT_FALSE(token.is_cancelled());
  EXPECT_FALSE(token.can_be_cancelled());
  bool called = false;
  const auto subscription = token.subscribe([&] { called = true; });
  EXPECT_FALSE(called);
}

TEST(Cancellation, ReachesAllCopiesOnce) {
  CancellationSource source;
  const CancellationSource copy = source;
  const CancellationToken token = copy.token();
  int calls = 0;
  const auto first = token.subscribe([&] { ++calls; });
  const auto second = source.token().subscribe([&] { ++calls; });
  EXPECT_TRUE(token.can_be_cancelled());
  EXPECT_FALSE(token.is_cancelled());
  source.cancel();
  source.cancel();
  EXPECT_EQ(calls, 2);
  EXPECT_TRUE(token.is_cancelled());
  EXPECT_TRUE(copy.is_cancelled());
}

TEST(Cancellation, OfASourceThatWasMovedFromDoesNothing) {
  CancellationSource from;
  CancellationSource to = std::move(from);
  from.cancel();
  EXPECT_FALSE(from.is_cancelled());
  EXPECT_FALSE(to.is_cancelled());
}

TEST(Cancellation, CallsAtOnceWhenItHasHappened) {
  CancellationSource source;
  source.cancel();
  bool called = false;
  const auto subscription = source.token().subscribe([&] { called = true; });
  EXPECT_TRUE(called);
}

TEST(Cancellation, ForgetsASubscriptionThatIsGone) {
  CancellationSource source;
  int calls = 0;
  auto first = std::make_optional(source.token().subscribe([&] { ++calls; }));
  CancellationSubscription kept = source.token().subscribe([&] { calls += 10; });
  first.reset();
  CancellationSubscription moved = std::move(kept);
  moved = source.token().subscribe([&] { calls += 100; });  // Ends the one that it held.
  source.cancel();
  EXPECT_EQ(calls, 100);
}

TEST(Cancellation, ACallbackMayEndItsOwnSubscriptionAndTheSource) {
  auto source = std::make_unique<CancellationSource>();
  std::optional<CancellationSubscription> subscription;
  int calls = 0;
  subscription = source->token().subscribe([&] {
    ++calls;
    subscription.reset();
    source.reset();
  });
  source->cancel();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(source, nullptr);
}

TEST(Cancellation, WhatACallbackHoldsMayEndAnotherSubscription) {
  CancellationSource source;
  int calls = 0;
  auto inner = std::make_shared<CancellationSubscription>(source.token().subscribe([&] { ++calls; }));
  auto outer = source.token().subscribe([inner = std::move(inner)] {});
  outer = {};  // Takes `inner` along, whose destructor wants the same lock.
  source.cancel();
  EXPECT_EQ(calls, 0);
}

TEST(Cancellation, ACallbackMayEndOneThatWaitsAndOneThatWasCalled) {
  CancellationSource source;
  std::vector<int> called;
  std::array<CancellationSubscription, 4> kept;
  for (int i = 0; i < 4; ++i) {
    kept[static_cast<std::size_t>(i)] = source.token().subscribe([&called, &kept, i] {
      called.push_back(i);
      if (i == 1) {
        kept[0] = {};
        kept[2] = {};
      }
    });
  }
  source.cancel();
  EXPECT_EQ(called, (std::vector<int>{0, 1, 3}));
}

TEST(Cancellation, ACallbackThatThrowsHidesNoOther) {
  CancellationSource source;
  bool called = false;
  const auto bad = source.token().subscribe([] { throw std::runtime_error("no"); });
  const auto good = source.token().subscribe([&] { called = true; });
  source.cancel();
  EXPECT_TRUE(called);
}

TEST(Cancellation, TheDestructorWaitsForARunningCallback) {
  CancellationSource source;
  std::promise<void> entered;
  std::promise<void> leave;
  std::atomic<bool> left{false};
  auto subscription = std::make_optional(source.token().subscribe([&] {
    entered.set_value();
    leave.get_future().wait();
    left = true;
  }));
  std::thread canceller{[&] { source.cancel(); }};
  entered.get_future().wait();
  std::thread releaser{[&] { leave.set_value(); }};
  subscription.reset();
  EXPECT_TRUE(left);
  canceller.join();
  releaser.join();
}

TEST(Cancellation, SurvivesManyThreadsThatSubscribeAndCancel) {
  for (int round = 0; round < 50; ++round) {
    CancellationSource source;
    std::atomic<int> calls{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        for (int k = 0; k < 20; ++k) {
          const auto subscription = source.token().subscribe([&] { ++calls; });
          if (i == 0 && k == 10) source.cancel();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_TRUE(source.is_cancelled());
    EXPECT_GT(calls, 0);
  }
}

TEST(WaitFor, EndsEarlyWhenCancelled) {
  CancellationSource source;
  std::chrono::steady_clock::time_point cancelled_at;
  std::thread canceller{[&] {
    std::this_thread::sleep_for(20ms);
    cancelled_at = std::chrono::steady_clock::now();
    source.cancel();
  }};
  EXPECT_FALSE(detail::wait_for(std::chrono::hours{1}, source.token()));
  const auto returned_at = std::chrono::steady_clock::now();
  canceller.join();
  EXPECT_LT(returned_at - cancelled_at, 5s);
  EXPECT_FALSE(detail::wait_for(std::chrono::hours{1}, source.token()));
}

TEST(WaitFor, WaitsOutTheTime) {
  const auto started = std::chrono::steady_clock::now();
  EXPECT_TRUE(detail::wait_for(5ms, CancellationSource{}.token()));
  EXPECT_TRUE(detail::wait_for(5ms, {}));
  EXPECT_GE(std::chrono::steady_clock::now() - started, 10ms);
  EXPECT_TRUE(detail::wait_for(0ms, {}));
}

TEST(WaitFor, TakesTheLongestTimeThereIs) {
  CancellationSource source;
  std::thread canceller{[&] { source.cancel(); }};
  EXPECT_FALSE(detail::wait_for(std::chrono::milliseconds::max(), source.token()));
  canceller.join();
}

}  // namespace
ALLO_NAMESPACE_END
