#include "base/http_date.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

// The example of RFC 9110, section 5.6.7, in its three forms.
const auto example = std::chrono::system_clock::from_time_t(784111777);

TEST(HttpDate, ReadsTheThreeFormsOfTheStandard) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), example);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), example);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), example);
  EXPECT_EQ(parse_http_date("Wed, 01 Jan 2031 00:00:00 GMT"), std::chrono::system_clock::from_time_t(1924992000));
}

TEST(HttpDate, CutsWhatTheClockOfTheSystemCannotHold) {
  const auto now = std::chrono::system_clock::now();
  for (const char* text : {"Fri, 31 Dec 9999 23:59:59 GMT", "Fri Dec 31 23:59:59 9999"}) {
    const auto date = parse_http_date(text);
    ASSERT_TRUE(date) << text;
    EXPECT_GT(*date, now + std::chrono::hours{24 * 365 * 100}) << text;
  }
  EXPECT_LT(parse_http_date("Sat, 01 Jan 1583 00:00:00 GMT").value(), now);
}

TEST(HttpDate, RefusesEverythingElse) {
  const std::string_view bad[] = {"",
                                  "1",
                                  "120",
                                  "tomorrow",
                                  "Sun, 06 Nov 1994 08:49:37",
                                  "Sun, 06 Nov 1994 08:49:37 EST",
                                  "Sun, 06 Nov 1994 08:49:37 +0100",
                                  "Sun, 6 Nov 1994 08:49:37 GMT",
                                  "06 Nov 1994 08:49:37 GMT",
                                  "Sun, 06 Nov 1994 08:49:37 GMT ",
                                  " Sun, 06 Nov 1994 08:49:37 GMT",
                                  "Sun, 06 Nov 1994 25:49:37 GMT",
                                  "Sun, 06 Nov 1994 08:61:37 GMT",
                                  "Sun, 06 Xyz 1994 08:49:37 GMT",
                                  "Xyz, 06 Nov 1994 08:49:37 GMT",
                                  "Sun, 40 Nov 1994 08:49:37 GMT",
                                  "1994-11-06T08:49:37Z",
                                  std::string_view("Sun, 06 Nov 1994 08:49:37 GM\0", 29)};
  for (const std::string_view text : bad) EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
}

TEST(HttpDate, EveryPlaceOfEveryFormIsLookedAt) {
  for (const std::string good :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    for (std::size_t at = 0; at < good.size(); ++at) {
      const bool is_digit = good[at] >= '0' && good[at] <= '9';
      for (int byte = 0; byte < 256; ++byte) {
        std::string text = good;
        text[at] = static_cast<char>(byte);
        const bool stays_a_digit = byte >= '0' && byte <= '9' && (is_digit || good.substr(at, 2) == " 6");
        const bool stays_the_word = (byte | 0x20) == (good[at] | 0x20) && ((byte | 0x20) >= 'a' || good[at] == byte);
        const bool is_padding = at == 8 && byte == ' ' && good[at] == ' ';
        if (stays_a_digit || stays_the_word || is_padding) continue;
        EXPECT_EQ(parse_http_date(text), std::nullopt) << ::testing::PrintToString(text);
      }
    }
  }
  EXPECT_EQ(parse_http_date("sUN, 06 nOV 1994 08:49:37 GMT"), example);
  EXPECT_EQ(parse_http_date("Friday, 06-Nov-69 08:49:37 GMT"), std::chrono::system_clock::from_time_t(3150953377));
  EXPECT_EQ(parse_http_date("Friday, 06-Nov-70 08:49:37 GMT"), std::chrono::system_clock::from_time_t(26729377));
}

}  // namespace
}  // namespace detail
ALLO_NAMESPACE_END
