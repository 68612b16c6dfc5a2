#include "base/text.hpp"

#include <gtest/gtest.h>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

using namespace std::string_view_literals;

TEST(CountUtf8, CountsCodePointsAndNotBytes) {
  EXPECT_EQ(count_utf8(""), 0U);
  EXPECT_EQ(count_utf8("abc"), 3U);
  EXPECT_EQ(count_utf8("h\xC3\xA9llo"), 5U);
  EXPECT_EQ(count_utf8("\xE2\x82\xAC"), 1U);
  EXPECT_EQ(count_utf8("\xF0\x9F\x98\x80!"), 2U);
  EXPECT_EQ(count_utf8("a\0b"sv), 3U);
}

TEST(CountUtf8, AcceptsTheFirstAndLastOfEachLength) {
  for (const auto text : {"\x7F"sv, "\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv, "\xEE\x80\x80"sv,
                          "\xEF\xBF\xBF"sv, "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv}) {
    EXPECT_EQ(count_utf8(text), 1U);
  }
}

TEST(CountUtf8, RefusesWhatIsNotUtf8) {
  for (const auto text :
       {"\x80"sv, "\xBF"sv, "\xC0\x80"sv, "\xC1\xBF"sv, "\xC2"sv, "\xC2\x41"sv, "\xE0\x9F\xBF"sv, "\xE2\x82"sv,
        "\xE2\x82\x41"sv, "\xED\xA0\x80"sv, "\xED\xBF\xBF"sv, "\xF0\x8F\xBF\xBF"sv, "\xF0\x9F\x98"sv,
        "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "\xFE"sv, "\xFF"sv, "good\xC3"sv}) {
    EXPECT_EQ(count_utf8(text), std::nullopt) << ::testing::PrintToString(text);
  }
}

TEST(EqualIgnoringCase, ComparesAsciiOnly) {
  EXPECT_TRUE(equal_ignoring_case("X-Request-Id", "x-REQUEST-iD"));
  EXPECT_FALSE(equal_ignoring_case("abc", "abcd"));
  EXPECT_FALSE(equal_ignoring_case("@", "`"));
  EXPECT_FALSE(equal_ignoring_case("\xC3\x89", "\xC3\xA9"));
}

TEST(IsHttpToken, FollowsRfc9110) {
  EXPECT_TRUE(is_http_token("X-Request_Id.1!#$%&'*+^`|~"));
  for (const auto text : {""sv, "a b"sv, "a:b"sv, "a\r\n"sv, "a\0"sv, "\xC3\xA9"sv, "a(b"sv, "a/b"sv, "\"a\""sv}) {
    EXPECT_FALSE(is_http_token(text)) << text;
  }
}

TEST(IsHeaderValue, RefusesControlCharactersButTheTab) {
  EXPECT_TRUE(is_header_value(""));
  EXPECT_TRUE(is_header_value("a b\tc \xC3\xA9"));
  for (const auto text : {"a\r\nb"sv, "a\n"sv, "a\r"sv, "a\0b"sv, "\x1B"sv, "\x7F"sv})
    EXPECT_FALSE(is_header_value(text));
}

}  // namespace
}  // namespace detail
ALLO_NAMESPACE_END
