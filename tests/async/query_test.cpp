#include "async/support.hpp"

#include <allo/api_error.hpp>
#include <allo/query.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace {

using test::Gate;
using test::ManualExecutor;
using test::Watched;

TEST(Query, GoesFromLoadingToData) {
  ManualExecutor executor;
  Query<int> query{executor, [] { return 7; }};
  EXPECT_TRUE(query.is_loading());
  EXPECT_EQ(query.data(), nullptr);
  EXPECT_FALSE(query.error());
  executor.run_all();
  EXPECT_FALSE(query.is_loading());
  ASSERT_NE(query.data(), nullptr);
  EXPECT_EQ(*query.data(), 7);
  EXPECT_FALSE(query.error());
}

TEST(Query, GoesFromLoadingToErrorAndBack) {
  ManualExecutor executor;
  int round = 0;
  Query<int> query{executor, [&]() -> int {
                     if (++round == 2) throw NotFoundException{ApiError{}};
                     return round;
                   }};
  executor.run_all();
  query.refetch();
  EXPECT_TRUE(query.is_loading());
  EXPECT_EQ(*query.data(), 1) << "the previous data stays while the next loads";
  executor.run_all();
  EXPECT_FALSE(query.is_loading());
  EXPECT_TRUE(query.error().as<NotFoundException>());
  EXPECT_EQ(*query.data(), 1) << "a failure leaves the data";
  query.refetch();
  EXPECT_TRUE(query.error()) << "the previous error stays while the next loads";
  executor.run_all();
  EXPECT_FALSE(query.error()) << "a success clears the error";
  EXPECT_EQ(*query.data(), 3);
}

TEST(Query, SnapshotsOutliveTheQuery) {
  InlineExecutor executor;
  std::shared_ptr<const std::string> kept;
  {
    Query<std::string> query{executor, [] { return std::string(100, 'x'); }};
    kept = query.data();
    query.refetch();
    EXPECT_NE(query.data(), kept);
  }
  EXPECT_EQ(kept->size(), 100u);
}

TEST(Query, StateIsOfOneMoment) {
  std::atomic<int> round{0};
  ThreadPool pool{2};
  Query<int> query{pool, [&]() -> int {
                     const int now = ++round;
                     if (now % 2 == 0) throw std::runtime_error(std::to_string(now));
                     return now;
                   }};
  for (int i = 0; i < 500; ++i) {
    query.refetch();
    const QueryState<int> state = query.state();
    EXPECT_TRUE(state.is_loading || state.data || state.error);
    if (state.data) {
      EXPECT_EQ(*state.data % 2, 1);
    }
  }
}

TEST(Query, DropsASlowAnswerThatArrivesAfterANewerOne) {
  Gate slow;
  std::atomic<int> round{0};
  std::atomic<int> finished{0};
  Watched<int> shown{0};
  Watched<int> times_shown{0};
  ThreadPool pool{2};
  Query<int> query{pool, [&] {
                     const int mine = ++round;
                     if (mine == 1) slow.pass();
                     ++finished;
                     return mine;
                   }};
  ASSERT_TRUE(slow.wait_for_arrivals());
  const Subscription subscription = query.subscribe([&](const QueryState<int>& state) {
    if (state.is_loading) return;
    shown.set(*state.data);
    times_shown.change([](int& n) { ++n; });
  });
  query.refetch();
  ASSERT_TRUE(shown.wait_for(2));
  EXPECT_FALSE(query.is_loading()) << "the slow one counts no more";
  slow.open();
  query = Query<int>{pool, [] { return 0; }};  // waits for the slow load
  EXPECT_EQ(finished, 2);
  EXPECT_EQ(shown.get(), 2);
  EXPECT_EQ(times_shown.get(), 1);
}

TEST(Query, RefetchCancelsTheLoadThatItSupersedes) {
  Watched<int> cancelled{0};
  Gate started;
  std::atomic<int> round{0};
  ThreadPool pool{2};
  Query<int> query{pool, [&](const CancellationToken& token) {
                     if (++round == 1) {
                       const CancellationSubscription heard =
                           token.subscribe([&] { cancelled.change([](int& n) { ++n; }); });
                       started.pass();
                     }
                     return 1;
                   }};
  ASSERT_TRUE(started.wait_for_arrivals());
  EXPECT_EQ(cancelled.get(), 0);
  query.refetch();
  EXPECT_EQ(cancelled.get(), 1);
  started.open();
}

TEST(Query, ALoadThatWasSupersededInTheQueueIsNotBegun) {
  ManualExecutor executor;
  int loads = 0;
  Query<int> query{executor, [&] { return ++loads; }};
  query.refetch();
  query.refetch();
  EXPECT_EQ(executor.queued(), 3u);
  executor.run_all();
  EXPECT_EQ(loads, 1);
  EXPECT_EQ(*query.data(), 1);
}

TEST(Query, ALoadRunsOnceHoweverOftenTheExecutorCalls) {
  ManualExecutor executor;
  int loads = 0;
  Query<int> query{executor, [&] { return ++loads; }};
  executor.run_one_twice();
  EXPECT_EQ(loads, 1);
}

TEST(Query, ADroppedLoadIsAnError) {
  ManualExecutor executor;
  Query<int> query{executor, [] { return 1; }};
  EXPECT_TRUE(executor.drop_one());
  EXPECT_FALSE(query.is_loading());
  EXPECT_TRUE(query.error().as<TaskDroppedException>());
  EXPECT_EQ(query.error().delivery(), DeliveryState::NotSent);
  query.refetch();
  executor.run_all();
  EXPECT_FALSE(query.error());
  EXPECT_EQ(*query.data(), 1);

  test::ThrowingExecutor throwing;
  const Query<int> refused{throwing, [] { return 1; }};
  EXPECT_TRUE(refused.error().as<TaskDroppedException>());
}

TEST(Query, TheDropOfASupersededLoadChangesNothing) {
  ManualExecutor executor;
  Query<int> query{executor, [] { return 1; }};
  query.refetch();
  EXPECT_TRUE(executor.drop_one());
  EXPECT_TRUE(query.is_loading());
  executor.run_all();
  EXPECT_EQ(*query.data(), 1);
}

TEST(Query, SurvivesItsExecutor) {
  std::optional<ThreadPool> pool{std::in_place, 1u};
  Query<int> query{*pool, [] { return 5; }};
  pool.reset();  // runs what is queued
  ASSERT_NE(query.data(), nullptr);
  EXPECT_EQ(*query.data(), 5);
  int called = 0;
  const Subscription subscription = query.subscribe([&] { ++called; });
  EXPECT_EQ(called, 1) << "there is nothing to call on but this thread";
  query.refetch();
  EXPECT_FALSE(query.is_loading());
  EXPECT_TRUE(query.error().as<TaskDroppedException>());
  EXPECT_EQ(*query.data(), 5);
  EXPECT_EQ(called, 3) << "told of the load and of its drop on the thread that dropped them";
}

TEST(Query, SurvivesAnExecutorThatStillHoldsItsTasks) {
  std::optional<ManualExecutor> executor{std::in_place};
  Query<int> query{*executor, [] { return 5; }};
  const Subscription told = query.subscribe([] {}, *executor);
  executor.reset();  // ends the load, of which the subscriber would be told there
  EXPECT_FALSE(query.is_loading());
  EXPECT_TRUE(query.error().as<TaskDroppedException>());
}

TEST(Query, TakesWhatOnlyMoves) {
  InlineExecutor executor;
  const Query<std::unique_ptr<int>> query{executor,
                                          [given = std::make_unique<int>(4)] { return std::make_unique<int>(*given); }};
  EXPECT_EQ(**query.data(), 4);
  int called = 0;
  const Subscription subscription = query.subscribe([&, given = std::make_unique<int>(5)] { called += *given; });
  EXPECT_EQ(called, 5);
}

}  // namespace
ALLO_NAMESPACE_END
