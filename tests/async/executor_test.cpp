#include "async/support.hpp"

#include <allo/executor.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using test::Gate;
using test::ManualExecutor;
using test::Watched;

TEST(ThreadPool, RunsTasksOnItsOwnThreads) {
  Gate gate;
  Watched<std::set<std::thread::id>> threads;
  ThreadPool pool{3};
  EXPECT_EQ(pool.size(), 3u);
  for (int i = 0; i < 3; ++i) {
    pool.post([&] {
      threads.change([](auto& ids) { ids.insert(std::this_thread::get_id()); });
      gate.pass();
    });
  }
  ASSERT_TRUE(gate.wait_for_arrivals(3)) << "three tasks run at once";
  gate.open();
  EXPECT_EQ(threads.get().size(), 3u);
  EXPECT_EQ(threads.get().count(std::this_thread::get_id()), 0u);
}

TEST(ThreadPool, RunsWhatIsQueuedInOrderBeforeItEnds) {
  std::vector<int> order;
  {
    ThreadPool pool{1};
    for (int i = 0; i < 1000; ++i) pool.post([&order, i] { order.push_back(i); });
  }
  ASSERT_EQ(order.size(), 1000u);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(ThreadPool, DropsWhatIsPostedOnceItEnds) {
  Gate gate;
  bool dropped = false;
  auto pool = std::make_unique<ThreadPool>(1);
  pool->post([&gate, &dropped, target = pool.get()] {
    gate.pass();
    // The destructor may not have closed the pool yet: post until it has.
    const auto give_up = std::chrono::steady_clock::now() + test::patience;
    while (!dropped && std::chrono::steady_clock::now() < give_up) {
      auto token = std::make_shared<int>(0);
      const std::weak_ptr<int> queued = token;
      target->post([token = std::move(token)] {});
      dropped = queued.expired();
    }
  });
  ASSERT_TRUE(gate.wait_for_arrivals());
  gate.open();
  pool.reset();
  EXPECT_TRUE(dropped);
}

TEST(ThreadPool, DropQueuedSaysHowManyAndRunsNone) {
  Gate gate;
  std::atomic<int> ran{0};
  std::promise<void> done;
  ThreadPool pool{1};
  pool.post([&] { gate.pass(); });
  ASSERT_TRUE(gate.wait_for_arrivals());
  for (int i = 0; i < 5; ++i) pool.post([&] { ++ran; });
  EXPECT_EQ(pool.drop_queued(), 5u);
  EXPECT_EQ(pool.drop_queued(), 0u);
  gate.open();
  pool.post([&] { done.set_value(); });
  done.get_future().get();
  EXPECT_EQ(ran, 0);
}

TEST(ThreadPool, MayBeDestroyedOnItsOwnThread) {
  auto after = std::make_shared<std::promise<void>>();
  auto pool = std::make_shared<ThreadPool>(2);
  pool->post([after, owner = pool]() mutable {
    owner->post([after] { after->set_value(); });
    owner.reset();
  });
  pool.reset();
  EXPECT_EQ(after->get_future().wait_for(test::patience), std::future_status::ready);
}

TEST(ThreadPool, RefusesNonsense) {
  EXPECT_THROW(ThreadPool{0}, InvalidArgumentException);
  EXPECT_THROW(ThreadPool{1025}, InvalidArgumentException);
  ThreadPool pool{1};
  EXPECT_THROW(pool.post({}), InvalidArgumentException);
}

TEST(InlineExecutor, RunsWithinPost) {
  InlineExecutor executor;
  std::thread::id ran_on;
  executor.post([&] { ran_on = std::this_thread::get_id(); });
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

struct Counts {
  int run = 0;
  int drop = 0;
};

void post_counting(const detail::ExecutorHandle& handle, Counts& counts) {
  handle.post([&] { ++counts.run; }, [&] { ++counts.drop; });
}

TEST(ExecutorHandle, RunsOnceHoweverOftenTheExecutorCalls) {
  ManualExecutor executor;
  Counts counts;
  post_counting(detail::ExecutorHandle{executor}, counts);
  executor.run_one_twice();
  EXPECT_EQ(counts.run, 1);
  EXPECT_EQ(counts.drop, 0);
}

TEST(ExecutorHandle, TellsOfEveryWayToLoseATask) {
  Counts counts;
  test::DroppingExecutor dropping;
  post_counting(detail::ExecutorHandle{dropping}, counts);
  EXPECT_EQ(counts.drop, 1);

  test::ThrowingExecutor throwing;
  post_counting(detail::ExecutorHandle{throwing}, counts);
  EXPECT_EQ(counts.drop, 2);

  ManualExecutor manual;
  post_counting(detail::ExecutorHandle{manual}, counts);
  EXPECT_EQ(counts.drop, 2) << "it may still run";
  EXPECT_TRUE(manual.drop_one());
  EXPECT_EQ(counts.drop, 3);

  std::optional<ManualExecutor> gone{std::in_place};
  const detail::ExecutorHandle handle{*gone};
  gone.reset();
  post_counting(handle, counts);
  EXPECT_EQ(counts.drop, 4);
  EXPECT_EQ(counts.run, 0);
}

TEST(ExecutorHandle, TryPostReportsInsteadOfRecursing) {
  using detail::PostOutcome;
  Counts counts;
  const auto try_post = [&](const Executor& executor) {
    return detail::ExecutorHandle{executor}.try_post([&] { ++counts.run; }, [&] { ++counts.drop; });
  };
  EXPECT_EQ(try_post(InlineExecutor{}), PostOutcome::Inline);
  EXPECT_EQ(try_post(test::DroppingExecutor{}), PostOutcome::Dropped);
  EXPECT_EQ(try_post(test::ThrowingExecutor{}), PostOutcome::Dropped);
  EXPECT_EQ(counts.run + counts.drop, 0);
  ManualExecutor manual;
  EXPECT_EQ(try_post(manual), PostOutcome::Posted);
  manual.run_all();
  EXPECT_EQ(counts.run, 1) << "the same thread, but not within post";
}

TEST(ExecutorHandle, PostingAgainstTheEndOfAPoolLosesNothingUntold) {
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> told{0};
    auto pool = std::make_unique<ThreadPool>(2);
    const detail::ExecutorHandle handle{*pool};
    std::thread poster([&] {
      for (int i = 0; i < 200; ++i) handle.post([&] { ++told; }, [&] { ++told; });
    });
    pool.reset();
    poster.join();
    EXPECT_EQ(told, 200);
  }
}

}  // namespace
ALLO_NAMESPACE_END
