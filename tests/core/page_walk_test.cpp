#include "core/page_walk.hpp"

#include "support/fake_transport.hpp"

#include <allo/page.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <ctime>
#include <functional>
#include <limits>
#include <string>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace {

using detail::PageFacts;
using detail::WalkRules;

/// A page of version 1: a total of 0 stands for none.
PageFacts by_total(int total, std::uint64_t digest = 0) {
  PageFacts facts;
  facts.total_pages = total;
  facts.digest = digest;
  return facts;
}

/// A page of version 2.
PageFacts by_has_more(bool has_more, std::vector<std::string> keys) {
  PageFacts facts;
  facts.has_more = has_more;
  facts.keys = std::move(keys);
  return facts;
}

std::size_t given(WalkRules& rules, std::size_t count, const PageFacts& facts) {
  return rules.accept(count, facts).size();
}

/// The keys that are given of a page of version 2.
std::string given(WalkRules& rules, bool has_more, std::vector<std::string> keys) {
  std::string text;
  for (const std::size_t i : rules.accept(keys.size(), by_has_more(has_more, keys))) text += keys[i];
  return text;
}

TEST(WalkRules, EndAtTheLastPageThatIsReported) {
  WalkRules rules{0, {}};
  EXPECT_EQ(given(rules, 100, by_total(2)), 100U);
  EXPECT_FALSE(rules.done());
  EXPECT_EQ(rules.next_page(), 1);
  EXPECT_EQ(given(rules, 30, by_total(2)), 30U);
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, CountTheTotalFromTheFirstNumber) {
  WalkRules rules{1, {}};
  EXPECT_EQ(rules.next_page(), 1);
  given(rules, 1, by_total(2));
  EXPECT_FALSE(rules.done());
  EXPECT_EQ(rules.next_page(), 2);
  given(rules, 1, by_total(2));
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, WithoutATotalEndAtAnEmptyPage) {
  WalkRules rules{0, {}};
  EXPECT_EQ(given(rules, 100, by_total(0, 1)), 100U);
  EXPECT_EQ(given(rules, 7, by_total(0, 2)), 7U);
  EXPECT_FALSE(rules.done());
  EXPECT_EQ(given(rules, 0, by_total(0, 3)), 0U);
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, WithATotalGoOnBehindAnEmptyPageAndBehindTwoAlike) {
  WalkRules rules{0, {}};
  EXPECT_EQ(given(rules, 0, by_total(4)), 0U);
  EXPECT_EQ(given(rules, 1, by_total(4, 7)), 1U);
  EXPECT_EQ(given(rules, 1, by_total(4, 7)), 1U);
  EXPECT_FALSE(rules.done());
  EXPECT_EQ(given(rules, 1, by_total(4, 7)), 1U);
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, ATotalThatWasGivenOnceHoldsWhereItIsLeftOut) {
  WalkRules rules{0, {}};
  given(rules, 1, by_total(3, 1));
  EXPECT_EQ(given(rules, 0, by_total(0)), 0U);
  EXPECT_FALSE(rules.done());
  EXPECT_EQ(given(rules, 1, by_total(0, 1)), 1U);
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, ATotalThatShrinksEnds) {
  WalkRules rules{0, {}};
  given(rules, 100, by_total(10));
  given(rules, 100, by_total(10));
  EXPECT_EQ(given(rules, 100, by_total(2)), 100U);
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, ATotalThatGrowsGoesOn) {
  WalkRules rules{0, {}};
  given(rules, 100, by_total(2));
  given(rules, 100, by_total(3));
  EXPECT_FALSE(rules.done());
}

TEST(WalkRules, ANegativeTotalCountsAsNone) {
  WalkRules rules{0, {}};
  EXPECT_EQ(given(rules, 5, by_total(-1, 1)), 5U);
  EXPECT_FALSE(rules.done());
  given(rules, 0, by_total(-1, 2));
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, WithoutATotalAPageThatCameBeforeEndsAndIsNotGiven) {
  WalkRules rules{0, {}};
  given(rules, 100, by_total(0, 1));
  given(rules, 100, by_total(0, 2));
  EXPECT_EQ(given(rules, 100, by_total(0, 1)), 0U);
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, ATotalIsNotBelievedForEver) {
  WalkRules rules{0, {}};
  int pages = 0;
  for (; !rules.done(); ++pages) given(rules, 0, by_total(2'000'000'000));
  EXPECT_EQ(pages, 1000);
}

TEST(WalkRules, GoByHasMore) {
  WalkRules rules{1, {}};
  EXPECT_EQ(given(rules, true, {"a", "b"}), "ab");
  EXPECT_EQ(given(rules, true, {}), "");
  EXPECT_FALSE(rules.done()) << "an empty page does not end it";
  EXPECT_EQ(given(rules, false, {"c"}), "c");
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, HasMoreCountsForMoreThanTheTotal) {
  WalkRules rules{1, {}};
  PageFacts facts = by_has_more(true, {"a"});
  facts.total_pages = 1;
  given(rules, 1, facts);
  EXPECT_FALSE(rules.done());
  facts = by_has_more(false, {"b"});
  facts.total_pages = 9;
  given(rules, 1, facts);
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, WithHasMoreTenEmptyPagesInARowEnd) {
  WalkRules rules{1, {}};
  for (int page = 0; page < 9; ++page) given(rules, true, {});
  EXPECT_FALSE(rules.done());
  EXPECT_EQ(given(rules, true, {"a"}), "a");
  for (int page = 0; page < 9; ++page) given(rules, true, {});
  EXPECT_FALSE(rules.done());
  given(rules, true, {});
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, WithHasMoreAPageWithTheIdsOfTheOneBeforeEnds) {
  WalkRules rules{1, {}};
  EXPECT_EQ(given(rules, true, {"a", "b"}), "ab");
  EXPECT_EQ(given(rules, true, {"b", "a"}), "");
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, PagesThatGoRoundInACircleEnd) {
  WalkRules rules{1, {}};
  int pages = 0;
  for (; !rules.done(); ++pages) {
    ASSERT_LT(pages, 100);
    given(rules, true, {pages % 2 == 0 ? "a" : "b"});
  }
  EXPECT_EQ(pages, 12);
}

TEST(WalkRules, AnItemThatWasOnThePageBeforeIsGivenOnce) {
  for (const bool by_total_alone : {false, true}) {
    WalkRules rules{0, {}};
    const auto page = [&](std::vector<std::string> keys) {
      PageFacts facts = by_has_more(true, keys);
      if (by_total_alone) {
        facts.has_more.reset();
        facts.total_pages = 9;
      }
      std::string text;
      for (const std::size_t i : rules.accept(keys.size(), facts)) text += keys[i];
      return text;
    };
    EXPECT_EQ(page({"a", "b", "c"}), "abc");
    EXPECT_EQ(page({"b", "c", "d"}), "d");
    EXPECT_EQ(page({"d", "e", "e"}), "ee") << "twice on one page is the service's affair";
    EXPECT_EQ(page({"a", "f"}), "af") << "only the page before counts";
    EXPECT_FALSE(rules.done());
  }
}

TEST(WalkRules, ItemsThatNothingIsKnownByAreAllGiven) {
  WalkRules rules{0, {}};
  PageFacts facts = by_total(3);
  facts.keys = {"", ""};
  EXPECT_EQ(given(rules, 2, facts), 2U);
  EXPECT_EQ(given(rules, 2, facts), 2U);
}

TEST(WalkRules, LeaveOutWhatTheCallerDoesNotWant) {
  RangeOptions options;
  options.max_items = 3;
  WalkRules rules{0, options};
  PageFacts facts = by_total(9);
  facts.unwanted = {true, false, true, false};
  EXPECT_EQ(rules.accept(4, facts), (std::vector<std::size_t>{1, 3}));
  EXPECT_FALSE(rules.done());
  facts.unwanted.clear();
  facts.nothing_follows = true;
  EXPECT_EQ(rules.accept(1, facts), (std::vector<std::size_t>{0}));
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, TakeNoLongerForAPageTheMorePagesCameBefore) {
  WalkRules rules{0, {}};
  const std::clock_t started = std::clock();
  for (std::uint64_t page = 0; page < 500'000; ++page) {
    ASSERT_EQ(given(rules, 1, by_total(0, page)), 1U);
    // A second of processor time is enough; one that compares with each page before it takes minutes.
    if (page % 1000 == 0) {
      ASSERT_LT(std::clock() - started, 20 * CLOCKS_PER_SEC) << "at page " << page;
    }
  }
  EXPECT_EQ(given(rules, 1, by_total(0, 250'000)), 0U);
  EXPECT_TRUE(rules.done());
}

TEST(WalkRules, StopAtTheItemCap) {
  RangeOptions options;
  options.max_items = 150;
  WalkRules rules{0, options};
  EXPECT_EQ(given(rules, 100, by_total(0, 1)), 100U);
  EXPECT_EQ(given(rules, 100, by_total(0, 2)), 50U);
  EXPECT_TRUE(rules.done());

  options.max_items = 100;
  WalkRules exact{0, options};
  EXPECT_EQ(given(exact, 100, by_total(0, 1)), 100U);
  EXPECT_TRUE(exact.done());

  options.max_items = 0;
  EXPECT_TRUE((WalkRules{0, options}.done()));
}

TEST(WalkRules, BeginWhereTheyAreTold) {
  RangeOptions options;
  options.first_page = 4;
  WalkRules rules{0, options};
  EXPECT_EQ(rules.next_page(), 4);
  given(rules, 10, by_total(6));
  EXPECT_EQ(rules.next_page(), 5);
  EXPECT_FALSE(rules.done());
  EXPECT_EQ((WalkRules{1, options}.next_page()), 5) << "four pages are skipped";

  options.first_page = std::numeric_limits<int>::max();
  for (const int first_number : {0, 1}) {
    WalkRules at_the_end{first_number, options};
    EXPECT_EQ(at_the_end.next_page(), std::numeric_limits<int>::max());
    EXPECT_EQ(given(at_the_end, 10, by_total(0, 1)), 10U);
    EXPECT_TRUE(at_the_end.done());
  }
}

TEST(WalkRules, RefuseOptionsOutOfBounds) {
  const auto refusal = [](auto change) {
    RangeOptions options;
    change(options);
    return test::refusal_of([&] { WalkRules{0, options}; });
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
  detail::PulledPage<int> operator()(int page) const {
    asked->push_back(page);
    return {pages.at(static_cast<std::size_t>(page)), by_total(static_cast<int>(pages.size()))};
  }
  std::vector<std::vector<int>> pages{{1, 2}, {3, 4}, {5}};
  std::shared_ptr<std::vector<int>> asked = std::make_shared<std::vector<int>>();
};

PageRange<int> range_over(const RangeOptions& options, std::function<detail::PulledPage<int>(int)> load) {
  return detail::make_range<int>(0, options, std::move(load));
}

TEST(PageRange, YieldsEveryItemAndStartsOverAtBegin) {
  const Numbers numbers;
  const auto range = range_over({}, numbers);
  std::vector<int> seen;
  for (const int n : range) seen.push_back(n);
  for (const int n : range) seen.push_back(n);
  EXPECT_EQ(seen, (std::vector<int>{1, 2, 3, 4, 5, 1, 2, 3, 4, 5}));
  EXPECT_EQ(*numbers.asked, (std::vector<int>{0, 1, 2, 0, 1, 2}));
}

TEST(PageRange, FetchesAPageWhenTheIteratorReachesIt) {
  const Numbers numbers;
  const auto range = range_over({}, numbers);
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
  const auto range = range_over(options, numbers);
  EXPECT_TRUE(range.begin() == range.end());
  EXPECT_TRUE(numbers.asked->empty());
}

TEST(PageRange, IsAtTheEndAfterAnError) {
  int calls = 0;
  const auto range = range_over({}, [&](int page) -> detail::PulledPage<int> {
    if (++calls == 2) throw std::runtime_error("gone");
    return Numbers{}(page);
  });
  auto it = range.begin();
  ++it;
  EXPECT_THROW(++it, std::runtime_error);
  EXPECT_TRUE(it == range.end());
}

}  // namespace
ALLO_NAMESPACE_END
