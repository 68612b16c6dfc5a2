#include <allo/sms_segments.hpp>

#include <gtest/gtest.h>

#include <string>

ALLO_NAMESPACE_BEGIN

static bool operator==(const SmsSegments& a, const SmsSegments& b) {
  return a.encoding == b.encoding && a.units == b.units && a.segments == b.segments;
}

static void PrintTo(const SmsSegments& result, std::ostream* out) {
  *out << (result.encoding == SmsEncoding::Gsm7 ? "GSM-7, " : "UCS-2, ") << result.units << " units, "
       << result.segments << " segments";
}

namespace {

constexpr auto gsm = SmsEncoding::Gsm7;
constexpr auto ucs = SmsEncoding::Ucs2;

std::string times(int count, const std::string& text) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

using Expected = SmsSegments;

TEST(SmsSegments, CountsSeptets) {
  EXPECT_EQ(sms_segments(""), (Expected{gsm, 0, 0}));
  EXPECT_EQ(sms_segments("a"), (Expected{gsm, 1, 1}));
  EXPECT_EQ(sms_segments(times(160, "a")), (Expected{gsm, 160, 1}));
  EXPECT_EQ(sms_segments(times(161, "a")), (Expected{gsm, 161, 2}));
  EXPECT_EQ(sms_segments(times(306, "a")), (Expected{gsm, 306, 2}));
  EXPECT_EQ(sms_segments(times(307, "a")), (Expected{gsm, 307, 3}));
  EXPECT_EQ(sms_segments(times(459, "a")), (Expected{gsm, 459, 3}));
  EXPECT_EQ(sms_segments(times(460, "a")), (Expected{gsm, 460, 4}));
  EXPECT_EQ(sms_segments(times(1000, "a")), (Expected{gsm, 1000, 7}));
}

TEST(SmsSegments, CountsUtf16Units) {
  EXPECT_EQ(sms_segments("ж"), (Expected{ucs, 1, 1}));
  EXPECT_EQ(sms_segments(times(70, "ж")), (Expected{ucs, 70, 1}));
  EXPECT_EQ(sms_segments(times(71, "ж")), (Expected{ucs, 71, 2}));
  EXPECT_EQ(sms_segments(times(134, "ж")), (Expected{ucs, 134, 2}));
  EXPECT_EQ(sms_segments(times(135, "ж")), (Expected{ucs, 135, 3}));
  EXPECT_EQ(sms_segments(times(69, "a") + "ж"), (Expected{ucs, 70, 1})) << "one such character makes all of them so";
  EXPECT_EQ(sms_segments("😀"), (Expected{ucs, 2, 1}));
  EXPECT_EQ(sms_segments("€ж"), (Expected{ucs, 2, 1})) << "the extension table is not used";
}

TEST(SmsSegments, KnowsTheAlphabetOfTheStandard) {
  for (const char* c : {"@", "£", "$", "¥", "è", "é", "ù", "ì", "ò", "Ç", "\n", "Ø", "ø", "\r", "Å", "å",  "Δ", "_",
                        "Φ", "Γ", "Λ", "Ω", "Π", "Ψ", "Σ", "Θ", "Ξ", "Æ", "æ",  "ß", "É", " ",  "!", "\"", "#", "¤",
                        "%", "&", "'", "(", ")", "*", "+", ",", "-", ".", "/",  "0", "9", ":",  ";", "<",  "=", ">",
                        "?", "¡", "A", "Z", "Ä", "Ö", "Ñ", "Ü", "§", "¿", "a",  "z", "ä", "ö",  "ñ", "ü",  "à"}) {
    EXPECT_EQ(sms_segments(c), (Expected{gsm, 1, 1})) << c;
  }
  for (const char* c : {"\f", "^", "{", "}", "\\", "[", "~", "]", "|", "€"}) {
    EXPECT_EQ(sms_segments(c), (Expected{gsm, 2, 1})) << c;
  }
  for (const char* c : {"ç", "`", "\t", "ê", "á", "’", "–", "…", "\x7F", "\x1B", "α", "\u00A0", "\u200B", "ÿ"}) {
    EXPECT_EQ(sms_segments(c), (Expected{ucs, 1, 1})) << c;
  }
  EXPECT_EQ(sms_segments(std::string(1, '\0')), (Expected{ucs, 1, 1}));
}

TEST(SmsSegments, SplitsNoCharacter) {
  // 152 septets leave room for one more: the euro sign, which takes two, begins the next segment.
  EXPECT_EQ(sms_segments(times(80, "€")), (Expected{gsm, 160, 1}));
  EXPECT_EQ(sms_segments(times(81, "€")), (Expected{gsm, 162, 2}));
  EXPECT_EQ(sms_segments(times(152, "€")), (Expected{gsm, 304, 2})) << "76 in each";
  EXPECT_EQ(sms_segments(times(153, "€")), (Expected{gsm, 306, 3})) << "306 septets, and yet not two segments";
  EXPECT_EQ(sms_segments(times(152, "a") + "€" + times(151, "a")), (Expected{gsm, 305, 2}));
  EXPECT_EQ(sms_segments(times(152, "a") + "€" + times(152, "a")), (Expected{gsm, 306, 3}));
  // 66 units leave room for one more: a pair begins the next segment.
  EXPECT_EQ(sms_segments(times(35, "😀")), (Expected{ucs, 70, 1}));
  EXPECT_EQ(sms_segments(times(36, "😀")), (Expected{ucs, 72, 2}));
  EXPECT_EQ(sms_segments(times(66, "😀")), (Expected{ucs, 132, 2})) << "33 in each";
  EXPECT_EQ(sms_segments(times(67, "😀")), (Expected{ucs, 134, 3})) << "134 units, and yet not two segments";
  EXPECT_EQ(sms_segments(times(66, "ж") + "😀" + times(66, "ж")), (Expected{ucs, 134, 3}));
}

TEST(SmsSegments, CountsEachByteThatIsNoTextAsOneCharacter) {
  for (const char* bytes : {"\xFF\xFE", "\xC3\xC3", "\x80\x80", "\xC0\x80", "\xE2\x82", "\xC1\xBF"}) {
    EXPECT_EQ(sms_segments(bytes), (Expected{ucs, 2, 1}));
  }
  for (const char* bytes : {"\xED\xA0\x80", "\xE0\x80\x80", "\xF0\x9F\x98", "\xE2\x28\xA1"}) {
    EXPECT_EQ(sms_segments(bytes), (Expected{ucs, 3, 1}));
  }
  for (const char* bytes : {"\xF4\x90\x80\x80", "\xF0\x80\x80\x80", "\xF8\x88\x80\x80"}) {
    EXPECT_EQ(sms_segments(bytes), (Expected{ucs, 4, 1}));
  }
  EXPECT_EQ(sms_segments("\xF4\x8F\xBF\xBF"), (Expected{ucs, 2, 1})) << "the last code point";
  // The first and the last of each length, and those around the surrogates.
  EXPECT_EQ(sms_segments("\xED\xBF\xBF"), (Expected{ucs, 3, 1}));
  for (const char* one : {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80"}) {
    EXPECT_EQ(sms_segments(one), (Expected{ucs, 1, 1}));
  }
  EXPECT_EQ(sms_segments("\xF0\x90\x80\x80"), (Expected{ucs, 2, 1}));
  EXPECT_EQ(sms_segments("\xEF\xBF\xBF"), (Expected{ucs, 1, 1})) << "the last that is no pair";
}

}  // namespace
ALLO_NAMESPACE_END
