#include "core/page_walk.hpp"

#include <allo/page.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using detail::BackgroundTask;
using Task = std::function<void()>;

TEST(BackgroundTask, RunsOnTheExecutor) {
  std::thread::id ran_on;
  std::thread worker;
  BackgroundTask task{[&](Task run) { worker = std::thread{std::move(run)}; },
                      [&] { ran_on = std::this_thread::get_id(); }};
  worker.join();
  task.wait();
  EXPECT_NE(ran_on, std::thread::id{});
  EXPECT_NE(ran_on, std::this_thread::get_id());
}

TEST(BackgroundTask, IsRunByWhoWaitsWhenTheExecutorHasNotBegun) {
  std::vector<Task> queue;
  int runs = 0;
  BackgroundTask task{[&](Task run) { queue.push_back(std::move(run)); }, [&] { ++runs; }};
  task.wait();
  EXPECT_EQ(runs, 1);
  queue.front()();  // The executor comes too late.
  EXPECT_EQ(runs, 1);
}

TEST(BackgroundTask, LetsGoOfWhatItHeldOnceItHasRunOrNeedNot) {
  std::vector<Task> queue;
  const auto held = std::make_shared<int>();
  BackgroundTask task{[&](Task run) { queue.push_back(std::move(run)); }, [held] {}};
  EXPECT_EQ(held.use_count(), 2);
  task.wait();
  EXPECT_EQ(held.use_count(), 1) << "while the executor and the owner still have the task";
  {
    const BackgroundTask abandoned{[&](Task run) { queue.push_back(std::move(run)); }, [held] {}};
  }
  EXPECT_EQ(held.use_count(), 1) << "which the executor still has";
}

TEST(BackgroundTask, SurvivesAnExecutorThatDropsRefusesOrRepeats) {
  int runs = 0;
  BackgroundTask{[](const Task&) {}, [&] { ++runs; }}.wait();
  EXPECT_EQ(runs, 1);
  BackgroundTask{[](const Task&) { throw std::runtime_error("stopped"); }, [&] { ++runs; }}.wait();
  EXPECT_EQ(runs, 2);
  BackgroundTask{[](const Task& run) { run(), run(); }, [&] { ++runs; }}.wait();
  EXPECT_EQ(runs, 3);
}

TEST(BackgroundTask, RethrowsWhatTheTaskThrew) {
  BackgroundTask task{[](const Task& run) { run(); }, [] { throw std::runtime_error("no page"); }};
  EXPECT_THROW(task.wait(), std::runtime_error);
}

TEST(BackgroundTask, DoesNotRunOnceItIsGone) {
  std::vector<Task> queue;
  auto held = std::make_shared<int>(0);
  {
    const BackgroundTask task{[&](Task run) { queue.push_back(std::move(run)); }, [held] { ++*held; }};
  }
  EXPECT_EQ(held.use_count(), 1);
  queue.front()();
  EXPECT_EQ(*held, 0);
}

TEST(BackgroundTask, TheDestructorWaitsForARunningTask) {
  std::promise<void> begun;
  std::promise<void> leave;
  std::atomic<bool> left{false};
  std::thread worker;
  std::thread releaser;
  {
    const BackgroundTask task{[&](Task run) { worker = std::thread{std::move(run)}; },
                              [&] {
                                begun.set_value();
                                leave.get_future().wait();
                                left = true;
                              }};
    begun.get_future().wait();
    releaser = std::thread{[&] { leave.set_value(); }};
  }
  EXPECT_TRUE(left);
  worker.join();
  releaser.join();
}

/// Pages 0 to 9 of one item each.
detail::PulledPage<int> ten_pages(int page) {
  detail::PulledPage<int> pulled{{page}};
  pulled.facts.total_pages = 10;
  return pulled;
}

PageRange<int> prefetching(const RangeOptions& options, std::function<detail::PulledPage<int>(int)> load) {
  return detail::make_range<int>(0, options, std::move(load));
}

TEST(Prefetch, GivesTheSameItems) {
  std::vector<std::thread> threads;
  RangeOptions options;
  options.prefetch = 1;
  options.executor = [&](Task run) { threads.emplace_back(std::move(run)); };
  std::vector<int> seen;
  for (const int n : prefetching(options, ten_pages)) seen.push_back(n);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(seen, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(threads.size(), 9U);
}

TEST(Prefetch, MayBeLeftInTheMiddle) {
  std::vector<std::thread> threads;
  RangeOptions options;
  options.prefetch = 1;
  options.executor = [&](Task run) { threads.emplace_back(std::move(run)); };
  for (int round = 0; round < 20; ++round) {
    for (const int n : prefetching(options, ten_pages)) {
      if (n == 3) break;
    }
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Prefetch, PassesOnWhatThePageThrew) {
  RangeOptions options;
  options.prefetch = 1;
  options.executor = [](const Task& run) { run(); };
  const auto range = prefetching(options, [](int page) {
    if (page == 1) throw std::runtime_error("gone");
    return ten_pages(page);
  });
  auto it = range.begin();
  EXPECT_EQ(*it, 0);
  EXPECT_THROW(++it, std::runtime_error);
  EXPECT_TRUE(it == range.end());
}

}  // namespace
ALLO_NAMESPACE_END
