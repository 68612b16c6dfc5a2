#include "support/fake_transport.hpp"

#include <allo/page.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <ctime>
#include <limits>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using detail::PageCursor;

TEST(PageCursor, EndsAtTheLastPageThatIsReported) {
  PageCursor cursor{{}};
  EXPECT_EQ(cursor.accept(100, {2, 0}, 1), 100U);
  EXPECT_FALSE(cursor.done());
  EXPECT_EQ(cursor.next_page(), 1);
  EXPECT_EQ(cursor.accept(30, {2, 1}, 2), 30U);
  EXPECT_TRUE(cursor.done());
}

TEST(PageCursor, WithoutATotalEndsAtAnEmptyPage) {
  PageCursor cursor{{}};
  EXPECT_EQ(cursor.accept(100, {}, 1), 100U);
  EXPECT_EQ(cursor.accept(7, {}, 2), 7U);
  EXPECT_FALSE(cursor.done());
  EXPECT_EQ(cursor.accept(0, {}, 3), 0U);
  EXPECT_TRUE(cursor.done());
}

TEST(PageCursor, AnEmptyPageEndsWhateverTheTotal) {
  PageCursor cursor{{}};
  EXPECT_EQ(cursor.accept(0, {10, 0}, 1), 0U);
  EXPECT_TRUE(cursor.done());
}

TEST(PageCursor, ATotalThatShrinksEnds) {
  PageCursor cursor{{}};
  cursor.accept(100, {10, 0}, 1);
  cursor.accept(100, {10, 1}, 2);
  EXPECT_EQ(cursor.accept(100, {2, 2}, 3), 100U);
  EXPECT_TRUE(cursor.done());
}

TEST(PageCursor, ATotalThatGrowsGoesOn) {
  PageCursor cursor{{}};
  cursor.accept(100, {2, 0}, 1);
  cursor.accept(100, {3, 1}, 2);
  EXPECT_FALSE(cursor.done());
}

TEST(PageCursor, ANegativeTotalCountsAsNone) {
  PageCursor cursor{{}};
  EXPECT_EQ(cursor.accept(5, {-1, 0}, 1), 5U);
  EXPECT_FALSE(cursor.done());
}

TEST(PageCursor, APageThatCameBeforeEndsAndIsNotYielded) {
  PageCursor cursor{{}};
  cursor.accept(100, {}, 1);
  cursor.accept(100, {}, 2);
  EXPECT_EQ(cursor.accept(100, {}, 1), 0U);
  EXPECT_TRUE(cursor.done());
}

TEST(PageCursor, TakesNoLongerForAPageTheMorePagesCameBefore) {
  PageCursor cursor{{}};
  const std::clock_t started = std::clock();
  for (std::uint64_t page = 0; page < 500'000; ++page) {
    ASSERT_EQ(cursor.accept(1, {}, page), 1U);
    // A second of processor time is enough; one that compares with each page before it takes minutes.
    if (page % 1000 == 0) {
      ASSERT_LT(std::clock() - started, 20 * CLOCKS_PER_SEC) << "at page " << page;
    }
  }
  EXPECT_EQ(cursor.accept(1, {}, 250'000), 0U);
  EXPECT_TRUE(cursor.done());
}

TEST(PageCursor, StopsAtTheItemCap) {
  RangeOptions options;
  options.max_items = 150;
  PageCursor cursor{options};
  EXPECT_EQ(cursor.accept(100, {}, 1), 100U);
  EXPECT_EQ(cursor.accept(100, {}, 2), 50U);
  EXPECT_TRUE(cursor.done());

  options.max_items = 100;
  PageCursor exact{options};
  EXPECT_EQ(exact.accept(100, {}, 1), 100U);
  EXPECT_TRUE(exact.done());

  options.max_items = 0;
  EXPECT_TRUE(PageCursor{options}.done());
}

TEST(PageCursor, BeginsWhereItIsTold) {
  RangeOptions options;
  options.first_page = 4;
  PageCursor cursor{options};
  EXPECT_EQ(cursor.next_page(), 4);
  cursor.accept(10, {6, 4}, 1);
  EXPECT_EQ(cursor.next_page(), 5);
  EXPECT_FALSE(cursor.done());

  options.first_page = std::numeric_limits<int>::max();
  PageCursor at_the_end{options};
  EXPECT_EQ(at_the_end.accept(10, {}, 1), 10U);
  EXPECT_TRUE(at_the_end.done());
}

TEST(PageCursor, RefusesOptionsOutOfBounds) {
  const auto refusal = [](auto change) {
    RangeOptions options;
    change(options);
    return test::refusal_of([&] { PageCursor{options}; });
  };
  EXPECT_EQ(refusal([](auto& o) { o.page_size = 0; }), "page_size must be from 1 to 100");
  EXPECT_EQ(refusal([](auto& o) { o.page_size = 101; }), "page_size must be from 1 to 100");
  EXPECT_EQ(refusal([](auto& o) { o.first_page = -1; }), "first_page must not be negative");
  EXPECT_EQ(refusal([](auto& o) { o.prefetch = 2; }), "prefetch must be 0 or 1");
  EXPECT_EQ(refusal([](auto& o) { o.prefetch = -1; }), "prefetch must be 0 or 1");
  EXPECT_EQ(refusal([](auto& o) { o.prefetch = 1; }), "prefetch needs an executor");
}

/// Pages of numbers counted up; the loader notes which pages were asked for.
struct Numbers {
  detail::LoadedPage<int> operator()(int page) const {
    asked->push_back(page);
    detail::LoadedPage<int> loaded;
    loaded.page.results = pages.at(static_cast<std::size_t>(page));
    loaded.page.metadata.pagination = {static_cast<int>(pages.size()), page};
    loaded.digest = static_cast<std::uint64_t>(page);
    return loaded;
  }
  std::vector<std::vector<int>> pages{{1, 2}, {3, 4}, {5}};
  std::shared_ptr<std::vector<int>> asked = std::make_shared<std::vector<int>>();
};

TEST(PageRange, YieldsEveryItemAndStartsOverAtBegin) {
  const Numbers numbers;
  const PageRange<int> range{{}, numbers};
  std::vector<int> seen;
  for (const int n : range) seen.push_back(n);
  for (const int n : range) seen.push_back(n);
  EXPECT_EQ(seen, (std::vector<int>{1, 2, 3, 4, 5, 1, 2, 3, 4, 5}));
  EXPECT_EQ(*numbers.asked, (std::vector<int>{0, 1, 2, 0, 1, 2}));
}

TEST(PageRange, FetchesAPageWhenTheIteratorReachesIt) {
  const Numbers numbers;
  const PageRange<int> range{{}, numbers};
  auto it = range.begin();
  EXPECT_EQ(numbers.asked->size(), 1U);
  ++it;
  EXPECT_EQ(numbers.asked->size(), 1U);
  ++it;
  EXPECT_EQ(*it, 3);
  EXPECT_EQ(numbers.asked->size(), 2U);
}

TEST(PageRange, OfNothingAsksForNothing) {
  const Numbers numbers;
  RangeOptions options;
  options.max_items = 0;
  const PageRange<int> range{options, numbers};
  EXPECT_TRUE(range.begin() == range.end());
  EXPECT_TRUE(numbers.asked->empty());
}

TEST(PageRange, IsAtTheEndAfterAnError) {
  int calls = 0;
  const PageRange<int> range{{}, [&](int page) -> detail::LoadedPage<int> {
                               if (++calls == 2) throw std::runtime_error("gone");
                               return Numbers{}(page);
                             }};
  auto it = range.begin();
  ++it;
  EXPECT_THROW(++it, std::runtime_error);
  EXPECT_TRUE(it == range.end());
}

}  // namespace
ALLO_NAMESPACE_END
