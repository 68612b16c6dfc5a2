#include "async/support.hpp"
#include "core/page_walk.hpp"

#include <allo/async.hpp>
#include <allo/page.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <iterator>
#include <list>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using test::Gate;

std::vector<int> numbers_to(int count) {
  std::vector<int> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

/// How many run at one time.
class Level {
 public:
  template <class Work>
  void during(Work work) {
    const int now = ++running_;
    int highest = highest_;
    while (now > highest && !highest_.compare_exchange_weak(highest, now)) {
    }
    work();
    --running_;
  }
  int highest() const { return highest_; }

 private:
  std::atomic<int> running_{0};
  std::atomic<int> highest_{0};
};

TEST(MapConcurrently, KeepsTheOrder) {
  ThreadPool pool{4};
  const auto results = map_concurrently(pool, numbers_to(2000), 4, [](int n) { return std::to_string(n * 2); });
  ASSERT_EQ(results.size(), 2000u);
  for (std::size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i].value(), std::to_string(i * 2));
}

TEST(MapConcurrently, UsesTheExecutorAndKeepsTheBound) {
  ThreadPool pool{8};
  Level level;
  Gate gate;
  std::atomic<int> entered{0};
  const auto results = map_concurrently(pool, numbers_to(300), 3, [&](int) {
    level.during([&] {
      if (++entered == 3) gate.open();
      gate.pass();  // opens only when three are in flight at once
    });
  });
  EXPECT_EQ(level.highest(), 3);
  for (const Outcome<void>& result : results) EXPECT_TRUE(result);
}

TEST(MapConcurrently, CollectsAnErrorPerItem) {
  ThreadPool pool{2};
  const auto results = map_concurrently(pool, numbers_to(10), 3, [](int n) -> int {
    if (n % 3 == 0) throw std::out_of_range(std::to_string(n));
    return n;
  });
  ASSERT_EQ(results.size(), 10u);
  for (int n = 0; n < 10; ++n) {
    const Outcome<int>& result = results[static_cast<std::size_t>(n)];
    EXPECT_EQ(static_cast<bool>(result), n % 3 != 0);
    if (n % 3 == 0) {
      EXPECT_EQ(result.error().message(), std::to_string(n));
      EXPECT_THROW(result.value(), std::out_of_range);
    } else {
      EXPECT_EQ(result.value(), n);
    }
  }
}

TEST(MapConcurrently, WorksOnAnyExecutor) {
  const std::vector<int> items = numbers_to(50'000);
  const auto sum = [&](Executor&& executor) {
    long total = 0;
    for (const auto& result : map_concurrently(executor, items, 8, [](int n) { return n; })) total += result.value();
    return total;
  };
  const long expected = 50'000L * 49'999 / 2;
  EXPECT_EQ(sum(InlineExecutor{}), expected) << "without recursion";
  EXPECT_EQ(sum(test::DroppingExecutor{}), expected);
  EXPECT_EQ(sum(test::ThrowingExecutor{}), expected);
  EXPECT_EQ(sum(test::ManualExecutor{}), expected) << "the calling thread does it all";
  ThreadPool pool{1};
  EXPECT_EQ(async(pool, [&] { return sum(std::move(pool)); }).get(), expected) << "from the only thread of the pool";
}

TEST(MapConcurrently, SurvivesItsExecutor) {
  std::optional<ThreadPool> pool{std::in_place, 2u};
  Gate in_pool;
  const std::thread::id caller = std::this_thread::get_id();
  const auto results = map_concurrently(*pool, numbers_to(200), 3, [&](int n) {
    if (std::this_thread::get_id() != caller) {
      in_pool.pass();
    } else if (pool) {
      EXPECT_TRUE(in_pool.wait_for_arrivals());
      in_pool.open();
      pool.reset();
    }
    return n;
  });
  ASSERT_EQ(results.size(), 200u);
  for (int n = 0; n < 200; ++n) EXPECT_EQ(results[static_cast<std::size_t>(n)].value(), n);
}

TEST(MapConcurrently, AQueuedWorkerThatComesTooLateTouchesNothing) {
  test::ManualExecutor executor;
  {
    const std::vector<int> items = numbers_to(5);
    EXPECT_EQ(map_concurrently(executor, items, 4, [](int n) { return n; }).size(), 5u);
  }
  EXPECT_GT(executor.queued(), 0u);
  EXPECT_LE(executor.queued(), 3u) << "bounded by max_in_flight";
  executor.run_all();
}

TEST(MapConcurrently, OthersGetTheirTurnInThePool) {
  ThreadPool pool{1};
  Gate posted;
  test::Watched<int> done_before_other{-1};
  std::atomic<int> done_in_pool{0};
  const std::thread::id caller = std::this_thread::get_id();
  map_concurrently(pool, numbers_to(100), 2, [&](int) {
    if (std::this_thread::get_id() == caller) {
      // Its first item leaves all the others to the only thread of the pool, which has begun with them or is about to.
      if (done_before_other.get() >= 0) return;
      pool.post([&] { done_before_other.set(done_in_pool); });
      posted.open();
      EXPECT_TRUE(done_before_other.wait([](int n) { return n >= 0; }));
    } else {
      posted.pass();
      ++done_in_pool;
    }
  });
  EXPECT_EQ(done_before_other.get(), 1) << "a worker steps back after each item";
}

TEST(MapConcurrently, ReadsASinglePassRangeAsItIsNeeded) {
  std::atomic<int> pages_loaded{0};
  const auto range = detail::make_range<int>(0, RangeOptions{}, [&](int page) {
    ++pages_loaded;
    detail::PulledPage<int> loaded;
    loaded.items = {page * 2, page * 2 + 1};
    loaded.facts.total_pages = 3;
    return loaded;
  });
  std::atomic<int> most_ahead{0};
  InlineExecutor executor;
  const auto results = map_concurrently(executor, range, 2, [&](const int& n) {
    most_ahead = std::max(most_ahead.load(), pages_loaded.load() - n / 2);
    return n;
  });
  ASSERT_EQ(results.size(), 6u);
  for (int n = 0; n < 6; ++n) EXPECT_EQ(results[static_cast<std::size_t>(n)].value(), n);
  EXPECT_EQ(most_ahead, 1) << "no page is fetched before its items are due";
}

/// Counts to 3, with what an iterator of C++20 needs and no more.
struct CountToThree {
  struct iterator {
    using value_type = std::unique_ptr<int>;
    using difference_type = std::ptrdiff_t;
    explicit iterator(int start) : n(start) {}
    iterator(iterator&&) = default;
    iterator& operator=(iterator&&) = default;
    value_type operator*() const { return std::make_unique<int>(n); }
    iterator& operator++() {
      ++n;
      return *this;
    }
    void operator++(int) { ++n; }
    bool operator==(std::default_sentinel_t) const { return n == 4; }
    int n;
  };
  iterator begin() const { return iterator{1}; }
  std::default_sentinel_t end() const { return {}; }
};

TEST(MapConcurrently, ReadsARangeOfIteratorsWithoutACategory) {
  ThreadPool pool{2};
  const auto results = map_concurrently(pool, CountToThree{}, 2, [](const std::unique_ptr<int>& n) { return *n; });
  ASSERT_EQ(results.size(), 3u);
  for (int n = 0; n < 3; ++n) EXPECT_EQ(results[static_cast<std::size_t>(n)].value(), n + 1);
}

TEST(MapConcurrently, ReadingTheRangeMayDropOrRunQueuedWorkers) {
  for (const bool runs : {false, true}) {
    test::ManualExecutor executor;
    RangeOptions options;
    options.prefetch = 1;
    int displaced = 0;
    options.executor = [&](std::function<void()> task) {  // As a queue of one place does.
      if (runs ? executor.run_one() : executor.drop_one()) ++displaced;
      executor.post(std::move(task));
    };
    const auto range = detail::make_range<int>(0, options, [](int page) {
      detail::PulledPage<int> loaded;
      loaded.items = {page};
      loaded.facts.total_pages = 4;
      return loaded;
    });
    const auto results = map_concurrently(executor, range, 2, [](int n) { return n; });
    ASSERT_EQ(results.size(), 4u);
    for (int n = 0; n < 4; ++n) EXPECT_EQ(results[static_cast<std::size_t>(n)].value(), n);
    EXPECT_GT(displaced, 0);
  }
}

TEST(MapConcurrently, AnErrorOfTheRangeEndsTheListAndLosesNothing) {
  const auto range = detail::make_range<int>(0, RangeOptions{}, [](int page) {
    if (page == 1) throw TransportException{TransportError::Receive, "cut off", true};
    detail::PulledPage<int> loaded;
    loaded.items = {10, 11};
    loaded.facts.total_pages = 5;
    return loaded;
  });
  ThreadPool pool{2};
  const auto results = map_concurrently(pool, range, 4, [](int n) { return n; });
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].value(), 10);
  EXPECT_EQ(results[1].value(), 11);
  EXPECT_TRUE(results[2].error().as<TransportException>());
}

/// Counts up and can be read only once; the third number cannot be read.
struct BrokenStream {
  struct Iterator {
    using iterator_category = std::input_iterator_tag;
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    using pointer = const int*;
    using reference = int;
    int operator*() const {
      if (at == 2) throw std::runtime_error("cannot be read");
      return at;
    }
    Iterator& operator++() {
      ++at;
      return *this;
    }
    bool operator==(const Iterator& other) const { return at == other.at; }
    bool operator!=(const Iterator& other) const { return at != other.at; }
    int at = 0;
  };
  Iterator begin() const { return {}; }
  Iterator end() const { return {5}; }
};

TEST(MapConcurrently, AnItemThatCannotBeReadEndsTheList) {
  ThreadPool pool{2};
  const auto results = map_concurrently(pool, BrokenStream{}, 2, [](int n) { return n; });
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].value(), 0);
  EXPECT_EQ(results[1].value(), 1);
  EXPECT_EQ(results[2].error().message(), "cannot be read");
}

TEST(MapConcurrently, CancellationBeginsNoItemAndTellsOfEach) {
  ThreadPool pool{2};
  CancellationSource source;
  std::atomic<int> begun{0};
  const auto results = map_concurrently(
      pool, numbers_to(100), 2,
      [&](int n, const CancellationToken& token) {
        if (++begun == 5) source.cancel();
        EXPECT_TRUE(token.can_be_cancelled());
        return n;
      },
      source.token());
  ASSERT_EQ(results.size(), 100u);
  int done = 0;
  for (const auto& result : results) {
    if (result) {
      ++done;
    } else {
      EXPECT_EQ(result.error().as<TransportException>()->kind(), TransportError::Cancelled);
      EXPECT_EQ(result.error().delivery(), DeliveryState::NotSent);
    }
  }
  EXPECT_EQ(done, begun);
  EXPECT_LE(done, 6);

  CancellationSource before;
  before.cancel();
  EXPECT_FALSE(map_concurrently(
      pool, std::list<int>{1}, 1, [](int n) { return n; }, before.token())[0]);
}

TEST(MapConcurrently, CancellationFetchesNoFurtherPage) {
  CancellationSource source;
  int pages_loaded = 0;
  const auto range = detail::make_range<int>(0, RangeOptions{}, [&](int page) {
    ++pages_loaded;
    detail::PulledPage<int> loaded;
    loaded.items = {page};
    loaded.facts.total_pages = 1000;
    return loaded;
  });
  InlineExecutor executor;
  const auto results = map_concurrently(
      executor, range, 1,
      [&](int n) {
        if (n == 2) source.cancel();
        return n;
      },
      source.token());
  EXPECT_EQ(pages_loaded, 3);
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[2].value(), 2);
  EXPECT_FALSE(results[3]);
}

TEST(MapConcurrently, TakesEmptyRangesMoveOnlyResultsAndRefusesNonsense) {
  ThreadPool pool{1};
  EXPECT_TRUE(map_concurrently(pool, std::vector<int>{}, 4, [](int n) { return n; }).empty());
  auto results = map_concurrently(pool, std::vector<int>{3}, 4, [](int n) { return std::make_unique<int>(n); });
  EXPECT_EQ(*std::move(results[0]).value(), 3);
  EXPECT_THROW(map_concurrently(pool, std::vector<int>{1}, 0, [](int n) { return n; }), InvalidArgumentException);
}

TEST(MapConcurrently, ChangesItemsInPlace) {
  ThreadPool pool{2};
  std::vector<std::string> items{"a", "b", "c"};
  map_concurrently(pool, items, 2, [](std::string& item) { item += '!'; });
  EXPECT_EQ(items, (std::vector<std::string>{"a!", "b!", "c!"}));
}

}  // namespace
ALLO_NAMESPACE_END
