#include "async/support.hpp"

#include <allo/coroutine.hpp>

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>

ALLO_NAMESPACE_BEGIN
namespace {

/// The least coroutine there is: begins at once, tells its end with a future.
struct Detached {
  struct promise_type {
    std::promise<void> done;
    Detached get_return_object() { return {done.get_future()}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() { done.set_value(); }
    void unhandled_exception() { done.set_exception(std::current_exception()); }
  };
  std::future<void> finished;
};

TEST(Coroutine, CarriesOnOnTheExecutorWithTheResult) {
  ThreadPool pool{1};
  std::string result;
  std::thread::id before;
  std::thread::id after;
  const auto body = [&]() -> Detached {
    before = std::this_thread::get_id();
    result = co_await on(pool, [] { return std::string("from the pool"); });
    after = std::this_thread::get_id();
    co_await on(pool, [] {});
  };
  body().finished.get();
  EXPECT_EQ(result, "from the pool");
  EXPECT_EQ(before, std::this_thread::get_id());
  EXPECT_NE(after, std::this_thread::get_id());
}

TEST(Coroutine, CarriesOnWithTheException) {
  ThreadPool pool{1};
  bool caught = false;
  const auto body = [&]() -> Detached {
    try {
      co_await on(pool, []() -> int { throw InvalidArgumentException("page"); });
    } catch (const InvalidArgumentException&) {
      caught = true;
    }
    co_await on(pool, [] { throw std::runtime_error("out of the coroutine"); });
  };
  EXPECT_THROW(body().finished.get(), std::runtime_error);
  EXPECT_TRUE(caught);
}

TEST(Coroutine, LoopsOnAnInlineExecutorWithoutRecursion) {
  InlineExecutor executor;
  long sum = 0;
  const auto body = [&]() -> Detached {
    for (int i = 0; i < 200'000; ++i) sum += co_await on(executor, [i] { return i; });
  };
  body().finished.get();
  EXPECT_EQ(sum, 200'000L * 199'999 / 2);
}

TEST(Coroutine, EndsWhenTheTaskIsDropped) {
  test::ManualExecutor later;
  test::DroppingExecutor at_once;
  int dropped = 0;
  const auto body = [&](Executor& executor) -> Detached {
    try {
      co_await on(executor, [] { return 1; });
    } catch (const TaskDroppedException&) {
      ++dropped;
    }
  };
  body(at_once).finished.get();
  EXPECT_EQ(dropped, 1);
  Detached waiting = body(later);
  EXPECT_EQ(dropped, 1);
  EXPECT_TRUE(later.drop_one());
  waiting.finished.get();
  EXPECT_EQ(dropped, 2);
}

TEST(Coroutine, MovesResultsOut) {
  ThreadPool pool{1};
  std::unique_ptr<int> result;
  const auto body = [&]() -> Detached { result = co_await on(pool, [] { return std::make_unique<int>(6); }); };
  body().finished.get();
  EXPECT_EQ(*result, 6);
}

}  // namespace
ALLO_NAMESPACE_END
