#include "testing/model/time_text.hpp"

#include <array>
#include <cstdio>
#include <ctime>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

namespace {

std::tm utc(Timestamp time) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm fields{};
#ifdef _WIN32
  gmtime_s(&fields, &seconds);
#else
  gmtime_r(&seconds, &fields);
#endif
  return fields;
}

}  // namespace

std::string time_text(Timestamp time, TimeForm form) {
  const std::tm t = utc(form == TimeForm::Offset ? time + std::chrono::hours{2} : time);
  const auto fraction = (time - std::chrono::floor<std::chrono::seconds>(time)).count();
  std::array<char, 80> text{};
  const int length = std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d", t.tm_year + 1900,
                                   t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
  std::string result(text.data(), static_cast<std::size_t>(length));
  switch (form) {
    case TimeForm::NoZone:
      break;
    case TimeForm::Zulu:
      result += 'Z';
      break;
    case TimeForm::Offset:
      result += "+02:00";
      break;
    case TimeForm::Fraction: {
      const std::string digits = std::to_string(1'000'000 + fraction);
      result += '.' + digits.substr(1) + 'Z';
      break;
    }
  }
  return result;
}

std::string http_date_text(Timestamp time) {
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::tm t = utc(time);
  std::array<char, 80> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", days[static_cast<std::size_t>(t.tm_wday)],
      t.tm_mday, months[static_cast<std::size_t>(t.tm_mon)], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace testing::detail
ALLO_NAMESPACE_END
