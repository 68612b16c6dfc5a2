#include "base/utf8.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

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

TEST(TakeUtf8, TakesEachCharacterAndNothingBehindIt) {
  const auto byte = [](char32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  for (char32_t code = 0; code <= 0x110000; ++code) {
    std::string text;
    if (code < 0x80) {
      text = {byte(code)};
    } else if (code < 0x800) {
      text = {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
    } else if (code < 0x10000) {
      text = {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
    } else {
      text = {byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)), byte(0x80 | (code >> 6 & 0x3F)),
              byte(0x80 | (code & 0x3F))};
    }
    const bool is_character = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    const std::size_t size = text.size();
    text += "\x80z";  // What no character may go on with, and one behind it.
    std::string_view rest = text;
    ASSERT_EQ(take_utf8(rest), is_character ? std::optional{code} : std::nullopt) << static_cast<unsigned>(code);
    ASSERT_EQ(rest.size(), text.size() - (is_character ? size : 1)) << static_cast<unsigned>(code);
    for (std::size_t cut = 1; cut < size; ++cut) {  // The rest of the character stands behind the end.
      rest = std::string_view{text}.substr(0, cut);
      ASSERT_EQ(take_utf8(rest), std::nullopt) << static_cast<unsigned>(code);
      ASSERT_EQ(rest.size(), cut - 1);
    }
  }
}

TEST(TakeUtf8, TakesOneByteOfWhatBeginsNoCharacter) {
  for (int lead = 0x80; lead < 0x100; ++lead) {
    if (lead >= 0xC2 && lead <= 0xF4) continue;
    const std::string text = static_cast<char>(lead) + std::string(8, '\x80');
    std::string_view rest = text;
    EXPECT_EQ(take_utf8(rest), std::nullopt) << lead;
    EXPECT_EQ(rest.size(), 8U) << lead;
  }
}

}  // namespace
}  // namespace detail
ALLO_NAMESPACE_END
