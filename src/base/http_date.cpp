#include "base/http_date.hpp"

#include "base/text.hpp"

#include <allo/timestamp.hpp>

#include <algorithm>
#include <string>
#include <utility>

ALLO_NAMESPACE_BEGIN
namespace detail {

namespace {

/// True when `text` has the form of `pattern`, in which `a` and `0` stand for anything: names and numbers are checked
/// where they are read.
bool has_form(std::string_view text, std::string_view pattern) {
  return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                    [](char c, char form) { return form == 'a' || form == '0' || form == c; });
}

/// The place of `text` in `names`, without regard to case; no value where it is not among them.
template <std::size_t N>
std::optional<std::size_t> place_of(std::string_view text, const std::string_view (&names)[N]) {
  for (std::size_t i = 0; i < N; ++i) {
    if (equal_ignoring_case(text, names[i])) return i;
  }
  return std::nullopt;
}

constexpr std::string_view weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::string_view short_weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// The parts of a date as they stand in the text.
struct Parts {
  std::string year;
  std::string_view month;
  std::string day;
  std::string_view time;
};

std::optional<Parts> split(std::string_view text) {
  if (has_form(text, "aaa, 00 aaa 0000 00:00:00 GMT") && place_of(text.substr(0, 3), short_weekdays)) {
    return Parts{std::string{text.substr(12, 4)}, text.substr(8, 3), std::string{text.substr(5, 2)},
                 text.substr(17, 8)};
  }
  if (has_form(text, "aaa aaa 00 00:00:00 0000") && place_of(text.substr(0, 3), short_weekdays)) {
    std::string day{text.substr(8, 2)};
    if (day[0] == ' ') day[0] = '0';
    return Parts{std::string{text.substr(20, 4)}, text.substr(4, 3), std::move(day), text.substr(11, 8)};
  }
  const std::size_t weekday = text.find(',');
  if (weekday == std::string_view::npos || !place_of(text.substr(0, weekday), weekdays)) return std::nullopt;
  const std::string_view rest = text.substr(weekday);
  if (!has_form(rest, ", 00-aaa-00 00:00:00 GMT")) return std::nullopt;
  const std::string century = rest[9] < '7' ? "20" : "19";  // The form is older than the year 2000.
  return Parts{century + std::string{rest.substr(9, 2)}, rest.substr(5, 3), std::string{rest.substr(2, 2)},
               rest.substr(12, 8)};
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text) {
  const auto parts = split(text);
  const auto month = parts ? place_of(parts->month, months) : std::nullopt;
  if (!month) return std::nullopt;
  const std::string number = std::to_string(*month + 101).substr(1);
  const auto time = parse_iso8601(parts->year + '-' + number + '-' + parts->day + 'T' + std::string{parts->time} + 'Z');
  if (!time) return std::nullopt;
  // The clock of the system holds 292 years around 1970.
  constexpr std::chrono::microseconds farthest = std::chrono::seconds{9'000'000'000};
  return std::chrono::system_clock::time_point{std::clamp(time->time_since_epoch(), -farthest, farthest)};
}

}  // namespace detail
ALLO_NAMESPACE_END
