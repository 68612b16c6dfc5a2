#include <allo/errors.hpp>
#include <allo/timestamp.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The calendar is the proleptic Gregorian one.
ALLO_NAMESPACE_BEGIN
namespace {

constexpr std::int64_t days_per_era = 146'097;  // Of 400 years, which all have the same number of days.
constexpr std::int64_t days_from_march_of_year_0_to_1970 = 719'468;
constexpr std::int64_t days_from_year_0_to_1970 = 719'528;
constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

struct Date {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

constexpr std::int64_t floor_remainder(std::int64_t a, std::int64_t b) { return a % b + (a % b < 0 ? b : 0); }

constexpr bool is_leap(unsigned year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr unsigned days_in_month(unsigned year, unsigned month) {
  constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/// For years from 0 on.
constexpr std::int64_t days_since_1970(unsigned year, unsigned month, unsigned day) {
  constexpr unsigned days_before_month[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  const unsigned leap_years_before = (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
  const unsigned leap_day = month > 2 && is_leap(year) ? 1 : 0;
  const unsigned days = year * 365 + leap_years_before + days_before_month[month - 1] + leap_day + day - 1;
  return days - days_from_year_0_to_1970;
}

/// What to_iso8601 can write, in seconds.
constexpr std::int64_t first_second = days_since_1970(0, 1, 1) * seconds_per_day;
constexpr std::int64_t last_second = (days_since_1970(9'999, 12, 31) + 1) * seconds_per_day - 1;

/// Counts years from March, so that the leap day comes last.
constexpr Date date_of(std::int64_t days) {
  const std::int64_t shifted = days + days_from_march_of_year_0_to_1970;
  const std::int64_t era = floor_divide(shifted, days_per_era);
  const std::int64_t day_of_era = shifted - era * days_per_era;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto month_from_march = static_cast<unsigned>((5 * day_of_year + 2) / 153);
  const unsigned day = static_cast<unsigned>(day_of_year) - (153 * month_from_march + 2) / 5 + 1;
  const unsigned month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The number of two digits at `text`; 100 or more when they are no digits.
unsigned two_digits(const char* text) noexcept {
  const auto tens = static_cast<unsigned>(static_cast<unsigned char>(text[0]) - '0');
  const auto ones = static_cast<unsigned>(static_cast<unsigned char>(text[1]) - '0');
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/// Takes the fraction of a second off `text`, in microseconds; digits beyond the sixth are dropped.
std::optional<unsigned> take_fraction(std::string_view& text) noexcept {
  if (text.empty() || text.front() != '.') return 0U;
  std::size_t digits = 0;
  unsigned microseconds = 0;
  for (text.remove_prefix(1); !text.empty() && is_digit(text.front()); text.remove_prefix(1), ++digits) {
    if (digits < 6) microseconds = microseconds * 10 + static_cast<unsigned>(text.front() - '0');
  }
  if (digits == 0 || digits > 9) return std::nullopt;
  for (; digits < 6; ++digits) microseconds *= 10;
  return microseconds;
}

/// The offset from UTC that `text` is, in seconds: nothing, "Z", "+hh:mm", "+hhmm" or "+hh".
std::optional<std::int64_t> zone_offset(std::string_view text) noexcept {
  if (text.empty() || text == "Z" || text == "z") return 0;
  const bool has_colon = text.size() == 6 && text[3] == ':';
  if (!has_colon && text.size() != 5 && text.size() != 3) return std::nullopt;
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  const unsigned hours = two_digits(&text[1]);
  const unsigned minutes = text.size() == 3 ? 0 : two_digits(&text[text.size() - 2]);
  if (hours > 23 || minutes > 59) return std::nullopt;
  const std::int64_t seconds = std::int64_t{hours} * 3'600 + minutes * 60;
  return text[0] == '-' ? -seconds : seconds;
}

void append_number(std::string& out, std::uint64_t value, std::size_t digits) {
  const std::size_t start = out.size();
  out.resize(start + digits);
  for (std::size_t i = digits; i-- > 0; value /= 10) out[start + i] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string to_iso8601(Timestamp time) {
  const std::int64_t total = time.time_since_epoch().count();
  const std::int64_t total_seconds = floor_divide(total, microseconds_per_second);
  const auto microseconds = static_cast<std::uint64_t>(floor_remainder(total, microseconds_per_second));
  const std::int64_t days = floor_divide(total_seconds, seconds_per_day);
  const auto second_of_day = static_cast<std::uint64_t>(floor_remainder(total_seconds, seconds_per_day));
  const Date date = date_of(days);
  if (date.year < 0 || date.year > 9'999) throw InvalidArgumentException("time: its year is outside 0 to 9999");

  std::string text;
  text.reserve(sizeof("2024-01-15T10:30:00.000000Z"));
  append_number(text, static_cast<std::uint64_t>(date.year), 4);
  text += '-';
  append_number(text, date.month, 2);
  text += '-';
  append_number(text, date.day, 2);
  text += 'T';
  append_number(text, second_of_day / 3'600, 2);
  text += ':';
  append_number(text, second_of_day / 60 % 60, 2);
  text += ':';
  append_number(text, second_of_day % 60, 2);
  if (microseconds != 0) {
    text += '.';
    const bool whole_milliseconds = microseconds % 1'000 == 0;
    append_number(text, whole_milliseconds ? microseconds / 1'000 : microseconds, whole_milliseconds ? 3 : 6);
  }
  text += 'Z';
  return text;
}

std::string to_string(Timestamp time) { return to_iso8601(time); }

Timestamp now() noexcept { return to_timestamp(std::chrono::system_clock::now()); }

std::optional<Timestamp> parse_iso8601(std::string_view text) noexcept {
  constexpr std::string_view minutes_pattern = "yyyy-mm-ddThh:mm";
  if (text.size() < minutes_pattern.size()) return std::nullopt;
  for (const std::size_t i : {4U, 7U, 13U}) {
    if (text[i] != minutes_pattern[i]) return std::nullopt;
  }
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
  const unsigned century = two_digits(&text[0]);
  const unsigned year_of_century = two_digits(&text[2]);
  const unsigned month = two_digits(&text[5]);
  const unsigned day = two_digits(&text[8]);
  const unsigned hour = two_digits(&text[11]);
  const unsigned minute = two_digits(&text[14]);
  text.remove_prefix(minutes_pattern.size());
  // Java leaves out seconds that are zero.
  unsigned second = 0;
  std::optional<unsigned> microseconds = 0;
  if (text.size() >= 3 && text.front() == ':') {
    second = two_digits(&text[1]);
    text.remove_prefix(3);
    microseconds = take_fraction(text);
  }
  if (century > 99 || year_of_century > 99 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  const unsigned year = century * 100 + year_of_century;
  if (day < 1 || day > days_in_month(year, month)) return std::nullopt;

  const std::optional<std::int64_t> offset = zone_offset(text);
  if (!microseconds || !offset) return std::nullopt;
  const std::int64_t seconds = days_since_1970(year, month, day) * seconds_per_day + std::int64_t{hour} * 3'600 +
                               std::int64_t{minute} * 60 + second - *offset;
  // An offset may lead out of the years that can be written again.
  if (seconds < first_second || seconds > last_second) return std::nullopt;
  return Timestamp{std::chrono::microseconds{seconds * microseconds_per_second + *microseconds}};
}

ALLO_NAMESPACE_END
