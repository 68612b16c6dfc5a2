#include "async/support.hpp"

#include <allo/query.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using test::Gate;
using test::ManualExecutor;
using test::Watched;

/// Waits like a transfer: until it is cancelled.
int wait_for_cancellation(const CancellationToken& token, Watched<int>& started) {
  Watched<bool> cancelled{false};
  const CancellationSubscription heard = token.subscribe([&] { cancelled.set(true); });
  started.change([](int& n) { ++n; });
  if (!cancelled.wait_for(true)) throw std::runtime_error("never cancelled");
  throw TransportException{TransportError::Cancelled, "cancelled", true};
}

TEST(QueryLifetime, DestructionInFlightCancelsAndWaits) {
  Watched<int> started{0};
  std::atomic<bool> left{false};
  ThreadPool pool{1};
  std::optional<Query<int>> query;
  query.emplace(pool, [&](const CancellationToken& token) {
    try {
      return wait_for_cancellation(token, started);
    } catch (const TransportException&) {
      left = true;
      throw;
    }
  });
  bool told = false;
  const Subscription subscription = query->subscribe([&](const QueryState<int>& state) { told = told || state.error; });
  ASSERT_TRUE(started.wait_for(1));
  query.reset();
  EXPECT_TRUE(left) << "the load was cancelled and is over when the destructor returns";
  EXPECT_FALSE(told) << "nobody is told of a query that is gone";
}

TEST(QueryLifetime, DestructionWaitsForALoaderThatDoesNotListen) {
  Gate gate;
  std::atomic<bool> left{false};
  ThreadPool pool{1};
  std::optional<Query<int>> query;
  query.emplace(pool, [&] {
    gate.pass();
    left = true;
    return 1;
  });
  ASSERT_TRUE(gate.wait_for_arrivals());
  std::thread opener([&] { gate.open(); });
  query.reset();
  EXPECT_TRUE(left);
  opener.join();
}

TEST(QueryLifetime, DestructionInTheQueueReleasesTheLoaderAndNeverRunsIt) {
  ManualExecutor executor;
  auto captured = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = captured;
  std::optional<Query<int>> query;
  query.emplace(executor, [captured = std::move(captured)] { return ++*captured; });
  query.reset();
  EXPECT_TRUE(watched.expired());
  EXPECT_EQ(executor.queued(), 1u);
  executor.run_all();
  std::optional<Query<int>> dropped;
  dropped.emplace(executor, [] { return 1; });
  dropped.reset();
  EXPECT_TRUE(executor.drop_one());
}

TEST(QueryLifetime, MayBeDestroyedByItsOwnCallback) {
  for (const bool inline_executor : {true, false}) {
    Watched<bool> destroyed{false};
    std::optional<ThreadPool> pool;
    InlineExecutor same_thread;
    Executor* executor = &same_thread;
    if (!inline_executor) executor = &pool.emplace(2u);
    Gate ready;
    auto query = std::make_shared<std::optional<Query<int>>>();
    query->emplace(*executor, [&] {
      if (!inline_executor) ready.pass();
      return 1;
    });
    const Subscription first = (*query)->subscribe([&](const QueryState<int>& state) {
      if (!state.data || !query->has_value()) return;
      query->reset();
      destroyed.set(true);
    });
    ready.open();
    EXPECT_TRUE(destroyed.wait_for(true)) << "inline: " << inline_executor;
  }
}

TEST(QueryLifetime, MayBeDestroyedByACallbackThatRefetchCalls) {
  InlineExecutor executor;
  std::optional<Query<int>> query;
  query.emplace(executor, [] { return 1; });
  const Subscription subscription = query->subscribe([&](const QueryState<int>& state) {
    if (state.is_loading) query.reset();
  });
  query->refetch();
  EXPECT_FALSE(query.has_value());
}

TEST(QueryLifetime, MayBeDestroyedByItsOwnLoader) {
  Watched<bool> destroyed{false};
  Gate ready;
  std::optional<Query<int>> query;
  ThreadPool pool{1};
  query.emplace(pool, [&] {
    ready.pass();
    query.reset();
    destroyed.set(true);
    return 1;
  });
  ready.open();
  EXPECT_TRUE(destroyed.wait_for(true));
}

TEST(QueryLifetime, MovesWhileLoading) {
  ManualExecutor executor;
  Query<int> first{executor, [] { return 1; }};
  Query<int> second{std::move(first)};
  EXPECT_TRUE(second.is_loading());
  executor.run_all();
  EXPECT_EQ(*second.data(), 1);
  second = Query<int>{executor, [] { return 2; }};
  executor.run_all();
  EXPECT_EQ(*second.data(), 2);
}

TEST(QueryLifetime, ThePoolMayGoFirstWhileLoading) {
  Gate gate;
  std::optional<ThreadPool> pool{std::in_place, 1u};
  Query<int> query{*pool, [&] {
                     gate.pass();
                     return 9;
                   }};
  ASSERT_TRUE(gate.wait_for_arrivals());
  gate.open();
  pool.reset();
  EXPECT_EQ(*query.data(), 9);
}

TEST(QueryLifetime, EverythingAtOnce) {
  std::atomic<int> last_gone{-1};
  std::atomic<int> too_late{0};
  {
    ThreadPool pool{3};
    ThreadPool callbacks{2};
    for (int round = 0; round < 50; ++round) {
      const auto use = [&, round] {
        if (round <= last_gone) ++too_late;
      };
      std::optional<Query<int>> query;
      query.emplace(pool, [use](const CancellationToken& token) {
        use();
        return token.is_cancelled() ? 0 : 1;
      });
      const Subscription outliving = query->subscribe(use);
      const Subscription outliving_elsewhere = query->subscribe(use, callbacks);
      std::vector<std::thread> threads;
      for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&] {
          for (int i = 0; i < 20; ++i) {
            const Subscription mine = query->subscribe(use);
            const Subscription theirs = query->subscribe(use, callbacks);
            query->refetch();
            const QueryState<int> state = query->state();
            if (state.data) {
              EXPECT_LE(*state.data, 1);
            }
          }
        });
      }
      for (std::thread& thread : threads) thread.join();
      query.reset();
      last_gone = round;
    }
  }
  EXPECT_EQ(too_late, 0) << "nothing of a query runs once it is gone";
}

}  // namespace
ALLO_NAMESPACE_END
