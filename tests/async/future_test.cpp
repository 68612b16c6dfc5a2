#include "async/support.hpp"

#include <allo/async.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>

ALLO_NAMESPACE_BEGIN
namespace {

TEST(Async, GivesTheResult) {
  ThreadPool pool{1};
  std::future<std::string> text = async(pool, [] { return std::string("done"); });
  std::future<std::thread::id> thread = async(pool, [] { return std::this_thread::get_id(); });
  std::future<void> nothing = async(pool, [] {});
  EXPECT_EQ(text.get(), "done");
  EXPECT_NE(thread.get(), std::this_thread::get_id());
  EXPECT_NO_THROW(nothing.get());
}

TEST(Async, GivesTheException) {
  InlineExecutor executor;
  std::future<int> future = async(executor, []() -> int { throw InvalidArgumentException("size"); });
  EXPECT_THROW(future.get(), InvalidArgumentException);
}

TEST(Async, TakesFunctionsThatOnlyMove) {
  InlineExecutor executor;
  std::future<std::unique_ptr<int>> future =
      async(executor, [value = std::make_unique<int>(8)]() mutable { return std::move(value); });
  EXPECT_EQ(*future.get(), 8);
}

TEST(Async, ADroppedCallIsAnException) {
  test::ManualExecutor executor;
  std::future<int> future = async(executor, [] { return 1; });
  EXPECT_TRUE(executor.drop_one());
  EXPECT_THROW(future.get(), TaskDroppedException);

  std::optional<ThreadPool> gone{std::in_place, 1u};
  std::future<int> queued = async(*gone, [] { return 2; });
  gone.reset();
  EXPECT_EQ(queued.get(), 2) << "a pool runs what is queued";
}

TEST(Async, RunsOnceHoweverOftenTheExecutorCalls) {
  test::ManualExecutor executor;
  int ran = 0;
  std::future<int> future = async(executor, [&] { return ++ran; });
  executor.run_one_twice();
  EXPECT_EQ(future.get(), 1);
  EXPECT_EQ(ran, 1);
}

}  // namespace
ALLO_NAMESPACE_END
