#include <allo/maybe.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace allo {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

struct Settings {
  int tries = 3;
  Maybe<milliseconds> pause{};
};

TEST(Maybe, HoldsNothingUntilItIsTold) {
  EXPECT_FALSE(Maybe<milliseconds>{}.has_value());
  EXPECT_FALSE(Maybe<milliseconds>{std::nullopt});
  EXPECT_EQ(Maybe<milliseconds>{}, std::nullopt);
  EXPECT_EQ(Maybe<milliseconds>{}.value_or(7s), 7s);
  EXPECT_THROW(Maybe<std::string>{}.value(), std::bad_optional_access);
}

TEST(Maybe, TakesWhatConvertsToItsType) {
  Maybe<milliseconds> pause = 2s;
  EXPECT_EQ(pause.value(), 2000ms);
  EXPECT_EQ(*pause, 2s);
  EXPECT_EQ(pause->count(), 2000);
  EXPECT_EQ(pause.value_or(7s), 2s);
  pause = 3ms;
  EXPECT_EQ(pause, 3ms);
  EXPECT_NE(pause, 4ms);
  EXPECT_NE(pause, std::nullopt);
  EXPECT_NE(Maybe<milliseconds>{}, 4ms);
  EXPECT_NE(Maybe<std::uint64_t>{}, Maybe<std::uint64_t>{0}) << "none is not 0";
  EXPECT_NE(Maybe<std::uint64_t>{0}, std::nullopt);
  Maybe<std::string> text = "abc";
  EXPECT_EQ(text->size(), 3U);
  text = std::move(*text);
  EXPECT_EQ(text, "abc") << "its own value";
  EXPECT_EQ(Maybe<std::uint64_t>{0}.has_value(), true) << "a value like any other";
  static_assert(!std::is_convertible_v<std::string, Maybe<milliseconds>>);
  static_assert(!std::is_convertible_v<Maybe<std::uint64_t>, bool>, "an if is meant, not a number");
}

TEST(Maybe, ForgetsWithItsValueWhatTheValueWas) {
  Maybe<std::uint64_t> count = 5;
  count.reset();
  EXPECT_EQ(count, std::nullopt);
  EXPECT_EQ(count, Maybe<std::uint64_t>{});
  count = 6;
  count = std::nullopt;
  EXPECT_FALSE(count);
  count = 6;
  count = {};
  EXPECT_FALSE(count);
  count = std::uint64_t{7};
  EXPECT_EQ(count, 7U);
  Maybe<milliseconds> pause = 1s;
  pause = {};
  EXPECT_FALSE(pause);
}

TEST(Maybe, ChangesAPartOfWhatItHoldsAndBeginsAnew) {
  Maybe<Settings> settings;
  settings.emplace().tries = 5;
  EXPECT_EQ(settings->tries, 5);
  settings->pause = 1s;
  EXPECT_EQ(settings->pause, 1s);
  settings = {.tries = 2};
  EXPECT_EQ(settings->tries, 2);
  EXPECT_EQ(settings->pause, std::nullopt) << "set as a whole";
  settings->tries = 9;
  EXPECT_EQ(settings.emplace().tries, 3);
  settings.value().tries = 4;
  EXPECT_EQ(settings->tries, 4);
  EXPECT_EQ(settings.emplace(Settings{8, 1s}).tries, 8);
  EXPECT_EQ(settings->tries, 8);
  EXPECT_EQ(settings.emplace(7, 2s).pause, 2s) << "an aggregate";
  EXPECT_EQ(settings->tries, 7);
  Maybe<milliseconds> pause;
  EXPECT_THROW(pause.value() = 1s, std::bad_optional_access);
  EXPECT_EQ(pause.emplace(2s), 2s);
  EXPECT_EQ(pause, 2s);
  Maybe<std::uint64_t> count;
  const int five = 5;
  EXPECT_EQ(count.emplace(five), 5U) << "converted as a std::optional does";
  Maybe<std::string> text;
  EXPECT_EQ(text.emplace(3U, 'x'), "xxx");
}

template <class Other>
class MaybeAndOptional : public testing::Test {};
using Others = testing::Types<std::optional<milliseconds>, std::optional<std::chrono::seconds>>;
TYPED_TEST_SUITE(MaybeAndOptional, Others, );

TYPED_TEST(MaybeAndOptional, AreEqualWhenBothHoldTheSameOrNone) {
  using Pair = std::pair<Maybe<milliseconds>, TypeParam>;
  const auto check = [](const Pair& pair, bool equal) {
    EXPECT_EQ(pair.first == pair.second, equal);
    EXPECT_EQ(pair.second == pair.first, equal);
    EXPECT_EQ(pair.first != pair.second, !equal);
    EXPECT_EQ(pair.second != pair.first, !equal);
  };
  check({std::nullopt, std::nullopt}, true);
  check({2s, 2s}, true);
  check({2s, 3s}, false);
  check({0s, std::nullopt}, false);
  check({std::nullopt, 0s}, false);
}

TEST(Maybe, ConvertsFromAndToAnOptional) {
  static_assert(!std::is_convertible_v<std::optional<std::string>, Maybe<milliseconds>>);
  const std::optional<milliseconds> five{5ms};
  Maybe<milliseconds> pause = five;
  EXPECT_EQ(pause, 5ms);
  const std::optional<milliseconds> back = pause;
  EXPECT_EQ(back, five);
  pause = std::optional<std::chrono::seconds>{2s};
  EXPECT_EQ(pause, 2s);
  pause = std::optional<milliseconds>{};
  EXPECT_FALSE(pause);
  const std::optional<milliseconds> none = pause;
  EXPECT_EQ(none, std::nullopt);
  const Maybe<std::uint64_t> zero = std::optional<std::uint64_t>{0};
  EXPECT_TRUE(zero);
  const std::optional<std::uint64_t> still_zero = zero;
  EXPECT_EQ(still_zero, 0U);
}

}  // namespace
}  // namespace allo
