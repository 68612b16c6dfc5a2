#include "json/strings.hpp"

#include "base/utf8.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

std::string escape(unsigned unit, bool capitals) {
  char text[8];
  std::snprintf(text, sizeof text, capitals ? "\\u%04X" : "\\u%04x", unit);
  return text;
}

/// The one character that `raw` stands for.
char32_t character_of(const std::string& raw) {
  std::string text;
  EXPECT_TRUE(unescape("<" + raw + ">", text)) << raw;
  std::string_view rest{text};
  rest.remove_prefix(1);
  const auto character = take_utf8(rest);
  EXPECT_EQ(rest, ">") << raw;
  return character.value_or(0);
}

TEST(Unescape, EachUnitIsItsCharacterAndHalfAPairIsNone) {
  for (unsigned unit = 0; unit <= 0xFFFF; ++unit) {
    const bool is_half = unit >= 0xD800 && unit <= 0xDFFF;
    ASSERT_EQ(character_of(escape(unit, unit % 2 == 0)), is_half ? 0xFFFD : unit) << unit;
  }
}

TEST(Unescape, EachPairIsItsCharacter) {
  for (unsigned code = 0x10000; code <= 0x10FFFF; code += code < 0x10800 || code >= 0x10F800 ? 1 : 509) {
    const unsigned above = code - 0x10000;
    ASSERT_EQ(character_of(escape(0xD800 + (above >> 10), true) + escape(0xDC00 + (above & 0x3FF), false)), code);
  }
}

TEST(Unescape, TheShortEscapesAndWhatIsNone) {
  std::string text;
  ASSERT_TRUE(unescape(R"(\"\\\/\b\f\n\r\t)", text));
  EXPECT_EQ(text, "\"\\/\b\f\n\r\t");
  ASSERT_TRUE(unescape(R"(\ud83d\u0041\ud83d\n)", text));
  EXPECT_EQ(text, "\uFFFDA\uFFFD\n") << "the first half of nothing";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool is_short = c != '\0' && std::string_view{"\"\\/bfnrt"}.find(c) != std::string_view::npos;
    EXPECT_EQ(unescape(std::string{"a\\"} + c, text), is_short) << byte;
    const bool is_digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    for (std::size_t place = 2; place < 6; ++place) {
      std::string unit = "\\u1111";
      unit[place] = c;
      EXPECT_EQ(unescape(unit, text), is_digit) << byte;
    }
  }
  for (const char* cut : {"\\", "\\u", "\\u1", "\\u11", "\\u111", "\\ud83d\\", "\\ud83d\\u", "\\ud83d\\ude0"}) {
    EXPECT_FALSE(unescape(cut, text)) << cut;
  }
}

TEST(WholeSurrogates, ReplaceHalvesAloneAndKeepTheSize) {
  const auto whole = [](std::string_view json) { return with_whole_surrogates(json).value_or("as it is"); };
  EXPECT_EQ(whole(R"(["\ud83d\ude00"])"), "as it is");
  EXPECT_EQ(whole(R"(["\uD7FF\uE000"])"), "as it is");
  EXPECT_EQ(whole(R"(["\\ud83d"])"), "as it is") << "an escaped backslash";
  EXPECT_EQ(whole(R"(["\ud83d"])"), R"(["\ufffd"])");
  EXPECT_EQ(whole(R"(["\ude00"])"), R"(["\ufffd"])");
  EXPECT_EQ(whole(R"(["\ude00\ud83d"])"), R"(["\ufffd\ufffd"])");
  EXPECT_EQ(whole(R"(["\ud83d\ud83d\ude00"])"), R"(["\ufffd\ud83d\ude00"])");
  EXPECT_EQ(whole(R"(["\ud83d \ude00"])"), R"(["\ufffd \ufffd"])");
  EXPECT_EQ(whole(R"(["\ud800\udbff\udc00\udfff"])"), R"(["\ufffd\udbff\udc00\ufffd"])");
  EXPECT_EQ(whole(R"({"\n\ud83d":"\\\uDFFF"})"), R"({"\n\ufffd":"\\\ufffd"})");
  EXPECT_EQ(whole(R"(\ud83d)"), R"(\ufffd)") << "up to the last byte";
  EXPECT_EQ(whole(R"(\ud83)"), "as it is");
  EXPECT_TRUE(may_hold_surrogates(R"(\uD800)"));
  EXPECT_TRUE(may_hold_surrogates(R"(\u0041\udfff)"));
  EXPECT_FALSE(may_hold_surrogates(R"(\u0d00\u)"));
}

}  // namespace
}  // namespace detail
ALLO_NAMESPACE_END
