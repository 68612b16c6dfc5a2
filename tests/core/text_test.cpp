#include "base/text.hpp"

#include <gtest/gtest.h>

#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

using namespace std::string_view_literals;

TEST(EqualIgnoringCase, ComparesAsciiOnly) {
  EXPECT_TRUE(equal_ignoring_case("X-Request-Id", "x-REQUEST-iD"));
  EXPECT_FALSE(equal_ignoring_case("abc", "abcd"));
  EXPECT_FALSE(equal_ignoring_case("@", "`"));
  EXPECT_FALSE(equal_ignoring_case("\xC3\x89", "\xC3\xA9"));
}

TEST(IsHttpToken, FollowsRfc9110) {
  EXPECT_TRUE(is_http_token("X-Request_Id.1!#$%&'*+^`|~"));
  EXPECT_TRUE(is_http_token("0129AMZamz"));
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
