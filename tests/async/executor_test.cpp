#include "async/support.hpp"

#include <allo/executor.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
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

struct Counts {
  int run = 0;
  int drop = 0;
};

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

TEST(ThreadPool, RunsDelayedTasksInTheOrderOfTheirTimes) {
  using std::chrono::milliseconds;
  Watched<std::vector<int>> order;
  const auto note = [&](int n) { return [&order, n] { order.change([n](auto& all) { all.push_back(n); }); }; };
  const auto begin = std::chrono::steady_clock::now();
  ThreadPool pool{1};
  pool.post_after(milliseconds{60}, note(4));
  pool.post_after(milliseconds{20}, note(2));
  pool.post_after(milliseconds{40}, note(3));
  pool.post_after(milliseconds{0}, note(0));
  pool.post_after(milliseconds{-5}, note(1));
  ASSERT_TRUE(order.wait([](const auto& all) { return all.size() == 5; }));
  EXPECT_EQ(order.get(), (std::vector<int>{0, 1, 2, 3, 4}));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds{60});
  EXPECT_THROW(pool.post_after(milliseconds{1}, {}), InvalidArgumentException);
}

TEST(ThreadPool, KeepsTimeWhileItsThreadsComeAndGo) {
  std::atomic<int> posted{0};
  Watched<int> ran{0};
  ThreadPool pool{3};
  const auto count = [&] { ran.change([](int& n) { ++n; }); };
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i, posted += 2) {
        pool.post_after(std::chrono::milliseconds{i % 7}, count);
        pool.post(count);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(ran.wait_for(posted)) << "none is left waiting while every thread sleeps";
}

TEST(ThreadPool, DropsWhatIsNotDueWhenItEnds) {
  Counts counts;
  {
    ThreadPool pool{2};
    const detail::ExecutorHandle handle{pool};
    handle.post_after(
        std::chrono::hours{1}, [&] { ++counts.run; }, [&] { ++counts.drop; });
    handle.post_after(
        std::chrono::milliseconds::max(), [&] { ++counts.run; }, [&] { ++counts.drop; });
    EXPECT_EQ(pool.drop_queued(), 0u);
    EXPECT_EQ(counts.drop, 0);
  }
  EXPECT_EQ(counts.run, 0);
  EXPECT_EQ(counts.drop, 2);
}

/// Knows of post() alone.
class Collecting final : public Executor {
 public:
  explicit Collecting(Watched<std::vector<std::function<void()>>>& tasks) : tasks_(tasks) {}
  ~Collecting() override { retire(); }
  void post(std::function<void()> task) override {
    tasks_.change([&](auto& all) { all.push_back(std::move(task)); });
  }

 private:
  Watched<std::vector<std::function<void()>>>& tasks_;
};

TEST(Executor, HasTimersWithoutDoingAnythingForIt) {
  Watched<std::vector<std::function<void()>>> tasks;
  Counts counts;
  {
    Collecting executor{tasks};
    const detail::ExecutorHandle handle{executor};
    handle.post_after(
        std::chrono::milliseconds{5}, [&] { ++counts.run; }, [&] { ++counts.drop; });
    ASSERT_TRUE(tasks.wait([](const auto& all) { return all.size() == 1; }));
    EXPECT_EQ(counts.run, 0) << "it is posted and not run";
    tasks.get()[0]();
    EXPECT_EQ(counts.run, 1);
    handle.post_after(
        std::chrono::hours{1}, [&] { ++counts.run; }, [&] { ++counts.drop; });
  }
  EXPECT_EQ(counts.drop, 1) << "what was not due ends with the executor";
  EXPECT_EQ(counts.run, 1);
  EXPECT_EQ(tasks.get().size(), 1u);
}

TEST(InlineExecutor, MayBeDestroyedWithinItsOwnTask) {
  auto executor = std::make_unique<InlineExecutor>();
  Watched<bool> done{false};
  detail::ExecutorHandle{*executor}.post_after(
      std::chrono::milliseconds{1},
      [&] {
        executor.reset();
        done.set(true);
      },
      [] {});
  EXPECT_TRUE(done.wait_for(true));
}

TEST(InlineExecutor, RunsWithinPost) {
  InlineExecutor executor;
  std::thread::id ran_on;
  executor.post([&] { ran_on = std::this_thread::get_id(); });
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

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
