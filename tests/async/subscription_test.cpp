#include "async/support.hpp"

#include <allo/mutation.hpp>
#include <allo/query.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using test::Gate;
using test::ManualExecutor;
using test::Watched;

TEST(Subscription, IsToldOfThePresentStateAndOfEachChange) {
  InlineExecutor executor;
  int round = 0;
  Query<int> query{executor, [&] { return ++round; }};
  std::vector<std::string> seen;
  Subscription subscription = query.subscribe([&](const QueryState<int>& state) {
    seen.push_back((state.is_loading ? "loading " : "done ") + std::to_string(state.data ? *state.data : 0));
  });
  query.refetch();
  EXPECT_EQ(seen, (std::vector<std::string>{"done 1", "loading 1", "done 2"}));
  subscription.reset();
  query.refetch();
  EXPECT_EQ(seen.size(), 3u);
}

TEST(Subscription, RunsOnTheExecutorOfTheSubscribersChoice) {
  Watched<bool> loaded{false};
  ManualExecutor user_interface;
  ThreadPool pool{2};
  const Query<int> query{pool, [] { return 3; }};
  std::vector<std::thread::id> threads;
  int value = 0;
  const Subscription on_ui = query.subscribe(
      [&](const QueryState<int>& state) {
        threads.push_back(std::this_thread::get_id());
        if (state.data) value = *state.data;
      },
      user_interface);
  const Subscription on_pool = query.subscribe([&](const QueryState<int>& state) {
    if (state.data) loaded.set(true);
  });
  ASSERT_TRUE(loaded.wait_for(true));
  EXPECT_TRUE(threads.empty()) << "nothing until the loop turns";
  user_interface.run_all();
  EXPECT_EQ(value, 3);
  for (const std::thread::id thread : threads) EXPECT_EQ(thread, std::this_thread::get_id());
}

TEST(Subscription, MayThrow) {
  InlineExecutor executor;
  Query<int> query{executor, [] { return 1; }};
  int called = 0;
  const Subscription bad = query.subscribe([] { throw std::runtime_error("a mistake"); });
  const Subscription worse = query.subscribe([] { throw 42; });
  const Subscription good = query.subscribe([&] { ++called; });
  query.refetch();
  EXPECT_EQ(called, 3) << "the present state, loading, done";
  EXPECT_FALSE(query.error());
}

TEST(Subscription, MayRefetchWithoutRecursion) {
  InlineExecutor executor;
  int loads = 0;
  Query<int> query{executor, [&] { return ++loads; }};
  int depth = 0;
  int deepest = 0;
  const Subscription subscription = query.subscribe([&](const QueryState<int>& state) {
    deepest = std::max(deepest, ++depth);
    if (!state.is_loading && *state.data < 20'000) query.refetch();
    --depth;
  });
  EXPECT_EQ(*query.data(), 20'000);
  EXPECT_EQ(deepest, 1) << "calls of one subscription never overlap";
}

TEST(Subscription, RefetchingOnAPoolNeverOverlaps) {
  std::atomic<int> loads{0};
  std::atomic<int> inside{0};
  std::atomic<int> overlaps{0};
  Watched<bool> done{false};
  ThreadPool pool{4};
  Query<int> query{pool, [&] { return ++loads; }};
  const Subscription subscription = query.subscribe([&](const QueryState<int>& state) {
    if (++inside != 1) ++overlaps;
    if (state.data && *state.data >= 500) {
      done.set(true);
    } else if (!state.is_loading) {
      query.refetch();
    }
    --inside;
  });
  EXPECT_TRUE(done.wait_for(true));
  EXPECT_EQ(overlaps, 0);
}

TEST(Subscription, AQueuedCallStepsBackForOneThatIsUnderWay) {
  ManualExecutor executor;
  Gate gate;
  std::atomic<int> inside{0};
  std::atomic<int> overlaps{0};
  std::vector<bool> loading;
  int loads = 0;
  Query<int> query{executor, [&] { return ++loads; }};
  const Subscription subscription = query.subscribe([&](const QueryState<int>& state) {
    if (++inside != 1) ++overlaps;
    if (loading.empty()) gate.pass();
    loading.push_back(state.is_loading);
    --inside;
  });
  ASSERT_EQ(executor.queued(), 2u) << "the load, and the call with the state before it";
  std::thread loader([&] { executor.run_one(); });
  ASSERT_TRUE(gate.wait_for_arrivals());
  query.refetch();
  EXPECT_TRUE(executor.run_one()) << "the queued call";
  EXPECT_EQ(overlaps, 0);
  gate.open();
  loader.join();
  EXPECT_EQ(loading, (std::vector<bool>{false, true})) << "the one under way has told the newer state too";
}

TEST(Subscription, ADroppedCallIsMadeUpForByTheNextChange) {
  InlineExecutor executor;
  ManualExecutor user_interface;
  int round = 0;
  Query<int> query{executor, [&] { return ++round; }};
  int seen = 0;
  const Subscription subscription =
      query.subscribe([&](const QueryState<int>& state) { seen = *state.data; }, user_interface);
  EXPECT_TRUE(user_interface.drop_one());
  query.refetch();
  user_interface.run_all();
  EXPECT_EQ(seen, 2);
}

TEST(Subscription, IsToldWithoutAnExecutorWhereTheOnlyOneIsGone) {
  std::optional<ThreadPool> pool{std::in_place, 1};
  const Query<int> query{*pool, [] { return 7; }};
  Mutation<int, int> mutation{*pool, [](int n) { return n; }};
  std::atomic<bool> is_set{false};
  const Subscription of_mutation =
      mutation.subscribe([&](const MutationState<int>& state) { is_set = state.data != nullptr; });
  mutation.mutate(1);
  pool.reset();
  ASSERT_TRUE(is_set);

  int seen = 0;
  const Subscription of_query = query.subscribe([&](const QueryState<int>& state) { seen = *state.data; });
  EXPECT_EQ(seen, 7) << "the present state";
  mutation.reset();
  EXPECT_FALSE(is_set) << "the last state is never skipped";
}

TEST(Subscription, SkipsStatesWhenTheSubscriberIsSlow) {
  InlineExecutor executor;
  ManualExecutor user_interface;
  int round = 0;
  Query<int> query{executor, [&] { return ++round; }};
  std::vector<int> seen;
  const Subscription subscription =
      query.subscribe([&](const QueryState<int>& state) { seen.push_back(*state.data); }, user_interface);
  for (int i = 0; i < 1000; ++i) query.refetch();
  EXPECT_EQ(user_interface.queued(), 1u) << "one call waits, whatever happens";
  user_interface.run_all();
  EXPECT_EQ(seen, std::vector<int>{1001});
}

TEST(Subscription, ThousandsAreTold) {
  constexpr int count = 10'000;
  Gate gate;
  Watched<int> told{0};
  ThreadPool pool{2};
  Query<int> query{pool, [&] {
                     gate.pass();
                     return 1;
                   }};
  std::vector<Subscription> subscriptions;
  for (int i = 0; i < count; ++i) {
    subscriptions.push_back(query.subscribe([&](const QueryState<int>& state) {
      if (state.data && !state.is_loading) told.change([](int& n) { ++n; });
    }));
  }
  gate.open();
  EXPECT_TRUE(told.wait_for(count));
  while (subscriptions.size() > 10) subscriptions.pop_back();
  query.refetch();
  EXPECT_TRUE(told.wait_for(count + 10));
}

TEST(Subscription, NothingRunsOnceItHasEnded) {
  Gate entered;
  std::atomic<bool> ended{false};
  std::atomic<bool> ran_after{false};
  ThreadPool pool{2};
  Query<int> query{pool, [] { return 1; }};
  Subscription subscription = query.subscribe([&] {
    entered.pass();
    if (ended) ran_after = true;
  });
  ASSERT_TRUE(entered.wait_for_arrivals());
  std::thread opener([&] { entered.open(); });
  subscription.reset();  // waits for the call that is under way
  ended = true;
  for (int i = 0; i < 100; ++i) query.refetch();
  opener.join();
  query = Query<int>{pool, [] { return 0; }};
  EXPECT_FALSE(ran_after);
}

TEST(Subscription, MayEndItselfAndOutliveTheQuery) {
  InlineExecutor executor;
  Subscription outliving;
  {
    Query<int> query{executor, [] { return 1; }};
    int called = 0;
    Subscription own;
    own = query.subscribe([&] {
      ++called;
      own.reset();
    });
    query.refetch();
    query.refetch();
    // The first call came before the assignment, so that the second was the one that ended it.
    EXPECT_EQ(called, 2);
    outliving = query.subscribe([] {});
  }
  outliving.reset();
}

TEST(Subscription, ReleasesWhatTheCallbackCaptured) {
  ManualExecutor executor;
  auto captured = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = captured;
  Query<int> query{executor, [] { return 1; }};
  Subscription subscription = query.subscribe([captured = std::move(captured)] {});
  EXPECT_FALSE(watched.expired());
  subscription = {};
  EXPECT_TRUE(watched.expired()) << "although a call is still queued";
  executor.run_all();
}

}  // namespace
ALLO_NAMESPACE_END
