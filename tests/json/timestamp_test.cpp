#include "json/support.hpp"

#include <clocale>
#include <string>

namespace allo::test {
namespace {

TEST(TimestampText, EveryFormOfTheServiceIsRead) {
  const Timestamp time = at(2024, 1, 15, 10, 30, 0);
  EXPECT_EQ(parse_iso8601("2024-01-15T10:30:00"), time);
  EXPECT_EQ(parse_iso8601("2024-01-15T10:30:00Z"), time);
  EXPECT_EQ(parse_iso8601("2024-01-15T12:30:00+02:00"), time);
  EXPECT_EQ(parse_iso8601("2024-01-15T05:00:00-05:30"), time);
  EXPECT_EQ(parse_iso8601("2024-01-15T00:30:00+14:00"), at(2024, 1, 14, 10, 30, 0));
  EXPECT_EQ(parse_iso8601("2024-01-15T10:30:00.1"), at(2024, 1, 15, 10, 30, 0, 100'000));
  EXPECT_EQ(parse_iso8601("2024-01-15T10:30:00.12Z"), at(2024, 1, 15, 10, 30, 0, 120'000));
  EXPECT_EQ(parse_iso8601("2024-01-15T10:30:00.123Z"), at(2024, 1, 15, 10, 30, 0, 123'000));
  EXPECT_EQ(parse_iso8601("2024-01-15T10:30:00.123456"), at(2024, 1, 15, 10, 30, 0, 123'456));
  EXPECT_EQ(parse_iso8601("2024-01-15T10:30:00.123456789+00:00"), at(2024, 1, 15, 10, 30, 0, 123'456));
}

TEST(TimestampText, FormsOfOtherWritersAreRead) {
  const Timestamp time = at(2024, 1, 15, 10, 30, 0);
  for (const char* text : {"2024-01-15T10:30", "2024-01-15T10:30Z", "2024-01-15T10:30z", "2024-01-15t10:30:00z",
                           "2024-01-15 10:30", "2024-01-15 10:30:00", "2024-01-15 10:30:00Z", "2024-01-15T12:30+02:00",
                           "2024-01-15T12:30+0200", "2024-01-15T12:30+02", "2024-01-15T12:30:00+0200",
                           "2024-01-15T12:30:00+02", "2024-01-15 05:00:00-0530", "2024-01-15T08:30:00.000-02"}) {
    EXPECT_EQ(parse_iso8601(text), time) << text;
  }
  EXPECT_EQ(parse_iso8601("2024-01-15t12:30:59.25+0200"), at(2024, 1, 15, 10, 30, 59, 250'000));
}

TEST(TimestampText, AnOffsetHasHoursAndMinutesOfAClock) {
  EXPECT_EQ(parse_iso8601("2024-01-15T10:30+00:59"), at(2024, 1, 15, 9, 31, 0));
  EXPECT_EQ(parse_iso8601("2024-01-15T10:30-23:59"), at(2024, 1, 16, 10, 29, 0));
  EXPECT_EQ(parse_iso8601("2024-01-15T10:30+23"), at(2024, 1, 14, 11, 30, 0));
  for (const char* offset : {"+00:60", "-0060", "+24:00", "-24", "+99:00"}) {
    EXPECT_EQ(parse_iso8601(std::string("2024-01-15T10:30") + offset), std::nullopt) << offset;
  }
}

TEST(Timestamps, ComeFromAnyReadingOfTheClock) {
  using namespace std::chrono;
  const Timestamp time = at(2024, 1, 15, 10, 30, 0);
  EXPECT_EQ(to_timestamp(time_point_cast<seconds>(time)), time);
  EXPECT_EQ(to_timestamp(time_point<system_clock, nanoseconds>{nanoseconds{1'999}}), Timestamp{microseconds{1}});
  EXPECT_EQ(to_timestamp(time_point<system_clock, nanoseconds>{nanoseconds{-1}}), Timestamp{microseconds{-1}});
  const auto before = to_timestamp(system_clock::now());
  const Timestamp read = now();
  EXPECT_LE(before, read);
  EXPECT_LE(read, system_clock::now());
}

TEST(TimestampText, TheCalendarHolds) {
  EXPECT_EQ(parse_iso8601("2024-02-29T00:00:00Z"), at(2024, 2, 29, 0, 0, 0));
  EXPECT_EQ(parse_iso8601("2000-02-29T23:59:59Z"), at(2000, 2, 29, 23, 59, 59));
  EXPECT_EQ(parse_iso8601("1969-12-31T23:59:59.5Z"), Timestamp{std::chrono::microseconds{-500'000}});
  EXPECT_EQ(parse_iso8601("0000-01-01T00:00:00Z"), at(0, 1, 1, 0, 0, 0));
  EXPECT_EQ(parse_iso8601("9999-12-31T23:59:59.999999Z"), at(9999, 12, 31, 23, 59, 59, 999'999));
  EXPECT_EQ(parse_iso8601("2023-02-29T00:00:00Z"), std::nullopt);
  EXPECT_EQ(parse_iso8601("1900-02-29T00:00:00Z"), std::nullopt);
  EXPECT_EQ(parse_iso8601("2024-04-31T00:00:00Z"), std::nullopt);
}

TEST(TimestampText, AnythingElseIsRefused) {
  for (const char* text : {"",
                           "2024",
                           "2024-01-15",
                           "2024-01-15T10:30:00.",
                           "2024-01-15T10:30.5",
                           "2024-01-15T10:30:",
                           "2024-01-15T10:30:0",
                           "2024-01-15T10:30:Z",
                           "2024-01-15T10",
                           "2024-01-15_10:30:00",
                           "2024-01-15  10:30:00",
                           "2024-01-15T10:30:00+",
                           "2024-01-15T10:30:00+2",
                           "2024-01-15T10:30:00+020",
                           "2024-01-15T10:30:00+02:0",
                           "2024-01-15T10:30:00+02:00:00",
                           "2024-01-15T10:30:00 Z",
                           "2024-01-15T10:30:00+02.00",
                           "2024-01-15T10:30:00+2400",
                           "2024-01-15T10:30:00+24",
                           "2024-01-15T10:30:00+0260",
                           "2024-01-15T10:30:00.5 +02",
                           "2024-01-15T10:30:00.Z",
                           "2024-01-15T10:30:00.1234567890",
                           "2024-01-15T10:30:00+24:00",
                           "2024-01-15T10:30:00+02:60",
                           "2024-01-15T10:30:00Z ",
                           " 2024-01-15T10:30:00Z",
                           "2024-13-15T10:30:00Z",
                           "2024-00-15T10:30:00Z",
                           "2024-01-00T10:30:00Z",
                           "2024-01-32T10:30:00Z",
                           "2024-01-15T24:00:00Z",
                           "2024-01-15T10:60:00Z",
                           "2024-01-15T10:30:60Z",
                           "+024-01-15T10:30:00Z",
                           "-024-01-15T10:30:00Z",
                           "2024-1-15T10:30:00Z",
                           "20240115T103000Z",
                           "1705314600",
                           "2024-01-15T10:30:00ZZ",
                           "2024-01-15T10:30:00+02:00Z",
                           "2024-01-15T10:30:0\xC3\xA9Z",
                           "yesterday"}) {
    EXPECT_EQ(parse_iso8601(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_iso8601(std::string_view("2024-01-15T10:30:00\0", 20)), std::nullopt);
  // In UTC these are of the years 10000 and -1, which no four digits can name.
  EXPECT_EQ(parse_iso8601("9999-12-31T23:59:59-00:01"), std::nullopt);
  EXPECT_EQ(parse_iso8601("0000-01-01T00:00:00+00:01"), std::nullopt);
  EXPECT_EQ(parse_iso8601("9999-12-31T23:59:59.999999+00:01"), at(9999, 12, 31, 23, 58, 59, 999'999));
}

TEST(TimestampText, EveryPlaceIsLookedAt) {
  for (const std::string good : {"2024-01-15T10:30:00Z", "2024-01-15T10:30", "2024-01-15T12:30:00+02:00",
                                 "2024-01-15T12:30:00-0215", "2024-01-15T12:30+02", "2024-01-15T10:30:00.125Z"}) {
    ASSERT_NE(parse_iso8601(good), std::nullopt) << good;
    for (std::size_t at = 0; at < good.size(); ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        const bool is_digit = c >= '0' && c <= '9';
        const bool was_digit = good[at] >= '0' && good[at] <= '9';
        const bool is_other_mark = (at == 10 && std::string_view{"Tt "}.find(c) != std::string_view::npos) ||
                                   (at >= 16 && std::string_view{"+-:.Zz"}.find(c) != std::string_view::npos);
        if (c == good[at] || (is_digit && (was_digit || at >= 19)) || is_other_mark) continue;
        std::string text = good;
        text[at] = c;
        EXPECT_EQ(parse_iso8601(text), std::nullopt) << ::testing::PrintToString(text);
      }
    }
  }
}

TEST(TimestampText, WritesUtcWithAFractionOnlyWhereThereIsOne) {
  EXPECT_EQ(to_iso8601(at(2024, 1, 15, 10, 30, 0)), "2024-01-15T10:30:00Z");
  EXPECT_EQ(to_iso8601(at(2024, 1, 15, 10, 30, 0, 250'000)), "2024-01-15T10:30:00.250Z");
  EXPECT_EQ(to_iso8601(at(2024, 1, 15, 10, 30, 0, 1)), "2024-01-15T10:30:00.000001Z");
  EXPECT_EQ(to_iso8601(Timestamp{std::chrono::microseconds{-1}}), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_iso8601(at(0, 1, 1, 0, 0, 0)), "0000-01-01T00:00:00Z");
  EXPECT_EQ(to_string(at(2024, 12, 31, 23, 59, 59)), "2024-12-31T23:59:59Z");
}

TEST(TimestampText, YearsBeyondFourDigitsAreRefused) {
  EXPECT_THROW(to_iso8601(at(10000, 1, 1, 0, 0, 0)), InvalidArgumentException);
  EXPECT_THROW(to_iso8601(at(-1, 12, 31, 23, 59, 59)), InvalidArgumentException);
  EXPECT_THROW(to_iso8601(Timestamp::max()), InvalidArgumentException);
  EXPECT_THROW(to_iso8601(Timestamp::min()), InvalidArgumentException);
}

TEST(TimestampText, EveryDayOfFiveCenturiesGoesThereAndBack) {
  Timestamp time = at(1800, 1, 1, 12, 34, 56, 789'000);
  const std::chrono::hours day{24};
  for (; time < at(2300, 1, 1, 0, 0, 0); time += day) ASSERT_EQ(parse_iso8601(to_iso8601(time)), time);
}

}  // namespace
}  // namespace allo::test
