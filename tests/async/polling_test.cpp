#include "async/support.hpp"

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

using std::chrono::milliseconds;
using test::Gate;
using test::ManualExecutor;
using test::Watched;

TEST(Polling, LoadsAgainAnIntervalAfterEachEnd) {
  ManualExecutor executor;
  int loads = 0;
  Query<int> query{executor, [&] { return ++loads; }};
  query.refetch_every(milliseconds{100});
  EXPECT_EQ(executor.timers(), 0u) << "the end of the first load sets the timer";
  executor.run_all();
  EXPECT_EQ(loads, 1);
  executor.advance(milliseconds{99});
  EXPECT_EQ(loads, 1);
  executor.advance(milliseconds{1});
  EXPECT_EQ(loads, 2);
  executor.advance(milliseconds{1000});
  EXPECT_EQ(loads, 12);
  EXPECT_EQ(*query.data(), 12);
  EXPECT_EQ(executor.timers(), 1u);
}

TEST(Polling, OfALoadedQueryBeginsAnIntervalFromNow) {
  ManualExecutor executor;
  int loads = 0;
  Query<int> query{executor, [&] { return ++loads; }};
  executor.advance(milliseconds{30});
  query.refetch_every(milliseconds{100});
  executor.advance(milliseconds{99});
  EXPECT_EQ(loads, 1);
  executor.advance(milliseconds{1});
  EXPECT_EQ(loads, 2);
}

TEST(Polling, GoesOnAfterErrors) {
  ManualExecutor executor;
  int loads = 0;
  Query<int> query{executor, [&]() -> int {
                     if (++loads % 2 == 0) throw std::runtime_error("no service");
                     return loads;
                   }};
  query.refetch_every(milliseconds{10});
  executor.advance(milliseconds{10});
  EXPECT_EQ(loads, 2);
  EXPECT_EQ(query.error().message(), "no service");
  EXPECT_EQ(*query.data(), 1);
  executor.advance(milliseconds{10});
  EXPECT_FALSE(query.error());
  EXPECT_EQ(*query.data(), 3);
}

TEST(Polling, OfASlowServiceDoesNotPileUp) {
  ManualExecutor executor;  // the load ends only when the test says so
  Query<int> slow{executor, [] { return 1; }};
  for (int i = 0; i < 5; ++i) slow.refetch_every(milliseconds{10});
  EXPECT_EQ(executor.timers(), 0u) << "none while a load is on its way";
  EXPECT_EQ(executor.queued(), 1u);
  executor.run_all();
  EXPECT_EQ(executor.timers(), 1u);
}

TEST(Polling, ARefetchInBetweenSetsTheTimerAnew) {
  ManualExecutor executor;
  int loads = 0;
  Query<int> query{executor, [&] { return ++loads; }};
  query.refetch_every(milliseconds{100});
  executor.advance(milliseconds{90});
  query.refetch();
  executor.run_all();
  EXPECT_EQ(loads, 2);
  executor.advance(milliseconds{99});
  EXPECT_EQ(loads, 2) << "the old timer counts no more";
  executor.advance(milliseconds{1});
  EXPECT_EQ(loads, 3);
}

TEST(Polling, TakesAnotherIntervalAndEndsWithNone) {
  ManualExecutor executor;
  int loads = 0;
  Query<int> query{executor, [&] { return ++loads; }};
  query.refetch_every(milliseconds{1000});
  executor.advance(milliseconds{500});
  query.refetch_every(milliseconds{10});
  executor.advance(milliseconds{10});
  EXPECT_EQ(loads, 2);
  query.refetch_every(milliseconds{0});
  executor.advance(milliseconds{5000});
  EXPECT_EQ(loads, 2);
  query.refetch();
  executor.advance(milliseconds{5000});
  EXPECT_EQ(loads, 3);
  EXPECT_THROW(query.refetch_every(milliseconds{-1}), InvalidArgumentException);
}

TEST(Polling, EndsWithTheQueryAndKeepsNothingOfIt) {
  ManualExecutor executor;
  auto captured = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = captured;
  std::optional<Query<int>> query;
  query.emplace(executor, [captured = std::move(captured)] { return ++*captured; });
  query->refetch_every(milliseconds{10});
  executor.advance(milliseconds{20});
  EXPECT_EQ(*query->data(), 3);
  ASSERT_EQ(executor.timers(), 1u);
  query.reset();
  EXPECT_TRUE(watched.expired());
  executor.advance(milliseconds{100});
  EXPECT_EQ(executor.timers(), 0u);
  EXPECT_EQ(executor.queued(), 0u);
}

TEST(Polling, MovesWithTheQuery) {
  ManualExecutor executor;
  int loads = 0;
  Query<int> first{executor, [&] { return ++loads; }};
  first.refetch_every(milliseconds{10});
  executor.run_all();
  const Query<int> second{std::move(first)};
  executor.advance(milliseconds{10});
  EXPECT_EQ(*second.data(), 2);
}

TEST(Polling, ADroppedTimerIsAnErrorUntilRefetch) {
  ManualExecutor executor;
  int loads = 0;
  Query<int> query{executor, [&] { return ++loads; }};
  query.refetch_every(milliseconds{10});
  executor.run_all();
  executor.drop_timers();
  EXPECT_TRUE(query.error().as<TaskDroppedException>());
  EXPECT_EQ(*query.data(), 1);
  EXPECT_FALSE(query.is_loading());
  query.refetch();
  executor.advance(milliseconds{10});
  EXPECT_EQ(loads, 3);
  EXPECT_FALSE(query.error());
}

TEST(Polling, SurvivesTheEndOfItsPool) {
  std::optional<ThreadPool> pool{std::in_place, 1u};
  std::atomic<int> loads{0};
  Query<int> query{*pool, [&] { return ++loads; }};
  query.refetch_every(std::chrono::hours{1});
  pool.reset();
  EXPECT_EQ(loads, 1);
  EXPECT_TRUE(query.error().as<TaskDroppedException>());
  EXPECT_EQ(*query.data(), 1);
}

TEST(Polling, WorksOnEveryExecutor) {
  /// As a user wrote it who knew of post() alone.
  class PostOnly final : public Executor {
   public:
    explicit PostOnly(ThreadPool& pool) : pool_(pool) {}
    ~PostOnly() override { retire(); }
    void post(std::function<void()> task) override { pool_.post(std::move(task)); }

   private:
    ThreadPool& pool_;
  };
  ThreadPool pool{2};
  PostOnly post_only{pool};
  InlineExecutor same_thread;
  for (Executor* executor :
       {static_cast<Executor*>(&pool), static_cast<Executor*>(&post_only), static_cast<Executor*>(&same_thread)}) {
    Watched<int> loads{0};
    Query<int> query{*executor, [&] {
                       loads.change([](int& n) { ++n; });
                       return 1;
                     }};
    query.refetch_every(milliseconds{1});
    EXPECT_TRUE(loads.wait([](int n) { return n >= 4; }));
  }
}

TEST(Polling, EverythingAtOnce) {
  std::atomic<int> running{0};
  std::atomic<int> overlaps{0};
  std::atomic<bool> gone{false};
  std::atomic<int> too_late{0};
  ThreadPool pool{3};
  for (int round = 0; round < 20; ++round) {
    gone = false;
    std::optional<Query<int>> query;
    query.emplace(pool, [&] {
      if (gone) ++too_late;
      return 1;
    });
    const Subscription told = query->subscribe([&] {
      if (gone) ++too_late;
    });
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 20; ++i) {
          query->refetch_every(milliseconds{t});
          query->enabled(i % 3 != 0);
          query->refetch();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    query->enabled(true);
    query->refetch_every(milliseconds{1});
    query.reset();
    gone = true;
  }
  pool.drop_queued();
  EXPECT_EQ(too_late, 0) << "nothing of a query runs once it is gone";

  Watched<int> loads{0};
  Query<int> alone{pool, [&] {
                     if (++running > 1) ++overlaps;
                     std::this_thread::yield();
                     --running;
                     loads.change([](int& n) { ++n; });
                     return 1;
                   }};
  alone.refetch_every(milliseconds{1});
  EXPECT_TRUE(loads.wait([](int n) { return n >= 20; }));
  EXPECT_EQ(overlaps, 0);
}

TEST(SwitchedOff, LoadsNothingAndLoadsAtOnceWhenItIsOnAgain) {
  ManualExecutor executor;
  int loads = 0;
  Query<int> query{executor, [&] { return ++loads; }};
  query.refetch_every(milliseconds{10});
  executor.run_all();
  EXPECT_TRUE(query.is_enabled());
  query.enabled(false);
  EXPECT_FALSE(query.is_enabled());
  EXPECT_EQ(*query.data(), 1) << "what is known stays";
  executor.advance(milliseconds{100});
  query.refetch();
  EXPECT_FALSE(query.is_loading());
  executor.advance(milliseconds{100});
  EXPECT_EQ(loads, 1);
  EXPECT_EQ(executor.timers(), 0u);
  query.enabled(true);
  EXPECT_TRUE(query.is_loading());
  executor.run_all();
  EXPECT_EQ(loads, 2);
  executor.advance(milliseconds{10});
  EXPECT_EQ(loads, 3) << "and polls on";
  query.enabled(true);
  EXPECT_EQ(executor.queued(), 0u) << "it was on already";
}

TEST(SwitchedOff, CancelsTheLoadThatRuns) {
  ThreadPool pool{1};
  Gate gate;
  Watched<bool> cancelled{false};
  std::atomic<int> loads{0};
  Query<int> query{pool, [&](const CancellationToken& token) {
                     const CancellationSubscription heard = token.subscribe([&] { cancelled.set(true); });
                     if (++loads == 1) gate.pass();
                     return 1;
                   }};
  ASSERT_TRUE(gate.wait_for_arrivals());
  query.enabled(false);
  EXPECT_TRUE(cancelled.get());
  EXPECT_FALSE(query.is_loading());
  gate.open();
  Watched<bool> idle{false};
  pool.post([&] { idle.set(true); });
  ASSERT_TRUE(idle.wait_for(true));
  EXPECT_EQ(query.data(), nullptr) << "its answer was dropped";
  EXPECT_FALSE(query.error());
}

TEST(SwitchedOff, TellsTheSubscribersThatNothingLoads) {
  ManualExecutor executor;
  const auto load = [] { return 1; };
  Query<int> query{executor, load};
  std::vector<bool> loading;
  const Subscription told = query.subscribe([&](const QueryState<int>& state) { loading.push_back(state.is_loading); });
  EXPECT_TRUE(executor.queued() == 2u);
  query.enabled(false);
  executor.run_all();
  EXPECT_EQ(loading, std::vector<bool>{false});
}

TEST(NewInput, IsLoadedAndNothingOfTheOldOneIsShown) {
  ManualExecutor executor;
  std::vector<std::string> asked;
  Query<std::string, std::string> query{executor,
                                        [&](const std::string& id) {
                                          asked.push_back(id);
                                          if (id == "bad") throw std::runtime_error("no such contact");
                                          return "about " + id;
                                        },
                                        "first"};
  std::vector<std::string> shown;
  const Subscription told = query.subscribe([&](const QueryState<std::string>& state) {
    shown.push_back(state.data ? *state.data : state.error ? state.error.message() : "-");
  });
  executor.run_all();
  EXPECT_EQ(*query.data(), "about first");
  query.input("bad");
  EXPECT_EQ(query.data(), nullptr);
  EXPECT_TRUE(query.is_loading());
  executor.run_all();
  EXPECT_EQ(query.data(), nullptr) << "no data of another input beside the error";
  query.input("second");
  EXPECT_FALSE(query.error());
  executor.run_all();
  EXPECT_EQ(*query.data(), "about second");
  query.refetch();
  executor.run_all();
  EXPECT_EQ(asked, (std::vector<std::string>{"first", "bad", "second", "second"}));
  EXPECT_EQ(shown.back(), "about second");
  EXPECT_EQ(std::count(shown.begin(), shown.end(), "no such contact"), 1);
}

TEST(NewInput, SupersedesTheLoadOfTheOldOne) {
  Gate slow;
  Watched<std::string> shown;
  ThreadPool pool{2};
  Query<std::string, std::string> query{pool,
                                        [&](const std::string& id) {
                                          if (id == "slow") slow.pass();
                                          return id;
                                        },
                                        "slow"};
  ASSERT_TRUE(slow.wait_for_arrivals());
  const Subscription told = query.subscribe([&](const QueryState<std::string>& state) {
    if (state.data) shown.set(*state.data);
  });
  query.input("quick");
  ASSERT_TRUE(shown.wait_for("quick"));
  slow.open();
  query = Query<std::string, std::string>{pool, [](const std::string& id) { return id; }, "other"};  // waits
  EXPECT_EQ(shown.get(), "quick");
}

TEST(NewInput, IsPolledAndWaitsWhileTheQueryIsOff) {
  ManualExecutor executor;
  std::vector<int> asked;
  Query<int, int> query{executor,
                        [&](int page, const CancellationToken&) {
                          asked.push_back(page);
                          return page;
                        },
                        1};
  query.refetch_every(milliseconds{10});
  executor.run_all();
  query.enabled(false);
  query.input(2);
  EXPECT_EQ(query.data(), nullptr);
  EXPECT_FALSE(query.is_loading());
  executor.advance(milliseconds{50});
  query.enabled(true);
  executor.advance(milliseconds{10});
  EXPECT_EQ(asked, (std::vector<int>{1, 2, 2}));
}

TEST(NewInput, OfTwoMayLeaveOutTheSecond) {
  ManualExecutor executor;
  Query<std::string, std::string, int> query{
      executor, [](const std::string& id, int page) { return id + std::to_string(page); }, "a", 3};
  executor.run_all();
  EXPECT_EQ(*query.data(), "a3");
  query.input("b");
  executor.run_all();
  EXPECT_EQ(*query.data(), "b0");
  query.input("c", 4);
  executor.run_all();
  EXPECT_EQ(*query.data(), "c4");

  Query<std::string> fixed{std::move(query)};
  fixed.refetch();
  executor.run_all();
  EXPECT_EQ(*fixed.data(), "c4");
}

}  // namespace
ALLO_NAMESPACE_END
